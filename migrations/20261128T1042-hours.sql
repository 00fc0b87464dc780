-- Hours that were given, as one side reports them, and what the other side said to it. They are booked when the other side confirms.
create table hour_reports (
  ecosystem_id uuid not null,
  id uuid not null,
  giver uuid not null,
  receiver uuid, -- an organisation; null: a project of the ecosystem
  project text check (project ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),
  project_name text check (length(project_name) between 1 and 80),
  minutes int not null check (minutes between 1 and 100000),
  day date not null,
  what text not null check (length(what) between 1 and 200),
  reported_by text not null,
  reported_at timestamptz not null,
  primary key (ecosystem_id, id),
  check ((receiver is null) = (project is not null)),
  check ((project is null) = (project_name is null))
);
create index on hour_reports (ecosystem_id, giver, id);
create index on hour_reports (ecosystem_id, receiver, id) where receiver is not null;
create index on hour_reports (ecosystem_id, project) where project is not null;
call make_ledger_table('hour_reports');

create table hour_answers (
  ecosystem_id uuid not null,
  report_id uuid not null,
  how text not null check (how in ('confirmed', 'refused')),
  transaction_id uuid,
  answered_by text not null,
  answered_at timestamptz not null,
  primary key (ecosystem_id, report_id),
  foreign key (ecosystem_id, report_id) references hour_reports,
  check ((how = 'confirmed') = (transaction_id is not null))
);
call make_ledger_table('hour_answers');

-- Introductions of two organisations. What became of one is told by its steps: accepted, declined, done. A step that is taken back stays.
create table introductions (
  ecosystem_id uuid not null,
  id uuid not null,
  one_id uuid not null,
  other_id uuid not null,
  list text not null check (list in ('peers', 'trade')),
  origin text not null check (origin in ('fit', 'connected', 'person')),
  entered_by text not null,
  entered_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (ecosystem_id, id),
  check (one_id <> other_id),
  foreign key (ecosystem_id, one_id) references parties on delete cascade,
  foreign key (ecosystem_id, other_id) references parties on delete cascade
);
create index on introductions (ecosystem_id, one_id);
create index on introductions (ecosystem_id, other_id);
call make_tenant_table('introductions');

create table introduction_steps (
  ecosystem_id uuid not null,
  id uuid not null,
  introduction_id uuid not null,
  step text not null check (step in ('acceptance', 'decline', 'completion')),
  reason text,
  note text,
  task_id uuid,
  tie_id uuid,
  tie_is_new boolean not null default false, -- it was stated by this step, so that taking the step back ends it
  by text not null,
  at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  primary key (ecosystem_id, id),
  check ((step = 'decline') = (reason is not null)),
  check ((undone_at is null) = (undone_by is null)),
  foreign key (ecosystem_id, introduction_id) references introductions on delete cascade
);
create unique index introduction_steps_once on introduction_steps (ecosystem_id, introduction_id, step) where undone_at is null;
create index on introduction_steps (ecosystem_id, introduction_id);
call make_tenant_table('introduction_steps');

-- Who is not to be introduced to anybody, and why.
create table introduction_exemptions (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  reason text not null,
  by text not null,
  at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (ecosystem_id, id),
  check ((ended_at is null) = (ended_by is null)),
  foreign key (ecosystem_id, party_id) references parties on delete cascade
);
create unique index introduction_exemptions_once on introduction_exemptions (ecosystem_id, party_id) where ended_at is null;
call make_tenant_table('introduction_exemptions');

-- Next steps with an owner and a day, whoever proposed them.
create table tasks (
  ecosystem_id uuid not null,
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  body text check (length(body) <= 10000),
  owner_id text, -- a person with access
  due date,
  party_id uuid,
  tie_id uuid,
  proposed_by text check (length(proposed_by) between 1 and 100),
  source text not null,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  search tsvector not null generated always as (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', coalesce(body, '')), 'C')
  ) stored,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, party_id) references parties on delete set null (party_id),
  foreign key (ecosystem_id, tie_id) references ties on delete set null (tie_id)
);
create index on tasks (ecosystem_id, owner_id) where ended_at is null;
create index on tasks (ecosystem_id, party_id) where party_id is not null;
create index on tasks (ecosystem_id, tie_id) where tie_id is not null;
create index on tasks (ecosystem_id, due, id) where ended_at is null;
create index tasks_by_text on tasks using gin (search);
create index tasks_by_likeness on tasks using gin (lower(title) gin_trgm_ops);
call make_tenant_table('tasks');

-- When and by whom a task was completed; an undone completion has an end.
create table task_completions (
  ecosystem_id uuid not null,
  id uuid not null,
  task_id uuid not null,
  at timestamptz not null,
  by text not null, -- as a source
  undone_at timestamptz,
  undone_by text,
  primary key (ecosystem_id, id),
  check ((undone_at is null) = (undone_by is null)),
  foreign key (ecosystem_id, task_id) references tasks on delete cascade
);
create unique index task_completions_once on task_completions (ecosystem_id, task_id) where undone_at is null;
call make_tenant_table('task_completions');

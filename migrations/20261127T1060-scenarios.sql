-- Scenarios: named sets of changes that are tried on the map as it is read. Nothing of the map itself is in here or is changed by it, so a
-- scenario points to parties by their ids alone: who is erased since is nobody here either.
create table scenarios (
  ecosystem_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  description text,
  as_of date, -- the day whose map it starts from; without one, today's, always anew
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  primary key (ecosystem_id, id)
);
create index on scenarios (ecosystem_id, updated_at) where ended_at is null;
call make_tenant_table('scenarios');

-- One row a change, so that two people who add at once are not in each other's way. In the order of their ids.
create table scenario_changes (
  ecosystem_id uuid not null,
  id uuid not null,
  scenario_id uuid not null,
  change jsonb not null,
  added_by text not null,
  added_at timestamptz not null,
  ended_at timestamptz,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, scenario_id) references scenarios on delete cascade
);
create index on scenario_changes (ecosystem_id, scenario_id);
call make_tenant_table('scenario_changes');

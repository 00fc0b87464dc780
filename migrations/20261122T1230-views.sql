-- Ways of looking at the map that somebody kept, and where the parties lie on it.
create table saved_views (
  ecosystem_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  mode text not null check (mode in ('network', 'geography', 'table')),
  filter jsonb not null,
  settings jsonb not null check (length(settings::text) <= 40000),
  shared boolean not null,
  owner_id text not null,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  primary key (ecosystem_id, id)
);
create index on saved_views (ecosystem_id, owner_id) where ended_at is null;
call make_tenant_table('saved_views');

create table layout_positions (
  ecosystem_id uuid not null,
  key text not null check (key ~ '^[a-z0-9][a-z0-9._:-]{0,79}$'),
  party_id uuid not null,
  x real not null,
  y real not null,
  updated_at timestamptz not null,
  primary key (ecosystem_id, key, party_id),
  foreign key (ecosystem_id, party_id) references parties on delete cascade
);
create index on layout_positions (ecosystem_id, party_id);
call make_tenant_table('layout_positions');

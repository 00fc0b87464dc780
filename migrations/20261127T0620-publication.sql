-- The public map: what is shown to everybody, of whom, on what ground, and what the organisations say about it themselves.

create table publications (
  ecosystem_id uuid not null primary key,
  slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'),
  fields text[] not null,
  licence text not null,
  frame_ancestors text[] not null,
  contact_email text,
  texts jsonb not null check (length(texts::text) <= 200000), -- by page and language; what is missing is generated
  opened_at timestamptz,
  opened_by text,
  version int not null default 1,
  updated_at timestamptz not null,
  check ((opened_at is null) = (opened_by is null))
);
call make_tenant_table('publications');

-- On what ground an organisation is public, and with which fields. A ground ends, it is not erased: that it held has to be provable.
create table publication_grounds (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  kind text not null check (kind in ('consent', 'source')),
  proof text not null check (length(proof) between 1 and 500), -- how the consent was given, or which public source it is
  fields text[] not null,
  given_by text not null,
  given_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  ending text check (ending in ('withdrawn', 'removed', 'replaced')), -- by the organisation itself, by a coordinator, by a newer one
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, party_id) references parties on delete cascade,
  check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (ending is null))
);
create unique index publication_grounds_one on publication_grounds (ecosystem_id, party_id) where ended_at is null;
create index on publication_grounds (ecosystem_id, party_id, id);
call make_tenant_table('publication_grounds');

-- What an organisation wants changed, through its own link.
create table publication_corrections (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  entrance_id uuid not null,
  changes jsonb not null check (length(changes::text) <= 40000), -- field: {from, to}
  message text check (length(message) <= 2000),
  task_id uuid,
  made_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  decision text check (decision in ('accepted', 'refused', 'replaced')),
  reason text check (length(reason) <= 1000),
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, party_id) references parties on delete cascade,
  check ((decided_at is null) = (decision is null) and (decided_at is null) = (decided_by is null))
);
create unique index publication_corrections_one on publication_corrections (ecosystem_id, party_id) where decided_at is null;
create index on publication_corrections (ecosystem_id, party_id, id);
call make_tenant_table('publication_corrections');

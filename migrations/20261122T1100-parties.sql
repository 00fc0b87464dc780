-- Parties: organisations and groups of people, with the source and the history of every fact.

-- Kinds of an ecosystem's own; the seven that everybody has are in the program.
create table kinds (
  ecosystem_id uuid not null,
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label text not null check (length(label) between 1 and 100),
  colour text not null,
  shape text not null,
  position int not null,
  primary key (ecosystem_id, key)
);
call make_tenant_table('kinds');

create table fields (
  ecosystem_id uuid not null,
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label text not null check (length(label) between 1 and 100),
  type text not null check (type in ('text', 'number', 'date', 'boolean', 'choice', 'url')),
  choices text[] not null default '{}',
  position int not null,
  primary key (ecosystem_id, key)
);
call make_tenant_table('fields');

create table parties (
  ecosystem_id uuid not null,
  id uuid not null,
  form text not null check (form in ('organisation', 'group')),
  name text not null check (length(name) between 1 and 300),
  sector_scheme text check (sector_scheme in ('nace', 'naics')),
  sector_code text check (length(sector_code) <= 10),
  description text check (length(description) <= 10000),
  website text check (length(website) <= 500),
  email text check (length(email) <= 320),
  phone text check (length(phone) <= 60),
  street text check (length(street) <= 300),
  postal_code text check (length(postal_code) <= 20),
  city text check (length(city) <= 200),
  region text check (length(region) <= 200),
  country text check (country ~ '^[A-Z]{2}$'),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  place_approximate boolean not null default false,
  tags text[] not null default '{}',
  fields jsonb not null default '{}',
  source text not null,
  sources jsonb not null default '{}', -- field -> source, where it differs from `source`
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  search tsvector not null generated always as (
    setweight(to_tsvector('simple', name), 'A') ||
    setweight(to_tsvector('simple', coalesce(city, '') || ' ' || coalesce(sector_code, '')), 'B') ||
    setweight(to_tsvector('simple', coalesce(description, '') || ' ' || coalesce(street, '') || ' ' || coalesce(website, '')), 'C')
  ) stored,
  primary key (ecosystem_id, id),
  check ((latitude is null) = (longitude is null)),
  check ((sector_scheme is null) = (sector_code is null))
);
create index parties_by_name on parties (ecosystem_id, lower(name), id) where ended_at is null;
create index parties_by_update on parties (ecosystem_id, updated_at desc, id) where ended_at is null;
create index parties_by_source on parties (ecosystem_id, source);
create index parties_by_text on parties using gin (search);
create index parties_by_likeness on parties using gin (lower(name) gin_trgm_ops);
create index parties_by_tag on parties using gin (tags);
call make_tenant_table('parties');

-- What a party is to the orchestrator, and from when to when.
create table party_kinds (
  ecosystem_id uuid not null,
  party_id uuid not null,
  kind text not null,
  since timestamptz not null,
  until timestamptz,
  source text not null,
  primary key (ecosystem_id, party_id, kind, since),
  foreign key (ecosystem_id, party_id) references parties on delete cascade
);
create index on party_kinds (ecosystem_id, kind, party_id) where until is null;
call make_tenant_table('party_kinds');

-- A value that held until a newer one took its place, with the source it had. Together with the present row this answers any past date.
create table party_changes (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  field text not null,
  value jsonb not null,
  source text not null,
  until timestamptz not null,
  next_source text not null, -- whose statement took its place
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, party_id) references parties on delete cascade
);
create index on party_changes (ecosystem_id, party_id, field, until);
create index on party_changes (ecosystem_id, until);
create index on party_changes (ecosystem_id, next_source);
call make_tenant_table('party_changes');

-- Numbers and names by which others know a party: VAT number, register, OpenStreetMap, the id in a CRM.
create table party_identifiers (
  ecosystem_id uuid not null,
  party_id uuid not null,
  scheme text not null check (scheme ~ '^[a-z][a-z0-9_.-]{0,39}$'),
  value text not null check (length(value) between 1 and 300),
  source text not null,
  primary key (ecosystem_id, party_id, scheme, value),
  foreign key (ecosystem_id, party_id) references parties on delete cascade
);
create index on party_identifiers (ecosystem_id, scheme, value);
call make_tenant_table('party_identifiers');

-- People at a party. Personal data: shown to few, erased on request.
create table contacts (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  name text not null check (length(name) between 1 and 300),
  given_name text check (length(given_name) <= 150),
  family_name text check (length(family_name) <= 150),
  role text check (length(role) <= 200),
  email text check (length(email) <= 320),
  phone text check (length(phone) <= 60),
  mobile text check (length(mobile) <= 60),
  source text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, party_id) references parties on delete cascade
);
create index on contacts (ecosystem_id, party_id);
create index on contacts (ecosystem_id, lower(email)) where email is not null;
create index contacts_by_likeness on contacts using gin (lower(name) gin_trgm_ops);
create index contacts_by_source on contacts (ecosystem_id, source);
call make_tenant_table('contacts');

create table notes (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  body text not null check (length(body) between 1 and 20000),
  author text not null, -- as a source: who wrote it
  at timestamptz not null,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, party_id) references parties on delete cascade
);
create index on notes (ecosystem_id, party_id, at);
create index notes_by_author on notes (ecosystem_id, author);
create index notes_by_text on notes using gin (to_tsvector('simple', body));
call make_tenant_table('notes');

-- A party that turned out to be another one. Resolved on reading, nothing is repointed; an undone merge has an end.
create table aliases (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  target_id uuid not null,
  merge_id uuid not null,
  since timestamptz not null,
  until timestamptz,
  primary key (ecosystem_id, id),
  check (party_id <> target_id),
  foreign key (ecosystem_id, party_id) references parties on delete cascade,
  foreign key (ecosystem_id, target_id) references parties on delete cascade
);
create unique index aliases_one_target on aliases (ecosystem_id, party_id) where until is null;
create index on aliases (ecosystem_id, target_id) where until is null;
create index on aliases (ecosystem_id, merge_id);
call make_tenant_table('aliases');

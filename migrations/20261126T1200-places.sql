-- Places: how addresses became points on the map, who allowed that addresses leave the house, and what the geocoder has answered.

-- While there is one that was not revoked, addresses of this ecosystem may be sent to the service it names.
create table geocoder_consents (
  ecosystem_id uuid not null,
  id uuid not null,
  service text not null check (length(service) <= 300),
  given_by text not null,
  given_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  primary key (ecosystem_id, id),
  check ((revoked_by is null) = (revoked_at is null))
);
create unique index geocoder_consents_one on geocoder_consents (ecosystem_id) where revoked_at is null;
call make_tenant_table('geocoder_consents');

-- A search for many places at once. What it placed has `geonames:` or `geocoder:` and its id as source, so it can be taken back exactly.
create table place_runs (
  ecosystem_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('geonames', 'geocoder')),
  state text not null check (state in ('working', 'done', 'cancelled', 'stopped', 'undone')),
  problem text, -- why it was stopped
  turn int not null default 1, -- a job that carries an older one does nothing
  total int not null,
  placed int not null default 0,
  nothing int not null default 0, -- the source knows no such place
  refused int not null default 0, -- the answer could not be right
  failed int not null default 0, -- there was no answer
  skipped int not null default 0, -- placed or changed by somebody meanwhile
  failures int not null default 0, -- tries without an answer since the last answer
  created_by text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (ecosystem_id, id)
);
create unique index place_runs_one on place_runs (ecosystem_id) where state = 'working';
call make_tenant_table('place_runs');

-- Whose place a run still has to ask for. Emptied when it ends.
create table place_run_parties (
  ecosystem_id uuid not null,
  run_id uuid not null,
  party_id uuid not null,
  attempts int not null default 0,
  primary key (ecosystem_id, run_id, party_id),
  foreign key (ecosystem_id, run_id) references place_runs on delete cascade,
  foreign key (ecosystem_id, party_id) references parties on delete cascade
);
create index on place_run_parties (ecosystem_id, party_id);
call make_tenant_table('place_run_parties');

-- What the service answered, so that no address is sent twice. Holds no address, only its SHA-256 together with the service.
create table geocoder_answers (
  ecosystem_id uuid not null,
  address_hash bytea not null,
  outcome text not null check (outcome in ('found', 'nothing', 'refused', 'failed')),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  is_approximate boolean,
  run_id uuid, -- set where there was no answer: then it holds for this run only
  at timestamptz not null,
  expires_at timestamptz not null,
  primary key (ecosystem_id, address_hash),
  check ((outcome = 'found') = (latitude is not null and longitude is not null and is_approximate is not null))
);
create index on geocoder_answers (ecosystem_id, expires_at);
call make_tenant_table('geocoder_answers');

-- The ground every module stands on: who may see a row, the ecosystems, the log, entrances, idempotency, files.

create schema auth;
create extension if not exists pg_trgm; -- a trusted extension: the owner of the database may add it

-- The tenant and the person of the running transaction, set with SET LOCAL. Empty means: nobody, and then nothing is seen.
create function current_ecosystem() returns uuid language sql stable parallel safe
  return nullif(current_setting('tutti.ecosystem_id', true), '')::uuid;
create function current_person() returns text language sql stable parallel safe
  return nullif(current_setting('tutti.person_id', true), '');

-- Keeps the ecosystems of one table apart and opens it to the program with the given rights only.
create procedure make_tenant_table(name regclass, rights text default 'select, insert, update, delete') language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy ecosystem on %s using (ecosystem_id = current_ecosystem())', name);
  execute format('grant %s on %s to tutti_app', rights, name);
end $$;

grant usage on schema public, auth to tutti_app;

create table ecosystems (
  ecosystem_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  locale text not null check (locale in ('en', 'de')),
  time_zone text not null,
  party_id uuid, -- the orchestrator's own organisation on the map
  created_at timestamptz not null
);
call make_tenant_table('ecosystems');

-- Belongs to the accounts: it is read before the ecosystem is known.
create table auth.memberships (
  ecosystem_id uuid not null,
  person_id text not null,
  role text not null check (role in ('owner', 'coordinator', 'member', 'viewer')),
  party_id uuid, -- the organisation a member speaks for
  created_at timestamptz not null,
  primary key (ecosystem_id, person_id),
  check ((role = 'member') = (party_id is not null))
);
create index on auth.memberships (person_id);
grant select, insert, update, delete on auth.memberships to tutti_app;

-- A person sees the names of the ecosystems they belong to, so that they can switch between them.
create policy mine on ecosystems for select using (
  exists (select from auth.memberships m where m.ecosystem_id = ecosystems.ecosystem_id and m.person_id = current_person())
);

-- The log. Rows are added, never changed: by grant, and by a trigger that also stops the owner.
create table events (
  ecosystem_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  type text not null,
  actor_kind text not null,
  actor_id text,
  subject_id uuid,
  payload jsonb not null,
  primary key (ecosystem_id, id)
);
create index on events (ecosystem_id, subject_id, id) where subject_id is not null;
create index on events (ecosystem_id, type, id);
call make_tenant_table('events', 'select, insert');

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only';
end $$;
create trigger append_only before update or delete on events for each row execute function refuse_change();
create trigger append_only_truncate before truncate on events for each statement execute function refuse_change();

-- Every secret or short address that opens something. Found by its key alone, before the ecosystem is known, so it has no tenant policy.
create table entrances (
  id uuid primary key,
  kind text not null,
  key_hash bytea not null unique,
  ecosystem_id uuid,
  target text not null,
  scope jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index on entrances (ecosystem_id, kind, target);
grant select, insert, update, delete on entrances to tutti_app;

create table idempotency_keys (
  ecosystem_id uuid not null,
  actor_id text not null,
  key text not null check (length(key) between 1 and 200),
  request_hash bytea not null,
  status int,
  answer text,
  at timestamptz not null,
  primary key (ecosystem_id, actor_id, key)
);
create index on idempotency_keys (ecosystem_id, at);
call make_tenant_table('idempotency_keys');

create table files (
  ecosystem_id uuid not null,
  id uuid not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null,
  created_at timestamptz not null,
  primary key (ecosystem_id, id)
);
call make_tenant_table('files');

create table file_chunks (
  ecosystem_id uuid not null,
  file_id uuid not null,
  position int not null,
  bytes bytea not null,
  primary key (ecosystem_id, file_id, position),
  foreign key (ecosystem_id, file_id) references files on delete cascade
);
alter table file_chunks alter column bytes set storage external;
call make_tenant_table('file_chunks');

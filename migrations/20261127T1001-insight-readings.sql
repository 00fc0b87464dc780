-- The answers to standing questions as they were read last, with the state of the graph they belong to. They name organisations, so only the last ones
-- are kept; each new reading takes the place of the one before.
create table insight_readings (
  ecosystem_id uuid not null,
  question text not null,
  version bigint not null,
  at timestamptz not null,
  result bytea not null,
  primary key (ecosystem_id, question)
);
alter table insight_readings alter column result set storage external; -- packed already
call make_tenant_table('insight_readings');

-- The last time the map was read: also when that failed, so that it is not tried again before something changes.
create table insight_runs (
  ecosystem_id uuid not null primary key,
  version bigint not null,
  at timestamptz not null,
  took_ms int not null,
  problem text
);
call make_tenant_table('insight_runs');

-- How the map has grown: a row for each reading that found the whole different, without names. After some weeks one a day is left.
create table insight_history (
  ecosystem_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  parties int not null,
  ties int not null,
  tied int not null,
  pieces int not null,
  largest int not null,
  fragmentation double precision not null,
  primary key (ecosystem_id, id)
);
create index on insight_history (ecosystem_id, at);
call make_tenant_table('insight_history');

-- The measures of every party as they were first read in a month, packed; by id, without names.
create table insight_past_measures (
  ecosystem_id uuid not null,
  month date not null,
  at timestamptz not null,
  measures bytea not null,
  primary key (ecosystem_id, month)
);
alter table insight_past_measures alter column measures set storage external;
call make_tenant_table('insight_past_measures');

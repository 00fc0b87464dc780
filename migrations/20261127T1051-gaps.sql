-- What somebody set aside of what is missing, why, until when, and how much it was then: it is shown again when it got worse. Ended ones stay.
create table gap_asides (
  ecosystem_id uuid not null,
  id uuid not null,
  gap_key text not null check (length(gap_key) between 1 and 200),
  reason text not null check (length(reason) between 1 and 500),
  until date,
  concerned int not null,
  year_minor bigint,
  asset text,
  set_by text not null,
  set_at timestamptz not null,
  ended_at timestamptz,
  primary key (ecosystem_id, id)
);
create unique index on gap_asides (ecosystem_id, gap_key) where ended_at is null;
call make_tenant_table('gap_asides');

-- Tables of how many of each sector there are in other areas. One holds at a time; those that were only looked at were never adopted.
create table gap_references (
  ecosystem_id uuid not null,
  id uuid not null,
  file_name text not null,
  content jsonb not null,
  refused jsonb not null,
  source text,
  licence text,
  own_area text,
  sent_by text not null,
  sent_at timestamptz not null,
  adopted_at timestamptz,
  ended_at timestamptz,
  primary key (ecosystem_id, id)
);
create unique index on gap_references (ecosystem_id) where adopted_at is not null and ended_at is null;
call make_tenant_table('gap_references');

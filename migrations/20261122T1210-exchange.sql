-- What parties offer and what they need. Ended offers stay, so that they can be brought back.
create table offers (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  side text not null check (side in ('offer', 'need')),
  category text check (length(category) between 1 and 100),
  title text not null check (length(title) between 1 and 200),
  description text check (length(description) <= 10000),
  quantity double precision check (quantity > 0),
  unit text check (length(unit) <= 40),
  period_from date,
  period_to date,
  visibility text not null check (visibility in ('ecosystem', 'coordinators')),
  source text not null,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  search tsvector not null generated always as (
    setweight(to_tsvector('simple', title), 'A') ||
    setweight(to_tsvector('simple', coalesce(category, '')), 'B') ||
    setweight(to_tsvector('simple', coalesce(description, '')), 'C')
  ) stored,
  primary key (ecosystem_id, id),
  check (period_to >= period_from),
  foreign key (ecosystem_id, party_id) references parties on delete cascade
);
create index on offers (ecosystem_id, party_id);
create index on offers (ecosystem_id, id) where ended_at is null;
create index on offers (ecosystem_id, source);
create index offers_by_text on offers using gin (search);
create index offers_by_likeness on offers using gin (lower(title) gin_trgm_ops);
call make_tenant_table('offers');

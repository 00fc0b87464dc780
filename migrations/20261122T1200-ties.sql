-- Ties between parties, what was said about them before, and the meetings, letters and calls that keep them alive.

-- Types that an ecosystem adds to the built-in ones.
create table tie_types (
  ecosystem_id uuid not null,
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label text not null check (length(label) between 1 and 100),
  inverse_label text not null check (length(inverse_label) between 1 and 100),
  directed boolean not null,
  trade boolean not null,
  created_at timestamptz not null,
  primary key (ecosystem_id, key)
);
call make_tenant_table('tie_types');

-- The ends, the type and the direction of a tie never change: a tie that was stated wrongly is ended and stated anew. A tie without
-- direction keeps its smaller end in from_id.
create table ties (
  ecosystem_id uuid not null,
  id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  type text not null,
  directed boolean not null,
  strength double precision check (strength between 0 and 1), -- as stated; what it has become is computed on reading
  strength_at timestamptz not null, -- when the strength was stated last
  trust double precision check (trust between 0 and 1),
  since date,
  until date,
  evidence text check (length(evidence) <= 4000),
  sources jsonb not null default '{}', -- field -> source, where it differs from `source`
  source text not null,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  primary key (ecosystem_id, id),
  check (from_id <> to_id),
  check (directed or from_id < to_id),
  check (until >= since),
  foreign key (ecosystem_id, from_id) references parties on delete cascade,
  foreign key (ecosystem_id, to_id) references parties on delete cascade
);
-- A tie with a last day is a finished period, of which there may be several.
create unique index ties_once on ties (ecosystem_id, from_id, to_id, type) where ended_at is null and until is null;
create index ties_by_from on ties (ecosystem_id, from_id);
create index ties_by_to on ties (ecosystem_id, to_id);
create index ties_by_source on ties (ecosystem_id, source);
call make_tenant_table('ties');

-- A value that held until a newer one took its place. Together with the present row this answers any past date.
create table tie_changes (
  ecosystem_id uuid not null,
  id uuid not null,
  tie_id uuid not null,
  field text not null,
  value jsonb not null,
  source text not null,
  until timestamptz not null,
  next_source text not null,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, tie_id) references ties on delete cascade
);
create index on tie_changes (ecosystem_id, tie_id, until);
create index on tie_changes (ecosystem_id, until);
call make_tenant_table('tie_changes');

-- Somebody met, wrote to, called or visited somebody, or wrote a note. The log keeps the ids; the row with its text can be erased.
create table interactions (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  other_party_id uuid,
  tie_id uuid, -- set: it feeds this tie only; not set: every tie between the two
  kind text not null check (kind in ('met', 'wrote', 'called', 'visited', 'note')),
  at timestamptz not null,
  text text check (length(text) <= 20000),
  author text not null, -- as a source: who recorded it
  created_at timestamptz not null,
  primary key (ecosystem_id, id),
  check (party_id <> other_party_id),
  foreign key (ecosystem_id, party_id) references parties on delete cascade,
  foreign key (ecosystem_id, other_party_id) references parties on delete cascade,
  foreign key (ecosystem_id, tie_id) references ties on delete cascade
);
create index on interactions (ecosystem_id, party_id, at desc, id);
create index on interactions (ecosystem_id, other_party_id, at desc, id) where other_party_id is not null;
create index on interactions (ecosystem_id, tie_id) where tie_id is not null;
create index interactions_by_author on interactions (ecosystem_id, author);
create index interactions_by_text on interactions using gin (to_tsvector('simple', coalesce(text, '')));
call make_tenant_table('interactions');

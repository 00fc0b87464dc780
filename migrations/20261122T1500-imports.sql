-- Imports: what was sent, what it would do, what it did, and what is remembered of it.

create table imports (
  ecosystem_id uuid not null,
  id uuid not null,
  state text not null check (state in ('checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'refused', 'cancelled')),
  -- counts up with every change of mapping or settings; a job that carries an older one stops
  revision int not null default 1,
  settings jsonb not null,
  step text, -- what is being done now
  done int not null default 0,
  total int not null default 0,
  cancel_asked_at timestamptz,
  counts jsonb,
  problem jsonb, -- why it was refused
  leftovers jsonb, -- what an undo could not take back, and why
  filled jsonb, -- which facts of contact people it filled in, with their SHA-256, for the undo
  created_by text not null,
  created_at timestamptz not null,
  checked_at timestamptz,
  applied_at timestamptz,
  undone_at timestamptz,
  updated_at timestamptz not null,
  primary key (ecosystem_id, id)
);
create index on imports (ecosystem_id, created_at desc, id);
call make_tenant_table('imports');

create table import_files (
  ecosystem_id uuid not null,
  import_id uuid not null,
  position int not null,
  file_id uuid, -- null once the bytes have done their work and were deleted
  name text not null,
  size_bytes bigint not null,
  preset text,
  is_remembered boolean not null,
  headers text[] not null,
  sample jsonb not null,
  fingerprint text,
  mapping jsonb, -- null for places, which have no columns
  primary key (ecosystem_id, import_id, position),
  foreign key (ecosystem_id, import_id) references imports on delete cascade,
  foreign key (ecosystem_id, file_id) references files
);
call make_tenant_table('import_files');

-- One line for each row of the files: what becomes of it and why.
create table import_rows (
  ecosystem_id uuid not null,
  import_id uuid not null,
  file int not null,
  row int not null,
  action text not null check (action in ('create', 'change', 'join', 'same', 'refuse')),
  name text,
  party_id uuid,
  fingerprint text, -- of what the row says, so that the same row sent again is known
  reasons jsonb not null,
  primary key (ecosystem_id, import_id, file, row),
  foreign key (ecosystem_id, import_id) references imports on delete cascade
);
create index on import_rows (ecosystem_id, import_id, action, file, row);
create index on import_rows (ecosystem_id, fingerprint) where fingerprint is not null and party_id is not null;
call make_tenant_table('import_rows');

-- What the dry run decided to write, in the order of writing. Emptied when it has been written or given up.
create table import_items (
  ecosystem_id uuid not null,
  import_id uuid not null,
  kind text not null check (kind in ('party', 'fill', 'contact', 'contact_fill', 'note', 'tie', 'suppression', 'question')),
  position int not null,
  data jsonb not null,
  primary key (ecosystem_id, import_id, kind, position),
  foreign key (ecosystem_id, import_id) references imports on delete cascade
);
call make_tenant_table('import_items');

-- Pairs that may be one organisation, and what a person said about them. Kept, so that nothing is asked twice.
create table duplicates (
  ecosystem_id uuid not null,
  id uuid not null,
  one_id uuid not null,
  other_id uuid not null,
  score double precision not null,
  evidence jsonb not null,
  import_id uuid,
  decision text check (decision in ('same', 'different', 'later')),
  decided_by text,
  decided_at timestamptz,
  merge_id uuid,
  created_at timestamptz not null,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, one_id, other_id),
  check (one_id < other_id),
  foreign key (ecosystem_id, one_id) references parties on delete cascade,
  foreign key (ecosystem_id, other_id) references parties on delete cascade
);
create index on duplicates (ecosystem_id, score desc, id) where decision is null or decision = 'later';
create index on duplicates (ecosystem_id, other_id);
create index on duplicates (ecosystem_id, import_id);
call make_tenant_table('duplicates');

-- Addresses that asked not to be written to. The absence of a row is no consent.
create table suppressions (
  ecosystem_id uuid not null,
  id uuid not null,
  channel text not null check (channel in ('email')),
  address text not null check (address = lower(address) and length(address) <= 320),
  reason text not null check (length(reason) <= 200),
  source text not null,
  at timestamptz not null,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, channel, address)
);
create index on suppressions (ecosystem_id, source);
call make_tenant_table('suppressions');

-- How a person read the columns of a list, found again by the names of its columns.
create table import_mappings (
  ecosystem_id uuid not null,
  fingerprint text not null,
  subject text not null,
  targets jsonb not null, -- column name, in normal form -> target
  used_at timestamptz not null,
  primary key (ecosystem_id, fingerprint)
);
call make_tenant_table('import_mappings');

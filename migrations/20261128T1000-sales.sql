-- Sales: what was sold, how it was shared, and what was given back of it. What was recorded is never changed, as the books are not; what is
-- left below a cent, what counts towards a cap and what is held back move on with every sale.
create table sales (
  ecosystem_id uuid not null,
  id uuid not null,
  source text not null check (source ~ '^[a-z][a-z0-9_.-]{0,39}$'),
  reference text not null check (length(reference) between 1 and 120),
  attempt int not null check (attempt > 0), -- above 1 after the one before was taken back with its import
  body_hash text not null check (length(body_hash) = 64),
  rule_id uuid not null,
  version_id uuid not null,
  day date not null, -- it was sold on
  booked_on date not null, -- later than the day where that was closed already
  asset text not null,
  gross bigint not null check (gross > 0),
  net bigint not null check (net between 1 and gross),
  vat jsonb not null,
  collected_by uuid, -- null: the ecosystem itself
  facts jsonb not null,
  clips jsonb not null,
  skips jsonb not null,
  transaction_id uuid not null,
  import_id uuid,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, source, reference, attempt)
);
create index on sales (ecosystem_id, day, id);
create index on sales (ecosystem_id, rule_id, day, id);
create index on sales (ecosystem_id, collected_by, day, id) where collected_by is not null;
create index on sales (ecosystem_id, import_id, id) where import_id is not null;
call make_ledger_table('sales');

-- Who got what of a sale, a line for each step and recipient.
create table sale_allocations (
  ecosystem_id uuid not null,
  sale_id uuid not null,
  n int not null check (n > 0),
  step text not null,
  recipient text not null, -- the word of the rule
  through text, -- who passed it on
  party_id uuid, -- null: a purpose of the ecosystem
  exact text not null, -- a fraction of minor units, such as 34300/3
  paid bigint not null check (paid >= 0),
  carry text not null, -- what this recipient is owed below a minor unit afterwards, or was paid ahead
  held_until date,
  primary key (ecosystem_id, sale_id, n),
  foreign key (ecosystem_id, sale_id) references sales,
  check (held_until is null or party_id is not null)
);
create index on sale_allocations (ecosystem_id, party_id, sale_id) where party_id is not null;
call make_ledger_table('sale_allocations');

-- What each is entitled to and was not paid yet, or was paid ahead.
create table sale_carries (
  ecosystem_id uuid not null,
  version_id uuid not null,
  recipient text not null,
  asset text not null,
  carry text not null,
  primary key (ecosystem_id, version_id, recipient, asset)
);
call make_tenant_table('sale_carries', 'select, insert, update');

-- What a recipient got by a step with a cap in a period so far.
create table sale_caps (
  ecosystem_id uuid not null,
  rule_id uuid not null,
  step text not null,
  recipient text not null,
  period text not null, -- month:2026-05-01
  taken bigint not null,
  primary key (ecosystem_id, rule_id, step, recipient, period)
);
call make_tenant_table('sale_caps', 'select, insert, update');

-- Lines that are held back, until they are let go.
create table sale_holds (
  ecosystem_id uuid not null,
  sale_id uuid not null,
  n int not null,
  held_until date not null,
  primary key (ecosystem_id, sale_id, n),
  foreign key (ecosystem_id, sale_id, n) references sale_allocations
);
create index on sale_holds (ecosystem_id, held_until);
call make_tenant_table('sale_holds', 'select, insert, delete');

create table sale_releases (
  ecosystem_id uuid not null,
  sale_id uuid not null,
  n int not null,
  amount bigint not null check (amount >= 0), -- nothing, when all of it was given back before
  transaction_id uuid,
  released_on date not null,
  primary key (ecosystem_id, sale_id, n),
  foreign key (ecosystem_id, sale_id, n) references sale_allocations,
  check ((amount = 0) = (transaction_id is null))
);
call make_ledger_table('sale_releases');

create table sale_refunds (
  ecosystem_id uuid not null,
  id uuid not null,
  sale_id uuid not null,
  source text not null check (source ~ '^[a-z][a-z0-9_.-]{0,39}$'),
  reference text not null check (length(reference) between 1 and 120),
  body_hash text not null check (length(body_hash) = 64),
  amount bigint not null check (amount > 0), -- with tax
  vat jsonb not null, -- how much of it, by line of tax of the sale
  reason text check (length(reason) between 1 and 200),
  day date not null,
  booked_on date not null,
  transaction_id uuid not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, source, reference),
  foreign key (ecosystem_id, sale_id) references sales
);
create index on sale_refunds (ecosystem_id, sale_id, id);
call make_ledger_table('sale_refunds');

-- How much of which line a refund gave back.
create table sale_refund_parts (
  ecosystem_id uuid not null,
  refund_id uuid not null,
  sale_id uuid not null,
  n int not null,
  amount bigint not null check (amount > 0),
  was_held boolean not null, -- taken from what was held back still
  primary key (ecosystem_id, refund_id, n),
  foreign key (ecosystem_id, refund_id) references sale_refunds,
  foreign key (ecosystem_id, sale_id, n) references sale_allocations
);
create index on sale_refund_parts (ecosystem_id, sale_id);
call make_ledger_table('sale_refund_parts');

-- `fund:` and the longest word of a recipient.
alter table ledger_accounts drop constraint ledger_accounts_purpose_check;
alter table ledger_accounts add constraint ledger_accounts_purpose_check check (purpose ~ '^[a-z][a-z0-9_.:-]{0,99}$');

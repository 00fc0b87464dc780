-- Statements: what an account of an organisation did in a closed period. Kept are its figures and the sum of all it said, so that it can be made
-- anew from the books at any time and has to be the same. Append-only, as the books are.
create table statements (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid not null, -- by the id under which its account was opened
  account_id uuid not null,
  asset text not null,
  closing_number int not null,
  number int not null check (number > 0), -- of this organisation
  opening bigint not null, -- as the organisation sees it: what is owed to it is positive
  closing bigint not null,
  lines int not null check (lines >= 0),
  hash bytea not null check (length(hash) = 32),
  issued_at timestamptz not null,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, party_id, number),
  unique (ecosystem_id, account_id, closing_number),
  foreign key (ecosystem_id, account_id) references ledger_accounts,
  foreign key (ecosystem_id, closing_number) references ledger_closings
);
create index on statements (ecosystem_id, closing_number, id);
call make_ledger_table('statements');

-- Which closings have their statements.
create table statement_runs (
  ecosystem_id uuid not null,
  closing_number int not null,
  statements int not null check (statements >= 0),
  issued_at timestamptz not null,
  primary key (ecosystem_id, closing_number),
  foreign key (ecosystem_id, closing_number) references ledger_closings
);
call make_ledger_table('statement_runs');

-- How the books are handed to an accountant.
create table accounting_settings (
  ecosystem_id uuid not null,
  consultant int not null check (consultant between 1001 and 9999999),
  client int not null check (client between 1 and 99999),
  fiscal_year_start text not null check (fiscal_year_start ~ '^[0-9]{2}-[0-9]{2}$'), -- month and day
  account_length smallint not null check (account_length between 4 and 8),
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (ecosystem_id)
);
call make_tenant_table('accounting_settings');

create table accounting_numbers (
  ecosystem_id uuid not null,
  purpose text not null, -- of accounts of the ledger, or its beginning before a colon
  number text not null check (number ~ '^[0-9]{1,9}$'),
  primary key (ecosystem_id, purpose)
);
call make_tenant_table('accounting_numbers');

-- Which days were handed over, when, by whom, and the sum of the file.
create table accounting_exports (
  ecosystem_id uuid not null,
  id uuid not null,
  format text not null check (format in ('csv', 'datev')),
  asset text, -- null: all of them
  from_day date not null,
  through_day date not null check (through_day >= from_day),
  transactions int not null,
  entries int not null,
  late int not null, -- transactions that came too late for the days they were meant for
  size_bytes bigint not null,
  hash bytea not null check (length(hash) = 32),
  made_by text not null,
  made_at timestamptz not null,
  primary key (ecosystem_id, id)
);
call make_ledger_table('accounting_exports');

-- Settlement: what is owed to organisations is closed by periods, approved by a second person, paid out by a file for the bank, and marked.
create table settlement_settings (
  ecosystem_id uuid not null,
  period text not null check (period in ('week', 'month', 'quarter', 'year')),
  minimum bigint not null check (minimum >= 0), -- cents; what is owed below it waits
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (ecosystem_id)
);
call make_tenant_table('settlement_settings');

-- A row never changes but for its end, so that what was paid to and when it was different can be told. Without an organisation it is the
-- ecosystem's own account, from which payouts are made.
create table settlement_bank_accounts (
  ecosystem_id uuid not null,
  id uuid not null,
  party_id uuid,
  holder text not null check (length(holder) between 1 and 70),
  iban text not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  bic text check (bic ~ '^[A-Z0-9]{8}([A-Z0-9]{3})?$'),
  street text,
  building text,
  postcode text,
  town text,
  country text check (country ~ '^[A-Z]{2}$'),
  written_by text not null,
  written_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (ecosystem_id, id),
  check ((town is null) = (country is null)), -- banks take a structured address with both, or none
  check (town is not null or (street is null and building is null and postcode is null)),
  check ((ended_by is null) = (ended_at is null))
);
create unique index on settlement_bank_accounts (ecosystem_id, party_id) nulls not distinct where ended_at is null;
create index on settlement_bank_accounts (ecosystem_id, party_id, written_at);
call make_tenant_table('settlement_bank_accounts');

create table settlements (
  ecosystem_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),
  closing_number int not null,
  since date, -- the last day of the settlement before; null for the first
  through date not null,
  minimum bigint not null check (minimum >= 0),
  closed_by text not null,
  closed_by_person text, -- who a second person has to be other than, whatever they closed with
  closed_at timestamptz not null,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, number),
  unique (ecosystem_id, closing_number),
  foreign key (ecosystem_id, closing_number) references ledger_closings
);
call make_tenant_table('settlements', 'select, insert');

create table settlement_lines (
  ecosystem_id uuid not null,
  id uuid not null,
  settlement_id uuid not null,
  n int not null check (n > 0),
  party_id uuid not null,
  asset text not null,
  scale smallint not null,
  account_ids uuid[] not null, -- more than one where organisations were merged
  opening numeric(30) not null,
  incoming numeric(30) not null,
  outgoing numeric(30) not null,
  closing numeric(30) not null,
  late_entries int not null,
  late_amount numeric(30) not null,
  -- what the approval decided
  under_way numeric(30), -- payouts after the closing, and what is held back for others
  pays bigint,
  reason text,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, settlement_id, party_id, asset),
  unique (ecosystem_id, settlement_id, n),
  foreign key (ecosystem_id, settlement_id) references settlements,
  check (closing = opening + incoming - outgoing),
  check ((pays is null) = (under_way is null)),
  check (pays = 0 or reason is null)
);
create index on settlement_lines (ecosystem_id, party_id);
call make_tenant_table('settlement_lines', 'select, insert');
grant update (under_way, pays, reason) on settlement_lines to tutti_app;

create table settlement_approvals (
  ecosystem_id uuid not null,
  id uuid not null,
  settlement_id uuid not null,
  approved_by text not null,
  approved_at timestamptz not null,
  is_waiver boolean not null, -- the only person with the right approved what they had closed themselves, having signed in again
  withdrawn_by text,
  withdrawn_at timestamptz,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, settlement_id) references settlements,
  check ((withdrawn_by is null) = (withdrawn_at is null))
);
create unique index on settlement_approvals (ecosystem_id, settlement_id) where withdrawn_at is null;
call make_tenant_table('settlement_approvals', 'select, insert');
grant update (withdrawn_by, withdrawn_at) on settlement_approvals to tutti_app;

create table settlement_payouts (
  ecosystem_id uuid not null,
  id uuid not null,
  approval_id uuid not null,
  line_id uuid not null,
  party_id uuid not null,
  asset text not null,
  amount bigint not null check (amount > 0),
  bank_account_id uuid, -- null for what is not paid in euros
  outcome text check (outcome in ('paid', 'failed', 'returned')),
  cause text check (cause in ('account', 'refused', 'other')),
  note text,
  ended_by text,
  ended_at timestamptz,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, approval_id, line_id),
  foreign key (ecosystem_id, approval_id) references settlement_approvals,
  foreign key (ecosystem_id, line_id) references settlement_lines,
  foreign key (ecosystem_id, bank_account_id) references settlement_bank_accounts,
  check ((outcome is null) = (ended_at is null)),
  check ((coalesce(outcome, 'paid') = 'paid') = (cause is null))
);
create index on settlement_payouts (ecosystem_id, party_id, ended_at);
call make_tenant_table('settlement_payouts', 'select, insert');
grant update (outcome, cause, note, ended_by, ended_at) on settlement_payouts to tutti_app;

create table settlement_payout_holds (
  ecosystem_id uuid not null,
  payout_id uuid not null,
  hold_id uuid not null,
  account_id uuid not null,
  bank_id uuid not null,
  transaction_id uuid, -- once it is paid
  primary key (ecosystem_id, payout_id, hold_id),
  unique (ecosystem_id, hold_id),
  foreign key (ecosystem_id, payout_id) references settlement_payouts,
  foreign key (ecosystem_id, hold_id) references ledger_holds
);
call make_tenant_table('settlement_payout_holds', 'select, insert');
grant update (transaction_id) on settlement_payout_holds to tutti_app;

-- A file is made once and handed out the same ever after.
create table settlement_files (
  ecosystem_id uuid not null,
  settlement_id uuid not null,
  format text not null check (format in ('sepa', 'csv')),
  name text not null,
  content text not null,
  hash bytea not null check (length(hash) = 32), -- SHA-256 of the content in UTF-8
  payouts int not null check (payouts > 0),
  execution_on date,
  made_by text not null,
  made_at timestamptz not null,
  primary key (ecosystem_id, settlement_id, format),
  foreign key (ecosystem_id, settlement_id) references settlements
);
call make_tenant_table('settlement_files', 'select, insert');

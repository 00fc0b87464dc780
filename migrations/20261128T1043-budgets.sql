-- Shared budgets: who is in one, what is asked of it and who approved that. What is in it is the balance of its account in the ledger. What
-- was agreed is never changed, as the books are not.
create table budgets (
  ecosystem_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  asset text not null,
  approvals int not null check (approvals between 1 and 50), -- how many contributors have to approve what is spent
  made_by text not null,
  made_at timestamptz not null,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, account_id) references ledger_accounts
);
call make_ledger_table('budgets');

create table budget_members (
  ecosystem_id uuid not null,
  budget_id uuid not null,
  party_id uuid not null,
  added_by text not null,
  added_at timestamptz not null,
  primary key (ecosystem_id, budget_id, party_id),
  foreign key (ecosystem_id, budget_id) references budgets
);
create index on budget_members (ecosystem_id, party_id);
call make_ledger_table('budget_members');

create table budget_requests (
  ecosystem_id uuid not null,
  id uuid not null,
  budget_id uuid not null,
  party_id uuid not null, -- the member that asks
  to_party_id uuid not null, -- who is to get it
  amount bigint not null check (amount > 0),
  what text not null check (length(what) between 1 and 200),
  asked_by text not null,
  asked_at timestamptz not null,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, budget_id) references budgets
);
create index on budget_requests (ecosystem_id, budget_id, id);
call make_ledger_table('budget_requests');

-- A member approves once, and so does a person.
create table budget_approvals (
  ecosystem_id uuid not null,
  request_id uuid not null,
  party_id uuid not null,
  approved_by text not null,
  approved_at timestamptz not null,
  primary key (ecosystem_id, request_id, party_id),
  unique (ecosystem_id, request_id, approved_by),
  foreign key (ecosystem_id, request_id) references budget_requests
);
call make_ledger_table('budget_approvals');

create table budget_request_ends (
  ecosystem_id uuid not null,
  request_id uuid not null,
  how text not null check (how in ('spent', 'withdrawn')),
  transaction_id uuid,
  ended_by text not null,
  ended_at timestamptz not null,
  primary key (ecosystem_id, request_id),
  foreign key (ecosystem_id, request_id) references budget_requests,
  check ((how = 'spent') = (transaction_id is not null))
);
call make_ledger_table('budget_request_ends');

-- Vouchers: what was sold and on what terms. What is left on one is the balance of its account in the ledger and stands nowhere else. Terms
-- are never changed, so both tables are kept like the books.
create table vouchers (
  ecosystem_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  money text not null, -- the asset it was paid in and is redeemed in
  value bigint not null check (value > 0),
  collected_by uuid, -- the organisation that took the money; null: the ecosystem's bank
  expires_on date not null, -- the last day on which it is good
  rest_to text not null, -- what becomes of the rest then: 'seller', or the key of a fund
  note text check (length(note) between 1 and 200),
  sold_by text not null,
  sold_at timestamptz not null,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, account_id) references ledger_accounts
);
create index on vouchers (ecosystem_id, expires_on);
call make_ledger_table('vouchers');

-- Those whose time has run out and whose rest was booked, if there was one.
create table voucher_ends (
  ecosystem_id uuid not null,
  voucher_id uuid not null,
  transaction_id uuid,
  ended_at timestamptz not null,
  primary key (ecosystem_id, voucher_id),
  foreign key (ecosystem_id, voucher_id) references vouchers
);
call make_ledger_table('voucher_ends');

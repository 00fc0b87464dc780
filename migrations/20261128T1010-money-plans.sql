-- What is planned to come in or to go out in a month, for all accounts of a purpose or for one account. A plan is no money: it stands beside the
-- ledger. The newest row counts; those before are its history.
create table money_plans (
  ecosystem_id uuid not null,
  id uuid not null,
  subject text not null check (subject ~ '^(purpose|account):.{1,80}$'),
  asset text not null,
  way text not null check (way in ('in', 'out')),
  month date not null check (extract(day from month) = 1),
  amount bigint check (amount >= 0), -- null: nothing is planned any more
  planned_by text not null,
  planned_at timestamptz not null,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, asset) references ledger_assets
);
create index on money_plans (ecosystem_id, asset, month);
call make_tenant_table('money_plans', 'select, insert');

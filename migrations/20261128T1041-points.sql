-- For what points are given, and how many each time. Points themselves are an asset of the ledger.
create table points_reasons (
  ecosystem_id uuid not null,
  id uuid not null,
  asset text not null,
  label text not null check (length(label) between 1 and 100),
  points bigint not null check (points > 0),
  made_by text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, asset) references ledger_assets
);
create index on points_reasons (ecosystem_id, asset, id) where ended_at is null;
call make_tenant_table('points_reasons');

-- Files of sales. The file itself is not kept: each of its sales stands under its own reference.
create table sale_imports (
  ecosystem_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  rule_id uuid not null,
  asset text not null,
  gross bigint not null check (gross >= 0),
  booked int not null check (booked >= 0),
  repeated int not null check (repeated >= 0),
  refused int not null check (refused >= 0),
  imported_by text not null,
  imported_at timestamptz not null,
  primary key (ecosystem_id, id)
);
call make_ledger_table('sale_imports');

-- What was left of its sales was given back, and their references are free again.
create table sale_import_undoings (
  ecosystem_id uuid not null,
  import_id uuid not null,
  refunds int not null check (refunds >= 0),
  undone_by text not null,
  undone_at timestamptz not null,
  primary key (ecosystem_id, import_id),
  foreign key (ecosystem_id, import_id) references sale_imports
);
call make_ledger_table('sale_import_undoings');

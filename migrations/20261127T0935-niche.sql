-- The niche of an ecosystem: what its orchestrator can orchestrate around, written down with the evidence of that day and the first goals.
-- A new statement stands beside the earlier ones.
create table niche_statements (
  ecosystem_id uuid not null,
  id uuid not null,
  customers text not null,
  lack text not null,
  bring text not null,
  benefit text not null,
  statement text not null,
  goals jsonb not null,
  evidence jsonb not null,
  written_by text not null,
  written_at timestamptz not null,
  primary key (ecosystem_id, id)
);
create index on niche_statements (ecosystem_id, written_at);
call make_tenant_table('niche_statements');

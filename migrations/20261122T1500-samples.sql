-- Which samples an ecosystem has loaded, and what of its vocabulary came with them.
create table loaded_samples (
  ecosystem_id uuid not null,
  key text not null,
  at timestamptz not null,
  fields text[] not null default '{}',
  tie_types text[] not null default '{}',
  primary key (ecosystem_id, key)
);
call make_tenant_table('loaded_samples');

-- A workbook may hold several tables that belong together, an import may bring types of tie, and remembered columns can be shared as a file.

alter table import_files add column sheet int; -- which sheet of a workbook, null for the first that has rows

alter table import_items drop constraint import_items_kind_check;
alter table import_items add constraint import_items_kind_check
  check (kind in ('party', 'fill', 'contact', 'contact_fill', 'note', 'tie_type', 'tie', 'suppression', 'question'));

-- All columns of the list, also those that go nowhere: the fingerprint is made of them.
alter table import_mappings add column columns text[] not null default '{}';
alter table import_mappings no force row level security;
alter table import_files no force row level security;
update import_mappings m set columns = f.headers from import_files f
  where f.ecosystem_id = m.ecosystem_id and f.fingerprint = m.fingerprint;
alter table import_files force row level security;
alter table import_mappings force row level security;

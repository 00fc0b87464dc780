-- Which state of the graph an answer belongs to. Every transaction that changes what can be read from the map counts one change, in a row nobody
-- else holds at that moment, so that no writer waits for another: a long import keeps one of the rows, whoever writes meanwhile takes the next.
-- The version is the sum of the rows. As changes become visible in one order to all, two snapshots with the same sum show the same map.
create table graph_versions (
  ecosystem_id uuid not null,
  slot int not null,
  changes bigint not null,
  primary key (ecosystem_id, slot)
);
call make_tenant_table('graph_versions');

create function count_graph_change() returns trigger language plpgsql as $$
declare
  tenant uuid := current_ecosystem();
  free int;
begin
  -- once a transaction: the setting ends with it, also where only a part of it is rolled back
  if tenant is null or current_setting('tutti.graph_changed', true) = tenant::text then
    return null;
  end if;
  perform set_config('tutti.graph_changed', tenant::text, true);
  select slot into free from graph_versions where ecosystem_id = tenant order by slot limit 1 for update skip locked;
  if found then
    update graph_versions set changes = changes + 1 where ecosystem_id = tenant and slot = free;
  else
    -- by chance, so that two who find no free row do not wait for each other
    insert into graph_versions values (tenant, floor(random() * 2147483647)::int, 1)
      on conflict (ecosystem_id, slot) do update set changes = graph_versions.changes + 1;
  end if;
  return null;
end $$;

create trigger graph_change after insert or delete on parties for each statement execute function count_graph_change();
create trigger graph_change_of after update on parties for each row
  when ((old.name, old.form, old.sector_scheme, old.sector_code, old.city, old.ended_at)
    is distinct from (new.name, new.form, new.sector_scheme, new.sector_code, new.city, new.ended_at))
  execute function count_graph_change();

create trigger graph_change after insert or update or delete on party_kinds for each statement execute function count_graph_change();
create trigger graph_change after insert or update or delete on aliases for each statement execute function count_graph_change();

create trigger graph_change after insert or delete on ties for each statement execute function count_graph_change();
create trigger graph_change_of after update on ties for each row
  when ((old.from_id, old.to_id, old.type, old.directed, old.strength, old.strength_at, old.since, old.until, old.ended_at)
    is distinct from (new.from_id, new.to_id, new.type, new.directed, new.strength, new.strength_at, new.since, new.until, new.ended_at))
  execute function count_graph_change();

create trigger graph_change after insert or delete on interactions for each statement execute function count_graph_change();
create trigger graph_change_of after update on interactions for each row
  when ((old.party_id, old.other_party_id, old.tie_id, old.kind, old.at)
    is distinct from (new.party_id, new.other_party_id, new.tie_id, new.kind, new.at))
  execute function count_graph_change();

create trigger graph_change after insert or delete on offers for each statement execute function count_graph_change();
create trigger graph_change_of after update on offers for each row
  when ((old.party_id, old.side, old.category, old.title, old.quantity, old.unit, old.period_from, old.period_to, old.visibility, old.ended_at)
    is distinct from
    (new.party_id, new.side, new.category, new.title, new.quantity, new.unit, new.period_from, new.period_to, new.visibility, new.ended_at))
  execute function count_graph_change();

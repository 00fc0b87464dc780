-- Groups are named by the tags of their members too, so a changed tag is a change of what can be read from the map.
drop trigger graph_change_of on parties;
create trigger graph_change_of after update on parties for each row
  when ((old.name, old.form, old.sector_scheme, old.sector_code, old.city, old.tags, old.ended_at)
    is distinct from (new.name, new.form, new.sector_scheme, new.sector_code, new.city, new.tags, new.ended_at))
  execute function count_graph_change();

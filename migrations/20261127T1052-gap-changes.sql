-- What is missing is read anew when a price, a rhythm, or the table that sectors are compared with changes.
create trigger graph_change_of_price after update on offers for each row
  when ((old.rhythm, old.price_minor, old.price_asset) is distinct from (new.rhythm, new.price_minor, new.price_asset))
  execute function count_graph_change();
create trigger graph_change_of after update on gap_references for each row
  when ((old.adopted_at, old.ended_at) is distinct from (new.adopted_at, new.ended_at))
  execute function count_graph_change();

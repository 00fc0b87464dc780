-- Two ways of writing one number are one number: DE 123.456.789 and DE123456789. The index finds parties by it.
create function identifier_key(value text) returns text language sql immutable parallel safe
  return regexp_replace(lower(value), '[[:space:]./-]', '', 'g');

drop index party_identifiers_ecosystem_id_scheme_value_idx;
create index party_identifiers_by_key on party_identifiers (ecosystem_id, scheme, identifier_key(value));

-- The same rule in one pass over the entries, and with a plan that is kept: made without reading whole tables, it is right however many rows
-- there were when it was made.
create or replace function refuse_unbalanced() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if exists (
    select from (
      select e.ecosystem_id, e.transaction_id, e.asset, sum(e.amount) as sum, count(*) as entries, min(e.n) as first, max(e.n) as last from (
        select n.*, (select a.asset from ledger_accounts a where a.ecosystem_id = n.ecosystem_id and a.id = n.account_id) as asset from new_entries n) e
      group by 1, 2, 3) x
    group by ecosystem_id, transaction_id
    having bool_or(sum <> 0 or asset is null) or sum(entries) < 2 or min(first) <> 1 or max(last) <> sum(entries)
      or (select t.id from ledger_transactions t where t.ecosystem_id = x.ecosystem_id and t.id = x.transaction_id) is null
  ) then
    raise exception 'the entries of a transaction sum to zero for each asset' using errcode = 'check_violation';
  end if;
  return null;
end $$;

-- Writes many transactions with their entries, and what they move on each account, in the order of the accounts: so they are locked, and no two
-- writers ever wait for each other. Works alone as one message and one transaction of the database, and inside another. Refuses when an account
-- is not as it was when this was decided: its sequence and balance afterwards, its bounds, what is held, all given in the same order; or the time zone.
-- A column without gaps that is the same in all rows may be given once, one that is empty everywhere as no value at all.
-- As a conflict each balance is found by its key and in this order, where an update could be planned as a look at all accounts.
create function ledger_write(
  ecosystem uuid, zone text,
  ids uuid[], scopes text[], keys text[], hashes bytea[], kinds text[], moments timestamptz[], writers text[], days date[], meant date[],
  rules uuid[], explanations jsonb[], reversed uuid[],
  places int[], numbers int[], accounts uuid[], amounts bigint[], balances bigint[], sequences bigint[], reversed_numbers int[], notes jsonb[],
  touched uuid[], moved bigint[], counts bigint[], last_sequences bigint[], last_balances bigint[],
  lowests bigint[], highests bigint[], debits bigint[], credits bigint[]
) returns void language plpgsql as $$
declare
  met record;
begin
  perform set_config('tutti.ecosystem_id', ecosystem::text, true);
  if zone is not null then
    perform set_config('lock_timeout', '30s', true); -- it stands alone
  end if;
  -- by a statement before the one that looks at closed days
  perform pg_advisory_xact_lock_shared(hashtextextended('ledger:' || ecosystem, 0));
  with t as (
    insert into ledger_transactions (ecosystem_id, id, scope, key, body_hash, kind, booked_at, booked_by, effective_on, meant_for,
      rule_version_id, explanation, reverses)
    select ecosystem, x.id, coalesce(x.scope, scopes[1]), x.key, x.hash, coalesce(x.kind, kinds[1]), coalesce(x.moment, moments[1]),
      coalesce(x.writer, writers[1]), coalesce(x.day, days[1]), x.meant, x.rule, x.explanation, x.reverses
    from unnest(ids, scopes, keys, hashes, kinds, moments, writers, days, meant, rules, explanations, reversed)
      as x(id, scope, key, hash, kind, moment, writer, day, meant, rule, explanation, reverses)
  ), e as (
    insert into ledger_entries (ecosystem_id, transaction_id, n, account_id, amount, balance_after, sequence, reverses_n, explanation)
    select ecosystem, ids[x.place], x.n, x.account, x.amount, x.balance, x.sequence, x.reverses_n, x.note
    from unnest(places, numbers, accounts, amounts, balances, sequences, reversed_numbers, notes)
      as x(place, n, account, amount, balance, sequence, reverses_n, note)
  ), b as (
    insert into ledger_balances as l (ecosystem_id, account_id, balance, last_sequence)
    select ecosystem, x.id, x.amount, x.entries from unnest(touched, moved, counts) as x(id, amount, entries)
    on conflict (ecosystem_id, account_id) do update
      set balance = l.balance + excluded.balance, last_sequence = l.last_sequence + excluded.last_sequence
    returning account_id as id, l.last_sequence, l.balance, lowest, highest, held_debit, held_credit
  )
  select array_agg(last_sequence order by id) as last_sequences, array_agg(balance order by id) as last_balances,
    array_agg(lowest order by id) as lowests,
    array_agg(highest order by id) as highests, array_agg(held_debit order by id) as debits, array_agg(held_credit order by id) as credits
  into met from b;
  if (met.last_sequences, met.last_balances, met.lowests, met.highests, met.debits, met.credits)
      is distinct from (last_sequences, last_balances, lowests, highests, debits, credits)
    or (zone is not null and not exists (select from ecosystems s where s.ecosystem_id = ecosystem and s.time_zone = zone)) then
    raise exception 'somebody else was here meanwhile' using errcode = 'serialization_failure';
  end if;
end $$;

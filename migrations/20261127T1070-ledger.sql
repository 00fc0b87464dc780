-- The ledger: the one place where everything of value moves. Amounts are whole numbers of the smallest unit of an asset; a debit is positive,
-- a credit negative, and the entries of a transaction sum to zero for each asset. What was booked is never changed: by grant, and by triggers
-- that also stop the owner of the tables.

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only';
end $$;

-- Opens a table of the ledger to be added to and read, by nobody to be changed.
create procedure make_ledger_table(name regclass) language plpgsql as $$
begin
  call make_tenant_table(name, 'select, insert');
  execute format('create trigger append_only before update or delete on %s for each row execute function refuse_ledger_change()', name);
  execute format('create trigger append_only_truncate before truncate on %s for each statement execute function refuse_ledger_change()', name);
end $$;

create table ledger_assets (
  ecosystem_id uuid not null,
  code text not null check (code ~ '^[A-Z][A-Z0-9_]{1,19}$'),
  name text not null check (length(name) between 1 and 100),
  scale smallint not null check (scale between 0 and 9), -- how many digits stand behind the point when it is shown
  kind text not null check (kind in ('money', 'credit', 'points', 'voucher', 'carbon', 'hours')),
  issuer_party_id uuid, -- null: the ecosystem itself
  expires_after_days int check (expires_after_days between 1 and 36500),
  made_by text not null,
  made_at timestamptz not null,
  primary key (ecosystem_id, code),
  check (kind <> 'money' or code ~ '^[A-Z]{3}$') -- ISO 4217
);
call make_ledger_table('ledger_assets');

create table ledger_accounts (
  ecosystem_id uuid not null,
  id uuid not null,
  owner_party_id uuid, -- null: the ecosystem itself
  asset text not null,
  purpose text not null check (purpose ~ '^[a-z][a-z0-9_.:-]{0,79}$'),
  normal_side text not null check (normal_side in ('debit', 'credit')),
  opened_by text not null,
  opened_at timestamptz not null,
  primary key (ecosystem_id, id),
  unique nulls not distinct (ecosystem_id, owner_party_id, asset, purpose),
  foreign key (ecosystem_id, asset) references ledger_assets
);
call make_ledger_table('ledger_accounts');

-- The one row of an account that changes, apart from what does not, so that it stays small: half of each page is free for its next versions.
-- The bounds hold whatever may still come of what is held back.
create table ledger_balances (
  ecosystem_id uuid not null,
  account_id uuid not null,
  lowest bigint,
  highest bigint,
  balance bigint not null default 0,
  held_debit bigint not null default 0 check (held_debit >= 0),
  held_credit bigint not null default 0 check (held_credit >= 0),
  last_sequence bigint not null default 0 check (last_sequence >= 0),
  primary key (ecosystem_id, account_id),
  foreign key (ecosystem_id, account_id) references ledger_accounts,
  constraint ledger_lowest check (balance::numeric - held_credit >= lowest),
  constraint ledger_highest check (balance::numeric + held_debit <= highest)
) with (fillfactor = 50);
call make_tenant_table('ledger_balances', 'select, insert, update');
create trigger never_removed before delete on ledger_balances for each row execute function refuse_ledger_change();
create trigger never_truncated before truncate on ledger_balances for each statement execute function refuse_ledger_change();

create table ledger_transactions (
  ecosystem_id uuid not null,
  id uuid not null,
  scope text not null check (length(scope) between 1 and 100),
  key text not null check (length(key) between 1 and 200),
  body_hash bytea not null check (length(body_hash) = 32),
  kind text not null check (kind ~ '^[a-z][a-z0-9_.]{0,39}$'),
  booked_at timestamptz not null,
  booked_by text not null,
  effective_on date not null,
  meant_for date check (meant_for < effective_on), -- of what came too late for its period
  rule_version_id uuid,
  explanation jsonb,
  reverses uuid,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, scope, key),
  foreign key (ecosystem_id, reverses) references ledger_transactions
);
create index on ledger_transactions (ecosystem_id, effective_on);
create index on ledger_transactions (ecosystem_id, reverses) where reverses is not null;
call make_ledger_table('ledger_transactions');

create table ledger_entries (
  ecosystem_id uuid not null,
  transaction_id uuid not null,
  n int not null check (n > 0),
  account_id uuid not null,
  amount bigint not null check (amount <> 0),
  balance_after bigint not null,
  sequence bigint not null check (sequence > 0), -- of this account, without gaps
  reverses_n int, -- which entry of the reversed transaction
  explanation jsonb,
  primary key (ecosystem_id, transaction_id, n),
  unique (ecosystem_id, account_id, sequence)
);
call make_ledger_table('ledger_entries');

-- Whatever writes entries writes all of a transaction in one statement. They are numbered from one, so that none can be added later. This stands
-- for foreign keys too, which took more time than all the rest of the writing; nothing they would point to is ever removed. What an entry
-- points to is asked for as a single value, and the question planned anew each time: a plan made and kept while the tables were empty reads
-- whole tables for each entry.
create function refuse_unbalanced() returns trigger language plpgsql as $$
declare
  is_wrong boolean;
begin
  execute '
    select exists (
      select from (select e.transaction_id, e.amount,
          (select a.asset from ledger_accounts a where a.ecosystem_id = e.ecosystem_id and a.id = e.account_id) as asset from new_entries e) x
      group by x.transaction_id, x.asset having sum(x.amount) <> 0 or x.asset is null
    ) or exists (
      select from (select ecosystem_id, transaction_id, count(*) as entries, min(n) as first, max(n) as last from new_entries group by 1, 2) x
      where x.entries < 2 or x.first <> 1 or x.last <> x.entries
        or (select t.id from ledger_transactions t where t.ecosystem_id = x.ecosystem_id and t.id = x.transaction_id) is null
    )' into is_wrong;
  if is_wrong then
    raise exception 'the entries of a transaction sum to zero for each asset' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger balanced after insert on ledger_entries referencing new table as new_entries for each statement execute function refuse_unbalanced();

-- An exchange: what was given and what came of it at this rate, rounded down.
create table ledger_conversions (
  ecosystem_id uuid not null,
  transaction_id uuid not null,
  from_asset text not null,
  to_asset text not null,
  given bigint not null check (given > 0),
  taken bigint not null check (taken > 0),
  rate_numerator bigint not null check (rate_numerator > 0),
  rate_denominator bigint not null check (rate_denominator > 0),
  rate_source text,
  primary key (ecosystem_id, transaction_id),
  foreign key (ecosystem_id, transaction_id) references ledger_transactions,
  check (from_asset <> to_asset),
  check (taken = div(given::numeric * rate_numerator, rate_denominator))
);
call make_ledger_table('ledger_conversions');

-- What is held back from one account for another until it is booked, let go or runs out; which of these, once.
create table ledger_holds (
  ecosystem_id uuid not null,
  id uuid not null,
  scope text not null check (length(scope) between 1 and 100),
  key text not null check (length(key) between 1 and 200),
  body_hash bytea not null check (length(body_hash) = 32),
  kind text not null check (kind ~ '^[a-z][a-z0-9_.]{0,39}$'),
  debit_account_id uuid not null,
  credit_account_id uuid not null,
  amount bigint not null check (amount > 0),
  explanation jsonb,
  held_at timestamptz not null,
  held_by text not null,
  expires_at timestamptz,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, scope, key),
  foreign key (ecosystem_id, debit_account_id) references ledger_accounts,
  foreign key (ecosystem_id, credit_account_id) references ledger_accounts,
  check (debit_account_id <> credit_account_id)
);
create index on ledger_holds (ecosystem_id, expires_at) where expires_at is not null;
call make_ledger_table('ledger_holds');

create table ledger_hold_ends (
  ecosystem_id uuid not null,
  hold_id uuid not null,
  how text not null check (how in ('posted', 'voided', 'expired')),
  transaction_id uuid,
  ended_at timestamptz not null,
  ended_by text not null,
  primary key (ecosystem_id, hold_id),
  foreign key (ecosystem_id, hold_id) references ledger_holds,
  foreign key (ecosystem_id, transaction_id) references ledger_transactions,
  check ((how = 'posted') = (transaction_id is not null))
);
call make_ledger_table('ledger_hold_ends');

-- Days that are closed, up to one, with what every account held at its end.
create table ledger_closings (
  ecosystem_id uuid not null,
  number int not null check (number > 0),
  through date not null,
  transactions bigint not null check (transactions >= 0), -- that took effect by then
  closed_at timestamptz not null,
  closed_by text not null,
  primary key (ecosystem_id, number),
  unique (ecosystem_id, through)
);
call make_ledger_table('ledger_closings');

create table ledger_closing_balances (
  ecosystem_id uuid not null,
  closing_number int not null,
  account_id uuid not null,
  opening bigint not null,
  closing bigint not null,
  primary key (ecosystem_id, closing_number, account_id),
  foreign key (ecosystem_id, closing_number) references ledger_closings,
  foreign key (ecosystem_id, account_id) references ledger_accounts
);
call make_ledger_table('ledger_closing_balances');

-- Those who book hold a lock together that those who close hold alone, so this sees every closing that came before.
create function refuse_closed_day() returns trigger language plpgsql as $$
begin
  if exists (
    select from new_transactions t where t.effective_on <= (select max(c.through) from ledger_closings c where c.ecosystem_id = t.ecosystem_id)
  ) then
    raise exception 'this day is closed' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger open_day after insert on ledger_transactions referencing new table as new_transactions
  for each statement execute function refuse_closed_day();

-- Blocks of entries under a chain of sums: whoever changes one of them later, even as owner of the database, changes all sums after it. For
-- each account a block holds a stretch of its sequence.
create table ledger_seals (
  ecosystem_id uuid not null,
  number int not null check (number > 0),
  previous bytea not null check (length(previous) = 32),
  root bytea not null check (length(root) = 32),
  entries bigint not null check (entries > 0),
  sealed_at timestamptz not null,
  primary key (ecosystem_id, number)
);
call make_ledger_table('ledger_seals');

create table ledger_seal_ranges (
  ecosystem_id uuid not null,
  account_id uuid not null,
  from_sequence bigint not null check (from_sequence > 0),
  to_sequence bigint not null,
  seal_number int not null,
  primary key (ecosystem_id, account_id, from_sequence),
  foreign key (ecosystem_id, seal_number) references ledger_seals,
  foreign key (ecosystem_id, account_id) references ledger_accounts,
  check (to_sequence >= from_sequence)
);
create index on ledger_seal_ranges (ecosystem_id, seal_number);
call make_ledger_table('ledger_seal_ranges');

-- The sum of one entry with all that its transaction says. Moments as microseconds, so that no setting of a session changes it.
create function ledger_line_sum(e ledger_entries, t ledger_transactions) returns bytea language sql immutable parallel safe
  return sha256(convert_to(jsonb_build_array(
    e.account_id, e.sequence, e.transaction_id, e.n, e.amount, e.balance_after, e.reverses_n, e.explanation,
    t.scope, t.key, encode(t.body_hash, 'hex'), t.kind, (extract(epoch from t.booked_at) * 1000000)::bigint, t.booked_by,
    t.effective_on - date '1970-01-01', t.meant_for - date '1970-01-01', t.rule_version_id, t.explanation, t.reverses)::text, 'UTF8'));

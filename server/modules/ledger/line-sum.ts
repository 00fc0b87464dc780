import { type RawBuilder, sql } from 'kysely'

/**
 * The sum of an entry `e` with all that its transaction `t` says. Fields of a fixed form stand in a row, parted by a bar; free texts at the end,
 * each after its length, so that no two contents give the same text. Moments are microseconds and days numbers, so that no setting of a session
 * changes it.
 */
export const LINE_SUM: RawBuilder<Buffer> = sql`sha256(convert_to(concat(
  e.account_id, '|', e.sequence, '|', e.transaction_id, '|', e.n, '|', e.amount, '|', e.balance_after, '|', e.reverses_n, '|',
  encode(t.body_hash, 'hex'), '|', t.kind, '|', (extract(epoch from t.booked_at) * 1000000)::bigint, '|', t.effective_on - date '1970-01-01', '|',
  t.meant_for - date '1970-01-01', '|', t.rule_version_id, '|', t.reverses, '|', length(t.scope), '|', t.scope, '|', length(t.key), '|', t.key, '|',
  length(t.booked_by), '|', t.booked_by, '|', length(t.explanation::text), '|', t.explanation, '|', e.explanation), 'UTF8'))`

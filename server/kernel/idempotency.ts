import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from './ctx.ts'
import { DomainError } from './errors.ts'
import { actorColumns } from './events.ts'

const KEY_LENGTH_MAX = 200
const KEPT_MS = 24 * 3_600_000
const FORGOTTEN_AT_ONCE = 100

export type Answer = { status: number; text: string }

/**
 * Runs `work` once for a key. The key is taken in the same transaction as the work, so that both hold or neither; a second caller with the
 * same key waits for the first. Same key and request: the first answer again. Same key, other request: conflict. `request` is asked after the
 * work: files are read by it, and once.
 */
export async function once(tx: Tx, key: string, request: () => Promise<string>, work: () => Promise<Answer>): Promise<Answer> {
  if (key.length > KEY_LENGTH_MAX) throw new DomainError('invalid', 'idempotency_key_too_long', 'The Idempotency-Key is too long.')
  const hashRequest = async () =>
    createHash('sha256')
      .update(await request())
      .digest()
  const { kind, actorId } = actorColumns(tx.actor)
  const row = { ecosystem_id: tx.ecosystemId, actor_id: `${kind}:${actorId}`, key }
  const taken = await tx.db
    .insertInto('idempotency_keys')
    .values({ ...row, request_hash: Buffer.alloc(0), status: null, answer: null, at: tx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  const mine = tx.db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('ecosystem_id', '=', row.ecosystem_id)
    .where('actor_id', '=', row.actor_id)
    .where('key', '=', key)
  if (taken.numInsertedOrUpdatedRows === 0n) {
    const first = await mine.executeTakeFirstOrThrow()
    if (!first.request_hash.equals(await hashRequest())) {
      throw new DomainError('conflict', 'idempotency_key_reused', 'This Idempotency-Key was used for another request.')
    }
    return { status: first.status ?? 200, text: first.answer ?? '' }
  }
  await forgetOldKeys(tx)
  const answer = await work()
  await tx.db
    .updateTable('idempotency_keys')
    .set({ request_hash: await hashRequest(), status: answer.status, answer: answer.text })
    .where('ecosystem_id', '=', row.ecosystem_id)
    .where('actor_id', '=', row.actor_id)
    .where('key', '=', key)
    .execute()
  return answer
}

/** Answers are copies of what people were told, so they are kept for a day only. Each new key takes a few old ones with it. */
async function forgetOldKeys(tx: Tx): Promise<void> {
  const old = new Date(tx.now().getTime() - KEPT_MS)
  await sql`
    delete from idempotency_keys where ecosystem_id = ${tx.ecosystemId} and (actor_id, key) in (
      select actor_id, key from idempotency_keys where ecosystem_id = ${tx.ecosystemId} and at < ${old} limit ${FORGOTTEN_AT_ONCE})`.execute(
    tx.db,
  )
}

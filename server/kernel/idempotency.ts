import { createHash } from 'node:crypto'
import type { Tx } from './ctx.ts'
import { DomainError } from './errors.ts'
import { actorColumns } from './events.ts'

const KEY_LENGTH_MAX = 200

export type Answer = { status: number; text: string }

/**
 * Runs `work` once for a key. The key is taken in the same transaction as the work, so that both hold or neither; a second caller with the
 * same key waits for the first. Same key and request: the first answer again. Same key, other request: conflict.
 */
export async function once(tx: Tx, key: string, request: string, work: () => Promise<Answer>): Promise<Answer> {
  if (key.length > KEY_LENGTH_MAX) throw new DomainError('invalid', 'idempotency_key_too_long', 'The Idempotency-Key is too long.')
  const requestHash = createHash('sha256').update(request).digest()
  const { kind, actorId } = actorColumns(tx.actor)
  const row = { ecosystem_id: tx.ecosystemId, actor_id: `${kind}:${actorId}`, key }
  const taken = await tx.db
    .insertInto('idempotency_keys')
    .values({ ...row, request_hash: requestHash, status: null, answer: null, at: tx.now() })
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
    if (!first.request_hash.equals(requestHash)) {
      throw new DomainError('conflict', 'idempotency_key_reused', 'This Idempotency-Key was used for another request.')
    }
    return { status: first.status ?? 200, text: first.answer ?? '' }
  }
  const answer = await work()
  await tx.db
    .updateTable('idempotency_keys')
    .set({ status: answer.status, answer: answer.text })
    .where('ecosystem_id', '=', row.ecosystem_id)
    .where('actor_id', '=', row.actor_id)
    .where('key', '=', key)
    .execute()
  return answer
}

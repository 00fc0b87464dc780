import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { allow } from '../people/index.ts'
import { TIE_TYPES } from './rules.ts'
import type { NewTieType, TieType } from './schema.ts'

export const OWN_TYPES_MAX = 50

/** The built-in types and those of this ecosystem. */
export async function listTieTypes(ctx: Ctx): Promise<TieType[]> {
  allow(ctx, 'ties.read')
  const builtIn = Object.entries(TIE_TYPES).map(([key, traits]) => ({ key, label: null, inverseLabel: null, ...traits }))
  const own = await ctx.db
    .selectFrom('tie_types')
    .select(['key', 'label', 'inverse_label', 'directed', 'trade'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('created_at')
    .orderBy('key')
    .limit(OWN_TYPES_MAX)
    .execute()
  return [
    ...builtIn,
    ...own.map(({ key, label, inverse_label, directed, trade }) => ({
      key,
      label,
      inverse: `${key}_inverse`,
      inverseLabel: inverse_label,
      directed,
      trade,
    })),
  ]
}

/** Adds a type of tie of one's own. Throws conflict for a key that exists. */
export async function addTieType(tx: Tx, input: NewTieType): Promise<TieType> {
  allow(tx, 'catalogue.write')
  const types = await listTieTypes(tx)
  if (types.some(({ key }) => key === input.key))
    throw new DomainError('conflict', 'tie_type_exists', 'There is a type of tie with this key already.')
  if (types.length >= Object.keys(TIE_TYPES).length + OWN_TYPES_MAX) {
    throw new DomainError('conflict', 'too_many_tie_types', `There can be at most ${OWN_TYPES_MAX} types of your own.`)
  }
  const { key, label, inverseLabel, directed, trade } = input
  await tx.db
    .insertInto('tie_types')
    .values({ ecosystem_id: tx.ecosystemId, key, label, inverse_label: inverseLabel, directed, trade, created_at: tx.now() })
    .execute()
  await emit(tx, 'tie_type.added', null, { key })
  return { key, label, inverse: `${key}_inverse`, inverseLabel, directed, trade }
}

/** Takes own types away that no tie is or ever was of. Answers which. */
export async function removeUnusedTieTypes(tx: Tx, keys: readonly string[]): Promise<string[]> {
  allow(tx, 'catalogue.write')
  const removed = await eraseTieTypes(tx, keys)
  for (const key of removed) await emit(tx, 'tie_type.removed', null, { key })
  return removed
}

/** Removes own types of tie that no tie has. Answers which. */
export async function eraseTieTypes(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    delete from tie_types k where k.ecosystem_id = ${tx.ecosystemId} and k.key = any (${keys})
      and not exists (select from ties t where t.ecosystem_id = k.ecosystem_id and t.type = k.key)
    returning k.key`.execute(tx.db)
  return rows.map(({ key }) => key)
}

/** The types by key. Throws invalid when one of `keys` is unknown here. */
export async function mustKnowTypes(ctx: Ctx, keys: Iterable<string>): Promise<Map<string, TieType>> {
  const types = new Map((await listTieTypes(ctx)).map((type) => [type.key, type]))
  const unknown = [...new Set(keys)].filter((key) => !types.has(key))
  if (unknown.length === 0) return types
  throw new DomainError('invalid', 'unknown_tie_type', 'Something in the input is not right.', [
    complaint('type', 'tie_type_unknown', { keys: unknown.join(', ') }),
  ])
}

import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { allow } from '../people/index.ts'
import { eraseFields, eraseKinds } from './erasure.ts'
import { KINDS } from './rules.ts'
import type { Field, NewKind, SHAPES } from './schema.ts'

const KINDS_MAX = 40
const FIELDS_MAX = 100

export type KindShown = { key: string; label: string | null; colour: string; shape: (typeof SHAPES)[number] }

/** The seven kinds everybody has, and the ecosystem's own. */
export async function listKinds(ctx: Ctx): Promise<KindShown[]> {
  allow(ctx, 'parties.read')
  const own = await ctx.db
    .selectFrom('kinds')
    .select(['key', 'label', 'colour', 'shape'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('position')
    .orderBy('key')
    .limit(KINDS_MAX)
    .execute()
  return [...KINDS.map((kind) => ({ ...kind, label: null })), ...(own as KindShown[])]
}

export async function addKind(tx: Tx, input: NewKind): Promise<KindShown> {
  allow(tx, 'catalogue.write')
  const kinds = await listKinds(tx)
  if (kinds.some(({ key }) => key === input.key)) throw new DomainError('conflict', 'kind_exists', 'There is a kind with this key already.')
  if (kinds.length >= KINDS_MAX) throw new DomainError('conflict', 'too_many_kinds', `There can be at most ${KINDS_MAX} kinds.`)
  await tx.db
    .insertInto('kinds')
    .values({ ecosystem_id: tx.ecosystemId, ...input, position: nextPosition(tx, 'kinds') })
    .execute()
  await emit(tx, 'kind.added', null, { key: input.key })
  return input
}

export async function listFields(ctx: Ctx): Promise<Field[]> {
  allow(ctx, 'parties.read')
  return await ctx.db
    .selectFrom('fields')
    .select(['key', 'label', 'type', 'choices'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('position')
    .orderBy('key')
    .limit(FIELDS_MAX)
    .execute()
}

export async function addField(tx: Tx, input: Field): Promise<Field> {
  allow(tx, 'catalogue.write')
  const fields = await listFields(tx)
  if (fields.some(({ key }) => key === input.key))
    throw new DomainError('conflict', 'field_exists', 'There is a field with this key already.')
  if (fields.length >= FIELDS_MAX) throw new DomainError('conflict', 'too_many_fields', `There can be at most ${FIELDS_MAX} fields.`)
  if (input.type === 'choice' && input.choices.length === 0) {
    throw new DomainError('invalid', 'invalid_field', 'Something in the input is not right.', [complaint('choices', 'choices_missing')])
  }
  await tx.db
    .insertInto('fields')
    .values({ ecosystem_id: tx.ecosystemId, ...input, position: nextPosition(tx, 'fields') })
    .execute()
  await emit(tx, 'field.added', null, { key: input.key })
  return input
}

/** Throws invalid when there is no own field of one of these keys. */
export async function mustKnowFields(ctx: Ctx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const known = new Set((await listFields(ctx)).map(({ key }) => key))
  const unknown = keys.filter((key) => !known.has(key))
  if (unknown.length === 0) return
  throw new DomainError('invalid', 'unknown_field', 'Something in the input is not right.', [
    complaint('fields', 'fields_unknown', { keys: unknown.join(', ') }),
  ])
}

/** Takes own kinds away that no party has or ever had. Answers which. */
export async function removeUnusedKinds(tx: Tx, keys: readonly string[]): Promise<string[]> {
  allow(tx, 'catalogue.write')
  const removed = await eraseKinds(tx, keys)
  for (const key of removed) await emit(tx, 'kind.removed', null, { key })
  return removed
}

/** Takes own fields away in which nothing stands or ever stood. Answers which. */
export async function removeUnusedFields(tx: Tx, keys: readonly string[]): Promise<string[]> {
  allow(tx, 'catalogue.write')
  const removed = await eraseFields(tx, keys)
  for (const key of removed) await emit(tx, 'field.removed', null, { key })
  return removed
}

/** After the last one there is, also where one between was taken away. */
function nextPosition(tx: Tx, table: 'kinds' | 'fields') {
  return sql<number>`(select coalesce(max(position), 0) + 1 from ${sql.table(table)} where ecosystem_id = ${tx.ecosystemId})`
}

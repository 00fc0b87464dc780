import type { Selectable } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import type { SentFile } from '../../kernel/forms.ts'
import { newId } from '../../kernel/ids.ts'
import { storableJson } from '../../kernel/texts.ts'
import type { ReferenceTable } from '../insight/index.ts'
import { allow } from '../people/index.ts'
import { lockGaps } from './asides.ts'
import { readReference } from './reference-file.ts'
import type { Adoption, Reference, ReferenceRow } from './schema.ts'

export const REFERENCE_BYTES_MAX = 2_000_000
const EARLIER_SHOWN = 5
const NAME_MAX = 200

/** Reads a table and says what was understood of it; nothing is compared with it before it is adopted. Earlier ones that never were are forgotten. */
export async function checkReference(tx: Tx, files: AsyncIterable<SentFile>): Promise<Reference> {
  allow(tx, 'gaps.write')
  const file = await onlyFile(files)
  const { content, refused } = await readReference({ name: file.name, open: () => once(file.bytes) })
  await tx.db.deleteFrom('gap_references').where('ecosystem_id', '=', tx.ecosystemId).where('adopted_at', 'is', null).execute()
  const id = newId()
  await tx.db
    .insertInto('gap_references')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      file_name: file.name.slice(0, NAME_MAX),
      content: storableJson(JSON.stringify(content)),
      refused: storableJson(JSON.stringify(refused)),
      sent_by: sourceOf(tx.actor),
      sent_at: tx.now(),
    })
    .execute()
  return show(await lockReference(tx, id))
}

/** From now on sectors are compared with this table, and no more with the one before. Throws invalid for an own area that it does not have. */
export async function adoptReference(tx: Tx, id: string, { source, licence, ownArea }: Adoption): Promise<Reference> {
  allow(tx, 'gaps.write')
  await lockGaps(tx)
  const row = await lockReference(tx, id)
  if (row.adopted_at !== null) throw new DomainError('conflict', 'reference_adopted', 'This table was adopted already.')
  if (ownArea !== null && !row.content.areas.includes(ownArea))
    throw new DomainError('invalid', 'invalid_reference', 'Something in the input is not right.', [complaint('ownArea', 'area_unknown')])
  await endCurrent(tx)
  await change(tx, id, { source, licence, own_area: ownArea, adopted_at: tx.now() })
  await emit(tx, 'gap_reference.adopted', id, {})
  return show(await lockReference(tx, id))
}

/** Compares with no table any more; restoreReference brings it back. */
export async function removeReference(tx: Tx, id: string): Promise<{ id: string }> {
  allow(tx, 'gaps.write')
  const row = await lockReference(tx, id)
  if (row.adopted_at === null || row.ended_at !== null) found(undefined, 'reference')
  await change(tx, id, { ended_at: tx.now() })
  await emit(tx, 'gap_reference.removed', id, {})
  return { id }
}

/** Compares with this table again, and no more with the one that came after it. */
export async function restoreReference(tx: Tx, id: string): Promise<Reference> {
  allow(tx, 'gaps.write')
  await lockGaps(tx)
  const row = await lockReference(tx, id)
  if (row.adopted_at === null) found(undefined, 'reference')
  if (row.ended_at === null) throw new DomainError('conflict', 'reference_not_removed', 'This table has not been removed.')
  await endCurrent(tx)
  await change(tx, id, { ended_at: null })
  await emit(tx, 'gap_reference.restored', id, {})
  return show(await lockReference(tx, id))
}

/** The table that holds, then the last that held before it. */
export async function listReferences(ctx: Ctx): Promise<Reference[]> {
  allow(ctx, 'insight.read')
  const rows = await select(ctx)
    .where('adopted_at', 'is not', null)
    .orderBy('ended_at', (order) => order.desc().nullsFirst())
    .limit(1 + EARLIER_SHOWN)
    .execute()
  return rows.map(show)
}

/** The table that sectors are compared with, if there is any. */
export async function findReference(ctx: Ctx): Promise<{ shown: Reference; table: ReferenceTable } | null> {
  const row = await select(ctx).where('adopted_at', 'is not', null).where('ended_at', 'is', null).executeTakeFirst()
  if (row === undefined) return null
  const own = row.own_area === null ? -1 : row.content.areas.indexOf(row.own_area)
  return { shown: show(row), table: { ...row.content, ownArea: own < 0 ? null : own } }
}

function select(ctx: Ctx) {
  return ctx.db.selectFrom('gap_references').selectAll().where('ecosystem_id', '=', ctx.ecosystemId)
}

async function lockReference(tx: Tx, id: string): Promise<Selectable<ReferenceRow>> {
  return found(await select(tx).where('id', '=', id).forUpdate().executeTakeFirst(), 'reference')
}

async function endCurrent(tx: Tx): Promise<void> {
  await tx.db
    .updateTable('gap_references')
    .set({ ended_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('adopted_at', 'is not', null)
    .where('ended_at', 'is', null)
    .execute()
}

async function change(
  tx: Tx,
  id: string,
  values: Partial<Pick<ReferenceRow, 'source' | 'licence' | 'own_area' | 'adopted_at' | 'ended_at'>>,
) {
  await tx.db.updateTable('gap_references').set(values).where('ecosystem_id', '=', tx.ecosystemId).where('id', '=', id).execute()
}

function show(row: Selectable<ReferenceRow>): Reference {
  const { scheme, areas, codes, counts, inhabitants } = row.content
  return {
    id: row.id,
    fileName: row.file_name,
    scheme,
    areas: [...areas],
    codes: codes.length,
    establishments: counts.reduce((sum, count) => sum + count, 0),
    hasInhabitants: inhabitants.every((count) => count !== null && count > 0),
    refused: row.refused.first,
    refusedTotal: row.refused.total,
    source: row.source,
    licence: row.licence,
    ownArea: row.own_area,
    sentAt: row.sent_at.toISOString(),
    adoptedAt: row.adopted_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

async function onlyFile(files: AsyncIterable<SentFile>): Promise<{ name: string; bytes: Buffer }> {
  let file: { name: string; bytes: Buffer } | undefined
  for await (const { name, content } of files) {
    if (file !== undefined) throw new DomainError('invalid', 'reference_one_file', 'Please send one file at a time.')
    file = { name, bytes: await wholeOf(content) }
  }
  if (file === undefined) throw new DomainError('invalid', 'reference_without_file', 'Please send a file, as the form field “files”.')
  return file
}

async function wholeOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of content) {
    size += part.length
    if (size > REFERENCE_BYTES_MAX)
      throw new DomainError('too_large', 'reference_too_large', `A table to compare with is at most ${REFERENCE_BYTES_MAX / 1e6} MB large.`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}

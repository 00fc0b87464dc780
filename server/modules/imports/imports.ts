import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { deleteFile, readFile, type StoredFile, saveFile } from '../../kernel/files.ts'
import type { SentFile } from '../../kernel/forms.ts'
import { newId } from '../../kernel/ids.ts'
import { enqueue } from '../../kernel/jobs.ts'
import { decodeCursor, type Paging, toPage } from '../../kernel/paging.ts'
import { storableJson } from '../../kernel/texts.ts'
import { changeMany } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { failureOf } from './failures.ts'
import { leftoverPartyIds, showLeftovers } from './leftovers.ts'
import { findMapping, mustBeReadable, rememberMapping, subjectOf } from './mappings.ts'
import type { Settings } from './planning/plan.ts'
import { type Mapping, recogniseUpload, sheetsOf, UPLOAD_BYTES_MAX, type Upload } from './reading/index.ts'
import type { Busy, Import, ImportChange, ImportProblem, ImportRow, RowList, State } from './schema.ts'
import { showFile } from './shown.ts'

const FILES_MAX = 20
/** How long a list of people may lie here without anybody deciding about it. */
const OPEN_DAYS_MAX = 14
const OPEN_SECONDS_MAX = OPEN_DAYS_MAX * 24 * 60 * 60
/** Progress is told four times a second. */
const SILENT_SECONDS_MAX = 24 * 60 * 60
const OPEN_STATES = ['checking', 'checked', 'refused'] as const
export const DEFAULTS: Settings = { persons: 'collect', country: null, replace: false, tieType: 'partners', newTieTypes: false, payees: { organisations: true, persons: false, direction: 'sign', amounts: false } } // biome-ignore format: one line reads better

/** Keeps the files while they arrive, tells what they are, and has them checked. Throws for a file that cannot be read at all; then nothing is kept. */
export async function startImport(tx: Tx, files: AsyncIterable<SentFile> | Iterable<SentFile>): Promise<Import> {
  allow(tx, 'imports.write')
  const id = newId()
  const now = tx.now()
  await tx.db
    .insertInto('imports')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      state: 'checking',
      settings: JSON.stringify(DEFAULTS),
      created_by: sourceOf(tx.actor),
      created_at: now,
      updated_at: now,
    })
    .execute()
  let sent = 0
  let position = 0
  for await (const file of files) {
    if (++sent > FILES_MAX)
      throw new DomainError('invalid', 'import_too_many_files', `At most ${FILES_MAX} files can be imported together.`)
    position += await addFile(tx, id, position, file)
  }
  if (sent === 0) throw new DomainError('invalid', 'import_without_file', 'Please send at least one file, as the form field “files”.')
  await emit(tx, 'import.created', id, {})
  await enqueue(tx, 'imports.check', { importId: id, revision: 1 })
  await enqueue(tx, 'imports.expire', {}, OPEN_SECONDS_MAX)
  await expireImports(tx)
  return await getImport(tx, id)
}

/** Keeps a file with each table in it. Answers how many there are. */
async function addFile(tx: Tx, importId: string, first: number, sent: SentFile): Promise<number> {
  const file = await saveFile(tx, {
    name: sent.name,
    mediaType: 'application/octet-stream',
    content: sent.content,
    maxBytes: UPLOAD_BYTES_MAX,
  })
  const sheets = await sheetsOf(uploadOfFile(tx, { name: sent.name, file_id: file.id, sheet: null }))
  for (const [index, { sheet, title }] of sheets.entries())
    await addTable(tx, importId, first + index, file, { sheet, name: title === null ? file.name : `${file.name}: ${title}` })
  return sheets.length
}

async function addTable(
  tx: Tx,
  importId: string,
  position: number,
  file: StoredFile,
  { sheet, name }: { sheet: number | null; name: string },
): Promise<void> {
  const recognition = await recogniseUpload(uploadOfFile(tx, { name, file_id: file.id, sheet }))
  const remembered = recognition.preset === null ? await findMapping(tx, recognition) : undefined
  const mapping = remembered ?? recognition.mapping
  await tx.db
    .insertInto('import_files')
    .values({
      ecosystem_id: tx.ecosystemId,
      import_id: importId,
      position,
      file_id: file.id,
      sheet,
      name,
      size_bytes: BigInt(file.sizeBytes),
      preset: recognition.preset,
      is_remembered: remembered !== undefined,
      headers: recognition.headers,
      sample: storableJson(JSON.stringify(recognition.sample)),
      fingerprint: recognition.fingerprint,
      mapping: mapping === null ? null : JSON.stringify(mapping),
    })
    .execute()
}

export async function getImport(ctx: Ctx, id: string): Promise<Import> {
  allow(ctx, 'imports.read')
  const row = await selectImports(ctx).where('id', '=', id).executeTakeFirst()
  const [shown] = await show(ctx, [found(row, 'import')])
  return shown!
}

export async function listImports(ctx: Ctx, { limit, cursor }: Paging): Promise<{ items: Import[]; nextCursor: string | null }> {
  allow(ctx, 'imports.read')
  let query = selectImports(ctx)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', String(decodeCursor(cursor, 1)[0]))
  const page = toPage(await query.execute(), limit, ({ id }) => [id])
  return { items: await show(ctx, page.items), nextCursor: page.nextCursor }
}

export async function listRows(ctx: Ctx, importId: string, query: RowList): Promise<{ items: ImportRow[]; nextCursor: string | null }> {
  allow(ctx, 'imports.read')
  await getImport(ctx, importId)
  const [file, row] = query.cursor === undefined ? [-1, -1] : (decodeCursor(query.cursor, 2) as [number, number])
  let rows = ctx.db
    .selectFrom('import_rows')
    .select(['file', 'row', 'action', 'name', 'party_id as partyId', 'reasons'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('import_id', '=', importId)
    .where((eb) => eb(eb.refTuple('file', 'row'), '>', eb.tuple(file, row)))
    .orderBy('file')
    .orderBy('row')
    .limit(query.limit + 1)
  if (query.action) rows = rows.where('action', '=', query.action)
  if (query.noted) rows = rows.where('reasons', '<>', '[]' as never)
  return toPage(await rows.execute(), query.limit, (last) => [last.file, last.row])
}

/** Changes how the files are read and has them checked again. What was chosen for a list is remembered for the next one like it. */
export async function changeImport(tx: Tx, id: string, change: ImportChange): Promise<Import> {
  allow(tx, 'imports.write')
  const row = await lockImport(
    tx,
    id,
    ['checking', 'checked', 'refused'],
    'import_not_open',
    'This import has been applied or given up. Please start a new one.',
  )
  for (const { position, targets, subject } of change.files ?? []) {
    const file = found(await selectFiles(tx, id).where('position', '=', position).executeTakeFirst(), 'import_file')
    if (file.mapping === null) throw new DomainError('invalid', 'import_mapping', `“${file.name}” has no columns to assign.`)
    const meant = subject ?? subjectOf(targets, file.mapping.subject)
    const mapping: Mapping = { ...file.mapping, targets, subject: meant }
    mustBeReadable(file.name, file.headers, mapping)
    await tx.db
      .updateTable('import_files')
      .set({ mapping: JSON.stringify(mapping), is_remembered: false })
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('import_id', '=', id)
      .where('position', '=', position)
      .execute()
    if (file.fingerprint !== null && file.preset === null) await rememberMapping(tx, file.fingerprint, file.headers, mapping)
  }
  const settings = {
    ...row.settings,
    ...Object.fromEntries(Object.entries(change.settings ?? {}).filter(([, value]) => value !== undefined)),
  }
  const revision = row.revision + 1
  await setState(tx, id, {
    state: 'checking',
    revision,
    settings: JSON.stringify(settings),
    problem: null,
    counts: null,
    step: null,
    done: 0,
    total: 0,
  })
  await enqueue(tx, 'imports.check', { importId: id, revision })
  return await getImport(tx, id)
}

/** Writes to the map what the dry run showed. Throws conflict unless it has ended and found something to do. */
export async function applyImport(tx: Tx, id: string): Promise<Import> {
  allow(tx, 'imports.write')
  const row = await lockImport(
    tx,
    id,
    ['checked'],
    'import_not_checked',
    'This import cannot be applied now. Please wait for its check, or start a new one.',
  )
  const revision = row.revision + 1
  await setState(tx, id, { state: 'applying', revision, step: 'writing', done: 0, problem: null })
  await enqueue(tx, 'imports.apply', { importId: id, revision, by: tx.actor })
  return await getImport(tx, id)
}

/** Takes back what an import did. Throws conflict unless it has been applied. */
export async function undoImport(tx: Tx, id: string): Promise<Import> {
  allow(tx, 'imports.write')
  const row = await lockImport(tx, id, ['applied'], 'import_not_applied', 'Only an import that has been applied can be taken back.')
  const revision = row.revision + 1
  await setState(tx, id, { state: 'undoing', revision, step: 'taking_back', done: 0, total: 0, problem: null })
  await enqueue(tx, 'imports.undo', { importId: id, revision, by: tx.actor })
  return await getImport(tx, id)
}

/** Takes the parties off the map that an undo left and named. What hangs on them stays. Throws conflict unless the import was taken back. */
export async function removeLeftovers(tx: Tx, id: string): Promise<Import> {
  allow(tx, 'imports.write')
  const { changed } = await changeMany(tx, { ids: await lockLeftovers(tx, id), change: { end: true } })
  if (changed > 0) await emit(tx, 'import.leftovers_removed', id, { ended: changed })
  return await getImport(tx, id)
}

/** Takes back removeLeftovers. */
export async function restoreLeftovers(tx: Tx, id: string): Promise<Import> {
  allow(tx, 'imports.write')
  const { changed } = await changeMany(tx, { ids: await lockLeftovers(tx, id), change: { restore: true } })
  if (changed > 0) await emit(tx, 'import.leftovers_restored', id, { restored: changed })
  return await getImport(tx, id)
}

/**
 * Gives an import up. While it is written or taken back, this stops only that: the work is one transaction, finds before it commits that it is
 * no longer wanted, and leaves everything as it was. Throws conflict when it is too late.
 */
export async function cancelImport(tx: Tx, id: string): Promise<Import> {
  allow(tx, 'imports.write')
  const { state } = await lockImport(
    tx,
    id,
    [...OPEN_STATES, 'applying', 'undoing'],
    'import_not_open',
    'This import is at its end already. One that has been applied can be taken back instead.',
  )
  if (state === 'applying' || state === 'undoing') await stopWork(tx, id, state, null)
  else await giveUp(tx, id, null)
  return await getImport(tx, id)
}

const BEFORE = { checking: 'refused', applying: 'checked', undoing: 'applied' } as const satisfies Record<Busy, State>

/** Makes an import what it was before the work of that state began. `problem` says why, where nobody asked for it. */
export async function stopWork(tx: Tx, id: string, state: Busy, problem: ImportProblem | null): Promise<void> {
  const kept = problem && storableJson(JSON.stringify(problem))
  await setState(tx, id, { state: BEFORE[state], step: null, done: 0, total: 0, problem: kept })
}

/** Ends an import that was not applied and keeps nothing of what was sent. `problem` says why, where nobody asked for it. */
export async function giveUp(tx: Tx, id: string, problem: { code: string; message: string } | null): Promise<void> {
  await setState(tx, id, { state: 'cancelled', step: null, counts: null, problem: problem && JSON.stringify({ ...problem, errors: [] }) })
  await forgetContent(tx, id)
  await tx.db.deleteFrom('import_rows').where('ecosystem_id', '=', tx.ecosystemId).where('import_id', '=', id).execute()
}

/**
 * Gives up imports that nobody applied or cancelled for 14 days since their files were sent, with the bytes of the files. Work of which nothing
 * was heard for a day is over, whatever became of its job.
 */
export async function expireImports(tx: Tx): Promise<void> {
  const silent = await selectImports(tx)
    .where('state', 'in', ['applying', 'undoing'])
    .where('updated_at', '<=', new Date(tx.now().getTime() - SILENT_SECONDS_MAX * 1000))
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id, state } of silent) await stopWork(tx, id, state as Busy, failureOf(state as Busy))
  const expired = await selectImports(tx)
    .where('state', 'in', OPEN_STATES)
    .where('created_at', '<=', new Date(tx.now().getTime() - OPEN_SECONDS_MAX * 1000))
    .orderBy('id')
    .forUpdate()
    .execute()
  const message = `Nobody applied this import for ${OPEN_DAYS_MAX} days, so its files were deleted. Please send them again.`
  for (const { id } of expired) await giveUp(tx, id, { code: 'import_expired', message })
}

/** Drops what is only needed until an import is written: the bytes that were sent and the plan, with the personal data in them. */
export async function forgetContent(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('import_items').where('ecosystem_id', '=', tx.ecosystemId).where('import_id', '=', id).execute()
  const files = await selectFiles(tx, id).execute()
  await tx.db
    .updateTable('import_files')
    .set({ file_id: null, sample: '[]' })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('import_id', '=', id)
    .execute()
  for (const { file_id } of files) if (file_id !== null) await deleteFile(tx, file_id)
}

/** A table of a kept file. */
export type StoredUpload = { name: string; file_id: string | null; sheet: number | null }

/** The bytes of a kept file, for the transaction they are read in. */
export function uploadOfFile(tx: Tx, { name, file_id: fileId, sheet }: StoredUpload): Upload {
  return { name, open: () => readFile(tx, found(fileId ?? undefined, 'file')), ...(sheet === null ? {} : { sheet }) }
}

export function selectFiles(ctx: Ctx | Tx, importId: string) {
  return ctx.db
    .selectFrom('import_files')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('import_id', '=', importId)
    .orderBy('position')
}

export function selectImports(ctx: Ctx | Tx) {
  return ctx.db.selectFrom('imports').selectAll().where('ecosystem_id', '=', ctx.ecosystemId)
}

export async function setState(tx: Tx, id: string, values: Record<string, unknown> & { state?: State }): Promise<void> {
  await tx.db
    .updateTable('imports')
    .set({ ...values, updated_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
}

/** Says how far the work is, in a transaction of its own, so that others see it while the work goes on. Answers what the import waits for. */
export async function reportProgress(
  ctx: Ctx,
  id: string,
  step: string,
  done: number,
  total: number,
): Promise<{ revision: number; state: State }> {
  return await transaction(ctx, async (tx) => {
    const row = await tx.db
      .updateTable('imports')
      .set({ step: step as never, done, total, updated_at: tx.now() })
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('id', '=', id)
      .returning(['revision', 'state'])
      .executeTakeFirst()
    return found(row, 'import')
  })
}

async function lockLeftovers(tx: Tx, id: string): Promise<string[]> {
  const message = 'This import has not been taken back, so there is nothing it left.'
  const { leftovers } = await lockImport(tx, id, ['undone'], 'import_not_undone', message)
  return leftovers === null ? [] : leftoverPartyIds(leftovers)
}

async function lockImport(tx: Tx, id: string, states: readonly State[], code: string, message: string) {
  const row = found(await selectImports(tx).where('id', '=', id).forUpdate().executeTakeFirst(), 'import')
  if (!states.includes(row.state)) throw new DomainError('conflict', code, message)
  return row
}

async function show(ctx: Ctx, rows: Awaited<ReturnType<ReturnType<typeof selectImports>['execute']>>): Promise<Import[]> {
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const files = await ctx.db
    .selectFrom('import_files')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('import_id', 'in', ids)
    .orderBy('position')
    .execute()
  const filesOf = Map.groupBy(files, ({ import_id }) => import_id)
  const at = (date: Date | null) => date?.toISOString() ?? null
  const shown = rows.map(async (row) => ({
    id: row.id,
    state: row.state,
    step: row.step,
    done: row.done,
    total: row.total,
    files: (filesOf.get(row.id) ?? []).map(showFile),
    settings: { ...DEFAULTS, ...row.settings },
    counts: row.counts,
    problem: row.problem,
    leftovers: row.leftovers && (await showLeftovers(ctx, row.leftovers)),
    createdAt: row.created_at.toISOString(),
    checkedAt: at(row.checked_at),
    appliedAt: at(row.applied_at),
    undoneAt: at(row.undone_at),
  }))
  return await Promise.all(shown)
}

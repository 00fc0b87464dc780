import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import type { SentFile } from '../../kernel/forms.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { readTable, type Upload, withoutAccounts } from '../imports/index.ts'
import { allow, readMembers } from '../people/index.ts'
import { type KnownVersion, naming, readRecipientNames, readRuleNames, readRulesInUse } from '../sharing/index.ts'
import { lockSales } from './books.ts'
import { guessColumns, NEEDED, saleReader, type Target, targetsOf } from './columns.ts'
import { addUp, type Row } from './parts.ts'
import { type Plan, planSales } from './planning.ts'
import { bookSales, refusalOf } from './recording.ts'
import { giveBackRest } from './refunds.ts'
import { BATCH_MAX, IMPORT_BYTES_MAX, IMPORT_ROWS_MAX, type ImportCheck, ImportSettings, type NewSale, type SaleImport } from './schema.ts'

const BAD_SHOWN = 200
const SAMPLE_ROWS = 5
const NAME_MAX = 200

/** What would be booked of a file, and why not the rest. Nothing is kept, the file neither. */
export async function checkImport(tx: Tx, settingsText: string, files: AsyncIterable<SentFile>): Promise<ImportCheck> {
  allow(tx, 'sales.write')
  const read = await readFile(tx, settingsOf(settingsText), files)
  const { table, version, targets, mapping, missing, rows, nameOf } = read
  const good = rows.flatMap(({ sale }) => (sale === undefined ? [] : [sale]))
  const plan = await planSales(tx, good)
  const bad = badRows(rows, plan)
  const booked = plan.planned.filter((one) => 'fresh' in one).length
  const days = good.map(({ day }) => day).sort()
  return {
    headers: table.headers,
    sample: table.rows
      .slice(0, SAMPLE_ROWS)
      .map(({ cells }) => table.headers.map((_, column) => withoutAccounts(cells[column] ?? '').slice(0, 100))),
    mapping,
    targets,
    missing,
    asset: version.rule.asset,
    rows: table.rows.length,
    booked,
    repeated: good.length - booked - (bad.length - (rows.length - good.length)),
    refused: bad.length,
    bad: bad.slice(0, BAD_SHOWN),
    ...sumsOf(plan, nameOf),
    from: days[0] ?? null,
    until: days.at(-1) ?? null,
  }
}

/** Books the sales of a file, all in one, but for the rows that the check refused. Throws conflict when by now it would be other ones. */
export async function importSales(tx: Tx, settingsText: string, files: AsyncIterable<SentFile>): Promise<SaleImport> {
  allow(tx, 'sales.write')
  const settings = settingsOf(settingsText)
  const { name, version, missing, rows } = await readFile(tx, settings, files)
  if (missing.length > 0)
    throw new DomainError('invalid', 'sale_columns_missing', 'Nobody said which columns hold the day and the price. Nothing was booked.')
  const id = newId()
  const sales = rows.flatMap(({ sale }) => (sale === undefined ? [] : [sale]))
  let booked = 0
  let repeated = 0
  let gross = 0n
  for (let first = 0; first < sales.length; first += BATCH_MAX) {
    const some = sales.slice(first, first + BATCH_MAX)
    for (const [k, outcome] of (await bookSales(tx, some, id)).entries()) {
      if ('refused' in outcome) refusalOf(outcome.refused)
      else if (outcome.isRepeat) repeated++
      else {
        booked++
        gross += BigInt(some[k]!.gross)
      }
    }
  }
  if (settings.expected !== null && settings.expected !== booked)
    throw new DomainError(
      'conflict',
      'sale_import_changed',
      `By now ${booked} sales would be booked, not ${settings.expected}. Nothing was booked.`,
    )
  if (booked === 0)
    throw new DomainError('conflict', 'sale_import_empty', 'There is no sale in this file that can be booked. Nothing was booked.')
  const counts = { booked, repeated, refused: rows.length - booked - repeated }
  await tx.db
    .insertInto('sale_imports')
    .values({ ecosystem_id: tx.ecosystemId, id, name: name.slice(0, NAME_MAX), rule_id: settings.ruleId, asset: version.rule.asset, gross, ...counts, imported_by: sourceOf(tx.actor), imported_at: tx.now() }) // biome-ignore format: one line reads better
    .execute()
  await emit(tx, 'sale_import.booked', null, { importId: id, count: booked })
  return await getImport(tx, id)
}

/** Gives back what is left of all its sales. Their references are free again, so that the file can come anew. Throws conflict the second time. */
export async function undoImport(tx: Tx, id: string): Promise<SaleImport> {
  allow(tx, 'sales.write')
  await lockSales(tx)
  const { undoneAt } = await getImport(tx, id)
  if (undoneAt !== null) throw new DomainError('conflict', 'sale_import_undone', 'This import was taken back already.')
  const { rows } = await sql<{ id: string }>`
    select id from sales where ecosystem_id = ${tx.ecosystemId} and import_id = ${id} order by id`.execute(tx.db)
  let refunds = 0
  for (let first = 0; first < rows.length; first += BATCH_MAX)
    refunds += await giveBackRest(
      tx,
      rows.slice(first, first + BATCH_MAX).map((row) => row.id),
    )
  const row = { ecosystem_id: tx.ecosystemId, import_id: id, refunds, undone_by: sourceOf(tx.actor), undone_at: tx.now() }
  await tx.db.insertInto('sale_import_undoings').values(row).execute()
  await emit(tx, 'sale_import.undone', null, { importId: id, count: rows.length })
  return await getImport(tx, id)
}

export async function getImport(ctx: Ctx, id: string): Promise<SaleImport> {
  allow(ctx, 'sales.write')
  return found((await selectImports(ctx, { id, limit: 1 }))[0], 'sale_import')
}

/** Files that were booked, the newest first. */
export async function listImports(ctx: Ctx, { limit, cursor }: Paging): Promise<Page<SaleImport>> {
  allow(ctx, 'sales.write')
  const before = cursor === undefined ? undefined : String(decodeCursor(cursor, 1)[0])
  return toPage(await selectImports(ctx, { before, limit: limit + 1 }), limit, ({ id }) => [id])
}

type Asked = { id?: string; before?: string | undefined; limit: number }

async function selectImports(ctx: Ctx, { id, before, limit }: Asked): Promise<SaleImport[]> {
  const { rows } = await sql<Omit<SaleImport, 'gross' | 'importedAt' | 'undoneAt' | 'ruleName'> & { gross: bigint; importedAt: Date; undoneAt: Date | null }>`
    select i.id, i.name, i.rule_id as "ruleId", i.asset, i.gross, i.booked, i.repeated, i.refused, i.imported_by as "importedBy",
      i.imported_at as "importedAt", u.undone_at as "undoneAt"
    from sale_imports i left join sale_import_undoings u on u.ecosystem_id = i.ecosystem_id and u.import_id = i.id
    where i.ecosystem_id = ${ctx.ecosystemId} and (${id ?? null}::uuid is null or i.id = ${id ?? null}::uuid)
      and (${before ?? null}::uuid is null or i.id < ${before ?? null}::uuid) order by i.id desc limit ${limit}`.execute(ctx.db) // biome-ignore format: one line reads better
  const people = await readMembers(ctx, [...new Set(rows.map(({ importedBy }) => personOf(importedBy)))])
  const rules = await readRuleNames(ctx, [...new Set(rows.map(({ ruleId }) => ruleId))])
  return rows.map(({ gross, importedBy, importedAt, undoneAt, ...row }) => ({
    ...row,
    ruleName: rules.get(row.ruleId) ?? '',
    gross: `${gross}`,
    importedBy: people.get(personOf(importedBy))?.name ?? null,
    importedAt: importedAt.toISOString(),
    undoneAt: undoneAt?.toISOString() ?? null,
  }))
}

function personOf(source: string | null): string {
  return (source ?? '').replace(/^person:/, '')
}

function settingsOf(text: string): ImportSettings {
  const parsed = ImportSettings.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw new DomainError('invalid', 'invalid', 'Something in the settings is not right.')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Read = {
  name: string
  table: { headers: string[]; rows: { row: number; cells: string[] }[] }
  version: KnownVersion
  targets: Target[]
  mapping: (string | null)[]
  missing: string[]
  rows: Row[]
  nameOf: (key: string) => string
}

/** The rows of a file as sales. Columns mean what the newest approved version of the rule asks for. */
async function readFile(tx: Tx, settings: ImportSettings, files: AsyncIterable<SentFile>): Promise<Read> {
  const version = await findVersion(tx, settings.ruleId)
  const nameOf = naming(version.recipients, await readRecipientNames(tx, version.recipients))
  const upload = await uploadOf(files)
  const table = await rowsOf(upload)
  const targets = targetsOf(version, nameOf)
  const known = new Set(targets.map(({ key }) => key))
  const mapping = table.headers.map((_, column) => {
    const key = settings.mapping?.[column]
    return key !== undefined && key !== null && known.has(key) ? key : null
  })
  const used = settings.mapping === null ? guessColumns(table.headers, targets) : mapping
  const missing = NEEDED.filter((key) => !used.includes(key))
  const read = saleReader({ ...settings, mapping: used }, version, nameOf)
  const at = used.indexOf('reference')
  const rows = missing.length > 0 ? [] : table.rows.map(({ row, cells }): Row => ({ row, reference: cells[at]?.trim().slice(0, 120) || null, ...readRow(read, cells) })) // biome-ignore format: one line reads better
  return { name: upload.name, table, version, targets, mapping: used, missing, rows: settings.addsUp ? addUp(rows) : rows, nameOf }
}

function readRow(read: (cells: readonly string[]) => NewSale, cells: readonly string[]): Pick<Row, 'sale' | 'refused'> {
  try {
    return { sale: read(cells) }
  } catch (refused) {
    return { refused }
  }
}

async function findVersion(tx: Tx, ruleId: string): Promise<KnownVersion> {
  const versions = found((await readRulesInUse(tx, [ruleId])).get(ruleId), 'sharing_rule')
  if (versions[0]) return versions[0]
  throw new DomainError('conflict', 'sharing_rule_not_approved', 'No version of this rule was approved yet. Nothing was booked.')
}

async function uploadOf(files: AsyncIterable<SentFile>): Promise<Upload> {
  for await (const { name, content } of files) {
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of content) {
      size += part.length
      if (size > IMPORT_BYTES_MAX)
        throw new DomainError(
          'too_large',
          'import_file_too_large',
          `“${name}” is larger than ${IMPORT_BYTES_MAX / 1e6} MB. Please split it.`,
        )
      parts.push(part)
    }
    const whole = Buffer.concat(parts)
    return {
      name,
      async *open() {
        yield whole
      },
    }
  }
  throw new DomainError('invalid', 'import_without_file', 'Please send a file, as the form field “files”.')
}

async function rowsOf(upload: Upload): Promise<Read['table']> {
  const { headers, rows: read } = await readTable(upload)
  const rows: Read['table']['rows'] = []
  for await (const { row, cells } of read) {
    if (rows.length >= IMPORT_ROWS_MAX)
      throw new DomainError('invalid', 'import_too_many_rows', `“${upload.name}” has more than ${IMPORT_ROWS_MAX} rows. Please split it.`)
    rows.push({ row, cells })
  }
  return { headers, rows }
}

/** The rows that were refused, by what could not be read or by what stands against the sale. */
function badRows(rows: readonly Row[], { planned }: Plan): ImportCheck['bad'] {
  let place = 0
  return rows.flatMap(({ row, reference, sale, refused }) => {
    const plan = sale === undefined ? undefined : planned[place++]
    const why = plan === undefined ? refused : 'refused' in plan ? plan.refused : undefined
    return why === undefined ? [] : [{ row, reference, refused: refusalOf(why) }]
  })
}

function sumsOf({ planned }: Plan, nameOf: (key: string) => string): Pick<ImportCheck, 'gross' | 'totals'> {
  const sums = new Map<string, bigint>()
  let gross = 0n
  for (const one of planned) {
    if (!('fresh' in one)) continue
    gross += BigInt(one.fresh.sale.gross)
    for (const { recipient, paid } of one.fresh.shared.allocations) sums.set(recipient, (sums.get(recipient) ?? 0n) + paid)
  }
  const totals = [...sums].sort(([one, a], [other, b]) => (a === b ? (one < other ? -1 : 1) : a > b ? -1 : 1))
  return { gross: `${gross}`, totals: totals.map(([recipient, paid]) => ({ recipient, name: nameOf(recipient), paid: `${paid}` })) }
}

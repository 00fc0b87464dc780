/** From what was sent to records. Reading writes nothing and knows no database. */
import { createHash } from 'node:crypto'
import { headerKey } from './delimited.ts'
import { guessMapping } from './guesses.ts'
import { readJson, readJsonTexts } from './json.ts'
import { readNetwork, readNetworkTexts, recogniseNetwork } from './network/xml.ts'
import { withoutAccounts } from './payments.ts'
import { recognise, schemesOf } from './presets.ts'
import type { ImportRecord } from './records.ts'
import { rowReader } from './rows.ts'
import { readTable } from './tables.ts'
import type { Mapping, Target } from './targets.ts'
import { detectFormat, type Format, type Upload } from './uploads.ts'
import { readCardTexts, readVCards } from './vcard/records.ts'
import { readSharedTexts, readSheetHeads } from './workbook.ts'

export { COMPLAINT_CODES, complaint, type RowComplaint } from './complaints.ts'
export { headerKey } from './delimited.ts'
export { MAPPINGS_FORMAT } from './json.ts'
export { amountText, type PaymentDraft } from './payments.ts'
export type { ContactDraft, ImportRecord, NoteDraft, PartyDraft, SuppressionDraft, TieDraft } from './records.ts'
export { readTable } from './tables.ts'
export { type Mapping, type Subject, TARGETS, type Target } from './targets.ts'
export { UPLOAD_BYTES_MAX, type Upload } from './uploads.ts'

const SAMPLE_ROWS = 5
/** What a column is guessed by. */
const GUESSED_ROWS = 200

/** What a file is. Tables have headers, the first rows and a mapping; `preset` is null where the mapping is only guessed. */
export type Recognition = {
  preset: string | null
  headers: string[]
  sample: string[][]
  fingerprint: string | null
  mapping: Mapping | null
}

/** Throws for a file that cannot be read at all; single bad rows show when the records are read. */
export async function recogniseUpload(upload: Upload): Promise<Recognition> {
  const format = await detectFormat(upload)
  if (format !== 'delimited' && format !== 'workbook') return await recogniseRecords(upload, format)
  const { headers, rows } = await readTable(upload)
  const fingerprint = fingerprintOf(headers)
  const known = recognise(headers)
  const first: string[][] = []
  for await (const { cells } of rows) if (first.push(cells) >= (known ? SAMPLE_ROWS : GUESSED_ROWS)) break
  const sample = first.slice(0, SAMPLE_ROWS).map((cells) => headers.map((_, column) => withoutAccounts(cells[column] ?? '')))
  const mapping = known?.mapping ?? { ...guessMapping(headers, first), schemes: schemesOf(`list-${fingerprint.slice(0, 8)}`) }
  return { preset: known?.preset ?? null, headers, sample, fingerprint, mapping }
}

/** What has no columns shows the names of its first records instead. */
async function recogniseRecords(upload: Upload, format: 'json' | 'vcard' | 'xml'): Promise<Recognition> {
  const preset = format === 'vcard' ? 'vcard' : format === 'xml' ? await recogniseNetwork(upload) : undefined
  const json = preset === undefined ? await readJson(0, upload) : undefined
  const sample: string[][] = []
  for await (const { party, contact, refusal } of json?.records ?? recordsOf(0, upload, format))
    if (sample.push([contact?.name ?? party?.name ?? refusal?.message ?? '']) >= SAMPLE_ROWS) break
  return { preset: preset ?? json!.preset, headers: [], sample, fingerprint: null, mapping: null }
}

/**
 * The tables of a file. A workbook has several when at least two of its sheets are known by their headers, as a network of elements and
 * connections is; otherwise one is read: the known one, else the first that names organisations or people, else the first that has rows. A
 * sheet that others stand before is named, so that whoever looks knows which it is.
 */
export async function sheetsOf(upload: Upload): Promise<{ sheet: number | null; title: string | null }[]> {
  const whole = [{ sheet: null, title: null }]
  if ((await detectFormat(upload)) !== 'workbook') return whole
  const heads = await readSheetHeads(upload)
  const known = heads.flatMap(({ title, headers }, sheet) => (recognise(headers) ? [{ sheet, title }] : []))
  if (known.length > 1) return known
  const filled = heads.findIndex(({ headers }) => headers.length > 0)
  const meant = known[0]?.sheet ?? heads.findIndex(({ headers }) => namesSomebody(headers))
  return meant <= filled ? whole : [{ sheet: meant, title: heads[meant]!.title }]
}

function namesSomebody(headers: readonly string[]): boolean {
  // one word by itself is as likely the title of a cover
  return (
    headers.filter((header) => header !== '').length > 1 &&
    guessMapping(headers).targets.some((target) => target !== null && SOMEBODY.has(target))
  )
}
const SOMEBODY: ReadonlySet<Target> = new Set(['party.name', 'contact.name', 'contact.familyName'])

/** The records of a file, one for each row. Tables need their mapping. */
export async function* readRecords(file: number, upload: Upload, mapping: Mapping | null): AsyncGenerator<ImportRecord> {
  if (mapping === null) {
    yield* recordsOf(file, upload, await detectFormat(upload))
    return
  }
  const { headers, rows } = await readTable(upload)
  const read = rowReader(file, headers, mapping)
  for await (const row of rows) yield read(row)
}

async function* recordsOf(file: number, upload: Upload, format: Format): AsyncGenerator<ImportRecord> {
  if (format === 'vcard') yield* readVCards(file, upload)
  else if (format === 'xml') yield* readNetwork(file, upload)
  else yield* (await readJson(file, upload)).records
}

/** Everything a file says, as it was sent, a row or a place at a time: for looking whether somebody stands in it. */
export async function* readTexts(upload: Upload): AsyncGenerator<string[]> {
  const format = await detectFormat(upload)
  if (format === 'json') yield* readJsonTexts(upload)
  else if (format === 'vcard') yield* readCardTexts(upload)
  else if (format === 'xml') yield* readNetworkTexts(upload)
  else yield* readTableTexts(upload, format)
}

async function* readTableTexts(upload: Upload, format: Format): AsyncGenerator<string[]> {
  const { headers, rows } = await readTable(upload)
  yield headers
  for await (const { cells } of rows) yield cells
  if (format === 'workbook') for (const text of await readSharedTexts(upload)) yield [text]
}

/** The same for the same columns, whatever their order and case: by it a mapping is found again. */
export function fingerprintOf(headers: readonly string[]): string {
  return createHash('sha256').update(headers.map(headerKey).sort().join('\n')).digest('hex')
}

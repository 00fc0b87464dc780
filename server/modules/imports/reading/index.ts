/** From what was sent to records. Reading writes nothing and knows no database. */
import { createHash } from 'node:crypto'
import { headerKey } from './delimited.ts'
import { guessMapping } from './guesses.ts'
import { readPlaces } from './places.ts'
import { recognise, schemesOf } from './presets.ts'
import type { ImportRecord } from './records.ts'
import { rowReader } from './rows.ts'
import { readTable } from './tables.ts'
import type { Mapping } from './targets.ts'
import { detectFormat, type Upload, wholeOf } from './uploads.ts'
import { readSharedTexts } from './workbook.ts'

export { COMPLAINT_CODES, complaint, type RowComplaint } from './complaints.ts'
export { headerKey } from './delimited.ts'
export type { ContactDraft, ImportRecord, NoteDraft, PartyDraft, SuppressionDraft, TieDraft } from './records.ts'
export { type Mapping, type Subject, TARGETS, type Target } from './targets.ts'
export { UPLOAD_BYTES_MAX, type Upload } from './uploads.ts'

const SAMPLE_ROWS = 5

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
  if ((await detectFormat(upload)) === 'json') {
    const { preset, records } = await readPlaces(0, upload)
    const sample = records.slice(0, SAMPLE_ROWS).map(({ party, refusal }) => [party?.name ?? refusal?.message ?? ''])
    return { preset, headers: [], sample, fingerprint: null, mapping: null }
  }
  const { headers, rows } = await readTable(upload)
  const sample: string[][] = []
  for await (const { cells } of rows) if (sample.push(headers.map((_, column) => cells[column] ?? '')) >= SAMPLE_ROWS) break
  const fingerprint = fingerprintOf(headers)
  const known = recognise(headers)
  const mapping = known?.mapping ?? { ...guessMapping(headers), schemes: schemesOf(`list-${fingerprint.slice(0, 8)}`) }
  return { preset: known?.preset ?? null, headers, sample, fingerprint, mapping }
}

/** The records of a file, one for each row. Tables need their mapping. */
export async function* readRecords(file: number, upload: Upload, mapping: Mapping | null): AsyncGenerator<ImportRecord> {
  if (mapping === null) {
    yield* (await readPlaces(file, upload)).records
    return
  }
  const { headers, rows } = await readTable(upload)
  const read = rowReader(file, headers, mapping)
  for await (const row of rows) yield read(row)
}

/** Everything a file says, as it was sent, a row or a place at a time: for looking whether somebody stands in it. */
export async function* readTexts(upload: Upload): AsyncGenerator<string[]> {
  const format = await detectFormat(upload)
  if (format === 'json') {
    const { features, elements, ...rest } = JSON.parse((await wholeOf(upload, 'a list of places')).toString()) as Record<string, unknown>
    yield [JSON.stringify(rest)]
    for (const place of [features, elements].flat()) if (place) yield [JSON.stringify(place)]
    return
  }
  const { headers, rows } = await readTable(upload)
  yield headers
  for await (const { cells } of rows) yield cells
  if (format === 'workbook') for (const text of await readSharedTexts(upload)) yield [text]
}

/** The same for the same columns, whatever their order and case: by it a mapping is found again. */
export function fingerprintOf(headers: readonly string[]): string {
  return createHash('sha256').update(headers.map(headerKey).sort().join('\n')).digest('hex')
}

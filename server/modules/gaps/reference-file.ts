/** A table of how many of each sector there are in other areas, read from what people have: CSV or a workbook, in a few columns. */
import { DomainError } from '../../kernel/errors.ts'
import { headerKey, readTable, type Upload } from '../imports/index.ts'
import type { ReferenceTable } from '../insight/index.ts'
import { isNace, isNaics } from '../parties/index.ts'

export const REFUSALS = [
  'area_missing',
  'area_too_long',
  'code_unknown',
  'code_of_other_level',
  'scheme_mixed',
  'count_unreadable',
  'inhabitants_unreadable',
  'row_repeated',
] as const
export type Refusal = { row: number; code: (typeof REFUSALS)[number]; values: Record<string, string | number> }

type Column = 'area' | 'scheme' | 'code' | 'count' | 'inhabitants'

/** Names of columns as offices of statistics write them, in English and German. */
const HEADERS: Record<Column, readonly string[]> = {
  area: ['area', 'region', 'county', 'municipality', 'fips', 'geoid', 'gebiet', 'kreis', 'landkreis', 'gemeinde', 'raum'],
  scheme: ['scheme', 'classification', 'klassifikation', 'systematik'],
  code: ['code', 'division', 'sector', 'nace', 'naics', 'wz', 'wz 2008', 'abteilung', 'branche', 'wirtschaftszweig'],
  count: ['count', 'establishments', 'businesses', 'firms', 'est', 'anzahl', 'betriebe', 'unternehmen', 'niederlassungen'],
  inhabitants: ['inhabitants', 'population', 'einwohner', 'bevölkerung'],
}

const ROWS_MAX = 50_000
const AREAS_MAX = 300
const CODES_MAX = 320
const AREA_CHARS_MAX = 100
const SHOWN_CHARS = 40
const REFUSED_SHOWN = 100

export type ReadReference = { content: Omit<ReferenceTable, 'ownArea'>; refused: { total: number; first: Refusal[] } }

type Row = { row: number; area: string; scheme: Scheme; code: string; count: number; inhabitants: number | null }
type Scheme = 'nace' | 'naics'

/**
 * Understands what can be understood and says of every other row why not. Throws invalid for a file that is no such table, or a larger one than is
 * compared in a moment. All rows are of one scheme and one level of it, that of most rows: a sector that stands inside another would count twice.
 */
export async function readReference(upload: Upload): Promise<ReadReference> {
  const { headers, rows } = await readTable(upload)
  const columns = columnsOf(headers)
  const refused: Refusal[] = []
  const read: Row[] = []
  let seen = 0
  const assumed = schemeByHeader(headers[columns.code]!)
  for await (const { row, cells } of rows) {
    if (++seen > ROWS_MAX) throw tooLarge('rows', ROWS_MAX)
    const found = readRow(row, (column) => (columns[column] === undefined ? '' : (cells[columns[column]] ?? '').trim()), assumed)
    if ('code' in found && 'values' in found) refused.push(found)
    else read.push(found)
  }
  const kept = withoutRepeated(ofOneLevel(ofOneScheme(read, refused), refused), refused)
  if (kept.length === 0) throw refuse('reference_empty', 'Not one row of this file could be understood.', refused)
  return { content: tableOf(kept), refused: { total: refused.length, first: inOrder(refused).slice(0, REFUSED_SHOWN) } }
}

function columnsOf(headers: readonly string[]): Partial<Record<Column, number>> & { area: number; code: number; count: number } {
  const keys = headers.map(headerKey)
  const place = (column: Column) => {
    const at = keys.findIndex((key) => HEADERS[column].includes(key))
    return at < 0 ? undefined : at
  }
  const [area, code, count] = [place('area'), place('code'), place('count')]
  if (area === undefined || code === undefined || count === undefined) {
    throw refuse('reference_columns', 'A table to compare with needs three columns: area, code and count.')
  }
  const [scheme, inhabitants] = [place('scheme'), place('inhabitants')]
  return { area, code, count, ...(scheme !== undefined && { scheme }), ...(inhabitants !== undefined && { inhabitants }) }
}

/** A column that is called nace, wz or naics says what it holds. */
function schemeByHeader(header: string): Scheme | undefined {
  const key = headerKey(header)
  return key === 'naics' ? 'naics' : key === 'nace' || key.startsWith('wz') ? 'nace' : undefined
}

function readRow(row: number, cell: (column: Column) => string, assumed: Scheme | undefined): Row | Refusal {
  const no = (code: Refusal['code'], value = '') => ({ row, code, values: { value: value.slice(0, SHOWN_CHARS) } })
  const area = cell('area')
  if (area === '') return no('area_missing')
  if (area.length > AREA_CHARS_MAX) return no('area_too_long', area)
  const said = cell('scheme').toLowerCase()
  const scheme = /naics/.test(said) ? 'naics' : /nace|wz/.test(said) ? 'nace' : assumed
  const sector = sectorOf(cell('code'), scheme)
  if (sector === undefined) return no('code_unknown', cell('code'))
  const count = wholeNumber(cell('count'))
  if (count === undefined) return no('count_unreadable', cell('count'))
  const heads = cell('inhabitants')
  const inhabitants = heads === '' ? null : wholeNumber(heads)
  if (inhabitants === undefined) return no('inhabitants_unreadable', heads)
  return { row, area, ...sector, count, inhabitants }
}

/** Where neither a column nor its name says the scheme it is NACE, unless only NAICS has such a code. */
function sectorOf(text: string, scheme: Scheme | undefined): { scheme: Scheme; code: string } | undefined {
  const [nace, naics] = [naceOf(text), naicsOf(text)]
  if (scheme !== 'naics' && nace !== undefined) return { scheme: 'nace', code: nace }
  if (scheme !== 'nace' && naics !== undefined) return { scheme: 'naics', code: naics }
  return undefined
}

/** `47`, `G47`, `4722`, `47.22`: a section alone is too coarse to compare. */
function naceOf(text: string): string | undefined {
  const [, division, rest] = /^(?:[A-U]\s*)?(\d{2})(?:\.?(\d{1,2}))?$/i.exec(text) ?? []
  const code = rest === undefined ? division : `${division}.${rest}`
  return code !== undefined && isNace(code) ? code : undefined
}

/** `31-33` is one sector of NAICS; parties in it are known by its first. */
function naicsOf(text: string): string | undefined {
  const code = /^(\d{2})\s*[-–]\s*\d{2}$/.exec(text)?.[1] ?? text
  return isNaics(code) ? code : undefined
}

/** `1234`, `1,234`, `1.234`, `1 234`; no decimals, nothing below zero, and no sign for what is kept secret. */
function wholeNumber(text: string): number | undefined {
  if (!/^(?:\d{1,9}|\d{1,3}(?:([.,\s\u00a0'’])\d{3})(?:\1\d{3})?)$/.test(text)) return undefined
  return Number(text.replaceAll(/\D/g, ''))
}

function ofOneScheme(rows: Row[], refused: Refusal[]): Row[] {
  const scheme = commonest(rows, (row) => row.scheme)
  return keep(rows, refused, 'scheme_mixed', (row) => row.scheme === scheme)
}

function ofOneLevel(rows: Row[], refused: Refusal[]): Row[] {
  const digits = ({ code }: Row) => code.replace('.', '').length
  const level = commonest(rows, digits)
  return keep(rows, refused, 'code_of_other_level', (row) => digits(row) === level)
}

function withoutRepeated(rows: Row[], refused: Refusal[]): Row[] {
  const seen = new Set<string>()
  return keep(rows, refused, 'row_repeated', ({ area, code }) => {
    const key = `${code} ${area}`
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

function keep(rows: Row[], refused: Refusal[], code: Refusal['code'], isRight: (row: Row) => boolean): Row[] {
  return rows.filter((row) => {
    const right = isRight(row)
    if (!right) refused.push({ row: row.row, code, values: { value: row.code } })
    return right
  })
}

function tableOf(rows: readonly Row[]): ReadReference['content'] {
  const areas = [...new Set(rows.map(({ area }) => area))]
  const codes = [...new Set(rows.map(({ code }) => code))].sort()
  if (areas.length > AREAS_MAX) throw tooLarge('areas', AREAS_MAX)
  if (codes.length > CODES_MAX) throw tooLarge('sectors', CODES_MAX)
  const areaAt = new Map(areas.map((area, k) => [area, k]))
  const codeAt = new Map(codes.map((code, k) => [code, k]))
  const counts = new Array<number>(areas.length * codes.length).fill(0)
  const inhabitants = new Array<number | null>(areas.length).fill(null)
  for (const row of rows) {
    const area = areaAt.get(row.area)!
    counts[area * codes.length + codeAt.get(row.code)!] = row.count
    inhabitants[area] ??= row.inhabitants
  }
  return { scheme: rows[0]!.scheme, areas, inhabitants, codes, counts }
}

function commonest<T>(rows: readonly Row[], keyOf: (row: Row) => T): T | undefined {
  return [...Map.groupBy(rows, keyOf)].sort(([, a], [, b]) => b.length - a.length)[0]?.[0]
}

function inOrder(refused: readonly Refusal[]): Refusal[] {
  return refused.toSorted((a, b) => a.row - b.row)
}

function tooLarge(what: 'rows' | 'areas' | 'sectors', limit: number): DomainError {
  return refuse(`reference_too_many_${what}`, `A table to compare with has at most ${limit} ${what}.`)
}

/** A file of which nothing is understood still says what was wrong with its first row. */
function refuse(code: string, message: string, refused: readonly Refusal[] = []): DomainError {
  const [first] = inOrder(refused)
  const errors = first && [
    { path: `row ${first.row}`, code: 'row_unreadable' as const, message: SENTENCES[first.code](first.values.value) },
  ]
  return new DomainError('invalid', code, message, errors)
}

const SENTENCES: Record<Refusal['code'], (value: string | number | undefined) => string> = {
  area_missing: () => 'It names no area.',
  area_too_long: () => `The name of the area has more than ${AREA_CHARS_MAX} characters.`,
  code_unknown: (value) => `“${value}” is not a division of NACE such as 47 and no sector of NAICS such as 722.`,
  code_of_other_level: (value) => `“${value}” has another number of digits than most rows.`,
  scheme_mixed: (value) => `“${value}” is of another classification than most rows.`,
  count_unreadable: (value) => `“${value}” is not a whole number of establishments.`,
  inhabitants_unreadable: (value) => `“${value}” is not a whole number of inhabitants.`,
  row_repeated: (value) => `“${value}” is there twice for the same area.`,
}

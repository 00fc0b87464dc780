/** Tables as text: comma, semicolon, tab or bar; quotes with line breaks; any line end. */
import { CsvError, parse } from 'csv-parse'
import { decode, detectEncoding } from './encodings.ts'
import { CELL_CHARS_MAX, COLUMNS_MAX, ROWS_MAX, refuse, type Table, type TableRow, type Upload } from './uploads.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const SAMPLE_CHARS = 65_536
const RECORD_CHARS_MAX = 1_000_000
/** Titles, dates and empty cells above a list are looked for so far down. */
const TITLE_ROWS_MAX = 20

export async function readDelimited(upload: Upload): Promise<Table> {
  const encoding = await detectEncoding(upload)
  let sample = ''
  for await (const text of decode(upload, encoding)) {
    sample += text
    if (sample.length >= SAMPLE_CHARS) break
  }
  if (sample.trim() === '') throw refuse('import_file_empty', `“${upload.name}” is empty.`)
  const hint = /^sep=(.)\r?\n/i.exec(sample)?.[1]
  const rows = recordsOf(upload, decode(upload, encoding), hint ?? sniffDelimiter(sample), hint !== undefined)
  return await withHeader(upload, rows)
}

/** The delimiter that parts the first lines into the most columns, and into equally many. Quoted text does not count. */
export function sniffDelimiter(sample: string): string {
  const lines = linesOutsideQuotes(sample).slice(0, 20)
  let best: string = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((line) => line.split(delimiter).length)
    const first = counts[0] ?? 1
    const even = counts.filter((count) => count === first).length / Math.max(1, counts.length)
    const score = first > 1 ? first * (0.25 + even) : 0
    if (score > bestScore) [best, bestScore] = [delimiter, score]
  }
  return best
}

/** Takes the first line that is not empty as the header, but for titles above it. Throws for a header that names nothing, or two columns alike. */
export async function withHeader(upload: Upload, rows: AsyncGenerator<TableRow>): Promise<Table> {
  const { header, rest } = await parted(rows)
  if (!header) throw refuse('import_file_empty', `“${upload.name}” has no rows.`)
  const headers = header.cells.map((cell) => cell.trim())
  if (headers.length > COLUMNS_MAX)
    throw refuse('import_too_many_columns', `“${upload.name}” has more than ${COLUMNS_MAX} columns.`, header.row)
  const seen = new Map<string, number>()
  for (const [index, name] of headers.entries()) {
    const key = headerKey(name)
    const earlier = seen.get(key)
    if (key !== '' && earlier !== undefined) {
      const message = `Row ${header.row} of “${upload.name}” names two columns “${name}”: ${earlier + 1} and ${index + 1}. Please rename one.`
      throw refuse('import_double_header', message, header.row)
    }
    seen.set(key, index)
  }
  return { headers, rows: rest }
}

/** The row that names the columns and those below it. Rows above it are the list's title; they belong to nobody. */
export async function parted(rows: AsyncGenerator<TableRow>): Promise<{ header: TableRow | undefined; rest: AsyncGenerator<TableRow> }> {
  const head: TableRow[] = []
  while (head.length < TITLE_ROWS_MAX) {
    const next = await rows.next()
    if (next.done) break
    head.push(next.value)
  }
  const at = headerAt(head.map(({ cells }) => cells.map(headerKey).filter((key) => key !== '')))
  return { header: head[at], rest: chain(head.slice(at + 1), rows) }
}

/**
 * Which of the first rows names the columns, by the cells they fill: the first one, unless it fills less than half of what rows here usually
 * do. Then it is the first that fills nearly as much, if it could be a header: none names two columns alike.
 */
function headerAt(rows: readonly (readonly string[])[]): number {
  const usual = rows.map(({ length }) => length).toSorted((a, b) => a - b)[Math.floor(rows.length / 2)] ?? 0
  if ((rows[0]?.length ?? 0) >= usual / 2) return 0
  const at = rows.findIndex(({ length }) => length >= usual * 0.75)
  return new Set(rows[at]).size === rows[at]!.length ? at : 0
}

async function* chain(first: readonly TableRow[], rest: AsyncGenerator<TableRow>): AsyncGenerator<TableRow> {
  yield* first
  yield* rest
}

/** Headers are compared without case, surrounding space and byte order mark. */
export function headerKey(header: string): string {
  return header
    .normalize('NFKC')
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
}

async function* recordsOf(upload: Upload, texts: AsyncGenerator<string>, delimiter: string, hasHint: boolean): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: RECORD_CHARS_MAX,
    from_line: hasHint ? 2 : 1,
  })
  const feeding = feed(texts, parser)
  let row = hasHint ? 1 : 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row++
      if (row > ROWS_MAX + 1) throw refuse('import_too_many_rows', `“${upload.name}” has more than ${ROWS_MAX} rows. Please split it.`, row)
      if (cells.every((cell) => cell.trim() === '')) continue
      const long = cells.findIndex((cell) => cell.length > CELL_CHARS_MAX)
      if (long >= 0) throw tooLong(upload, row, long)
      yield { row, cells }
    }
  } catch (error) {
    throw error instanceof CsvError ? explain(upload, error, hasHint) : error
  } finally {
    parser.destroy()
    await feeding
  }
}

async function feed(texts: AsyncGenerator<string>, parser: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const text of texts) {
      if (parser.destroyed) return
      if (!parser.write(text)) await new Promise<void>((resolve) => waitForRoom(parser, resolve))
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

function waitForRoom(parser: ReturnType<typeof parse>, go: () => void): void {
  const done = () => {
    parser.off('drain', done).off('close', done)
    go()
  }
  parser.once('drain', done).once('close', done)
}

function tooLong(upload: Upload, row: number, column: number) {
  const message = `Row ${row} of “${upload.name}” has more than ${CELL_CHARS_MAX} characters in column ${column + 1}. Is a closing quote missing?`
  return refuse('import_cell_too_long', message, row)
}

function explain(upload: Upload, error: CsvError, hasHint: boolean) {
  // the rows before it may not have been handed on yet, so the parser's own count says where it stopped
  const row = Number((error as CsvError & { records?: number }).records ?? 0) + (hasHint ? 2 : 1)
  const isQuote = /QUOTE|MAX_RECORD_SIZE/.test(error.code)
  const what = isQuote ? 'The quotes do not match' : 'The text cannot be read as a table'
  const message = `${what} in row ${row} of “${upload.name}”. Please open the file, correct that row and send it again.`
  return refuse(isQuote ? 'import_broken_quotes' : 'import_unreadable', message, row)
}

function linesOutsideQuotes(sample: string): string[] {
  const bare = sample.replace(/"(?:[^"]|"")*"/g, '""')
  return bare.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')
}

/** What was sent: bytes that can be read more than once, and what they turn out to be. */
import { DomainError } from '../../../kernel/errors.ts'

export type Upload = {
  name: string
  open: () => AsyncIterable<Uint8Array>
  /** Which sheet of a workbook is meant; the first that has rows where nothing is said. */
  sheet?: number
}

/** One line of a table as people count it: the header is row 1, and a line break inside quotes does not count. */
export type TableRow = { row: number; cells: string[]; formulas?: number[] }
export type Table = { headers: string[]; rows: AsyncIterable<TableRow> }

export type Format = 'delimited' | 'workbook' | 'json' | 'vcard' | 'xml'

export const UPLOAD_BYTES_MAX = 100_000_000
/** Workbooks and JSON are held in memory while they are read. */
export const WHOLE_BYTES_MAX = 50_000_000
export const CELL_CHARS_MAX = 20_000
export const COLUMNS_MAX = 500
export const ROWS_MAX = 500_000

export function refuse(code: string, message: string, row?: number): DomainError {
  return new DomainError(
    'invalid',
    code,
    message,
    row === undefined ? undefined : [{ path: `row ${row}`, code: 'row_unreadable', message }],
  )
}

/** Tells the format by the first bytes, never by the name: names lie. Throws for what cannot be a list. */
export async function detectFormat(upload: Upload): Promise<Format> {
  const head = await headOf(upload, 4096)
  if (head.length === 0) throw refuse('import_file_empty', `“${upload.name}” is empty.`)
  const starts = (...bytes: number[]) => bytes.every((byte, index) => head[index] === byte)
  if (starts(0x50, 0x4b, 0x03, 0x04)) return 'workbook'
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) {
    throw refuse(
      'import_old_workbook',
      `“${upload.name}” is an old or password-protected Excel file. Please save it as .xlsx or CSV without a password.`,
    )
  }
  if (starts(0x25, 0x50, 0x44, 0x46) || starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff) || starts(0x1f, 0x8b)) {
    throw refuse(
      'import_not_a_list',
      `“${upload.name}” is not a list. Tutti reads CSV, XLSX, vCards, GeoJSON, Overpass JSON, GEXF, GraphML and Kumu blueprints.`,
    )
  }
  const text = textOf(head)
  if (/^BEGIN:\s*VCARD/i.test(text)) return 'vcard'
  if (/^<(?:[?!]|(?:\w+:)?(?:gexf|graphml)\b)/i.test(text)) return 'xml'
  return text[0] === '{' || text[0] === '[' ? 'json' : 'delimited'
}

/** How a file begins, as far as marks go; in UTF-16 every other byte is a zero. */
function textOf(head: Uint8Array): string {
  return Buffer.from(head)
    .toString('latin1')
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .replaceAll('\0', '')
    .trimStart()
}

export async function headOf(upload: Upload, bytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of upload.open()) {
    parts.push(chunk)
    size += chunk.length
    if (size >= bytes) break
  }
  return Buffer.concat(parts).subarray(0, bytes)
}

/** The whole content, for formats that cannot be read as a stream. Throws too_large as soon as there is too much. */
export async function wholeOf(upload: Upload, what: string): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of upload.open()) {
    size += chunk.length
    if (size > WHOLE_BYTES_MAX) {
      const message = `“${upload.name}” is larger than ${WHOLE_BYTES_MAX / 1e6} MB, too much for ${what}. Please split it, or send CSV.`
      throw new DomainError('too_large', 'import_file_too_large', message)
    }
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

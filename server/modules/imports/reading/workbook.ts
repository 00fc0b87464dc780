/** Excel workbooks (.xlsx, ECMA-376): one sheet, the first that has rows unless another is meant. Formulas are read as the value that was kept with them. */
import { DomainError } from '../../../kernel/errors.ts'
import { storable } from '../../../kernel/texts.ts'
import { type Archive, damaged, openArchive } from './archive.ts'
import { dateOfSerial } from './dates.ts'
import { parted, withHeader } from './delimited.ts'
import { defuse } from './formulas.ts'
import { CELL_CHARS_MAX, COLUMNS_MAX, ROWS_MAX, refuse, type Table, type TableRow, type Upload, wholeOf } from './uploads.ts'
import { walkXml, type XmlHandlers } from './xml.ts'

type Book = { sheets: { part: string; title: string }[]; from1904: boolean; strings: string[]; dateStyles: Set<number> }

const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
])
const STRINGS_MAX = 2_000_000
const SHEETS_MAX = 100
/** Excel takes no longer number format. */
const FORMAT_CHARS_MAX = 255

export async function readWorkbook(upload: Upload): Promise<Table> {
  const archive = await openArchive(await wholeOf(upload, 'a workbook'), upload.name)
  const book = await guarded(upload, () => readBook(archive, upload))
  const meant = upload.sheet === undefined ? book.sheets : book.sheets.slice(upload.sheet, upload.sheet + 1)
  for (const { part } of meant) {
    const rows = sheetRows(archive, part, book, upload)
    const first = await rows.next()
    if (first.done) continue
    return await withHeader(upload, chain(first.value, rows))
  }
  throw refuse('import_file_empty', `“${upload.name}” has no rows.`)
}

/** The headers of each sheet that is shown, none for one without rows. */
export async function readSheetHeads(upload: Upload): Promise<{ title: string; headers: string[] }[]> {
  const archive = await openArchive(await wholeOf(upload, 'a workbook'), upload.name)
  const book = await guarded(upload, () => readBook(archive, upload))
  const heads = []
  for (const { part, title } of book.sheets) {
    const { header, rest } = await parted(sheetRows(archive, part, book, upload))
    await rest.return(undefined)
    heads.push({ title, headers: header?.cells.map((cell) => cell.trim()) ?? [] })
  }
  return heads
}

/** The texts that the sheets of a workbook share, hidden sheets included. */
export async function readSharedTexts(upload: Upload): Promise<string[]> {
  const archive = await openArchive(await wholeOf(upload, 'a workbook'), upload.name)
  return await guarded(upload, () => readStrings(archive, upload))
}

async function* chain(first: TableRow, rest: AsyncGenerator<TableRow>): AsyncGenerator<TableRow> {
  yield first
  yield* rest
}

async function guarded<T>(upload: Upload, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof DomainError ? error : damaged(upload.name)
  }
}

async function readBook(archive: Archive, upload: Upload): Promise<Book> {
  const targets = new Map<string, string>()
  await walk(archive, 'xl/_rels/workbook.xml.rels', upload, {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id && Target) targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  const sheets = new Map<string, string>()
  let from1904 = false
  await walk(archive, 'xl/workbook.xml', upload, {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
      const target = targets.get(attributes['r:id'] ?? '')
      const isShown = name === 'sheet' && (attributes.state ?? 'visible') === 'visible'
      // each sheet once: a list of many names for one sheet would have it read as often
      if (isShown && target && !sheets.has(target) && sheets.size < SHEETS_MAX) sheets.set(target, attributes.name ?? '')
    },
  })
  if (sheets.size === 0) throw damaged(upload.name)
  const shown = [...sheets].map(([part, title]) => ({ part, title }))
  return { sheets: shown, from1904, strings: await readStrings(archive, upload), dateStyles: await readDateStyles(archive, upload) }
}

async function readStrings(archive: Archive, upload: Upload): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let isText = false
  let isPhonetic = false
  await walk(archive, 'xl/sharedStrings.xml', upload, {
    open: (name) => {
      if (name === 'si') text = ''
      if (name === 'rPh') isPhonetic = true
      isText = name === 't' && !isPhonetic
    },
    text: (more) => {
      if (isText) text += more
    },
    close: (name) => {
      isText = false
      if (name === 'rPh') isPhonetic = false
      if (name !== 'si') return
      if (strings.push(text) > STRINGS_MAX) throw refuse('import_too_many_rows', `“${upload.name}” holds too many texts.`)
    },
  })
  return strings
}

/** Which cell styles show a number as a date: built-in formats, and own ones that speak of days, months, years or hours. */
async function readDateStyles(archive: Archive, upload: Upload): Promise<Set<number>> {
  const own = new Set<number>()
  const styles = new Set<number>()
  let isCells = false
  let position = 0
  await walk(archive, 'xl/styles.xml', upload, {
    open: (name, attributes) => {
      const id = Number(attributes.numFmtId)
      if (name === 'numFmt' && isDateFormat(attributes.formatCode ?? '')) own.add(id)
      if (name === 'cellXfs') isCells = true
      if (name !== 'xf' || !isCells) return
      if (BUILT_IN_DATES.has(id) || own.has(id)) styles.add(position)
      position++
    },
    close: (name) => {
      if (name === 'cellXfs') isCells = false
    },
  })
  return styles
}

/** Whether a number format speaks of a date, outside quotes, brackets and escapes. An open quote goes to the end, so the time is linear. */
function isDateFormat(code: string): boolean {
  const bare = code.slice(0, FORMAT_CHARS_MAX).replace(/"[^"]*(?:"|$)|\[[^\]]*(?:\]|$)|\\./g, '')
  return /[dmyhs]/i.test(bare)
}

async function walk(archive: Archive, name: string, upload: Upload, handlers: XmlHandlers): Promise<void> {
  const stream = await archive.open(name)
  if (!stream) return
  for await (const _ of walkXml(stream, upload.name, handlers));
}

type Cell = { column: number; type: string; style: number; value: string; isFormula: boolean }

async function* sheetRows(archive: Archive, sheet: string, book: Book, upload: Upload): AsyncGenerator<TableRow> {
  const stream = await archive.open(sheet)
  if (!stream) return
  const ready: TableRow[] = []
  const { handlers, check } = rowHandlers(book, upload, ready)
  const walking = walkXml(stream, upload.name, handlers)
  try {
    for (;;) {
      const step = await guarded(upload, () => walking.next())
      check()
      yield* ready.splice(0)
      if (step.done) return
    }
  } finally {
    await walking.return(undefined)
  }
}

function rowHandlers(book: Book, upload: Upload, ready: TableRow[]): { handlers: XmlHandlers; check: () => void } {
  let row: TableRow = { row: 0, cells: [] }
  let cell: Cell | undefined
  let isValue = false
  const open = (name: string, attributes: Record<string, string>) => {
    if (name === 'row') row = { row: rowOf(attributes.r, row.row), cells: [] }
    if (name === 'c') {
      const column = columnOf(attributes.r ?? '') ?? row.cells.length
      cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), value: '', isFormula: false }
    }
    if (name === 'f' && cell) cell.isFormula = true
    isValue = name === 'v' || name === 't'
  }
  const close = (name: string) => {
    isValue = false
    if (name === 'c' && cell) place(row, cell, book, upload)
    if (name === 'c') cell = undefined
    if (name === 'row' && row.cells.some((value) => value !== '' && value !== undefined))
      ready.push({ ...row, cells: Array.from(row.cells, (value) => value ?? '') })
  }
  const text = (more: string) => {
    // one character too many is enough to refuse the cell
    if (isValue && cell && cell.value.length <= CELL_CHARS_MAX) cell.value += more
  }
  const check = () => {
    if (row.row > ROWS_MAX + 1)
      throw refuse('import_too_many_rows', `“${upload.name}” has more than ${ROWS_MAX} rows. Please split it.`, row.row)
  }
  return { handlers: { open, close, text }, check }
}

function place(row: TableRow, cell: Cell, book: Book, upload: Upload): void {
  if (cell.column >= COLUMNS_MAX) {
    if (cell.value.trim() === '') return
    throw refuse('import_too_many_columns', `“${upload.name}” has more than ${COLUMNS_MAX} columns.`, row.row)
  }
  const value = textOf(cell, book)
  if (value.length > CELL_CHARS_MAX)
    throw refuse(
      'import_cell_too_long',
      `Row ${row.row} of “${upload.name}” holds more than ${CELL_CHARS_MAX} characters in one cell.`,
      row.row,
    )
  row.cells[cell.column] = value
  // a formula without a kept value says nothing; whoever reads the row can say so
  if (!cell.isFormula || cell.value !== '' || row.formulas?.includes(cell.column)) return
  row.formulas ??= []
  row.formulas.push(cell.column)
}

function textOf({ type, style, value }: Cell, book: Book): string {
  // a text is no formula, whatever it begins with
  if (type === 's') return defuse(unescaped(book.strings[Number(value)] ?? ''))
  if (type === 'inlineStr') return defuse(unescaped(value))
  if (type === 'b') return value === '1' ? 'true' : 'false'
  if (type === 'e') return ''
  if (type !== 'n' || value === '') return value
  const number = Number(value)
  if (Number.isNaN(number)) return value
  if (book.dateStyles.has(style)) return dateOfSerial(number, book.from1904) ?? value
  // 4.96541E11 is a phone number that a spreadsheet took for a quantity
  return Number.isInteger(number) && Math.abs(number) < 1e15 ? number.toFixed(0) : String(number)
}

/** Workbooks write characters that XML cannot hold by their number: `_x000D_`. */
function unescaped(text: string): string {
  return text.includes('_x')
    ? storable(text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))))
    : text
}

/** Rows have whole numbers that count up; what says otherwise is the one after the last. */
function rowOf(reference: string | undefined, last: number): number {
  const row = /^\d{1,7}$/.test(reference ?? '') ? Number(reference) : 0
  return row > last ? row : last + 1
}

/** `AB12` is column 27, counted from 0. Undefined for what names no column. */
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0]
  if (letters === undefined) return undefined
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

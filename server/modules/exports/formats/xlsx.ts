/**
 * Workbooks (ECMA-376) that are made while they are sent: a zip of plain XML, every text in its own cell, because a list of shared texts
 * would have to be kept to the end. The libraries that write workbooks keep the whole one, or bring a dozen others; this is a page.
 */
import { isDangerous } from '../../imports/index.ts'
import { xml } from './characters.ts'
import { encoded, PIECE_CHARS } from './pieces.ts'
import type { Cell, Table } from './tables.ts'
import { type ZipFile, zipped } from './zip.ts'

/** What a sheet of Excel holds; more goes on in a further sheet. */
const SHEET_ROWS_MAX = 1_048_576
const CELL_CHARS_MAX = 32_767
const COLUMN_WIDTH = 18
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Styles by their position in styles.xml: as it comes, bold, a text that looks like a formula, a day. */
const STYLE = { bold: 1, text: 2, date: 3 } as const

export function xlsx(tables: readonly Table[], at: Date): AsyncGenerator<Uint8Array> {
  return zipped(partsOf(tables), at)
}

async function* partsOf(tables: readonly Table[]): AsyncGenerator<ZipFile> {
  const sheets: string[] = []
  for (const table of tables) {
    const rest = { rows: table.rows(), waiting: [] as Cell[][], isMore: true }
    try {
      for (let nth = 1; rest.isMore; nth++) {
        sheets.push(nth === 1 ? table.title : `${table.title} ${nth}`)
        yield { name: `xl/worksheets/sheet${sheets.length}.xml`, content: encoded(sheet(table, rest)) }
      }
    } finally {
      await rest.rows.return(undefined)
    }
  }
  for (const [name, content] of Object.entries(bookParts(sheets))) yield { name, content: encoded(once(HEAD + content)) }
}

type Rest = { rows: AsyncGenerator<Cell[][]>; waiting: Cell[][]; isMore: boolean }

/** One sheet with as many of the remaining rows as it holds. */
async function* sheet({ headers, dates }: Table, rest: Rest): AsyncGenerator<string> {
  const columns = headers.map((_, index) => columnName(index))
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${headers.length}" width="${COLUMN_WIDTH}" customWidth="1"/></cols><sheetData>`
  yield rowOf(headers, 1, columns, () => STYLE.bold)
  const styleOf = (cell: string, column: number) => (dates.has(column) ? STYLE.date : isDangerous(cell) ? STYLE.text : undefined)
  let row = 2
  while (row <= SHEET_ROWS_MAX) {
    if (rest.waiting.length === 0) {
      const next = await rest.rows.next()
      if (next.done) {
        rest.isMore = false
        break
      }
      rest.waiting = next.value
    }
    const fitting = rest.waiting.splice(0, SHEET_ROWS_MAX + 1 - row)
    let text = ''
    for (const cells of fitting) {
      text += rowOf(cells, row++, columns, styleOf)
      if (text.length < PIECE_CHARS) continue
      yield text
      text = ''
    }
    yield text
  }
  yield '</sheetData></worksheet>'
}

function rowOf(
  cells: readonly Cell[],
  row: number,
  columns: readonly string[],
  styleOf: (cell: string, column: number) => number | undefined,
) {
  let text = `<row r="${row}">`
  for (let column = 0; column < cells.length; column++) {
    const cell = cells[column]!
    if (cell === null || cell === '') continue
    const at = `<c r="${columns[column]}${row}"`
    if (typeof cell === 'number') text += `${at}><v>${cell}</v></c>`
    else if (typeof cell === 'boolean') text += `${at} t="b"><v>${cell ? 1 : 0}</v></c>`
    else text += textCell(at, cell, styleOf(cell, column))
  }
  return `${text}</row>`
}

function textCell(at: string, cell: string, style: number | undefined): string {
  if (style === STYLE.date) {
    const serial = serialOf(cell)
    if (serial !== undefined) return `${at} s="${style}"><v>${serial}</v></c>`
  }
  const marks = style === undefined || style === STYLE.date ? '' : ` s="${style}"`
  // "_x000D_" is how workbooks write characters by their number, so a text that looks like it has its first letter written so
  const text = xml(cell.slice(0, CELL_CHARS_MAX).replaceAll('\r\n', '\n')).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  const space = /^\s|\s$|\n| {2}/.test(text) ? ' xml:space="preserve"' : ''
  return `${at} t="inlineStr"${marks}><is><t${space}>${text}</t></is></c>`
}

const DAY_MS = 86_400_000
const SERIAL_START_MS = Date.UTC(1899, 11, 30)
const SERIAL_MIN = 61 // before March 1900 Excel counts a day that never was

function serialOf(day: string): number | undefined {
  const serial = (Date.parse(`${day}T00:00:00Z`) - SERIAL_START_MS) / DAY_MS
  return Number.isInteger(serial) && serial >= SERIAL_MIN ? serial : undefined
}

/** 0 is A, 27 is AB. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

function bookParts(titles: readonly string[]): Record<string, string> {
  const list = (make: (title: string, number: number) => string) => titles.map((title, index) => make(title, index + 1)).join('')
  return {
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${list((title, number) => `<sheet name="${xml(title)}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${list((_, number) => `<Relationship Id="rId${number}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}<Relationship Id="rId${titles.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" quotePrefix="1"/><xf xfId="0" numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${list((_, number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${TYPES}.worksheet+xml"/>`)}</Types>`,
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

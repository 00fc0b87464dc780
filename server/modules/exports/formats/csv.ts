/** CSV as RFC 4180 has it: commas, CRLF, UTF-8 with the mark by which spreadsheets know it. */
import { defuse } from '../../imports/index.ts'
import { clean } from './characters.ts'
import { PIECE_CHARS } from './pieces.ts'
import type { Cell, Table } from './tables.ts'

export const MARK = '\ufeff'

export async function* csv(table: Table): AsyncGenerator<string> {
  yield `${MARK}${lineOf(table.headers)}`
  let text = ''
  for await (const rows of table.rows()) {
    for (const row of rows) {
      text += lineOf(row)
      if (text.length < PIECE_CHARS) continue
      yield text
      text = ''
    }
  }
  yield text
}

/** One line of a table, safe to be opened by a spreadsheet. */
export function lineOf(cells: readonly Cell[]): string {
  let line = ''
  for (let column = 0; column < cells.length; column++) line += (column === 0 ? '' : ',') + textOf(cells[column]!)
  return `${line}\r\n`
}

function textOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = defuse(clean(cell))
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

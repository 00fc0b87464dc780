/** CSV that a spreadsheet of the reader's language opens as it is meant: commas and points, or semicolons and decimal commas. */
import { defuse } from '../imports/index.ts'
import type { Locale } from './schema.ts'

/** A decimal is written as the language has it; a text is made safe for a spreadsheet. */
export type Cell = string | number | null | { decimal: string }

/** By which spreadsheets know UTF-8. */
export const MARK = '\ufeff'

export function csvLine(cells: readonly Cell[], locale: Locale): string {
  return `${cells.map((cell) => cellText(cell, locale)).join(locale === 'de' ? ';' : ',')}\r\n`
}

function cellText(cell: Cell, locale: Locale): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `${cell}`
  if (typeof cell === 'object') return locale === 'de' ? cell.decimal.replace('.', ',') : cell.decimal
  const text = defuse(cell.replace(/[\p{Cc}\p{Cs}]+/gu, ' '))
  return /[",;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

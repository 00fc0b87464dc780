/** Files for tests: built from text, with the bytes the real programs write. */
import { strToU8, type Zippable, zipSync } from 'fflate'
import type { Upload } from './reading/index.ts'

/** An upload that comes in small pieces, so that every reader meets cut characters. */
export function uploadOf(content: string | Uint8Array, name = 'list.csv', pieceBytes = 1000): Upload {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return {
    name,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
    },
  }
}

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** A cell: text, a number, a day (as a styled serial), or a formula with the value kept for it. */
export type TestCell = string | number | { date: number } | { formula: string; value?: string }

/** A small .xlsx as Excel writes it, with inline and shared strings. `extra` replaces or adds parts. */
export function workbookOf(rows: readonly (readonly TestCell[])[], extra: Zippable = {}): Uint8Array {
  const strings: string[] = []
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const cell = (value: TestCell, column: number, row: number) => {
    const at = `r="${letters[column]}${row}"`
    if (typeof value === 'number') return `<c ${at}><v>${value}</v></c>`
    if (typeof value === 'string') return `<c ${at} t="s"><v>${strings.push(value) - 1}</v></c>`
    if ('date' in value) return `<c ${at} s="1"><v>${value.date}</v></c>`
    return `<c ${at} t="str"><f>${escapeXml(value.formula)}</f>${value.value === undefined ? '' : `<v>${escapeXml(value.value)}</v>`}</c>`
  }
  const body = rows.map(
    (cells, index) => `<row r="${index + 1}">${cells.map((value, column) => cell(value, column, index + 1)).join('')}</row>`,
  )
  const parts: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets><sheet name="Leer" sheetId="1" r:id="rId1"/><sheet name="Liste" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': '<worksheet><sheetData/></worksheet>',
    'xl/worksheets/sheet2.xml': `<worksheet><sheetData>${body.join('')}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t>${escapeXml(text)}</t></si>`).join('')}</sst>`,
  }
  const files = Object.fromEntries(
    Object.entries(parts).map(([name, text]) => [name, strToU8(`<?xml version="1.0" encoding="UTF-8"?>${text}`)]),
  )
  return zipSync({ ...files, ...extra })
}

/** One entrance to every table, whatever it is kept in. */
import { readDelimited } from './delimited.ts'
import { detectFormat, refuse, type Table, type Upload } from './uploads.ts'
import { readWorkbook } from './workbook.ts'

export async function readTable(upload: Upload): Promise<Table> {
  const format = await detectFormat(upload)
  if (format === 'workbook') return await readWorkbook(upload)
  if (format === 'delimited') return await readDelimited(upload)
  throw refuse('import_not_a_table', `“${upload.name}” is not a table.`)
}

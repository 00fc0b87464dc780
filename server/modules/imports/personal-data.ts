import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { findContactPerson } from '../parties/index.ts'
import type { DataSubject, PersonalData } from '../people/index.ts'
import { giveUp, selectFiles, selectImports, uploadOfFile } from './imports.ts'
import { isInFile, type Trace, traceOf } from './traces.ts'

const WORD_LENGTH_MIN = 4
const ERASED =
  'Somebody named in these files was erased from this ecosystem, so the files were deleted. Please send them again without that person.'

/**
 * A person stands in the files, plans and rows of imports by name, address and number, and in the suppressions by address. A wish not to be
 * written to stays, since forgetting it would have the person written to again.
 */
export const personalData: PersonalData = {
  module: 'imports',
  collect: async (tx, subject) => {
    const traces = await tracesOf(tx, subject)
    const { rows } = await sql<{ address: string; reason: string; at: Date }>`
      select address, reason, at from suppressions where ecosystem_id = ${tx.ecosystemId} and address = any (${traces})`.execute(tx.db)
    return { suppressions: rows }
  },
  erase: async (tx, subject, found) => {
    const traces = [...new Set([...(await tracesOf(tx, subject)), ...found.map((word) => word.toLowerCase())])]
    const words = traces.filter((word) => word !== subject.id && word.length >= WORD_LENGTH_MIN)
    await sql`
      update imports set filled = (select coalesce(jsonb_agg(f), '[]') from jsonb_array_elements(filled) f where f ->> 'id' <> ${subject.id})
      where ecosystem_id = ${tx.ecosystemId} and filled @> ${JSON.stringify([{ id: subject.id }])}::jsonb`.execute(tx.db)
    if (words.length === 0) return
    await giveUpImportsWith(tx, traceOf(words))
    await blankRows(tx, words)
  },
}

/** A plan with a hole would be written with it, and nothing can be cut out of a file that was sent: the whole import goes. */
async function giveUpImportsWith(tx: Tx, trace: Trace): Promise<void> {
  const open = await selectImports(tx)
    .where('state', 'in', ['checking', 'checked', 'refused', 'applying'])
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id } of open) {
    for (const file of await selectFiles(tx, id).execute()) {
      if (file.file_id === null || !(await isInFile(trace, uploadOfFile(tx, file)))) continue
      await giveUp(tx, id, { code: 'import_erased', message: ERASED })
      break
    }
  }
}

/** Of rows that name the person only what became of them stays. */
async function blankRows(tx: Tx, words: readonly string[]): Promise<void> {
  // in the text of JSON quotes and backslashes are escaped
  const escaped = words.map((word) => JSON.stringify(word).slice(1, -1))
  await sql`
    update import_rows set name = null, reasons = '[]' where ecosystem_id = ${tx.ecosystemId}
      and exists (select from unnest(${words}::text[], ${escaped}::text[]) as x (word, escaped)
        where position(x.word in lower(name)) > 0 or position(x.escaped in lower(reasons::text)) > 0)`.execute(tx.db)
  await sql`
    update imports set problem = null where ecosystem_id = ${tx.ecosystemId}
      and exists (select from unnest(${escaped}::text[]) as x (escaped) where position(x.escaped in lower(problem::text)) > 0)`.execute(
    tx.db,
  )
}

async function tracesOf(tx: Tx, subject: DataSubject): Promise<string[]> {
  if (subject.kind === 'account') return [subject.email.toLowerCase(), subject.name.toLowerCase()].filter((trace) => trace !== '')
  const contact = await findContactPerson(tx, subject.id)
  return contact ? [contact.name, contact.email].flatMap((trace) => (trace ? [trace.toLowerCase()] : [])) : []
}

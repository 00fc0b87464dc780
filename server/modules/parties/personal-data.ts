import { type Selectable, sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import type { DataSubject, PersonalData } from '../people/index.ts'
import type { Tables } from './schema.ts'

const REDACTED = '[…]'

/**
 * What this module holds on a person. A contact person goes with their row, and their name, addresses and numbers go out of the notes. What
 * the holder of an account stated about organisations stays with the ecosystem, under an id that no longer has a name.
 */
export const personalData: PersonalData = {
  module: 'parties',
  async collect(tx, subject) {
    if (subject.kind === 'account') {
      const source = `person:${subject.id}`
      const stated = await tx.db
        .selectFrom('parties')
        .select(['id', 'name', 'created_at'])
        .where('ecosystem_id', '=', tx.ecosystemId)
        .where('source', '=', source)
        .execute()
      const notes = await tx.db
        .selectFrom('notes')
        .select(['party_id', 'body', 'at'])
        .where('ecosystem_id', '=', tx.ecosystemId)
        .where('author', '=', source)
        .execute()
      return { partiesAdded: stated, notesWritten: notes }
    }
    const contact = await findContact(tx, subject)
    if (!contact) return {}
    const notes = await tx.db
      .selectFrom('notes')
      .select(['body', 'at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('party_id', '=', contact.party_id)
      .execute()
    const words = wordsOf(contact)
    return { contact, notesThatNameThem: notes.filter(({ body }) => words.some((word) => body.includes(word))) }
  },
  async erase(tx, subject) {
    if (subject.kind === 'account') return
    const contact = await findContact(tx, subject)
    if (!contact) return
    for (const word of wordsOf(contact)) {
      await sql`
        update notes set body = replace(body, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in body) > 0`.execute(tx.db)
    }
    await tx.db.deleteFrom('contacts').where('ecosystem_id', '=', tx.ecosystemId).where('id', '=', contact.id).execute()
  },
  async traces(tx, subject) {
    const contact = subject.kind === 'contact' ? await findContact(tx, subject) : undefined
    return contact ? wordsOf(contact) : []
  },
}

type Contact = Selectable<Tables['contacts']>

async function findContact(tx: Tx, subject: DataSubject): Promise<Contact | undefined> {
  return await tx.db
    .selectFrom('contacts')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', subject.id)
    .executeTakeFirst()
}

/** Longest first, so that a full name goes before the names in it. */
function wordsOf({ name, email, phone, mobile }: Contact): string[] {
  return [name, email, phone, mobile].filter((word) => word !== null && word.length >= 4).sort((a, b) => b!.length - a!.length) as string[]
}

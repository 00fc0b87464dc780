import { complaint } from '../../kernel/complaints.ts'
import { type Actor, type Ctx, snapshot, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { ahead } from '../../kernel/sets.ts'
import { streamOffers } from '../exchange/index.ts'
import { type Filter, listFields, streamContacts, streamNotes, streamParties } from '../parties/index.ts'
import { allow, getEcosystem, partiesWithin, type Right } from '../people/index.ts'
import { streamInteractions, streamTies } from '../ties/index.ts'
import { type File, fileOf } from './formats/index.ts'
import { type Counts, type NewExport, TABLES, type TableName } from './schema.ts'
import type { Source } from './source.ts'

/** Each holds a connection to the database for as long as its reader takes, so there are few at once. */
const EXPORTS_AT_ONCE = 3

/**
 * A file of what this actor may see of the filtered parties, written while it is read: out of one moment of the database, in little memory,
 * ended as soon as the reader wants no more. Throws too_many while others, or this person, are at it.
 */
export async function makeExport(ctx: Ctx, input: NewExport): Promise<Omit<File, 'content'> & { content: AsyncGenerator<Uint8Array> }> {
  allow(ctx, 'exports.make')
  mustBeSound(input)
  const ecosystem = await transaction(ctx, getEcosystem)
  const { content, ...named } = fileOf(input, ecosystem.name, ctx.now())
  const written = snapshot(ctx, (tx) => counted(tx, input, (source) => content(source), ecosystem.name))
  return { ...named, content: oneOfFew(ctx.actor, written) }
}

function mustBeSound({ format, table, filter }: NewExport): void {
  const refuse = (code: 'table_needs_csv' | 'table_of_today') => {
    throw new DomainError('invalid', 'invalid_export', 'Something in the input is not right.', [complaint('table', code)])
  }
  if (table !== undefined && format !== 'csv') refuse('table_needs_csv')
  if (table !== undefined && filter.asOf !== undefined && !OF_THE_PAST.includes(table)) refuse('table_of_today')
}

/** What is kept with its past. People, notes, interactions and offers are known as they are today, which is no part of a past day. */
const OF_THE_PAST: readonly TableName[] = ['organisations', 'ties']

type Write = (source: Source) => AsyncGenerator<Uint8Array>

/**
 * Writes, counts, and notes in the log what was taken, also where the reader left before the end: then it is noted as a part. What a
 * failure broke off is rolled back and leaves no line.
 */
async function* counted(tx: Tx, { format, table, filter }: NewExport, write: Write, ecosystem: string): AsyncGenerator<Uint8Array> {
  const counts = Object.fromEntries(TABLES.map((name) => [name, 0])) as Counts
  const source = await sourceOf(tx, filter, ecosystem, counts)
  let isSound = true
  let isWhole = false
  try {
    yield* write(source)
    isWhole = true
  } catch (error) {
    isSound = false
    throw error
  } finally {
    const filtered = Object.values(filter).some((value) => value !== undefined)
    if (isSound) await emit(tx, 'export.made', null, { format, table: table ?? null, filtered, whole: isWhole, ...counts })
  }
}

async function sourceOf(tx: Tx, filter: Filter, ecosystem: string, counts: Counts): Promise<Source> {
  const isToday = filter.asOf === undefined
  const sees = (right: Right) => partiesWithin(tx, right)?.length !== 0
  return {
    ecosystem,
    at: tx.now(),
    fields: sees('parties.private') ? await listFields(tx) : [],
    parties: () => counting(counts, 'organisations', streamParties(tx, filter)),
    ties: (scope) => counting(counts, 'ties', streamTies(tx, filter, { present: scope === 'present' })),
    ...(isToday && { offers: () => counting(counts, 'offers', streamOffers(tx, filter)) }),
    ...(isToday && sees('contacts.read') && { people: () => counting(counts, 'people', streamContacts(tx, filter)) }),
    ...(isToday && sees('interactions.read') && { interactions: () => counting(counts, 'interactions', streamInteractions(tx, filter)) }),
    ...(isToday && sees('notes.read') && { notes: () => counting(counts, 'notes', streamNotes(tx, filter)) }),
  }
}

async function* counting<T>(counts: Counts, name: TableName, pages: AsyncGenerator<T[]>): AsyncGenerator<T[]> {
  for await (const rows of ahead(pages)) {
    counts[name] += rows.length
    yield rows
  }
}

const underWay = new Set<string>()

/** Takes a place before the first piece and gives it back after the last; one place for each person. */
async function* oneOfFew(actor: Actor, content: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const who = actor.kind === 'system' ? 'system' : actor.personId
  if (underWay.has(who)) {
    throw new DomainError(
      'too_many',
      'export_under_way',
      'An export of yours is being written. Please wait until it is complete, or end it.',
    )
  }
  if (underWay.size >= EXPORTS_AT_ONCE) {
    throw new DomainError('too_many', 'too_many_exports', 'Several exports are being written right now. Please try again in a minute.')
  }
  underWay.add(who)
  try {
    yield* content
  } finally {
    underWay.delete(who)
  }
}

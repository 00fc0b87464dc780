import type { Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { changeMany, findOwnParty, lockParty, readAliases } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { createTies, endTie } from '../ties/index.ts'
import { KIND_OF, tiesOf } from './rules.ts'
import type { NewAnswer, SortingAnswer } from './schema.ts'

/** Where a tie comes from that an answer stated; the answer says who and when. */
export const sourceOfAnswer = (id: string) => `sorting:${id}`

/**
 * States what a party is to the own organisation: its ties, and the kind that follows. Ties that were there before stay as they are, and an
 * undo leaves them. Throws conflict when no organisation is the own one, or somebody has answered this card already.
 */
export async function answerCard(tx: Tx, { partyId, answer }: NewAnswer): Promise<SortingAnswer> {
  allow(tx, 'ties.write')
  const own = await findOwnParty(tx)
  if (own === null) {
    throw new DomainError('conflict', 'own_party_missing', 'Please say first which organisation on the map is your own.')
  }
  const party = await lockParty(tx, partyId)
  if (party.id === own.id) {
    throw new DomainError('invalid', 'own_party_answered', 'This is your own organisation. Please go on with the next card.')
  }
  await mustBeOpen(tx, own.id, party.id)
  const id = newId()
  const tieIds = await stateTies(tx, id, tiesOf(answer, own.id, party.id))
  const kind = await giveKind(tx, party.id, KIND_OF[answer])
  await tx.db
    .insertInto('sorting_answers')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      own_id: own.id,
      party_id: party.id,
      answer,
      tie_ids: tieIds,
      kind,
      answered_by: sourceOf(tx.actor),
      answered_at: tx.now(),
    })
    .execute()
  if (answer === 'skip') await emit(tx, 'sorting.skipped', null, {})
  else await emit(tx, 'sorting.answered', id, { partyId: party.id, answer })
  return { id, partyId: party.id, answer, tieIds, kind }
}

/** Takes an answer back: the ties and the kind it stated, nothing else. The card is open again. Throws conflict for one taken back before. */
export async function undoAnswer(tx: Tx, id: string): Promise<{ id: string }> {
  allow(tx, 'ties.write')
  const stored = await tx.db
    .selectFrom('sorting_answers')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const row = found(stored, 'sorting_answer')
  if (row.undone_at !== null) throw new DomainError('conflict', 'sorting_answer_undone', 'This answer has been taken back already.')
  for (const tieId of row.tie_ids) await endIfThere(tx, tieId)
  if (row.kind !== null) await changeMany(tx, { ids: [row.party_id], change: { removeKind: row.kind } })
  await tx.db
    .updateTable('sorting_answers')
    .set({ undone_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  if (row.answer !== 'skip') await emit(tx, 'sorting.undone', id, { partyId: row.party_id, answer: row.answer })
  return { id }
}

/** Lays all skipped cards on the pile again. Answers how many. */
export async function reopenSkipped(tx: Tx): Promise<{ count: number }> {
  allow(tx, 'ties.write')
  const { numUpdatedRows } = await tx.db
    .updateTable('sorting_answers')
    .set({ undone_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('answer', '=', 'skip')
    .where('undone_at', 'is', null)
    .executeTakeFirstOrThrow()
  const count = Number(numUpdatedRows)
  if (count > 0) await emit(tx, 'sorting.skips_reopened', null, { count })
  return { count }
}

async function mustBeOpen(tx: Tx, ownId: string, partyId: string): Promise<void> {
  const { membersOf } = await readAliases(tx)
  const before = await tx.db
    .selectFrom('sorting_answers')
    .select('id')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('own_id', 'in', membersOf(ownId))
    .where('party_id', 'in', membersOf(partyId))
    .where('undone_at', 'is', null)
    .executeTakeFirst()
  if (before) throw new DomainError('conflict', 'sorting_answered', 'Somebody has answered this card already. Their answer stands.')
}

/** Answers the ties that are new. */
async function stateTies(tx: Tx, answerId: string, drafts: ReturnType<typeof tiesOf>): Promise<string[]> {
  const outcomes = await createTies(tx, drafts, sourceOfAnswer(answerId))
  const made: string[] = []
  for (const [index, { id, outcome }] of outcomes.entries()) {
    if (outcome !== 'created') continue
    made.push(id)
    await emit(tx, 'tie.created', id, drafts[index]!)
  }
  return made
}

/** Answers the kind if the party did not have it. */
async function giveKind(tx: Tx, partyId: string, kind: string | undefined): Promise<string | null> {
  if (kind === undefined) return null
  const { changed } = await changeMany(tx, { ids: [partyId], change: { addKind: kind } })
  return changed > 0 ? kind : null
}

/** A tie that somebody took off the map meanwhile needs no second end. */
async function endIfThere(tx: Tx, tieId: string): Promise<void> {
  try {
    await endTie(tx, tieId)
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'not_found') throw error
  }
}

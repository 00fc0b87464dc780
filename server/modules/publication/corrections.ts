import type { Selectable } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { getParty, lockParty, NewParty, normaliseWebsite, type Party, readNames, readParties, updateParty } from '../parties/index.ts'
import { allow, getEcosystem } from '../people/index.ts'
import { completeTask, createTask, getTask } from '../tasks/index.ts'
import { withdrawParty } from './grounds.ts'
import { type CorrectableFact, changesOf } from './rules.ts'
import type { Changes, Correction, CorrectionList, Tables } from './schema.ts'
import { taskText } from './words.ts'

type CorrectionRow = Selectable<Tables['publication_corrections']>

/** What the holder of a link says about the organisation. Throws invalid for values that cannot be, and when nothing differs. */
export type Said = { entranceId: string; facts: Partial<Record<CorrectableFact, string>>; message: string | null }

/** Keeps what the organisation wants changed, and makes a task of it; what waited before is replaced. */
export async function makeCorrection(tx: Tx, partyId: string, { entranceId, facts, message }: Said): Promise<string> {
  const row = await lockParty(tx, partyId)
  const party = await getParty(tx, row.id)
  const changes = changesOf(party, facts)
  mustBeSound(party, changes)
  if (Object.keys(changes).length === 0 && message === null) {
    throw new DomainError('invalid', 'nothing_corrected', 'Nothing differs from what is public already.')
  }
  const waiting = await findWaiting(tx, party.id)
  if (waiting) await decide(tx, waiting, 'replaced', `entrance:${entranceId}`)
  const { locale } = await getEcosystem(tx)
  const task = await createTask(tx, {
    ...taskText(locale, 'correction', party.name),
    partyId: party.id,
    proposedBy: 'publication:correction',
  })
  const id = newId()
  await tx.db
    .insertInto('publication_corrections')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      party_id: party.id,
      entrance_id: entranceId,
      changes: JSON.stringify(changes),
      message,
      task_id: task.id,
      made_at: tx.now(),
    })
    .execute()
  await emit(tx, 'publication.correction_made', party.id, { correctionId: id, fields: Object.keys(changes) })
  return id
}

/** The organisation takes itself off the map, at once; the coordinators learn of it by a task. Again, it does nothing. */
export async function withdraw(tx: Tx, partyId: string, entranceId: string): Promise<void> {
  const party = await getParty(tx, partyId)
  if (!(await withdrawParty(tx, party.id, entranceId))) return
  const { locale } = await getEcosystem(tx)
  await createTask(tx, { ...taskText(locale, 'withdrawn', party.name), partyId: party.id, proposedBy: 'publication:withdrawal' })
}

/** Writes the proposed facts onto the map, with the correction as their source. Throws conflict when it is decided already. */
export async function acceptCorrection(tx: Tx, id: string): Promise<Correction> {
  allow(tx, 'publication.write')
  const row = await lockWaiting(tx, id)
  const { version } = await lockParty(tx, row.party_id)
  const facts = Object.fromEntries(Object.entries(row.changes).map(([fact, { to }]) => [fact, to]))
  if (Object.keys(facts).length > 0) await updateParty(tx, row.party_id, { ...facts, version }, `correction:${id}`)
  await decide(tx, row, 'accepted', sourceOf(tx.actor))
  await emit(tx, 'publication.correction_accepted', row.party_id, { correctionId: id, fields: Object.keys(facts) })
  return await getCorrection(tx, id)
}

/** Leaves the map as it is. The organisation reads the reason through its link. */
export async function refuseCorrection(tx: Tx, id: string, reason: string): Promise<Correction> {
  allow(tx, 'publication.write')
  const row = await lockWaiting(tx, id)
  await decide(tx, row, 'refused', sourceOf(tx.actor), reason)
  await emit(tx, 'publication.correction_refused', row.party_id, { correctionId: id })
  return await getCorrection(tx, id)
}

/** The corrections that wait, or those decided, the latest first. */
export async function listCorrections(ctx: Ctx, { state, limit, cursor }: CorrectionList): Promise<Page<Correction>> {
  allow(ctx, 'publication.read')
  let query = ctx.db
    .selectFrom('publication_corrections')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('decided_at', state === 'waiting' ? 'is' : 'is not', null)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', String(decodeCursor(cursor, 1)[0]))
  const page = toPage(await query.execute(), limit, ({ id }) => [id])
  return { items: await show(ctx, page.items), nextCursor: page.nextCursor }
}

/** What the organisation proposed last, for whoever holds its link. */
export async function findLatest(ctx: Ctx | Tx, partyId: string): Promise<CorrectionRow | undefined> {
  return await ctx.db
    .selectFrom('publication_corrections')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('party_id', '=', partyId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function getCorrection(ctx: Ctx | Tx, id: string): Promise<Correction> {
  const rows = await ctx.db
    .selectFrom('publication_corrections')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('id', '=', id)
    .execute()
  const [correction] = await show(ctx, rows)
  return found(correction, 'correction')
}

async function show(ctx: Ctx | Tx, rows: readonly CorrectionRow[]): Promise<Correction[]> {
  const ids = rows.map(({ party_id }) => party_id)
  const parties = new Map((await readParties(ctx, ids)).map((party) => [party.id, party]))
  const names = await readNames(ctx, ids)
  return rows.map((row) => {
    const now = parties.get(row.party_id)
    return {
      id: row.id,
      partyId: row.party_id,
      partyName: names.get(row.party_id)?.name ?? '',
      changes: Object.entries(row.changes as Changes).map(([field, { from, to }]) => ({
        field,
        from: String(from ?? ''),
        to: String(to ?? ''),
        now: String(now?.[field as CorrectableFact] ?? ''),
      })),
      message: row.message,
      madeAt: row.made_at.toISOString(),
      decision: row.decision,
      decidedAt: row.decided_at?.toISOString() ?? null,
      reason: row.reason,
    }
  })
}

async function findWaiting(tx: Tx, partyId: string): Promise<CorrectionRow | undefined> {
  return await tx.db
    .selectFrom('publication_corrections')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('party_id', '=', partyId)
    .where('decided_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}

async function lockWaiting(tx: Tx, id: string): Promise<CorrectionRow> {
  const row = await tx.db
    .selectFrom('publication_corrections')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const correction = found(row, 'correction')
  if (correction.decided_at === null) return correction
  throw new DomainError('conflict', 'correction_decided', 'This correction has been decided already. Nothing was changed.')
}

/** Ends the waiting of a correction and of its task. */
async function decide(
  tx: Tx,
  row: CorrectionRow,
  decision: NonNullable<CorrectionRow['decision']>,
  by: string,
  reason: string | null = null,
) {
  await tx.db
    .updateTable('publication_corrections')
    .set({ decision, decided_at: tx.now(), decided_by: by, reason })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', row.id)
    .execute()
  if (row.task_id !== null && (await isOpen(tx, row.task_id))) await completeTask(tx, row.task_id)
}

/** Somebody may have removed or completed it meanwhile. */
async function isOpen(tx: Tx, taskId: string): Promise<boolean> {
  try {
    return (await getTask(tx, taskId)).completion === null
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'not_found') return false
    throw error
  }
}

/** The proposal as a whole must be a party that could be written, so that accepting it never fails on what was typed. */
function mustBeSound(party: Party, changes: Partial<Record<CorrectableFact, { to: string | null }>>): void {
  const facts = Object.fromEntries(Object.entries(changes).map(([fact, { to }]) => [fact, to]))
  const result = NewParty.safeParse({ name: party.name, ...facts })
  if (result.success && !(facts.website && normaliseWebsite(facts.website) === null)) return
  const paths = result.success ? ['website'] : result.error.issues.map(({ path }) => String(path[0]))
  const errors = [...new Set(paths)].map((path) => complaint(path, 'invalid'))
  throw new DomainError('invalid', 'correction_unsound', 'Something in the input is not right. Nothing was sent.', errors)
}

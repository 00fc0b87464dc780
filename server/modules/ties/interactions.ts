import { type RawBuilder, sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, isAuthor, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { type Aliases, readAliases, resolveParties, selectAliases } from '../parties/index.ts'
import { allow, allowList, may } from '../people/index.ts'
import type { InteractionKind } from './rules.ts'
import type { Interaction, InteractionList, NewInteraction } from './schema.ts'
import { getTie } from './ties.ts'

const CLOCK_SKEW_MS = 60_000

/** Records that two parties met, wrote, called or visited. It feeds the strength of the named tie, or of every tie between the two. */
export async function recordInteraction(tx: Tx, input: NewInteraction): Promise<Interaction> {
  const aliases = await readAliases(tx)
  const { partyId, otherPartyId, tieId } = await involved(tx, aliases, input)
  allow(tx, 'interactions.write', [partyId, otherPartyId])
  const at = input.at === undefined ? tx.now() : new Date(input.at)
  if (at.getTime() > tx.now().getTime() + CLOCK_SKEW_MS) {
    const wrong = complaint('at', 'in_future')
    throw new DomainError('invalid', 'interaction_in_future', wrong.message, [wrong])
  }
  const row = {
    id: newId(),
    party_id: partyId,
    other_party_id: otherPartyId,
    tie_id: tieId,
    kind: input.kind,
    at,
    text: input.text ?? null,
    author: sourceOf(tx.actor),
    created_at: tx.now(),
  }
  await tx.db
    .insertInto('interactions')
    .values({ ecosystem_id: tx.ecosystemId, ...row })
    .execute()
  await emit(tx, 'interaction.recorded', partyId, { interactionId: row.id, otherPartyId, tieId, kind: input.kind })
  return toInteraction(row)
}

/** Erases an interaction with its text. The log keeps that there was one; the strength of the tie forgets it. */
export async function eraseInteraction(tx: Tx, id: string): Promise<{ id: string }> {
  const { rows } = await sql<InteractionRow>`
    select i.* from ${readInteractions(tx)} i where i.id = ${id}`.execute(tx.db)
  const row = found(rows[0], 'interaction')
  const subject = [row.party_id, row.other_party_id]
  // who may not see it, is not told that it exists
  if (!may(tx, 'interactions.read', subject)) found(undefined, 'interaction')
  allow(tx, 'interactions.write', subject)
  if (tx.actor.kind !== 'system' && tx.actor.role === 'member' && !isAuthor(tx.actor, row.author)) {
    throw new DomainError('forbidden', 'not_your_interaction', 'Only who recorded an interaction, or a coordinator, can remove it.')
  }
  await tx.db.deleteFrom('interactions').where('ecosystem_id', '=', tx.ecosystemId).where('id', '=', id).execute()
  const told = { interactionId: id, otherPartyId: row.other_party_id, tieId: row.tie_id, kind: row.kind }
  await emit(tx, 'interaction.erased', row.party_id, told)
  return { id }
}

/** A page of interactions, the latest first: of one party, along one tie, of one kind. */
export async function listInteractions(ctx: Ctx, query: InteractionList): Promise<Page<Interaction>> {
  const reach = allowList(ctx, 'interactions.read')
  const aliases = await readAliases(ctx)
  const parts = [sql<boolean>`true`]
  if (!reach.all) parts.push(concerns(reach.partyIds))
  if (query.partyId !== undefined) parts.push(concerns(aliases.membersOf(query.partyId)))
  if (query.kind !== undefined) parts.push(sql`i.kind = ${query.kind}`)
  if (query.tieId !== undefined) {
    const { fromId, toId } = await getTie(ctx, query.tieId)
    const between = sql`${concerns(aliases.membersOf(fromId))} and ${concerns(aliases.membersOf(toId))}`
    parts.push(sql`(i.tie_id = ${query.tieId} or (i.tie_id is null and ${between}))`)
  }
  if (query.cursor !== undefined) {
    const [at, id] = decodeCursor(query.cursor, 2)
    parts.push(sql`(i.at, i.id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const { rows } = await sql<InteractionRow>`
    select i.* from ${readInteractions(ctx, sql.join(parts, sql` and `))} i
    order by i.at desc, i.id desc limit ${query.limit + 1}`.execute(ctx.db)
  const page = toPage(rows, query.limit, ({ at, id }) => [at.toISOString(), id])
  return { items: page.items.map(toInteraction), nextCursor: page.nextCursor }
}

export type InteractionRow = {
  id: string
  party_id: string
  other_party_id: string | null
  tie_id: string | null
  kind: InteractionKind
  at: Date
  text: string | null
  author: string
  created_at: Date
}

/** Interactions with their parties resolved through aliases, as a table. `where` speaks of the stored row `i`. */
export function readInteractions(ctx: Pick<Ctx, 'ecosystemId'>, where: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
  return sql`(
    select i.id, coalesce(a.target_id, i.party_id) as party_id, coalesce(b.target_id, i.other_party_id) as other_party_id,
      i.tie_id, i.kind, i.at, i.text, i.author, i.created_at
    from interactions i
    left join ${selectAliases(ctx)} a on a.party_id = i.party_id
    left join ${selectAliases(ctx)} b on b.party_id = i.other_party_id
    where i.ecosystem_id = ${ctx.ecosystemId} and ${where})`
}

export function concerns(partyIds: readonly string[]): RawBuilder<boolean> {
  return sql`(i.party_id = any (${partyIds}) or i.other_party_id = any (${partyIds}))`
}

export function toInteraction(row: InteractionRow): Interaction {
  return {
    id: row.id,
    partyId: row.party_id,
    otherPartyId: row.other_party_id,
    tieId: row.tie_id,
    kind: row.kind,
    at: row.at.toISOString(),
    text: row.text,
    author: row.author,
    createdAt: row.created_at.toISOString(),
  }
}

type Involved = { partyId: string; otherPartyId: string | null; tieId: string | null }

/** The parties by their present ids. Of a tie, the named party must be one end; the other end is the other party. */
async function involved(tx: Tx, aliases: Aliases, input: NewInteraction): Promise<Involved> {
  const ids = [input.partyId, input.otherPartyId].flatMap((id) => id ?? [])
  const targets = await resolveParties(tx, ids)
  const partyId = targets.get(input.partyId)!
  const named = input.otherPartyId ? targets.get(input.otherPartyId)! : null
  if (named === partyId) refuse('otherPartyId', 'same_party')
  if (!input.tieId) return { partyId, otherPartyId: named, tieId: null }
  const tie = await getTie(tx, input.tieId)
  const other = tie.fromId === partyId ? tie.toId : tie.toId === partyId ? tie.fromId : refuse('tieId', 'no_end_of_tie')
  if (named !== null && named !== other) refuse('otherPartyId', 'no_end_of_tie')
  return { partyId, otherPartyId: aliases.targetOf(other), tieId: tie.id }
}

function refuse(path: string, code: 'same_party' | 'no_end_of_tie'): never {
  throw new DomainError('invalid', 'invalid_interaction', 'Something in the input is not right.', [complaint(path, code)])
}

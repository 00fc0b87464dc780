import type { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { allow } from '../people/index.ts'
import { changeFacts } from './facts.ts'
import { getParty, lockParty, presentFacts } from './parties.ts'
import { FACTS, type Fact, proposeSide, same, TOGETHER } from './rules.ts'
import type { Merge, MergePreview, MergeRequest, Party } from './schema.ts'
import type { PartyRecord } from './shown.ts'

type Preview = z.infer<typeof MergePreview>
type Side = 'target' | 'alias'

const MERGES_MAX = 100

/** The merges that hold of a party, newest first: which entry was merged into it, and when. Each of them can be undone. */
export async function listMerges(ctx: Ctx, partyId: string): Promise<Merge[]> {
  allow(ctx, 'parties.read')
  const { id } = await getParty(ctx, partyId)
  // the first row of a merge is the entry that was merged; those behind it had been merged into that one before
  const { rows } = await sql<{ merge_id: string; party_id: string; name: string; since: Date }>`
    select m.merge_id, m.party_id, p.name, m.since from (
      select distinct on (a.merge_id) a.merge_id, a.party_id, a.since from aliases a
      where a.ecosystem_id = ${ctx.ecosystemId} and a.merge_id in (
        select live.merge_id from aliases live
        where live.ecosystem_id = ${ctx.ecosystemId} and live.target_id = ${id} and live.until is null)
      order by a.merge_id, a.since, a.id
    ) m join parties p on p.ecosystem_id = ${ctx.ecosystemId} and p.id = m.party_id
    order by m.since desc, m.merge_id desc limit ${MERGES_MAX}`.execute(ctx.db)
  return rows.map((row) => ({ id: row.merge_id, aliasId: row.party_id, name: row.name, at: row.since.toISOString() }))
}

/** What a merge would show, fact by fact, and which side each is taken from unless somebody chooses. Writes nothing. */
export async function previewMerge(ctx: Ctx, { targetId, aliasId }: { targetId: string; aliasId: string }): Promise<Preview> {
  allow(ctx, 'merges.write')
  const target = await getParty(ctx, targetId)
  const alias = await getParty(ctx, aliasId)
  mustDiffer(target, alias)
  const sides = proposedSides(
    (fact) => target[fact],
    (fact) => alias[fact],
  )
  const ids = [target, alias].flatMap((party) => [party.id, ...party.mergedIds])
  const { rows } = await sql<{ contacts: number; notes: number }>`
    select (select count(*)::int from contacts where ecosystem_id = ${ctx.ecosystemId} and party_id = any (${ids})) as contacts,
           (select count(*)::int from notes where ecosystem_id = ${ctx.ecosystemId} and party_id = any (${ids})) as notes`.execute(ctx.db)
  return {
    target,
    alias,
    fields: FACT_NAMES.map((field) => ({
      field,
      target: target[field],
      alias: alias[field],
      take: sides.get(field)!,
      differs: !same(target[field], alias[field]),
    })),
    ...rows[0]!,
  }
}

/**
 * Makes `aliasId` another name of `targetId`. Nothing is repointed: contacts, notes, ties and kinds of the alias are read with the target
 * from now on. Facts taken from the alias become changes of the target, with the source they had; undoMerge takes them back.
 */
export async function mergeParties(tx: Tx, { targetId, aliasId, take }: MergeRequest): Promise<{ mergeId: string; party: Party }> {
  allow(tx, 'merges.write')
  const [target, alias] = await lockBoth(tx, targetId, aliasId)
  mustDiffer(target, alias)
  const mergeId = newId()
  const facts = { target: presentFacts(target), alias: presentFacts(alias) }
  const sides = chosenSides(facts, take)
  const taken = FACT_NAMES.filter((fact) => sides.get(fact) === 'alias' && !same(facts.target[fact], facts.alias[fact]))
  if (taken.length > 0) {
    await changeFacts(tx, target, Object.fromEntries(taken.map((fact) => [fact, facts.alias[fact]])), `merge:${mergeId}`)
    await keepSources(tx, target, alias, taken)
  }
  await addAliases(tx, mergeId, target.id, alias.id)
  await emit(tx, 'party.merged', target.id, { aliasId: alias.id, mergeId })
  return { mergeId, party: await getParty(tx, target.id) }
}

/** Ends the aliases of a merge and gives the target back the facts it had, unless somebody changed them since: those stay and are named. */
export async function undoMerge(tx: Tx, mergeId: string): Promise<{ mergeId: string; kept: string[] }> {
  allow(tx, 'merges.write')
  const rows = await tx.db
    .selectFrom('aliases')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('merge_id', '=', mergeId)
    .orderBy('since')
    .orderBy('id')
    .forUpdate()
    .execute()
  const first = found(rows[0], 'merge')
  const live = rows.filter(({ until }) => until === null)
  if (live.length === 0) await refuseUndo(tx, first.party_id)
  await tx.db
    .updateTable('aliases')
    .set({ until: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('merge_id', '=', mergeId)
    .where('until', 'is', null)
    .execute()
  await revive(
    tx,
    mergeId,
    live.map(({ party_id }) => party_id),
  )
  const kept = await giveBackFacts(tx, first.target_id, mergeId)
  await emit(tx, 'party.unmerged', first.target_id, { aliasId: first.party_id, mergeId })
  return { mergeId, kept }
}

async function refuseUndo(tx: Tx, partyId: string): Promise<never> {
  const covering = await tx.db
    .selectFrom('aliases')
    .select('merge_id')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('party_id', '=', partyId)
    .where('until', 'is', null)
    .executeTakeFirst()
  if (!covering) throw new DomainError('conflict', 'merge_undone', 'This merge has been undone already.')
  throw new DomainError('conflict', 'merge_covered', 'The merged organisation was merged once more since. Undo that merge first.')
}

const FACT_NAMES = Object.keys(FACTS) as Fact[]

function proposedSides(target: (fact: Fact) => unknown, alias: (fact: Fact) => unknown): Map<Fact, Side> {
  const sides = new Map<Fact, Side>(FACT_NAMES.map((fact) => [fact, proposeSide(target(fact), alias(fact))]))
  for (const group of TOGETHER) for (const fact of group) sides.set(fact, sides.get(group[0]!)!)
  return sides
}

function chosenSides(facts: Record<Side, Record<Fact, unknown>>, take: Record<string, Side>): Map<Fact, Side> {
  const sides = proposedSides(
    (fact) => facts.target[fact],
    (fact) => facts.alias[fact],
  )
  for (const [field, side] of Object.entries(take)) {
    if (!(field in FACTS)) {
      throw new DomainError('invalid', 'invalid_merge', 'Something in the input is not right.', [
        complaint(`take.${field}`, 'field_unknown'),
      ])
    }
    const group = TOGETHER.find((facts) => facts.includes(field as Fact)) ?? [field as Fact]
    for (const fact of group) sides.set(fact, side)
  }
  return sides
}

/** Locks in the order of the ids, so that two merges of the same pair wait for each other instead of blocking each other. */
async function lockBoth(tx: Tx, targetId: string, aliasId: string): Promise<[PartyRecord, PartyRecord]> {
  const rows = new Map<string, PartyRecord>()
  for (const id of [targetId, aliasId].sort()) rows.set(id, await lockParty(tx, id))
  return [rows.get(targetId)!, rows.get(aliasId)!]
}

/** Points the alias, and whatever was merged into it before, to the target: one step from any id to its party. */
async function addAliases(tx: Tx, mergeId: string, targetId: string, aliasId: string): Promise<void> {
  const now = tx.now()
  const earlier = await tx.db
    .updateTable('aliases')
    .set({ until: now })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('target_id', '=', aliasId)
    .where('until', 'is', null)
    .returning('party_id')
    .execute()
  await tx.db
    .insertInto('aliases')
    .values(
      [aliasId, ...earlier.map(({ party_id }) => party_id)].map((party_id) => ({
        ecosystem_id: tx.ecosystemId,
        id: newId(),
        party_id,
        target_id: targetId,
        merge_id: mergeId,
        since: now,
      })),
    )
    .execute()
}

/** Gives parties that were merged into the alias before back to it: their last alias of another merge goes on. */
async function revive(tx: Tx, mergeId: string, partyIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ party_id: string; target_id: string; merge_id: string }>`
    select distinct on (a.party_id) a.party_id, a.target_id, a.merge_id from aliases a
    join aliases ended on ended.ecosystem_id = a.ecosystem_id and ended.party_id = a.party_id and ended.merge_id = ${mergeId}
    where a.ecosystem_id = ${tx.ecosystemId} and a.party_id = any (${partyIds}) and a.merge_id <> ${mergeId} and a.until = ended.since
      -- the alias this merge ended, not one that its return was ended by
      and not exists (select from aliases e where e.ecosystem_id = a.ecosystem_id and e.party_id = a.party_id and e.merge_id = ${mergeId} and e.since < ended.since)
    order by a.party_id, a.since desc`.execute(tx.db)
  if (rows.length === 0) return
  await tx.db
    .insertInto('aliases')
    .values(rows.map((row) => ({ ecosystem_id: tx.ecosystemId, id: newId(), ...row, since: tx.now() })))
    .execute()
}

/** The taken facts keep who stated them first, not who merged. */
async function keepSources(tx: Tx, target: PartyRecord, alias: PartyRecord, taken: readonly Fact[]): Promise<void> {
  const columns = taken.map((fact) => FACTS[fact])
  const kept = Object.fromEntries(columns.map((column) => [column, alias.sources[column] ?? alias.source]))
  await sql`
    update parties set sources = sources || ${JSON.stringify(kept)}::jsonb
    where ecosystem_id = ${tx.ecosystemId} and id = ${target.id}`.execute(tx.db)
}

async function giveBackFacts(tx: Tx, targetId: string, mergeId: string): Promise<string[]> {
  const target = await lockParty(tx, targetId)
  const changes = await tx.db
    .selectFrom('party_changes')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('party_id', '=', target.id)
    .where(
      'until',
      '>=',
      sql<Date>`(select min(until) from party_changes where ecosystem_id = ${tx.ecosystemId} and next_source = ${`merge:${mergeId}`})`,
    )
    .orderBy('until')
    .orderBy('id')
    .execute()
  const merged = changes.filter(({ next_source }) => next_source === `merge:${mergeId}`)
  const later = new Set(changes.filter((change) => !merged.includes(change)).map(({ field }) => field))
  const back = merged.filter(({ field }) => !later.has(field))
  const factOf = (column: string) => FACT_NAMES.find((fact) => FACTS[fact] === column)!
  if (back.length > 0) {
    await changeFacts(tx, target, Object.fromEntries(back.map(({ field, value }) => [factOf(field), value])), `unmerge:${mergeId}`)
    const sources = Object.fromEntries(back.map(({ field, source }) => [field, source]))
    await sql`
      update parties set sources = sources || ${JSON.stringify(sources)}::jsonb
      where ecosystem_id = ${tx.ecosystemId} and id = ${target.id}`.execute(tx.db)
  }
  return merged.filter(({ field }) => later.has(field)).map(({ field }) => factOf(field))
}

function mustDiffer(target: { id: string }, alias: { id: string }): void {
  if (target.id === alias.id) throw new DomainError('conflict', 'already_merged', 'These two are one organisation already.')
}

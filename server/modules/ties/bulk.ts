import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { type Aliases, readAliases } from '../parties/index.ts'
import { orderEnds } from './rules.ts'
import type { NewTie } from './schema.ts'
import { mustKnowTypes } from './types.ts'

const BATCH = 5000

export type TieOutcome =
  | { id: string; outcome: 'created' | 'existing' }
  /** The two ends are one party. */
  | { id: null; outcome: 'self' }

type Row = {
  id: string
  from_id: string
  to_id: string
  type: string
  directed: boolean
  strength: number | null
  trust: number | null
  since: string | null
  until: string | null
  evidence: string | null
}

/**
 * Writes new ties set by set, without events and without asking for rights: the caller says what happened. Answers for each draft, in
 * order, the tie that is there now and whether it was created; a tie that was there already stays as it is. Throws invalid for an unknown
 * type. The ends must be parties of the ecosystem.
 */
export async function createTies(tx: Tx, drafts: readonly NewTie[], source: string): Promise<TieOutcome[]> {
  const types = await mustKnowTypes(tx, drafts.map(({ type }) => type)) // biome-ignore format: one line reads better
  const aliases = await readAliases(tx)
  const outcomes: TieOutcome[] = []
  for (let from = 0; from < drafts.length; from += BATCH) {
    const batch = drafts.slice(from, from + BATCH)
    outcomes.push(...(await createBatch(tx, aliases, batch.map((draft) => ({ ...draft, directed: draft.directed ?? types.get(draft.type)!.directed })), source))) // biome-ignore format: one line reads better
  }
  return outcomes
}

/** Ends all ties from one source, for the undo of an import. Answers how many, and how many of them somebody had changed since. */
export async function endTiesOf(tx: Tx, source: string): Promise<{ ended: number; changedSince: number }> {
  const { rows } = await sql<{ version: number }>`
    update ties set ended_at = ${tx.now()}, updated_at = ${tx.now()}, version = version + 1
    where ecosystem_id = ${tx.ecosystemId} and source = ${source} and ended_at is null returning version`.execute(tx.db)
  return { ended: rows.length, changedSince: rows.filter(({ version }) => version > 2).length }
}

/**
 * Removes the ties from one source for good, with their history, as if they had never been: for samples. Those that somebody has changed
 * or that have interactions of their own stay, and those in `keep`. Answers how many went and how many stayed.
 */
export async function eraseTiesOf(tx: Tx, source: string, keep: readonly string[] = []): Promise<{ erased: number; left: number }> {
  const { rows } = await sql<{ erased: number; left: number }>`
    with gone as (
      delete from ties t where t.ecosystem_id = ${tx.ecosystemId} and t.source = ${source} and t.id <> all (${keep}::uuid[])
        and not exists (select from jsonb_each_text(t.sources) s where s.value <> ${source})
        and not exists (select from interactions i where i.ecosystem_id = t.ecosystem_id and i.tie_id = t.id)
      returning 1)
    select (select count(*) from gone)::int as erased,
      ((select count(*) from ties where ecosystem_id = ${tx.ecosystemId} and source = ${source}) - (select count(*) from gone))::int as left`.execute(
    tx.db,
  )
  return rows[0]!
}

/** Which of these parties have a tie or an interaction, present or past. */
export async function findTied(ctx: Ctx, partyIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select g.id from unnest(${partyIds}::uuid[]) as g (id) where
      exists (select from ties t where t.ecosystem_id = ${ctx.ecosystemId} and t.from_id = g.id)
      or exists (select from ties t where t.ecosystem_id = ${ctx.ecosystemId} and t.to_id = g.id)
      or exists (select from interactions i where i.ecosystem_id = ${ctx.ecosystemId} and i.party_id = g.id)
      or exists (select from interactions i where i.ecosystem_id = ${ctx.ecosystemId} and i.other_party_id = g.id)`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

async function createBatch(
  tx: Tx,
  aliases: Aliases,
  drafts: readonly (NewTie & { directed: boolean })[],
  source: string,
): Promise<TieOutcome[]> {
  const rows = drafts.map((draft) => toRow(aliases, draft))
  const unique = new Map<string, Row>()
  for (const row of rows) if (row && !unique.has(keyOf(row))) unique.set(keyOf(row), row)
  const existing = await findExisting(tx, aliases, [...unique.values()])
  const fresh = [...unique].filter(([key]) => !existing.has(key)).map(([, row]) => row)
  const inserted = await insertRows(tx, fresh, source)
  // somebody else may have stated one of them at the same moment
  const late = fresh.filter(({ id }) => !inserted.has(id))
  for (const [key, id] of await findExisting(tx, aliases, late)) existing.set(key, id)
  const told = new Set<string>()
  return rows.map((row): TieOutcome => {
    if (!row) return { id: null, outcome: 'self' }
    const key = keyOf(row)
    const id = existing.get(key) ?? unique.get(key)!.id
    const isFirst = !existing.has(key) && !told.has(id)
    told.add(id)
    return { id, outcome: isFirst ? 'created' : 'existing' }
  })
}

function toRow(aliases: Aliases, draft: NewTie & { directed: boolean }): Row | undefined {
  const ends = orderEnds(aliases.targetOf(draft.fromId), aliases.targetOf(draft.toId), draft.directed)
  if (ends.fromId === ends.toId) return undefined
  return {
    id: newId(),
    from_id: ends.fromId,
    to_id: ends.toId,
    type: draft.type,
    directed: draft.directed,
    strength: draft.strength ?? null,
    trust: draft.trust ?? null,
    since: draft.since ?? null,
    until: draft.until ?? null,
    evidence: draft.evidence ?? null,
  }
}

/** Finished periods are told apart by their days, open ties are one. */
function keyOf({ from_id, to_id, type, since, until }: Pick<Row, 'from_id' | 'to_id' | 'type' | 'since' | 'until'>): string {
  return [from_id, to_id, type, until === null ? '' : `${since ?? ''}/${until}`].join(' ')
}

/** The open ties that say the same as some of `rows`, by key. Compared here and not by a join, which takes the square of the rows without statistics. */
async function findExisting(ctx: Ctx, aliases: Aliases, rows: readonly Row[]): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map()
  const ends = [...new Set(rows.flatMap(({ from_id, to_id }) => [from_id, to_id]))].flatMap(aliases.membersOf)
  const { rows: present } = await sql<Row>`
    select t.id, t.from_id, t.to_id, t.type, t.directed, t.since::text as since, t.until::text as until from ties t
    where t.ecosystem_id = ${ctx.ecosystemId} and t.ended_at is null and t.from_id = any (${ends}) and t.to_id = any (${ends})
    order by t.created_at, t.id`.execute(ctx.db)
  const wanted = new Set(rows.map(keyOf))
  const found = new Map<string, string>()
  for (const tie of present) {
    const [one, other] = [aliases.targetOf(tie.from_id), aliases.targetOf(tie.to_id)]
    const keys = [keyOf({ ...tie, from_id: one, to_id: other })]
    if (!tie.directed) keys.push(keyOf({ ...tie, from_id: other, to_id: one }))
    for (const key of keys) if (wanted.has(key) && !found.has(key)) found.set(key, tie.id)
  }
  return found
}

async function insertRows(tx: Tx, rows: readonly Row[], source: string): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const { rows: inserted } = await sql<{ id: string }>`
    insert into ties (ecosystem_id, id, from_id, to_id, type, directed, strength, strength_at, trust, since, until, evidence, source, created_at, updated_at)
    select ${tx.ecosystemId}, x.id, x.from_id, x.to_id, x.type, x.directed, x.strength, ${tx.now()}, x.trust, x.since, x.until, x.evidence, ${source}, ${tx.now()}, ${tx.now()}
    from jsonb_populate_recordset(null::ties, ${JSON.stringify(rows)}::jsonb) x
    on conflict do nothing returning id`.execute(tx.db)
  return new Set(inserted.map(({ id }) => id))
}

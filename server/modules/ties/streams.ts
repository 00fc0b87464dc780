import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { streamRows } from '../../kernel/sets.ts'
import { type Filter, matches, momentOf, partiesAt, readAliases, selectPartyIds } from '../parties/index.ts'
import { allow, allowList, visibleFields } from '../people/index.ts'
import { concerns, type InteractionRow, readInteractions, toInteraction } from './interactions.ts'
import { holds, tiesAt } from './reading.ts'
import { fill, statedPart } from './rules.ts'
import type { Interaction, Tie } from './schema.ts'
import { readActivity } from './strength.ts'

type Told = 'id' | 'fromId' | 'toId' | 'type' | 'directed' | 'strength' | 'trust' | 'since' | 'until' | 'evidence' | 'source'
export type NamedTie = Pick<Tie, Told | 'currentStrength'> & { fromName: string; toName: string }
export type NamedInteraction = Interaction & { partyName: string; otherPartyName: string | null }

type Row = Pick<NamedTie, Told | 'fromName' | 'toName'> & { tieIds: string[] | null; statedAtMs: number }

/**
 * All ties between the filtered parties as this actor may see them, some at a time: those that are over too, or with `present` only those
 * that hold now or at the filter's `asOf`, which are those on the map. Without what takes longer to read than all the rest: how a strength
 * came about, and when a row was written.
 */
export async function* streamTies(tx: Tx, filter: Filter, { present = false } = {}): AsyncGenerator<NamedTie[]> {
  allow(tx, 'ties.read')
  const asOf = momentOf(filter)
  const moment = asOf ?? tx.now()
  const aliases = await readAliases(tx, asOf)
  const where = filter.tieType ? sql`t.type = any (${filter.tieType})` : sql`true`
  const query = sql<Row>`
    with chosen as materialized (select p.id, p.name from ${partiesAt(tx, asOf)} p where ${matches(tx, filter)})
    select t.id, case when cardinality(t.tie_ids) > 1 then t.tie_ids end as "tieIds", t.from_id as "fromId", t.to_id as "toId",
      f.name as "fromName", o.name as "toName", t.type, t.directed, t.strength, (extract(epoch from t.strength_at) * 1000)::float8 as "statedAtMs",
      t.trust, t.since, t.until, t.evidence, t.source
    from ${tiesAt(tx, { asOf, where, isUnmerged: aliases.isEmpty })} t
    join chosen f on f.id = t.from_id join chosen o on o.id = t.to_id where ${present ? holds(moment) : sql`true`}`
  for await (const rows of streamRows(tx, query)) {
    const partyIds = [...new Set(rows.flatMap(({ fromId, toId }) => [fromId, toId]))].flatMap(aliases.membersOf)
    const activity = await readActivity(tx, aliases, { asOf, partyIds })
    yield rows.map((row) => {
      const gap = activity.of(row.tieIds ?? [row.id], row.fromId, row.toId).reduce((sum, { logGap }) => sum + logGap, 0)
      const currentStrength = fill(statedPart({ strength: row.strength, at: new Date(row.statedAtMs) }, moment), gap)
      return visibleFields(tx, 'ties', toNamedTie(row, currentStrength), [row.fromId, row.toId])
    })
  }
}

// one by one, because copying what is left of an object takes as long as reading the row
function toNamedTie(row: Row, currentStrength: number): NamedTie {
  const { id, fromId, toId, fromName, toName, type, directed, strength, trust, since, until, evidence, source } = row
  return { id, fromId, toId, fromName, toName, type, directed, strength, currentStrength, trust, since, until, evidence, source }
}

/** The interactions of the filtered parties, the earliest first. Throws forbidden for those who may see none at all. */
export async function* streamInteractions(tx: Tx, filter: Filter): AsyncGenerator<NamedInteraction[]> {
  const reach = allowList(tx, 'interactions.read')
  const own = reach.all ? sql`true` : concerns(reach.partyIds)
  const chosen = selectPartyIds(tx, filter)
  const query = sql<InteractionRow & { party_name: string; other_party_name: string | null }>`
    select i.*, p.name as party_name, o.name as other_party_name from ${readInteractions(tx, own)} i
    join ${partiesAt(tx)} p on p.id = i.party_id left join ${partiesAt(tx)} o on o.id = i.other_party_id
    where i.party_id in ${chosen} or i.other_party_id in ${chosen} order by i.at, i.id`
  for await (const rows of streamRows(tx, query)) {
    yield rows.map((row) => ({ ...toInteraction(row), partyName: row.party_name, otherPartyName: row.other_party_name }))
  }
}

import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import type { Aliases } from '../parties/index.ts'
import { partiesWithin } from '../people/index.ts'
import { type Activity, HALF_LIFE_DAYS, INTERACTION_KINDS, pairKey, WEIGHTS } from './rules.ts'

type ActivityRow = Activity & { tieId: string | null; one: string | null; other: string | null }

/** What happened along ties, summed up: for single ties, and for pairs of parties whichever way a tie between them points. */
export type ActivityIndex = {
  of: (tieIds: readonly string[], fromId: string, toId: string) => Activity[]
  /** The ties along which something happened, and the parties between which something did: of all others there is nothing. */
  tieIds: Iterable<string>
  partyIds: Iterable<string>
}

export type ActivityScope = {
  asOf?: Date | undefined
  /** Reads only what concerns these parties (their own and merged ids). */
  partyIds?: readonly string[]
}

// a smaller power of two would be refused as an underflow; what is left of an interaction is nothing long before
const EXPONENT_MIN = -1000

/**
 * Sums up the interactions in the database by the formula of currentStrength(). Interactions the reader may not see do not count for them
 * either: a strength must not tell what the list hides. So two readers may see different strengths of one tie.
 */
export async function readActivity(ctx: Ctx, aliases: Aliases, { asOf, partyIds }: ActivityScope = {}): Promise<ActivityIndex> {
  const own = partiesWithin(ctx, 'interactions.read')
  if (own?.length === 0) return indexActivity([], aliases)
  const now = asOf ?? ctx.now()
  const weights = sql.join(INTERACTION_KINDS.map((kind) => sql`(${kind}, ${WEIGHTS[kind]}::float8, ${HALF_LIFE_DAYS[kind]}::float8)`))
  const exponent = sql`greatest(${EXPONENT_MIN}, -extract(epoch from (${now}::timestamptz - i.at))::float8 / 86400 / k.half_life)`
  const { rows } = await sql<ActivityRow>`
    select i.tie_id as "tieId", i.party_id as one, i.other_party_id as other, i.kind, count(*)::int as count, max(i.at) as "latestAt",
      sum(ln(1 - k.weight * power(2::float8, ${exponent}))) as "logGap"
    from interactions i
    join (values ${weights}) k (kind, weight, half_life) on k.kind = i.kind
    where i.ecosystem_id = ${ctx.ecosystemId} and i.at <= ${now} and (i.tie_id is not null or i.other_party_id is not null)
      and ${asOf ? sql`i.created_at <= ${asOf}` : sql`true`}
      and ${own ? sql`(i.party_id = any (${own}) or i.other_party_id = any (${own}))` : sql`true`}
      and ${partyIds ? sql`i.party_id = any (${partyIds})` : sql`true`}
    group by i.tie_id, i.party_id, i.other_party_id, i.kind`.execute(ctx.db)
  return indexActivity(rows, aliases)
}

function indexActivity(rows: readonly ActivityRow[], { targetOf }: Aliases): ActivityIndex {
  const byTie = Map.groupBy(
    rows.filter(({ tieId }) => tieId !== null),
    ({ tieId }) => tieId!,
  )
  const byPair = Map.groupBy(
    rows.filter(({ tieId, one, other }) => tieId === null && one !== null && other !== null),
    ({ one, other }) => pairKey(targetOf(one!), targetOf(other!)),
  )
  if (rows.length === 0) return { of: () => [], tieIds: [], partyIds: [] }
  return {
    tieIds: byTie.keys(),
    partyIds: new Set([...byPair.values()].flatMap(([first]) => [targetOf(first!.one!), targetOf(first!.other!)])),
    of: (tieIds, fromId, toId) => sumByKind([...tieIds.flatMap((id) => byTie.get(id) ?? []), ...(byPair.get(pairKey(fromId, toId)) ?? [])]),
  }
}

function sumByKind(rows: readonly ActivityRow[]): Activity[] {
  return INTERACTION_KINDS.flatMap((kind) => {
    const ofKind = rows.filter((row) => row.kind === kind)
    if (ofKind.length === 0) return []
    return {
      kind,
      count: ofKind.reduce((sum, { count }) => sum + count, 0),
      latestAt: new Date(Math.max(...ofKind.map(({ latestAt }) => latestAt.getTime()))),
      logGap: ofKind.reduce((sum, { logGap }) => sum + logGap, 0),
    }
  })
}

import type { Ctx } from '../../kernel/ctx.ts'
import { readTrades } from '../exchange/index.ts'
import { countFacets, countParties, findOwnParty, readNames } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { findTiedTo } from '../ties/index.ts'
import { type Counts, countUnmet, demandBy } from './rules.ts'
import type { Evidence, ShownEvidence } from './schema.ts'

const SHOWN = 8

/** What the map, the offers and the needs say about whom one could be there for, what they lack, and who could bring it. */
export async function readEvidence(ctx: Ctx): Promise<Evidence> {
  allow(ctx, 'niche.write')
  const all = await countFacets(ctx, {})
  const customers = await countFacets(ctx, { kind: ['customers'] })
  const trades = await readTrades(ctx)
  return {
    customers: { total: customers.total, sectors: most(customers.sectors), cities: most(customers.cities) },
    sectors: most(all.sectors),
    needs: demandBy(trades, 'need').slice(0, SHOWN),
    strengths: demandBy(trades, 'offer').slice(0, SHOWN),
    counts: await readCounts(ctx),
    speaking: new Set(trades.map(({ partyId }) => partyId)).size,
  }
}

/** The same with the names it needs to be read. */
export async function showEvidence(ctx: Ctx): Promise<ShownEvidence> {
  const evidence = await readEvidence(ctx)
  const own = await findOwnParty(ctx)
  const ids = [...new Set([...evidence.needs, ...evidence.strengths].flatMap(({ partyIds }) => partyIds))]
  const names = await readNames(ctx, ids)
  return {
    ...evidence,
    own: own && { id: own.id, name: own.name },
    names: ids.flatMap((id) => {
      const named = names.get(id)
      return named === undefined ? [] : [{ id, name: named.name }]
    }),
  }
}

/** What goals are measured by, as it is now. */
export async function readCounts(ctx: Ctx): Promise<Counts & { organisations: number; offers: number; unmetNeeds: number }> {
  const own = await findOwnParty(ctx)
  const trades = await readTrades(ctx)
  return {
    organisations: await countParties(ctx, {}),
    tiedToUs: own === null ? null : (await findTiedTo(ctx, own.id)).size,
    offers: trades.filter(({ side }) => side === 'offer').length,
    unmetNeeds: countUnmet(trades),
  }
}

function most(counts: Record<string, number>): { key: string; count: number }[] {
  return Object.entries(counts)
    .map(([key, count]) => ({ key, count }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, SHOWN)
}

import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { readTrades } from '../exchange/index.ts'
import { ask, findGaps, type GapsFound, type GapTrade, namesOf, question, type Read, type ReferenceTable } from '../insight/index.ts'
import { readAsides } from './asides.ts'
import { findReference } from './references.ts'
import type { GapQuery, Gaps, Reference } from './schema.ts'

type More = { trades: GapTrade[]; reference: { shown: Reference; table: ReferenceTable } | null }
type Answered = GapsFound & Pick<Gaps, 'names' | 'reference'>

/** What is missing, what is worth most first, with the names of every party it speaks of. */
export const GAPS = question({
  at: import.meta.url,
  name: 'GAPS',
  more: async (tx, { map }): Promise<More> => ({ trades: await readGapTrades(tx, map), reference: await findReference(tx) }),
  answer: (read, { withinKm = null }: { withinKm?: number | null | undefined }, { trades, reference }: More): Answered => {
    const degrees = (column: readonly (number | null)[]) => Float64Array.from(column, (value) => value ?? Number.NaN)
    const found = findGaps({
      map: read.map,
      trades,
      latitude: degrees(read.columns.latitude),
      longitude: degrees(read.columns.longitude),
      withinKm,
      reference: reference?.table ?? null,
    })
    const named = found.items.flatMap(({ partyIds, groups, value, task }) => [
      ...partyIds,
      ...groups.flatMap((group) => group.partyIds),
      ...value.terms.map(({ partyId }) => partyId),
      ...task.partyIds,
    ])
    return { ...found, names: namesOf(read, named), reference: reference?.shown ?? null }
  },
})

/** The list as it is shown: with what was set aside, which is read anew however old the answer is. */
export async function listGaps(ctx: Ctx, query: GapQuery): Promise<Gaps> {
  const { result, at } = await ask(ctx, GAPS, query)
  const asideOf = await transaction(ctx, readAsides)
  const items = result.items.map(({ weight: _, ...gap }) => ({ ...gap, value: written(gap.value), aside: asideOf(gap) }))
  return { ...result, items, at }
}

async function readGapTrades(tx: Tx, { parties }: Read['map']): Promise<GapTrade[]> {
  const place = new Map(parties.map(({ id }, k) => [id, k]))
  return (await readTrades(tx)).flatMap(({ partyId, ...trade }) => {
    const party = place.get(partyId)
    return party === undefined ? [] : [{ ...trade, party }]
  })
}

/** Money is a bigint, which JSON has not. */
function written({ amountMinor, yearMinor, terms, ...value }: GapsFound['items'][number]['value']): Gaps['items'][number]['value'] {
  const text = (amount: bigint | null) => (amount === null ? null : String(amount))
  return {
    ...value,
    amountMinor: text(amountMinor),
    yearMinor: text(yearMinor),
    terms: terms.map((term) => ({ ...term, priceMinor: text(term.priceMinor) })),
  }
}

import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { readTrades } from '../exchange/index.ts'
import {
  ask,
  findGaps,
  type GapsFound,
  type GapTrade,
  type Moment,
  namesOf,
  question,
  type Read,
  type ReferenceTable,
  readStanding,
} from '../insight/index.ts'
import { readAsides } from './asides.ts'
import { findReference } from './references.ts'
import type { GapQuery, Gaps, Reference } from './schema.ts'

type More = { trades: GapTrade[]; reference: { shown: Reference; table: ReferenceTable } | null }
type Answered = Omit<Gaps, 'items' | 'freshness'> & { items: Omit<Gaps['items'][number], 'aside'>[] }

/** What is missing, what is worth most first, wherever those who offer are. Read anew after every change. */
export const GAPS = question({
  at: import.meta.url,
  name: 'GAPS',
  more: readMore,
  answer: (read, _: Moment, more: More): Answered => answerGaps(read, more, null),
})

/** The same, with needs for which nobody within a distance offers. */
export const GAPS_WITHIN = question({
  at: import.meta.url,
  name: 'GAPS_WITHIN',
  more: readMore,
  answer: (read, { withinKm }: { withinKm: number }, more: More): Answered => answerGaps(read, more, withinKm),
})

/** The list as it is shown: with what was set aside, which is read anew however old the answer is. */
export async function listGaps(ctx: Ctx, { withinKm }: GapQuery, signal?: AbortSignal): Promise<Gaps> {
  const { result, freshness } = withinKm === undefined ? await readStanding(ctx, GAPS) : await ask(ctx, GAPS_WITHIN, { withinKm }, signal)
  const asideOf = await transaction(ctx, readAsides)
  return { ...result, items: result.items.map((gap) => ({ ...gap, aside: asideOf(gap) })), freshness }
}

async function readMore(tx: Tx, { map }: Read): Promise<More> {
  return { trades: await readGapTrades(tx, map), reference: await findReference(tx) }
}

async function readGapTrades(tx: Tx, { parties }: Read['map']): Promise<GapTrade[]> {
  const place = new Map(parties.map(({ id }, k) => [id, k]))
  return (await readTrades(tx)).flatMap(({ partyId, ...trade }) => {
    const party = place.get(partyId)
    return party === undefined ? [] : [{ ...trade, party }]
  })
}

function answerGaps(read: Read, { trades, reference }: More, withinKm: number | null): Answered {
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
  const items = found.items.map(({ weight: _, ...gap }) => ({ ...gap, value: written(gap.value) }))
  return { ...found, items, names: namesOf(read, named), reference: reference?.shown ?? null }
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

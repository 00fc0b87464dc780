/** What needs are worth, where they carry it. Pure. */
import { type GapTrade, NO_VALUE, type Rhythm, type Value, type ValueTerm } from './types.ts'

/** How often a rhythm comes round in a year; what is needed once counts once. */
const IN_A_YEAR: Record<Rhythm, number> = { day: 365, week: 52, month: 12, year: 1 }
const TERMS_SHOWN = 20
/** Quantities may have decimals; money is whole minor units. */
const PARTS = 1_000_000

type Priced = GapTrade & { priceFrom: ValueTerm['priceFrom'] }

/**
 * The value of these needs: money where a need says its price, or somebody among `offers` asks one for the same unit; else the quantity in the
 * commonest unit; else unknown. Amounts of different currencies are never added: the one that most needs carry counts, and the rest is said to be left out.
 */
export function valueAtStake(needs: readonly GapTrade[], offers: readonly GapTrade[], idOf: (party: number) => string): Value {
  const lowest = lowestByUnit(offers)
  const priced = needs.map((need) => withPrice(need, lowest))
  const withMoney = most(
    priced.filter(({ priceMinor }) => priceMinor !== null),
    ({ priceAsset }) => priceAsset!,
  )
  if (withMoney.length > 0) {
    const { rhythm, times } = rhythmOf(withMoney)
    const sum = (factor: (need: Priced) => number) => withMoney.reduce((total, need) => total + moneyOf(need, factor(need)), 0n)
    return {
      ...NO_VALUE,
      measure: 'money',
      amountMinor: sum(times),
      asset: withMoney[0]!.priceAsset,
      rhythm,
      yearMinor: sum(inAYear),
      terms: termsOf(withMoney, idOf),
      needs: needs.length,
    }
  }
  const withQuantity = most(
    priced.filter(({ quantity }) => quantity !== null),
    ({ unit }) => unitKey(unit),
  )
  if (withQuantity.length === 0) return { ...NO_VALUE, needs: needs.length }
  const { rhythm, times } = rhythmOf(withQuantity)
  return {
    ...NO_VALUE,
    measure: 'quantity',
    quantity: withQuantity.reduce((total, need) => total + need.quantity! * times(need), 0),
    unit: withQuantity[0]!.unit,
    rhythm,
    terms: termsOf(withQuantity, idOf),
    needs: needs.length,
  }
}

/** Of each unit the offer with the lowest price, in the currency that most are asked in. */
function lowestByUnit(offers: readonly GapTrade[]): Map<string, GapTrade> {
  const units = Map.groupBy(
    offers.filter(({ priceMinor }) => priceMinor !== null),
    ({ unit }) => unitKey(unit),
  )
  const lowest = (group: readonly GapTrade[]) =>
    most(group, ({ priceAsset }) => priceAsset!).reduce((least, offer) => (offer.priceMinor! < least.priceMinor! ? offer : least))
  return new Map([...units].map(([unit, group]) => [unit, lowest(group)]))
}

/** A need without a price takes the lowest that is asked in its unit: what it would cost at least. */
function withPrice(need: GapTrade, lowest: ReadonlyMap<string, GapTrade>): Priced {
  if (need.priceMinor !== null) return { ...need, priceFrom: 'need' }
  if (need.quantity === null) return { ...need, priceFrom: null }
  const first = lowest.get(unitKey(need.unit))
  if (first === undefined) return { ...need, priceFrom: null }
  return { ...need, priceMinor: first.priceMinor, priceAsset: first.priceAsset, priceFrom: 'offer' }
}

/** Half a minor unit is rounded up. */
function moneyOf({ quantity, priceMinor }: Priced, times: number): bigint {
  const amount = priceMinor! * BigInt(Math.round((quantity ?? 1) * PARTS)) * BigInt(times)
  return (amount + BigInt(PARTS / 2)) / BigInt(PARTS)
}

function rhythmOf(needs: readonly Priced[]): { rhythm: Rhythm | null; times: (need: Priced) => number } {
  const first = needs[0]!.rhythm
  if (needs.every(({ rhythm }) => rhythm === first)) return { rhythm: first, times: () => 1 }
  return { rhythm: 'year', times: inAYear }
}

function inAYear({ rhythm }: Pick<Priced, 'rhythm'>): number {
  return rhythm === null ? 1 : IN_A_YEAR[rhythm]
}

function termsOf(needs: readonly Priced[], idOf: (party: number) => string): ValueTerm[] {
  return needs.slice(0, TERMS_SHOWN).map(({ party, quantity, unit, rhythm, priceMinor, priceFrom }) => ({
    partyId: idOf(party),
    quantity,
    unit,
    rhythm,
    priceMinor,
    priceFrom,
  }))
}

function unitKey(unit: string | null): string {
  return (unit ?? '').trim().toLowerCase()
}

/** The largest group by key, of equals the one whose key comes first. */
function most<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const groups = [...Map.groupBy(items, keyOf)].sort(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
  return groups[0]?.[1] ?? []
}

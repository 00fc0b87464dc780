/** What is needed and nobody offers, or only one does, or nobody near. Pure. */
import { certaintyOf } from '../certainty.ts'
import type { Certainty, EcosystemMap } from '../types.ts'
import type { Gap, GapQuestion, GapTrade } from './types.ts'
import { valueAtStake } from './value.ts'

const PARTIES_SHOWN = 20
const EARTH_KM = 6371

type Market = { category: string; key: string; needs: GapTrade[]; offers: GapTrade[] }

/** Per category the needs that nobody else offers for, or everybody who does is farther away than asked; and offers that needs hang on alone. */
export function needGaps(question: GapQuestion): Gap[] {
  const certainty = speakingCertainty(question)
  return marketsOf(question.trades).flatMap((market) => {
    const offering = new Set(market.offers.map(({ party }) => party))
    const open = market.needs.filter(({ party }) => offering.size === (offering.has(party) ? 1 : 0))
    const gaps = open.length > 0 ? [unmet(question, market, open, certainty)] : []
    const tooFar = question.withinKm === null ? [] : farNeeds(question, market)
    if (tooFar.length > 0) gaps.push(far(question, market, tooFar, certainty))
    const lone = onlySupplier(market)
    if (lone !== undefined) gaps.push(supplied(question, market, lone, certainty))
    return gaps
  })
}

/** How many say what they offer or need at all: where few do, an offer that nobody wrote down is likely. */
export function speakingCertainty({ map, trades }: { map: EcosystemMap; trades: readonly { party: number }[] }): Certainty {
  const share = map.parties.length === 0 ? 0 : new Set(trades.map(({ party }) => party)).size / map.parties.length
  return certaintyOf(share, null, [{ definition: 'speaking', value: share }])
}

/** Categories are one regardless of case and of space around them. */
function marketsOf(trades: readonly GapTrade[]): Market[] {
  const groups = Map.groupBy(trades, ({ category }) => category.trim().toLowerCase())
  return [...groups].map(([key, group]) => ({
    key,
    category: group[0]!.category.trim(),
    needs: group.filter(({ side }) => side === 'need'),
    offers: group.filter(({ side }) => side === 'offer'),
  }))
}

function unmet(question: GapQuestion, market: Market, needs: readonly GapTrade[], certainty: Certainty): Gap {
  return needGap(question, market, needs, {
    key: `need:${market.key}`,
    sentence: 'unmet',
    task: 'unmet',
    values: {},
    certainty,
  })
}

/** Needs for which somebody offers, but all who do are known to be farther away. A place nobody knows is not called far. */
function farNeeds({ withinKm, ...places }: GapQuestion, { needs, offers }: Market): { need: GapTrade; nearest: GapTrade; km: number }[] {
  // what somebody offers or needs many times over is looked at once
  const firsts = [...Map.groupBy(offers, ({ party }) => party).values()].map(([first]) => first!)
  const nearestTo = (party: number): { nearest: GapTrade; km: number } | null => {
    let found: { nearest: GapTrade; km: number } | null = null
    for (const offer of firsts) {
      if (offer.party === party) continue
      const km = distanceKm(places, party, offer.party)
      if (!(km > withinKm!)) return null
      if (found === null || km < found.km) found = { nearest: offer, km }
    }
    return found
  }
  const known = new Map([...new Set(needs.map(({ party }) => party))].map((party) => [party, nearestTo(party)]))
  return needs.flatMap((need) => {
    const found = known.get(need.party)!
    return found === null ? [] : [{ need, ...found }]
  })
}

function far(question: GapQuestion, market: Market, found: ReturnType<typeof farNeeds>, certainty: Certainty): Gap {
  const first = found.toSorted((a, b) => a.km - b.km)[0]!
  const nearest = question.map.parties[first.nearest.party]!
  const needs = found.map(({ need }) => need)
  const gap = needGap(question, market, needs, {
    key: `far:${market.key}`,
    sentence: 'far',
    task: 'far',
    values: { withinKm: question.withinKm!, name: nearest.name, km: Math.round(first.km) },
    certainty,
  })
  return { ...gap, partyIds: [...gap.partyIds.slice(0, PARTIES_SHOWN), nearest.id] }
}

type Said = { key: string; sentence: string; task: string; values: Record<string, string | number>; certainty: Certainty }

function needGap({ map }: GapQuestion, market: Market, needs: readonly GapTrade[], said: Said): Gap {
  const idOf = (party: number) => map.parties[party]!.id
  const parties = [...new Set(needs.map(({ party }) => party))]
  const values = { ...said.values, category: market.category, count: parties.length, name: said.values.name ?? nameOf(map, parties[0]!) }
  return {
    key: said.key,
    sort: 'need',
    sentence: { key: `sentence.${said.sentence}`, values },
    partyIds: parties.slice(0, PARTIES_SHOWN).map(idOf),
    partyTotal: parties.length,
    groups: [],
    figures: [],
    value: valueAtStake(needs, market.offers, idOf),
    concerned: parties.length,
    weight: parties.length,
    certainty: said.certainty,
    task: { title: { key: `task.${said.task}`, values: { category: market.category, ...said.values } }, partyIds: [idOf(parties[0]!)] },
  }
}

/** The one party that offers a category others need. */
function onlySupplier({ needs, offers }: Market): { supplier: number; depending: GapTrade[] } | undefined {
  const [supplier, ...others] = new Set(offers.map(({ party }) => party))
  if (supplier === undefined || others.length > 0) return undefined
  const depending = needs.filter(({ party }) => party !== supplier)
  return depending.length === 0 ? undefined : { supplier, depending }
}

function supplied(
  { map }: GapQuestion,
  market: Market,
  { supplier, depending }: { supplier: number; depending: GapTrade[] },
  certainty: Certainty,
): Gap {
  const idOf = (party: number) => map.parties[party]!.id
  const parties = [...new Set(depending.map(({ party }) => party))]
  const values = { category: market.category, name: nameOf(map, supplier) }
  return {
    key: `supplier:${market.key}`,
    sort: 'supplier',
    sentence: { key: 'sentence.supplier', values: { ...values, count: parties.length } },
    partyIds: [supplier, ...parties].slice(0, PARTIES_SHOWN).map(idOf),
    partyTotal: parties.length + 1,
    groups: [],
    figures: [],
    value: valueAtStake(depending, market.offers, idOf),
    concerned: parties.length,
    weight: parties.length,
    certainty,
    task: { title: { key: 'task.supplier', values }, partyIds: [idOf(supplier)] },
  }
}

function nameOf(map: GapQuestion['map'], party: number): string {
  return map.parties[party]!.name
}

/** As the crow flies (haversine); NaN where either has no place. */
export function distanceKm({ latitude, longitude }: Pick<GapQuestion, 'latitude' | 'longitude'>, one: number, other: number): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const [a, b] = [radians(latitude[one]!), radians(latitude[other]!)]
  const across = radians(longitude[other]! - longitude[one]!)
  const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(across / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)))
}

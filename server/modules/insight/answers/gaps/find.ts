/** All gaps in one list, what is worth most first. Pure. */

import { readGround } from '../reading.ts'
import type { Certainty, EcosystemMap } from '../types.ts'
import { needGaps, speakingCertainty } from './needs.ts'
import { sectorGaps } from './sectors.ts'
import { type Counted, holeGaps, kindGaps, LISTED, lonelyGaps, onlyWayGaps, ownSectorGaps } from './structure.ts'
import { GAP_SORTS, type Gap, type GapQuestion, type GapSort, type GapsFound, type ReferenceTable } from './types.ts'

/** Time: n + m a few times, communities of a few seeds, and areas × codes² of the table it is compared with. */
export function findGaps(question: GapQuestion): GapsFound {
  const ground = readGround(question.map)
  const ways = onlyWayGaps(ground)
  const holes = holeGaps(ground, question.trades)
  const lonely = lonelyGaps(ground, question.trades)
  const sectors = question.reference === null ? ownSectorGaps(ground) : againstTable(question.map, question.reference)
  const all = rank([...needGaps(question), ...ways.gaps, ...holes.gaps, ...sectors.gaps, ...kindGaps(ground), ...lonely.gaps])
  const counted = Object.fromEntries(GAP_SORTS.map((sort) => [sort, all.filter((gap) => gap.sort === sort).length])) as Record<
    GapSort,
    number
  >
  const taken = new Map<GapSort, number>()
  const items = all.filter(({ sort }) => {
    const count = (taken.get(sort) ?? 0) + 1
    taken.set(sort, count)
    return count <= LISTED
  })
  return {
    items,
    totals: { ...counted, onlyWay: ways.total, sector: sectors.total, hole: holes.total, lonely: lonely.total },
    parties: question.map.parties.length,
    tied: ground.tied,
    speaking: speakingCertainty(question).figures[0]!.value,
  }
}

function againstTable(map: EcosystemMap, reference: ReferenceTable): Counted {
  const gaps = sectorGaps(map, reference)
  return { gaps, total: gaps.length }
}

const MEASURES = ['money', 'quantity', 'unknown'] as const
const LEVELS: Record<Certainty['level'], number> = { high: 2, medium: 1, low: 0 }

/**
 * Money first, the most in a year first, the currency that most gaps carry first; then quantities; then what has neither. Within these by the
 * organisations concerned (of sectors, those missing × how much goes with them), then the surer, then the sort, then the key.
 */
export function rank(gaps: readonly Gap[]): Gap[] {
  const carried = Map.groupBy(gaps, ({ value }) => value.asset)
  const place = (gap: Gap) => MEASURES.indexOf(gap.value.measure)
  const money = (a: Gap, b: Gap) => {
    if (a.value.yearMinor === null || b.value.yearMinor === null) return 0
    if (a.value.asset !== b.value.asset)
      return carried.get(b.value.asset)!.length - carried.get(a.value.asset)!.length || (a.value.asset! < b.value.asset! ? -1 : 1)
    return a.value.yearMinor === b.value.yearMinor ? 0 : a.value.yearMinor > b.value.yearMinor ? -1 : 1
  }
  const sureness = ({ certainty }: Gap) => (certainty === null ? -1 : LEVELS[certainty.level])
  return gaps.toSorted(
    (a, b) =>
      place(a) - place(b) ||
      money(a, b) ||
      b.weight - a.weight ||
      sureness(b) - sureness(a) ||
      GAP_SORTS.indexOf(a.sort) - GAP_SORTS.indexOf(b.sort) ||
      (a.key < b.key ? -1 : 1),
  )
}

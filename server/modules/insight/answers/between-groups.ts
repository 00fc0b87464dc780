/** Who stands between found groups, and where nobody does. Pure. */
import { areTied, type Graph } from '../network/index.ts'
import { acquaintanceOf } from './acquaintance.ts'
import type { FoundGroups } from './found-groups.ts'
import { type Introduction, joinPieces } from './introductions.ts'
import type { Ground } from './reading.ts'
import type { Trade } from './trades.ts'

/**
 * Two groups (their numbers), how many pairs are tied across, who carries that, most ties first, and whom to introduce where there is no tie or all hang on a
 * single party. Without an introduction where stated conflicts bar everybody.
 */
export type Between = {
  a: number
  b: number
  pairs: number
  carriers: number[]
  /** Those of them who are part of every tie across. */
  alone: number[]
  state: 'none' | 'single' | 'several'
  introduction: Introduction | null
}

/** Pairs are looked at among so many groups, the largest. */
const COMPARED_MAX = 12
const CARRIERS_LISTED = 4
const INTRODUCTIONS_MAX = 12
/** Of a large group so many are thought of for an introduction, those with most ties inside. */
const ASKED_MAX = 40

/** Every two of the largest groups: those without a way first, then those that hang on one, then by ties. O(m), and conflicts and trades once. */
export function betweenGroups(reading: Ground, found: FoundGroups, trades: readonly Trade[]): Between[] {
  const groups = found.groups.slice(0, COMPARED_MAX)
  const crossing = crossingTies(reading.graph, found.of, groups.length)
  const between: Between[] = []
  for (let a = 0; a < groups.length; a++) {
    for (let b = a + 1; b < groups.length; b++) {
      const { pairs, byParty } = crossing.get(a * groups.length + b) ?? { pairs: 0, byParty: new Map<number, number>() }
      const carriers = [...byParty].sort((x, y) => y[1] - x[1] || x[0] - y[0])
      const alone = carriers.filter(([, ties]) => ties === pairs).map(([party]) => party)
      between.push({
        a,
        b,
        pairs,
        carriers: carriers.slice(0, CARRIERS_LISTED).map(([party]) => party),
        alone,
        state: pairs === 0 ? 'none' : alone.length > 0 ? 'single' : 'several',
        introduction: null,
      })
    }
  }
  between.sort((x, y) => STATES.indexOf(x.state) - STATES.indexOf(y.state) || x.a + x.b - y.a - y.b || x.a - y.a)
  return proposed(reading, found, trades, between)
}

const STATES = ['none', 'single', 'several']

type Crossing = { pairs: number; byParty: Map<number, number> }

function crossingTies({ n, offsets, targets }: Graph, of: Int32Array, groups: number): Map<number, Crossing> {
  const crossing = new Map<number, Crossing>()
  for (let i = 0; i < n; i++) {
    const a = of[i]!
    if (a < 0 || a >= groups) continue
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      const b = of[j]!
      if (b <= a || b >= groups) continue
      const key = a * groups + b
      const one = crossing.get(key) ?? { pairs: 0, byParty: new Map() }
      one.pairs++
      for (const party of [i, j]) one.byParty.set(party, (one.byParty.get(party) ?? 0) + 1)
      crossing.set(key, one)
    }
  }
  return crossing
}

function proposed(reading: Ground, { groups }: FoundGroups, trades: readonly Trade[], between: Between[]): Between[] {
  const { map, graph, degree } = reading
  const known = acquaintanceOf(map, graph, new Set(), trades)
  return between.map((one, place) => {
    if (one.state === 'several' || place >= INTRODUCTIONS_MAX) return one
    // a second way is one that needs nobody of the first
    const only = new Set(one.state === 'single' ? one.alone : [])
    const asked = (group: number) => groups[group]!.members.filter((party) => !only.has(party)).slice(0, ASKED_MAX)
    const [first, second] = [asked(one.a), asked(one.b)]
    if (first.length === 0 || second.length === 0) return one
    const { introductions } = joinPieces([first, second], {
      ...known,
      isBarred: (x, y) => known.isBarred(x, y) || areTied(graph, x, y),
      through: (x, y) => sharedContact(graph, x, y),
      weight: (party) => degree[party]!,
    })
    return { ...one, introduction: introductions[0] ?? null }
  })
}

/** The first party that both are tied to. Rows are ascending, so both are walked once. */
function sharedContact({ offsets, targets }: Graph, a: number, b: number): number | null {
  let [s, r] = [offsets[a]!, offsets[b]!]
  while (s < offsets[a + 1]! && r < offsets[b + 1]!) {
    if (targets[s] === targets[r]) return targets[s]!
    if (targets[s]! < targets[r]!) s++
    else r++
  }
  return null
}

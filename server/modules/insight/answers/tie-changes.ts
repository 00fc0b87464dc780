/** Which ties are new, lost, stronger or weaker between two maps, for millions of them: nothing is kept of a tie but what may be named. Pure. */
import type { TieColumns } from './tie-columns.ts'
import type { EcosystemMap } from './types.ts'

/** From so much on, of 1, a strength counts as another one: less is what a few weeks of silence do to every tie. */
export const STRENGTH_CHANGE_MIN = 0.1
/** How many ties and parties of each sort are named. */
export const CHANGES_LISTED = 50

/** `before` and `after` are strengths 0 … 1; null where there was no such tie, or nobody knew how strong it is. */
export type TieChange = { fromId: string; toId: string; type: string; before: number | null; after: number | null }
export type Listed<T> = { items: T[]; total: number }
export type TieLists = Record<'fresh' | 'lost' | 'stronger' | 'weaker', Listed<TieChange>>

/**
 * Parties are known by their ids, ties by their two ends and type; where two parties became one several ties may be one, and the strongest stands
 * for all. The weightiest of each sort are named, equals by the names of their ends. Time: parties and ties, and a sort of those that may be named.
 */
export function compareTies(before: EcosystemMap, after: EcosystemMap): TieLists {
  const known = knownIn(before, after)
  const [old, now] = [rowsOf(before.ties, known, 'before'), rowsOf(after.ties, known, 'after')]
  const [fresh, lost, stronger, weaker] = [new Weightiest(known), new Weightiest(known), new Weightiest(known), new Weightiest(known)]
  const [was, is] = [new Map<number, number>(), new Map<number, number>()]
  for (let from = 0; from < known.ids.length; from++) {
    fill(was, old, from, known)
    fill(is, now, from, known)
    for (const [end, strength] of was) {
      const next = is.get(end)
      if (next === undefined) lost.add(from, end, strength, Number.NaN, strength)
      else if (next - strength >= STRENGTH_CHANGE_MIN) stronger.add(from, end, strength, next, next - strength)
      else if (strength - next >= STRENGTH_CHANGE_MIN) weaker.add(from, end, strength, next, strength - next)
    }
    for (const [end, strength] of is) if (!was.has(end)) fresh.add(from, end, Number.NaN, strength, strength)
  }
  return { fresh: fresh.listed(), lost: lost.listed(), stronger: stronger.listed(), weaker: weaker.listed() }
}

/** Both maps under one numbering of parties and types. */
type Known = {
  ids: string[]
  names: string[]
  types: string[]
  parties: Record<'before' | 'after', Uint32Array>
  typesOf: Record<'before' | 'after', Uint32Array>
}

function knownIn(before: EcosystemMap, after: EcosystemMap): Known {
  const ids: string[] = []
  const names: string[] = []
  const place = new Map<string, number>()
  const number = ({ parties }: EcosystemMap) =>
    Uint32Array.from(parties, ({ id, name }) => {
      const known = place.get(id)
      if (known !== undefined) return known
      place.set(id, ids.length)
      names.push(name)
      return ids.push(id) - 1
    })
  // the name it has now is the one it is known by
  const parties = { after: number(after), before: number(before) }
  const types = [...new Set([...before.ties.types, ...after.ties.types])]
  const typesOf = (ties: TieColumns) => Uint32Array.from(ties.types, (type) => types.indexOf(type))
  return { ids, names, types, parties, typesOf: { before: typesOf(before.ties), after: typesOf(after.ties) } }
}

/** The ties of a map by where they begin: those of party i are `order[start[i]] … order[start[i + 1] - 1]`. */
type Rows = { ties: TieColumns; side: 'before' | 'after'; start: Uint32Array; order: Uint32Array }

function rowsOf(ties: TieColumns, { ids, parties }: Known, side: Rows['side']): Rows {
  const place = parties[side]
  const start = new Uint32Array(ids.length + 1)
  for (let k = 0; k < ties.count; k++) start[place[ties.from[k]!]! + 1]!++
  for (let party = 0; party < ids.length; party++) start[party + 1]! += start[party]!
  const next = start.slice(0, -1)
  const order = new Uint32Array(ties.count)
  for (let k = 0; k < ties.count; k++) order[next[place[ties.from[k]!]!]!++] = k
  return { ties, side, start, order }
}

/** The strength by other end and type, NaN when nobody knows it. */
function fill(strengths: Map<number, number>, { ties, side, start, order }: Rows, from: number, known: Known): void {
  strengths.clear()
  for (let at = start[from]!; at < start[from + 1]!; at++) {
    const k = order[at]!
    const to = known.parties[side][ties.to[k]!]!
    if (to === from) continue
    const end = to * known.types.length + known.typesOf[side][ties.type[k]!]!
    const strength = ties.strength[k]!
    const other = strengths.get(end)
    if (other === undefined || !(other >= strength || Number.isNaN(strength))) strengths.set(end, strength)
  }
}

type Candidate = { from: number; end: number; before: number; after: number; weight: number }

/** So many are held before the lightest are let go. */
const HELD_MAX = 20 * CHANGES_LISTED

class Weightiest {
  #held: Candidate[] = []
  #total = 0
  /** What is lighter is not among the first any more. */
  #least = Number.NEGATIVE_INFINITY
  readonly #known: Known

  constructor(known: Known) {
    this.#known = known
  }

  /** `weight` NaN, of a tie that nobody rated, is none. */
  add(from: number, end: number, before: number, after: number, weight: number): void {
    this.#total++
    const heavy = Number.isNaN(weight) ? 0 : weight
    if (heavy < this.#least) return
    this.#held.push({ from, end, before, after, weight: heavy })
    if (this.#held.length >= HELD_MAX) this.#keepFirst()
  }

  listed(): Listed<TieChange> {
    this.#keepFirst()
    const { ids, types } = this.#known
    const rated = (strength: number) => (Number.isNaN(strength) ? null : strength)
    const items = this.#held.map(({ from, end, before, after }) => ({
      fromId: ids[from]!,
      toId: ids[Math.floor(end / types.length)]!,
      type: types[end % types.length]!,
      before: rated(before),
      after: rated(after),
    }))
    return { items, total: this.#total }
  }

  #keepFirst(): void {
    const { names, types } = this.#known
    const name = ({ from, end }: Candidate) => `${names[from]} ${names[Math.floor(end / types.length)]}`
    this.#held = this.#held
      .map((candidate) => ({ candidate, name: name(candidate) }))
      .sort((a, b) => b.candidate.weight - a.candidate.weight || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      .slice(0, CHANGES_LISTED)
      .map(({ candidate }) => candidate)
    if (this.#held.length === CHANGES_LISTED) this.#least = this.#held.at(-1)!.weight
  }
}

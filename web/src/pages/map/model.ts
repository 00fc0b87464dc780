import type { Tried } from './scenario.ts'

/** What GET /map answers: columns of parties, and of ties that name parties by their place in those columns. */
export type MapColumns = {
  parties: {
    id: string[]
    name: string[]
    kinds: string[][]
    sectorCode: (string | null)[]
    city: (string | null)[]
    latitude: (number | null)[]
    longitude: (number | null)[]
    /** Whether the place is that of the town only. */
    placeApproximate?: boolean[]
    tags: string[][]
    tieCount: number[]
    /** Custom fields by key, a column each, when they were asked for. */
    fields?: Record<string, (string | number | boolean | null)[]>
  }
  ties: { from: number[]; to: number[]; type: string[]; strength: (number | null)[]; directed: boolean[] }
  truncated: boolean
  /** How many parties there are, also where not all of them are here. */
  partyTotal?: number
}

/** The same, ready to be walked: who is next to whom. Parties are numbers 0…size-1 everywhere in this folder; ids only at the edges. */
export type MapModel = MapColumns & {
  size: number
  indexOf: Map<string, number>
  /** Ties of party i are `tieList[tieStart[i]] … tieList[tieStart[i + 1] - 1]`. */
  tieStart: Uint32Array
  tieList: Uint32Array
  /** What is otherwise in the scenario that is drawn on it; nothing on the real map. */
  tried?: Tried
}

/** Indexes the answer of GET /map once. A tie of a party with itself, or to a party outside the set, is left out. */
export function modelOf(columns: MapColumns): MapModel {
  const size = columns.parties.id.length
  const ties = sound(columns.ties, size)
  const tieStart = new Uint32Array(size + 1)
  for (let tie = 0; tie < ties.from.length; tie++) {
    tieStart[ties.from[tie]! + 1]!++
    tieStart[ties.to[tie]! + 1]!++
  }
  for (let party = 0; party < size; party++) tieStart[party + 1]! += tieStart[party]!
  const next = tieStart.slice()
  const tieList = new Uint32Array(ties.from.length * 2)
  for (let tie = 0; tie < ties.from.length; tie++) {
    tieList[next[ties.from[tie]!]!++] = tie
    tieList[next[ties.to[tie]!]!++] = tie
  }
  return { ...columns, ties, size, indexOf: new Map(columns.parties.id.map((id, index) => [id, index])), tieStart, tieList }
}

/** Ties of `party`, as numbers. */
export function tiesOf(model: MapModel, party: number): Uint32Array {
  return model.tieList.subarray(model.tieStart[party]!, model.tieStart[party + 1]!)
}

/** Parties tied to `party`, each once, those with the strongest tie first; a tie nobody rated counts as half. */
export function neighboursOf(model: MapModel, party: number): number[] {
  const strongest = new Map<number, number>()
  for (const tie of tiesOf(model, party)) {
    const other = model.ties.from[tie] === party ? model.ties.to[tie]! : model.ties.from[tie]!
    strongest.set(other, Math.max(strongest.get(other) ?? 0, model.ties.strength[tie] ?? 0.5))
  }
  return [...strongest].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([other]) => other)
}

/** How many other parties `party` is tied to within this set. */
export function degreesOf(model: MapModel): number[] {
  const seen = new Int32Array(model.size).fill(-1)
  return Array.from({ length: model.size }, (_, party) => {
    let degree = 0
    for (const tie of tiesOf(model, party)) {
      const other = model.ties.from[tie] === party ? model.ties.to[tie]! : model.ties.from[tie]!
      if (seen[other] === party) continue
      seen[other] = party
      degree++
    }
    return degree
  })
}

function sound(ties: MapColumns['ties'], size: number): MapColumns['ties'] {
  const keep = ties.from
    .map((_, tie) => tie)
    .filter((tie) => ties.from[tie] !== ties.to[tie] && ties.from[tie]! < size && ties.to[tie]! < size)
  if (keep.length === ties.from.length) return ties
  const pick = <T>(column: T[]): T[] => keep.map((tie) => column[tie]!)
  return {
    from: pick(ties.from),
    to: pick(ties.to),
    type: pick(ties.type),
    strength: pick(ties.strength),
    directed: pick(ties.directed),
  }
}

import { certaintyOf, PAIRS_MIN, TIED_MIN } from './certainty.ts'
import { column, type Ground, type Reading, ranked } from './reading.ts'
import { tieIdOf } from './tie-columns.ts'
import type { Answer, AnswerKey, Certainty, Figure, Witness } from './types.ts'

/** How many parties a card names, and how many a piece or the list of those cut off holds. */
export const NAMED = 5
export const LISTED = 50
const TIES_SHOWN = 20
const NAMED_IN_TITLE = 3

/** A card without evidence yet. A `variant` of the sentence says the same of a different case. */
export function card(key: AnswerKey, state: Answer['state'], values: Answer['sentence']['values'], variant?: string): Answer {
  const place = state === 'unknown' ? 'unknown' : `${key}.${state}`
  return {
    key,
    state,
    sentence: { key: `sentence.${variant ? `${place}.${variant}` : place}`, values },
    figures: [],
    witnesses: [],
    witnessTotal: 0,
    categories: [],
    certainty: null,
    task: null,
  }
}

export function tooFewTies({ tied, graph }: Reading): boolean {
  return tied < TIED_MIN || graph.m < PAIRS_MIN
}

/** Says that the map cannot tell yet, how many have no tie, and proposes to tie the first of them. */
export function unknown(key: AnswerKey, reading: Reading): Answer {
  const { degree, map } = reading
  const total = map.parties.length
  const without = ranked(
    reading,
    column(
      total,
      (i) => degree[i] === 0,
      () => 0,
    ),
  )
  const variant = total === 0 ? 'empty' : without.length === 0 ? 'small' : 'untied'
  return {
    ...card(key, 'unknown', { count: without.length, total }, variant),
    figures: wholeMap(reading),
    task: without.length === 0 ? null : proposeFor(reading, 'tie', without),
  }
}

export function propose({ map }: Reading, key: string, values: Answer['sentence']['values'], parties: readonly number[]): Answer['task'] {
  return { title: { key: `task.${key}`, values }, partyIds: parties.map((i) => map.parties[i]!.id) }
}

/** Proposes something for many parties: the title names the first three and counts the rest, `task.<key>.more` or, without a rest, `task.<key>.all`. */
export function proposeFor(reading: Reading, key: string, parties: readonly number[], about?: number): Answer['task'] {
  const more = Math.max(0, parties.length - NAMED_IN_TITLE)
  const values = {
    names: names(reading, parties.slice(0, NAMED_IN_TITLE)),
    ...(more > 0 && { count: more }),
    ...(about !== undefined && { name: nameOf(reading, about) }),
  }
  const subjects = about === undefined ? parties : [about, ...parties]
  return propose(reading, `${key}.${more > 0 ? 'more' : 'all'}`, values, subjects.slice(0, LISTED))
}

export function wholeMap({ map, graph, tied }: Reading): Figure[] {
  const total = map.parties.length
  return [
    { definition: 'parties', value: total },
    { definition: 'ties', value: graph.m },
    { definition: 'coverage', value: total === 0 ? 0 : tied / total },
  ]
}

/** How sure an answer from ties is: how much of the map has a tie at all, and how much of the ranking survives missing ties. */
export function tieCertainty(reading: Pick<Ground, 'tied' | 'map' | 'graph'>, stability: number | null): Certainty {
  const coverage = reading.tied / reading.map.parties.length
  const figures: Figure[] = [
    { definition: 'coverage', value: coverage },
    { definition: 'ties', value: reading.graph.m },
  ]
  return certaintyOf(coverage, stability, figures, reading.tied)
}

/** The parties an answer names, with their numbers and the first of their ties, found in one pass. */
export function witnesses({ map }: Reading, parties: readonly number[], figuresOf: (party: number, place: number) => Figure[]): Witness[] {
  const tieIds = new Map(parties.map((i) => [i, [] as string[]]))
  const { ties } = map
  for (let k = 0; k < ties.count; k++) {
    const [from, to] = [ties.from[k]!, ties.to[k]!]
    for (const end of from === to ? [from] : [from, to]) {
      const ids = tieIds.get(end)
      if (ids && ids.length < TIES_SHOWN) ids.push(tieIdOf(ties, k))
    }
  }
  return parties.map((i, place) => ({ partyId: map.parties[i]!.id, figures: figuresOf(i, place), tieIds: tieIds.get(i)!, pieces: [] }))
}

export function nameOf({ map }: Reading, party: number): string {
  return map.parties[party]!.name
}

export function names(reading: Reading, parties: readonly number[]): string[] {
  return parties.map((i) => nameOf(reading, i))
}

import { checkpoint, type Run } from './run.ts'

/** A set of parties and what it is worth together, in the order in which they were chosen. */
export type KeyPlayers = { members: number[]; value: number }

type Search = {
  k: number
  /** Equals are taken in this order. */
  candidates: ArrayLike<number>
  /** What the set would be worth with one more, for any candidate. */
  after: (chosen: readonly number[]) => (candidate: number) => number
  /** What a set is worth. */
  value: (chosen: readonly number[]) => number
  /** Who is chosen already when the search begins; may be exchanged like everybody. */
  from?: readonly number[] | undefined
  /** How often all members are gone through for an exchange, until nobody is better; 0 where growing has to do. */
  roundsMax?: number | undefined
  run: Run | undefined
}

/** Less than this is rounding. */
const GAIN_MIN = 1e-12
const ROUNDS_MAX = 10

/** Chooses the best candidate until there are k, then exchanges a member for whoever is better in its place until nobody is. */
export function growAndSwap({ k, candidates, after, value, from = [], roundsMax = ROUNDS_MAX, run }: Search): KeyPlayers {
  const members = from.slice(0, k)
  const size = Math.max(members.length, Math.min(k, candidates.length))
  const work = size * (1 + roundsMax)
  let done = 0
  const best = (chosen: readonly number[]) => {
    const worth = after(chosen)
    let found = { candidate: -1, value: Number.NEGATIVE_INFINITY }
    for (let c = 0; c < candidates.length; c++) {
      const candidate = candidates[c]!
      if (chosen.includes(candidate)) continue
      checkpoint(run, done, work)
      const reached = worth(candidate)
      if (reached > found.value + GAIN_MIN) found = { candidate, value: reached }
    }
    done++
    return found
  }
  let reached = value(members)
  while (members.length < size) {
    const next = best(members)
    if (next.candidate === -1) break
    members.push(next.candidate)
    reached = next.value
  }
  let changed = size > 1
  for (let round = 0; changed && round < roundsMax; round++) {
    changed = false
    for (let place = 0; place < members.length; place++) {
      const next = best(members.filter((_, k) => k !== place))
      if (next.value <= reached + GAIN_MIN) continue
      members[place] = next.candidate
      reached = next.value
      changed = true
    }
  }
  return { members, value: members.length === 0 ? reached : value(members) }
}

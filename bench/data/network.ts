import { randomFrom, shuffled } from '../../server/modules/insight/network/index.ts'

/** Ties as columns of party numbers, each pair once. */
export type Ties = { parties: number; from: Uint32Array; to: Uint32Array }

/** How many steps around the ring a neighbour may be, and how many ties stay among neighbours. */
const NEAR_STEPS = 30
const NEAR_SHARE = 0.7

/**
 * A made-up network, the same for the same seed: ties that prefer neighbours and the well-connected, as in real ones and as in
 * generate.ts, but exactly as many different pairs as asked for. Who is whose neighbour cannot be seen from the numbers, which are shuffled.
 */
export function generateNetwork({ parties, ties, seed = 1 }: { parties: number; ties: number; seed?: number }): Ties {
  const random = randomFrom(seed)
  const number = shuffled(parties, random)
  const pairs = new Float64Array(ties)
  for (let found = 0; found < ties; ) {
    for (let k = found; k < ties; k++) pairs[k] = drawPair(parties, random)
    found = keepDistinct(pairs)
  }
  const order = shuffled(ties, random)
  const from = new Uint32Array(ties)
  const to = new Uint32Array(ties)
  for (let k = 0; k < ties; k++) {
    const pair = pairs[order[k]!]!
    from[k] = number[Math.floor(pair / parties)]!
    to[k] = number[pair % parties]!
  }
  return { parties, from, to }
}

/** The lower end × parties + the higher end. */
function drawPair(parties: number, random: () => number): number {
  for (;;) {
    const a = Math.floor(random() * parties)
    const isNear = random() < NEAR_SHARE
    const b = isNear ? (a + 1 + Math.floor(random() * NEAR_STEPS)) % parties : Math.floor(random() ** 3 * parties)
    if (a !== b) return a < b ? a * parties + b : b * parties + a
  }
}

/** Moves the different pairs to the front, in order, and answers how many there are. */
function keepDistinct(pairs: Float64Array): number {
  pairs.sort()
  let kept = 0
  for (let k = 0; k < pairs.length; k++) if (k === 0 || pairs[k] !== pairs[k - 1]) pairs[kept++] = pairs[k]!
  return kept
}

import type { Rows } from './betweenness.ts'
import { type DistanceOptions, type Distances, distancesFrom } from './distances.ts'
import type { Run } from './run.ts'

/**
 * Closeness after Wasserman and Faust: (r / (n − 1)) × (r / Σ d) with r others in reach at distances d (in ties): near to many is high even when
 * the map is in pieces. 0 … 1, 0 for isolates. Along arrows it counts who reaches the party, or of `into` whom it reaches. Wasserman & Faust 1994,
 * equation 5.22. Time of distancesFrom() from everybody.
 */
export function closeness(graph: Rows, run?: Run): Float64Array {
  return closenessFrom(distancesFrom(graph, { run }))
}

/** The same from distances that are there already. O(n). */
export function closenessFrom({ reached, sum }: Distances): Float64Array {
  const others = sum.length - 1
  return sum.map((total, i) => (total > 0 ? (reached[i]! / others) * (reached[i]! / total) : 0))
}

/**
 * Closeness inside the party's own piece, r / Σ d, 0 … 1: 1 next to all that can be reached; 0 for isolates. Sabidussi 1966; Freeman 1978. A high
 * value in a small piece says little, which is why closeness() weighs it by the share in reach. O(n).
 */
export function closenessWithinPiece({ reached, sum }: Distances): Float64Array {
  return sum.map((total, i) => (total > 0 ? reached[i]! / total : 0))
}

/**
 * Harmonic closeness Σ 1 / d over all others ÷ (n − 1), whoever is out of reach counting 0: 0 (isolates) … 1 (tied to all). Marchiori & Latora
 * 2000; Rochat 2009; axioms in Boldi & Vigna 2014. O(n).
 */
export function harmonicCloseness({ inverse }: Distances): Float64Array {
  const others = inverse.length - 1
  return inverse.map((total) => (others > 0 ? total / others : 0))
}

/**
 * How many others are within `steps` ties, 0 … n − 1: the neighbours with one step, friends of friends with two. In parties. Borgatti 2006
 * calls it m-reach. Time of distancesFrom() to that depth.
 */
export function reachWithin(graph: Rows, steps: number, options: Omit<DistanceOptions, 'depthMax'> = {}): Uint32Array {
  return distancesFrom(graph, { ...options, depthMax: steps }).reached
}

/** Efficiency of the map, the mean of 1 / d over all ordered pairs, 0 (no ties) … 1 (all tied). Latora & Marchiori 2001. O(n). */
export function globalEfficiency({ inverse }: Distances): number {
  const n = inverse.length
  let total = 0
  for (let i = 0; i < n; i++) total += inverse[i]!
  return n < 2 ? 0 : total / (n * (n - 1))
}

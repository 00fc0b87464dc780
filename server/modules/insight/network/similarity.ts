import type { Graph } from './graph.ts'
import { checkpoint, type Run } from './run.ts'

/** Two parties that are not tied, lower index first, and how well the measure thinks they fit. */
export type ScoredPair = { a: number; b: number; score: number }

/** Fills scores from one party to everybody near it; `touched` lists the parties reached. Kept between calls so that nothing is allocated. */
export type Scorer = (graph: Graph, from: number, scratch: Scratch) => void

/** Working space for one graph: see scratchFor. `score` is 0 outside `touched[0 … count − 1]`. */
export type Scratch = { score: Float64Array; touched: Uint32Array; count: number; near: Float64Array; nearTouched: Uint32Array }

export function scratchFor({ n }: Graph): Scratch {
  return {
    score: new Float64Array(n),
    touched: new Uint32Array(n),
    count: 0,
    near: new Float64Array(n),
    nearTouched: new Uint32Array(n),
  }
}

/**
 * Adamic–Adar Σ_{z∈N(x)∩N(y)} 1 / ln k_z: shared neighbours, those with few ties counting more; finds peers. No unit.
 * Adamic & Adar 2003, Friends and neighbors on the web. O(ties of the neighbours of x).
 */
export const adamicAdar: Scorer = ({ offsets, targets }, from, scratch) => {
  scratch.count = 0
  for (let s = offsets[from]!; s < offsets[from + 1]!; s++) {
    const z = targets[s]!
    const degree = offsets[z + 1]! - offsets[z]!
    // A neighbour with one tie shares nobody, and ln 1 = 0 must not be divided by.
    if (degree < 2) continue
    const share = 1 / Math.log(degree)
    for (let r = offsets[z]!; r < offsets[z + 1]!; r++) add(scratch, targets[r]!, share)
  }
}

/**
 * L3 Σ_{u,v} a_xu a_uv a_vy / √(k_u k_v): degree-corrected paths of three ties; finds trade, because firms resemble their competitors and not their
 * partners. No unit. Kovács et al. 2019, Network-based prediction of protein interactions; for firms Mattsson et al. 2021. O(ties two steps around x).
 */
export const pathsOfThree: Scorer = (graph, from, scratch) => walkThree(graph, from, scratch, Math.sqrt)

/**
 * Resource allocation over three ties, Σ_{u,v} a_xu a_uv a_vy / (k_u k_v): as L3, but whoever is between shares out what comes to it among all its
 * ties, so that hubs count less. No unit. Zhou, Lü & Zhang 2009, Predicting missing links via local information, one tie longer. As L3.
 */
export const allocationOfThree: Scorer = (graph, from, scratch) => walkThree(graph, from, scratch, (degree) => degree)

function walkThree({ offsets, targets }: Graph, from: number, scratch: Scratch, correction: (degree: number) => number): void {
  const { near, nearTouched } = scratch
  let reached = 0
  scratch.count = 0
  for (let s = offsets[from]!; s < offsets[from + 1]!; s++) {
    const u = targets[s]!
    const share = 1 / correction(offsets[u + 1]! - offsets[u]!)
    for (let r = offsets[u]!; r < offsets[u + 1]!; r++) {
      const v = targets[r]!
      if (v === from) continue
      if (near[v] === 0) nearTouched[reached++] = v
      near[v]! += share
    }
  }
  for (let k = 0; k < reached; k++) {
    const v = nearTouched[k]!
    const share = near[v]! / correction(offsets[v + 1]! - offsets[v]!)
    near[v] = 0
    for (let r = offsets[v]!; r < offsets[v + 1]!; r++) add(scratch, targets[r]!, share)
  }
}

/** Common neighbours |N(x) ∩ N(y)|, in parties. Newman 2001. As Adamic–Adar. */
export const commonNeighbours: Scorer = ({ offsets, targets }, from, scratch) => {
  scratch.count = 0
  for (let s = offsets[from]!; s < offsets[from + 1]!; s++) {
    const z = targets[s]!
    for (let r = offsets[z]!; r < offsets[z + 1]!; r++) add(scratch, targets[r]!, 1)
  }
}

function add(scratch: Scratch, party: number, amount: number): void {
  if (scratch.score[party] === 0) scratch.touched[scratch.count++] = party
  scratch.score[party]! += amount
}

/** The scores from one party to all it is not tied to, as pairs with `a` = `from`; unsorted. */
export function scoresFrom(graph: Graph, scorer: Scorer, from: number, scratch: Scratch = scratchFor(graph)): ScoredPair[] {
  const { offsets, targets } = graph
  scorer(graph, from, scratch)
  const { score, touched, count } = scratch
  score[from] = 0
  for (let s = offsets[from]!; s < offsets[from + 1]!; s++) score[targets[s]!] = 0
  const pairs: ScoredPair[] = []
  for (let k = 0; k < count; k++) {
    const b = touched[k]!
    if (score[b]! > 0) pairs.push({ a: from, b, score: score[b]! })
    score[b] = 0
  }
  return pairs
}

/** The `count` best pairs that are not tied, best first, equals by index. The measure once from every party, O(count) kept. */
export function topPairs(graph: Graph, scorer: Scorer, count: number, run?: Run): ScoredPair[] {
  const scratch = scratchFor(graph)
  let best: ScoredPair[] = []
  let floor = 0
  for (let from = 0; from < graph.n; from++) {
    if ((from & 0xff) === 0) checkpoint(run, from, graph.n)
    for (const pair of scoresFrom(graph, scorer, from, scratch)) if (pair.b > from && pair.score >= floor) best.push(pair)
    if (best.length < 4 * count + 64) continue
    best = best.sort(byScore).slice(0, count)
    floor = best.length < count ? 0 : (best.at(-1)?.score ?? 0)
  }
  return best.sort(byScore).slice(0, count)
}

function byScore(x: ScoredPair, y: ScoredPair): number {
  return y.score - x.score || x.a - y.a || x.b - y.b
}

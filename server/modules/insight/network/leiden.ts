import type { Graph } from './graph.ts'
import { aggregate, type Level, levelOf, type Parts } from './leiden-levels.ts'
import { moveLocally } from './leiden-move.ts'
import { refine } from './leiden-refine.ts'
import { modularity, numberBySize, type Partition } from './modularity.ts'
import { randomFrom } from './random.ts'
import { checkpoint, quiet, type Run } from './run.ts'

export type LeidenOptions = {
  /** γ: above 1 more and smaller communities, below 1 fewer. */
  resolution?: number
  seed?: number
  /** How often communities are taken apart and improved again after the first grouping: until nobody moves, at most 10 times, once on large maps. */
  roundsMax?: number
  run?: Run | undefined
}

/** Ties from which a second round costs seconds and gains a thousandth of modularity. */
const LARGE_FROM = 30_000

export type Communities = Partition & { modularity: number }

/**
 * Communities by the Leiden algorithm on modularity, weighted where the graph is: Traag, Waltman & van Eck 2019, From Louvain to Leiden:
 * guaranteeing well-connected communities. Every community is connected: parties move between communities, each community is taken apart
 * into well-connected parts, and the parts become the parties of the next level. What is apart after the last round is set apart, which never
 * lowers modularity. The same seed gives the same communities. An isolate is a community of its own; an empty map has none.
 * About O(m) a round in practice.
 */
export function leiden(graph: Graph, options: LeidenOptions = {}): Communities {
  const { resolution = 1, seed = 1, roundsMax = graph.m < LARGE_FROM ? 10 : 1, run } = options
  const random = randomFrom(seed)
  const first = levelOf(graph)
  let of: Int32Array = Int32Array.from({ length: graph.n }, (_, i) => i)
  for (let round = 0; round <= roundsMax; round++) {
    checkpoint(run, round, roundsMax + 1)
    const changed = improve(first, of, { resolution, random, run: quiet(run) }, round === 0)
    if (!changed && round > 0) break
  }
  of = apart(graph, of)
  return { ...numberBySize(of), modularity: modularity(graph, of, resolution) }
}

type Step = { resolution: number; random: () => number; run: Run | undefined }

/**
 * One round from the parties up, starting from the communities in `of` and ending there. Answers whether anybody moved. The first round does
 * not take communities apart (it is Louvain's), which saves a third of the time: the next one starts from what it found and takes apart all of it.
 */
function improve(first: Level, of: Int32Array, step: Step, isFirst: boolean): boolean {
  let level = first
  let membership: Int32Array = of.slice()
  /** Which member of the present level each party is in. */
  let place: Int32Array | undefined
  let moved = false
  for (;;) {
    checkpoint(step.run, 0, 1)
    if (moveLocally(level, membership, step)) moved = true
    const parts = isFirst ? numbered(membership) : refine(level, membership, step)
    if (parts.count === level.n) break
    const next = aggregate(level, parts)
    const above = new Int32Array(parts.count)
    for (let i = 0; i < level.n; i++) above[parts.of[i]!] = membership[i]!
    if (place) for (let i = 0; i < place.length; i++) place[i] = parts.of[place[i]!]!
    else place = parts.of
    membership = numbered(above, level.n).of
    level = next
  }
  for (let i = 0; i < of.length; i++) of[i] = membership[place ? place[i]! : i]!
  return moved
}

/** Labels, all below `below`, as numbers without gaps in the order in which they appear. */
function numbered(labels: Int32Array, below = labels.length): Parts {
  const place = new Int32Array(below).fill(-1)
  let count = 0
  const of = new Int32Array(labels.length)
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!
    if (place[label] === -1) place[label] = count++
    of[i] = place[label]!
  }
  return { of, count }
}

/** The connected pieces inside each community, as labels. */
function apart({ n, offsets, targets }: Graph, of: Int32Array): Int32Array {
  const piece = new Int32Array(n).fill(-1)
  const queue = new Int32Array(n)
  let label = 0
  for (let seed = 0; seed < n; seed++) {
    if (piece[seed] !== -1) continue
    let tail = 1
    queue[0] = seed
    piece[seed] = label
    for (let head = 0; head < tail; head++) {
      const i = queue[head]!
      for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
        const j = targets[s]!
        if (piece[j] !== -1 || of[j] !== of[i]) continue
        piece[j] = label
        queue[tail++] = j
      }
    }
    label++
  }
  return piece
}

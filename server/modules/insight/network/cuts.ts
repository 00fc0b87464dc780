import { type Components, fragmentation, fragmentationOf } from './components.ts'
import type { Graph } from './graph.ts'
import { checkpoint, type Run } from './run.ts'

export type Cuts = {
  /** Parties whose leaving breaks their piece apart, ascending. */
  articulationPoints: Uint32Array
  /** Tied pairs whose tie alone holds two sides together, lower party first, ascending; two entries a pair. */
  bridges: Uint32Array
  /** For each party, how many others would lose the largest rest of their piece if it left; 0 when it is no articulation point. In parties. */
  cutOff: Uint32Array
  /** For each party, F of the map without it minus F of the map (see fragmentation). Below 0 when an isolated party leaves. */
  fragmentationChange: Float64Array
}

/**
 * Articulation points and bridges by depth-first search with low links (Tarjan 1972; Hopcroft & Tarjan 1973), with an explicit stack, so that
 * a path of any length does not overflow. The subtrees that hang on a party alone are the pieces its leaving makes, which gives the sizes and
 * with them the change of fragmentation (Borgatti 2006) for all parties in the same O(n + m).
 */
export function findCuts(graph: Graph, pieces: Components, run?: Run): Cuts {
  const search = depthFirst(graph, run)
  return {
    articulationPoints: marked(search.points),
    bridges: bridgesOf(search),
    ...effects(graph, pieces, search),
  }
}

type Search = {
  /** 1-based time of discovery. */
  entered: Uint32Array
  /** The earliest discovery reachable from the subtree by one tie back. */
  low: Uint32Array
  /** The party it was found from, or itself for a root. */
  parent: Uint32Array
  /** Parties in the order of discovery. */
  order: Uint32Array
  /** For each party the number of parties in subtrees that hang on it alone. */
  hanging: Uint32Array
  /** Σ s(s − 1) over those subtrees. */
  hangingPairs: Float64Array
  /** The largest of those subtrees. */
  hangingMax: Uint32Array
  points: Uint8Array
}

function depthFirst({ n, offsets, targets }: Graph, run: Run | undefined): Search {
  const entered = new Uint32Array(n)
  const low = new Uint32Array(n)
  const parent = new Uint32Array(n)
  const order = new Uint32Array(n)
  const next = offsets.slice(0, n)
  let time = 0
  let left = 0
  for (let root = 0; root < n; root++) {
    if (entered[root] !== 0) continue
    parent[root] = root
    order[time] = root
    entered[root] = low[root] = ++time
    let i = root
    for (;;) {
      if (next[i]! < offsets[i + 1]!) {
        const j = targets[next[i]!++]!
        if (entered[j] === 0) {
          parent[j] = i
          order[time] = j
          entered[j] = low[j] = ++time
          i = j
        } else if (j !== parent[i] && entered[j]! < low[i]!) {
          low[i] = entered[j]!
        }
      } else {
        // once for every party, when all its ties have been looked at
        if ((left++ & 0xffff) === 0) checkpoint(run, left, n)
        const above = parent[i]!
        if (i === root) break
        if (low[i]! < low[above]!) low[above] = low[i]!
        i = above
      }
    }
  }
  return { entered, low, parent, order, ...hangingSubtrees({ n, entered, low, parent, order }) }
}

/** Children come after their parent in the order of discovery, so one pass backwards sums the subtrees. */
function hangingSubtrees({ n, entered, low, parent, order }: Pick<Search, 'entered' | 'low' | 'parent' | 'order'> & { n: number }) {
  const size = new Uint32Array(n).fill(1)
  const children = new Uint32Array(n)
  const hanging = new Uint32Array(n)
  const hangingPairs = new Float64Array(n)
  const hangingMax = new Uint32Array(n)
  const points = new Uint8Array(n)
  for (let k = n - 1; k >= 0; k--) {
    const i = order[k]!
    const above = parent[i]!
    if (above === i) {
      points[i] = children[i]! > 1 ? 1 : 0
      continue
    }
    const s = size[i]!
    size[above]! += s
    children[above]!++
    if (low[i]! < entered[above]!) continue
    hanging[above]! += s
    hangingPairs[above]! += s * (s - 1)
    if (s > hangingMax[above]!) hangingMax[above] = s
    points[above] = 1
  }
  return { hanging, hangingPairs, hangingMax, points }
}

function marked(marks: Uint8Array): Uint32Array {
  const chosen: number[] = []
  for (let i = 0; i < marks.length; i++) if (marks[i]) chosen.push(i)
  return Uint32Array.from(chosen)
}

/** The tie to the parent is a bridge when nothing below reaches the parent or beyond by another tie. */
function bridgesOf({ entered, low, parent }: Search): Uint32Array {
  const pairs: [number, number][] = []
  for (let i = 0; i < parent.length; i++) {
    const above = parent[i]!
    if (above !== i && low[i]! > entered[above]!) pairs.push(above < i ? [above, i] : [i, above])
  }
  pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return Uint32Array.from(pairs.flat())
}

function effects({ n }: Graph, { of, sizes }: Components, { hanging, hangingPairs, hangingMax, points }: Search) {
  const cutOff = new Uint32Array(n)
  const fragmentationChange = new Float64Array(n)
  const before = fragmentation(sizes)
  let pairs = 0
  for (const size of sizes) pairs += size * (size - 1)
  for (let i = 0; i < n; i++) {
    const size = sizes[of[i]!]!
    const rest = size - 1 - hanging[i]!
    if (points[i]) cutOff[i] = size - 1 - Math.max(rest, hangingMax[i]!)
    const after = pairs - size * (size - 1) + hangingPairs[i]! + (rest > 1 ? rest * (rest - 1) : 0)
    fragmentationChange[i] = fragmentationOf(n - 1, after) - before
  }
  return { cutOff, fragmentationChange }
}

/** The pieces that the parties around `leaving` fall into without it, largest first, each as ascending party indices. O(size of its piece). */
export function piecesWithout({ n, offsets, targets }: Graph, leaving: number): Uint32Array[] {
  const seen = new Uint8Array(n)
  const pieces: Uint32Array[] = []
  seen[leaving] = 1
  for (let start = offsets[leaving]!; start < offsets[leaving + 1]!; start++) {
    if (seen[targets[start]!]) continue
    const piece = [targets[start]!]
    seen[piece[0]!] = 1
    for (let head = 0; head < piece.length; head++) {
      const i = piece[head]!
      for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
        const j = targets[s]!
        if (seen[j]) continue
        seen[j] = 1
        piece.push(j)
      }
    }
    pieces.push(Uint32Array.from(piece).sort())
  }
  return pieces.sort((a, b) => b.length - a.length || a[0]! - b[0]!)
}

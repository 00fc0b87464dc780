/**
 * The map as compressed sparse rows: the neighbours of party `i` are `targets[offsets[i]]` … `targets[offsets[i + 1] - 1]`, ascending.
 * Every tie stands twice, once at each end. Undirected: a measure that asks who is connected does not ask who started it.
 * 1,000,000 parties with 5,000,000 ties take 44 MB, 124 MB with weights.
 */
export type Graph = {
  /** How many parties. */
  n: number
  /** How many pairs of parties are tied; several ties between the same two count once. */
  m: number
  /** n + 1 positions in `targets`. */
  offsets: Uint32Array
  /** 2 m party indices. */
  targets: Uint32Array
  /** The weight of each entry of `targets`, summed over parallel ties; undefined means 1 everywhere. */
  weights: Float64Array | undefined
}

/** Ties as columns of party indices. A `weight` lies between 10⁻⁷⁵ and 10⁷⁵ where given: products and reciprocals of such stay numbers. */
export type EdgeList = { from: ArrayLike<number>; to: ArrayLike<number>; weight?: ArrayLike<number> | undefined }

const WEIGHT_MIN = 1e-75
const WEIGHT_MAX = 1e75
/** The largest length of a column of 32-bit numbers, less one. */
const PARTIES_MAX = 2 ** 32 - 2

/** A graph and what building it left out: ties of a party with itself, and ties beyond the first between the same two parties. */
export type Built = { graph: Graph; loops: number; parallel: number }

/**
 * Builds the rows from a list of ties. A tie of a party with itself is dropped; parallel ties and the two directions of one pair become one
 * entry whose weight is their sum (Burt's a_ij + a_ji). Throws RangeError for an index that is no whole number of 0 … n − 1, and for a weight that
 * is missing, not positive, or beyond what can be reckoned with.
 * Time O(n + m): two counting passes, the second of which (a transposition) leaves every row sorted.
 */
export function buildGraph(n: number, ties: EdgeList): Built {
  checkTies(n, ties)
  const { from, to } = ties
  const offsets = new Uint32Array(n + 1)
  let loops = 0
  for (let e = 0; e < from.length; e++) {
    const a = from[e]!
    const b = to[e]!
    if (a === b) {
      loops++
    } else {
      offsets[a + 1]!++
      offsets[b + 1]!++
    }
  }
  for (let i = 0; i < n; i++) offsets[i + 1]! += offsets[i]!
  const rough = scatter(offsets, ties)
  const sorted = transpose(offsets, rough)
  const graph = mergeParallel(n, offsets, sorted)
  return { graph, loops, parallel: from.length - loops - graph.m }
}

/** Throws RangeError for whatever is no list of ties between n parties. O(m). */
export function checkTies(n: number, { from, to, weight }: EdgeList): void {
  if (!(Number.isInteger(n) && n >= 0 && n <= PARTIES_MAX)) throw new RangeError(`There cannot be ${n} parties.`)
  if (from.length !== to.length || (weight && weight.length !== from.length))
    throw new RangeError('The columns of the ties differ in length.')
  for (let e = 0; e < from.length; e++) {
    const a = from[e]!
    const b = to[e]!
    // a whole number is what it is as an integer without sign
    if (a >>> 0 !== a || a >= n || b >>> 0 !== b || b >= n) throw new RangeError(`Tie ${e} joins ${a} and ${b}, outside 0 … ${n - 1}.`)
  }
  if (!weight) return
  for (let e = 0; e < weight.length; e++)
    if (!(weight[e]! >= WEIGHT_MIN && weight[e]! <= WEIGHT_MAX)) throw new RangeError(`Tie ${e} weighs ${weight[e]}.`)
}

type Rows = { targets: Uint32Array; weights: Float64Array | undefined }

/** Both ends of every tie into its row, in the order of the list. */
function scatter(offsets: Uint32Array, { from, to, weight }: EdgeList): Rows {
  const size = offsets[offsets.length - 1]!
  const targets = new Uint32Array(size)
  const weights = weight && new Float64Array(size)
  const next = offsets.slice(0, -1)
  for (let e = 0; e < from.length; e++) {
    const a = from[e]!
    const b = to[e]!
    if (a === b) continue
    const atA = next[a]!++
    const atB = next[b]!++
    targets[atA] = b
    targets[atB] = a
    if (weights) weights[atA] = weights[atB] = weight![e]!
  }
  return { targets, weights }
}

/** The same symmetric rows, read party by party in ascending order, so that every row comes out ascending. */
function transpose(offsets: Uint32Array, rough: Rows): Rows {
  const n = offsets.length - 1
  const targets = new Uint32Array(rough.targets.length)
  const weights = rough.weights && new Float64Array(rough.targets.length)
  const next = offsets.slice(0, -1)
  for (let i = 0; i < n; i++) {
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const at = next[rough.targets[s]!]!++
      targets[at] = i
      if (weights) weights[at] = rough.weights![s]!
    }
  }
  return { targets, weights }
}

/** Joins equal neighbours, which lie side by side, in place. */
function mergeParallel(n: number, offsets: Uint32Array, { targets, weights }: Rows): Graph {
  let write = 0
  let start = 0
  for (let i = 0; i < n; i++) {
    const end = offsets[i + 1]!
    const first = write
    for (let s = start; s < end; s++) {
      if (write > first && targets[write - 1] === targets[s]) {
        if (weights) weights[write - 1]! += weights[s]!
      } else {
        targets[write] = targets[s]!
        if (weights) weights[write] = weights[s]!
        write++
      }
    }
    start = end
    offsets[i + 1] = write
  }
  const merged = write < targets.length
  return {
    n,
    m: write / 2,
    offsets,
    targets: merged ? targets.slice(0, write) : targets,
    weights: merged ? weights?.slice(0, write) : weights,
  }
}

/** Whether two parties are tied. Binary search in the shorter row, O(log degree). */
export function areTied({ offsets, targets }: Graph, a: number, b: number): boolean {
  const shorter = offsets[a + 1]! - offsets[a]! <= offsets[b + 1]! - offsets[b]! ? a : b
  const wanted = shorter === a ? b : a
  let low = offsets[shorter]!
  let high = offsets[shorter + 1]! - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    if (targets[middle]! < wanted) low = middle + 1
    else if (targets[middle]! > wanted) high = middle - 1
    else return true
  }
  return false
}

/** How many parties each party is tied to; along arrows, how many it points to, or of `into` how many point to it. O(n). */
export function degrees({ n, offsets }: Pick<Graph, 'n' | 'offsets'>): Uint32Array {
  const degree = new Uint32Array(n)
  for (let i = 0; i < n; i++) degree[i] = offsets[i + 1]! - offsets[i]!
  return degree
}

/** The summed weight of each party's ties, in the unit of the weights; without weights the degree. Barrat et al. 2004; arrows as degrees(). O(n + m). */
export function strengths({ n, offsets, weights }: Pick<Graph, 'n' | 'offsets' | 'weights'>): Float64Array {
  const strength = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    if (!weights) strength[i] = offsets[i + 1]! - offsets[i]!
    else for (let s = offsets[i]!; s < offsets[i + 1]!; s++) strength[i]! += weights[s]!
  }
  return strength
}

/** Tied pairs over possible pairs, 2m / (n(n − 1)), 0 … 1; 0 below two parties. O(1). */
export function density({ n, m }: Graph): number {
  return n < 2 ? 0 : (2 * m) / (n * (n - 1))
}

import { type Components, components } from './components.ts'
import { coreNumbers } from './cores.ts'
import { type Cuts, findCuts } from './cuts.ts'
import { degrees, type Graph } from './graph.ts'
import { type Communities, leiden } from './leiden.ts'
import { pageRank } from './pagerank.ts'
import { checkpoint, quiet, type Run } from './run.ts'
import { constraint, effectiveSize } from './structural-holes.ts'
import { triangles } from './triangles.ts'

/** Everything that can be read from a map of any size at once; one number a party where not said otherwise. */
export type Health = {
  degree: Uint32Array
  pieces: Components
  pageRank: Float64Array
  triangles: Float64Array
  constraint: Float64Array
  effectiveSize: Float64Array
  core: Uint32Array
  cuts: Cuts
  communities: Communities
}

const STEPS = 7

/** The measures whose time grows about as the ties do. Each is defined where its function is. O(m^1.5) at worst. */
export function healthOf(graph: Graph, { seed = 1, run }: { seed?: number; run?: Run | undefined } = {}): Health {
  let done = 0
  const step = <T>(work: () => T): T => {
    checkpoint(run, done++, STEPS)
    return work()
  }
  const own = quiet(run)
  const degree = degrees(graph)
  const pieces = step(() => components(graph, own))
  const cuts = step(() => findCuts(graph, pieces, own))
  const core = step(() => coreNumbers(graph, own))
  const corners = step(() => triangles(graph, own))
  return {
    degree,
    pieces,
    cuts,
    core,
    triangles: corners,
    effectiveSize: effectiveSize(graph, corners),
    constraint: step(() => constraint(graph, own)),
    pageRank: step(() => pageRank(graph, { run: own })),
    communities: step(() => leiden(graph, { seed, run: own })),
  }
}

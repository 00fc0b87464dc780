// What the map can be asked, from 10,000 parties to a region of a million, beside graphology in the same run. Seeded.
// npm run bench network [-- city | paths | region]; all of them without a name.
import { spawn } from 'node:child_process'
import * as network from '../server/modules/insight/network/index.ts'
import { peerProcess } from './data/graphology.ts'
import { generateNetwork, type Ties } from './data/network.ts'
import { cpuMs, measure, measurePeers, median, report, wallMs } from './report.ts'

const BENCH = 'network'
const CITY = { parties: 100_000, ties: 500_000 }
const PATHS = { parties: 10_000, ties: 50_000 }
const REGION = { parties: 1_000_000, ties: 5_000_000 }
const RUNS = 5
/** Of what takes half a minute each time. */
const LONG_RUNS = 3
const SOURCES = 100
/** At most this much of all shares may be wrong, for both. */
const PAGERANK_TOLERANCE = 1e-8
const DAMPING = 0.85
const SEED = 1

const CASES: Record<string, () => Promise<void>> = { city: measureCity, paths: measurePaths, region: measureRegion }

const [name, ...others] = process.argv.slice(2)
if (name && !CASES[name]) throw new Error(`There is no case ${name}; there are ${Object.keys(CASES).join(', ')}.`)
if (name) {
  await CASES[name]!()
} else {
  // each in a process of its own: memory is measured, and what one leaves behind must not slow the next
  for (const one of Object.keys(CASES)) if ((await inProcess(one)) !== 0) process.exitCode = 1
}

function inProcess(one: string): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, one, ...others], { stdio: 'inherit' })
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}

async function measureCity(): Promise<void> {
  const ties = generateNetwork(CITY)
  const graph = build(ties)
  const size = tell(CITY)
  const peer = peerProcess(ties)
  const beside = async (what: string, min: number, work: () => unknown, theirs: () => unknown) => {
    const figures = await measurePeers(RUNS, work, theirs, { work: cpuMs, peer: peer.cpuMs })
    reportTimes(`${size}: ${what}, CPU`, { ms: figures.value, peerMs: figures.peerValue, min })
  }
  await beside(
    'build from a list of ties',
    60,
    () => build(ties),
    () => peer.ask('build'),
  )
  await beside(
    'PageRank at equal tolerance',
    20,
    () => network.pageRank(graph, { damping: DAMPING, tolerance: PAGERANK_TOLERANCE }),
    () => peer.ask('pageRank', DAMPING, PAGERANK_TOLERANCE * (1 - DAMPING)),
  )
  await beside(
    'k-core',
    40,
    () => network.coreNumbers(graph),
    () => peer.ask('coreNumbers'),
  )
  await beside(
    'components',
    50,
    () => network.components(graph),
    () => peer.ask('components'),
  )
  let seed = 0
  const found: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
  await beside(
    'communities',
    1.2,
    () => found.ours.push(network.leiden(graph, { seed: ++seed }).modularity),
    async () => found.theirs.push((await peer.ask('communities', seed))!),
  )
  report({
    bench: BENCH,
    case: `${size}: modularity of the communities`,
    value: median(found.ours),
    unit: 'Q',
    peer: 'graphology',
    peerValue: median(found.theirs),
    goal: { min: 1 },
  })
  await peer.stop()
  const health = await measure(RUNS, () => network.healthOf(graph), cpuMs)
  report({ bench: BENCH, case: `${size}: health report, CPU`, value: health / 1000, unit: 's', goal: { max: 2 } })
  const sampled = (workers: number) => network.sampledBetweennessInThreads(graph, { sources: SOURCES, seed: SEED, workers })
  const { value, peerValue } = await measurePeers(
    RUNS,
    () => sampled(2),
    () => sampled(1),
  )
  reportTimes(`${size}: betweenness from ${SOURCES} sources on two workers, wall`, {
    ms: value,
    peerMs: peerValue,
    min: 1.7,
    peer: 'one worker',
  })
}

async function measurePaths(): Promise<void> {
  const ties = generateNetwork(PATHS)
  const graph = build(ties)
  const peer = peerProcess(ties)
  const times: { one: number[]; two: number[]; peer: number[] } = { one: [], two: [], peer: [] }
  const timed = async (list: number[], work: () => unknown) => {
    const from = wallMs()
    await work()
    list.push(wallMs() - from)
  }
  for (let run = 0; run < LONG_RUNS; run++) {
    await timed(times.one, () => network.betweennessInThreads(graph, { workers: 1 }))
    await timed(times.peer, () => peer.ask('betweenness'))
    await timed(times.two, () => network.betweennessInThreads(graph, { workers: 2 }))
  }
  await peer.stop()
  const what = `${tell(PATHS)}: exact betweenness`
  reportTimes(`${what} on one worker, wall`, { ms: median(times.one), peerMs: median(times.peer), min: 1.6 })
  reportTimes(`${what} on two workers, wall`, { ms: median(times.two), peerMs: median(times.peer), min: 2.8 })
}

async function measureRegion(): Promise<void> {
  const ties = generateNetwork(REGION)
  const from = cpuMs()
  const graph = build(ties)
  const built = cpuMs()
  network.healthOf(graph)
  const size = tell(REGION)
  report({ bench: BENCH, case: `${size}: build from a list of ties, CPU`, value: (built - from) / 1000, unit: 's', goal: {} })
  report({ bench: BENCH, case: `${size}: health report, CPU`, value: (cpuMs() - built) / 1000, unit: 's', goal: { max: 40 } })
  const peakMb = process.resourceUsage().maxRSS / 1024
  report({ bench: BENCH, case: `${size}: memory of the whole process at its peak`, value: peakMb, unit: 'MB', goal: { max: 700 } })
}

function build({ parties, from, to }: Ties): network.Graph {
  return network.buildGraph(parties, { from, to }).graph
}

/** How many times faster than the peer, with the times themselves beside it. */
function reportTimes(what: string, { ms, peerMs, min, peer = 'graphology' }: { ms: number; peerMs: number; min: number; peer?: string }) {
  report({
    bench: BENCH,
    case: `${what}: ${round(ms)} ms, ${peer} ${round(peerMs)} ms`,
    value: peerMs / ms,
    unit: 'times faster',
    goal: { min },
  })
}

function round(ms: number): string {
  return ms < 100 ? ms.toFixed(1) : ms.toFixed(0)
}

function tell({ parties, ties }: { parties: number; ties: number }): string {
  return `${parties} parties and ${ties} ties`
}

// The measures beside igraph, which is written in C: processor time of one thread each, medians. Installs python3-igraph from the system's packages
// when it is not there, or says that it cannot.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as network from '../server/modules/insight/network/index.ts'
import { readEdgeList } from './data/edge-list.ts'
import { generateNetwork } from './data/network.ts'
import { cpuMs, measure, report } from './report.ts'

const PYTHON = '/usr/bin/python3'
const PACKAGE = 'python3-igraph'
const PEER = new URL('./data/igraph_peer.py', import.meta.url).pathname
const SIZES = [
  { parties: 10_000, ties: 50_000, runs: 25, withPaths: true },
  { parties: 100_000, ties: 500_000, runs: 5, withPaths: false },
]
/** What igraph solves PageRank to, by the source of its PRPACK interface. */
const PAGERANK_TOLERANCE = 1e-10
/** Rounds of Leiden, there called iterations; ours come after one that takes nothing apart. */
const ROUNDS = 2
/** Betweenness may take this much longer than in C. */
const BETWEENNESS_RATIO = 1.2

const NAMES = {
  read: 'read a file of ties',
  pageRank: 'PageRank at equal tolerance',
  constraint: 'constraint',
  leiden: 'Leiden',
  core: 'k-core',
  components: 'components',
  cuts: 'articulation points (with bridges and what is cut off)',
}

type Figures = Record<'read' | 'pageRank' | 'constraint' | 'leiden' | 'modularity' | 'core' | 'components' | 'cuts', number> & {
  version: string
  betweenness?: number
}

const reason = provideIgraph()
if (reason) {
  console.error(`igraph is not there and could not be installed: ${reason}`)
  process.exitCode = 1
} else {
  const folder = mkdtempSync(join(tmpdir(), 'bench-igraph-'))
  try {
    for (const size of SIZES) await measureBeside(size, join(folder, 'edges.txt'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measureBeside({ parties, ties, runs, withPaths }: (typeof SIZES)[number], path: string): Promise<void> {
  const { from, to } = generateNetwork({ parties, ties })
  writeFileSync(path, Array.from(from, (a, k) => `${a} ${to[k]}\n`).join(''))
  const read = () => {
    const list = readEdgeList(readFileSync(path))
    return network.buildGraph(parties, list).graph
  }
  const graph = read()
  const ours = {
    read: await measure(runs, read, cpuMs),
    pageRank: await measure(runs, () => network.pageRank(graph, { damping: 0.85, tolerance: PAGERANK_TOLERANCE }), cpuMs),
    constraint: await measure(runs, () => network.constraint(graph), cpuMs),
    leiden: await measure(runs, () => network.leiden(graph, { roundsMax: ROUNDS }), cpuMs),
    core: await measure(runs, () => network.coreNumbers(graph), cpuMs),
    components: await measure(runs, () => network.components(graph), cpuMs),
    cuts: await measure(runs, () => network.findCuts(graph, network.components(graph)), cpuMs),
  }
  const theirs = igraph(path, runs, withPaths)
  const size = `${parties} parties and ${ties} ties`
  const row = (name: string, ms: number, peerMs: number, max: number) =>
    report({
      bench: 'network-igraph',
      case: `${size}: ${name}, CPU`,
      value: ms,
      unit: 'ms',
      peer: `igraph ${theirs.version}`,
      peerValue: peerMs,
      goal: { max },
    })
  for (const name of Object.keys(ours) as (keyof typeof ours)[]) row(NAMES[name], ours[name], theirs[name], 1)
  report({
    bench: 'network-igraph',
    case: `${size}: modularity of Leiden`,
    value: network.leiden(graph, { roundsMax: ROUNDS }).modularity,
    unit: 'Q',
    peer: `igraph ${theirs.version}`,
    peerValue: theirs.modularity,
    goal: {},
  })
  if (theirs.betweenness === undefined) return
  const started = cpuMs()
  network.betweenness(graph)
  row('exact betweenness', cpuMs() - started, theirs.betweenness, BETWEENNESS_RATIO)
}

function igraph(path: string, runs: number, withPaths: boolean): Figures {
  const args = [PEER, path, String(runs), ...(withPaths ? ['betweenness'] : [])]
  const { status, stdout, stderr } = spawnSync(PYTHON, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`igraph failed: ${stderr}`)
  return JSON.parse(stdout) as Figures
}

/** Answers why it cannot, or nothing when igraph is there. */
function provideIgraph(): string | undefined {
  if (isThere()) return undefined
  for (const args of [['update'], ['install', '--yes', PACKAGE]]) {
    const { status, error, stderr } = spawnSync('apt-get', args, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (status !== 0) return `apt-get ${args.join(' ')}: ${error?.message ?? stderr.trim()}`
  }
  return isThere() ? undefined : `${PACKAGE} is installed, but ${PYTHON} does not find it`
}

function isThere(): boolean {
  return spawnSync(PYTHON, ['-c', 'import igraph']).status === 0
}

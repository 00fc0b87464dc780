// How well parties to be introduced to each other are found: a tenth of the ties of five real networks is hidden, and the scores of what is left
// say which pairs they were. Area under the curve: the chance that a hidden pair scores higher than a pair that is not tied, equals counting half.
// One rule makes the mix on all networks, from the ties that are left, never from the hidden ones; it was chosen on other networks. Seeded.
import { readFileSync } from 'node:fs'
import * as network from '../server/modules/insight/network/index.ts'
import { report } from './report.ts'

const FOLDER = new URL('../samples/networks/', import.meta.url)
const NAMES = ['dhhs', 'indiana-collaboration', 'indiana-contact', 'indiana-dissemination', 'wetlands']
const SINGLE = ['commonNeighbours', 'adamicAdar', 'pathsOfThree', 'preferentialAttachment'] as const
const MEASURES = [...SINGLE, 'mix'] as const
const TITLES = { commonNeighbours: 'common', adamicAdar: 'Adamic–Adar', pathsOfThree: 'L3', preferentialAttachment: 'degree', mix: 'mix' }
const REPEATS = 20
const SEED = 20261127
/** A difference counts as one from two standard errors on. */
const ERRORS_ALLOWED = 2

type Areas = Record<(typeof MEASURES)[number], number[]>

const found = NAMES.map((name) => ({ name, areas: areasOf(read(name)) }))

console.error(
  `Area under the curve, ${REPEATS} times 10 % of the ties hidden; the differences of the mix are paired, ± their standard error.`,
)
console.error(row(['network', ...MEASURES.map((measure) => TITLES[measure]), 'mix − best', 'mix − L3']))
for (const { name, areas } of found) {
  const best = SINGLE.reduce((one, other) => (mean(areas[other]) > mean(areas[one]) ? other : one))
  const toBest = differenceOf(areas.mix, areas[best])
  console.error(
    row([
      name,
      ...MEASURES.map((measure) => mean(areas[measure]).toFixed(3)),
      tell(toBest),
      tell(differenceOf(areas.mix, areas.pathsOfThree)),
    ]),
  )
  report({
    bench: 'introductions',
    case: `${name}: mix minus the best single score (${TITLES[best]}), ${tell(toBest)}`,
    value: toBest.mean / toBest.error,
    unit: 'standard errors',
    goal: { min: -ERRORS_ALLOWED },
  })
}
const overAll = (measure: keyof Areas) => mean(found.map(({ areas }) => mean(areas[measure])))
console.error(row(['mean', ...MEASURES.map((measure) => overAll(measure).toFixed(3))]))
report({
  bench: 'introductions',
  case: 'mean over the networks: mix minus L3, which has to be more than nothing',
  value: overAll('mix') - overAll('pathsOfThree'),
  unit: 'area',
  goal: { min: Number.EPSILON },
})

function areasOf(graph: network.Graph): Areas {
  const random = network.randomFrom(SEED)
  const areas: Areas = { commonNeighbours: [], adamicAdar: [], pathsOfThree: [], preferentialAttachment: [], mix: [] }
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const { thinned, hidden } = network.hideTies(graph, random)
    const scores = network.scorePairs(thinned)
    const isHidden = Array.from({ length: scores.pairs.length / 2 }, (_, k) =>
      hidden.has(scores.pairs[2 * k]! * graph.n + scores.pairs[2 * k + 1]!),
    )
    for (const measure of SINGLE) areas[measure].push(network.areaUnderCurve(scores.of(measure), isHidden))
    const mix = network.bestMix(thinned, { seed: repeat })
    areas.mix.push(network.areaUnderCurve(network.mixedScores(scores, mix), isHidden))
  }
  return areas
}

function read(name: string): network.Graph {
  const text = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8')
  const n = text(`${name}.nodes.csv`).trim().split('\n').length - 1
  const rows = text(`${name}.edges.csv`).trim().split('\n').slice(1)
  const column = (place: number) => rows.map((line) => Number(line.split(',')[place]) - 1)
  return network.buildGraph(n, { from: column(0), to: column(1) }).graph
}

function differenceOf(one: number[], other: number[]): { mean: number; error: number } {
  const differences = one.map((value, k) => value - other[k]!)
  const middle = mean(differences)
  const variance = differences.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (differences.length - 1)
  return { mean: middle, error: Math.sqrt(variance / differences.length) }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function tell({ mean, error }: { mean: number; error: number }): string {
  return `${mean < 0 ? '−' : '+'}${Math.abs(mean).toFixed(4)} ± ${error.toFixed(4)}`
}

function row(cells: string[]): string {
  return cells.map((cell, k) => (k === 0 ? cell.padEnd(22) : cell.padStart(k > MEASURES.length ? 18 : 12))).join('')
}

// Rules of sharing money: how fast a rule is evaluated, and how far anybody ever drifts from what is due to him over many sales. Seeded.
import { randomFrom } from '../server/modules/insight/network/random.ts'
import {
  type Carry,
  evaluate,
  type Facts,
  NO_FACTS,
  type Prepared,
  prepare,
  rationalFrom,
  textOf,
} from '../server/modules/sharing/rule/index.ts'
import { sharesRule, WEEKEND } from '../server/modules/sharing/rule/testing.ts'
import { cpuMs, measure, report } from './report.ts'

const SEED = 20261127
const EVALUATIONS = 20_000
const RUNS = 5
const EVALUATIONS_GOAL = 50_000

const EVENTS = 2_000
const SETS = 40
const PARTIES_MIN = 2
const PARTIES_MAX = 8
const WEIGHT_MAX = 1_000
const AMOUNT_MAX = 20_000

const random = randomFrom(SEED)
const whole = (min: number, max: number) => min + Math.floor(random() * (max - min + 1))

await measureEvaluation()
measureDrift()

async function measureEvaluation(): Promise<void> {
  const rule = prepare(WEEKEND)
  const sales = Array.from({ length: EVALUATIONS }, weekendSale)
  const ms = await measure(RUNS, () => evaluateAll(rule, sales), cpuMs)
  report({
    bench: 'sharing',
    case: 'sales shared by the weekend rule, five steps, one core',
    value: (EVALUATIONS / ms) * 1000,
    unit: 'a second',
    goal: { min: EVALUATIONS_GOAL },
  })
}

function weekendSale(): Facts {
  const net = whole(5_000, 40_000)
  return {
    ...NO_FACTS,
    gross: BigInt(Math.round(net * 1.19)),
    net: BigInt(net),
    day: '2026-05-16',
    units: { guest_night: whole(1, 9) },
    names: { referrer: { recipient: 'bakery', since: '2026-05-01' } },
    metrics: { visits: { museum: whole(1, 20), ferry: whole(0, 20) } },
    owed: { 'campaign:advance': 500n },
  }
}

function evaluateAll(rule: Prepared, sales: readonly Facts[]): void {
  let carry: Carry = {}
  for (const sale of sales) carry = { ...carry, ...evaluate(rule, sale, carry).carry }
}

/** The worst that was ever due and not paid, or paid and not due, of 40 sets of fixed shares; beside it what two other rules of rounding leave. */
function measureDrift(): void {
  const worst = { carried: 0, largestRemainder: 0, firstInOrder: 0 }
  for (let set = 0; set < SETS; set++) {
    const n = PARTIES_MIN + (set % (PARTIES_MAX - PARTIES_MIN + 1))
    const weights = Array.from({ length: n }, () => whole(1, WEIGHT_MAX))
    const amounts = Array.from({ length: EVENTS }, () => whole(1, AMOUNT_MAX))
    worst.carried = Math.max(worst.carried, driftCarried(weights, amounts))
    worst.largestRemainder = Math.max(worst.largestRemainder, driftOf(weights, amounts, byLargestRemainder))
    worst.firstInOrder = Math.max(worst.firstInOrder, driftOf(weights, amounts, inOrder))
  }
  console.error(`Worst drift over ${EVENTS} sales and ${SETS} sets of fixed shares, in minor units:`)
  console.error(
    `  carried ${worst.carried.toFixed(4)}, largest remainder ${worst.largestRemainder.toFixed(0)}, first in order ${worst.firstInOrder.toFixed(0)}`,
  )
  report({
    bench: 'sharing',
    case: `worst drift of anybody over ${EVENTS} sales, ${SETS} sets of fixed shares, ${PARTIES_MIN} to ${PARTIES_MAX} parties`,
    value: worst.carried,
    unit: 'minor units',
    goal: { max: 1 - Number.EPSILON },
  })
}

function driftCarried(weights: readonly number[], amounts: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const rule = prepare(sharesRule(Object.fromEntries(weights.map((weight, k) => [`party_${k}`, `${weight}/${sum}`]))))
  let carry: Carry = {}
  let worst = 0
  for (const amount of amounts) {
    carry = { ...carry, ...evaluate(rule, { ...NO_FACTS, gross: BigInt(amount), net: BigInt(amount) }, carry).carry }
    for (const value of Object.values(carry)) worst = Math.max(worst, Math.abs(numberOf(textOf(value))))
  }
  return worst
}

type Rounding = (exact: readonly number[], amount: number) => number[]

function driftOf(weights: readonly number[], amounts: readonly number[], round: Rounding): number {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const owed = weights.map(() => 0)
  let worst = 0
  for (const amount of amounts) {
    const exact = weights.map((weight) => (weight * amount) / sum)
    for (const [k, paid] of round(exact, amount).entries()) {
      owed[k]! += exact[k]! - paid
      worst = Math.max(worst, Math.abs(owed[k]!))
    }
  }
  return worst
}

function byLargestRemainder(exact: readonly number[], amount: number): number[] {
  const order = exact.map((_, k) => k).sort((a, b) => (exact[b]! % 1) - (exact[a]! % 1) || a - b)
  return giveLeftOver(exact, amount, order)
}

function inOrder(exact: readonly number[], amount: number): number[] {
  return giveLeftOver(
    exact,
    amount,
    exact.map((_, k) => k),
  )
}

function giveLeftOver(exact: readonly number[], amount: number, order: readonly number[]): number[] {
  const paid = exact.map(Math.floor)
  const left = amount - paid.reduce((total, units) => total + units, 0)
  for (const k of order.slice(0, left)) paid[k]!++
  return paid
}

function numberOf(fraction: string): number {
  const { n, d } = rationalFrom(fraction)
  return Number(n) / Number(d)
}

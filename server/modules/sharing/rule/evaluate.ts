import { DomainError } from '../../../kernel/errors.ts'
import { type Facts, said } from './facts.ts'
import type { Prepared, PreparedStep } from './prepare.ts'
import { add, compare, floor, type Rational, reduced, subtract, whole, ZERO } from './rational.ts'
import { payOut } from './rounding.ts'
import { type Part, splitBy } from './split.ts'
import { applies, type Bases, wantedBy } from './take.ts'

/** What one recipient gets by one step: exactly, and in whole minor units. `through` is who passed it on. */
export type Line = { stepId: string; to: string; through: string | null; exact: Rational; paid: bigint; heldDays: number | null }

/** A step that got less than it asked for, because no more was left or because its cap was reached. */
export type Clip = { stepId: string; why: 'left' | 'cap'; wanted: Rational; taken: Rational }

/** Why a step took nothing: its condition does not hold, or the sale names nobody. */
export type Skip = { stepId: string; why: 'when' | 'nobody' }

/** What each is entitled to and was not paid yet; below zero when paid ahead. */
export type Carry = Readonly<Record<string, Rational>>

export type Outcome = { source: bigint; lines: Line[]; clips: Clip[]; skips: Skip[]; carry: Record<string, Rational> }

/** A carry with a longer denominator is cut to this many parts of a minor unit: shares that change forever would make it grow forever. */
const FINEST = 10n ** 18n
/** No sum of one sale has a longer denominator, for those of many large primes take minutes to add up. Shares as people agree on them stay far below. */
const DENOMINATOR_MAX = 1n << 512n

/**
 * Shares a sale out. Every minor unit of the source lands on a line: the lines sum to it. `carry` is what earlier sales under the same rule
 * left over; the outcome holds it anew for everybody who was paid. Same input, same outcome. Throws RangeError for an amount below zero,
 * invalid nothing_to_split_by when a split has nothing to go by, invalid fractions_too_fine when sums cannot be kept short.
 */
export function evaluate({ basis, steps }: Prepared, facts: Facts, carry: Carry): Outcome {
  const source = facts[basis]
  if (facts.gross < 0n || facts.net < 0n) throw new RangeError('A sale is not below zero; what was sold is given back by a refund.')
  const outcome: Outcome = { source, lines: [], clips: [], skips: [], carry: {} }
  const bases = { gross: whole(facts.gross), net: whole(facts.net), rest: whole(source), steps: new Map<string, Rational>() }
  for (const step of steps) {
    const to = recipientOf(step, facts)
    if (!applies(step.when, source, facts) || to === null) {
      outcome.skips.push({ stepId: step.id, why: to === null ? 'nobody' : 'when' })
      continue
    }
    const taken = take(step, bases, facts, outcome.clips)
    bases.steps.set(step.id, taken)
    bases.rest = bounded(subtract(bases.rest, taken))
    if (taken.n === 0n) continue
    const through = step.isPassedOn ? (to ?? null) : null
    for (const { id, amount } of partsOf(step, to, taken, facts))
      if (amount.n > 0n) outcome.lines.push({ stepId: step.id, to: id, through, exact: amount, paid: 0n, heldDays: step.heldDays ?? null })
  }
  payLines(outcome, carry)
  return outcome
}

/** Who gets the step; undefined for a split, null when the sale names nobody. */
function recipientOf({ to }: PreparedStep, facts: Facts): string | null | undefined {
  return to?.startsWith('$') ? (said(facts.names, to.slice(1))?.recipient ?? null) : to
}

function take(step: PreparedStep, bases: Bases, facts: Facts, clips: Clip[]): Rational {
  let taken = wantedBy(step.take, bases, facts)
  const limit = (most: Rational, why: Clip['why']) => {
    if (compare(taken, most) <= 0) return
    clips.push({ stepId: step.id, why, wanted: taken, taken: most })
    taken = most
  }
  if (step.cap !== null) limit(leftOfCap(step.cap, said(facts.taken, step.id) ?? 0n), 'cap')
  limit(bases.rest, 'left')
  return taken
}

function leftOfCap(cap: Rational, taken: bigint): Rational {
  const left = subtract(cap, whole(taken))
  return left.n > 0n ? left : ZERO
}

function partsOf(step: PreparedStep, to: string | null | undefined, amount: Rational, facts: Facts): Part[] {
  return step.split === null ? [{ id: to!, amount }] : splitBy(step.split, amount, facts, step.id)
}

/** Turns exact amounts into whole units: by recipient with what was carried, and then onto the lines of each. */
function payLines(outcome: Outcome, carry: Carry): void {
  const byRecipient = new Map<string, Line[]>()
  for (const line of outcome.lines) {
    const lines = byRecipient.get(line.to)
    if (lines) lines.push(line)
    else byRecipient.set(line.to, [line])
  }
  const claims = [...byRecipient].map(([id, lines]) => {
    const now = lines.length === 1 ? lines[0]!.exact : lines.reduce((sum, { exact }) => bounded(add(sum, exact)), ZERO)
    return { id, lines, now, due: add(now, said(carry, id) ?? ZERO) }
  })
  const denominator = commonDenominator(claims.flatMap(({ now, due }) => [now.d, due.d]))
  const raise = ({ n, d }: Rational) => n * (denominator / d)
  const paid = payOut(
    claims.map(({ id, now, due }) => ({ id, now: raise(now), due: raise(due) })),
    outcome.source,
    denominator,
  )
  for (const [k, { id, lines, now, due }] of claims.entries()) {
    spread(lines, now, paid[k]!)
    outcome.carry[id] = cut(subtract(due, whole(paid[k]!)))
  }
}

/** Puts what one recipient is paid onto his lines, each by its part; what is left over goes to the first ones. */
function spread(lines: readonly Line[], total: Rational, paid: bigint): void {
  let left = paid
  for (const line of lines) {
    line.paid = (line.exact.n * total.d * paid) / (line.exact.d * total.n)
    left -= line.paid
  }
  for (const line of lines) {
    if (left === 0n) return
    line.paid++
    left--
  }
}

function commonDenominator(denominators: readonly bigint[]): bigint {
  let common = 1n
  for (const d of denominators) if (common % d !== 0n) common = lowestMultiple(common, d)
  return common
}

function bounded(value: Rational): Rational {
  if (value.d <= DENOMINATOR_MAX) return value
  throw new DomainError('invalid', 'fractions_too_fine', 'The fractions of this rule have too little in common to be added up exactly.')
}

function lowestMultiple(one: bigint, other: bigint): bigint {
  return other * reduced({ n: one, d: other }).n
}

function cut(value: Rational): Rational {
  const { n, d } = reduced(value)
  return d <= FINEST ? { n, d } : { n: floor({ n: n * FINEST, d }), d: FINEST }
}

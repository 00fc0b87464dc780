import { DomainError } from '../../../kernel/errors.ts'
import { type Facts, said } from './facts.ts'
import type { PreparedSplit } from './prepare.ts'
import { add, compare, multiply, type Rational, subtract, whole, ZERO } from './rational.ts'

export type Part = { id: string; amount: Rational }

/** Shares an amount out exactly. Throws invalid nothing_to_split_by when nothing was counted and the rule does not say what then. */
export function splitBy(split: PreparedSplit, amount: Rational, facts: Facts, stepId: string): Part[] {
  if (split.kind === 'shares') return split.shares.map(({ id, part }) => ({ id, amount: multiply(amount, part) }))
  const counts = split.among.map(({ id, weight }) => ({ id, count: weight * countOf(split, id, facts) }))
  const total = counts.reduce((sum, { count }) => sum + count, 0n)
  if (total > 0n) return withFloor(counts, total, amount, split.floorEach)
  if (amount.n === 0n) return []
  if (!split.isEqualWhenNone)
    throw new DomainError(
      'invalid',
      'nothing_to_split_by',
      `The step ${stepId} splits by what was counted, and nothing was. Please count it, or let the rule split equally then.`,
    )
  const part = { n: 1n, d: BigInt(split.among.length) }
  return split.among.map(({ id }) => ({ id, amount: multiply(amount, part) }))
}

function countOf({ kind, metric }: Exclude<PreparedSplit, { kind: 'shares' }>, id: string, facts: Facts): bigint {
  if (kind === 'use') return facts.used.includes(id) ? 1n : 0n
  if (kind === 'standAlone') return said(facts.standAlone, id) ?? 0n
  return BigInt(said(said(facts.metrics, metric) ?? {}, id) ?? 0)
}

/** Everybody gets the floor first, less where there is not enough for all, and the rest by count. */
function withFloor(counts: readonly { id: string; count: bigint }[], total: bigint, amount: Rational, floorEach: bigint): Part[] {
  const floors = whole(floorEach * BigInt(counts.length))
  const each = compare(floors, amount) <= 0 ? whole(floorEach) : multiply(amount, { n: 1n, d: BigInt(counts.length) })
  const rest = compare(floors, amount) <= 0 ? subtract(amount, floors) : ZERO
  return counts.map(({ id, count }) => ({ id, amount: add(each, multiply(rest, { n: count, d: total })) }))
}

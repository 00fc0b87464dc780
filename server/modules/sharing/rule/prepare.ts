import { createHash } from 'node:crypto'
import { said } from './facts.ts'
import type { Rule, Split, Step, Take } from './language.ts'
import { type Rational, rationalFrom, textOf, whole } from './rational.ts'

/** A rule with its fractions read once, for many sales. */
export type Prepared = { basis: Rule['basis']; steps: readonly PreparedStep[] }

export type PreparedStep = Omit<Step, 'take' | 'split' | 'then' | 'capPer'> & {
  take: PreparedTake
  split: PreparedSplit | null
  /** Whether the split is what `to` passes on. */
  isPassedOn: boolean
  cap: Rational | null
}
export type PreparedTake = { kind: 'remainder' } | (AnyTake & { min: Rational | null; max: Rational | null })
type AnyTake =
  | { kind: 'pct'; of: string; part: Rational }
  | { kind: 'fixed'; amount: Rational }
  | { kind: 'perUnit'; each: bigint; unit: string; maxUnits: number }
  | { kind: 'tiers'; of: string; tiers: readonly { upTo: Rational | null; part: Rational }[] }
  | { kind: 'upToBalance'; account: string }
export type PreparedSplit =
  | { kind: 'shares'; shares: readonly { id: string; part: Rational }[] }
  | {
      kind: 'contribution' | 'standAlone' | 'use'
      metric: string
      among: readonly { id: string; weight: bigint }[]
      floorEach: bigint
      isEqualWhenNone: boolean
    }

/** Reads a rule that checkRule() found nothing wrong with. */
export function prepare(rule: Rule): Prepared {
  return { basis: rule.basis, steps: rule.steps.map(prepareStep) }
}

function prepareStep({ take, split, then, capPer, ...step }: Step): PreparedStep {
  const passed = split ?? then
  const cap = Object.values(capPer ?? {})[0]
  return {
    ...step,
    take: take === 'remainder' ? { kind: 'remainder' } : prepareTake(take),
    split: passed === undefined ? null : prepareSplit(passed),
    isPassedOn: split === undefined && then !== undefined,
    cap: cap === undefined ? null : amountOf(cap),
  }
}

function prepareTake(take: Take): PreparedTake {
  return {
    ...kindOf(take),
    min: take.min === undefined ? null : amountOf(take.min),
    max: take.max === undefined ? null : amountOf(take.max),
  }
}

function kindOf({ pct, of = 'rest', fixed, perUnit, unit = '', maxUnits, tiers, upToBalance = '' }: Take): AnyTake {
  if (pct !== undefined) return { kind: 'pct', of, part: rationalFrom(pct) }
  if (fixed !== undefined) return { kind: 'fixed', amount: amountOf(fixed) }
  if (perUnit !== undefined) return { kind: 'perUnit', each: BigInt(perUnit), unit, maxUnits: maxUnits ?? Number.POSITIVE_INFINITY }
  if (tiers === undefined) return { kind: 'upToBalance', account: upToBalance }
  return {
    kind: 'tiers',
    of,
    tiers: tiers.map(({ upTo, pct }) => ({ upTo: upTo === null ? null : amountOf(upTo), part: rationalFrom(pct) })),
  }
}

function prepareSplit({ equal, shares, by, metric = '', among, weights = {}, floorEach = 0, whenNone }: Split): PreparedSplit {
  if (by !== undefined)
    return {
      kind: by,
      metric,
      among: (among ?? Object.keys(weights)).map((id) => ({ id, weight: BigInt(said(weights, id) ?? 1) })),
      floorEach: BigInt(floorEach),
      isEqualWhenNone: whenNone === 'equal',
    }
  const fixed = shares ?? Object.fromEntries((equal ?? []).map((id) => [id, `1/${equal!.length}`]))
  return { kind: 'shares', shares: Object.entries(fixed).map(([id, part]) => ({ id, part: rationalFrom(part) })) }
}

function amountOf(amount: number): Rational {
  return whole(BigInt(amount))
}

const FRACTION = /^\d+\/\d+$/

/**
 * A rule as one text: keys in the order of code points, no blanks, fractions in lowest terms. Two rules that read the same have the same text;
 * after RFC 8785, which whole numbers and these texts need no more of.
 */
export function canonical(rule: Rule): string {
  return JSON.stringify(rule, (_, value: unknown) => {
    if (typeof value === 'string' && FRACTION.test(value)) return textOf(rationalFrom(value))
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
  })
}

/** SHA-256 of the canonical text, in hex. */
export function hashOf(rule: Rule): string {
  return createHash('sha256').update(canonical(rule)).digest('hex')
}

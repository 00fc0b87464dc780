import { type Facts, said } from './facts.ts'
import type { When } from './language.ts'
import type { PreparedTake } from './prepare.ts'
import { add, compare, least, most, multiply, type Rational, subtract, whole, ZERO } from './rational.ts'

const DAY_MS = 86_400_000

/** What a step can be a part of: the price with and without tax, what is left, and what the steps before took. */
export type Bases = { gross: Rational; net: Rational; rest: Rational; steps: ReadonlyMap<string, Rational> }

/** What a step asks for before it is clipped to what is left. */
export function wantedBy(take: PreparedTake, bases: Bases, facts: Facts): Rational {
  if (take.kind === 'remainder') return bases.rest
  let wanted = asked(take, bases, facts)
  if (take.min !== null) wanted = most(wanted, take.min)
  if (take.max !== null) wanted = least(wanted, take.max)
  return wanted
}

function asked(take: Exclude<PreparedTake, { kind: 'remainder' }>, bases: Bases, facts: Facts): Rational {
  switch (take.kind) {
    case 'pct':
      return multiply(baseOf(take.of, bases), take.part)
    case 'fixed':
      return take.amount
    case 'perUnit':
      return whole(take.each * BigInt(Math.min(said(facts.units, take.unit) ?? 0, take.maxUnits)))
    case 'tiers':
      return byTiers(baseOf(take.of, bases), take.tiers)
    case 'upToBalance': {
      const owed = said(facts.owed, take.account) ?? 0n
      return owed > 0n ? whole(owed) : ZERO
    }
  }
}

function baseOf(of: string, bases: Bases): Rational {
  if (of === 'gross' || of === 'net' || of === 'rest') return bases[of]
  return bases.steps.get(of.slice('step:'.length)) ?? ZERO
}

function byTiers(base: Rational, tiers: readonly { upTo: Rational | null; part: Rational }[]): Rational {
  let sum = ZERO
  let from = ZERO
  for (const { upTo, part } of tiers) {
    const end = upTo === null ? base : least(base, upTo)
    if (compare(end, from) <= 0) break
    sum = add(sum, multiply(subtract(end, from), part))
    from = end
  }
  return sum
}

/** Whether a step applies to the sale. */
export function applies(when: When | undefined, source: bigint, facts: Facts): boolean {
  if (when === undefined) return true
  const { has, withinDays, is = {}, atLeast, below, from, until } = when
  if (has !== undefined) {
    const named = said(facts.names, has)
    if (!named) return false
    if (withinDays !== undefined && daysBetween(named.since, facts.day) > withinDays) return false
  }
  if (Object.entries(is).some(([key, value]) => said(facts.is, key) !== value)) return false
  if (atLeast !== undefined && source < BigInt(atLeast)) return false
  if (below !== undefined && source >= BigInt(below)) return false
  return (from === undefined || facts.day >= from) && (until === undefined || facts.day <= until)
}

function daysBetween(since: string, day: string): number {
  const days = (Date.parse(day) - Date.parse(since)) / DAY_MS
  // named after the sale is not before it
  return days < 0 ? Number.POSITIVE_INFINITY : days
}

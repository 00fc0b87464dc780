import { type Complaint, complaint } from '../../../kernel/complaints.ts'
import type { Rule, Split, Step, Take } from './language.ts'
import { add, compare, type Rational, rationalFrom, whole, ZERO } from './rational.ts'

const ONE = whole(1n)
const KINDS_OF_TAKE = ['pct', 'fixed', 'perUnit', 'tiers', 'upToBalance'] as const
const KINDS_OF_SPLIT = ['equal', 'shares', 'by'] as const

/**
 * What is wrong with a rule that its form does not show, each with its place. `known` are the recipients there are; those with a $ are named by
 * the sale. Empty when the rule can be used.
 */
export function checkRule(rule: Rule, known: ReadonlySet<string>, path = 'rule'): Complaint[] {
  return [...checkOrder(rule, path), ...rule.steps.flatMap((step, k) => checkStep(rule, k, known, `${path}.steps.${k}`, step))]
}

function checkOrder({ steps }: Rule, path: string): Complaint[] {
  const found: Complaint[] = []
  const ids = new Set<string>()
  for (const [k, { id, take }] of steps.entries()) {
    if (ids.has(id)) found.push(complaint(`${path}.steps.${k}.id`, 'step_twice', { step: id }))
    ids.add(id)
    if (take === 'remainder' && k < steps.length - 1) found.push(complaint(`${path}.steps.${k}.take`, 'remainder_not_last'))
  }
  if (steps.at(-1)?.take !== 'remainder') found.push(complaint(`${path}.steps`, 'remainder_missing'))
  return found
}

function checkStep(rule: Rule, place: number, known: ReadonlySet<string>, path: string, step: Step): Complaint[] {
  const { take, to, split, then, when, capPer } = step
  const found: Complaint[] = []
  if ((to === undefined) === (split === undefined)) found.push(complaint(path, 'to_or_split'))
  if (then !== undefined && to === undefined) found.push(complaint(`${path}.then`, 'then_without_to'))
  if (to !== undefined && isUnknown(to, known)) found.push(complaint(`${path}.to`, 'recipient_unknown', { name: to }))
  if (take === 'remainder') {
    // whoever gets the rest gets it always, or money would be left that nobody gets
    for (const key of ['when', 'capPer'] as const) if (step[key] !== undefined) found.push(complaint(`${path}.${key}`, 'remainder_always'))
    if (to?.startsWith('$')) found.push(complaint(`${path}.to`, 'remainder_always'))
  } else found.push(...checkTake(rule, place, known, `${path}.take`, take))
  if (capPer !== undefined && Object.keys(capPer).length !== 1) found.push(complaint(`${path}.capPer`, 'one_period'))
  // a cap counts what one recipient got
  if (capPer !== undefined && split !== undefined) found.push(complaint(`${path}.capPer`, 'cap_for_one'))
  if (when?.withinDays !== undefined && when.has === undefined) found.push(complaint(`${path}.when.withinDays`, 'has_missing'))
  if (when?.from !== undefined && when.until !== undefined && when.until < when.from)
    found.push(complaint(`${path}.when.until`, 'period_reversed'))
  if (split) found.push(...checkSplit(split, known, `${path}.split`))
  if (then) found.push(...checkSplit(then, known, `${path}.then`))
  return found
}

function checkTake({ steps }: Rule, place: number, known: ReadonlySet<string>, path: string, take: Take): Complaint[] {
  const found: Complaint[] = []
  const { of, pct, tiers, perUnit, unit, maxUnits, min, max, upToBalance } = take
  if (KINDS_OF_TAKE.filter((kind) => take[kind] !== undefined).length !== 1) found.push(complaint(path, 'one_kind_of_take'))
  if ((pct !== undefined || tiers !== undefined) !== (of !== undefined)) found.push(complaint(`${path}.of`, 'base_for_parts'))
  if (of?.startsWith('step:') && !steps.slice(0, place).some(({ id }) => `step:${id}` === of))
    found.push(complaint(`${path}.of`, 'step_not_before', { step: of.slice('step:'.length) }))
  if (pct !== undefined) found.push(...checkFraction(pct, `${path}.pct`))
  if ((perUnit !== undefined) !== (unit !== undefined)) found.push(complaint(`${path}.unit`, 'unit_for_units'))
  if (maxUnits !== undefined && perUnit === undefined) found.push(complaint(`${path}.maxUnits`, 'unit_for_units'))
  if (min !== undefined && max !== undefined && min > max) found.push(complaint(`${path}.max`, 'max_below_min'))
  if (upToBalance !== undefined && isUnknown(upToBalance, known))
    found.push(complaint(`${path}.upToBalance`, 'recipient_unknown', { name: upToBalance }))
  for (const [k, tier] of (tiers ?? []).entries()) {
    found.push(...checkFraction(tier.pct, `${path}.tiers.${k}.pct`))
    const isLast = k === tiers!.length - 1
    const before = tiers![k - 1]?.upTo ?? 0
    if ((tier.upTo === null) !== isLast || (tier.upTo !== null && tier.upTo <= before))
      found.push(complaint(`${path}.tiers.${k}.upTo`, 'tiers_ascending'))
  }
  return found
}

function checkSplit(split: Split, known: ReadonlySet<string>, path: string): Complaint[] {
  const { equal, shares, by, metric, among, weights, floorEach, whenNone } = split
  const found: Complaint[] = []
  if (KINDS_OF_SPLIT.filter((kind) => split[kind] !== undefined).length !== 1) found.push(complaint(path, 'one_kind_of_split'))
  if ((by === 'contribution') !== (metric !== undefined)) found.push(complaint(`${path}.metric`, 'metric_for_contribution'))
  for (const [key, value] of Object.entries({ among, weights, floorEach, whenNone }))
    if (value !== undefined && by === undefined) found.push(complaint(`${path}.${key}`, 'only_with_by'))
  const isByUse = by === 'use'
  if (weights !== undefined && isByUse) found.push(complaint(`${path}.weights`, 'use_is_equal'))
  if (by !== undefined && among === undefined && weights === undefined) found.push(complaint(`${path}.among`, 'among_missing'))
  for (const [key, names] of Object.entries({ equal, among })) found.push(...checkNames(names ?? [], known, `${path}.${key}`))
  for (const [key, table] of Object.entries({ shares, weights }))
    found.push(...checkNames(Object.keys(table ?? {}), known, `${path}.${key}`))
  for (const name of Object.keys(weights ?? {}))
    if (among !== undefined && !among.includes(name)) found.push(complaint(`${path}.weights.${name}`, 'not_among', { name }))
  if (shares !== undefined) found.push(...checkShares(shares, `${path}.shares`))
  return found
}

function checkShares(shares: Record<string, string>, path: string): Complaint[] {
  const found = Object.entries(shares).flatMap(([name, share]) => checkFraction(share, `${path}.${name}`))
  if (found.length > 0) return found
  const sum = Object.values(shares).reduce<Rational>((total, share) => add(total, rationalFrom(share)), ZERO)
  if (compare(sum, ONE) > 0) return [complaint(path, 'shares_above_one')]
  return compare(sum, ONE) < 0 ? [complaint(path, 'shares_below_one')] : []
}

function checkFraction(text: string, path: string): Complaint[] {
  if (/\/0+$/.test(text)) return [complaint(path, 'divides_by_nothing')]
  const value = rationalFrom(text)
  if (compare(value, ONE) > 0) return [complaint(path, 'part_above_one')]
  return value.n === 0n ? [complaint(path, 'part_is_nothing')] : []
}

function checkNames(names: readonly string[], known: ReadonlySet<string>, path: string): Complaint[] {
  return names.flatMap((name, k) => {
    // whom a sale names can get a step, but nobody can tell beforehand that it is somebody
    if (name.startsWith('$')) return [complaint(`${path}.${k}`, 'named_in_split')]
    if (isUnknown(name, known)) return [complaint(`${path}.${k}`, 'recipient_unknown', { name })]
    return names.indexOf(name) < k ? [complaint(`${path}.${k}`, 'recipient_twice', { name })] : []
  })
}

function isUnknown(name: string, known: ReadonlySet<string>): boolean {
  return !name.startsWith('$') && !known.has(name)
}

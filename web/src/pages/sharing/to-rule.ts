import {
  fractionOf,
  keysOf,
  type Recipient,
  type Rule,
  type RuleDraft,
  type Split,
  type SplitDraft,
  type Step,
  type StepDraft,
  type Take,
  type TierDraft,
  type When,
  wholeOf,
} from './draft.ts'

export type Writing = { rule: Rule; recipients: Recipient[] }

/** What is not filled in yet, in the order of the form: nothing is sent while there is any. */
export type Gap = { step: number | null; what: 'recipients' | 'name' | 'to' | 'among' | 'percent' | 'amount' | 'owedTo' | 'tiers' | 'says' }

/** The rule a draft makes, for the server to check; what is missing is told by gapsOf(). */
export function toRule(draft: RuleDraft, digits: number): Writing {
  const keys = keysOf(draft.recipients)
  const keyOf = (id: number | null) => (id === null ? '' : (keys.get(id) ?? ''))
  const minor = (typed: string) => wholeOf(typed, digits) ?? undefined
  const making = { keyOf, minor, idOf: (place: string) => stepKey(draft, place) }
  return {
    rule: {
      basis: draft.basis,
      asset: draft.asset,
      steps: draft.steps.map((step) => toStep(step, making)),
      rounding: 'carry',
      refund: 'mirror',
    },
    recipients: draft.recipients.map(({ id, partyId, name }) => ({
      key: keyOf(id),
      partyId,
      label: partyId === null ? name.trim() : null,
    })),
  }
}

/** What somebody still has to fill in before a draft is a rule. */
export function gapsOf(draft: RuleDraft, digits: number): Gap[] {
  const gaps: Gap[] = draft.recipients.length === 0 ? [{ step: null, what: 'recipients' }] : []
  if (draft.recipients.some(({ name }) => name.trim() === '')) gaps.push({ step: null, what: 'name' })
  for (const [step, each] of draft.steps.entries()) {
    if (each.measure === 'pct' && each.percent.trim() === '') gaps.push({ step, what: 'percent' })
    if (each.measure === 'tiers' && !isWhole(each.tiers, digits)) gaps.push({ step, what: 'tiers' })
    if ((each.when.word.trim() === '') !== (each.when.value.trim() === '')) gaps.push({ step, what: 'says' })
    if ((each.measure === 'fixed' || each.measure === 'perUnit') && wholeOf(each.amount, digits) === null)
      gaps.push({ step, what: 'amount' })
    if (each.measure === 'upToBalance' && each.owedTo === null) gaps.push({ step, what: 'owedTo' })
    if (each.goes === 'one' && each.to === null) gaps.push({ step, what: 'to' })
    if ((each.goes === 'split' || each.passesOn) && each.split.among.length === 0) gaps.push({ step, what: 'among' })
  }
  return gaps
}

/** Every tier has a part, and all but the last an amount up to which it counts. */
function isWhole(tiers: readonly TierDraft[], digits: number): boolean {
  return tiers.every(({ upTo, percent }, k) => percent.trim() !== '' && (k === tiers.length - 1 || (wholeOf(upTo, digits) ?? 0) > 0))
}

type Making = { keyOf: (id: number | null) => string; minor: (typed: string) => number | undefined; idOf: (place: string) => string }

function toStep(step: StepDraft, making: Making): Step {
  const { minor, keyOf } = making
  const split = toSplit(step.split, making)
  const isLed = step.goes === 'referrer'
  const when = toWhen(step, making)
  const cap = minor(step.cap)
  return {
    id: `step_${step.id}`,
    take: step.measure === 'remainder' ? 'remainder' : toTake(step, making),
    ...(step.goes === 'split' ? { split } : { to: isLed ? '$referrer' : keyOf(step.to) }),
    // biome-ignore lint/suspicious/noThenProperty: a word of the rules' language; nothing awaits a step
    ...(step.goes === 'one' && step.passesOn && { then: split }),
    ...(Object.keys(when).length > 0 && step.measure !== 'remainder' && { when }),
    ...(cap !== undefined && step.goes !== 'split' && { capPer: { [step.capPeriod]: cap } }),
    ...(whole(step.heldDays) !== undefined && { heldDays: whole(step.heldDays)! }),
  }
}

function toWhen({ goes, isForSent, referrerDays, when }: StepDraft, { minor }: Making): When {
  const [atLeast, below, days] = [minor(when.atLeast), minor(when.below), whole(referrerDays)]
  return {
    ...((goes === 'referrer' || isForSent) && { has: 'referrer', ...(days !== undefined && { withinDays: days }) }),
    ...(when.word.trim() !== '' && { is: { [when.word.trim()]: when.value.trim() } }),
    ...(atLeast !== undefined && { atLeast }),
    ...(below !== undefined && { below }),
    ...(when.from !== '' && { from: when.from }),
    ...(when.until !== '' && { until: when.until }),
  }
}

function toTake(step: StepDraft, { minor, keyOf, idOf }: Making): Take {
  const { measure, percent, of, amount, unit, maxUnits, owedTo } = step
  const [min, max, most] = [minor(step.min), minor(step.max), whole(maxUnits)]
  const bounds = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
  if (measure === 'pct') return { pct: fractionOf(percent), of: idOf(of), ...bounds }
  if (measure === 'tiers') {
    const tiers = step.tiers.map((tier, k) => ({
      upTo: k === step.tiers.length - 1 ? null : (minor(tier.upTo) ?? 0),
      pct: fractionOf(tier.percent),
    }))
    return { tiers, of: idOf(of), ...bounds }
  }
  if (measure === 'fixed') return { fixed: minor(amount) ?? 0 }
  if (measure === 'perUnit')
    return {
      perUnit: minor(amount) ?? 0,
      unit,
      ...(most !== undefined && { maxUnits: most }),
    }
  return { upToBalance: keyOf(owedTo), ...bounds }
}

function toSplit({ way, among, parts, metric, floorEach, isEqualWhenNone }: SplitDraft, { keyOf, minor }: Making): Split {
  const names = among.map(keyOf)
  if (way === 'equal') return { equal: names }
  if (way === 'shares') return { shares: Object.fromEntries(among.map((id) => [keyOf(id), fractionOf(parts[id] ?? '')])) }
  const floor = minor(floorEach)
  const weights = Object.fromEntries(among.flatMap((id) => ((whole(parts[id] ?? '') ?? 1) > 1 ? [[keyOf(id), whole(parts[id]!)!]] : [])))
  return {
    by: way,
    among: names,
    ...(way === 'contribution' && { metric }),
    ...(way !== 'use' && Object.keys(weights).length > 0 && { weights }),
    ...(floor !== undefined && floor > 0 && { floorEach: floor }),
    ...(isEqualWhenNone && { whenNone: 'equal' as const }),
  }
}

/** `step:3` names the draft with that number; the rule calls it by its own word. */
function stepKey({ steps }: RuleDraft, of: string): string {
  const id = /^step:(\d+)$/.exec(of)?.[1]
  return id === undefined || !steps.some((step) => `${step.id}` === id) ? of : `step:step_${id}`
}

function whole(typed: string): number | undefined {
  return /^\d{1,7}$/.test(typed.trim()) && Number(typed) > 0 ? Number(typed) : undefined
}

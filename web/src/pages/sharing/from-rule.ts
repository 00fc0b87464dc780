import {
  NEW_SPLIT,
  newStep,
  type Period,
  percentOf,
  type Rule,
  type RuleDraft,
  type Split,
  type SplitDraft,
  type Step,
  type StepDraft,
  typedOf,
} from './draft.ts'

type Known = { key: string; partyId: string | null; name: string }

/**
 * The draft of a rule that was written before, to go on from there; null when it says what the form has no fields for (several caps, several words
 * a sale has to say, recipients under other names than the one who sent somebody), which programs may write.
 */
export function fromRule(rule: Rule, known: readonly Known[], digits: number, separator: string): RuleDraft | null {
  const recipients = known.map(({ key, partyId, name }, id) => ({ id, partyId, name, key }))
  const idOf = (key: string) => known.findIndex((each) => each.key === key)
  const typed = (minor: number | undefined) => (minor === undefined ? '' : typedOf(minor, digits, separator))
  const steps = rule.steps.map((step, place) => toDraft(step, place, { rule, idOf, typed, percent: (part) => percentOf(part, separator) }))
  return steps.includes(null) ? null : { basis: rule.basis, asset: rule.asset, recipients, steps: steps.filter((step) => step !== null) }
}

type Reading = {
  rule: Rule
  idOf: (key: string) => number
  typed: (minor: number | undefined) => string
  percent: (part: string) => string
}

function toDraft(step: Step, place: number, reading: Reading): StepDraft | null {
  const { rule, idOf, typed, percent } = reading
  const { take, to, split, then, when, capPer, heldDays } = step
  const passed = split ?? then
  const isLed = to === '$referrer'
  const isForSent = when?.has === 'referrer'
  const caps = Object.entries(capPer ?? {})
  const said = Object.entries(when?.is ?? {})
  const isOther = (when?.has !== undefined && !isForSent) || (to?.startsWith('$') && !isLed) || (isLed && !isForSent)
  if (isOther || caps.length > 1 || said.length > 1 || (when?.withinDays !== undefined && !isForSent)) return null
  const draft = newStep(place, {
    goes: isLed ? 'referrer' : split ? 'split' : 'one',
    to: to === undefined || isLed ? null : idOf(to),
    split: passed === undefined ? NEW_SPLIT : toSplitDraft(passed, reading),
    passesOn: then !== undefined,
    isForSent: isForSent && !isLed,
    referrerDays: `${when?.withinDays ?? ''}`,
    when: {
      atLeast: typed(when?.atLeast),
      below: typed(when?.below),
      from: when?.from ?? '',
      until: when?.until ?? '',
      word: said[0]?.[0] ?? '',
      value: said[0]?.[1] ?? '',
    },
    cap: typed(caps[0]?.[1]),
    capPeriod: (caps[0]?.[0] as Period | undefined) ?? 'month',
    heldDays: `${heldDays ?? ''}`,
  })
  if (take === 'remainder') return { ...draft, measure: 'remainder' }
  const bounds = { min: typed(take.min), max: typed(take.max) }
  if (take.pct !== undefined) return { ...draft, ...bounds, measure: 'pct', percent: percent(take.pct), of: ofOf(take.of ?? 'rest', rule) }
  if (take.upToBalance !== undefined) return { ...draft, ...bounds, measure: 'upToBalance', owedTo: idOf(take.upToBalance) }
  if (take.tiers !== undefined) {
    const tiers = take.tiers.map(({ upTo, pct }) => ({ upTo: typed(upTo ?? undefined), percent: percent(pct) }))
    return { ...draft, ...bounds, measure: 'tiers', tiers, of: ofOf(take.of ?? 'rest', rule) }
  }
  // bounds of these are possible in the language, and pointless
  if (take.min !== undefined || take.max !== undefined) return null
  if (take.fixed !== undefined) return { ...draft, measure: 'fixed', amount: typed(take.fixed) }
  if (take.perUnit === undefined) return null
  return { ...draft, measure: 'perUnit', amount: typed(take.perUnit), unit: take.unit ?? '', maxUnits: `${take.maxUnits ?? ''}` }
}

function ofOf(of: string, { steps }: Rule): string {
  return of.startsWith('step:') ? `step:${steps.findIndex(({ id }) => `step:${id}` === of)}` : of
}

function toSplitDraft(
  { equal, shares, by, metric, among, weights, floorEach, whenNone }: Split,
  { idOf, typed, percent }: Reading,
): SplitDraft {
  const names = equal ?? among ?? Object.keys(shares ?? weights ?? {})
  const part = (name: string) => (shares ? percent(shares[name]!) : `${weights?.[name] ?? ''}`)
  return {
    ...NEW_SPLIT,
    way: by ?? (shares ? 'shares' : 'equal'),
    among: names.map(idOf),
    parts: Object.fromEntries(names.map((name) => [idOf(name), part(name)])),
    ...(metric !== undefined && { metric }),
    floorEach: typed(floorEach),
    isEqualWhenNone: whenNone !== undefined,
  }
}

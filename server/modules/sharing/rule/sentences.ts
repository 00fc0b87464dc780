import { said } from './facts.ts'
import type { Rule, Split, Step, Take, When } from './language.ts'
import { WORDS, type Words } from './words.ts'

export type Locale = keyof typeof WORDS

/** What a recipient is called; `$referrer` is whom the sale names so. */
export type NameOf = (recipient: string) => string

/** A rule as people read it, a sentence a step, in the order of the steps. */
export function sentencesOf(rule: Rule, nameOf: NameOf, locale: Locale): string[] {
  const words = WORDS[locale]
  const called: NameOf = (recipient) => (recipient.startsWith('$') ? words.named(spoken(recipient.slice(1), words)) : nameOf(recipient))
  return rule.steps.map((step) => sentenceOf(step, { words, called, asset: rule.asset }))
}

type Telling = { words: Words; called: NameOf; asset: string }

function sentenceOf(step: Step, telling: Telling): string {
  const { words } = telling
  const condition = step.when === undefined ? '' : conditionOf(step.when, telling)
  const what = step.take === 'remainder' ? words.remainder : takeOf(step.take, telling)
  const where = step.split === undefined ? words.goesTo(telling.called(step.to!)) : splitOf(step.split, telling)
  const further = [
    step.then === undefined ? '' : words.passedOn(splitOf(step.then, telling)),
    ...Object.entries(step.capPer ?? {}).map(([period, most]) =>
      words.cap(words.money(most!, telling.asset), words.period[period as keyof Words['period']]),
    ),
    step.heldDays === undefined ? '' : words.held(step.heldDays),
  ]
  return words.sentence(condition, what, [where, ...further].filter(Boolean).join(', '))
}

function takeOf(take: Take, { words, called, asset }: Telling): string {
  const money = (amount: number) => words.money(amount, asset)
  const { pct, fixed, perUnit, unit = '', maxUnits, tiers, of = 'rest', upToBalance, min, max } = take
  const base = () => (of.startsWith('step:') ? words.base.step(of.slice('step:'.length)) : words.base[of as 'gross' | 'net' | 'rest'])
  const bounds = [
    min === undefined ? '' : words.atLeast(money(min)),
    max === undefined ? '' : words.atMost(money(max)),
    maxUnits === undefined ? '' : words.maxUnits(maxUnits),
  ]
  const measure =
    pct !== undefined
      ? words.part(words.percent(pct), base())
      : fixed !== undefined
        ? money(fixed)
        : perUnit !== undefined
          ? words.perUnit(money(perUnit), spoken(unit, words))
          : tiers !== undefined
            ? words.tiers(
                tiers.map(({ upTo, pct: part }) => words.tier(words.percent(part), upTo === null ? null : money(upTo))),
                base(),
              )
            : words.upToBalance(called(upToBalance!))
  const said = bounds.filter(Boolean)
  return said.length === 0 ? measure : `${measure} (${said.join(', ')})`
}

function splitOf(
  { equal, shares, by, metric = '', among, weights = {}, floorEach, whenNone }: Split,
  { words, called, asset }: Telling,
): string {
  const list = (names: readonly string[]) => words.list(names)
  if (equal !== undefined) return words.equally(list(equal.map(called)))
  if (shares !== undefined) return words.byShares(list(Object.entries(shares).map(([id, part]) => `${called(id)} ${words.percent(part)}`)))
  const names = (among ?? Object.keys(weights)).map((id) => {
    const weight = said(weights, id) ?? 1
    return weight === 1 ? called(id) : words.weighted(called(id), weight)
  })
  const further = [floorEach ? words.floorEach(words.money(floorEach, asset)) : '', whenNone === undefined ? '' : words.whenNone].filter(
    Boolean,
  )
  const split = by === 'contribution' ? words.byContribution(spoken(metric, words), list(names)) : words[by!](list(names))
  return [split, ...further].join(', ')
}

function conditionOf({ has, withinDays, is = {}, atLeast, below, from, until }: When, { words, asset }: Telling): string {
  const parts = [
    has === undefined ? '' : words.has(spoken(has, words), withinDays),
    ...Object.entries(is).map(([key, value]) => words.is(spoken(key, words), value)),
    atLeast === undefined ? '' : words.sharedAtLeast(words.money(atLeast, asset)),
    below === undefined ? '' : words.sharedBelow(words.money(below, asset)),
    from === undefined ? '' : words.from(words.day(from)),
    until === undefined ? '' : words.until(words.day(until)),
  ]
  return words.list(parts.filter(Boolean))
}

/** A word of the rule as it is spoken: those that are known in the reader's language, others as they stand. */
function spoken(word: string, { dictionary }: Words): string {
  return said(dictionary, word) ?? word.replaceAll(/[_-]/g, ' ')
}

import { setImmediate } from 'node:timers/promises'
import type { Complaint } from '../../kernel/complaints.ts'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { readNames } from '../parties/index.ts'
import { allow, todayIn } from '../people/index.ts'
import {
  type Carry,
  checkRule,
  evaluate,
  type Facts,
  groupsBetterAlone,
  type Outcome,
  prepare,
  type Rule,
  sentencesOf,
  shapley,
  textOf,
  valuesOf,
} from './rule/index.ts'
import type { Fairness, FairnessQuestion, Recipient, Sale, Trial, Tried } from './schema.ts'

const BETTER_SHOWN = 20

/** Tries a rule on sales, as if they happened. Nothing is kept. Throws invalid for a rule that cannot work. */
export async function tryRule(ctx: Ctx, { rule, recipients, sales, inTurn, language }: Trial): Promise<Tried> {
  allow(ctx, 'sharing.read')
  mustWork(rule, recipients)
  // no connection is held while the sales are shared out
  const { names, today } = await transaction(ctx, async (tx) => ({
    names: await readRecipientNames(tx, recipients),
    today: await todayIn(tx),
  }))
  const nameOf = naming(recipients, names)
  const prepared = prepare(rule)
  let carry: Carry = {}
  const outcomes: Outcome[] = []
  for (const sale of sales) {
    const outcome = evaluate(prepared, factsOf(sale, today), carry)
    if (inTurn) carry = { ...carry, ...outcome.carry }
    outcomes.push(outcome)
    // a long rule takes a moment for each sale, and others are waiting
    await setImmediate()
  }
  return { sentences: sentencesOf(rule, nameOf, language), sales: outcomes.map(show), totals: totalsOf(outcomes, nameOf) }
}

/** Throws invalid with everything that is wrong with a rule, each with its place. */
export function mustWork(rule: Rule, recipients: readonly Recipient[]): void {
  const keys = recipients.map(({ key }) => key)
  const errors: Complaint[] = checkRule(rule, new Set(keys))
  if (errors.length > 0) throw new DomainError('invalid', 'invalid_sharing_rule', 'This rule cannot work yet. Nothing was kept.', errors)
}

/** What the organisations among recipients are called, by id. */
export async function readRecipientNames(ctx: Ctx, recipients: readonly Recipient[]): Promise<Map<string, string>> {
  const found = await readNames(
    ctx,
    recipients.flatMap(({ partyId }) => partyId ?? []),
  )
  return new Map([...found].map(([id, { name }]) => [id, name]))
}

/** From a word of the rule to what it stands for. An organisation that was erased is called by its word. */
export function naming(recipients: readonly Recipient[], names: ReadonlyMap<string, string>): (key: string) => string {
  const byKey = new Map(recipients.map(({ key, partyId, label }) => [key, label ?? names.get(partyId ?? '') ?? key]))
  return (key) => byKey.get(key) ?? key
}

function factsOf({ gross, net, day, standAlone, owed, taken, ...rest }: Sale, today: string): Facts {
  const amounts = (table: Record<string, string>) => Object.fromEntries(Object.entries(table).map(([key, digits]) => [key, BigInt(digits)]))
  return {
    ...rest,
    gross: BigInt(gross),
    net: BigInt(net ?? gross),
    day: day ?? today,
    standAlone: amounts(standAlone),
    owed: amounts(owed),
    taken: amounts(taken),
  }
}

function show({ source, lines, clips, skips, carry }: Outcome): Tried['sales'][number] {
  return {
    source: `${source}`,
    lines: lines.map(({ exact, paid, ...line }) => ({ ...line, exact: textOf(exact), paid: `${paid}` })),
    clips: clips.map(({ wanted, taken, ...clip }) => ({ ...clip, wanted: textOf(wanted), taken: textOf(taken) })),
    skips,
    carry: Object.fromEntries(Object.entries(carry).map(([key, value]) => [key, textOf(value)])),
  }
}

function totalsOf(outcomes: readonly Outcome[], nameOf: (key: string) => string): Tried['totals'] {
  const sums = new Map<string, bigint>()
  for (const { lines } of outcomes) for (const { to, paid } of lines) sums.set(to, (sums.get(to) ?? 0n) + paid)
  return [...sums]
    .sort(([one, a], [other, b]) => (a === b ? (one < other ? -1 : 1) : a > b ? -1 : 1))
    .map(([to, paid]) => ({ to, name: nameOf(to), paid: `${paid}` }))
}

/** Whether a sharing is fair to everybody in it: what each adds, and who would have more without the others. Pure. */
export function judge(ctx: Ctx, { partners, gets, sales }: FairnessQuestion): Fairness {
  allow(ctx, 'sharing.read')
  const n = partners.length
  if (gets.length !== n || sales.some((sale) => sale.partners.some((place) => place >= n)))
    throw new DomainError('invalid', 'partners_differ', 'What each gets and who took part have to speak of the partners that are named.')
  const values = valuesOf(
    n,
    sales.map((sale) => ({ partners: [...new Set(sale.partners)], amount: BigInt(sale.amount) })),
  )
  const shares = shapley(n, values)
  const better = groupsBetterAlone(
    values,
    gets.map((amount) => ({ n: BigInt(amount), d: 1n })),
  )
  return {
    partners: partners.map((name, k) => ({ name, gets: gets[k]!, alone: `${values[1 << k]}`, shapley: textOf(shares[k]!) })),
    together: `${values.at(-1)}`,
    better: better.slice(0, BETTER_SHOWN).map(({ group, gets: sum, alone }) => ({
      partners: partners.flatMap((_, k) => (group & (1 << k) ? [k] : [])),
      gets: textOf(sum),
      alone: `${alone}`,
    })),
    betterTotal: better.length,
  }
}

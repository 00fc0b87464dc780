/** A sale under the version in force on its day, with what the sales before it left: who gets what, and the entries that say so. Pure. */
import { DomainError } from '../../kernel/errors.ts'
import type { JsonValue, NewEntry } from '../ledger/index.ts'
import { evaluate, type Facts, type KnownVersion, type Outcome, type Prepared, prepare, type Rational, textOf } from '../sharing/index.ts'
import { dayAfter, periodOf, recoupsOf, strangersIn, vatText } from './rules.ts'
import type { NewSale } from './schema.ts'

/** What the sales so far left behind. Sharing a sale out moves it on. */
export type Standing = {
  /** By version. */
  carries: Map<string, Record<string, Rational>>
  /** What was taken by steps with a cap, by capKey(). */
  taken: Map<string, bigint>
  /** What accounts are owed, by accountKey(). */
  owed: Map<string, bigint>
  /** The organisation an id stands for by now. */
  targetOf: (partyId: string) => string
}

export type WantedAccount = { ownerPartyId: string | null; asset: string; purpose: string; normalSide: 'debit' | 'credit' }
export type WantedEntry = { account: WantedAccount; amount: bigint; explanation: JsonValue }

export type Allocation = {
  step: string
  recipient: string
  through: string | null
  partyId: string | null
  exact: string
  paid: bigint
  carry: string
  heldUntil: string | null
}
export type Shared = { outcome: Outcome; allocations: Allocation[]; caps: Map<string, bigint> }

const prepared = new WeakMap<KnownVersion, Prepared>()

/** Shares a sale out and moves the standing on. Throws invalid for a sale that this version cannot share out; the standing is as it was then. */
export function shareOut(sale: NewSale, version: KnownVersion, standing: Standing): Shared {
  mustFit(sale, version)
  const rule = prepared.get(version) ?? prepare(version.rule)
  prepared.set(version, rule)
  const carry = standing.carries.get(version.id) ?? {}
  const outcome = evaluate(rule, factsOf(sale, version, standing), carry)
  standing.carries.set(version.id, Object.assign(carry, outcome.carry))
  const byKey = new Map(version.recipients.map(({ key, partyId }) => [key, partyId === null ? null : standing.targetOf(partyId)]))
  const allocations = outcome.lines.map(({ stepId, to, through, exact, paid, heldDays }) => {
    const partyId = byKey.get(to) ?? null
    return {
      step: stepId,
      recipient: to,
      through,
      partyId,
      exact: textOf(exact),
      paid,
      carry: textOf(outcome.carry[to]!),
      heldUntil: heldDays === null || partyId === null ? null : dayAfter(sale.day, heldDays),
    }
  })
  const caps = capsOf(sale.day, version, allocations)
  for (const [key, amount] of caps) standing.taken.set(key, (standing.taken.get(key) ?? 0n) + amount)
  for (const { account, amount } of [
    ...lineEntries('', version, allocations),
    ...recoupEntries('', version, allocations, standing.targetOf),
  ]) {
    const key = accountKey(account)
    // a credit makes an account be owed less
    if (standing.owed.has(key)) standing.owed.set(key, standing.owed.get(key)! + amount)
  }
  return { outcome, allocations, caps }
}

function mustFit(sale: NewSale, { rule, recipients }: KnownVersion): void {
  if (sale.asset !== rule.asset)
    throw new DomainError('invalid', 'sale_asset_differs', `This rule shares ${rule.asset}, and assets never mix. Nothing was booked.`)
  const strangers = strangersIn(sale, new Set(recipients.map(({ key }) => key)))
  if (strangers.length > 0)
    throw new DomainError(
      'invalid',
      'sale_recipient_unknown',
      'The sale names somebody this rule does not know. Nothing was booked.',
      strangers,
    )
}

/** The facts as the rule asks for them, with what stands in the books. */
export function factsOf(
  sale: NewSale,
  version: KnownVersion,
  { taken, owed, targetOf }: Pick<Standing, 'taken' | 'owed' | 'targetOf'>,
): Facts {
  const { units, names, is, metrics, standAlone, used, day } = sale
  const asked = cappedBy(sale, version)
  const balances = owedBy(version, targetOf).map(({ key, account }) => [key, shortOf(owed.get(accountKey(account)) ?? 0n)] as const)
  return {
    gross: BigInt(sale.gross),
    net: BigInt(sale.net),
    day,
    units,
    names,
    is,
    metrics,
    standAlone: Object.fromEntries(Object.entries(standAlone).map(([key, digits]) => [key, BigInt(digits)])),
    used,
    owed: Object.fromEntries(balances),
    taken: Object.fromEntries(asked.map(({ step, key }) => [step, taken.get(key) ?? 0n])),
  }
}

/** What an account lacks: of what is owed to it, a debit balance stands open. */
function shortOf(balance: bigint): bigint {
  return balance > 0n ? balance : 0n
}

/** The caps a sale may meet: of each step that has one, whose it is and in which period. */
export function cappedBy({ names, day }: Pick<NewSale, 'names' | 'day'>, { ruleId, rule }: KnownVersion): { step: string; key: string }[] {
  return rule.steps.flatMap(({ id, to, capPer }) => {
    const period = periodOfCap(capPer)
    const recipient = to?.startsWith('$') ? names[to.slice(1)]?.recipient : to
    if (period === undefined || recipient === undefined) return []
    return [{ step: id, key: capKey({ ruleId, step: id, recipient, period: periodOf(period, day) }) }]
  })
}

function periodOfCap(capPer: KnownVersion['rule']['steps'][number]['capPer']) {
  return Object.keys(capPer ?? {})[0] as Parameters<typeof periodOf>[0] | undefined
}

/** What these lines add to caps. A step that is passed on counts for whom it went to first. */
function capsOf(
  day: string,
  { ruleId, rule }: KnownVersion,
  allocations: readonly Pick<Allocation, 'step' | 'through' | 'recipient' | 'paid'>[],
) {
  const periods = new Map(rule.steps.map(({ id, capPer }) => [id, periodOfCap(capPer)]))
  const caps = new Map<string, bigint>()
  for (const { step, through, recipient, paid } of allocations) {
    const period = periods.get(step)
    if (period === undefined || paid === 0n) continue
    const key = capKey({ ruleId, step, recipient: through ?? recipient, period: periodOf(period, day) })
    caps.set(key, (caps.get(key) ?? 0n) + paid)
  }
  return caps
}

export { capsOf }

export function capKey({ ruleId, step, recipient, period }: { ruleId: string; step: string; recipient: string; period: string }): string {
  return `${ruleId} ${step} ${recipient} ${period}`
}

/** The accounts whose balance a version asks for. */
export function owedBy({ rule, recipients }: KnownVersion, targetOf: Standing['targetOf']): { key: string; account: WantedAccount }[] {
  const keys = rule.steps.flatMap(({ take }) => (take === 'remainder' || take.upToBalance === undefined ? [] : [take.upToBalance]))
  return [...new Set(keys)].map((key) => ({ key, account: accountOf(key, rule.asset, recipients, targetOf) }))
}

export function accountKey({ ownerPartyId, asset, purpose }: WantedAccount): string {
  return `${ownerPartyId ?? ''} ${asset} ${purpose}`
}

export function payable(asset: string, ownerPartyId: string): WantedAccount {
  return { ownerPartyId, asset, purpose: 'payable', normalSide: 'credit' }
}

export function held(asset: string, ownerPartyId: string): WantedAccount {
  return { ownerPartyId, asset, purpose: 'held', normalSide: 'credit' }
}

function fund(asset: string, key: string): WantedAccount {
  return { ownerPartyId: null, asset, purpose: `fund:${key}`, normalSide: 'credit' }
}

function accountOf(key: string, asset: string, recipients: KnownVersion['recipients'], targetOf: Standing['targetOf']): WantedAccount {
  const partyId = recipients.find((recipient) => recipient.key === key)?.partyId ?? null
  return partyId === null ? fund(asset, key) : payable(asset, targetOf(partyId))
}

/** Everything a sale books: the price where it was collected, and a line for each that gets something. */
export function saleEntries(
  sale: NewSale,
  saleId: string,
  {
    collector,
    version,
    allocations,
    targetOf,
  }: { collector: string | null; version: KnownVersion; allocations: Allocation[]; targetOf: Standing['targetOf'] },
): WantedEntry[] {
  const { asset } = sale
  return [
    ...collectedEntries({ asset, collector, basis: version.rule.basis, gross: BigInt(sale.gross), vat: sale.vat }, { sale: saleId }),
    ...lineEntries(saleId, version, allocations),
    ...recoupEntries(saleId, version, allocations, targetOf),
  ]
}

type Why = { readonly [key: string]: JsonValue }

type Collected = {
  asset: string
  collector: string | null
  basis: KnownVersion['rule']['basis']
  gross: bigint
  vat: NewSale['vat']
}

/**
 * What was taken in. A price without tax is shared without its tax: that stays with whoever took it in and has to hand it on, with an organisation
 * outside these books, with the ecosystem on its account for it.
 */
export function collectedEntries({ asset, collector, basis, gross, vat }: Collected, why: Why): WantedEntry[] {
  const taxes = basis === 'net' ? vat.filter((line) => BigInt(line.vat) > 0n) : []
  if (collector !== null) {
    const shared = taxes.reduce((left, line) => left - BigInt(line.vat), gross)
    return shared === 0n ? [] : [{ account: payable(asset, collector), amount: shared, explanation: why }]
  }
  return [
    { account: { ownerPartyId: null, asset, purpose: 'bank', normalSide: 'debit' }, amount: gross, explanation: why },
    ...vatText(taxes).map(({ vat: tax, ...line }): WantedEntry => {
      const account: WantedAccount = { ownerPartyId: null, asset, purpose: 'vat', normalSide: 'credit' }
      return { account, amount: -BigInt(tax), explanation: { ...why, ...line } }
    }),
  ]
}

function lineEntries(saleId: string, { rule }: KnownVersion, allocations: readonly Allocation[]): WantedEntry[] {
  return allocations.flatMap((line) =>
    line.paid === 0n
      ? []
      : [{ account: accountOfLine(rule.asset, line), amount: -line.paid, explanation: explanationOf({ sale: saleId }, line) }],
  )
}

export function accountOfLine(
  asset: string,
  { partyId, recipient, heldUntil }: Pick<Allocation, 'partyId' | 'recipient' | 'heldUntil'>,
): WantedAccount {
  if (partyId === null) return fund(asset, recipient)
  return heldUntil === null ? payable(asset, partyId) : held(asset, partyId)
}

/** Every cent names its sale, step, exact fraction and carry. */
export function explanationOf(
  why: Why,
  { step, exact, carry, through }: Pick<Allocation, 'step' | 'exact' | 'carry' | 'through'>,
): JsonValue {
  return { ...why, step, exact, carry, ...(through === null ? {} : { through }) }
}

/** By what went to others of what an account is owed, it is owed less; the other side says what was given back so far. */
export function recoupEntries(
  saleId: string,
  version: KnownVersion,
  allocations: readonly Pick<Allocation, 'step' | 'paid'>[],
  targetOf: Standing['targetOf'],
): WantedEntry[] {
  const { rule, recipients } = version
  return [...recoupsOf(rule)].flatMap(([step, key]) => {
    const amount = allocations.reduce((sum, line) => (line.step === step ? sum + line.paid : sum), 0n)
    const counter: WantedAccount = { ownerPartyId: null, asset: rule.asset, purpose: `recouped:${key}`, normalSide: 'debit' }
    const explanation = { sale: saleId, step }
    return amount === 0n
      ? []
      : [
          { account: accountOf(key, rule.asset, recipients, targetOf), amount: -amount, explanation },
          { account: counter, amount, explanation },
        ]
  })
}

export function entriesOn(wanted: readonly WantedEntry[], idOf: (account: WantedAccount) => string): NewEntry[] {
  return wanted.map(({ account, amount, explanation }) => ({ accountId: idOf(account), amount, asset: account.asset, explanation }))
}

/**
 * What the ledger lets happen. Postings are judged one after the other against the accounts as they stand, so that a whole batch is decided
 * here and written at once; one that is refused leaves no trace in the others. Pure.
 */
import { complaint } from '../../kernel/complaints.ts'
import { DomainError } from '../../kernel/errors.ts'

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** A debit is positive, a credit negative. `asset` is what the writer believes the account to be in. */
export type NewEntry = { accountId: string; amount: bigint; asset?: string | undefined; explanation?: JsonValue }

export type Reversal = {
  transactionId: string
  /** The entries of the transaction that is reversed. */
  original: readonly { n: number; accountId: string; amount: bigint }[]
  /** How much of which of its entries, without a sign; undefined for all that is left. */
  parts: ReadonlyMap<number, bigint> | undefined
}

export type Conversion = {
  fromAsset: string
  toAsset: string
  given: bigint
  taken: bigint
  numerator: bigint
  denominator: bigint
  source: string | null
}

export type Posting = {
  /** Who gives the keys: an import, a kind of sale, an API key. A key has one effect in its scope, for ever. */
  scope: string
  key: string
  /** What it is, such as `sale` or `payout`. */
  kind: string
  /** The day it counts for; the ecosystem's today when it is left out. */
  effectiveOn?: string | undefined
  /** What to do when that day is closed: refuse, or book it on the first open day and say what it was meant for. */
  late?: 'refuse' | 'next'
  ruleVersionId?: string
  explanation?: JsonValue
  entries: readonly NewEntry[]
  reverses?: Reversal
  conversion?: Conversion
}

/** An account while it is booked on. `lowest` and `highest` are in debits. */
export type Standing = {
  asset: string
  normalSide: 'debit' | 'credit'
  balance: bigint
  heldDebit: bigint
  heldCredit: bigint
  lowest: bigint | null
  highest: bigint | null
  sequence: bigint
}

/** What postings are judged against. The judge writes into it what each of them changed. */
export type Books = {
  accounts: Map<string, Standing>
  /** The last closed day. */
  closedThrough: string | null
  /** Of each reversed transaction, how much of each of its entries was reversed already. */
  reversed: Map<string, Map<number, bigint>>
}

type Wanted = NewEntry & { reversesN?: number }
export type JudgedEntry = {
  n: number
  accountId: string
  amount: bigint
  balanceAfter: bigint
  sequence: bigint
  reversesN: number | null
}
export type Judged = { effectiveOn: string; meantFor: string | null; entries: JudgedEntry[] }

export const ENTRIES_MAX = 1000
export const AMOUNT_MAX = 2n ** 63n - 1n
const KEY_MAX = 200
const SCOPE_MAX = 100
const KIND_FORM = /^[a-z][a-z0-9_.]{0,39}$/
const DAY_FORM = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/
const EXPLANATION_MAX = 20_000

/** What can be said of a posting without knowing any account. Throws invalid. */
export function mustBeWellFormed({ scope, key, kind, effectiveOn, entries, reverses }: Posting): void {
  if (scope.length < 1 || scope.length > SCOPE_MAX || scope.includes('\0'))
    throw invalid('ledger_scope', 'The scope of a key has 1 to 100 characters.')
  if (key.length < 1 || key.length > KEY_MAX || key.includes('\0'))
    throw invalid('ledger_key', 'The key of a transaction has 1 to 200 characters.')
  if (!KIND_FORM.test(kind)) throw invalid('ledger_kind', 'The kind of a transaction is a word in lower-case letters.')
  if (effectiveOn !== undefined && !isDay(effectiveOn)) throw invalid('ledger_day', 'This is no day such as 2026-05-31.')
  if (reverses) return
  if (entries.length < 2) throw invalid('too_few_entries', 'A transaction has at least two entries.')
  if (entries.length > ENTRIES_MAX) throw invalid('too_many_entries', `A transaction has at most ${ENTRIES_MAX} entries.`)
  for (const [place, { amount }] of entries.entries()) mustBeAmount(amount, `entries.${place}.amount`)
}

/** What is stored of explanations: of the transaction, and of each of its entries. */
export type Texts = { whole: string | null; lines: readonly (string | null)[] }

export function textsOf({ explanation, entries }: Posting): Texts {
  return { whole: explanationText(explanation), lines: entries.map((entry) => explanationText(entry.explanation)) }
}

/** One text for everything that makes two postings the same. */
export function bodyOf(
  { kind, effectiveOn, late, ruleVersionId, entries, reverses, conversion }: Posting,
  { whole, lines }: Texts,
): string {
  const undone = reverses && [reverses.transactionId, reverses.parts && [...reverses.parts].map(([n, part]) => [n, String(part)]).sort()]
  const rate = conversion && [String(conversion.given), String(conversion.numerator), String(conversion.denominator), conversion.source]
  const booked = entries.map(({ accountId, amount, asset }, place) => [accountId, String(amount), asset, lines[place]])
  return JSON.stringify([kind, effectiveOn, late, ruleVersionId, whole, booked, undone, rate])
}

/** The text of an explanation, the same for the same content. Throws invalid for one that is too long or that no database keeps. */
export function explanationText(value: JsonValue | undefined): string | null {
  if (value === undefined) return null
  const text = JSON.stringify(inOrder(value))
  if (text.length > EXPLANATION_MAX) throw invalid('explanation_too_long', `An explanation has at most ${EXPLANATION_MAX} characters.`)
  return text
}

/** The same value with the keys of every object in order, so that the same input gives the same bytes. */
function inOrder(value: JsonValue): JsonValue {
  if (typeof value === 'string') return kept(value)
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(inOrder)
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [kept(key), inOrder(value[key]!)]))
}

/** Zero bytes and halves of characters are no texts to a database. */
function kept(text: string): string {
  if (text.isWellFormed() && !text.includes('\0')) return text
  throw invalid('explanation_unreadable', 'There are characters in an explanation that cannot be kept.')
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** Decides on one posting and writes what it changes into the books. Throws what stands against it and leaves the books as they were. */
export function judge(posting: Posting, today: string, books: Books): Judged {
  const wanted: readonly Wanted[] = posting.reverses ? reversingEntries(posting.reverses, books) : posting.entries
  mustBalance(wanted, books)
  const day = dayOf(posting, today, books.closedThrough)
  const touched = new Map<string, Standing>()
  const entries: JudgedEntry[] = []
  // loops and not closures here and in mustBalance(): they are gone through for every posting, and what they leave behind has to be cleared away
  for (const { accountId, amount, reversesN = null } of wanted) {
    const standing = touched.get(accountId) ?? { ...books.accounts.get(accountId)! }
    standing.balance += amount
    standing.sequence += 1n
    if (standing.balance > AMOUNT_MAX || standing.balance < -AMOUNT_MAX) throw beyond(entries.length)
    touched.set(accountId, standing)
    const n = entries.length + 1
    entries.push({ n, accountId, amount, balanceAfter: standing.balance, sequence: standing.sequence, reversesN })
  }
  for (const [accountId, standing] of touched) mustHold(standing, () => `entries.${wanted.findIndex((one) => one.accountId === accountId)}`)
  for (const [accountId, standing] of touched) books.accounts.set(accountId, standing)
  if (posting.reverses) noteReversed(posting.reverses.transactionId, entries, books)
  return { ...day, entries }
}

/** What an account may hold, as its owner sees it, in debits. */
export function boundsOf(side: 'debit' | 'credit', { minimum, maximum }: { minimum: bigint | null; maximum: bigint | null }) {
  if (side === 'debit') return { lowest: minimum, highest: maximum }
  return { lowest: maximum === null ? null : -maximum, highest: minimum === null ? null : -minimum }
}

/** Throws when the bounds of the account do not hold, whatever becomes of what is held back. */
export function mustHold({ normalSide, balance, heldDebit, heldCredit, lowest, highest }: Standing, path: () => string): void {
  const isBelow = lowest !== null && balance - heldCredit < lowest
  const isAbove = highest !== null && balance + heldDebit > highest
  if (!isBelow && !isAbove) return
  // the bounds of an account are told as its owner sees it
  if (isBelow === (normalSide === 'debit')) {
    throw new DomainError('conflict', 'insufficient_balance', 'There is not enough on the account for this. Nothing was booked.', [
      complaint(path(), 'balance_too_low'),
    ])
  }
  throw new DomainError('conflict', 'above_maximum', 'The account would hold more than it may. Nothing was booked.', [
    complaint(path(), 'balance_too_high'),
  ])
}

/** Throws invalid unless it is a whole number other than zero that the database can keep. */
export function mustBeAmount(amount: bigint, path: string): void {
  if (amount === 0n) throw invalid('amount_zero', 'An amount is more than nothing.', path)
  if (amount > AMOUNT_MAX || amount < -AMOUNT_MAX) throw invalid('amount_too_large', 'This amount is too large to be kept.', path)
}

/** The day a posting counts for: its own, or the first that is open. */
function dayOf({ effectiveOn, late = 'refuse' }: Posting, today: string, closedThrough: string | null) {
  const wanted = effectiveOn ?? today
  if (closedThrough === null || wanted > closedThrough) return { effectiveOn: wanted, meantFor: null }
  if (late === 'next') return { effectiveOn: dayAfter(closedThrough), meantFor: wanted }
  throw new DomainError('conflict', 'period_closed', `The days until ${closedThrough} are closed. Nothing was booked.`)
}

function mustBalance(entries: readonly NewEntry[], { accounts }: Books): void {
  const sums = new Map<string, bigint>()
  let place = 0
  for (const { accountId, amount, asset } of entries) {
    const account = accounts.get(accountId)
    if (!account) throw accountUnknown(place)
    if (asset !== undefined && asset !== account.asset) {
      const wrong = complaint(`entries.${place}.asset`, 'asset_differs', { asset: account.asset })
      throw new DomainError('invalid', 'asset_mixed', `This account is in ${account.asset}, and assets never mix.`, [wrong])
    }
    sums.set(account.asset, (sums.get(account.asset) ?? 0n) + amount)
    place += 1
  }
  for (const [asset, sum] of sums) if (sum !== 0n) throw invalid('not_balanced', `What is given and what is taken differ in ${asset}.`)
}

/** The entries that undo all that is left of a transaction, or the named parts of it. */
function reversingEntries({ transactionId, original, parts }: Reversal, { reversed }: Books): Wanted[] {
  const before = reversed.get(transactionId)
  const left = new Map(original.map(({ n, amount }) => [n, size(amount) - (before?.get(n) ?? 0n)]))
  if (![...left.values()].some((amount) => amount > 0n)) {
    throw new DomainError('conflict', 'already_reversed', 'This transaction was reversed already.')
  }
  const entries = original.flatMap(({ n, accountId, amount }) => {
    const part = parts === undefined ? left.get(n)! : (parts.get(n) ?? 0n)
    if (part < 0n) throw invalid('amount_negative', 'A part of a transaction is more than nothing.')
    if (part > left.get(n)!) {
      throw new DomainError('conflict', 'above_original', 'More would be reversed than was booked. Nothing was booked.')
    }
    return part === 0n ? [] : [{ accountId, amount: amount > 0n ? -part : part, reversesN: n }]
  })
  const unknown = [...(parts?.keys() ?? [])].find((n) => !left.has(n))
  if (unknown !== undefined) throw invalid('entry_unknown', 'The transaction has no such entry.')
  if (entries.length < 2) throw invalid('too_few_entries', 'A transaction has at least two entries.')
  return entries
}

function noteReversed(transactionId: string, entries: readonly JudgedEntry[], { reversed }: Books): void {
  const sums = new Map(reversed.get(transactionId))
  for (const { reversesN, amount } of entries) sums.set(reversesN!, (sums.get(reversesN!) ?? 0n) + size(amount))
  reversed.set(transactionId, sums)
}

export function dayAfter(day: string): string {
  return dayFrom(day, 1)
}

/** Whether it is a day of the calendar; there is no 30 February. */
export function isDay(text: string): boolean {
  return DAY_FORM.test(text) && dayFrom(text, 0) === text
}

function dayFrom(day: string, days: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10)
}

export function accountUnknown(place: number): DomainError {
  const where = complaint(`entries.${place}.accountId`, 'account_unknown')
  return new DomainError('not_found', 'account_unknown', 'There is no such account.', [where])
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}

function beyond(place: number): DomainError {
  return new DomainError('conflict', 'balance_too_large', 'The account would hold more than can be written down.', [
    complaint(`entries.${place}`, 'balance_too_high'),
  ])
}

function invalid(code: string, message: string, path?: string): DomainError {
  const place = path === undefined ? undefined : [complaint(path, code === 'amount_zero' ? 'amount_zero' : 'amount_too_large')]
  return new DomainError('invalid', code, message, place)
}

/** What of a closed balance is paid, until when a period goes, and where a settlement stands. Pure. */

export const PERIODS = ['week', 'month', 'quarter', 'year'] as const
export type Period = (typeof PERIODS)[number]

/** Why something that is owed is carried forward. */
export const REASONS = [
  'nothing',
  'negative',
  'under_way',
  'made_up',
  'parted',
  'below_minimum',
  'no_bank_account',
  'bank_account_failed',
  'above_maximum',
] as const
export type Reason = (typeof REASONS)[number]

export const STATES = ['open', 'superseded', 'approved', 'filed', 'done'] as const
export type State = (typeof STATES)[number]

/** The asset that a bank file can carry, and the most one transfer can. */
export const EURO = 'EUR'
const TRANSFER_MAX = 999_999_999_99n

type Due = {
  asset: string
  /** What was owed at the closing. */
  closing: bigint
  /** What was paid since, and what is held back to be paid. */
  underWay: bigint
  /** What organisations owe that became one with it since. */
  madeUp: bigint
  /** Whether what was one organisation at the closing is still one. */
  isOne: boolean
  account: 'good' | 'failed' | 'none'
}

/** What is paid of a balance, all of it or nothing, and why not. The minimum and the bank account are asked of euros only: the rest is settled by hand. */
export function decide(
  { asset, closing, underWay, madeUp, isOne, account }: Due,
  minimum: bigint,
): { pays: bigint; reason: Reason | null } {
  const due = closing - underWay - madeUp
  const reason = ((): Reason | null => {
    if (closing < 0n) return 'negative'
    if (due <= 0n) return madeUp > 0n ? 'made_up' : underWay > 0n ? 'under_way' : 'nothing'
    if (!isOne) return 'parted'
    if (asset !== EURO) return null
    if (due < minimum) return 'below_minimum'
    if (due > TRANSFER_MAX) return 'above_maximum'
    if (account === 'none') return 'no_bank_account'
    return account === 'failed' ? 'bank_account_failed' : null
  })()
  return { pays: reason === null ? due : 0n, reason }
}

/**
 * How much of what is due of each line makes up for what others of the same organisation owe. They were several when the period was closed and are
 * one by now: whoever owes is not paid in full beside that. In the order of the lines.
 */
export function makeUp(lines: readonly { owner: string; closing: bigint; underWay: bigint }[]): bigint[] {
  const owed = new Map<string, bigint>()
  for (const { owner, closing } of lines) if (closing < 0n) owed.set(owner, (owed.get(owner) ?? 0n) - closing)
  return lines.map(({ owner, closing, underWay }) => {
    const [due, left] = [closing - underWay, owed.get(owner) ?? 0n]
    if (due <= 0n || left === 0n) return 0n
    const part = due < left ? due : left
    owed.set(owner, left - part)
    return part
  })
}

/**
 * From which accounts an amount is taken: from each what it has, in their order. One organisation has several where it was merged from several;
 * what one of them owes makes the amount smaller, and is made up for at the next settlement.
 */
export function takeFrom<T extends { available: bigint }>(accounts: readonly T[], amount: bigint): { account: T; amount: bigint }[] {
  let left = amount
  const taken: { account: T; amount: bigint }[] = []
  for (const account of accounts) {
    // biome-ignore lint/complexity/useMathMinMax: Math knows no whole numbers of any size
    const part = account.available < left ? account.available : left
    if (part <= 0n) continue
    taken.push({ account, amount: part })
    left -= part
  }
  return taken
}

/** Where a settlement stands. Only the newest can be approved: what an older one did not pay is part of the newer. */
export function stateOf(of: { isApproved: boolean; isNewest: boolean; hasFile: boolean; waiting: number }): State {
  if (!of.isApproved) return of.isNewest ? 'open' : 'superseded'
  if (of.waiting === 0) return 'done'
  return of.hasFile ? 'filed' : 'approved'
}

/** The last day of the newest period that is over, unless it is closed already. */
export function nextThrough(period: Period, today: string, closedThrough: string | null): string | null {
  const end = dayBefore(startOf(period, today))
  return closedThrough !== null && end <= closedThrough ? null : end
}

/** The first day of the period that a day lies in. Weeks begin on Monday. */
function startOf(period: Period, day: string): string {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  if (period === 'year') return `${year}-01-01`
  if (period === 'quarter') return `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`
  if (period === 'month') return `${day.slice(0, 7)}-01`
  const date = new Date(`${day}T00:00:00Z`)
  return daysFrom(day, -((date.getUTCDay() + 6) % 7))
}

function dayBefore(day: string): string {
  return daysFrom(day, -1)
}

export function daysFrom(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** Enough of an IBAN to know it again, too little to use it. */
export function shortIban(iban: string): string {
  return `${iban.slice(0, 4)} … ${iban.slice(-4)}`
}

/** Minor units as a decimal number with a point, as programs read it. */
export function decimalOf(amount: bigint, scale: number): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return amount < 0n ? `-${text}` : text
}

/** Rows of a bank statement or a list of invoices: who was paid or paid, when, how much. Pure. */
import { complaint, type RowComplaint } from './complaints.ts'
import { parseDate } from './dates.ts'
import { line } from './values.ts'

/** Minor units, below zero where it was paid by us. */
export type PaymentDraft = { date: string; amountMinor: bigint; currency: string; isPrivate: boolean }

const CURRENCY_ASSUMED = 'EUR'
const SIGNS: Record<string, string> = { '€': 'EUR', $: 'USD', '£': 'GBP' }
const AMOUNT_CHARS_MAX = 30

// Account numbers as banks write them, with or without blanks (ISO 13616: two letters, two digits, up to 30 letters and digits).
const IBAN = /\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b/g

/** The text without account numbers: they are read past, never kept. */
export function withoutAccounts(text: string): string {
  return text.replace(IBAN, '…')
}

/**
 * An amount as minor units of its currency: `1.234,56`, `1,234.56`, `1 234,56`, `-12`, `12,5-`, `(12.00)`. Of two kinds of separator the last
 * one is the decimal one; a single one is, unless exactly three digits follow it and it could part thousands. Undefined for everything else,
 * so also for more decimals than the currency has.
 */
export function amountMinor(cell: string, currency: string): bigint | undefined {
  const text = line(cell).replace(/[€$£]|\b[A-Z]{3}\b/g, '').replace(/[\s'’]/g, '') // biome-ignore format: one line reads better
  const found = /^(\()?([+-])?(\d[\d.,]*)([+-])?\)?$/.exec(text)
  if (!found || text.length > AMOUNT_CHARS_MAX || (found[1] === '(') !== text.endsWith(')')) return undefined
  const digits = found[3]!
  const decimalAt = decimalSeparator(digits)
  const whole = (decimalAt < 0 ? digits : digits.slice(0, decimalAt)).replace(/[.,]/g, '')
  const fraction = decimalAt < 0 ? '' : digits.slice(decimalAt + 1)
  const places = decimalsOf(currency)
  if (!isParted(decimalAt < 0 ? digits : digits.slice(0, decimalAt)) || fraction.length > places) return undefined
  const value = BigInt(whole + fraction.padEnd(places, '0'))
  return found[1] !== undefined || found[2] === '-' || found[4] === '-' ? -value : value
}

/** Minor units as people write them, with a point: 123456 EUR cents are 1234.56. */
export function amountText(minor: bigint, currency: string): string {
  const places = decimalsOf(currency)
  const digits = String(minor < 0n ? -minor : minor).padStart(places + 1, '0')
  const cut = digits.length - places
  return `${minor < 0n ? '-' : ''}${digits.slice(0, cut)}${places > 0 ? `.${digits.slice(cut)}` : ''} ${currency}`
}

type Given = { name: string; date: string; amount: string; currency: string; purpose: string }

/** The payment of a row with the name of the other side, or why there is none. */
export function readPayment(given: Given): { name: string; payment: PaymentDraft } | RowComplaint {
  const name = line(withoutAccounts(given.name)).replace(/^…$/, '')
  if (name === '') return complaint('payment_without_name')
  const date = parseDate(given.date)?.slice(0, 10)
  if (date === undefined) return complaint('payment_date_unreadable', { value: given.date.slice(0, 40) })
  const named = /\b[A-Z]{3}\b/.exec(given.currency.toUpperCase() || given.amount.toUpperCase())?.[0]
  const currency = named ?? SIGNS[/[€$£]/.exec(given.currency + given.amount)?.[0] ?? ''] ?? CURRENCY_ASSUMED
  const minor = amountMinor(given.amount, currency)
  if (minor === undefined) return complaint('payment_amount_unreadable', { value: given.amount.slice(0, 40) })
  if (minor === 0n) return complaint('payment_of_nothing')
  return { name, payment: { date, amountMinor: minor, currency, isPrivate: isPerson(name) || WAGES.test(given.purpose) } }
}

const WAGES = /\b(?:gehalt|lohn|löhne|besoldung|vergütung|miete privat|salary|wages?|payroll|pension|rente)\b/i
const TITLES = /^(?:herrn?|frau|mr|mrs|ms|dr|prof)\b\.?/i
const HOUSE = new RegExp(
  '\\b(?:gmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|se|e\\.? ?v\\.?|e\\.? ?k\\.?|e\\.? ?g\\.?|inc|llc|ltd|plc|corp|co|sarl|sas|s\\.?r\\.?l|spa|bv|nv|oy|ab|' +
    'stadt|gemeinde|landkreis|finanzamt|amt|kasse|bank|sparkasse|versicherung|werke?|stadtwerke|verein|verband|club|kirche|schule|stiftung|' +
    'hotel|gasthaus|gasthof|restaurant|café|cafe|bistro|bar|weingut|winery|bäckerei|bakery|metzgerei|butcher|brauerei|brewery|apotheke|pharmacy|' +
    'praxis|kanzlei|steuerberat\\w*|büro|office|agentur|agency|studio|shop|store|markt|market|laden|handel|trading|group|gruppe|service|services|' +
    'druckerei|wäscherei|laundry|reinigung|gärtnerei|schreinerei|tischlerei|elektro|sanitär|bau|autohaus|garage|taxi|reisen|travel|' +
    'council|city|county|church|school|association|society|foundation|company|telekom|energie|energy|water|wasser|gas|strom)\\b',
  'iu',
)

/**
 * Whether a name is more likely a person's than an organisation's: a title, `Surname, First name`, or two to three capitalised words none of
 * which says what sort of house it is. Rather takes an organisation for a person than the other way round: who is left out can be let in.
 */
export function isPerson(name: string): boolean {
  if (HOUSE.test(name) || /[\d&+/@]/.test(name)) return false
  if (TITLES.test(name)) return true
  const words = name.split(/[\s,]+/).filter((word) => word !== '')
  return words.length >= 2 && words.length <= 3 && words.every((word) => /^\p{Lu}[\p{L}.'’-]*$/u.test(word))
}

function decimalSeparator(digits: string): number {
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  if (last < 0) return -1
  const separator = digits[last]!
  const other = separator === '.' ? ',' : '.'
  if (digits.includes(other)) return digits.indexOf(separator) === last ? last : -1
  if (digits.indexOf(separator) !== last) return -1
  return digits.length - last - 1 === 3 && last <= 3 ? -1 : last
}

/** Thousands are parted by one sort of separator, in threes. */
function isParted(whole: string): boolean {
  return /^(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)$/.test(whole)
}

function decimalsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

import type { Locale } from './schema.ts'

/** How the kinds of what was booked, and everything else on a statement, are called. Files are read outside the web app, so the words are here. */
const KINDS: Record<string, Record<Locale, string>> = {
  sale: { en: 'Sale', de: 'Verkauf' },
  refund: { en: 'Refund', de: 'Erstattung' },
  release: { en: 'Held back, now due', de: 'Einbehalt, jetzt fällig' },
  payout: { en: 'Payout', de: 'Auszahlung' },
  levy: { en: 'Levy', de: 'Abgabe' },
  reversal: { en: 'Correction', de: 'Korrektur' },
  exchange: { en: 'Exchange', de: 'Umtausch' },
  transfer: { en: 'Transfer', de: 'Übertrag' },
  credit: { en: 'Credit', de: 'Kredit' },
  points: { en: 'Points', de: 'Punkte' },
  'points.expired': { en: 'Points that ran out', de: 'Verfallene Punkte' },
  'voucher.sold': { en: 'Voucher sold', de: 'Gutschein verkauft' },
  'voucher.used': { en: 'Voucher used', de: 'Gutschein eingelöst' },
  'budget.spent': { en: 'Paid from a budget', de: 'Aus einem Budget bezahlt' },
  hours: { en: 'Hours', de: 'Stunden' },
}

/** A kind nobody has named is shown as it was booked. */
export function kindInWords(kind: string, locale: Locale): string {
  return KINDS[kind]?.[locale] ?? kind
}

const EN = {
  title: (number: number | null) => (number === null ? 'Preview of a statement' : `Statement ${number}`),
  preview: 'This period is still open: figures may change until it is closed.',
  gone: 'An organisation that is no longer here',
  period: (from: string | null, through: string | null) =>
    from === null ? (through === null ? 'until now' : `until ${through}`) : through === null ? `since ${from}` : `${from} to ${through}`,
  opening: 'Opening balance',
  closing: 'Closing balance',
  closingRunning: 'Balance now',
  number: 'No.',
  day: 'Day',
  meantFor: 'Meant for',
  late: (day: string) => `late, meant for ${day}`,
  kind: 'What',
  kindKey: 'Kind',
  reference: 'Reference',
  sale: 'Sale',
  transaction: 'Booking',
  rule: 'Rule',
  version: (name: string, number: number) => `${name}, version ${number}`,
  ruleVersion: 'Rule version',
  step: 'Step',
  stepWords: 'Step in words',
  exact: 'Exact share (minor units)',
  exactShort: 'Exactly',
  carry: 'Carried on (minor units)',
  carryShort: 'carried',
  amount: 'Amount',
  balance: 'Balance',
  lines: 'lines',
  row: 'Kind of row',
  rows: { opening: 'opening', line: 'line', subtotal: 'subtotal', vat: 'tax', closing: 'closing' },
  byKind: 'By kind',
  tax: 'Tax in the sales',
  taxNote: 'As carried with each sale; it is not part of what is shared.',
  own: 'Money taken by',
  ownYes: 'this organisation',
  ownNo: 'others',
  rate: 'Rate',
  country: 'Country',
  sales: 'Sales',
  net: 'Net',
  vat: 'Tax',
  asset: 'Asset',
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  empty: 'Nothing was booked in this period.',
  sum: 'Checksum (SHA-256)',
  minor: (scale: number): string =>
    scale === 2 ? 'Exact shares and what is carried are in cents.' : 'Exact shares and what is carried are in the smallest unit.',
}
type Words = typeof EN

const DE: Words = {
  title: (number) => (number === null ? 'Vorschau eines Abrechnungsbelegs' : `Abrechnungsbeleg ${number}`),
  preview: 'Dieser Zeitraum ist noch offen: Bis zum Abschluss können sich Beträge ändern.',
  gone: 'Eine Organisation, die nicht mehr hier ist',
  period: (from, through) =>
    from === null ? (through === null ? 'bis jetzt' : `bis ${through}`) : through === null ? `seit ${from}` : `${from} bis ${through}`,
  opening: 'Anfangsstand',
  closing: 'Endstand',
  closingRunning: 'Stand jetzt',
  number: 'Nr.',
  day: 'Tag',
  meantFor: 'Gedacht für',
  late: (day) => `nachgereicht, gedacht für ${day}`,
  kind: 'Was',
  kindKey: 'Art',
  reference: 'Beleg',
  sale: 'Verkauf',
  transaction: 'Buchung',
  rule: 'Regel',
  version: (name, number) => `${name}, Fassung ${number}`,
  ruleVersion: 'Fassung der Regel',
  step: 'Schritt',
  stepWords: 'Schritt in Worten',
  exact: 'Genauer Anteil (kleinste Einheit)',
  exactShort: 'Genau',
  carry: 'Übertrag (kleinste Einheit)',
  carryShort: 'Übertrag',
  amount: 'Betrag',
  balance: 'Stand',
  lines: 'Zeilen',
  row: 'Zeilenart',
  rows: { opening: 'Anfangsstand', line: 'Zeile', subtotal: 'Zwischensumme', vat: 'Steuer', closing: 'Endstand' },
  byKind: 'Nach Art',
  tax: 'Steuer in den Verkäufen',
  taxNote: 'Wie sie mit jedem Verkauf mitgeführt wird; geteilt wird sie nicht.',
  own: 'Geld eingenommen von',
  ownYes: 'dieser Organisation',
  ownNo: 'anderen',
  rate: 'Satz',
  country: 'Land',
  sales: 'Verkäufe',
  net: 'Netto',
  vat: 'Steuer',
  asset: 'Wertart',
  page: (page, pages) => `Seite ${page} von ${pages}`,
  empty: 'In diesem Zeitraum wurde nichts gebucht.',
  sum: 'Prüfsumme (SHA-256)',
  minor: (scale) =>
    scale === 2 ? 'Genaue Anteile und Überträge sind in Cent.' : 'Genaue Anteile und Überträge sind in der kleinsten Einheit.',
}

export const WORDS: Record<Locale, Words> = { en: EN, de: DE }

/** 2026-05-04 as it is written in the language. */
export function dayInWords(day: string, locale: Locale): string {
  const [year, month, date] = day.split('-')
  return locale === 'de' ? `${date}.${month}.${year}` : `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`
}
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** 19/100 as 19 %; a rate that has no end in decimals stays a fraction. */
export function rateInWords(rate: string, locale: Locale): string {
  const [, top, bottom = '1'] = /^(\d{1,15})(?:\/(\d{1,15}))?$/.exec(rate) ?? []
  if (top === undefined || BigInt(bottom) === 0n) return rate
  const scaled = BigInt(top) * 100_000n
  if (scaled % BigInt(bottom) !== 0n) return rate
  const text = `${scaled / BigInt(bottom)}`.padStart(4, '0')
  const [whole, rest] = [text.slice(0, -3), text.slice(-3).replace(/0+$/, '')]
  return `${whole}${rest === '' ? '' : `${locale === 'de' ? ',' : '.'}${rest}`}\u00a0%`
}

/** What the columns of a file of sales hold: guessed by their headers, and read row by row. Pure. */
import { createHash } from 'node:crypto'
import { complaint } from '../../kernel/complaints.ts'
import { DomainError } from '../../kernel/errors.ts'
import { amountMinor, headerKey, parseDate } from '../imports/index.ts'
import type { KnownVersion } from '../sharing/index.ts'
import type { ImportSettings, NewSale } from './schema.ts'

/** `word` is what the sale counts or says, `name` whom it counts for. */
export type Target = { key: string; word: string | null; name: string | null }

const OF_EVERY_SALE = ['reference', 'day', 'gross', 'net', 'vat', 'vatRate', 'country'] as const
export const NEEDED = ['day', 'gross'] as const
const VALUE_SHOWN = 40

const HEADERS: Record<string, readonly string[]> = {
  reference: ['reference', 'ref', 'receipt', 'receipt no', 'receipt number', 'invoice', 'invoice no', 'invoice number', 'order', 'order no', 'order number', 'booking', 'booking no', 'booking number', 'number', 'no', 'id', 'referenz', 'beleg', 'belegnr', 'belegnummer', 'bon', 'bonnummer', 'rechnung', 'rechnungsnr', 'rechnungsnummer', 'bestellnr', 'bestellnummer', 'auftrag', 'auftragsnummer', 'buchung', 'buchungsnr', 'buchungsnummer', 'vorgang', 'nummer', 'nr'], // biome-ignore format: a list of words
  day: ['date', 'day', 'sold on', 'sale date', 'invoice date', 'datum', 'tag', 'belegdatum', 'rechnungsdatum', 'verkaufsdatum', 'buchungsdatum'], // biome-ignore format: a list of words
  gross: ['gross', 'gross amount', 'gross price', 'total', 'total gross', 'amount', 'price', 'brutto', 'bruttobetrag', 'bruttopreis', 'betrag', 'gesamt', 'gesamtbetrag', 'gesamtpreis', 'summe', 'endbetrag', 'preis', 'umsatz'], // biome-ignore format: a list of words
  net: ['net', 'net amount', 'net price', 'total net', 'netto', 'nettobetrag', 'nettopreis'],
  vat: ['vat', 'vat amount', 'tax', 'tax amount', 'sales tax', 'mwst', 'mwst betrag', 'ust', 'ust betrag', 'umsatzsteuer', 'mehrwertsteuer', 'steuer', 'steuerbetrag'], // biome-ignore format: a list of words
  vatRate: ['vat rate', 'vat %', 'tax rate', 'tax %', 'mwst %', 'mwst satz', 'mwst-satz', 'ust %', 'ust satz', 'ust-satz', 'steuersatz'],
  country: ['country', 'vat country', 'land', 'steuerland'],
}
/** How people call what rules usually count and ask for. */
const WORDS: Record<string, readonly string[]> = {
  guest_night: ['guest nights', 'nights', 'overnight stays', 'übernachtungen', 'nächte', 'gästenächte'],
  person: ['persons', 'people', 'guests', 'visitors', 'personen', 'gäste', 'besucher'],
  ticket: ['tickets', 'karten', 'eintritte'],
  hour: ['hours', 'stunden'],
  piece: ['pieces', 'quantity', 'qty', 'stück', 'menge', 'anzahl'],
  referrer: ['referrer', 'referred by', 'sent by', 'empfohlen von', 'vermittelt von', 'vermittlung', 'vermittler'],
  channel: ['channel', 'kanal', 'vertriebsweg'],
  visits: ['visits', 'besuche'],
  guest_nights: ['guest nights', 'übernachtungen'],
}

/** Everything a column can hold: what every sale says, and what this version of the rule asks for. */
export function targetsOf({ rule, recipients }: KnownVersion, nameOf: (key: string) => string): Target[] {
  const found: Target[] = OF_EVERY_SALE.map((key) => ({ key, word: null, name: null }))
  for (const { take, to, split, then, when } of rule.steps) {
    if (take !== 'remainder' && take.unit !== undefined) found.push({ key: `unit:${take.unit}`, word: take.unit, name: null })
    for (const word of [to?.startsWith('$') ? to.slice(1) : undefined, when?.has]) {
      if (word !== undefined) found.push({ key: `name:${word}`, word, name: null }, { key: `since:${word}`, word, name: null })
    }
    for (const word of Object.keys(when?.is ?? {})) found.push({ key: `is:${word}`, word, name: null })
    for (const { by, metric, among, weights } of [split, then].filter((one) => one !== undefined)) {
      const keys = (among ?? Object.keys(weights ?? {})).filter((key) => recipients.some((recipient) => recipient.key === key))
      const kind = by === 'contribution' ? `metric:${metric}` : by
      if (by !== undefined) for (const key of keys) found.push({ key: `${kind}:${key}`, word: metric ?? null, name: nameOf(key) })
    }
  }
  return [...new Map(found.map((target) => [target.key, target])).values()]
}

/** Each target is guessed for one column at most; the first fitting header has it. */
export function guessColumns(headers: readonly string[], targets: readonly Target[]): (string | null)[] {
  const left = new Map(targets.map((target) => [target.key, target]))
  return headers.map((header) => {
    const said = headerKey(header).replace(/[._]+/g, ' ').replace(/\s+/g, ' ').trim()
    const found = said === '' ? undefined : [...left.values()].find((target) => isCalled(said, target))
    if (found) left.delete(found.key)
    return found?.key ?? null
  })
}

function isCalled(said: string, { key, word, name }: Target): boolean {
  const words = word === null ? [] : [word.replaceAll('_', ' '), ...(WORDS[word] ?? [])]
  if (name !== null) {
    const called = headerKey(name)
    return said === called || words.some((one) => said === `${one} ${called}` || said === `${called} ${one}`)
  }
  if (key.startsWith('since:')) return words.some((one) => said === `${one} since` || said === `${one} seit`)
  return (HEADERS[key] ?? words).includes(said)
}

export type RowReader = (cells: readonly string[]) => NewSale

/** Reads rows one after the other. Rows without a reference are called by what stands in them, however they are read, and by which of several equal ones they are. */
export function saleReader(
  settings: ImportSettings & { mapping: (string | null)[] },
  version: KnownVersion,
  nameOf: (key: string) => string,
): RowReader {
  const places = new Map(settings.mapping.flatMap((key, place) => (key === null ? [] : [[key, place] as const])))
  const keyOf = recipientReader(version, nameOf)
  const met = new Map<string, number>()
  return (cells) => {
    const cell = (key: string) => (cells[places.get(key) ?? -1] ?? '').trim()
    const prices = readPrices(cell, settings, version.rule.asset)
    const day = readDay(cell('day'), 'day')
    const facts = readFacts(settings.mapping, cell, { day, keyOf })
    const sale = {
      day,
      ruleId: settings.ruleId,
      asset: version.rule.asset,
      ...prices,
      collectedBy: settings.collectedBy,
      ...facts,
      late: settings.late,
    }
    const reference = cell('reference').replace(/\s+/g, ' ').slice(0, 120)
    if (reference !== '') return { source: 'import', reference, ...sale }
    const content = createHash('sha256').update(JSON.stringify(cells)).digest('hex').slice(0, 24)
    const times = (met.get(content) ?? 0) + 1
    met.set(content, times)
    return { source: 'import', reference: `row ${content}${times === 1 ? '' : ` ${times}`}`, ...sale }
  }
}

type Cell = (key: string) => string

function readPrices(cell: Cell, { vatRate, country }: ImportSettings, asset: string): Pick<NewSale, 'gross' | 'net' | 'vat'> {
  const amountOf = (key: string) => {
    const text = cell(key)
    if (text === '') return undefined
    const amount = amountMinor(withoutNoise(text), asset)
    if (amount === undefined) throw unreadable(key, text)
    return amount
  }
  const gross = amountOf('gross')
  if (gross === undefined) throw unreadable('gross', '')
  if (gross <= 0n)
    throw new DomainError(
      'invalid',
      'sale_not_positive',
      'A sale is more than nothing; what was given back is recorded at the sale it belongs to.',
    )
  const rate = cell('vatRate') === '' ? vatRate : rateOf(cell('vatRate'))
  const tax = amountOf('vat')
  const net = amountOf('net') ?? (tax !== undefined ? gross - tax : rate === null ? gross : withoutTax(gross, rate))
  if (net <= 0n || net > gross)
    throw new DomainError('invalid', 'sale_sums_disagree', 'The price, the price without tax and the tax do not add up.')
  const land = cell('country') === '' ? country : cell('country').toUpperCase()
  if (!/^[A-Z]{2}$/.test(land)) throw unreadable('country', cell('country'))
  const line = { rate: rate ?? rateBetween(net, gross), country: land, net: `${net}`, vat: `${tax ?? gross - net}` }
  return { gross: `${gross}`, net: `${net}`, vat: net === gross && rate === null ? [] : [line] }
}

/** What a workbook has worked out can be a hair beside what it shows: 142.79999999999998 is 142.8. */
function withoutNoise(text: string): string {
  const parts = /^(\d{1,15})\.(\d{9})\d*$/.exec(text)
  if (!parts) return text
  const billionths = BigInt(parts[1]! + parts[2]!)
  const rounded = (billionths + 50_000n) / 100_000n
  const off = billionths - rounded * 100_000n
  if (off > 10n || off < -10n) return text
  const digits = String(rounded).padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '')
}

/** The price without tax, to the nearest minor unit. */
function withoutTax(gross: bigint, rate: string): bigint {
  const [part, whole] = rate.split('/').map(BigInt) as [bigint, bigint]
  const over = whole + part
  return (gross * whole * 2n + over) / (over * 2n)
}

/** `19`, `19 %`, `7,7` or `19/100` as a fraction. */
function rateOf(text: string): string {
  if (/^\d{1,9}\/[1-9]\d{0,8}$/.test(text)) return text
  const parts = /^(\d{1,3})(?:[.,](\d{1,4}))?\s*%?$/.exec(text)
  if (!parts) throw unreadable('vatRate', text)
  const [, whole = '', decimals = ''] = parts
  // 0,19 without a percent sign is the part itself
  const isPart = whole === '0' && decimals !== '' && !text.includes('%')
  return `${BigInt(whole + decimals)}/${(isPart ? 1n : 100n) * 10n ** BigInt(decimals.length)}`
}

/** Where no rate is said it is told by the amounts, to the nearest thousandth. */
function rateBetween(net: bigint, gross: bigint): string {
  return `${((gross - net) * 2000n + net) / (net * 2n)}/1000`
}

function readDay(text: string, key: string): string {
  const day = parseDate(text)?.slice(0, 10)
  if (day === undefined) throw unreadable(key, text)
  return day
}

type Reading = { day: string; keyOf: (text: string) => string | undefined }

function readFacts(
  mapping: readonly (string | null)[],
  cell: Cell,
  { day, keyOf }: Reading,
): Pick<NewSale, 'units' | 'names' | 'is' | 'metrics' | 'standAlone' | 'used'> {
  const facts = { units: {}, names: {}, is: {}, metrics: {}, standAlone: {}, used: [] } as Pick<NewSale, 'units' | 'names' | 'is' | 'metrics' | 'standAlone' | 'used'> // biome-ignore format: one line reads better
  for (const target of mapping) {
    const [kind, word = '', ...rest] = target?.split(':') ?? []
    const text = target === null ? '' : cell(target)
    if (text === '') continue
    if (kind === 'unit') facts.units[word] = countOf(target!, text)
    if (kind === 'is') facts.is[word] = text.slice(0, 80)
    if (kind === 'name') {
      const recipient = keyOf(text)
      if (recipient === undefined)
        throw new DomainError('invalid', 'sale_recipient_unknown', `${text.slice(0, VALUE_SHOWN)} is nobody this rule knows.`)
      const since = cell(`since:${word}`)
      facts.names[word] = { recipient, since: since === '' ? day : readDay(since, `since:${word}`) }
    }
    if (kind === 'metric') facts.metrics[word] = { ...facts.metrics[word], [rest.join(':')]: countOf(target!, text) }
    const key = [word, ...rest].join(':')
    if (kind === 'standAlone') facts.standAlone[key] = `${countOf(target!, text)}`
    if (kind === 'use' && countOf(target!, text) > 0) facts.used.push(key)
  }
  return facts
}

function countOf(key: string, text: string): number {
  if (!/^\d{1,6}(?:[.,]0+)?$/.test(text)) throw unreadable(key, text)
  return Number.parseInt(text, 10)
}

/** Whom a cell names: by the word of the rule or by name, whatever the case. */
function recipientReader({ recipients }: KnownVersion, nameOf: (key: string) => string): (text: string) => string | undefined {
  const keys = new Map(recipients.flatMap(({ key }) => [[headerKey(nameOf(key)), key] as const, [key, key] as const]))
  return (text) => keys.get(headerKey(text))
}

function unreadable(column: string, value: string): DomainError {
  const said = value.slice(0, VALUE_SHOWN)
  return new DomainError(
    'invalid',
    'sale_row_unreadable',
    value === '' ? `There is nothing in ${column}.` : `${said} cannot be read as ${column}.`,
    [value === '' ? complaint(column, 'empty') : complaint(column, 'cell_unreadable', { value: said })],
  )
}

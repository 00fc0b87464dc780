import { createContext, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'

/** The time zone of the ecosystem one is in (IANA name); the reader's own outside of any. */
export const TimeZone = createContext<string | undefined>(undefined)

export type Formats = ReturnType<typeof formats>

type Moment = string | number | Date

/** Dates, numbers and money as one writes them in `language`, times as the clock of `timeZone` shows them. */
export function formats(language: string, timeZone?: string) {
  // English is written the European way: 22 Nov 2026, 14:05
  const locale = language === 'en' ? 'en-GB' : language
  const zone = timeZone === undefined ? {} : { timeZone }
  // each is made when it is first needed: making one takes the browser milliseconds, and few pages need all
  const day = once(() => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', ...zone }))
  const plainDay = once(() => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }))
  const moment = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone }))
  const span = once(
    () =>
      new Intl.DateTimeFormat(locale, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        ...zone,
      }),
  )
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  const number = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 2, useGrouping: 'min2' }))
  const collator = once(() => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }))
  const money = (amountMinor: number | bigint | string, currency: string) => {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2
    return format.format(decimal(BigInt(amountMinor), digits) as unknown as number)
  }
  const quantity = (minor: string | bigint, { name, scale }: { name: string; scale: number }) => {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: scale, maximumFractionDigits: scale })
    return `${format.format(decimal(BigInt(minor), scale) as unknown as number)} ${name}`
  }
  return {
    /** `2026-11-22` stays that day in every zone; a moment becomes the day it falls on in the ecosystem. */
    date: (value: Moment) =>
      typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
        ? plainDay().format(new Date(`${value}T00:00Z`))
        : day().format(new Date(value)),
    dateTime: (value: Moment) => moment().format(new Date(value)),
    /** From when to when: "Fri, 12 Jun 2026, 10:00 – 11:30". */
    span: (from: Moment, to: Moment) => span().formatRange(new Date(from), new Date(to)),
    /** "3 days ago", "in 2 hours". */
    ago: (value: Moment, now: number = Date.now()) => {
      const [amount, unit] = distance(new Date(value).getTime() - now)
      return relative().format(amount, unit)
    },
    number: (value: number) => number().format(value),
    /** 0.42 → 42 % */
    percent: (value: number) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value),
    /** `amountMinor` in the smallest unit of the currency, so 1250 EUR is € 12.50; digits come from the currency. */
    money,
    /** 1250 of something with two digits, called Hours: 12.50 Hours. */
    quantity,
    /** The same of any asset of the ledger: €12.50 of a currency, which is called by three letters. */
    amount: (minor: string | bigint, { asset, scale }: { asset: string; scale: number }, name = asset) =>
      /^[A-Z]{3}$/.test(asset) ? money(minor, asset) : quantity(minor, { name, scale }),
    list: (values: readonly string[]) => new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }).format(values),
    compare: (a: string, b: string) => collator().compare(a, b),
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The formats of the reader's language and the ecosystem's time zone. */
export function useFormats(): Formats {
  const { i18n } = useTranslation()
  const timeZone = useContext(TimeZone)
  const language = i18n.language
  return useMemo(() => formats(language, timeZone), [language, timeZone])
}

/** The calendar day, `2026-11-22`, that a moment falls on in a time zone. */
export function dayIn(timeZone: string | undefined, moment: Date = new Date()): string {
  // sv-SE writes ISO days
  return new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', ...(timeZone && { timeZone }) }).format(
    moment,
  )
}

// a string keeps every digit where a number would round above 2^53
export function decimal(minor: bigint, digits: number): string {
  if (digits === 0) return String(minor)
  const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, '0')
  return `${minor < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

const UNITS = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

function distance(ms: number): [number, Intl.RelativeTimeFormatUnit] {
  for (const [unit, size] of UNITS) if (Math.abs(ms) >= size) return [Math.round(ms / size), unit]
  return [0, 'minute']
}

/** Statements of banks and lists of invoices, by the headers that banks and bookkeeping programs write in English and German. */
import type { Preset } from './presets.ts'

const NAME = /^(?:beg[uü]e?nstigter ?\/ ?zahlungspflichtiger|name zahlungsbeteiligter|auftraggeber ?\/ ?(?:beg[uü]e?nstigter|empf[aä]e?nger)|zahlungsempf[aä]e?nger(?:\*?in)?|empf[aä]e?nger|zahlungsbeteiligter|gegenpartei|kreditor|debitor|payee|payer|payee ?\/ ?payer|counterparty|counterparty name|beneficiary|supplier|supplier name|vendor|vendor name)$/ // biome-ignore format: one line reads better
const AMOUNT = /^(?:betrag(?: \(?(?:€|eur)\)?)?|umsatz|summe|bruttobetrag|rechnungsbetrag|amount(?: \(?[a-z]{3}\)?)?|total|gross amount)$/
const DATE = /^(?:buchungstag|buchungsdatum|buchung|valuta(?:datum)?|wertstellung|rechnungsdatum|belegdatum|datum|date|booking date|transaction date|value date|invoice date|completed date)$/ // biome-ignore format: one line reads better

export const PAYMENT_PRESETS: readonly Preset[] = [
  {
    key: 'payments',
    subject: 'payments',
    scheme: 'payments',
    keys: [NAME, AMOUNT, DATE],
    rules: [
      [NAME, 'payment.party'],
      [AMOUNT, 'payment.amount'],
      [DATE, 'payment.date'],
      [/^(?:währung|waehrung|currency)$/, 'payment.currency'],
      [/^(?:verwendungszweck|buchungstext|purpose|reference|payment reference|description|memo)$/, 'payment.purpose'],
    ],
  },
]

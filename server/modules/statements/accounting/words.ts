import type { Locale } from '../schema.ts'

/** The headings of the file of all bookings. */
export const HEADINGS: Record<Locale, string[]> = {
  en: [
    'Booking', 'Entry', 'Day', 'Meant for', 'Booked at', 'Kind', 'What', 'Account', 'Account number', 'Organisation id', 'Organisation', 'Asset', 'Debit',
    'Credit', 'Sale', 'Reference', 'Refund', 'Gross', 'Net', 'Tax', 'Rule version', 'Step', 'Exact share (minor units)', 'Carried on (minor units)',
  ],
  de: [
    'Buchung', 'Zeile', 'Tag', 'Gedacht für', 'Gebucht am', 'Art', 'Was', 'Konto', 'Kontonummer', 'Kennung der Organisation', 'Organisation', 'Wertart',
    'Soll', 'Haben', 'Verkauf', 'Beleg', 'Erstattung', 'Brutto', 'Netto', 'Steuer', 'Fassung der Regel', 'Schritt', 'Genauer Anteil (kleinste Einheit)',
    'Übertrag (kleinste Einheit)',
  ],
} // biome-ignore format: lists of names

/**
 * The booking batch of DATEV: a header of 31 fields (version 700, category 21, form 13), a line of 125 headings, a line for each booking. Windows-1252,
 * CRLF, semicolons. After the description of the format at developer.datev.de. Pure.
 */

export type Batch = {
  consultant: number
  client: number
  /** The day the fiscal year began. */
  fiscalYear: string
  accountLength: number
  from: string
  through: string
  currency: string
  createdAt: Date
}

/** An entry of a transaction with the number of its account in the books of the accountant. */
export type NumberedEntry = { number: string; amount: bigint; ownerName: string | null }
export type Pair = { debit: string; credit: string; amount: bigint; ownerName: string | null }
export type BatchLine = Pair & {
  day: string
  reference: string
  text: string
  notes: readonly (readonly [kind: string, content: string])[]
}

/** Lines of a file; DATEV takes no more at once. */
export const BATCH_LINES_MAX = 99_999
const AMOUNT_MAX = 999_999_999_999n
const NOTES_MAX = 8
const NOTE_KIND_MAX = 20
const NOTE_MAX = 210
const REFERENCE_MAX = 36
const TEXT_MAX = 60

const numbered = (count: number, ...names: string[]) =>
  Array.from({ length: count }, (_, k) => names.map((name) => `${name} ${k + 1}`)).flat()

/** The headings of the lines, in the order of the format. */
export const COLUMNS: readonly string[] = [
  'Umsatz (ohne Soll/Haben-Kz)', 'Soll/Haben-Kennzeichen', 'WKZ Umsatz', 'Kurs', 'Basis-Umsatz', 'WKZ Basis-Umsatz', 'Konto',
  'Gegenkonto (ohne BU-Schlüssel)', 'BU-Schlüssel', 'Belegdatum', 'Belegfeld 1', 'Belegfeld 2', 'Skonto', 'Buchungstext', 'Postensperre',
  'Diverse Adressnummer', 'Geschäftspartnerbank', 'Sachverhalt', 'Zinssperre', 'Beleglink', ...numbered(8, 'Beleginfo - Art', 'Beleginfo - Inhalt'),
  'KOST1 - Kostenstelle', 'KOST2 - Kostenstelle', 'Kost-Menge', 'EU-Land u. UStID (Bestimmung)', 'EU-Steuersatz (Bestimmung)',
  'Abw. Versteuerungsart', 'Sachverhalt L+L', 'Funktionsergänzung L+L', 'BU 49 Hauptfunktionstyp', 'BU 49 Hauptfunktionsnummer',
  'BU 49 Funktionsergänzung', ...numbered(20, 'Zusatzinformation - Art', 'Zusatzinformation- Inhalt'), 'Stück', 'Gewicht', 'Zahlweise', 'Forderungsart',
  'Veranlagungsjahr', 'Zugeordnete Fälligkeit', 'Skontotyp', 'Auftragsnummer', 'Buchungstyp', 'USt-Schlüssel (Anzahlungen)',
  'EU-Land (Anzahlungen)', 'Sachverhalt L+L (Anzahlungen)', 'EU-Steuersatz (Anzahlungen)', 'Erlöskonto (Anzahlungen)', 'Herkunft-Kz',
  'Buchungs GUID', 'KOST-Datum', 'SEPA-Mandatsreferenz', 'Skontosperre', 'Gesellschaftername', 'Beteiligtennummer', 'Identifikationsnummer',
  'Zeichnernummer', 'Postensperre bis', 'Bezeichnung SoBil-Sachverhalt', 'Kennzeichen SoBil-Buchung', 'Festschreibung', 'Leistungsdatum',
  'Datum Zuord. Steuerperiode', 'Fälligkeit', 'Generalumkehr (GU)', 'Steuersatz', 'Land', 'Abrechnungsreferenz', 'BVV-Position',
  'EU-Land u. UStID (Ursprung)', 'EU-Steuersatz (Ursprung)', 'Abw. Skontokonto',
] // biome-ignore format: a list of names
const placeOf = (name: string) => COLUMNS.indexOf(name)
const AT = {
  amount: placeOf('Umsatz (ohne Soll/Haben-Kz)'),
  side: placeOf('Soll/Haben-Kennzeichen'),
  currency: placeOf('WKZ Umsatz'),
  account: placeOf('Konto'),
  contra: placeOf('Gegenkonto (ohne BU-Schlüssel)'),
  day: placeOf('Belegdatum'),
  reference: placeOf('Belegfeld 1'),
  text: placeOf('Buchungstext'),
  notes: placeOf('Beleginfo - Art 1'),
  fixed: placeOf('Festschreibung'),
}

/** The header and the headings. The batch is fixed: what is closed here is not changed there. */
export function batchHead({ consultant, client, fiscalYear, accountLength, from, through, currency, createdAt }: Batch): string {
  const created = createdAt.toISOString().replace(/\D/g, '').slice(0, 17)
  const days = [fiscalYear, from, through].map((day) => day.replaceAll('-', ''))
  const first = [quoted('EXTF'), 700, 21, quoted('Buchungsstapel'), 13, created, '', quoted('TU'), quoted('Tutti'), quoted('')]
  const about = [consultant, client, days[0], accountLength, days[1], days[2], quoted('Tutti'), quoted('')]
  // for the accounts of the business, for every purpose of accounting, fixed
  const kind = [1, 0, 1, quoted(currency)]
  const rest = ['', quoted(''), '', '', quoted(''), '', '', quoted(''), quoted('')]
  return `${[...first, ...about, ...kind, ...rest].join(';')}\r\n${COLUMNS.join(';')}\r\n`
}

/**
 * Pairs what a transaction debits with what it credits, in the order it was booked, so that every account gets just what was booked on it. A pair
 * within one account of the accountant, such as from one organisation to another, changes nothing there and is left out.
 */
export function pairsOf(entries: readonly NumberedEntry[]): { pairs: Pair[]; leftOut: number } {
  const debits = entries.filter(({ amount }) => amount > 0n).map((entry) => ({ ...entry }))
  const credits = entries.filter(({ amount }) => amount < 0n).map((entry) => ({ ...entry, amount: -entry.amount }))
  const pairs: Pair[] = []
  let leftOut = 0
  let [d, c] = [0, 0]
  while (d < debits.length && c < credits.length) {
    const [debit, credit] = [debits[d]!, credits[c]!]
    const amount = lesser(debit.amount, credit.amount)
    if (debit.number === credit.number) leftOut += 1
    else pairs.push({ debit: debit.number, credit: credit.number, amount, ownerName: credit.ownerName ?? debit.ownerName })
    debit.amount -= amount
    credit.amount -= amount
    if (debit.amount === 0n) d += 1
    if (credit.amount === 0n) c += 1
  }
  return { pairs, leftOut }
}

/** A booking, as one line or as many as its amount needs. Amounts are in hundredths. */
export function batchLines({ debit, credit, amount, day, reference, text, notes }: BatchLine, currency: string): string[] {
  const lines: string[] = []
  for (let left = amount; left > 0n; left -= AMOUNT_MAX) {
    const cells: (string | number)[] = COLUMNS.map(() => '')
    cells[AT.amount] = hundredths(lesser(left, AMOUNT_MAX))
    cells[AT.side] = quoted('S')
    cells[AT.currency] = quoted(currency)
    cells[AT.account] = debit
    cells[AT.contra] = credit
    cells[AT.day] = day.slice(8, 10) + day.slice(5, 7)
    cells[AT.reference] = quoted(referenceOf(reference))
    cells[AT.text] = quoted(cut(text, TEXT_MAX))
    for (const [k, [kind, content]] of notes.slice(0, NOTES_MAX).entries()) {
      cells[AT.notes + 2 * k] = quoted(cut(kind, NOTE_KIND_MAX))
      cells[AT.notes + 2 * k + 1] = quoted(cut(content, NOTE_MAX))
    }
    cells[AT.fixed] = 1
    lines.push(`${cells.join(';')}\r\n`)
  }
  return lines
}

/** The day the fiscal year of a day began, which begins at a month and day. */
export function fiscalYearOf(day: string, start: string): string {
  const year = Number(day.slice(0, 4))
  return `${day.slice(5) < start ? year - 1 : year}-${start}`
}

/** Whether a day lies in the fiscal year that began on one. */
export function isInYear(day: string, began: string): boolean {
  return day >= began && day < `${Number(began.slice(0, 4)) + 1}${began.slice(4)}`
}

function lesser(one: bigint, other: bigint): bigint {
  if (one < other) return one
  return other
}

/** Letters, digits and few signs; everything else becomes a hyphen. */
function referenceOf(reference: string): string {
  return reference
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9$%&*+\-/]+/g, '-')
    .slice(0, REFERENCE_MAX)
}

function hundredths(amount: bigint): string {
  const text = `${amount}`.padStart(3, '0')
  return `${text.slice(0, -2)},${text.slice(-2)}`
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function cut(text: string, most: number): string {
  return [...text.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()].slice(0, most).join('').trim()
}

/** What Windows-1252 has at 0x80 to 0x9f where Latin-1 has control characters. */
const BETWEEN = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const CODES = new Map([...BETWEEN].map((letter, k) => [letter, 0x80 + k]))
const UNKNOWN = '?'.charCodeAt(0)

/** Letters that Windows-1252 does not have lose their marks, or become a question mark. */
export function windows1252(text: string): Uint8Array {
  const codes: number[] = []
  for (const letter of text.normalize('NFC')) codes.push(codeOf(letter) ?? codeOf(letter.normalize('NFD')[0]!) ?? UNKNOWN)
  return Uint8Array.from(codes)
}

function codeOf(letter: string): number | undefined {
  const code = letter.codePointAt(0)!
  return code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : CODES.get(letter)
}

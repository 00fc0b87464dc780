/** One row of a table, by its mapping, as one record. Pure. */
import { normaliseIdentifier } from '../../parties/index.ts'
import { complaint, type RowComplaint } from './complaints.ts'
import { parseDate } from './dates.ts'
import { headerKey } from './delimited.ts'
import { undoDefuse } from './formulas.ts'
import { readPayment } from './payments.ts'
import { type ContactDraft, emptyParty, emptyRecord, type ImportRecord, type PartyDraft } from './records.ts'
import { naceOf, naicsOf, type Sector, sectorOfForm } from './sectors.ts'
import type { Mapping, Target } from './targets.ts'
import type { TableRow } from './uploads.ts'
import { country, email, isTag, isYes, kindOf, line, lines, list, number, several, website } from './values.ts'

const NAME_CHARS_MAX = 300
const NOTE_CHARS_MAX = 20_000
/** The ids of nodes that other files of the same import may speak of. */
const SHARED_NODES = 'file.company'
const LIMITS: Partial<Record<Target, number>> = {
  'party.phone': 60,
  'contact.phone': 60,
  'contact.mobile': 60,
  'party.street': 300,
  'party.postalCode': 20,
  'party.city': 200,
  'party.region': 200,
  'contact.role': 200,
  'contact.givenName': 150,
  'contact.familyName': 150,
}

/** The cells of a row by target, with what was said about them. */
type Cells = {
  row: number
  headers: readonly string[]
  of: (target: Target) => string[]
  columns: (target: Target) => number[]
  raw: readonly string[]
  warnings: RowComplaint[]
  /** Several values of one cell. */
  parted: (cell: string) => string[]
}

/** Makes the reader of one table. `file` is the position of the file in its import. */
export function rowReader(file: number, headers: readonly string[], mapping: Mapping): (row: TableRow) => ImportRecord {
  const read = valueReader(file, headers, mapping)
  const headerLine = headers.map(headerKey).join('\u0000')
  return (row) => {
    const refusal = refusalOf(row, headers, headerLine)
    if (refusal) return { ...emptyRecord(file, row.row), refusal }
    const warnings: RowComplaint[] = []
    const values = row.cells.map((cell, column) => withoutFormula(cell, headers[column] ?? '', warnings))
    for (const column of row.formulas ?? []) warnings.push(complaint('formula_without_value', { column: headers[column] ?? '' }))
    return read(row.row, values, warnings)
  }
}

/** The same for values that stand under names in other files than tables, where `=` begins no formula. */
export function valueReader(
  file: number,
  headers: readonly string[],
  mapping: Mapping,
): (row: number, values: readonly string[], warnings?: RowComplaint[]) => ImportRecord {
  const byTarget = new Map<Target, number[]>()
  for (const [column, target] of mapping.targets.entries()) if (target) byTarget.set(target, [...(byTarget.get(target) ?? []), column])
  const columns = (target: Target) => byTarget.get(target) ?? []
  return (row, raw, warnings = []) => {
    const record = emptyRecord(file, row)
    record.warnings = warnings
    const of = (target: Target) =>
      columns(target)
        .map((column) => raw[column] ?? '')
        .filter((cell) => cell.trim() !== '')
    const parted = (cell: string) => list(cell, mapping.separators)
    const cells: Cells = { row, headers, of, columns, raw, warnings, parted }
    if (mapping.subject === 'payments') return paymentOf(record, cells)
    return mapping.subject === 'edges' ? edgeOf(record, cells, mapping) : partyRecord(record, cells, mapping)
  }
}

function refusalOf({ cells }: TableRow, headers: readonly string[], headerLine: string): RowComplaint | undefined {
  const extra = cells.slice(headers.length).filter((cell) => cell.trim() !== '')
  if (extra.length > 0) return complaint('row_too_long', { cells: cells.length, columns: headers.length })
  if (cells.map(headerKey).join('\u0000') === headerLine) return complaint('row_repeats_header')
  if (cells.some((cell) => cell.includes('\ufffd'))) return complaint('characters_lost')
  return undefined
}

/** `="0049"` is how a spreadsheet is told to leave a text alone. Any other formula in a text file could run somewhere later, so it goes. */
function withoutFormula(cell: string, header: string, warnings: RowComplaint[]): string {
  if (!cell.startsWith('=')) return undoDefuse(cell)
  const text = /^="([^"]*)"$/.exec(cell)
  if (text) return text[1]!
  warnings.push(complaint('formula_left_out', { column: header }))
  return ''
}

function partyRecord(record: ImportRecord, cells: Cells, mapping: Mapping): ImportRecord {
  const contact = contactOf(cells)
  const party = partyOf(cells, mapping)
  if (isComplaint(party)) return { ...record, refusal: party }
  if (isComplaint(contact)) return { ...record, refusal: contact }
  record.partyRefs = ids(cells, 'link.parties', mapping.schemes.party)
  record.contactRefs = ids(cells, 'link.contacts', mapping.schemes.contact)
  // in a list of nodes without ids the names are the ids
  const id = idOf(cells, 'party.id') ?? (mapping.subject === 'nodes' ? party?.name : undefined)
  if (id && party) record.partyRef = `${mapping.schemes.party}:${id}`
  const contactId = idOf(cells, 'contact.id')
  if (contactId && contact) record.contactRef = `${mapping.schemes.contact}:${contactId}`
  const isNameOfCompany = party && contact && line(contact.name).toLowerCase() === party.name.toLowerCase()
  if (party && contact && isNameOfCompany) reach(party, contact)
  else if (contact) record.contact = contact
  if (party) record.party = party
  if (party && !record.contact)
    reach(party, { email: firstEmail(cells), phone: shortLine(cells, 'contact.phone'), mobile: shortLine(cells, 'contact.mobile') })
  record.notes = notesOf(cells, record.contact ?? party)
  record.suppressions = suppressionsOf(cells)
  const isAnything = party || record.contact || record.partyRefs.length + record.contactRefs.length > 0
  return isAnything ? record : { ...record, refusal: complaint('nobody_named') }
}

/** A company's own row: what stands in the columns of a person reaches the company. */
function reach(party: PartyDraft, contact: Pick<ContactDraft, 'email' | 'phone' | 'mobile'>): void {
  party.email ??= contact.email
  party.phone ??= contact.phone ?? contact.mobile
}

function partyOf(cells: Cells, mapping: Mapping): PartyDraft | RowComplaint | undefined {
  const name = line(cells.of('party.name')[0] ?? '')
  if (name.length > NAME_CHARS_MAX) return complaint('name_too_long', { length: name.length, limit: NAME_CHARS_MAX })
  if (name === '') return undefined
  const place = placeOf(cells)
  if (isComplaint(place)) return place
  const words = [...cells.of('party.kinds'), ...cells.of('party.tags')].flatMap(cells.parted)
  const sector = sectorOf(cells)
  const houseNumber = shortLine(cells, 'party.houseNumber')
  const street = shortLine(cells, 'party.street')
  const party: PartyDraft = {
    ...emptyParty(name),
    kinds: [...new Set(words.map(kindOf).filter((kind) => kind !== undefined))],
    tags: [...new Set(words.filter((word) => kindOf(word) === undefined && isTag(word)))].slice(0, 20),
    sectorScheme: sector?.scheme ?? null,
    sectorCode: sector?.code ?? null,
    description: cells.of('party.description').map(lines)[0]?.slice(0, 10_000) ?? null,
    website: read(cells, 'party.website', website),
    email: read(cells, 'party.email', email),
    phone: shortLine(cells, 'party.phone'),
    street: street && houseNumber ? `${street} ${houseNumber}` : street,
    postalCode: shortLine(cells, 'party.postalCode'),
    city: shortLine(cells, 'party.city'),
    region: shortLine(cells, 'party.region'),
    country: read(cells, 'party.country', country),
    ...place,
  }
  const add = (scheme: string, value: string | undefined) =>
    value && value.length <= 300 && party.identifiers.push({ scheme, value: normaliseIdentifier({ scheme, value }) ?? value })
  add('vat', cells.of('party.vat').map(line)[0])
  add('register', cells.of('party.register').map(line)[0])
  // an id of a network file means something in that file only
  if (!mapping.schemes.party.startsWith('file.')) add(mapping.schemes.party, idOf(cells, 'party.id'))
  return party
}

function placeOf(cells: Cells): { latitude: number | null; longitude: number | null } | RowComplaint {
  const joined = cells.of('party.location')[0]?.split(/[,;]\s*/) ?? []
  const latitudeText = cells.of('party.latitude')[0] ?? joined[0]
  const longitudeText = cells.of('party.longitude')[0] ?? joined[1]
  if (latitudeText === undefined || longitudeText === undefined) return { latitude: null, longitude: null }
  const [latitude, longitude] = [number(latitudeText), number(longitudeText)]
  if (latitude === undefined || longitude === undefined) {
    cells.warnings.push(complaint('place_unreadable', { value: `${line(latitudeText)}, ${line(longitudeText)}`.slice(0, 60) }))
    return { latitude: null, longitude: null }
  }
  if (Math.abs(latitude) > 90) return complaint('latitude_impossible', { value: latitude })
  if (Math.abs(longitude) > 180) return complaint('longitude_impossible', { value: longitude })
  return { latitude, longitude }
}

/** The first code that can be read; columns that say their scheme come before those that do not. */
function sectorOf(cells: Cells): Sector | undefined {
  for (const [target, parse] of SECTOR_COLUMNS) {
    const text = line(cells.of(target)[0] ?? '')
    if (text === '') continue
    const sector = parse(text)
    if (sector !== undefined && sector !== 'ambiguous') return sector
    cells.warnings.push(complaint(sector === 'ambiguous' ? 'sector_ambiguous' : UNKNOWN_SECTOR[target], { value: text.slice(0, 60) }))
  }
  return undefined
}

const SECTOR_COLUMNS = [
  ['party.nace', naceOf],
  ['party.naics', naicsOf],
  ['party.sector', sectorOfForm],
] as const
const UNKNOWN_SECTOR = { 'party.nace': 'nace_unknown', 'party.naics': 'naics_unknown', 'party.sector': 'sector_unknown' } as const

function contactOf(cells: Cells): ContactDraft | RowComplaint | undefined {
  const [given, middle, family] = (['contact.givenName', 'contact.middleName', 'contact.familyName'] as const).map((target) =>
    shortLine(cells, target),
  )
  const whole = [given, middle, family].filter((part) => part).join(' ') || line(cells.of('contact.name')[0] ?? '')
  const address = firstEmail(cells)
  const isReachOfCompany = whole === '' && cells.of('party.name').length > 0
  const name = whole || (isReachOfCompany ? '' : (address ?? ''))
  if (name === '') return undefined
  if (name.length > NAME_CHARS_MAX) return complaint('name_too_long', { length: name.length, limit: NAME_CHARS_MAX })
  const [phone, second] = cells.of('contact.phone').flatMap(several)
  const mobile = shortLine(cells, 'contact.mobile')
  return {
    name,
    givenName: given ?? null,
    familyName: family ?? null,
    role: shortLine(cells, 'contact.role'),
    email: address,
    phone: fitting(cells, 'contact.phone', phone ?? ''),
    mobile: mobile ?? fitting(cells, 'contact.mobile', second ?? ''),
  }
}

function firstEmail(cells: Cells): string | null {
  return emailsOf(cells)[0] ?? null
}

function emailsOf(cells: Cells): string[] {
  return cells
    .of('contact.email')
    .flatMap((cell) => several(cell).flatMap((value) => value.split(/[;,]\s*/)))
    .map((value) => email(value))
    .filter((value) => value !== undefined)
}

/** Notes, and what somebody has more of than a record can hold: nothing that was sent is lost without a word. */
function notesOf(cells: Cells, whose: ContactDraft | PartyDraft | undefined): ImportRecord['notes'] {
  const at = parseDate(cells.of('note.at')[0] ?? '') ?? null
  const notes = cells.of('note').map((cell) => ({ body: lines(cell), at: null as string | null }))
  const title = line(cells.of('note.title')[0] ?? '')
  const details = cells.columns('note.detail').flatMap((column) => {
    const value = line(cells.raw[column] ?? '')
    return value === '' ? [] : [`${cells.headers[column]}: ${value}`]
  })
  if (title !== '' || details.length > 0) notes.push({ body: [title, ...details].filter((part) => part !== '').join('\n'), at })
  if (!whose) return fittingNotes(notes)
  const kept = new Set([whose.email, whose.phone, 'mobile' in whose ? whose.mobile : null])
  const numbers = [...cells.of('contact.phone'), ...cells.of('contact.mobile')].flatMap(several)
  const more = [...emailsOf(cells), ...numbers].filter((value) => !kept.has(value))
  if (more.length > 0) notes.push({ body: `${whose.name}: ${[...new Set(more)].join(', ')}`, at: null })
  return fittingNotes(notes)
}

/** A cell may hold nothing but characters that are not seen, and many cells together more than a note can. */
function fittingNotes(notes: ImportRecord['notes']): ImportRecord['notes'] {
  return notes.filter(({ body }) => body !== '').map(({ body, at }) => ({ body: body.slice(0, NOTE_CHARS_MAX), at }))
}

/** A wish not to be written to holds for every address of the row. The absence of such a wish is no consent and is not kept. */
function suppressionsOf(cells: Cells): ImportRecord['suppressions'] {
  const column = cells.columns('contact.optOut').find((at) => isYes(cells.raw[at] ?? ''))
  if (column === undefined) return []
  const own = read(cells, 'party.email', email)
  const addresses = [...new Set([...emailsOf(cells), ...(own ? [own] : [])].map((value) => value.toLowerCase()))]
  return addresses.map((address) => ({ channel: 'email', address, reason: (cells.headers[column] ?? '').slice(0, 200) }))
}

function edgeOf(record: ImportRecord, cells: Cells, mapping: Mapping): ImportRecord {
  const [from, to] = [line(cells.of('tie.from')[0] ?? ''), line(cells.of('tie.to')[0] ?? '')]
  if (from === '' || to === '') return { ...record, refusal: complaint('tie_end_missing') }
  if (from === to) return { ...record, refusal: complaint('tie_to_itself') }
  const words = cells.of('tie.type').map(line)
  // Gephi writes the direction under Type
  const direction = (cells.of('tie.directed')[0] ?? words.find((word) => directionOf(word) !== undefined) ?? '').toLowerCase()
  const [type = null, ...labels] = words.filter((word) => directionOf(word) === undefined)
  const date = (target: Target) => parseDate(cells.of(target)[0] ?? '')?.slice(0, 10) ?? null
  const strength = number(cells.of('tie.strength')[0] ?? '')
  const since = date('tie.since')
  const end = date('tie.until')
  // what ends before it begins is a mistake in one of the two, most often the later one
  const isBackwards = since !== null && end !== null && end < since
  if (isBackwards) cells.warnings.push(complaint('value_unreadable', { value: end, field: 'until' }))
  record.tie = {
    from,
    to,
    nodes: mapping.schemes.party === SHARED_NODES ? null : mapping.schemes.party,
    type,
    directed: line(direction) === '' ? null : (directionOf(direction) ?? isYes(direction)),
    strength: strength !== undefined && strength >= 0 ? strength : null,
    since,
    until: isBackwards ? null : end,
    evidence: [...labels, ...cells.of('tie.evidence').map(lines)].join('\n').slice(0, 2000) || null,
  }
  return record
}

/** Nothing of the row but the name, the day and the amount goes on from here; the purpose only helps to tell wages. */
function paymentOf(record: ImportRecord, cells: Cells): ImportRecord {
  const first = (target: Target) => cells.of(target)[0] ?? ''
  const currency = first('payment.currency')
  const read = readPayment({
    name: first('payment.party'),
    date: first('payment.date'),
    amount: first('payment.amount'),
    currency,
    purpose: cells.of('payment.purpose').join(' '),
  })
  if (isComplaint(read)) return { ...record, refusal: read }
  if (read.name.length > NAME_CHARS_MAX)
    return { ...record, refusal: complaint('name_too_long', { length: read.name.length, limit: NAME_CHARS_MAX }) }
  return { ...record, party: emptyParty(read.name), payment: read.payment }
}

/** Whether a word says that a tie has a direction; a mutual tie has none of its own. */
function directionOf(word: string): boolean | undefined {
  if (/^(?:directed|gerichtet)$/i.test(line(word))) return true
  return /^(?:undirected|mutual|ungerichtet|gegenseitig)$/i.test(line(word)) ? false : undefined
}

function ids(cells: Cells, target: Target, scheme: string): string[] {
  return cells
    .of(target)
    .flatMap((cell) => list(cell))
    .map((id) => `${scheme}:${id}`)
}

function idOf(cells: Cells, target: Target): string | undefined {
  return cells.of(target).map(line)[0]
}

function shortLine(cells: Cells, target: Target): string | null {
  const value = several(cells.of(target)[0] ?? '')[0] ?? ''
  return fitting(cells, target, value)
}

function fitting(cells: Cells, target: Target, value: string): string | null {
  const limit = LIMITS[target] ?? 300
  if (value.length <= limit) return value || null
  cells.warnings.push(complaint('value_too_long', { value: value.slice(0, 40), limit }))
  return null
}

/** The first readable value; what is there but cannot be read is named. */
function read(cells: Cells, target: Target, parse: (cell: string) => string | undefined): string | null {
  const given = cells.of(target).flatMap(several)
  for (const value of given) {
    const parsed = parse(value)
    if (parsed !== undefined) return parsed
  }
  if (given[0] !== undefined)
    cells.warnings.push(complaint('value_unreadable', { value: given[0].slice(0, 60), field: target.slice(target.indexOf('.') + 1) }))
  return null
}

function isComplaint(value: object | undefined): value is RowComplaint {
  return value !== undefined && 'code' in value && 'message' in value
}

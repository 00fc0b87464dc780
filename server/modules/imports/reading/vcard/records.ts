/** A card as one record: whoever names an organisation is a contact person there, a card of an organisation is the organisation. */
import { complaint, type RowComplaint } from '../complaints.ts'
import { schemesOf } from '../presets.ts'
import { emptyRecord, type ImportRecord } from '../records.ts'
import { valueReader } from '../rows.ts'
import type { Target } from '../targets.ts'
import type { Upload } from '../uploads.ts'
import { email, line } from '../values.ts'
import { type Card, readCards } from './cards.ts'
import { type Property, partsOf, textOf, unescapeText } from './properties.ts'

const NAME_CHARS_MAX = 300
const VALUE_SEPARATOR = '\n'

/** The records of a file of vCards, one for each card; rows are counted by card. */
export async function* readVCards(file: number, upload: Upload): AsyncGenerator<ImportRecord> {
  for await (const card of readCards(upload)) yield recordOf(file, card)
}

/** Everything each card says in words. */
export async function* readCardTexts(upload: Upload): AsyncGenerator<string[]> {
  for await (const { properties, version } of readCards(upload))
    yield properties.map((property) => unescapeText(textOf(property) ?? '', version))
}

/** A card whose values are asked for by the names of its properties. */
type Values = {
  version: string
  warnings: RowComplaint[]
  of: (name: string) => Property[]
  text: (property: Property | undefined) => string
  parts: (property: Property | undefined, separator: ';' | ',') => string[]
}
type Cell = readonly [header: string, target: Target, value: string]

function recordOf(file: number, card: Card): ImportRecord {
  const refused = { ...emptyRecord(file, card.number), warnings: card.warnings }
  if (card.refusal) return { ...refused, refusal: card.refusal }
  const values = valuesOf(card)
  const kind = values.text(values.of('KIND')[0] ?? values.of('X-ADDRESSBOOKSERVER-KIND')[0]).toLowerCase()
  if (kind === 'group') return { ...refused, refusal: complaint('card_is_list') }
  const whole = line(values.text(first(values.of('FN'))))
  if (whole.length > NAME_CHARS_MAX)
    return { ...refused, refusal: complaint('name_too_long', { length: whole.length, limit: NAME_CHARS_MAX }) }
  const organisation = organisationOf(values, whole, kind)
  const cells = [...organisation.cells, ...nameCells(values, whole, organisation), ...reachCells(values, whole), ...otherCells(values)]
  const mapping = { subject: 'contacts' as const, targets: cells.map(([, target]) => target), schemes: schemesOf('vcard') }
  const read = valueReader(file, cells.map(([header]) => header), { ...mapping, separators: VALUE_SEPARATOR }) // biome-ignore format: one line reads better
  const record = read(card.number, cells.map(([, , value]) => value), card.warnings) // biome-ignore format: one line reads better
  // the formatted name is the one somebody chose, with titles; the parts stay beside it
  if (record.contact && whole !== '' && !organisation.isOwn) record.contact.name = whole
  return record
}

function valuesOf({ properties, version, warnings }: Card): Values {
  const byName = Map.groupBy(properties, ({ name }) => name)
  const raw = (property: Property | undefined): string => {
    if (!property) return ''
    const text = property.isCut ? undefined : textOf(property)
    if (text === undefined) warnings.push(complaint('card_value_broken', { name: property.name, line: property.line }))
    return text ?? ''
  }
  return {
    version,
    warnings,
    of: (name) => byName.get(name) ?? [],
    text: (property) => unescapeText(raw(property), version),
    parts: (property, separator) => partsOf(raw(property), separator, version).map((part) => part.trim()),
  }
}

type Organisation = { cells: Cell[]; isOwn: boolean }

/** ORG is `name;unit;unit`. A unit is where the person works, not an organisation of its own. */
function organisationOf(values: Values, whole: string, kind: string): Organisation {
  const [name = '', ...units] = values.parts(first(values.of('ORG')), ';')
  const isShownAsCompany = /^company$/i.test(values.text(values.of('X-ABSHOWAS')[0]))
  const hasParts = values.parts(first(values.of('N')), ';').some((part) => part !== '')
  const isOwn = kind === 'org' || isShownAsCompany || (name !== '' && !hasParts && (whole === '' || whole === line(name)))
  const role = [values.text(first(values.of('TITLE'))) || values.text(first(values.of('ROLE'))), ...units].filter((part) => part !== '')
  const cells: Cell[] = [['ORG', 'party.name', (kind === 'org' && whole) || name || (isOwn ? whole : '')]]
  if (role.length > 0) cells.push(['TITLE', 'contact.role', role.join(', ')])
  return { cells: [...cells, ...placeCells(values, isOwn)], isOwn }
}

/** Where somebody works is where the organisation is. Where they live is nobody's business here. */
function placeCells(values: Values, isOwn: boolean): Cell[] {
  const isWork = ({ types }: Property) => types.has('WORK')
  const addresses = preferred(values.of('ADR')).filter(({ types }) => isOwn || !types.has('HOME') || types.has('WORK'))
  const address = addresses.find(isWork) ?? addresses[0]
  const websites = preferred(values.of('URL')).filter(({ types }) => isOwn || !types.has('HOME') || types.has('WORK'))
  const cells: Cell[] = websites.map((url) => ['URL', 'party.website', values.text(url)] as const)
  const hasOnlyHome = values.of('ADR').length > 0 && !address
  const place = hasOnlyHome ? undefined : placeOf(values)
  if (place) cells.push(['GEO', 'party.latitude', place[0]], ['GEO', 'party.longitude', place[1]])
  if (!address) return cells
  const [box = '', extended = '', street = '', city = '', region = '', code = '', country = ''] = values.parts(address, ';')
  cells.push(
    ['ADR', 'party.street', [street || box, extended].filter((part) => part !== '').join(', ')],
    ['ADR', 'party.city', city],
    ['ADR', 'party.region', region],
    ['ADR', 'party.postalCode', code],
    ['ADR', 'party.country', country],
  )
  return cells
}

/** Latitude and longitude: `49.9;7.1` in 3.0, `geo:49.9,7.1` in 4.0. Version 2.1 puts the longitude first where it parts them by a comma. */
function placeOf(values: Values): readonly [string, string] | undefined {
  const text = values.text(values.of('GEO')[0]).trim()
  const match = /^(geo:)?\s*([^;,]+)([;,])([^;,]+)/i.exec(text)
  if (!match) return undefined
  const [, isUri, one = '', separator, other = ''] = match
  return values.version === '2.1' && separator === ',' && !isUri ? [other, one] : [one, other]
}

/** N is `family;given;additional;prefix;suffix`. */
function nameCells(values: Values, whole: string, { isOwn, cells }: Organisation): Cell[] {
  const [family = '', given = '', middle = ''] = values.parts(first(values.of('N')), ';')
  const company = line(cells[0]?.[2] ?? '')
  // a card of a company may name who is there, or repeat the company's name
  if (isOwn && (given === '' || family === '' || line(`${given} ${family}`) === company)) return []
  return [
    ['N', 'contact.givenName', given],
    ['N', 'contact.middleName', middle],
    ['N', 'contact.familyName', family],
    ['FN', 'contact.name', isOwn ? '' : whole || values.text(values.of('NICKNAME')[0])],
  ]
}

function reachCells(values: Values, whole: string): Cell[] {
  const labels = new Map(values.of('X-ABLABEL').map((label) => [label.group, values.text(label)]))
  const kindsOf = ({ types, group }: Property) => `${[...types].join(' ')} ${group === '' ? '' : (labels.get(group) ?? '')}`.toUpperCase()
  const cells: Cell[] = []
  for (const property of preferred(values.of('EMAIL'))) {
    const address = values.text(property)
    if (address !== '' && email(address) === undefined)
      values.warnings.push(complaint('value_unreadable', { value: line(address).slice(0, 60), field: 'email' }))
    cells.push(['EMAIL', 'contact.email', address])
  }
  for (const property of preferred(values.of('TEL'))) {
    const number = values.text(property).replace(/^tel:/i, '')
    const kinds = kindsOf(property)
    if (/FAX/.test(kinds)) cells.push([`${whole} Fax`.trim(), 'note.detail', number])
    else cells.push(['TEL', /CELL|MOBIL|HANDY|IPHONE/.test(kinds) ? 'contact.mobile' : 'contact.phone', number])
  }
  return cells
}

function otherCells(values: Values): Cell[] {
  const categories = values.of('CATEGORIES').flatMap((property) => values.parts(property, ','))
  return [
    ['CATEGORIES', 'party.tags', categories.map(line).join(VALUE_SEPARATOR)],
    ...values.of('NOTE').map((note) => ['NOTE', 'note', values.text(note)] as const),
  ]
}

/** The preferred ones first, else as they stand in the card. */
function preferred(properties: readonly Property[]): Property[] {
  return properties.toSorted((a, b) => a.preference - b.preference)
}

function first(properties: readonly Property[]): Property | undefined {
  return preferred(properties)[0]
}

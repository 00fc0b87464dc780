/** The tables that CSV and XLSX hold, and the columns of a party that every other format shares. Pure. */
import type { NamedOffer } from '../../exchange/index.ts'
import type { ContactPerson, Field, NamedNote, Party } from '../../parties/index.ts'
import type { NamedInteraction, NamedTie } from '../../ties/index.ts'
import type { TableName } from '../schema.ts'
import type { Source } from '../source.ts'

export type Cell = string | number | boolean | null
/** `date`: the cell is a day such as 2026-05-31. The headers are the same in every language, because programs read them. */
export type Column<T> = { header: string; of: (row: T) => Cell; type?: 'date' }
export type Table = {
  name: TableName
  title: string
  headers: string[]
  dates: ReadonlySet<number>
  rows: () => AsyncGenerator<Cell[][]>
}

const LIST_SEPARATOR = '; '

export function partyColumns(fields: readonly Field[]): Column<Party>[] {
  return [
    { header: 'ID', of: ({ id }) => id },
    { header: 'Name', of: ({ name }) => name },
    ...PARTY_FACTS,
    { header: 'Created', of: ({ createdAt }) => createdAt },
    { header: 'Updated', of: ({ updatedAt }) => updatedAt },
    ...fields.map((field) => ownColumn(field)),
  ]
}

/** What is said about a party besides its id and its name. */
export const PARTY_FACTS: readonly Column<Party>[] = [
  { header: 'Form', of: ({ form }) => form },
  { header: 'Kinds', of: ({ kinds }) => kinds.join(LIST_SEPARATOR) || null },
  { header: 'NACE code', of: ({ sectorScheme, sectorCode }) => (sectorScheme === 'nace' ? sectorCode : null) },
  { header: 'NAICS code', of: ({ sectorScheme, sectorCode }) => (sectorScheme === 'naics' ? sectorCode : null) },
  { header: 'Description', of: ({ description }) => description },
  { header: 'Website', of: ({ website }) => website },
  { header: 'E-mail', of: ({ email }) => email },
  { header: 'Phone', of: ({ phone }) => phone },
  { header: 'Street', of: ({ street }) => street },
  { header: 'Postal code', of: ({ postalCode }) => postalCode },
  { header: 'City', of: ({ city }) => city },
  { header: 'Region', of: ({ region }) => region },
  { header: 'Country', of: ({ country }) => country },
  { header: 'Latitude', of: ({ latitude }) => latitude },
  { header: 'Longitude', of: ({ longitude }) => longitude },
  { header: 'Place approximate', of: ({ placeApproximate, latitude }) => (latitude === null ? null : placeApproximate) },
  { header: 'Tags', of: ({ tags }) => tags.join(LIST_SEPARATOR) || null },
  { header: 'VAT number', of: (party) => identifiersOf(party, 'vat')[0] ?? null },
  { header: 'Registration number', of: (party) => identifiersOf(party, 'register')[0] ?? null },
  { header: 'Other identifiers', of: otherIdentifiers },
  { header: 'Source', of: ({ source }) => source },
]

/** A column of the ecosystem's own says so, so that it cannot be taken for one of ours. */
function ownColumn({ key, label, type }: Field): Column<Party> {
  const of = ({ fields }: Party): Cell => {
    const value = fields[key]
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  }
  return { header: `Field: ${label} (${key})`, of, ...(type === 'date' && { type }) }
}

function identifiersOf({ identifiers }: Party, scheme: string): string[] {
  return identifiers.filter((identifier) => identifier.scheme === scheme).map(({ value }) => value)
}

function otherIdentifiers(party: Party): string | null {
  const named = new Set([identifiersOf(party, 'vat')[0], identifiersOf(party, 'register')[0]])
  const others = party.identifiers.filter(({ scheme, value }) => !((scheme === 'vat' || scheme === 'register') && named.has(value)))
  return others.map(({ scheme, value }) => `${scheme}:${value}`).join(LIST_SEPARATOR) || null
}

export const PEOPLE: readonly Column<ContactPerson>[] = [
  { header: 'Person ID', of: ({ id }) => id },
  { header: 'Name', of: ({ name }) => name },
  { header: 'First name', of: ({ givenName }) => givenName },
  { header: 'Last name', of: ({ familyName }) => familyName },
  { header: 'Role', of: ({ role }) => role },
  { header: 'E-mail', of: ({ email }) => email },
  { header: 'Phone', of: ({ phone }) => phone },
  { header: 'Mobile', of: ({ mobile }) => mobile },
  { header: 'Organisation ID', of: ({ partyId }) => partyId },
  { header: 'Organisation', of: ({ partyName }) => partyName },
  { header: 'Source', of: ({ source }) => source },
  { header: 'Created', of: ({ createdAt }) => createdAt },
]

export const TIES: readonly Column<NamedTie>[] = [
  { header: 'Tie ID', of: ({ id }) => id },
  { header: 'From ID', of: ({ fromId }) => fromId },
  { header: 'From', of: ({ fromName }) => fromName },
  { header: 'To ID', of: ({ toId }) => toId },
  { header: 'To', of: ({ toName }) => toName },
  { header: 'Type', of: ({ type }) => type },
  { header: 'Directed', of: ({ directed }) => directed },
  { header: 'Strength', of: ({ strength }) => strength },
  { header: 'Current strength', of: ({ currentStrength }) => rounded(currentStrength) },
  { header: 'Trust', of: ({ trust }) => trust },
  { header: 'Since', of: ({ since }) => since, type: 'date' },
  { header: 'Until', of: ({ until }) => until, type: 'date' },
  { header: 'Evidence', of: ({ evidence }) => evidence },
  { header: 'Source', of: ({ source }) => source },
]

export const INTERACTIONS: readonly Column<NamedInteraction>[] = [
  { header: 'Interaction ID', of: ({ id }) => id },
  { header: 'At', of: ({ at }) => at },
  { header: 'Kind', of: ({ kind }) => kind },
  { header: 'Organisation ID', of: ({ partyId }) => partyId },
  { header: 'Organisation', of: ({ partyName }) => partyName },
  { header: 'Other organisation ID', of: ({ otherPartyId }) => otherPartyId },
  { header: 'Other organisation', of: ({ otherPartyName }) => otherPartyName },
  { header: 'Tie ID', of: ({ tieId }) => tieId },
  { header: 'Text', of: ({ text }) => text },
  { header: 'Author', of: ({ author }) => author },
]

export const OFFERS: readonly Column<NamedOffer>[] = [
  { header: 'Offer ID', of: ({ id }) => id },
  { header: 'Side', of: ({ side }) => side },
  { header: 'Organisation ID', of: ({ partyId }) => partyId },
  { header: 'Organisation', of: ({ partyName }) => partyName },
  { header: 'Title', of: ({ title }) => title },
  { header: 'Category', of: ({ category }) => category },
  { header: 'Description', of: ({ description }) => description },
  { header: 'Quantity', of: ({ quantity }) => quantity },
  { header: 'Unit', of: ({ unit }) => unit },
  { header: 'Every', of: ({ rhythm }) => rhythm },
  { header: 'Price in minor units', of: ({ priceMinor }) => priceMinor },
  { header: 'Currency', of: ({ priceAsset }) => priceAsset },
  { header: 'First day', of: ({ periodFrom }) => periodFrom, type: 'date' },
  { header: 'Last day', of: ({ periodTo }) => periodTo, type: 'date' },
  { header: 'Visibility', of: ({ visibility }) => visibility },
  { header: 'Source', of: ({ source }) => source },
]

export const NOTES: readonly Column<NamedNote>[] = [
  { header: 'Note ID', of: ({ id }) => id },
  { header: 'At', of: ({ at }) => at },
  { header: 'Organisation ID', of: ({ partyId }) => partyId },
  { header: 'Organisation', of: ({ partyName }) => partyName },
  { header: 'Text', of: ({ body }) => body },
  { header: 'Author', of: ({ author }) => author },
]

/** The tables there are for this reader. */
export function tablesOf(source: Source): Table[] {
  const { people, interactions, offers, notes } = source
  return [
    table('organisations', 'Organisations', partyColumns(source.fields), source.parties),
    ...(people ? [table('people', 'People', PEOPLE, people)] : []),
    table('ties', 'Ties', TIES, () => source.ties('all')),
    ...(interactions ? [table('interactions', 'Interactions', INTERACTIONS, interactions)] : []),
    ...(offers ? [table('offers', 'Offers and needs', OFFERS, offers)] : []),
    ...(notes ? [table('notes', 'Notes', NOTES, notes)] : []),
  ]
}

function table<T>(name: TableName, title: string, columns: readonly Column<T>[], pages: () => AsyncIterable<readonly T[]>): Table {
  return {
    name,
    title,
    headers: columns.map(({ header }) => header),
    dates: new Set(columns.flatMap(({ type }, index) => (type === 'date' ? [index] : []))),
    rows: async function* () {
      for await (const rows of pages()) yield rows.map((row) => columns.map(({ of }) => of(row)))
    },
  }
}

/** Digits beyond these say nothing of a strength and are half of the file. */
export function rounded(strength: number): number {
  return Math.round(strength * 10_000) / 10_000
}

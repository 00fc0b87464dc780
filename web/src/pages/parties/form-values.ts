import type { TFunction } from 'i18next'
import { schemeName, schemeOf } from '../../data/schemes.ts'
import { type SectorOption, sectorName } from '../../data/sectors.ts'
import type { NewParty, Party } from '../../data/types.ts'

/** A number as typed. `scheme` is kept while its name is left alone, so that whatever a file called it stays the same. */
export type NumberValue = { name: string; scheme: string | null; value: string }

/** What stands in the form: texts as typed. */
export type PartyValues = {
  form: 'organisation' | 'group'
  name: string
  kinds: string[]
  sector: SectorOption | null
  description: string
  website: string
  email: string
  phone: string
  street: string
  postalCode: string
  city: string
  region: string
  country: string
  tags: string[]
  identifiers: NumberValue[]
  fields: Record<string, unknown>
}

export const NO_VALUES: PartyValues = {
  form: 'organisation',
  name: '',
  kinds: [],
  sector: null,
  description: '',
  website: '',
  email: '',
  phone: '',
  street: '',
  postalCode: '',
  city: '',
  region: '',
  country: '',
  tags: [],
  identifiers: [],
  fields: {},
}

export function toValues(t: TFunction, party: Party): PartyValues {
  const text = (value: string | null) => value ?? ''
  return {
    form: party.form,
    name: party.name,
    kinds: party.kinds,
    sector: sectorOf(t, party),
    description: text(party.description),
    website: text(party.website),
    email: text(party.email),
    phone: text(party.phone),
    street: text(party.street),
    postalCode: text(party.postalCode),
    city: text(party.city),
    region: text(party.region),
    country: text(party.country),
    tags: party.tags,
    identifiers: party.identifiers.map(({ scheme, value }) => ({ name: schemeName(t, scheme), scheme, value })),
    fields: party.fields,
  }
}

/** Whether anything stands in a line for a number. */
export const isFilled = ({ name, value }: NumberValue) => name.trim() !== '' || value.trim() !== ''

/** The facts the form states: what was left empty is null. */
export function toFacts(t: TFunction, values: PartyValues): Omit<Required<NewParty>, 'latitude' | 'longitude' | 'placeApproximate'> {
  const text = (value: string) => value.trim() || null
  return {
    form: values.form,
    name: values.name.trim(),
    kinds: values.kinds,
    sectorScheme: values.sector?.scheme ?? null,
    sectorCode: values.sector?.code ?? null,
    description: text(values.description),
    website: text(values.website),
    email: text(values.email),
    phone: text(values.phone),
    street: text(values.street),
    postalCode: text(values.postalCode),
    city: text(values.city),
    region: text(values.region),
    country: text(values.country)?.toUpperCase() ?? null,
    tags: values.tags,
    identifiers: values.identifiers.filter(isFilled).map(({ name, scheme, value }) => ({ scheme: scheme ?? schemeOf(t, name), value })),
    fields: values.fields,
  }
}

function sectorOf(t: TFunction, { sectorScheme, sectorCode }: Party): SectorOption | null {
  if (sectorCode === null) return null
  return { scheme: sectorScheme ?? 'nace', code: sectorCode, name: sectorName(t, sectorScheme, sectorCode) }
}

/** Files of systems we know, told by their key headers, whatever their case, order, delimiter and byte order mark. Pure. */
import { headerKey } from './delimited.ts'
import { NETWORK_PRESETS } from './network/presets.ts'
import { PAYMENT_PRESETS } from './payment-presets.ts'
import { PIPEDRIVE_PRESETS } from './pipedrive.ts'
import type { Mapping, Subject, Target } from './targets.ts'

export type Rule = readonly [RegExp | string, Target]
export type Preset = {
  key: string
  subject: Subject
  scheme: string
  /** All of them must be there; of a list, or a pattern, one is enough. */
  keys: readonly (string | readonly string[] | RegExp)[]
  rules: readonly Rule[]
  separators?: string
}

export type Recognised = { preset: string; mapping: Mapping }

const GOOGLE_COMMON: readonly Rule[] = [
  [/^e-mail \d+ - value$/, 'contact.email'],
  [/^phone \d+ - value$/, 'contact.phone'],
  [/^address \d+ - street$/, 'party.street'],
  [/^address \d+ - city$/, 'party.city'],
  [/^address \d+ - region$/, 'party.region'],
  [/^address \d+ - postal code$/, 'party.postalCode'],
  [/^address \d+ - country$/, 'party.country'],
  [/^website \d+ - value$/, 'party.website'],
  ['notes', 'note'],
]

const HUBSPOT_PLACE: readonly Rule[] = [
  ['street address', 'party.street'],
  ['city', 'party.city'],
  ['state/region', 'party.region'],
  ['postal code', 'party.postalCode'],
  ['country/region', 'party.country'],
]

const PRESETS: readonly Preset[] = [
  // tables that another Tutti wrote
  {
    key: 'tutti_organisations',
    subject: 'nodes',
    scheme: 'file',
    keys: ['id', 'name', 'nace code', 'place approximate'],
    rules: [
      ['id', 'party.id'],
      ['name', 'party.name'],
      ['kinds', 'party.kinds'],
      ['nace code', 'party.nace'],
      ['naics code', 'party.naics'],
      ['description', 'party.description'],
      ['website', 'party.website'],
      ['e-mail', 'party.email'],
      ['phone', 'party.phone'],
      ['street', 'party.street'],
      ['postal code', 'party.postalCode'],
      ['city', 'party.city'],
      ['region', 'party.region'],
      ['country', 'party.country'],
      ['latitude', 'party.latitude'],
      ['longitude', 'party.longitude'],
      ['tags', 'party.tags'],
      ['vat number', 'party.vat'],
      ['registration number', 'party.register'],
    ],
  },
  {
    key: 'tutti_people',
    subject: 'contacts',
    scheme: 'file',
    keys: ['person id', 'name', 'organisation id', 'organisation'],
    rules: [
      ['person id', 'contact.id'],
      ['name', 'contact.name'],
      ['first name', 'contact.givenName'],
      ['last name', 'contact.familyName'],
      ['role', 'contact.role'],
      ['e-mail', 'contact.email'],
      ['phone', 'contact.phone'],
      ['mobile', 'contact.mobile'],
      ['organisation id', 'link.parties'],
      ['organisation', 'party.name'],
    ],
  },
  {
    key: 'tutti_ties',
    subject: 'edges',
    scheme: 'file',
    keys: ['from id', 'to id', 'type', 'current strength'],
    rules: [
      ['from id', 'tie.from'],
      ['to id', 'tie.to'],
      ['type', 'tie.type'],
      ['directed', 'tie.directed'],
      ['strength', 'tie.strength'],
      ['since', 'tie.since'],
      ['until', 'tie.until'],
      ['evidence', 'tie.evidence'],
    ],
  },
  {
    key: 'google_contacts',
    subject: 'contacts',
    scheme: 'google',
    keys: ['first name', 'last name', 'file as', 'organization name', 'labels'],
    rules: [
      ['first name', 'contact.givenName'],
      ['middle name', 'contact.middleName'],
      ['last name', 'contact.familyName'],
      ['file as', 'contact.name'],
      ['organization name', 'party.name'],
      ['organization title', 'contact.role'],
      ['labels', 'party.tags'],
      ...GOOGLE_COMMON,
    ],
  },
  {
    key: 'google_contacts_old',
    subject: 'contacts',
    scheme: 'google',
    keys: ['name', 'given name', 'family name', 'group membership'],
    rules: [
      ['name', 'contact.name'],
      ['given name', 'contact.givenName'],
      ['additional name', 'contact.middleName'],
      ['family name', 'contact.familyName'],
      ['organization 1 - name', 'party.name'],
      ['organization 1 - title', 'contact.role'],
      ['group membership', 'party.tags'],
      ...GOOGLE_COMMON,
    ],
  },
  {
    key: 'zoho_contacts',
    subject: 'contacts',
    scheme: 'zoho',
    keys: ['record id', 'contact owner.id', 'last name'],
    rules: [
      ['record id', 'contact.id'],
      ['first name', 'contact.givenName'],
      ['last name', 'contact.familyName'],
      ['account name.id', 'link.parties'],
      ['account name', 'party.name'],
      ['email', 'contact.email'],
      ['title', 'contact.role'],
      ['phone', 'contact.phone'],
      ['mobile', 'contact.mobile'],
      ['email opt out', 'contact.optOut'],
      ['mailing street', 'party.street'],
      ['mailing city', 'party.city'],
      ['mailing state', 'party.region'],
      ['mailing zip', 'party.postalCode'],
      ['mailing country', 'party.country'],
      ['description', 'note'],
      ['tag', 'party.tags'],
    ],
  },
  {
    key: 'zoho_leads',
    subject: 'contacts',
    scheme: 'zoho',
    keys: ['record id', 'lead owner.id', 'company', 'last name'],
    rules: [
      ['record id', 'contact.id'],
      ['first name', 'contact.givenName'],
      ['last name', 'contact.familyName'],
      ['company', 'party.name'],
      ['email', 'contact.email'],
      ['title', 'contact.role'],
      ['phone', 'contact.phone'],
      ['mobile', 'contact.mobile'],
      ['website', 'party.website'],
      ['email opt out', 'contact.optOut'],
      ['street', 'party.street'],
      ['city', 'party.city'],
      ['state', 'party.region'],
      ['zip code', 'party.postalCode'],
      ['country', 'party.country'],
      ['description', 'note'],
      ['tag', 'party.tags'],
    ],
  },
  {
    key: 'zoho_accounts',
    subject: 'companies',
    scheme: 'zoho',
    keys: ['record id', 'account owner.id', 'account name'],
    rules: [
      ['record id', 'party.id'],
      ['account name', 'party.name'],
      ['phone', 'party.phone'],
      ['website', 'party.website'],
      ['account type', 'party.kinds'],
      ['billing street', 'party.street'],
      ['billing city', 'party.city'],
      ['billing state', 'party.region'],
      ['billing code', 'party.postalCode'],
      ['billing country', 'party.country'],
      ['description', 'party.description'],
      ['industry', 'party.tags'],
      ['tag', 'party.tags'],
    ],
  },
  {
    key: 'hubspot_deals',
    subject: 'deals',
    scheme: 'hubspot',
    keys: ['record id', 'deal name', 'deal stage'],
    rules: [
      ['deal name', 'note.title'],
      [/^(?:deal stage|pipeline|amount|currency|close date)$/, 'note.detail'],
      ['create date', 'note.at'],
      ['associated company ids', 'link.parties'],
      ['associated contact ids', 'link.contacts'],
    ],
  },
  {
    key: 'hubspot_companies',
    subject: 'companies',
    scheme: 'hubspot',
    keys: ['record id', 'company name', ['company domain name', 'company owner', 'website url', 'lifecycle stage']],
    rules: [
      ['record id', 'party.id'],
      ['company name', 'party.name'],
      ['website url', 'party.website'],
      ['company domain name', 'party.website'],
      ['phone number', 'party.phone'],
      ['industry', 'party.tags'],
      ['description', 'party.description'],
      ['lifecycle stage', 'party.kinds'],
      ['type', 'party.kinds'],
      ...HUBSPOT_PLACE,
    ],
  },
  {
    key: 'hubspot_contacts',
    subject: 'contacts',
    scheme: 'hubspot',
    keys: [
      'record id',
      'first name',
      'last name',
      'email',
      ['associated company', 'associated company ids', 'lifecycle stage', 'lead status', 'contact owner'],
    ],
    rules: [
      ['record id', 'contact.id'],
      ['first name', 'contact.givenName'],
      ['last name', 'contact.familyName'],
      ['email', 'contact.email'],
      ['phone number', 'contact.phone'],
      ['mobile phone number', 'contact.mobile'],
      ['job title', 'contact.role'],
      ['associated company', 'party.name'],
      ['company name', 'party.name'],
      ['associated company ids', 'link.parties'],
      ['lifecycle stage', 'party.kinds'],
      [/^unsubscribed from all email$|^opted out of email|^marketing emails? opt(?:ed)?[ -]out$|^unsubscribed$/, 'contact.optOut'],
      ...HUBSPOT_PLACE,
    ],
  },
  ...PIPEDRIVE_PRESETS,
  {
    key: 'outlook',
    subject: 'contacts',
    scheme: 'outlook',
    keys: [
      ['first name', 'vorname'],
      ['last name', 'nachname'],
      ['company', 'firma'],
      ['e-mail address', 'e-mail-adresse'],
      ['business street', 'business phone', 'straße geschäftlich', 'telefon geschäftlich'],
    ],
    rules: [
      [/^(?:first name|vorname)$/, 'contact.givenName'],
      [/^(?:middle name|weitere vornamen)$/, 'contact.middleName'],
      [/^(?:last name|nachname)$/, 'contact.familyName'],
      [/^(?:company|firma)$/, 'party.name'],
      [/^(?:job title|position)$/, 'contact.role'],
      [/^(?:business street|straße geschäftlich)$/, 'party.street'],
      [/^(?:business city|ort geschäftlich)$/, 'party.city'],
      [/^(?:business state|region geschäftlich)$/, 'party.region'],
      [/^(?:business postal code|postleitzahl geschäftlich)$/, 'party.postalCode'],
      [/^(?:business country\/region|business country|land\/region geschäftlich)$/, 'party.country'],
      [/^(?:e-mail(?: \d)? address|e-mail(?: \d)?-adresse)$/, 'contact.email'],
      [/^(?:mobile phone|mobiltelefon)$/, 'contact.mobile'],
      [/^(?:business phone|business phone 2|telefon geschäftlich(?: 2)?)$/, 'contact.phone'],
      [/^(?:company main phone|telefon firma)$/, 'party.phone'],
      [/^(?:web page|business web page|webseite)$/, 'party.website'],
      [/^(?:categories|kategorien)$/, 'party.tags'],
      [/^(?:notes|notizen)$/, 'note'],
    ],
  },
  ...NETWORK_PRESETS,
  ...PAYMENT_PRESETS,
]

/** The preset whose key headers are all there, or undefined. The order of the list decides where two would fit. */
export function recognise(headers: readonly string[]): Recognised | undefined {
  const keys = new Set(headers.map(headerKey))
  const has = (key: Preset['keys'][number]) => {
    if (key instanceof RegExp) return [...keys].some((header) => key.test(header))
    return typeof key === 'string' ? keys.has(key) : key.some((choice) => keys.has(choice))
  }
  const preset = PRESETS.find((candidate) => candidate.keys.every(has))
  if (!preset) return undefined
  return { preset: preset.key, mapping: mappingOf(preset, headers, preset.scheme) }
}

/** How these columns are read by a preset. */
export function mappingOf({ rules, subject, separators }: Preset, headers: readonly string[], scheme: string): Mapping {
  const targets = headers.map((header) => targetOf(rules, headerKey(header)))
  return { subject, targets, schemes: schemesOf(scheme), ...(separators === undefined ? {} : { separators }) }
}

/** The names of ids of a source; `file` ids mean something inside one import only. */
export function schemesOf(source: string): Mapping['schemes'] {
  return { party: `${source}.company`, contact: `${source}.contact` }
}

function targetOf(rules: readonly Rule[], header: string): Target | null {
  const rule = rules.find(([match]) => (typeof match === 'string' ? match === header : match.test(header)))
  return rule?.[1] ?? null
}

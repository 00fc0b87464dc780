/** What may be shown of whom. Pure. */
import type { Party } from '../parties/index.ts'

/** What can be public besides the name. Nothing of people: contact people, notes, ties and own fields never are. */
export const PUBLIC_FIELDS = ['sector', 'description', 'city', 'street', 'place', 'website', 'email', 'phone', 'tags', 'kinds'] as const
type PublicField = (typeof PUBLIC_FIELDS)[number]

/** Without the addresses by which one reaches people, and without the kinds: those say how the orchestrator sees somebody. */
export const FIELDS_AT_FIRST: readonly PublicField[] = ['sector', 'description', 'city', 'street', 'place', 'website']

export const TEXT_PAGES = ['intro', 'imprint', 'privacy', 'accessibility'] as const

/** `none`: the data is shown, not given away. */
export const LICENCES = [
  { key: 'CC-BY-4.0', name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
  { key: 'CC0-1.0', name: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
  { key: 'CC-BY-SA-4.0', name: 'CC BY-SA 4.0', url: 'https://creativecommons.org/licenses/by-sa/4.0/' },
  { key: 'ODbL-1.0', name: 'ODbL 1.0', url: 'https://opendatacommons.org/licenses/odbl/1-0/' },
  { key: 'none', name: '', url: '' },
] as const

/** What an organisation can correct, each public field in the facts it is made of. Sector codes, places and kinds are no words for laymen. */
export const CORRECTABLE = {
  name: 'name',
  description: 'description',
  street: 'street',
  postalCode: 'city',
  city: 'city',
  website: 'website',
  email: 'email',
  phone: 'phone',
} as const satisfies Record<string, PublicField | 'name'>
export type CorrectableFact = keyof typeof CORRECTABLE

/** An organisation as everybody may see it. */
export type PublicParty = {
  id: string
  name: string
  slug: string
  form: 'organisation' | 'group'
  kinds: string[]
  sector: { scheme: 'nace' | 'naics'; code: string } | null
  description: string | null
  street: string | null
  postalCode: string | null
  city: string | null
  region: string | null
  country: string | null
  latitude: number | null
  longitude: number | null
  isApproximate: boolean
  website: string | null
  email: string | null
  phone: string | null
  tags: string[]
  /** The public source, where that is the ground. */
  source: string | null
  updatedAt: string
}

/** What is left of a party when only fields remain that the map shows and the ground covers. */
export function publicParty(
  party: Party,
  ground: { kind: 'consent' | 'source'; proof: string; fields: readonly string[] },
  chosen: readonly string[],
): PublicParty {
  const shows = (field: PublicField) => chosen.includes(field) && ground.fields.includes(field)
  const only = <T>(field: PublicField, value: T): T | null => (shows(field) ? value : null)
  const { sectorScheme, sectorCode } = party
  return {
    id: party.id,
    name: party.name,
    slug: partySlug(party),
    form: party.form,
    kinds: only('kinds', party.kinds) ?? [],
    sector: only('sector', sectorScheme && sectorCode ? { scheme: sectorScheme, code: sectorCode } : null),
    description: only('description', party.description),
    street: only('street', party.street),
    postalCode: only('city', party.postalCode),
    city: only('city', party.city),
    region: only('city', party.region),
    country: only('city', party.country),
    latitude: only('place', party.latitude),
    longitude: only('place', party.longitude),
    isApproximate: party.placeApproximate,
    website: only('website', party.website),
    email: only('email', party.email),
    phone: only('phone', party.phone),
    tags: only('tags', party.tags) ?? [],
    source: ground.kind === 'source' ? ground.proof : null,
    updatedAt: party.updatedAt,
  }
}

const SLUG_NAME_MAX = 60

/** The last part of an organisation's address: its name, and the random end of its id, which alone decides. */
export function partySlug({ id, name }: { id: string; name: string }): string {
  const words = slugOf(name).slice(0, SLUG_NAME_MAX).replace(/-$/, '')
  return `${words || 'o'}-${id.slice(-12)}`
}

/** Lower-case letters, digits and hyphens, as addresses have them. */
export function slugOf(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
}

/** Where the pages keep what belongs to no map. */
const RESERVED = 'assets'

export function isSlug(value: string): boolean {
  return value !== RESERVED && /^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/.test(value)
}

/**
 * The origin of a site that may embed the map, such as https://www.example.org or https://*.example.org; null for what is none. It goes into
 * a header, so nothing else may pass.
 */
export function frameOriginOf(value: string): string | null {
  const found = /^(https?):\/\/((?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(:\d{1,5})?\/?$/i.exec(
    value.trim(),
  )
  return found ? `${found[1]}://${found[2]}${found[3] ?? ''}`.toLowerCase() : null
}

/** The section of NACE (a letter) or the two-digit beginning of NAICS that a code belongs to: what sectors are filtered by. */
export function sectionOf({ scheme, code }: { scheme: 'nace' | 'naics'; code: string }): string {
  if (scheme === 'naics') return `naics:${code.slice(0, 2)}`
  if (/^[A-U]/.test(code)) return `nace:${code[0]}`
  const division = Number(code.slice(0, 2))
  const section = NACE_SECTIONS.find(([, last]) => division <= last)
  return `nace:${section?.[0] ?? 'S'}`
}

/** The last division of each section of NACE Rev. 2. */
const NACE_SECTIONS: readonly (readonly [string, number])[] = [
  ['A', 3],
  ['B', 9],
  ['C', 33],
  ['D', 35],
  ['E', 39],
  ['F', 43],
  ['G', 47],
  ['H', 53],
  ['I', 56],
  ['J', 63],
  ['K', 66],
  ['L', 68],
  ['M', 75],
  ['N', 82],
  ['O', 84],
  ['P', 85],
  ['Q', 88],
  ['R', 93],
  ['S', 96],
  ['T', 98],
  ['U', 99],
]

/** The differences between what is public and what an organisation says about itself. An empty text takes the fact away. */
export function changesOf(
  party: Record<CorrectableFact, string | null>,
  said: Partial<Record<CorrectableFact, string>>,
): Partial<Record<CorrectableFact, { from: string | null; to: string | null }>> {
  const changes: Partial<Record<CorrectableFact, { from: string | null; to: string | null }>> = {}
  for (const [fact, value] of Object.entries(said) as [CorrectableFact, string][]) {
    const to = value.replaceAll('\r\n', '\n').trim() || null
    if (to !== (party[fact] ?? null)) changes[fact] = { from: party[fact] ?? null, to }
  }
  return changes
}

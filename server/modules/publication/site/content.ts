import type { Tx } from '../../../kernel/ctx.ts'
import { kindName, listKinds, readParties, sectorName } from '../../parties/index.ts'
import { getEcosystem } from '../../people/index.ts'
import { readGrounds } from '../grounds.ts'
import { readPublication, shownTexts } from '../publication.ts'
import { LICENCES, type PublicParty, publicParty, sectionOf } from '../rules.ts'
import type { Licence, Locale, TextPage } from '../schema.ts'

/** Everything that is public of an ecosystem, and nothing else: whatever a page shows comes from here. */
export type Content = {
  /** Never shown. */
  ecosystemId: string
  slug: string
  name: string
  locale: Locale
  parties: PublicParty[]
  /** By the random end of their id, which their address ends with. */
  bySuffix: ReadonlyMap<string, PublicParty>
  kinds: { key: string; label: string | null; colour: string; shape: string }[]
  licence: (typeof LICENCES)[number] | null
  frameAncestors: readonly string[]
  contactEmail: string | null
  texts: Record<TextPage, Record<Locale, string>>
  credits: readonly ('geonames' | 'osm')[]
  changedAt: string
}

const BATCH = 1000

export async function readContent(tx: Tx, slug: string): Promise<Content> {
  const row = await readPublication(tx)
  const ecosystem = await getEcosystem(tx)
  const grounds = await readGrounds(tx)
  const parties: PublicParty[] = []
  const credits = new Set<'geonames' | 'osm'>()
  for (let from = 0; from < grounds.length; from += BATCH) {
    const batch = new Map(grounds.slice(from, from + BATCH).map((ground) => [ground.party_id, ground]))
    for (const party of await readParties(tx, [...batch.keys()])) {
      const shown = publicParty(party, batch.get(party.id)!, row.fields)
      parties.push(shown)
      const source = shown.latitude === null ? '' : (party.sources.latitude ?? party.source ?? '')
      if (source.startsWith('geonames:')) credits.add('geonames')
      if (source.startsWith('geocoder:')) credits.add('osm')
    }
  }
  const order = new Intl.Collator(ecosystem.locale)
  parties.sort((one, other) => order.compare(one.name, other.name) || (one.id < other.id ? -1 : 1))
  return {
    ecosystemId: tx.ecosystemId,
    slug,
    name: ecosystem.name,
    locale: ecosystem.locale,
    parties,
    bySuffix: new Map(parties.map((party) => [party.slug.slice(-12), party])),
    kinds: row.fields.includes('kinds') ? await listKinds(tx) : [],
    licence: row.licence === ('none' satisfies Licence) ? null : LICENCES.find(({ key }) => key === row.licence)!,
    frameAncestors: row.frame_ancestors,
    contactEmail: row.contact_email,
    texts: await shownTexts(tx, row),
    credits: [...credits],
    changedAt: [row.updated_at.toISOString(), ...parties.map(({ updatedAt }) => updatedAt)].sort().at(-1)!,
  }
}

/** What a reader narrows the list to. */
export type Filter = { q: string; sector: string; city: string; kind: string; tag: string; page: number }

const Q_CHARS_MAX = 80

export function filterOf(query: (name: string) => string | undefined): Filter {
  const text = (name: string) => (query(name) ?? '').trim().slice(0, Q_CHARS_MAX)
  const page = Math.max(1, Math.min(1000, Number.parseInt(query('page') ?? '1', 10) || 1))
  return { q: text('q'), sector: text('sector'), city: text('city'), kind: text('kind'), tag: text('tag'), page }
}

export function filtered({ parties }: Content, { q, sector, city, kind, tag }: Filter): PublicParty[] {
  const words = plain(q).split(/\s+/).filter(Boolean)
  return parties.filter(
    (party) =>
      (sector === '' || (party.sector !== null && sectionOf(party.sector) === sector)) &&
      (city === '' || party.city === city) &&
      (kind === '' || party.kinds.includes(kind)) &&
      (tag === '' || party.tags.includes(tag)) &&
      (words.length === 0 || has(party, words)),
  )
}

function has({ name, city, description, tags }: PublicParty, words: readonly string[]): boolean {
  const text = plain([name, city, description, ...tags].join(' '))
  return words.every((word) => text.includes(word))
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

export type Choice = { value: string; label: string; count: number }

const CHOICES_MAX = 200

/** What can be chosen from, with how many there are, in the order of the alphabet. */
export function choicesOf(content: Content, locale: Locale): Record<'sector' | 'city' | 'kind' | 'tag', Choice[]> {
  const { parties } = content
  const labels = new Map(content.kinds.map((kind) => [kind.key, kindName(locale, kind)]))
  const nameOfSection = (section: string) => {
    const [scheme, code] = section.split(':') as ['nace' | 'naics', string]
    return sectorName(locale, { scheme, code })
  }
  return {
    sector: counted(parties.flatMap(({ sector }) => (sector ? [sectionOf(sector)] : [])), nameOfSection, locale), // biome-ignore format: one line reads better
    city: counted(parties.flatMap(({ city }) => city ?? []), (city) => city, locale), // biome-ignore format: one line reads better
    kind: counted(parties.flatMap(({ kinds }) => kinds), (kind) => labels.get(kind) ?? kind, locale), // biome-ignore format: one line reads better
    tag: counted(parties.flatMap(({ tags }) => tags), (tag) => tag, locale), // biome-ignore format: one line reads better
  }
}

function counted(values: readonly string[], label: (value: string) => string, locale: Locale): Choice[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const most = [...counts].sort((one, other) => other[1] - one[1]).slice(0, CHOICES_MAX)
  const order = new Intl.Collator(locale)
  return most.map(([value, count]) => ({ value, label: label(value), count })).sort((one, other) => order.compare(one.label, other.label))
}

/** What programs read: open data, what search engines understand, the list of pages. */
import { CSV_MARK, csvLine } from '../../exports/index.ts'
import { sectorName } from '../../parties/index.ts'
import type { PublicParty } from '../rules.ts'
import type { Content } from './content.ts'
import { type Reader, to } from './layout.ts'

export function partyPath(party: PublicParty): string {
  return `/${party.slug}`
}

/** GeoJSON (RFC 7946) of everybody who has a place, addresses named as OpenStreetMap does. */
export function geojsonOf(content: Content, url: string): string {
  const features = content.parties
    .filter(({ latitude, longitude }) => latitude !== null && longitude !== null)
    .map((party) => ({
      type: 'Feature',
      id: party.id,
      geometry: { type: 'Point', coordinates: [party.longitude, party.latitude] },
      properties: withoutNull({
        name: party.name,
        kinds: party.kinds.length > 0 ? party.kinds : null,
        sectorScheme: party.sector?.scheme ?? null,
        sector: party.sector?.code ?? null,
        description: party.description,
        website: party.website,
        email: party.email,
        phone: party.phone,
        'addr:street': party.street,
        'addr:postcode': party.postalCode,
        'addr:city': party.city,
        'addr:state': party.region,
        'addr:country': party.country,
        approximate: party.isApproximate || null,
        tags: party.tags.length > 0 ? party.tags : null,
        source: party.source,
        url: `${url}/m/${content.slug}${partyPath(party)}`,
      }),
    }))
  const { name, licence, changedAt } = content
  const head = { type: 'FeatureCollection', name, license: licence?.url, attribution: attributionOf(content), modified: changedAt }
  return JSON.stringify({ ...head, features })
}

const COLUMNS: readonly [string, (party: PublicParty) => string | number | boolean | null][] = [
  ['ID', ({ id }) => id],
  ['Name', ({ name }) => name],
  ['Kinds', ({ kinds }) => kinds.join('; ') || null],
  ['NACE code', ({ sector }) => (sector?.scheme === 'nace' ? sector.code : null)],
  ['NAICS code', ({ sector }) => (sector?.scheme === 'naics' ? sector.code : null)],
  ['Description', ({ description }) => description],
  ['Website', ({ website }) => website],
  ['E-mail', ({ email }) => email],
  ['Phone', ({ phone }) => phone],
  ['Street', ({ street }) => street],
  ['Postal code', ({ postalCode }) => postalCode],
  ['City', ({ city }) => city],
  ['Region', ({ region }) => region],
  ['Country', ({ country }) => country],
  ['Latitude', ({ latitude }) => latitude],
  ['Longitude', ({ longitude }) => longitude],
  ['Place approximate', ({ isApproximate, latitude }) => (latitude === null ? null : isApproximate)],
  ['Tags', ({ tags }) => tags.join('; ') || null],
  ['Source', ({ source }) => source],
]

/** CSV with the licence in a column of its own, because a table travels without the page it came from. */
export function csvOf({ parties, licence }: Content): string {
  const header = csvLine([...COLUMNS.map(([name]) => name), 'Licence'])
  return `${CSV_MARK}${header}${parties.map((party) => csvLine([...COLUMNS.map(([, of]) => of(party)), licence?.url ?? null])).join('')}`
}

/** What the island asks for: where each stands in the drawing, and its page. */
export function pointsJson(points: readonly { x: number; y: number; party: PublicParty }[], content: Content, reader: Reader): string {
  return JSON.stringify(points.map(({ x, y, party }) => [x, y, party.name, to(content, reader, partyPath(party))]))
}

/** The map as a data set of schema.org, with the organisations of this page. */
export function mapJson(content: Content, reader: Reader, listed: readonly PublicParty[]): object {
  const address = `${reader.url}/m/${content.slug}`
  const files = [
    { '@type': 'DataDownload', encodingFormat: 'application/geo+json', contentUrl: `${address}/data.geojson` },
    { '@type': 'DataDownload', encodingFormat: 'text/csv', contentUrl: `${address}/data.csv` },
  ]
  return {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'Dataset',
        '@id': `${address}#data`,
        name: content.name,
        description: content.texts.intro[reader.locale],
        url: address,
        inLanguage: reader.locale,
        dateModified: content.changedAt,
        ...(content.licence && { license: content.licence.url, isAccessibleForFree: true, distribution: files }),
        ...(content.contactEmail && { creator: { '@type': 'Organization', name: content.name, email: content.contactEmail } }),
      },
      {
        '@type': 'ItemList',
        numberOfItems: content.parties.length,
        itemListElement: listed.map((party, index) => ({
          '@type': 'ListItem',
          position: index + 1,
          name: party.name,
          url: `${address}${partyPath(party)}`,
        })),
      },
    ],
  }
}

const GOVERNMENT = /^(O|84)/

/** The organisation as schema.org has it. */
export function partyJson(content: Content, reader: Reader, party: PublicParty): object {
  const address = withoutNull({
    '@type': 'PostalAddress',
    streetAddress: party.street,
    postalCode: party.postalCode,
    addressLocality: party.city,
    addressRegion: party.region,
    addressCountry: party.country,
  })
  const isOffice = party.sector?.scheme === 'nace' && GOVERNMENT.test(party.sector.code)
  const hasPlace = party.street !== null || party.latitude !== null
  const type = isOffice ? 'GovernmentOrganization' : hasPlace && party.form === 'organisation' ? 'LocalBusiness' : 'Organization'
  return withoutNull({
    '@context': 'https://schema.org',
    '@type': type,
    '@id': `${reader.url}/m/${content.slug}${partyPath(party)}`,
    name: party.name,
    description: party.description,
    url: party.website,
    email: party.email,
    telephone: party.phone,
    keywords: party.tags.length > 0 ? party.tags.join(', ') : null,
    knowsAbout: party.sector && sectorName(reader.locale, party.sector),
    address: Object.keys(address).length > 1 ? address : null,
    geo:
      party.latitude === null || type === 'Organization'
        ? null
        : { '@type': 'GeoCoordinates', latitude: party.latitude, longitude: party.longitude },
  })
}

export function sitemapOf(content: Content, url: string): string {
  const address = `${url}/m/${content.slug}`
  const pages = [
    { loc: address, at: content.changedAt },
    ...['/imprint', '/privacy', '/accessibility'].map((path) => ({ loc: `${address}${path}`, at: content.changedAt })),
    ...content.parties.map((party) => ({ loc: `${address}${partyPath(party)}`, at: party.updatedAt })),
  ]
  const lines = pages.map(({ loc, at }) => `<url><loc>${loc}</loc><lastmod>${at}</lastmod></url>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${lines.join('\n')}\n</urlset>\n`
}

export function robotsOf(slugs: readonly string[], url: string): string {
  const closed = ['/app', '/api', '/auth', '/c/'].map((path) => `Disallow: ${path}`)
  return ['User-agent: *', ...closed, ...slugs.map((slug) => `Sitemap: ${url}/m/${slug}/sitemap.xml`), ''].join('\n')
}

function attributionOf({ name, credits }: Content): string {
  const sources = { geonames: 'GeoNames (CC BY 4.0)', osm: '© OpenStreetMap contributors (ODbL)' }
  return [name, ...credits.map((credit) => sources[credit])].join('; ')
}

function withoutNull(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null && part !== undefined))
}

/** GeoJSON (RFC 7946): every party that has a place, longitude first. Addresses have the names OpenStreetMap gives them, which most programs know. */
import type { Party } from '../../parties/index.ts'
import type { Source } from '../source.ts'

export async function* geojson({ ecosystem, at, parties }: Source): AsyncGenerator<string> {
  yield `{"type":"FeatureCollection","name":${JSON.stringify(ecosystem)},"generated":${JSON.stringify(at.toISOString())},"features":[\n`
  let separator = ''
  for await (const page of parties()) {
    const features = page
      .filter(({ latitude, longitude }) => latitude !== null && longitude !== null)
      .map((party) => JSON.stringify(featureOf(party)))
    if (features.length === 0) continue
    yield separator + features.join(',\n')
    separator = ',\n'
  }
  yield '\n]}\n'
}

function featureOf(party: Party) {
  const properties = {
    name: party.name,
    form: party.form,
    kinds: party.kinds,
    sectorScheme: party.sectorScheme,
    sector: party.sectorCode,
    description: party.description,
    website: party.website,
    email: party.email,
    phone: party.phone,
    'addr:street': party.street,
    'addr:postcode': party.postalCode,
    'addr:city': party.city,
    'addr:state': party.region,
    'addr:country': party.country,
    approximate: party.placeApproximate || null,
    tags: party.tags.length > 0 ? party.tags : null,
    source: party.source,
  }
  return {
    type: 'Feature',
    id: party.id,
    geometry: { type: 'Point', coordinates: [party.longitude, party.latitude] },
    properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null)),
  }
}

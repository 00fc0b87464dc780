import type { Feature, FeatureCollection, LineString, Point, Polygon } from 'geojson'
import type { Corner } from '../filter.ts'
import { type MapModel, tiesOf } from '../model.ts'
import type { Look } from '../network/scene.ts'

export type PartyPoint = { party: number; id: string; name: string; icon: string; size: number; colour: string }

/** Parties that have a place, as points for the map. */
export function pointsOf(model: MapModel, look: Look): FeatureCollection<Point, PartyPoint> {
  const all = Array.from({ length: model.size }, (_, party) => pointOf(model, look, party))
  return { type: 'FeatureCollection', features: all.filter((point) => point !== undefined) }
}

/** The chosen party by itself, where it has a place. */
export function chosenOf(model: MapModel, look: Look, party: number | null): FeatureCollection<Point, PartyPoint> {
  const point = party === null ? undefined : pointOf(model, look, party)
  return { type: 'FeatureCollection', features: point ? [point] : [] }
}

function pointOf(model: MapModel, look: Look, party: number): Feature<Point, PartyPoint> | undefined {
  const place = party < model.size ? placeOf(model, party) : null
  if (!place) return undefined
  const properties = {
    party,
    id: model.parties.id[party]!,
    name: model.parties.name[party]!,
    icon: iconName(look, party) + (model.parties.placeApproximate?.[party] ? '|hollow' : ''),
    size: look.sizes[party]!,
    colour: look.colours[party]!,
  }
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: place } }
}

/** The picture a party needs: shape, colour and ring together name it. */
export function iconName(look: Look, party: number): string {
  return `${look.shapes[party]}|${look.colours[party]}|${look.rings[party]}`
}

/** Towns named where their parties lie, so that the outline can be read; those with most parties first. */
export function townsOf(model: MapModel): FeatureCollection<Point, { name: string; count: number }> {
  const towns = new Map<string, { lon: number; lat: number; count: number }>()
  for (let party = 0; party < model.size; party++) {
    const city = model.parties.city[party]
    const place = placeOf(model, party)
    if (!city || !place) continue
    const town = towns.get(city) ?? { lon: 0, lat: 0, count: 0 }
    towns.set(city, { lon: town.lon + place[0], lat: town.lat + place[1], count: town.count + 1 })
  }
  const features = [...towns].map(([name, { lon, lat, count }]): Feature<Point, { name: string; count: number }> => {
    return { type: 'Feature', properties: { name, count }, geometry: { type: 'Point', coordinates: [lon / count, lat / count] } }
  })
  return { type: 'FeatureCollection', features: features.sort((a, b) => b.properties.count - a.properties.count) }
}

/** Lines from `party` to everybody it is tied to who has a place too. */
export function linesOf(model: MapModel, look: Look, party: number | null): FeatureCollection<LineString, { colour: string }> {
  const features: Feature<LineString, { colour: string }>[] = []
  const here = party !== null && party < model.size ? placeOf(model, party) : null
  if (here && party !== null)
    for (const tie of tiesOf(model, party)) {
      const there = placeOf(model, model.ties.from[tie] === party ? model.ties.to[tie]! : model.ties.from[tie]!)
      const colour = look.ties.colours[tie]!.slice(0, 7)
      if (there) features.push({ type: 'Feature', properties: { colour }, geometry: { type: 'LineString', coordinates: [here, there] } })
    }
  return { type: 'FeatureCollection', features }
}

/** The drawn area, or what there is of it while it is drawn. */
export function areaOf(corners: readonly Corner[]): FeatureCollection<Polygon | LineString | Point> {
  const features: Feature<Polygon | LineString | Point>[] = []
  if (corners.length >= 3) {
    const ring = [...corners, corners[0]!]
    features.push({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } })
  } else if (corners.length === 2) {
    features.push({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: [...corners] } })
  }
  for (const corner of corners) features.push({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: corner } })
  return { type: 'FeatureCollection', features }
}

/** West, south, east, north of all parties that have a place; undefined when none has. */
export function boundsOf(model: MapModel): [number, number, number, number] | undefined {
  let bounds: [number, number, number, number] | undefined
  for (let party = 0; party < model.size; party++) {
    const place = placeOf(model, party)
    if (!place) continue
    const [west, south, east, north] = bounds ?? [place[0], place[1], place[0], place[1]]
    bounds = [Math.min(west, place[0]), Math.min(south, place[1]), Math.max(east, place[0]), Math.max(north, place[1])]
  }
  return bounds
}

/** How many parties stand where their town is. */
export function approximateOf(model: MapModel): number {
  return model.parties.placeApproximate?.filter((isApproximate, party) => isApproximate && placeOf(model, party)).length ?? 0
}

/** How many parties have no place. */
export function unplacedOf(model: MapModel): number {
  return model.parties.id.reduce((count, _, party) => count + (placeOf(model, party) ? 0 : 1), 0)
}

/** The box as an area, anticlockwise from the south-west. */
export function boxArea([west, south, east, north]: readonly [number, number, number, number]): Corner[] {
  const [left, right] = [Math.max(-180, west), Math.min(180, east)]
  const [bottom, top] = [Math.max(-90, south), Math.min(90, north)]
  return [
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ]
}

export function placeOf(model: MapModel, party: number): Corner | null {
  const lat = model.parties.latitude[party]
  const lon = model.parties.longitude[party]
  return lat === null || lon === null || lat === undefined || lon === undefined ? null : [lon, lat]
}

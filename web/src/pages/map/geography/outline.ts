import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import { feature } from 'topojson-client'
import fineUrl from 'world-atlas/countries-10m.json?url'
import middleUrl from 'world-atlas/countries-50m.json?url'
import coarseUrl from 'world-atlas/countries-110m.json?url'

export type Outline = FeatureCollection<Polygon | MultiPolygon>
export type Detail = 'coarse' | 'middle' | 'fine'

const URLS: Record<Detail, string> = { coarse: coarseUrl, middle: middleUrl, fine: fineUrl }
const read = new Map<Detail, Promise<Outline>>()

/** How finely borders are drawn at a zoom. */
export function detailAt(zoom: number): Detail {
  if (zoom < 3) return 'coarse'
  return zoom < 6.5 ? 'middle' : 'fine'
}

/** The countries of the earth (Natural Earth), fetched from our own server when first needed. */
export function readOutline(detail: Detail): Promise<Outline> {
  const known = read.get(detail)
  if (known) return known
  const asked = fetchOutline(URLS[detail])
  read.set(detail, asked)
  asked.catch(() => read.delete(detail))
  return asked
}

async function fetchOutline(url: string): Promise<Outline> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`the outline could not be read: ${response.status}`)
  const topology = await response.json()
  return feature(topology, topology.objects.countries) as unknown as Outline
}

/** The countries that come near a box: drawing all of the earth finely would keep a slow machine busy for long. */
export function outlineNear(outline: Outline, box: [number, number, number, number]): Outline {
  return { ...outline, features: outline.features.filter((country) => ringsNear({ ...outline, features: [country] }, box).length > 0) }
}

/** The rings of all countries that come near a box, for drawing them by hand. */
export function ringsNear(outline: Outline, [west, south, east, north]: [number, number, number, number]): Position[][] {
  const rings: Position[][] = []
  for (const { geometry } of outline.features) {
    if (!geometry) continue
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    for (const ring of polygons.flat()) {
      const reach = [180, 90, -180, -90] as [number, number, number, number]
      for (const [lon, lat] of ring as [number, number][]) {
        reach[0] = Math.min(reach[0], lon)
        reach[1] = Math.min(reach[1], lat)
        reach[2] = Math.max(reach[2], lon)
        reach[3] = Math.max(reach[3], lat)
      }
      if (reach[2] >= west && reach[0] <= east && reach[3] >= south && reach[1] <= north) rings.push(ring)
    }
  }
  return rings
}

import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import type { MapModel } from '../model.ts'
import type { Look } from '../network/scene.ts'
import type { Area } from './areas.ts'
import { areaDiscs, type Flows, flowLines, levelAt, SINGLE_ZOOM, tieLines } from './flows.ts'
import { type Heat, heatPoints, intensityFor, nearKm, warmest } from './heat.ts'
import type { OVER_SOURCES } from './over-layers.ts'
import { type GroundInk, NOTHING } from './style.ts'

/** What lies over the ground besides the parties: heat, flows, both or neither. `flow` is the key of the chosen one. */
export type Over = { heat: Heat | null; flows: Flows | null; flow: string | null; nameOf: (area: Area) => string }
export type Shown = { model: MapModel; look: Look; ink: GroundInk; over: Over }
/** What is to be read off it at this zoom: `top` is what the warmest colour stands for, within so many kilometres. */
export type Seen = { zoom: number; isSingle: boolean; heat: { top: number; km: number } | null }

const ZOOM_MAX = 24
const CLUSTER_ZOOM = 13
/** Beyond the edges of the view so much of it again is drawn, so that a little moving shows nothing missing. */
const MARGIN = 0.25
const PARTY_LAYERS = ['clusters', 'cluster-counts', 'parties']

/** Keeps heat and flows as they are wanted and as the zoom has them, and tells what is to be read off them. */
export function createOverlay(map: MapLibre, tell: (seen: Seen) => void) {
  let shown: Shown | undefined
  let drawn: { over: Over; model: MapModel; level: number } | undefined
  const source = (name: (typeof OVER_SOURCES)[number]) => map.getSource(name) as GeoJSONSource | undefined
  const settle = () => {
    if (!shown || !map.getLayer('heat')) return
    const { over, model } = shown
    const zoom = map.getZoom()
    const isSingle = zoom >= SINGLE_ZOOM
    const level = isSingle ? SINGLE_ZOOM : levelAt(zoom)
    const isNew = drawn?.model !== model || drawn.over.flows !== over.flows || drawn.level !== level
    if (over.flows && (isNew || isSingle)) drawFlows(shown, over.flows, zoom, isSingle)
    drawn = { over, model, level }
    const top = over.heat ? warmest(over.heat, zoom) : 0
    if (over.heat) map.setPaintProperty('heat', 'heatmap-intensity', intensityFor(top))
    map.getContainer().setAttribute('data-heat', String(top))
    tell({ zoom, isSingle, heat: over.heat ? { top, km: nearKm(zoom, map.getCenter().lat) } : null })
  }
  const drawFlows = ({ model, look, ink, over }: Shown, flows: Flows, zoom: number, isSingle: boolean) => {
    const lines = isSingle ? tieLines(model, look, boxOf(map)) : flowLines(flows.at(zoom), ink.flow)
    source('flows')?.setData(lines)
    source('areas')?.setData(isSingle ? NOTHING : areaDiscs(flows.at(zoom), over.nameOf))
    map.getContainer().setAttribute('data-flows', String(lines.features.filter(({ geometry }) => geometry.type === 'LineString').length))
  }
  map.on('moveend', settle)
  return {
    fill(next: Shown) {
      shown = next
      drawn = undefined
      const { heat, flows } = next.over
      source('heat')?.setData(heat ? heatPoints(heat) : NOTHING)
      if (!flows) for (const name of ['flows', 'areas'] as const) source(name)?.setData(NOTHING)
      makeRoom(map, heat !== null || flows !== null, flows !== null)
      settle()
    },
    mark(next: Shown) {
      shown = next
      if (map.getLayer('flow-chosen')) map.setFilter('flow-chosen', ['==', ['get', 'flow'], next.over.flow ?? ''])
    },
  }
}

/** Where heat or flows tell of many, parties by themselves are shown from near only; where flows do, places have their names from them. */
function makeRoom(map: MapLibre, isOver: boolean, hasFlows: boolean): void {
  if (map.getLayer('towns')) map.setLayerZoomRange('towns', hasFlows ? SINGLE_ZOOM : 7, ZOOM_MAX)
  const from = isOver ? SINGLE_ZOOM : 0
  if ((map.getLayer('clusters')?.minzoom ?? 0) === from) return
  const parties = map.getSource('parties') as GeoJSONSource | undefined
  parties?.setClusterOptions({ clusterMaxZoom: isOver ? SINGLE_ZOOM - 1 : CLUSTER_ZOOM })
  for (const layer of PARTY_LAYERS) if (map.getLayer(layer)) map.setLayerZoomRange(layer, from, ZOOM_MAX)
}

function boxOf(map: MapLibre): [number, number, number, number] {
  const bounds = map.getBounds()
  const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
  const [width, height] = [(east - west) * MARGIN, (north - south) * MARGIN]
  return [west - width, south - height, east + width, north + height]
}

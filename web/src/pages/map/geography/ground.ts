import { type ErrorEvent, type GeoJSONSource, Map as MapLibre, type MapMouseEvent, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import type { Corner } from '../filter.ts'
import type { MapModel } from '../model.ts'
import type { Look } from '../network/scene.ts'
import { areaOf, boundsOf, chosenOf, linesOf, type PartyPoint, placeOf, pointsOf, townsOf } from './features.ts'
import { type Carried, createHandle } from './handle.ts'
import { drawIcon } from './icons.ts'
import { type Detail, detailAt, outlineNear, readOutline } from './outline.ts'
import { createOverlay, type Over, type Seen } from './overlay.ts'
import { paddingBeside } from './padding.ts'
import { type GroundInk, styleOf, type Tiles } from './style.ts'

// a worker made from a blob would be against the content security policy
setWorkerUrl(workerUrl)

export type GroundListener = {
  selected: (party: number | null) => void
  /** A corner was set while an area is drawn; `closing` when it closes the area. */
  cornered: (corner: Corner, closing: boolean) => void
  /** The point that is being moved is here now, and its place is to be kept. */
  carried: (corner: Corner) => void
  kept: () => void
  /** A flow was chosen, or with its number a single tie. */
  flowed: (flow: string, tie: number | null) => void
  /** What is to be read off heat and flows now. */
  seen: (seen: Seen) => void
  failed: (error: Error) => void
}
export type Ground = ReturnType<typeof createGround>

type Shown = { model: MapModel; look: Look; chosen: number | null; area: readonly Corner[]; ink: GroundInk; over: Over }

/** Nearer to the edge than this, a chosen party and its name are hardly in view. */
const EDGE_PX = 40
/** A flow is hit by a click so near to it. */
const FLOW_REACH_PX = 4
/** The fine outline is drawn so far around the middle. */
const NEAR_DEGREES = 12

/** The geographic map: a MapLibre map with our layers. Must be `remove`d. */
export function createGround(box: HTMLElement, first: Shown, tiles: Tiles, calm: boolean, listener: GroundListener) {
  let shown = first
  let drawing = false
  const map = newMap(box, first, tiles, calm)
  map.on('error', ({ error }: ErrorEvent) => listener.failed(new Error(error.message)))

  const data = dataOf(map, tiles, listener)
  let inked = first.ink
  const restyle = () => {
    inked = shown.ink
    map.setStyle(styleOf(inked, tiles), { diff: false })
    map.once('styledata', () => {
      data.land(true)
      data.fill(shown)
    })
  }
  map.on('load', () => {
    if (shown.ink !== inked) return restyle() // light became dark while the map was loading
    data.land()
    data.fill(shown)
  })
  map.on('moveend', () => data.land())
  map.on('sourcedata', ({ sourceId, isSourceLoaded }) => {
    if (sourceId === 'parties' && isSourceLoaded) box.setAttribute('data-ready', 'true')
    if (sourceId === 'land' && isSourceLoaded && data.hasLand() && map.getLayer('sea')) {
      map.setPaintProperty('sea', 'background-color', inked.sea)
      box.setAttribute('data-land', 'true')
    }
  })
  listen(map, listener, () => drawing, calm)
  const handle = createHandle(map, listener)

  return {
    map,
    update(next: Shown) {
      const before = shown
      shown = next
      if (!map.isStyleLoaded() && !map.getSource('parties')) return
      if (next.ink !== inked) restyle()
      else if (before.model !== next.model || before.look !== next.look || isOverNew(before.over, next.over)) data.fill(shown)
      else data.mark(shown)
    },
    /** Moves a party into view, where it stands outside or under the panel that covers so much of the right. */
    reveal(party: number, coveredRight: number) {
      const place = placeOf(shown.model, party)
      if (place) reveal(map, place, coveredRight, calm)
    },
    draw(on: boolean) {
      drawing = on
      map.getCanvas().style.cursor = on ? 'crosshair' : ''
      if (on) map.doubleClickZoom.disable()
      else map.doubleClickZoom.enable()
    },
    /** Shows a point that can be moved, or none. */
    carry: (next: Carried | null) => handle.carry(next),
    fit() {
      const all = boundsOf(shown.model)
      if (all) map.fitBounds(all, { padding: paddingOf(box), maxZoom: 13, animate: !calm, duration: 150 })
    },
    /** What lies over it, for a picture that leaves the screen. */
    over: () => shown.over,
    zoom: (by: number) => map.zoomTo(map.getZoom() + by, { animate: !calm, duration: 150 }),
    remove: () => map.remove(),
  }
}

/** Whether heat or flows are others; the chosen flow is only marked. */
function isOverNew(before: Over, next: Over): boolean {
  return before.heat !== next.heat || before.flows !== next.flows || before.nameOf !== next.nameOf
}

function newMap(box: HTMLElement, first: Shown, tiles: Tiles, calm: boolean): MapLibre {
  const bounds = boundsOf(first.model)
  const map = new MapLibre({
    container: box,
    style: styleOf(first.ink, tiles),
    attributionControl: false,
    ...(bounds
      ? { bounds, fitBoundsOptions: { padding: paddingOf(box), maxZoom: 13 } }
      : { center: [10, 48] as [number, number], zoom: 3 }),
    maxZoom: 19,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: calm ? 0 : 150,
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.setMissingStyleImageResolver((id) => {
    const icon = drawIcon(id)
    if (icon && !map.hasImage(id)) map.addImage(id, icon, { pixelRatio: 2 })
  })
  return map
}

/** What a fit leaves free, for all that lies over the map at this moment. */
function paddingOf(box: HTMLElement) {
  const panels = [...document.querySelectorAll('[data-over-map], [data-side-panel]')].map((panel) => panel.getBoundingClientRect())
  return paddingBeside(box.getBoundingClientRect(), panels)
}

function reveal(map: MapLibre, center: Corner, coveredRight: number, calm: boolean) {
  const { x, y } = map.project(center)
  const { clientWidth, clientHeight } = map.getContainer()
  const right = clientWidth - coveredRight
  const isSeen = x > EDGE_PX && x < right - EDGE_PX && y > EDGE_PX && y < clientHeight - EDGE_PX
  if (!isSeen && right > 4 * EDGE_PX) map.easeTo({ center, offset: [-coveredRight / 2, 0], animate: !calm, duration: 150 })
}

/** Fills the map's sources. */
function dataOf(map: MapLibre, tiles: Tiles, { failed, seen }: GroundListener) {
  const overlay = createOverlay(map, seen)
  let detail: Detail | undefined
  let hasLand = false
  let middle = { lng: 0, lat: 0 }
  const source = (name: string) => map.getSource(name) as GeoJSONSource | undefined
  const mark = (shown: Shown) => {
    const { model, look, chosen, area } = shown
    overlay.mark(shown)
    map.removeFeatureState({ source: 'parties' })
    if (chosen !== null) map.setFeatureState({ source: 'parties', id: chosen }, { chosen: true })
    source('lines')?.setData(linesOf(model, look, chosen))
    source('area')?.setData(areaOf(area))
    source('chosen')?.setData(chosenOf(model, look, chosen))
  }
  return {
    mark,
    /** Whether countries were handed to the map. */
    hasLand: () => hasLand,
    fill(shown: Shown) {
      source('parties')?.setData(pointsOf(shown.model, shown.look))
      source('towns')?.setData(townsOf(shown.model))
      overlay.fill(shown)
      mark(shown)
    },
    /** As fine as the zoom asks for; `anew` when the style was changed. */
    land(anew = false) {
      const wanted = detailAt(map.getZoom())
      const { lng, lat } = map.getCenter()
      const isCovered =
        wanted === detail && (wanted !== 'fine' || Math.max(Math.abs(lng - middle.lng), Math.abs(lat - middle.lat)) < NEAR_DEGREES / 2)
      if (tiles || (isCovered && !anew)) return
      detail = wanted
      middle = { lng, lat }
      const near: [number, number, number, number] = [lng - NEAR_DEGREES, lat - NEAR_DEGREES, lng + NEAR_DEGREES, lat + NEAR_DEGREES]
      readOutline(wanted).then((outline) => {
        if (detail !== wanted) return
        hasLand = true
        source('land')?.setData(wanted === 'fine' ? outlineNear(outline, near) : outline)
      }, failed)
    },
  }
}

function listen(map: MapLibre, listener: GroundListener, isDrawing: () => boolean, calm: boolean) {
  map.on('click', (event: MapMouseEvent) => {
    if (isDrawing()) {
      // a double click closes: its second click is the closing one
      listener.cornered([event.lngLat.lng, event.lngLat.lat], event.originalEvent.detail > 1)
      return
    }
    const hit = hitAt(map, event)
    if (!hit) return listener.selected(null)
    if (hit.layer.id === 'flows') return listener.flowed(hit.properties.flow, hit.properties.tie ?? null)
    if (hit.layer.id === 'parties') return listener.selected((hit.properties as PartyPoint).party)
    const source = map.getSource('parties') as GeoJSONSource
    source.getClusterExpansionZoom(hit.properties.cluster_id).then(
      (zoom) => map.easeTo({ center: event.lngLat, zoom: zoom + 0.2, animate: !calm, duration: 150 }),
      (error: Error) => listener.failed(error),
    )
  })
  map.on('mousemove', (event: MapMouseEvent) => {
    if (isDrawing()) return
    map.getCanvas().style.cursor = hitAt(map, event) ? 'pointer' : ''
  })
}

/** What a click means: a party or a cluster under it, else a flow near it. */
function hitAt(map: MapLibre, { point }: MapMouseEvent) {
  const at = (layers: string[], around: number) =>
    map.queryRenderedFeatures(
      [
        [point.x - around, point.y - around],
        [point.x + around, point.y + around],
      ],
      { layers: layers.filter((layer) => map.getLayer(layer)) },
    )[0]
  return at(['clusters', 'parties'], 0) ?? at(['flows'], FLOW_REACH_PX)
}

import { type Map as MapLibre, Marker } from 'maplibre-gl'
import type { Corner } from '../filter.ts'
import classes from '../map.module.css'

/** A point on its way to another place, and what a screen reader says of it. */
export type Carried = { point: Corner; label: string }

type Listener = { carried: (corner: Corner) => void; kept: () => void }

/** How far an arrow key moves the point, and how far with Shift. */
const STEP_PX = 10
const FINE_STEP_PX = 1
/** From here on a place can be told from the one beside it. */
const ZOOM_MIN = 11
/** The bar that keeps or leaves lies over the rest of the height. */
const FREE_SHARE = 0.5
const ARROWS: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/**
 * The one point that can be dragged, by mouse and by finger; the arrow keys move it and Enter keeps it. It is a button of its own above the
 * map, so that nobody else is moved by accident and that it can be reached by keyboard.
 */
export function createHandle(map: MapLibre, listener: Listener) {
  let marker: Marker | undefined
  const begin = (at: Corner): Marker => {
    const element = document.createElement('button')
    element.type = 'button'
    element.className = `${classes.handle}`
    element.dataset.testid = 'handle'
    const made = new Marker({ element, draggable: true }).setLngLat(at).addTo(map)
    const tell = () => listener.carried(made.getLngLat().toArray())
    made.on('drag', tell)
    element.addEventListener('keydown', (event) => onKey(event, map, made, tell, listener.kept))
    // the map would take it for a click on the ground
    element.addEventListener('click', (event) => event.stopPropagation())
    if (!isFree(map, made) || map.getZoom() < ZOOM_MIN) intoView(map, made)
    element.focus({ preventScroll: true })
    return made
  }
  return {
    carry(next: Carried | null) {
      if (next === null) {
        marker?.remove()
        marker = undefined
        return
      }
      marker ??= begin(next.point)
      marker.setLngLat(next.point)
      marker.getElement().setAttribute('aria-label', next.label)
    },
  }
}

function onKey(event: KeyboardEvent, map: MapLibre, marker: Marker, tell: () => void, kept: () => void): void {
  const arrow = ARROWS[event.key]
  if (arrow) {
    const step = event.shiftKey ? FINE_STEP_PX : STEP_PX
    const { x, y } = map.project(marker.getLngLat())
    marker.setLngLat(map.unproject([x + arrow[0] * step, y + arrow[1] * step]))
    if (!isFree(map, marker)) intoView(map, marker)
    tell()
  } else if (event.key === 'Enter') kept()
  else return
  // the map would move as well
  event.preventDefault()
  event.stopPropagation()
}

/** Whether the point is in view and not under the bar. */
function isFree(map: MapLibre, marker: Marker): boolean {
  const { x, y } = map.project(marker.getLngLat())
  const { clientWidth, clientHeight } = map.getContainer()
  return x > 0 && x < clientWidth && y > 0 && y < clientHeight * FREE_SHARE
}

function intoView(map: MapLibre, marker: Marker): void {
  const upwards = (map.getContainer().clientHeight * (1 - FREE_SHARE)) / 2
  map.easeTo({ center: marker.getLngLat(), zoom: Math.max(map.getZoom(), ZOOM_MIN), offset: [0, -upwards], animate: false })
}

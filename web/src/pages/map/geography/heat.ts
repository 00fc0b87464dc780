import type { FeatureCollection, Point } from 'geojson'
import type { Corner } from '../filter.ts'
import type { MapModel } from '../model.ts'
import { mercator } from './areas.ts'
import { placeOf } from './features.ts'

/** Where who stands, and how much each weighs: 1, or a number of theirs. */
export type Heat = { places: Corner[]; weights: number[] }

export type Raster = { width: number; height: number; cell: number }

/** How far a party warms the ground around it, in pixels. */
export const HEAT_PX = 36
/** The kernel of MapLibre's heat map: a party of weight w adds w × intensity × this × exp(−4.5 (d / radius)²) at a distance d. */
const KERNEL = 1 / Math.sqrt(2 * Math.PI)
const FALL = 4.5
/** What the kernel adds up to over the plane is what a disc of this share of its radius holds: so much is "near" in the legend. */
export const NEAR_SHARE = Math.sqrt(1 / FALL)
/** Along the kernel's radius, so many cells of the grid on which the warmest place is looked for. */
const CELLS = 4
const WORLD_PX = 512
const METRES_AROUND = 40_075_017

/** Colours from little to much, the last where it is warmest: viridis, out of nothing. */
export const HEAT_COLOURS: readonly (readonly [number, string])[] = [
  [0, 'rgba(65, 68, 135, 0)'],
  [0.06, 'rgba(65, 68, 135, 0.35)'],
  [0.25, 'rgba(42, 120, 142, 0.6)'],
  [0.5, 'rgba(34, 168, 132, 0.75)'],
  [0.75, 'rgba(122, 209, 81, 0.85)'],
  [1, 'rgba(253, 231, 37, 0.92)'],
]

/** Everybody who has a place; with `numbers`, those with a number above 0, who weigh as much. */
export function heatIn(model: MapModel, numbers: readonly (number | null)[] | null): Heat {
  const heat: Heat = { places: [], weights: [] }
  for (let party = 0; party < model.size; party++) {
    const place = placeOf(model, party)
    const weight = numbers ? (numbers[party] ?? 0) : 1
    if (!place || !(weight > 0)) continue
    heat.places.push(place)
    heat.weights.push(weight)
  }
  return heat
}

export function heatPoints({ places, weights }: Heat): FeatureCollection<Point, { weight: number }> {
  return {
    type: 'FeatureCollection',
    features: places.map((place, k) => ({
      type: 'Feature',
      properties: { weight: weights[k]! },
      geometry: { type: 'Point', coordinates: place },
    })),
  }
}

/**
 * How much there is near the warmest place at this zoom, rounded up to a number that can be read: what the last colour stands for. 0 where there is
 * nobody. Time: parties, and for each cell where somebody stands the cells that it warms.
 */
export function warmest({ places, weights }: Heat, zoom: number): number {
  const cells = new Map<number, number>()
  const scale = (WORLD_PX * 2 ** zoom * CELLS) / HEAT_PX
  const width = Math.ceil(scale) + 2 * CELLS
  for (const [k, place] of places.entries()) {
    const [x, y] = mercator(place)
    const cell = Math.floor(y * scale) * width + Math.floor(x * scale)
    cells.set(cell, (cells.get(cell) ?? 0) + weights[k]!)
  }
  let most = 0
  for (const [cell] of cells) {
    let sum = 0
    for (const { step, share } of stepsOf(width)) sum += (cells.get(cell + step) ?? 0) * share
    most = Math.max(most, sum)
  }
  return roundUp(most)
}

function stepsOf(width: number): { step: number; share: number }[] {
  const steps: { step: number; share: number }[] = []
  for (let dy = -CELLS; dy <= CELLS; dy++) {
    for (let dx = -CELLS; dx <= CELLS; dx++) {
      steps.push({ step: dy * width + dx, share: fallAt(Math.hypot(dx, dy) / CELLS) })
    }
  }
  return steps
}

/**
 * How warm it is in each cell of a picture, 0 … 1, row by row. `points` in pixels; a cell is `cell` pixels wide. For drawings, which have no
 * graphics card; the screen is MapLibre's.
 */
export function warmthOf(
  points: readonly { x: number; y: number; weight: number }[],
  top: number,
  { width, height, cell }: Raster,
): Float32Array {
  const [columns, rows] = [Math.ceil(width / cell), Math.ceil(height / cell)]
  const warmth = new Float32Array(columns * rows)
  const reach = HEAT_PX / cell
  for (const { x, y, weight } of points) {
    const [column, row] = [x / cell - 0.5, y / cell - 0.5]
    for (let r = Math.max(0, Math.ceil(row - reach)); r <= Math.min(rows - 1, row + reach); r++) {
      for (let c = Math.max(0, Math.ceil(column - reach)); c <= Math.min(columns - 1, column + reach); c++) {
        warmth[r * columns + c]! += (weight / top) * fallAt(Math.hypot(c - column, r - row) / reach)
      }
    }
  }
  return warmth.map((value) => Math.min(1, value))
}

/** Red, green, blue and how much of them, each 0 … 255, between the two nearest colours. */
export function heatColour(warmth: number): [number, number, number, number] {
  const next = Math.max(
    1,
    HEAT_COLOURS.findIndex(([at]) => at >= warmth),
  )
  const [[from, one], [to, other]] = [HEAT_COLOURS[next - 1]!, HEAT_COLOURS[next]!]
  const share = Math.max(0, Math.min(1, (warmth - from) / (to - from)))
  const [a, b] = [one, other].map((colour) => colour.match(/[\d.]+/g)!.map(Number)) as [number[], number[]]
  const mixed = a.map((part, k) => part + (b[k]! - part) * share)
  return [mixed[0]!, mixed[1]!, mixed[2]!, mixed[3]! * 255]
}

/** The intensity by which the place where `top` is near has the last colour. */
export function intensityFor(top: number): number {
  return top > 0 ? 1 / (KERNEL * top) : 0
}

/** What a weight adds at so many radii from it, of what it adds where it stands. */
export function fallAt(radii: number): number {
  return radii > 1 ? 0 : Math.exp(-FALL * radii * radii)
}

/** How far "near" is on the ground, in kilometres. */
export function nearKm(zoom: number, latitude: number): number {
  const metresAPixel = (METRES_AROUND * Math.cos((latitude * Math.PI) / 180)) / (WORLD_PX * 2 ** zoom)
  return (HEAT_PX * NEAR_SHARE * metresAPixel) / 1000
}

/** 1, 2, 3, 5 or 7 times a power of ten. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 0
  // a hair below, so that 3 stays 3 whatever a sum of shares made of it
  const wanted = value * (1 - 1e-9)
  const unit = 10 ** Math.floor(Math.log10(wanted))
  return ([1, 2, 3, 5, 7, 10].find((step) => step * unit >= wanted) ?? 10) * unit
}

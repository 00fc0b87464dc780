import { type Shape, shapeCorners } from '../../../ui/kinds.ts'

/** All shapes in the order of their number in the atlas. */
export const ATLAS_SHAPES: readonly Shape[] = [
  'circle',
  'square',
  'diamond',
  'triangle',
  'hexagon',
  'star',
  'pentagon',
  'cross',
  'octagon',
  'drop',
]
/** Texels of one shape, in both directions. */
export const CELL = 48
/** A cell reaches this many radii from the middle, and its distances are told up to as many. */
export const REACH = 1.6

let made: Uint8Array<ArrayBuffer> | undefined

/**
 * Distances to the outline of every shape, a strip of cells side by side: 128 on the outline, more outside. A node drawn from distances is
 * crisp at every zoom, and drawing them from the same corners as legends and chips keeps all three alike.
 */
export function shapeAtlas(): Uint8Array<ArrayBuffer> {
  made ??= drawAtlas()
  return made
}

function drawAtlas(): Uint8Array<ArrayBuffer> {
  const atlas = new Uint8Array(CELL * CELL * ATLAS_SHAPES.length)
  ATLAS_SHAPES.forEach((shape, number) => {
    const outline = shapeCorners(shape)
    for (let row = 0; row < CELL; row++)
      for (let column = 0; column < CELL; column++) {
        const x = (((column + 0.5) / CELL) * 2 - 1) * REACH
        const y = (((row + 0.5) / CELL) * 2 - 1) * REACH
        const far = distanceTo(outline, x, y)
        atlas[row * CELL * ATLAS_SHAPES.length + number * CELL + column] = Math.max(0, Math.min(255, Math.round(128 + (far / REACH) * 127)))
      }
  })
  return atlas
}

/** From a point to a closed outline, negative inside: a ray from inside crosses the outline an odd number of times. */
export function distanceTo(outline: ReturnType<typeof shapeCorners>, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY
  let isInside = false
  let from = outline.at(-1)!
  for (const to of outline) {
    // without taking pairs apart: this runs a quarter of a million times before the first picture
    const dx = to[0] - from[0]
    const dy = to[1] - from[1]
    const along = Math.max(0, Math.min(1, ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy)))
    const ax = from[0] + along * dx - x
    const ay = from[1] + along * dy - y
    least = Math.min(least, ax * ax + ay * ay)
    if (from[1] > y !== to[1] > y && x < from[0] + ((y - from[1]) / dy) * dx) isInside = !isInside
    from = to
  }
  return isInside ? -Math.sqrt(least) : Math.sqrt(least)
}

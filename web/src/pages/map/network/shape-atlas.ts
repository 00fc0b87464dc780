import { type Shape, shapePath } from '../../../ui/kinds.ts'

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

const SAMPLES = 180
let made: Uint8Array<ArrayBuffer> | undefined

/**
 * Distances to the outline of every shape, a strip of cells side by side: 128 on the outline, more outside. A node drawn from distances is
 * crisp at every zoom, and drawing them from the same paths as legends and chips keeps all three alike.
 */
export function shapeAtlas(): Uint8Array<ArrayBuffer> {
  made ??= drawAtlas()
  return made
}

function drawAtlas(): Uint8Array<ArrayBuffer> {
  const context = document.createElement('canvas').getContext('2d')
  if (!context) throw new Error('this browser cannot draw on a canvas')
  const atlas = new Uint8Array(CELL * CELL * ATLAS_SHAPES.length)
  ATLAS_SHAPES.forEach((shape, number) => {
    const outline = outlineOf(shape)
    const path = new Path2D(shapePath(shape, 0, 0, 100))
    for (let row = 0; row < CELL; row++)
      for (let column = 0; column < CELL; column++) {
        const x = (((column + 0.5) / CELL) * 2 - 1) * REACH
        const y = (((row + 0.5) / CELL) * 2 - 1) * REACH
        const far = distanceTo(outline, x, y) * (context.isPointInPath(path, x * 100, y * 100) ? -1 : 1)
        atlas[row * CELL * ATLAS_SHAPES.length + number * CELL + column] = Math.max(0, Math.min(255, Math.round(128 + (far / REACH) * 127)))
      }
  })
  return atlas
}

function outlineOf(shape: Shape): Float64Array {
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', shapePath(shape, 0, 0, 100))
  const length = path.getTotalLength()
  const outline = new Float64Array(SAMPLES * 2)
  for (let sample = 0; sample < SAMPLES; sample++) {
    const point = path.getPointAtLength((sample / SAMPLES) * length)
    outline[sample * 2] = point.x / 100
    outline[sample * 2 + 1] = point.y / 100
  }
  return outline
}

function distanceTo(outline: Float64Array, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let at = 0; at < outline.length; at += 2) {
    const dx = outline[at]! - x
    const dy = outline[at + 1]! - y
    least = Math.min(least, dx * dx + dy * dy)
  }
  return Math.sqrt(least)
}

import { type Shape, shapePath } from '../../../ui/kinds.ts'

const SIZE = 64
const ARROW = 'M12 12 L54 32 L12 52 L22 32 Z'

/** Draws the picture that an icon's name asks for: `shape|colour|ring`, and `|hollow` where the place is approximate; or `arrow|colour|ring`, pointing east. */
export function drawIcon(name: string): ImageData | undefined {
  const [shape, colour, ring, hollow] = name.split('|')
  const context = document.createElement('canvas').getContext('2d')
  if (!context || !shape || !colour || !ring) return undefined
  context.canvas.width = SIZE
  context.canvas.height = SIZE
  const path = new Path2D(shape === 'arrow' ? ARROW : shapePath(shape as Shape, SIZE / 2, SIZE / 2, SIZE * 0.3))
  context.lineWidth = SIZE * 0.06
  context.strokeStyle = ring
  if (hollow) {
    context.globalAlpha = 0.25
    context.lineWidth = SIZE * 0.1
    context.strokeStyle = colour
  }
  context.fillStyle = colour
  context.fill(path)
  context.globalAlpha = 1
  context.stroke(path)
  return context.getImageData(0, 0, SIZE, SIZE)
}

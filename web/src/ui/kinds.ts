export type Shape = 'circle' | 'square' | 'diamond' | 'triangle' | 'hexagon' | 'star' | 'pentagon' | 'cross' | 'octagon' | 'drop'

/** How a kind is drawn. `label` is set for the own kinds of an ecosystem, the seven have theirs in the catalogue (`kinds.<key>`). */
export type Kind = { key: string; colour: string; shape: Shape; label?: string }

/** The seven kinds, told apart by shape as well as by colour (Okabe–Ito, safe for colour-blind eyes). */
export const SEVEN_KINDS = [
  { key: 'customers', colour: '#E69F00', shape: 'circle' },
  { key: 'suppliers', colour: '#009E73', shape: 'square' },
  { key: 'partners', colour: '#0072B2', shape: 'diamond' },
  { key: 'competitors', colour: '#D55E00', shape: 'triangle' },
  { key: 'services', colour: '#56B4E9', shape: 'hexagon' },
  { key: 'community', colour: '#CC79A7', shape: 'star' },
  { key: 'government', colour: '#6B7075', shape: 'pentagon' },
] as const satisfies readonly Kind[]

/** What is left for own kinds, offered in this order. */
export const OWN_COLOURS = ['#B8A900', '#8C5BBF', '#7A4B2A', '#2E7D8C', '#9C2F4E'] as const
export const OWN_SHAPES = ['cross', 'octagon', 'drop'] as const satisfies readonly Shape[]

/** Drawn for a party without a kind, or of a kind this reader does not know. */
export const NO_KIND: Kind = { key: 'none', colour: '#8F8F86', shape: 'circle' }

const CORNERS = { square: 4, diamond: 4, triangle: 3, hexagon: 6, pentagon: 5, octagon: 8 } as const
const TURN = { square: 45, diamond: 0, triangle: 0, hexagon: 0, pentagon: 0, octagon: 22.5 } as const
// shapes of one radius look unequal: these bring them to about the same area
const SCALE = { square: 1.12, diamond: 1.16, triangle: 1.28, hexagon: 1.04, pentagon: 1.08, octagon: 1.02 } as const

/** The outline of a shape around a middle, as an SVG path; `new Path2D(…)` takes it too. `radius` in pixels. */
export function shapePath(shape: Shape, x: number, y: number, radius: number): string {
  if (shape === 'circle')
    return `M${n(x - radius)} ${n(y)}a${n(radius)} ${n(radius)} 0 1 0 ${n(2 * radius)} 0a${n(radius)} ${n(radius)} 0 1 0 ${n(-2 * radius)} 0Z`
  if (shape === 'star') return polygon(10, 0, x, y, (corner) => (corner % 2 === 0 ? radius * 1.25 : radius * 0.56))
  if (shape === 'cross') {
    const [long, thin] = [radius * 1.05, radius * 0.4]
    return `M${n(x - thin)} ${n(y - long)}h${n(2 * thin)}v${n(long - thin)}h${n(long - thin)}v${n(2 * thin)}h${n(thin - long)}v${n(long - thin)}h${n(-2 * thin)}v${n(thin - long)}h${n(thin - long)}v${n(-2 * thin)}h${n(long - thin)}Z`
  }
  if (shape === 'drop') {
    const r = radius * 0.85
    return `M${n(x)} ${n(y - radius * 1.2)}L${n(x + r * 0.87)} ${n(y)}A${n(r)} ${n(r)} 0 1 1 ${n(x - r * 0.87)} ${n(y)}Z`
  }
  return polygon(CORNERS[shape], TURN[shape], x, y, () => radius * SCALE[shape])
}

function polygon(corners: number, turn: number, x: number, y: number, radiusOf: (corner: number) => number): string {
  const points = Array.from({ length: corners }, (_, corner) => {
    const angle = ((corner * 360) / corners + turn - 90) * (Math.PI / 180)
    return `${n(x + radiusOf(corner) * Math.cos(angle))} ${n(y + radiusOf(corner) * Math.sin(angle))}`
  })
  return `M${points.join('L')}Z`
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100)
}

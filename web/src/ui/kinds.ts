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

/** The first look that no kind has yet, or one of them again where all are taken. */
export function nextOwnLook(kinds: readonly Kind[]): Pick<Kind, 'colour' | 'shape'> {
  const looks = Array.from({ length: OWN_COLOURS.length * OWN_SHAPES.length }, (_, index) => ({
    colour: OWN_COLOURS[index % OWN_COLOURS.length]!,
    shape: OWN_SHAPES[index % OWN_SHAPES.length]!,
  }))
  const isFree = (look: (typeof looks)[number]) => !kinds.some(({ colour, shape }) => colour === look.colour && shape === look.shape)
  return looks.find(isFree) ?? looks[kinds.length % looks.length]!
}

/** Drawn for a party without a kind, or of a kind this reader does not know. */
export const NO_KIND: Kind = { key: 'none', colour: '#8F8F86', shape: 'circle' }

const CORNERS = { square: 4, diamond: 4, triangle: 3, hexagon: 6, pentagon: 5, octagon: 8 } as const
const TURN = { square: 45, diamond: 0, triangle: 0, hexagon: 0, pentagon: 0, octagon: 22.5 } as const
// shapes of one radius look unequal: these bring them to about the same area
const SCALE = { square: 1.12, diamond: 1.16, triangle: 1.28, hexagon: 1.04, pentagon: 1.08, octagon: 1.02 } as const

type Point = readonly [x: number, y: number]

/** The outline of a shape around a middle, as an SVG path; `new Path2D(…)` takes it too. `radius` in pixels. */
export function shapePath(shape: Shape, x: number, y: number, radius: number): string {
  const r = n(radius)
  if (shape === 'circle') return `M${n(x - radius)} ${n(y)}a${r} ${r} 0 1 0 ${n(2 * radius)} 0a${r} ${r} 0 1 0 ${n(-2 * radius)} 0Z`
  const corners = shapeCorners(shape).map(([cx, cy]) => `${n(x + radius * cx)} ${n(y + radius * cy)}`)
  return `M${corners.join('L')}Z`
}

/** The corners of a shape of radius 1 around 0, 0, y downwards; what is round has many. */
export function shapeCorners(shape: Shape): Point[] {
  if (shape === 'circle') return arc(0, 360, 1, 0)
  if (shape === 'star') return corners(10, 0, (corner) => (corner % 2 === 0 ? 1.25 : 0.56))
  if (shape === 'cross') return [0, 1, 2, 3].flatMap((turns) => CROSS_ARM.map((corner) => quarterTurns(corner, turns)))
  if (shape === 'drop') return [[0, -1.2], ...arc(-30, 210, 0.85, 0.42)]
  return corners(CORNERS[shape], TURN[shape], () => SCALE[shape])
}

const CROSS_ARM: readonly Point[] = [
  [-0.4, -1.05],
  [0.4, -1.05],
  [0.4, -0.4],
]

function quarterTurns([x, y]: Point, turns: number): Point {
  return turns === 0 ? [x, y] : quarterTurns([-y, x], turns - 1)
}

function corners(count: number, turn: number, radiusOf: (corner: number) => number): Point[] {
  return Array.from({ length: count }, (_, corner) => pointAt((corner * 360) / count + turn - 90, radiusOf(corner)))
}

/** Points every ten degrees, the last one short of a whole turn. */
function arc(from: number, to: number, radius: number, down: number): Point[] {
  const steps = Math.round((to - from) / 10)
  return Array.from({ length: to - from < 360 ? steps + 1 : steps }, (_, step) => {
    const [x, y] = pointAt(from + step * 10, radius)
    return [x, y + down] as const
  })
}

function pointAt(degrees: number, radius: number): Point {
  const angle = degrees * (Math.PI / 180)
  return [radius * Math.cos(angle), radius * Math.sin(angle)]
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100)
}

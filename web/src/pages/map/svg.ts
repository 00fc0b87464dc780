import { shapePath } from '../../ui/kinds.ts'
import { type Box, type LabelWish, placeLabels } from './network/labels.ts'
import type { Ink, Picture } from './network/scene.ts'

const WIDTH = 1600
const MARGIN = 60
const FOOT = 40
const LETTER = 6.6
const FONT = 'Inter, system-ui, sans-serif'

type Place = { x: number; y: number }

/** The network as a drawing of its own: positions, shapes, lines and names as on screen, everything in view, `foot` below. No scripts, no fonts. */
export function networkSvg({ model, positions, look, discs, bounds }: Picture, ink: Ink, foot: string): string {
  const scale = (WIDTH - 2 * MARGIN) / Math.max(1e-6, bounds.x[1] - bounds.x[0])
  const height = Math.round((bounds.y[1] - bounds.y[0]) * scale + 2 * MARGIN + FOOT)
  const at = (x: number, y: number): Place => ({ x: MARGIN + (x - bounds.x[0]) * scale, y: MARGIN + (bounds.y[1] - y) * scale })
  const places = model.parties.id.map((_, party) => at(positions.x[party]!, positions.y[party]!))
  const ground = discs.map((disc) => {
    const { x, y } = at(disc.x, disc.y)
    return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(disc.radius * scale)}" fill="${ink.hairline}" opacity="0.45"/>${text(disc.label, x, y - disc.radius * scale, 'middle', ink.quiet, 15)}`
  })
  const lines = model.ties.from.map((_, tie) => {
    const [from, to] = [places[model.ties.from[tie]!]!, places[model.ties.to[tie]!]!]
    const [on, off] = look.ties.dashes[tie]!
    const colour = look.ties.colours[tie]!
    const veil = Number.parseInt(colour.slice(7) || 'ff', 16) / 255
    return `<line x1="${n(from.x)}" y1="${n(from.y)}" x2="${n(to.x)}" y2="${n(to.y)}" stroke="${escaped(colour.slice(0, 7))}" stroke-opacity="${n(veil)}" stroke-width="${n(look.ties.widths[tie]!)}"${off > 0 ? ` stroke-dasharray="${on} ${off}"` : ''}/>`
  })
  const marks = places.map(({ x, y }, party) =>
    mark(look.shapes[party]!, x, y, look.sizes[party]!, look.colours[party]!, look.rings[party]!, model.parties.name[party]!),
  )
  const names = namesOf(model.parties.name, places, look.sizes, WIDTH, height, ink)
  return page(WIDTH, height, ink.paper, [
    ...ground,
    ...lines,
    ...marks,
    ...names,
    text(foot, MARGIN, height - FOOT / 2, 'start', ink.quiet, 13),
  ])
}

export type GroundDrawing = {
  width: number
  height: number
  sea: string
  land: string
  border: string
  /** Outlines of countries in pixels. */
  rings: Place[][]
  parties: { place: Place; name: string; shape: Parameters<typeof shapePath>[0]; size: number; colour: string; ring: string }[]
  /** A picture of the heat, of the size of the drawing. */
  heat: string | null
  flows: { line: Place[]; colour: string; width: number }[]
  /** `turn` in degrees from pointing east. */
  arrows: { place: Place; colour: string; size: number; turn: number }[]
  /** Areas with as many parties as they stand for, in place of those. */
  discs: { place: Place; name: string; radius: number; colour: string }[]
}

/** The geographic map as a drawing: outline, parties and names as far as they are in view. */
export function groundSvg(drawing: GroundDrawing, ink: Ink, foot: string): string {
  const { width, height, rings, parties } = drawing
  const land = rings.map((ring) => `M${ring.map(({ x, y }) => `${n(x)} ${n(y)}`).join('L')}Z`).join('')
  const inView = parties.filter(({ place }) => place.x > -20 && place.y > -20 && place.x < width + 20 && place.y < height + 20)
  const marks = inView.map(({ place, name, shape, size, colour, ring }) => mark(shape, place.x, place.y, size, colour, ring, name))
  const over = [...heatOf(drawing), ...flowsOf(drawing, ink)]
  const names = namesOf(
    inView.map(({ name }) => name),
    inView.map(({ place }) => place),
    inView.map(({ size }) => size),
    width,
    height,
    ink,
  )
  const ground = `<path d="${land}" fill="${drawing.land}" stroke="${drawing.border}" fill-rule="evenodd"/>`
  return page(width, height + FOOT, ink.paper, [
    `<rect width="${width}" height="${height}" fill="${drawing.sea}"/>`,
    `<svg width="${width}" height="${height}">${ground}${over.join('')}${marks.join('')}${names.join('')}</svg>`,
    text(foot, 16, height + FOOT / 2, 'start', ink.quiet, 13),
  ])
}

function heatOf({ heat, width, height }: GroundDrawing): string[] {
  return heat === null ? [] : [`<image href="${escaped(heat)}" width="${width}" height="${height}" preserveAspectRatio="none"/>`]
}

function flowsOf({ flows, arrows, discs }: GroundDrawing, ink: Ink): string[] {
  return [
    ...flows.map(({ line, colour, width }) => {
      const path = line.map(({ x, y }) => `${n(x)} ${n(y)}`).join('L')
      return `<path d="M${path}" fill="none" stroke="${escaped(colour)}" stroke-opacity="0.62" stroke-width="${n(width)}" stroke-linecap="round"/>`
    }),
    ...arrows.map(({ place: { x, y }, colour, size, turn }) => {
      const half = 4 + size * 0.6
      const head = `M${n(-half)} ${n(-half)}L${n(half)} 0L${n(-half)} ${n(half)}L${n(-half / 2)} 0Z`
      return `<path d="${head}" transform="translate(${n(x)} ${n(y)}) rotate(${n(turn)})" fill="${escaped(colour)}" stroke="${ink.paper}"/>`
    }),
    ...discs.flatMap(({ place: { x, y }, name, radius, colour }) => [
      `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${colour}" stroke="${ink.paper}" stroke-width="2"/>`,
      text(name, x, y + radius + 10, 'middle', ink.ink, 12, ink.paper),
    ]),
  ]
}

function mark(
  shape: Parameters<typeof shapePath>[0],
  x: number,
  y: number,
  size: number,
  colour: string,
  ring: string,
  name: string,
): string {
  const path = shapePath(shape, x, y, size)
  return `<path d="${path}" fill="${escaped(colour)}" stroke="${escaped(ring)}" stroke-width="${n(Math.max(1, size * 0.16))}"><title>${escaped(name)}</title></path>`
}

function namesOf(
  names: readonly string[],
  places: readonly Place[],
  sizes: readonly number[],
  width: number,
  height: number,
  ink: Ink,
): string[] {
  const order = names.map((_, index) => index).sort((a, b) => sizes[b]! - sizes[a]! || a - b)
  const bodies: Box[] = order.slice(0, 600).map((index) => {
    const { x, y } = places[index]!
    const half = sizes[index]! * 0.8
    return { left: x - half, right: x + half, top: y - half, bottom: y + half }
  })
  const wishes = order.map((index): LabelWish => {
    const name = names[index]!
    return { key: String(index), text: name, ...places[index]!, size: sizes[index]!, width: name.length * LETTER, forced: false }
  })
  return placeLabels(wishes, { width, height }, 200, bodies).map((label) =>
    text(label.text, label.x, label.y, label.end ? 'end' : 'start', ink.ink, 12, ink.paper),
  )
}

function text(content: string, x: number, y: number, anchor: string, colour: string, size: number, halo?: string): string {
  const around = halo === undefined ? '' : ` stroke="${halo}" stroke-width="3" paint-order="stroke" stroke-linejoin="round"`
  return `<text x="${n(x)}" y="${n(y)}" text-anchor="${anchor}" dominant-baseline="central" font-family="${FONT}" font-size="${size}" fill="${colour}"${around}>${escaped(content)}</text>`
}

function page(width: number, height: number, paper: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${paper}"/>${parts.join('')}</svg>`
}

// characters that XML knows no way to write are left out
function escaped(content: string): string {
  return [...content]
    .filter((letter) => letter >= ' ' || letter === '\t')
    .join('')
    .replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

function n(value: number): number {
  return Math.round(value * 100) / 100
}

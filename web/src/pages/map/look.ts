import { TOKENS } from '../../ui/theme.ts'
import { colourBy, type LegendEntry, type Reading, type Scale, shapesOf, sizeBy } from './encode.ts'
import { OTHER_TIE, TIE_MARKS } from './marks.ts'
import type { Look } from './network/scene.ts'
import type { Tried } from './scenario.ts'

export type TieLegend = { type: string; colour: string; dash: readonly [number, number] | null; count: number }
export type Dressed = { look: Look; legend: LegendEntry[]; scale: Scale; ties: TieLegend[] }

const FULL = [0, 0] as const

/** Everything the eye needs for a set: colours, shapes, sizes, lines and the legend that explains them. */
export function dress(reading: Reading, colour: string, size: string, dark: boolean): Dressed {
  const { colours, legend, scale } = colourBy(reading, colour)
  const { ties } = reading.model
  const veil = alphaFor(ties.from.length, dark)
  const mark = (type: string) => TIE_MARKS[type] ?? OTHER_TIE
  const lineColour = (type: string) => (dark ? mark(type).dark : mark(type).colour)
  const counts = new Map<string, number>()
  for (const type of ties.type) counts.set(type, (counts.get(type) ?? 0) + 1)
  const look: Look = {
    colours,
    rings: ringsOf(reading, colours, dark),
    sizes: sizeBy(reading, size),
    shapes: shapesOf(reading),
    ties: {
      colours: ties.type.map((type) => `${lineColour(type)}${veil}`),
      dashes: ties.type.map((type) => mark(type).dash ?? FULL),
      widths: ties.strength.map((strength) => 0.8 + (strength ?? 0.3) * 2.4),
    },
  }
  return {
    look: reading.model.tried ? madeUp(look, reading.model.tried, dark) : look,
    legend,
    scale,
    ties: [...counts]
      .map(([type, count]) => ({ type, colour: lineColour(type), dash: mark(type).dash, count }))
      .sort((a, b) => b.count - a.count),
  }
}

/** How a scenario is told from the map it is drawn on: what comes is a thick line of long dashes, what goes a faint dotted one, who leaves is faint. */
const COMING = { dash: [8, 5], thicker: 1.6, veil: 'ff' } as const
const GOING = { dash: [1.5, 4], veil: '66' } as const
const FAINT = 0.68

function madeUp(look: Look, { leaving, coming, going }: Tried, dark: boolean): Look {
  const paper = dark ? TOKENS.dark.paper : TOKENS.light.paper
  const faint = (colours: readonly string[]) => colours.map((colour, party) => (leaving.has(party) ? mixed(colour, paper, FAINT) : colour))
  const each = <T>(column: readonly T[], come: (value: T) => T, go: (value: T) => T): T[] =>
    column.map((value, tie) => (coming.has(tie) ? come(value) : going.has(tie) ? go(value) : value))
  return {
    ...look,
    colours: faint(look.colours),
    rings: faint(look.rings),
    ties: {
      colours: each(
        look.ties.colours,
        (colour) => `${colour.slice(0, 7)}${COMING.veil}`,
        (colour) => `${colour.slice(0, 7)}${GOING.veil}`,
      ),
      dashes: each(
        look.ties.dashes,
        () => COMING.dash,
        () => GOING.dash,
      ),
      widths: each(
        look.ties.widths,
        (width) => width + COMING.thicker,
        (width) => width,
      ),
    },
  }
}

/** A party of two kinds wears the second as its ring, any other a shade of its own colour. */
function ringsOf({ model, marks }: Reading, colours: readonly string[], dark: boolean): string[] {
  const shades = new Map<string, string>()
  return model.parties.kinds.map((kinds, party) => {
    const second = kinds[1] === undefined ? undefined : marks.get(kinds[1])?.colour
    const own = colours[party]!
    if (second !== undefined && second !== own) return second
    if (!shades.has(own)) shades.set(own, shade(own, dark))
    return shades.get(own)!
  })
}

/** Towards ink by a third, so that yellow too has an edge on paper. */
function shade(hex: string, dark: boolean): string {
  return mixed(hex, dark ? '#ececec' : '#1a1a1a', 0.34)
}

/** A colour as far towards another as `share` says. */
function mixed(hex: string, other: string, share: number): string {
  const partsOf = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  const towards = partsOf(other)
  const parts = partsOf(hex).map((part, k) => Math.round(part + (towards[k]! - part) * share))
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** The more ties, the fainter each, so that the picture keeps its depth. */
function alphaFor(ties: number, dark: boolean): string {
  const alpha = Math.max(0.13, Math.min(0.72, 9 / Math.sqrt(ties + 60))) * (dark ? 0.85 : 1)
  return Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')
}

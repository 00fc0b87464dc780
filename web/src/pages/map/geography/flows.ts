import type { Feature, FeatureCollection, LineString, Point } from 'geojson'
import type { Corner } from '../filter.ts'
import type { MapModel } from '../model.ts'
import type { Look } from '../network/scene.ts'
import { type Area, areasAt, mercator, type Towns, townsIn, unmercator } from './areas.ts'
import { placeOf } from './features.ts'

/** What the width of a flow says: how many ties it is of, or how strong they are together. */
export type FlowBy = 'count' | 'strength'
/** The ties from one area to another; without direction, between the two. Areas are places in the list of areas. */
export type Flow = { key: string; from: number; to: number; directed: boolean; ties: number; value: number }
/** `within` counts the ties that lead nowhere else; `total` the flows, of which the strongest are kept. */
export type FlowLevel = { areas: Area[]; of: Int32Array; flows: Flow[]; total: number; within: number; top: number }
export type Flows = { by: FlowBy; at: (zoom: number) => FlowLevel }
/** A line of the map: a flow by its key, or a single tie by its number and a key of its own. */
export type FlowLine = { colour: string; width: number; flow: string; tie: number | null; isDirected: boolean }
/** An arrowhead, turned by so many degrees from pointing east. */
export type FlowArrow = { colour: string; size: number; turn: number }
export type FlowFeatures = FeatureCollection<LineString | Point, FlowLine | FlowArrow>

/** From this zoom on each tie is drawn by itself. */
export const SINGLE_ZOOM = 12
const LEVEL_STEP = 0.5
export const FLOWS_MAX = 300
export const SINGLE_MAX = 1500
export const WIDTH_MAX = 12
const WIDTH_MIN = 1.2
/** What a tie counts that nobody rated. */
const UNRATED = 0.5
/** How far an arc leaves the straight line, of its length; what is without direction stays on it. */
const BEND = 0.16
const STEPS = 20
/** Where on its line an arrow sits, so that two in opposite directions do not meet. */
const ARROW_AT = 0.62

/** The flows of a set, made once for each zoom they are asked for. */
export function flowsIn(model: MapModel, by: FlowBy): Flows {
  let towns: Towns | undefined
  const levels = new Map<number, FlowLevel>()
  return {
    by,
    at(zoom) {
      const level = levelAt(zoom)
      towns ??= townsIn(model)
      if (!levels.has(level)) levels.set(level, levelOf(model, towns, level, by))
      return levels.get(level)!
    },
  }
}

/** The zoom that stands for those up to the next: half a step, which makes everything 1.4 times as large. */
export function levelAt(zoom: number): number {
  return Math.max(0, Math.min(SINGLE_ZOOM - LEVEL_STEP, Math.floor(zoom / LEVEL_STEP) * LEVEL_STEP))
}

function levelOf(model: MapModel, towns: Towns, zoom: number, by: FlowBy): FlowLevel {
  const { areas, of } = areasAt(towns, zoom)
  const { from, to, strength, directed } = model.ties
  const found = new Map<number, Flow>()
  let within = 0
  for (let tie = 0; tie < from.length; tie++) {
    const ends = endsOf(of, from[tie]!, to[tie]!, directed[tie]!)
    if (!ends) continue
    if (ends[0] === ends[1]) {
      within++
      continue
    }
    // a number, because a hundred thousand texts take longer than all the rest
    const place = (ends[0] * areas.length + ends[1]) * 2 + Number(directed[tie])
    let flow = found.get(place)
    if (!flow) {
      flow = { key: keyOf(ends, directed[tie]!), from: ends[0], to: ends[1], directed: directed[tie]!, ties: 0, value: 0 }
      found.set(place, flow)
    }
    flow.ties++
    flow.value += by === 'count' ? 1 : (strength[tie] ?? UNRATED)
  }
  const flows = [...found.values()].sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1))
  return { areas, of, flows: flows.slice(0, FLOWS_MAX), total: flows.length, within, top: flows[0]?.value ?? 0 }
}

/** The ties of a flow, the strongest first. */
export function tiesOfFlow({ ties }: MapModel, { of }: FlowLevel, key: string): number[] {
  const own = ties.from.flatMap((from, tie) => {
    const ends = endsOf(of, from, ties.to[tie]!, ties.directed[tie]!)
    return ends && ends[0] !== ends[1] && keyOf(ends, ties.directed[tie]!) === key ? [tie] : []
  })
  return own.sort((a, b) => (ties.strength[b] ?? UNRATED) - (ties.strength[a] ?? UNRATED) || a - b)
}

/** The two areas of a tie, those without direction in the order of the list; undefined where an end has no place. */
function endsOf(of: Int32Array, from: number, to: number, directed: boolean): [number, number] | undefined {
  const [one, other] = [of[from]!, of[to]!]
  if (one < 0 || other < 0) return undefined
  return directed || one <= other ? [one, other] : [other, one]
}

export function keyOfTie(tie: number): string {
  return `tie ${tie}`
}

function keyOf([one, other]: readonly [number, number], directed: boolean): string {
  return `${one}${directed ? '>' : '-'}${other}`
}

/** Flows as lines with arrowheads, the widest below. */
export function flowLines({ areas, flows, top }: FlowLevel, colour: string): FlowFeatures {
  return collection(
    flows.map(({ key, from, to, directed, value }) => ({
      ends: [areas[from]!.place, areas[to]!.place] as const,
      line: { colour, width: widthOf(value, top), flow: key, tie: null, isDirected: directed },
    })),
  )
}

/** Single ties that touch the box, the strongest of them. Two who stand in one place have no line. */
export function tieLines(model: MapModel, look: Look, box: readonly [number, number, number, number]): FlowFeatures {
  const { from, to, directed, strength } = model.ties
  const isInside = ([longitude, latitude]: Corner) => longitude >= box[0] && longitude <= box[2] && latitude >= box[1] && latitude <= box[3]
  const seen: { ends: readonly [Corner, Corner]; line: FlowLine }[] = []
  const order = from.map((_, tie) => tie).sort((a, b) => (strength[b] ?? UNRATED) - (strength[a] ?? UNRATED) || a - b)
  for (const tie of order) {
    if (seen.length === SINGLE_MAX) break
    const [one, other] = [placeOf(model, from[tie]!), placeOf(model, to[tie]!)]
    if (!one || !other || (one[0] === other[0] && one[1] === other[1]) || !(isInside(one) || isInside(other))) continue
    const [colour, width] = [look.ties.colours[tie]!.slice(0, 7), look.ties.widths[tie]!]
    seen.push({ ends: [one, other], line: { colour, width, flow: keyOfTie(tie), tie, isDirected: directed[tie]! } })
  }
  return collection(seen)
}

/** How wide a flow is drawn, in pixels; `top` is the value of the widest. */
export function widthOf(value: number, top: number): number {
  return Math.max(WIDTH_MIN, (WIDTH_MAX * value) / top)
}

function collection(lines: readonly { ends: readonly [Corner, Corner]; line: FlowLine }[]): FlowFeatures {
  return {
    type: 'FeatureCollection',
    features: lines.flatMap(({ ends, line }): Feature<LineString | Point, FlowLine | FlowArrow>[] => {
      const bend = line.isDirected ? BEND : 0
      const arc: Feature<LineString, FlowLine> = {
        type: 'Feature',
        properties: line,
        geometry: { type: 'LineString', coordinates: arcOf(ends, bend) },
      }
      return line.isDirected ? [arc, arrowOf(ends, bend, line)] : [arc]
    }),
  }
}

/** A line from one place to another that keeps to the right, as traffic does, so that what comes back is beside it. */
export function arcOf([from, to]: readonly [Corner, Corner], bend = BEND): Corner[] {
  if (bend === 0) return [from, to]
  const at = curveOf(mercator(from), mercator(to), bend)
  return Array.from({ length: STEPS + 1 }, (_, step) => unmercator(at(step / STEPS)))
}

function arrowOf([from, to]: readonly [Corner, Corner], bend: number, { colour, width }: FlowLine): Feature<Point, FlowArrow> {
  const at = curveOf(mercator(from), mercator(to), bend)
  const [before, after] = [at(ARROW_AT - 0.01), at(ARROW_AT + 0.01)]
  const turn = (Math.atan2(after[1] - before[1], after[0] - before[0]) * 180) / Math.PI
  return { type: 'Feature', properties: { colour, size: width, turn }, geometry: { type: 'Point', coordinates: unmercator(at(ARROW_AT)) } }
}

/** A quadratic curve on the square of the world. */
function curveOf([x, y]: readonly [number, number], [toX, toY]: readonly [number, number], bend: number) {
  const [middleX, middleY] = [(x + toX) / 2 - (toY - y) * bend, (y + toY) / 2 + (toX - x) * bend]
  return (share: number): [number, number] => {
    const [one, both, other] = [(1 - share) ** 2, 2 * share * (1 - share), share ** 2]
    return [one * x + both * middleX + other * toX, one * y + both * middleY + other * toY]
  }
}

/** The areas as discs with their names. */
export function areaDiscs(
  { areas }: FlowLevel,
  nameOf: (area: Area) => string,
): FeatureCollection<Point, { name: string; parties: number }> {
  return {
    type: 'FeatureCollection',
    features: areas.map((area) => ({
      type: 'Feature',
      properties: { name: nameOf(area), parties: area.parties },
      geometry: { type: 'Point', coordinates: area.place },
    })),
  }
}

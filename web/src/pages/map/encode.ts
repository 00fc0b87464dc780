import type { Shape } from '../../ui/kinds.ts'
import { GROUP_COLOURS, type Mark, NO_MARK, OTHER_COLOUR, SCALE_COLOURS } from './marks.ts'
import { degreesOf, type MapModel } from './model.ts'

/** What can be read off a party to colour, size or group by: `kind`, `sector`, `city`, `tag`, `community`, `found`, `degree`, `field:KEY`, `measure:KEY`. */
export type Encoding = string
/** A measure of insight, by party id; a party that is missing has none. */
export type Measures = Record<string, Map<string, number>>
/** What is known of a custom field: its type, and its possibilities if it is a choice. */
export type FieldKind = { type: string; choices: readonly string[] }
export type Reading = {
  model: MapModel
  marks: Map<string, Mark>
  measures: Measures
  communities: ArrayLike<number>
  /** What the group is called that ties make around a party, by its id; undefined until it is known. */
  found?: ReadonlyMap<string, string> | undefined
  fields: ReadonlyMap<string, FieldKind>
}

/** One line of the legend. `value` is what a click on it filters by, where that is possible. */
export type LegendEntry = { value: string; colour: string; shape?: Shape; count: number; from?: number; to?: number; other?: boolean }
/** What the steps of a legend are steps of; null where colours are categories. Days are milliseconds since 1970. */
export type Scale = 'number' | 'day' | null
export type Coloured = { colours: string[]; legend: LegendEntry[]; scale: Scale }

/** The colour of every party, and the legend that explains them. */
export function colourBy(reading: Reading, encoding: Encoding): Coloured {
  if (encoding === 'kind') return colourByKind(reading)
  if (isAwaited(reading, encoding)) return { colours: reading.model.parties.id.map(() => OTHER_COLOUR), legend: [], scale: null }
  const numbers = numbersOf(reading, encoding)
  if (numbers) return colourBySteps(numbers, 'number')
  const days = daysOf(reading, encoding)
  if (days) return colourBySteps(days, 'day')
  const of = groupValues(reading, encoding)
  return colourByGroup(of, fixedOrder(reading, encoding) ?? commonest(of, isText(reading, encoding)))
}

/** Whether the set on screen still lacks the values that `encoding` reads, because they were asked for a moment ago. */
export function isAwaited({ model, found }: Reading, encoding: Encoding): boolean {
  const [what, key] = split(encoding)
  if (what === 'found') return found === undefined
  return what === 'field' && model.parties.fields?.[key] === undefined
}

/** The shape of every party: that of its first kind, always, whatever the colour says. */
export function shapesOf({ model, marks }: Reading): Shape[] {
  return model.parties.kinds.map((kinds) => (marks.get(kinds[0] ?? '') ?? NO_MARK).shape)
}

/** The radius of every party in pixels at full view: area grows with the number, and a party without one is smallest. */
export function sizeBy(reading: Reading, encoding: Encoding): number[] {
  const [smallest, usual, largest] = reading.model.size > 1000 ? [2.5, 3.6, 10] : reading.model.size > 250 ? [3.5, 5.5, 14] : [4.5, 8, 18]
  const numbers = encoding === 'same' ? null : numbersOf(reading, encoding)
  if (!numbers) return Array.from({ length: reading.model.size }, () => usual)
  const most = numbers.reduce<number>((max, number) => Math.max(max, number ?? 0), 0)
  return numbers.map((number) => (most > 0 ? smallest + Math.sqrt(Math.max(number ?? 0, 0) / most) * (largest - smallest) : usual))
}

/** A group number for every party and the value of each group, largest group first; the parties without value are the last group, value ''. */
export function groupBy(reading: Reading, encoding: Encoding): { group: Int32Array; values: string[] } {
  const of = groupValues(reading, encoding)
  const values = ranked(of).map(([value]) => value)
  const number = new Map(values.map((value, index) => [value, index]))
  return { group: Int32Array.from(of, (value) => number.get(value)!), values }
}

/** The number `encoding` reads off every party, or null when it reads no number. */
export function numbersOf({ model, measures, fields }: Reading, encoding: Encoding): (number | null)[] | null {
  if (encoding === 'degree') return degreesOf(model)
  if (encoding === 'ties') return model.parties.tieCount
  const [what, key] = split(encoding)
  if (what === 'measure') return model.parties.id.map((id) => measures[key]?.get(id) ?? null)
  if (what !== 'field' || fields.get(key)?.type !== 'number') return null
  return model.parties.fields?.[key]?.map((value) => (typeof value === 'number' ? value : null)) ?? null
}

function daysOf({ model, fields }: Reading, encoding: Encoding): (number | null)[] | null {
  const [what, key] = split(encoding)
  if (what !== 'field' || fields.get(key)?.type !== 'date') return null
  const days = model.parties.fields?.[key]?.map((value) => (typeof value === 'string' ? Date.parse(value) : Number.NaN))
  return days?.map((day) => (Number.isNaN(day) ? null : day)) ?? null
}

function colourByKind({ model, marks }: Reading): Coloured {
  const counts = new Map<string, number>()
  const colours = model.parties.kinds.map((kinds) => {
    const kind = kinds[0] ?? ''
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    return (marks.get(kind) ?? NO_MARK).colour
  })
  const known = [...marks].filter(([kind]) => counts.has(kind)).map(([value, mark]) => ({ value, ...mark, count: counts.get(value)! }))
  const rest = [...counts].filter(([kind]) => !marks.has(kind)).reduce((sum, [, count]) => sum + count, 0)
  return { colours, legend: rest > 0 ? [...known, { value: '', ...NO_MARK, count: rest }] : known, scale: null }
}

/** `named` get a colour each, in this order. */
function colourByGroup(of: string[], named: readonly string[]): Coloured {
  const order = ranked(of)
  const counts = new Map(order)
  const colour = new Map(named.map((value, index) => [value, GROUP_COLOURS[index]!]))
  const legend: LegendEntry[] = named.flatMap((value) => {
    const count = counts.get(value)
    return count === undefined ? [] : [{ value, colour: colour.get(value)!, count }]
  })
  const rest = order.filter(([value]) => value !== '' && !colour.has(value)).reduce((sum, [, count]) => sum + count, 0)
  const none = order.find(([value]) => value === '')?.[1] ?? 0
  if (rest > 0) legend.push({ value: '', colour: OTHER_COLOUR, count: rest, other: true })
  if (none > 0) legend.push({ value: '', colour: OTHER_COLOUR, count: none })
  return { colours: of.map((value) => colour.get(value) ?? OTHER_COLOUR), legend, scale: null }
}

/** A choice and a yes or no keep their colours whatever the filter leaves of them. */
function fixedOrder({ fields }: Reading, encoding: Encoding): readonly string[] | null {
  const [what, key] = split(encoding)
  const field = what === 'field' ? fields.get(key) : undefined
  if (field?.type === 'boolean') return ['true', 'false']
  return field?.type === 'choice' && field.choices.length <= GROUP_COLOURS.length ? field.choices : null
}

/** The values that most parties have, as many as there are colours. A free text that nobody shares says nothing by a colour of its own. */
function commonest(of: readonly string[], isFreeText: boolean): string[] {
  return ranked(of)
    .filter(([value, count]) => value !== '' && (!isFreeText || count > 1))
    .slice(0, GROUP_COLOURS.length)
    .map(([value]) => value)
}

function isText({ fields }: Reading, encoding: Encoding): boolean {
  const [what, key] = split(encoding)
  return what === 'field' && fields.get(key)?.type === 'text'
}

function colourBySteps(numbers: (number | null)[], scale: 'number' | 'day'): Coloured {
  const bounds = boundsOf(numbers.filter((number) => number !== null))
  const step = (number: number) => bounds.findIndex((bound) => number <= bound.to)
  const counts = bounds.map(() => 0)
  let none = 0
  const colours = numbers.map((number) => {
    if (number === null) none++
    else counts[step(number)]!++
    return number === null ? OTHER_COLOUR : scaleColour(step(number), bounds.length)
  })
  const legend: LegendEntry[] = bounds.map(({ from, to }, index) => ({
    value: String(index),
    colour: scaleColour(index, bounds.length),
    count: counts[index]!,
    from,
    to,
  }))
  if (none > 0) legend.push({ value: '', colour: OTHER_COLOUR, count: none })
  return { colours, legend, scale }
}

/** At most five steps with about as many parties in each; equal numbers are never parted. */
function boundsOf(numbers: number[]): { from: number; to: number }[] {
  const sorted = [...numbers].sort((a, b) => a - b)
  const bounds: { from: number; to: number }[] = []
  for (let step = 1; step <= SCALE_COLOURS.length && sorted.length > 0; step++) {
    const to = sorted[Math.ceil((sorted.length * step) / SCALE_COLOURS.length) - 1]!
    const last = bounds.at(-1)
    if (last && to <= last.to) continue
    bounds.push({ from: last ? sorted.find((number) => number > last.to)! : sorted[0]!, to })
  }
  return bounds
}

function scaleColour(step: number, steps: number): string {
  return SCALE_COLOURS[steps < 2 ? 2 : Math.round((step * (SCALE_COLOURS.length - 1)) / (steps - 1))]!
}

function groupValues({ model, communities, found }: Reading, encoding: Encoding): string[] {
  const { parties } = model
  const [what, key] = split(encoding)
  if (encoding === 'kind') return parties.kinds.map((kinds) => kinds[0] ?? '')
  if (encoding === 'sector') return parties.sectorCode.map((code) => (code ?? '').slice(0, 2))
  if (encoding === 'city') return parties.city.map((city) => city ?? '')
  if (encoding === 'tag') return mostSharedTags(parties.tags)
  if (encoding === 'found') return parties.id.map((id) => found?.get(id) ?? '')
  if (what === 'field') return parties.id.map((_, party) => String(parties.fields?.[key]?.[party] ?? ''))
  return parties.id.map((_, party) => String((communities[party] ?? 0) + 1))
}

/** Of a party's tags the one that most parties share, so that few colours say much. */
function mostSharedTags(tags: string[][]): string[] {
  const counts = new Map<string, number>()
  for (const tag of tags.flat()) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return tags.map((own) => [...own].sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1))[0] ?? '')
}

function ranked(of: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const value of of) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => Number(a[0] === '') - Number(b[0] === '') || b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

function split(encoding: Encoding): [string, string] {
  const colon = encoding.indexOf(':')
  return colon < 0 ? [encoding, ''] : [encoding.slice(0, colon), encoding.slice(colon + 1)]
}

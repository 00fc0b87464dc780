/** Where the ribbons of a picture of flows lie: three columns of places, and a ribbon for each flow through all three. Pure. */

export type Way = { source: string; middle: string; target: string; amount: bigint }
export type Place = { key: string; column: 0 | 1 | 2; x: number; y: number; height: number }
export type Ribbon = { way: Way; paths: [string, string]; height: number }
export type Picture = { places: Place[]; ribbons: Ribbon[]; height: number }

export const PLACE_WIDTH = 12
const GAP = 14
const HEIGHT_MIN = 2
const HEIGHT_OF_ALL = 280
const COLUMNS = ['source', 'middle', 'target'] as const

/** Only what flows forward is drawn: of what was given back on balance nothing is left to draw. */
export function layOut(ways: readonly Way[], width: number): Picture {
  const drawn = ways.filter(({ amount }) => amount > 0n)
  const total = Number(drawn.reduce((sum, { amount }) => sum + amount, 0n))
  const perUnit = total === 0 ? 0 : HEIGHT_OF_ALL / total
  const thickness = ({ amount }: Way) => Math.max(Number(amount) * perUnit, HEIGHT_MIN / 2)
  const columns = COLUMNS.map((name, column) => placesOf(drawn, name, column as 0 | 1 | 2, width, thickness))
  const height = Math.max(0, ...columns.flat().map((place) => place.y + place.height))
  const find = (column: 0 | 1 | 2, key: string) => columns[column]!.find((place) => place.key === key)!
  const order = (way: Way) => COLUMNS.map((name, column) => columns[column]!.indexOf(find(column as 0 | 1 | 2, way[name])))
  const used = new Map<string, number>()
  /** The next free stretch at a side of a place. */
  const take = (place: Place, side: string, size: number) => {
    const name = `${place.column}${side}${place.key}`
    const from = used.get(name) ?? 0
    used.set(name, from + size)
    return place.y + from
  }
  const sorted = (by: (a: number[], b: number[]) => number) => [...drawn].sort((a, b) => by(order(a), order(b)))
  const left = new Map<Way, string>()
  // at each place ribbons lie in the order of where they come from or go to, so that few cross
  for (const way of sorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!)) {
    const [from, to] = [find(0, way.source), find(1, way.middle)]
    left.set(way, ribbon(from, take(from, 'out', thickness(way)), to, take(to, 'in', thickness(way)), thickness(way)))
  }
  const ribbons = sorted((a, b) => a[1]! - b[1]! || a[2]! - b[2]! || a[0]! - b[0]!).map((way): Ribbon => {
    const [from, to] = [find(1, way.middle), find(2, way.target)]
    const right = ribbon(from, take(from, 'out', thickness(way)), to, take(to, 'in', thickness(way)), thickness(way))
    return { way, paths: [left.get(way)!, right], height: thickness(way) }
  })
  return { places: columns.flat(), ribbons, height }
}

/** The largest first, all others together last. */
function placesOf(
  ways: readonly Way[],
  name: (typeof COLUMNS)[number],
  column: 0 | 1 | 2,
  width: number,
  thickness: (way: Way) => number,
): Place[] {
  const sizes = new Map<string, number>()
  for (const way of ways) sizes.set(way[name], (sizes.get(way[name]) ?? 0) + thickness(way))
  const keys = [...sizes.keys()].sort((a, b) => Number(a === 'others') - Number(b === 'others') || sizes.get(b)! - sizes.get(a)!)
  let y = 0
  return keys.map((key) => {
    const height = Math.max(sizes.get(key)!, HEIGHT_MIN)
    const place = { key, column, x: (column * (width - PLACE_WIDTH)) / 2, y, height }
    y += height + GAP
    return place
  })
}

function ribbon(from: Place, top: number, to: Place, end: number, size: number): string {
  const [left, right] = [from.x + PLACE_WIDTH, to.x]
  const middle = (left + right) / 2
  const at = (value: number) => value.toFixed(1)
  return (
    `M${at(left)},${at(top)}C${at(middle)},${at(top)} ${at(middle)},${at(end)} ${at(right)},${at(end)}` +
    `V${at(end + size)}C${at(middle)},${at(end + size)} ${at(middle)},${at(top + size)} ${at(left)},${at(top + size)}Z`
  )
}

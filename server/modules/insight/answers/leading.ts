/**
 * The first few of many without putting all of them in order, and how many there are: the positions with a number, which `compare` orders. Pure.
 * O(n) and a little for each that is among the first so far.
 */
export function leading(
  values: ArrayLike<number>,
  count: number,
  compare: (a: number, b: number) => number,
): { first: number[]; total: number } {
  const first: number[] = []
  let total = 0
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue
    total++
    if (first.length === count && (count === 0 || compare(i, first[count - 1]!) >= 0)) continue
    let place = first.length
    while (place > 0 && compare(i, first[place - 1]!) < 0) place--
    first.splice(place, 0, i)
    if (first.length > count) first.pop()
  }
  return { first, total }
}

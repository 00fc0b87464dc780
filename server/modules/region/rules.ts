/** Points sent at once without saying which areas; of larger maps, areas are asked for one by one. */
export const POINTS_MAX = 150_000
export const AREAS_AT_ONCE = 50
export const COMMUNITIES_AT_ONCE = 12
export const TIES_MAX = 30_000
export const MEMBERS_AT_ONCE = 200
/** Of each group so many members stand for its name, for when one leaves. */
export const LEADERS = 3
/** A town or sector that so many of the members have is shared by them. */
export const SHARED = 0.5
/** The bundles that are told of a community, and of all areas together. */
export const BUNDLES_EACH = 6
export const AREA_BUNDLES = 200
/** How many bytes the points take of a party: two places of two bytes, the number of its ties, its kind. */
export const POINT_BYTES = 7
/** What stands for no kind. */
export const NO_KIND = 255

/** The value that at least half of all have, null when there is none such. */
export function sharedBy(values: Iterable<string | null>, all: number): string | null {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
  for (const [value, count] of counts) if (count >= all * SHARED) return value
  return null
}

/** The place of the last of the ascending `starts` that is not above `wanted`. */
export function lastStart(starts: readonly number[], wanted: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= wanted) low = middle
    else high = middle - 1
  }
  return low
}

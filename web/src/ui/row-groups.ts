export type RowGroup = { key: string; label: string; count: number }

/** For each group, the index of its heading among all items (headings and rows). */
export function groupStarts(groups: readonly RowGroup[]): number[] {
  let at = 0
  return groups.map((group) => {
    const start = at
    at += group.count + 1
    return start
  })
}

/** What stands at an index among headings and rows: the heading of a group, or a row by its own index. */
export function itemAt(starts: readonly number[], index: number): { group: number | undefined; row: number } {
  const group = lastAtMost(starts, index)
  if (starts[group] === index) return { group, row: index - group }
  return { group: undefined, row: index - (group + 1) }
}

/** The index among headings and rows of the row with this index of its own. */
export function itemOfRow(starts: readonly number[], row: number): number {
  let headings = 0
  while (headings < starts.length && (starts[headings] as number) - headings <= row) headings++
  return row + headings
}

// -1 when every start lies behind the index
function lastAtMost(starts: readonly number[], index: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] as number) <= index) low = middle + 1
    else high = middle
  }
  return low - 1
}

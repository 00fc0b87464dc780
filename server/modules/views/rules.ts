/** What a map shows at once. */
export const PARTIES_MAX = 20_000
export const TIES_MAX = 100_000

export const SETTINGS_LENGTH_MAX = 20_000

/** Settings are the program's own: of any shape, but not of any size. */
export function isSmall(settings: object): boolean {
  return JSON.stringify(settings).length <= SETTINGS_LENGTH_MAX
}

export type EndColumns = { fromId: readonly string[]; toId: readonly string[] }

/**
 * Ends of ties as positions in `ids`; ties with an end that is not among them are left out. `kept` are the positions of the others,
 * `tieCount` says for each id in how many of them it is an end.
 */
export function indexEnds(
  ids: readonly string[],
  { fromId, toId }: EndColumns,
): { kept: number[]; from: number[]; to: number[]; tieCount: number[] } {
  const positions = new Map(ids.map((id, position) => [id, position]))
  const tieCount = ids.map(() => 0)
  const kept: number[] = []
  const from: number[] = []
  const to: number[] = []
  for (let tie = 0; tie < fromId.length; tie++) {
    const one = positions.get(fromId[tie]!)
    const other = positions.get(toId[tie]!)
    if (one === undefined || other === undefined) continue
    kept.push(tie)
    from.push(one)
    to.push(other)
    tieCount[one]!++
    tieCount[other]!++
  }
  return { kept, from, to, tieCount }
}

/** The best of several ranked lists, together; equals in the order of the lists. */
export function mergeRanked<T extends { rank: number }>(lists: readonly (readonly T[])[], limit: number): T[] {
  return lists
    .flat()
    .toSorted((one, other) => other.rank - one.rank)
    .slice(0, limit)
}

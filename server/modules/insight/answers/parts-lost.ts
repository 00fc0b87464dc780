/** What comes apart between two states of the same parties. Pure. */

/** Of what was one piece by `then`, the parts that are not with its largest rest by `now`; the largest part first. */
export function partsLost(then: Uint32Array, now: Uint32Array, parties: readonly number[]): number[][] {
  const lost: number[][] = []
  for (const piece of Map.groupBy(parties, (party) => then[party]!).values()) {
    const parts = [...Map.groupBy(piece, (party) => now[party]!).values()].sort(largestFirst)
    for (const part of parts.slice(1)) lost.push(part)
  }
  return lost.sort(largestFirst)
}

export function largestFirst(a: readonly number[], b: readonly number[]): number {
  return b.length - a.length || a[0]! - b[0]!
}

/** What was set aside, and when it is shown again all the same. */
type Size = { concerned: number; yearMinor: bigint | null; asset: string | null }

/** Why a gap that was set aside is shown again: it concerns more organisations or is worth more than then, or its day has come. */
export function whyBack(then: Size & { until: string | null }, now: Size, today: string): 'worse' | 'over' | null {
  if (now.concerned > then.concerned) return 'worse'
  if (then.yearMinor !== null && now.yearMinor !== null && now.asset === then.asset && now.yearMinor > then.yearMinor) return 'worse'
  return then.until !== null && then.until <= today ? 'over' : null
}

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g

/** The key under the ids that parties have now: who was merged into another is that one. The two groups of a hole stand in the order of their ids. */
export function keyNow(key: string, targetOf: (id: string) => string): string {
  const sort = key.slice(0, key.indexOf(':'))
  if (sort === 'hole') return `hole:${(key.match(UUID) ?? []).map(targetOf).sort().join(':')}`
  return sort === 'onlyWay' || sort === 'lonely' ? key.replace(UUID, targetOf) : key
}

/** What a sale says, as far as rules ask for it. Amounts are minor units, days are ISO dates in the ecosystem's zone. */
export type Facts = {
  gross: bigint
  net: bigint
  day: string
  /** How many of each unit, such as guest_night. */
  units: Readonly<Record<string, number>>
  /** Whom the sale names, such as referrer, and since when. */
  names: Readonly<Record<string, { recipient: string; since: string }>>
  /** What else it says, such as channel: web. */
  is: Readonly<Record<string, string>>
  /** What was counted, by metric and recipient. */
  metrics: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** What each would ask alone. */
  standAlone: Readonly<Record<string, bigint>>
  /** Where a pass was used. */
  used: readonly string[]
  /** What accounts are still owed. */
  owed: Readonly<Record<string, bigint>>
  /** What the recipient of a step with a cap got by it in the period so far, by step. */
  taken: Readonly<Record<string, bigint>>
}

export const NO_FACTS: Facts = {
  gross: 0n,
  net: 0n,
  day: '1970-01-01',
  units: {},
  names: {},
  is: {},
  metrics: {},
  standAlone: {},
  used: [],
  owed: {},
  taken: {},
}

/** What a table says of a word; nothing of a word such as `constructor`, which every object knows without having been told. */
export function said<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined
}

import type { Standing } from './rules.ts'

/**
 * How the accounts of an ecosystem will stand once all that was decided is written, and the days they are booked on. It may be wrong: whoever
 * relies on it makes sure.
 */
export type Memory = { accounts: Map<string, Standing>; days: Days | undefined }
export type Days = { timeZone: string; closedThrough: string | null }

/** Accounts of all ecosystems together, some 300 bytes each. */
const REMEMBERED_MAX = 50_000

/** Whose was used last stands last. */
const memories = new Map<string, Memory>()

export function memoryOf(ecosystemId: string): Memory {
  let memory = memories.get(ecosystemId)
  if (!memory || memory.accounts.size > REMEMBERED_MAX) memory = { accounts: new Map(), days: undefined }
  memories.delete(ecosystemId)
  memories.set(ecosystemId, memory)
  let count = 0
  for (const { accounts } of memories.values()) count += accounts.size
  for (const [id, { accounts }] of memories) {
    if (count <= REMEMBERED_MAX) break
    memories.delete(id)
    count -= accounts.size
  }
  return memory
}

/** Of accounts that somebody is about to change in another way, or of all accounts of an ecosystem. */
export function forget(ecosystemId: string, accountIds?: readonly string[]): void {
  if (accountIds === undefined) memories.delete(ecosystemId)
  else for (const id of accountIds) memories.get(ecosystemId)?.accounts.delete(id)
}

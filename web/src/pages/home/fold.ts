import type { LogEntry } from '../../data/types.ts'

export type Folded = {
  id: string
  at: string
  type: string
  actor: string | null
  subjectId: string | null
  payload: Record<string, unknown>
  count: number
}

/** Log entries, the latest first, with runs of the same thing done by the same hand told as one: an import writes hundreds. */
export function fold(entries: readonly LogEntry[]): Folded[] {
  const folded: Folded[] = []
  for (const { id, at, type, actor, subjectId, payload } of entries) {
    const last = folded.at(-1)
    const who = actor.name
    if (last !== undefined && last.type === type && last.actor === who) last.count++
    else folded.push({ id, at, type, actor: who, subjectId, payload, count: 1 })
  }
  return folded
}

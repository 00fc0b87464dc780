import type { Events } from '../modules.ts'
import type { Actor, Tx } from './ctx.ts'
import { newId } from './ids.ts'
import { enqueue } from './jobs.ts'

/** Which jobs are started by which event. */
export type Listeners = Partial<Record<keyof Events, readonly string[]>>

let listeners: Listeners = {}

/** Called once at the start, by whoever knows the modules. */
export function setListeners(table: Listeners): void {
  listeners = table
}

/** Records what happened, in the transaction that made it happen, and enqueues a job for each listener. */
export async function emit<K extends keyof Events>(tx: Tx, type: K, subjectId: string | null, payload: Events[K]): Promise<void> {
  const id = newId()
  const { kind, actorId } = actorColumns(tx.actor)
  await tx.db
    .insertInto('events')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      at: tx.now(),
      type,
      actor_kind: kind,
      actor_id: actorId,
      subject_id: subjectId,
      payload: JSON.stringify(payload),
    })
    .execute()
  const told: Record<string, unknown> = payload
  for (const job of listeners[type] ?? []) await enqueue(tx, job, { ...told, eventId: id, subjectId })
}

/** The actor as two columns. A key acts in the name of the person who made it and is named itself. */
export function actorColumns(actor: Actor): { kind: Actor['kind']; actorId: string | null } {
  if (actor.kind === 'person') return { kind: 'person', actorId: actor.personId }
  if (actor.kind === 'key') return { kind: 'key', actorId: actor.keyId }
  return { kind: 'system', actorId: null }
}

/** Whether this actor, or the person behind this key, is who wrote something. */
export function isAuthor(actor: Actor, author: string): boolean {
  return author === sourceOf(actor) || (actor.kind === 'key' && author === `person:${actor.personId}`)
}

/** Who is named as the source of a fact that this actor states: `person:…`, `key:…` or `system`. */
export function sourceOf(actor: Actor): string {
  const { kind, actorId } = actorColumns(actor)
  return actorId === null ? kind : `${kind}:${actorId}`
}

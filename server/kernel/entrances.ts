import { createHash, randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../modules.ts'
import { DomainError } from './errors.ts'
import { newId } from './ids.ts'

const KEY_BYTES = 24

/** What an entrance opens. `target` is an id or address, `scope` ids and settings; the key itself is known only to its holder. */
export type Entrance = {
  id: string
  kind: string
  ecosystemId: string | null
  target: string
  scope: Record<string, unknown>
  expiresAt: Date
}

/** Needed of a ctx: entrances are met before the ecosystem is known. */
type Door = { db: Kysely<Tables>; now: () => Date }

export type NewEntrance = Omit<Entrance, 'id'>

/** A key for an entrance that is made later, where the text that holds it is written first. 32 characters, 192 bits. */
export function newEntranceKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url')
}

/** Makes an entrance and answers its key, which is stored only as a hash and cannot be shown again. */
export async function createEntrance(door: Door, input: NewEntrance, key = newEntranceKey()): Promise<{ id: string; key: string }> {
  const id = newId()
  await door.db
    .insertInto('entrances')
    .values({
      id,
      kind: input.kind,
      key_hash: hashOf(key),
      ecosystem_id: input.ecosystemId,
      target: input.target,
      scope: JSON.stringify(input.scope),
      created_at: door.now(),
      expires_at: input.expiresAt,
    })
    .execute()
  return { id, key }
}

/**
 * Opens an address that is chosen and known to everybody, such as that of a public map. It stays with the ecosystem that had it first, so that
 * nobody takes over what links lead to. Throws conflict when it is another's.
 */
export async function nameEntrance(door: Door, name: string, input: NewEntrance & { ecosystemId: string }): Promise<string> {
  const { kind, ecosystemId: ecosystem_id, target, expiresAt: expires_at } = input
  const scope = JSON.stringify(input.scope)
  const row = await door.db
    .insertInto('entrances')
    .values({ id: newId(), kind, key_hash: hashOf(name), ecosystem_id, target, scope, created_at: door.now(), expires_at })
    .onConflict((conflict) =>
      conflict
        .column('key_hash')
        .doUpdateSet({ target, scope, expires_at, revoked_at: null, used_at: null })
        .where('entrances.ecosystem_id', '=', ecosystem_id)
        .where('entrances.kind', '=', kind),
    )
    .returning('id')
    .executeTakeFirst()
  if (row) return row.id
  throw new DomainError(
    'conflict',
    'address_taken',
    'This address belongs to somebody else here. Please choose another one. Nothing was changed.',
  )
}

/** The targets and scopes of the entrances of a kind that are open, oldest first: for addresses that are known to everybody. */
export async function listOpenEntrances(door: Door, kind: string, limit: number): Promise<Pick<Entrance, 'target' | 'scope'>[]> {
  return await door.db
    .selectFrom('entrances')
    .select(['target', 'scope'])
    .where('kind', '=', kind)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', door.now())
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * Looks at an entrance without using it. Throws not_found for an unknown key and gone for one that is used, revoked or expired; the two
 * say different things to the holder and nothing to a guesser.
 */
export async function openEntrance(door: Door, kind: string, key: string): Promise<Entrance> {
  const row = await door.db
    .selectFrom('entrances')
    .selectAll()
    .where('key_hash', '=', hashOf(key))
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', 'entrance_not_found', 'This link is not known here. Please check that it is complete.')
  if (row.used_at) throw new DomainError('gone', 'entrance_used', 'This link has been used already.')
  if (row.revoked_at) throw new DomainError('gone', 'entrance_revoked', 'This link has been withdrawn.')
  if (row.expires_at <= door.now()) throw new DomainError('gone', 'entrance_expired', 'This link has expired. Please ask for a new one.')
  return { id: row.id, kind: row.kind, ecosystemId: row.ecosystem_id, target: row.target, scope: row.scope, expiresAt: row.expires_at }
}

/** Opens an entrance for the one time it may be used: of two who try at once, one gets it. Same errors as openEntrance. */
export async function useEntrance(door: Door, kind: string, key: string): Promise<Entrance> {
  const entrance = await openEntrance(door, kind, key)
  const { numUpdatedRows } = await door.db
    .updateTable('entrances')
    .set({ used_at: door.now() })
    .where('id', '=', entrance.id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new DomainError('gone', 'entrance_used', 'This link has been used already.')
  return entrance
}

/** Withdraws all entrances of a kind to a target. */
export async function revokeEntrances(door: Door, kind: string, target: string): Promise<void> {
  await door.db
    .updateTable('entrances')
    .set({ revoked_at: door.now() })
    .where('kind', '=', kind)
    .where('target', '=', target)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Withdraws the entrances of a kind whose scope holds a word, and forgets their scopes: for words that are to be forgotten. */
export async function forgetEntrances(door: Door & { ecosystemId: string }, kind: string, word: string): Promise<void> {
  // as it stands within a text of JSON
  const written = JSON.stringify(word).slice(1, -1)
  await sql`
    update entrances set scope = '{}', revoked_at = coalesce(revoked_at, ${door.now()})
    where ecosystem_id = ${door.ecosystemId} and kind = ${kind} and position(${written} in scope::text) > 0`.execute(door.db)
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

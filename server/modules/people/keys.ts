import { randomBytes } from 'node:crypto'
import { type Complaint, complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { allow, may, type Scope } from './rights.ts'
import type { NewKey } from './schema.ts'
import { hashOfKey, KEY_PREFIX } from './sessions.ts'

const KEY_BYTES = 24
const START_LENGTH = KEY_PREFIX.length + 4
const KEYS_MAX = 50
const YEARS_MAX = 2
const YEAR_MS = 366 * 24 * 3600 * 1000

export type KeyRow = {
  id: string
  name: string
  start: string
  scopes: Scope[]
  personId: string
  personName: string
  createdAt: string
  expiresAt: string
  lastUsedAt: string | null
}

/**
 * Makes a key for oneself and answers it, once: only its hash is kept. Throws invalid for an expiry in the past or beyond two years, conflict
 * when the person has 50 keys in the ecosystem that work.
 */
export async function createKey(tx: Tx, input: NewKey): Promise<KeyRow & { key: string }> {
  allow(tx, 'keys.write')
  const personId = personOf(tx)
  const expiresAt = new Date(input.expiresAt)
  const lifeMs = expiresAt.getTime() - tx.now().getTime()
  if (lifeMs <= 0) throw wrongExpiry(complaint('expiresAt', 'expiry_past'))
  if (lifeMs > YEARS_MAX * YEAR_MS) throw wrongExpiry(complaint('expiresAt', 'key_expiry', { years: YEARS_MAX }))
  await mustHaveRoom(tx, personId)
  const scopes = [...new Set(input.scopes)]
  const key = KEY_PREFIX + randomBytes(KEY_BYTES).toString('base64url')
  const id = newId()
  await tx.db
    .insertInto('auth.keys')
    .values({
      id,
      ecosystem_id: tx.ecosystemId,
      person_id: personId,
      name: input.name,
      start: key.slice(0, START_LENGTH),
      key_hash: hashOfKey(key),
      scopes,
      created_at: tx.now(),
      expires_at: expiresAt,
    })
    .execute()
  await emit(tx, 'key.created', id, { keyId: id, scopes })
  return {
    ...found(
      (await readKeys(tx)).find((row) => row.id === id),
      'key',
    ),
    key,
  }
}

function wrongExpiry(wrong: Complaint): DomainError {
  return new DomainError('invalid', 'key_expiry', wrong.message, [wrong])
}

/** One's own keys; an owner sees everybody's. Newest first, without those that were withdrawn. */
export async function listKeys(ctx: Ctx | Tx): Promise<KeyRow[]> {
  allow(ctx, 'keys.write')
  const keys = await readKeys(ctx)
  return may(ctx, 'keys.manage') ? keys : keys.filter(({ personId }) => personId === personOf(ctx))
}

/** Withdraws a key at once. Somebody else's key is not found, unless by an owner. */
export async function revokeKey(tx: Tx, id: string): Promise<void> {
  const key = found(
    (await listKeys(tx)).find((row) => row.id === id),
    'key',
  )
  await tx.db
    .updateTable('auth.keys')
    .set({ revoked_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', key.id)
    .execute()
  await emit(tx, 'key.revoked', id, { keyId: id })
}

/** The membership is locked: of two keys made at the same time, the second counts the first. */
async function mustHaveRoom(tx: Tx, personId: string): Promise<void> {
  await tx.db
    .selectFrom('auth.memberships')
    .select('person_id')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('person_id', '=', personId)
    .forUpdate()
    .execute()
  const live = await tx.db
    .selectFrom('auth.keys')
    .select('id')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', tx.now())
    .limit(KEYS_MAX)
    .execute()
  if (live.length < KEYS_MAX) return
  const message = `You have ${KEYS_MAX} keys here, which is as many as one person may have. Please withdraw one that is no longer used.`
  throw new DomainError('conflict', 'too_many_keys', message)
}

async function readKeys(ctx: Ctx | Tx): Promise<KeyRow[]> {
  const rows = await ctx.db
    .selectFrom('auth.keys as k')
    .innerJoin('auth.user as u', 'u.id', 'k.person_id')
    .select([
      'k.id',
      'k.name',
      'k.start',
      'k.scopes',
      'k.person_id',
      'u.name as person_name',
      'k.created_at',
      'k.expires_at',
      'k.last_used_at',
    ])
    .where('k.ecosystem_id', '=', ctx.ecosystemId)
    .where('k.revoked_at', 'is', null)
    .orderBy('k.id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    start: row.start,
    scopes: row.scopes as Scope[],
    personId: row.person_id,
    personName: row.person_name,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }))
}

function personOf(ctx: Ctx | Tx): string {
  if (ctx.actor.kind === 'person') return ctx.actor.personId
  throw new DomainError('forbidden', 'person_needed', 'Only a person who is signed in can do this.')
}

/**
 * Who a person is that did something, also by a key of theirs that may be withdrawn by now: `key:…` becomes `person:…`. For where somebody else has
 * to answer.
 */
export async function readPeopleBehind({ db, ecosystemId }: Ctx | Tx, sources: readonly string[]): Promise<(source: string) => string> {
  const ids = [...new Set(sources.flatMap((source) => (source.startsWith('key:') ? [source.slice('key:'.length)] : [])))]
  if (ids.length === 0) return (source) => source
  const rows = await db
    .selectFrom('auth.keys')
    .select(['id', 'person_id'])
    .where('ecosystem_id', '=', ecosystemId)
    .where('id', 'in', ids)
    .execute()
  const people = new Map(rows.map(({ id, person_id }) => [`key:${id}`, `person:${person_id}`]))
  return (source) => people.get(source) ?? source
}

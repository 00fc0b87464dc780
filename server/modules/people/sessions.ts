import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import type { Actor, Role } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { DomainError } from '../../kernel/errors.ts'
import { COOKIE_PREFIX } from './auth.ts'

export const KEY_PREFIX = 'tutti_'

/** Written at most once in this time, so that reading does not turn into writing. */
const LAST_USED_SECONDS = 60

const SESSION_QUERY = {
  name: 'tutti-session',
  text: `select s."userId" as person_id, s."createdAt" as signed_in_at, m.role, m.party_id
         from auth.session s left join auth.memberships m on m.person_id = s."userId" and m.ecosystem_id = $2
         where s.token = $1 and s."expiresAt" > $3`,
}
const KEY_QUERY = {
  name: 'tutti-key',
  text: `select k.id, k.person_id, k.scopes, m.role, m.party_id,
           k.last_used_at is null or k.last_used_at < $3::timestamptz - make_interval(secs => ${LAST_USED_SECONDS}) as stale
         from auth.keys k join auth.memberships m on m.person_id = k.person_id and m.ecosystem_id = k.ecosystem_id
         where k.key_hash = $1 and k.ecosystem_id = $2 and k.expires_at > $3 and k.revoked_at is null`,
}

const SECOND_FACTOR_QUERY = {
  name: 'tutti-second-factor',
  text: `select coalesce(
           (select "userId" from auth.session where token = $1 and "expiresAt" > $3),
           (select value from auth.verification where identifier = $2 and "expiresAt" > $3)) as person_id`,
}

type SessionRow = { person_id: string; signed_in_at: Date; role: Role | null; party_id: string | null }
type KeyRow = { id: string; person_id: string; scopes: string[]; role: Role; party_id: string | null; stale: boolean }

/** All ids of a party, its own first and then those merged into it; told by whoever keeps the parties, which this module does not know. */
export type IdsOfParty = (ctx: { db: Db; ecosystemId: string; now: () => Date }, partyId: string) => Promise<readonly string[]>

type Doorkeeper = { db: Db; pool: pg.Pool; secret: string; now: () => Date; idsOfParty: IdsOfParty }

const nobody = () => new DomainError('unauthorized', 'not_signed_in', 'Please sign in.')
const nowhere = () => new DomainError('not_found', 'ecosystem_not_found', 'There is no such ecosystem.')

/**
 * Says who is asking, with one query: the session's cookie or `Authorization: Bearer KEY`, together with the role in the ecosystem. A key
 * has the role its owner has now, so taking a role away takes it from the keys as well. Here, and nowhere else, the organisation of a member
 * is resolved: once it was merged into another they speak for that one, and after the merge is undone for their own again.
 */
export function createActorFor(keeper: Doorkeeper) {
  const { pool, secret, now } = keeper
  return async (request: Request, ecosystemId: string): Promise<Actor> => {
    const authorization = request.headers.get('authorization')
    // a proxy in front may have a sign-in of its own (Basic); only Bearer is meant for us
    if (authorization?.startsWith('Bearer ')) return await actorOfKey(keeper, authorization, ecosystemId)
    const token = sessionToken(request, secret)
    if (token === undefined) throw nobody()
    const { rows } = await pool.query<SessionRow>({ ...SESSION_QUERY, values: [token, ecosystemId, now()] })
    const row = rows[0]
    if (!row) throw nobody()
    // an ecosystem one does not belong to answers like one that does not exist
    if (row.role === null) throw nowhere()
    const partyIds = await idsOf(keeper, ecosystemId, row.party_id)
    return { kind: 'person', personId: row.person_id, role: row.role, partyIds, signedInAt: row.signed_in_at }
  }
}

async function actorOfKey(keeper: Doorkeeper, authorization: string, ecosystemId: string): Promise<Actor> {
  const { pool } = keeper
  const now = keeper.now()
  const key = /^Bearer (\S{1,100})$/.exec(authorization)?.[1]
  if (!key?.startsWith(KEY_PREFIX)) throw nobody()
  const { rows } = await pool.query<KeyRow>({ ...KEY_QUERY, values: [hashOfKey(key), ecosystemId, now] })
  const row = rows[0]
  if (!row) throw new DomainError('unauthorized', 'key_not_valid', 'This key is unknown here, has expired or was withdrawn.')
  if (row.stale) await pool.query('update auth.keys set last_used_at = $2 where id = $1', [row.id, now])
  const partyIds = await idsOf(keeper, ecosystemId, row.party_id)
  return { kind: 'key', keyId: row.id, personId: row.person_id, role: row.role, partyIds, scopes: row.scopes }
}

async function idsOf({ db, now, idsOfParty }: Doorkeeper, ecosystemId: string, partyId: string | null): Promise<readonly string[]> {
  return partyId === null ? [] : await idsOfParty({ db, ecosystemId, now }, partyId)
}

export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

/**
 * The token in the session's cookie, if the cookie is ours: `token.signature`, the signature being HMAC-SHA-256 in base64. better-auth signs
 * it so, and a test signs in through better-auth and comes in here.
 */
export function sessionToken(request: Request, secret: string): string | undefined {
  return signedCookie(request, secret, 'session_token')
}

/** Whose code or password is being asked for: of the sign-in that waits for a second factor, or of the session. */
export async function personAtSecondFactor({ pool, secret, now }: Doorkeeper, request: Request): Promise<string | undefined> {
  const values = [sessionToken(request, secret), signedCookie(request, secret, 'two_factor'), now()]
  const { rows } = await pool.query<{ person_id: string | null }>({ ...SECOND_FACTOR_QUERY, values })
  return rows[0]?.person_id ?? undefined
}

function signedCookie(request: Request, secret: string, name: string): string | undefined {
  const cookies = request.headers.get('cookie')
  if (cookies === null) return undefined
  const value = cookieValue(cookies, `__Secure-${COOKIE_PREFIX}.${name}`) ?? cookieValue(cookies, `${COOKIE_PREFIX}.${name}`)
  const dot = value?.lastIndexOf('.') ?? -1
  if (value === undefined || dot < 1) return undefined
  const token = value.slice(0, dot)
  const expected = createHmac('sha256', secret).update(token).digest()
  const given = Buffer.from(value.slice(dot + 1), 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
}

function cookieValue(cookies: string, name: string): string | undefined {
  for (const pair of cookies.split(';')) {
    const at = pair.indexOf('=')
    if (at < 0 || pair.slice(0, at).trim() !== name) continue
    try {
      return decodeURIComponent(pair.slice(at + 1).trim())
    } catch {
      return undefined
    }
  }
  return undefined
}

import { DomainError, found } from '../../kernel/errors.ts'
import type { Door } from './accounts.ts'

export type SessionRow = {
  id: string
  createdAt: string
  lastSeenAt: string
  address: string | null
  device: string | null
  current: boolean
}

/** Where a person is signed in, newest first. Without the tokens: whoever reads one could take the session over. */
export async function listSessions({ db, now }: Door, personId: string, currentId: string): Promise<SessionRow[]> {
  const rows = await db
    .selectFrom('auth.session')
    .select(['id', 'createdAt', 'updatedAt', 'ipAddress', 'userAgent'])
    .where('userId', '=', personId)
    .where('expiresAt', '>', now())
    .orderBy('createdAt', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.updatedAt.toISOString(),
    address: row.ipAddress,
    device: row.userAgent,
    current: row.id === currentId,
  }))
}

/** Ends one session of the person. Throws not_found for anybody else's. */
export async function endSession({ db }: Door, personId: string, sessionId: string): Promise<void> {
  const ended = await db
    .deleteFrom('auth.session')
    .where('id', '=', sessionId)
    .where('userId', '=', personId)
    .returning('id')
    .executeTakeFirst()
  found(ended, 'session')
}

export async function listOperators({ db }: Door) {
  const rows = await db
    .selectFrom('auth.operators as o')
    .innerJoin('auth.user as u', 'u.id', 'o.person_id')
    .select(['o.person_id', 'u.name', 'u.email', 'u.emailVerified', 'o.since'])
    .orderBy('u.name')
    .execute()
  return rows.map((row) => ({
    personId: row.person_id,
    name: row.name,
    email: row.email,
    emailConfirmed: row.emailVerified,
    since: row.since.toISOString(),
  }))
}

/**
 * Throws invalid when the address has no account, or one whose address nobody has confirmed: whoever held a link from hand to hand may have
 * made it in somebody else's name.
 */
export async function nameOperator({ db, now }: Door, email: string): Promise<void> {
  const user = await db.selectFrom('auth.user').select(['id', 'emailVerified']).where('email', '=', email).executeTakeFirst()
  if (!user) throw new DomainError('invalid', 'no_such_account', 'There is no account with this address. Please invite the person first.')
  if (!user.emailVerified) {
    const message =
      'Nobody has shown yet that this address is theirs: the account was made without a mail. Nothing was changed. Please have the person sign in once with a link by mail.'
    throw new DomainError('invalid', 'address_unconfirmed', message)
  }
  await db
    .insertInto('auth.operators')
    .values({ person_id: user.id, since: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

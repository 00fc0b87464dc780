import { sql, type Transaction } from 'kysely'
import { createEntrance, openEntrance, revokeEntrances, useEntrance } from '../../kernel/entrances.ts'
import { enqueue, type JobHandler, NO_ECOSYSTEM } from '../../kernel/jobs.ts'
import { sendMail } from '../../kernel/mail.ts'
import type { Tables } from '../../modules.ts'
import { type Door, insertPassword, isHanded } from './accounts.ts'
import { passwordResetText, signInText } from './mails.ts'
import { hashPassword } from './passwords.ts'

type Inside = { db: Transaction<Tables>; now: () => Date }

const LINKS = {
  sign_in: { path: 'sign-in/link', minutes: 15, content: signInText },
  password_reset: { path: 'password', minutes: 60, content: passwordResetText },
}
type LinkKind = keyof typeof LINKS
const LINK_JOB = 'people.send_link'

/** Has a link sent that signs in. Neither the answer nor the time it takes says whether the address has an account. */
export async function sendSignInLink(door: Door, email: string): Promise<void> {
  await requestLink(door, 'sign_in', email)
}

/** Has a link sent that sets a new password. Neither the answer nor the time it takes says whether the address has an account. */
export async function sendPasswordReset(door: Door, email: string): Promise<void> {
  await requestLink(door, 'password_reset', email)
}

/** The job that makes links and sends them. Done twice it sends two, and the use of one ends both. */
export function linkJobs(url: string): Record<string, JobHandler> {
  return {
    [LINK_JOB]: async ({ db, now }, { kind, personId }) => {
      if (typeof personId === 'string') await sendLink({ db, now, url }, kind as LinkKind, personId)
    },
  }
}

/** Uses a link to sign in and answers whose it is. The mail reached its reader, so the address is theirs. Errors of useEntrance. */
export async function takeSignInLink(door: Door, key: string): Promise<{ personId: string }> {
  return await door.db.transaction().execute(async (db) => {
    const { target } = await useEntrance({ db, now: door.now }, 'sign_in', key)
    await revokeEntrances({ db, now: door.now }, 'sign_in', target)
    await confirmAddress({ db, now: door.now }, target)
    return { personId: target }
  })
}

/**
 * Sets a new password and ends sessions, API keys and other links of the account, so that whoever knew the old password is out. Passkeys end as
 * well, unless there is a second factor: then nobody could add one by the password alone, and they may be the holder's only other way in.
 * Errors of useEntrance.
 */
export async function resetPassword(door: Door, key: string, password: string): Promise<{ personId: string }> {
  const { target: personId } = await openEntrance(door, 'password_reset', key)
  const hash = await hashPassword(password)
  await door.db.transaction().execute(async (db) => {
    const inside = { db, now: door.now }
    await useEntrance(inside, 'password_reset', key)
    for (const kind of Object.keys(LINKS)) await revokeEntrances(inside, kind, personId)
    await confirmAddress(inside, personId)
    await endWaysIn(inside, personId)
    if (!(await hasSecondFactor(inside, personId))) await db.deleteFrom('auth.passkey').where('userId', '=', personId).execute()
    await db.deleteFrom('auth.account').where('userId', '=', personId).where('providerId', '=', 'credential').execute()
    await insertPassword(inside, personId, hash)
  })
  return { personId }
}

/**
 * Whoever opens a link from a mail reads the mailbox. An account made with a link that was handed over could be somebody else's in the name of
 * this address: when the mailbox speaks for the first time, every way in that was made before it ends, and so does a second factor, which would
 * lock its holder out.
 */
async function confirmAddress(door: Inside, personId: string): Promise<void> {
  if (await isHanded(door, personId)) {
    await endWaysIn(door, personId)
    for (const table of ['auth.passkey', 'auth.account', 'auth.twoFactor'] as const) {
      await door.db.deleteFrom(table).where('userId', '=', personId).execute()
    }
    await door.db.updateTable('auth.user').set({ twoFactorEnabled: false }).where('id', '=', personId).execute()
  }
  await door.db.updateTable('auth.user').set({ emailVerified: true }).where('id', '=', personId).execute()
}

/** Ends what is open already: sessions, sign-ins that wait for a second factor, devices that are not asked for one, and API keys. */
async function endWaysIn({ db, now }: Inside, personId: string): Promise<void> {
  await db.deleteFrom('auth.session').where('userId', '=', personId).execute()
  // better-auth keeps the id by itself or within what it writes down while a way to sign in is being added
  await db.deleteFrom('auth.verification').where(sql<boolean>`position(${personId} in value) > 0`).execute()
  await db.updateTable('auth.keys').set({ revoked_at: now() }).where('person_id', '=', personId).where('revoked_at', 'is', null).execute()
}

async function hasSecondFactor({ db }: Inside, personId: string): Promise<boolean> {
  const user = await db.selectFrom('auth.user').select('twoFactorEnabled').where('id', '=', personId).executeTakeFirst()
  return user?.twoFactorEnabled === true
}

/** Enqueues the same job whether there is an account or not. */
async function requestLink({ db: outside, now }: Door, kind: LinkKind, email: string): Promise<void> {
  const user = await outside.selectFrom('auth.user').select('id').where('email', '=', email).executeTakeFirst()
  await outside.transaction().execute(async (db) => {
    await enqueue({ db, now, actor: { kind: 'system' }, ecosystemId: NO_ECOSYSTEM }, LINK_JOB, { kind, personId: user?.id ?? null })
  })
}

/** Links sent before stay good until one is used: a stranger who asks for more ends none in the mailbox. */
async function sendLink(door: Door & { url: string }, kind: LinkKind, personId: string): Promise<void> {
  const { path, minutes, content } = LINKS[kind]
  const expiresAt = new Date(door.now().getTime() + minutes * 60_000)
  await door.db.transaction().execute(async (db) => {
    const inside = { db, now: door.now }
    // of an erased account only the id is left, without a name
    const user = await db
      .selectFrom('auth.user')
      .select(['name', 'email', 'locale', 'twoFactorEnabled'])
      .where('id', '=', personId)
      .where('name', '<>', '')
      .executeTakeFirst()
    if (!user) return
    const handed = await isHanded(inside, personId)
    const { key } = await createEntrance(inside, { kind, ecosystemId: null, target: personId, scope: {}, expiresAt })
    const link = `${door.url}/app/${path}#${key}`
    await sendMail(inside, {
      kind,
      ecosystemId: null,
      to: user.email,
      link,
      expiresAt,
      ...content(user.locale, { name: user.name, minutes, handed, twoFactor: user.twoFactorEnabled === true }),
    })
  })
}

import { hashPassword } from 'better-auth/crypto'
import { sql, type Transaction } from 'kysely'
import { createEntrance, openEntrance, revokeEntrances, useEntrance } from '../../kernel/entrances.ts'
import { newId } from '../../kernel/ids.ts'
import { sendMail } from '../../kernel/mail.ts'
import type { Tables } from '../../modules.ts'
import { type Door, isHanded } from './accounts.ts'
import { passwordResetText, signInText } from './mails.ts'

type Inside = { db: Transaction<Tables>; now: () => Date }

const SIGN_IN_KIND = 'sign_in'
const PASSWORD_RESET_KIND = 'password_reset'
const SIGN_IN_MINUTES = 15
const PASSWORD_RESET_MINUTES = 60

/** Sends a link that signs in. Says nothing about whether the address has an account. */
export async function sendSignInLink(door: Door & { url: string }, email: string): Promise<void> {
  await sendLink(door, email, SIGN_IN_KIND, 'sign-in/link', SIGN_IN_MINUTES)
}

/** Sends a link that sets a new password. Says nothing about whether the address has an account. */
export async function sendPasswordReset(door: Door & { url: string }, email: string): Promise<void> {
  await sendLink(door, email, PASSWORD_RESET_KIND, 'password', PASSWORD_RESET_MINUTES)
}

/** Uses a link to sign in and answers whose it is. The mail reached its reader, so the address is theirs. Errors of useEntrance. */
export async function takeSignInLink(door: Door, key: string): Promise<{ personId: string }> {
  return await door.db.transaction().execute(async (db) => {
    const { target } = await useEntrance({ db, now: door.now }, SIGN_IN_KIND, key)
    await confirmAddress({ db, now: door.now }, target)
    return { personId: target }
  })
}

/** Sets a new password and ends all sessions of the account, so that whoever knew the old one is out. Errors of useEntrance. */
export async function resetPassword(door: Door, key: string, password: string): Promise<{ personId: string }> {
  const { target: personId } = await openEntrance(door, PASSWORD_RESET_KIND, key)
  const hash = await hashPassword(password)
  const at = door.now()
  await door.db.transaction().execute(async (db) => {
    await useEntrance({ db, now: door.now }, PASSWORD_RESET_KIND, key)
    await confirmAddress({ db, now: door.now }, personId)
    await db.deleteFrom('auth.account').where('userId', '=', personId).where('providerId', '=', 'credential').execute()
    await db
      .insertInto('auth.account')
      .values({
        id: newId(),
        accountId: personId,
        providerId: 'credential',
        userId: personId,
        password: hash,
        createdAt: at,
        updatedAt: at,
      })
      .execute()
    await db.deleteFrom('auth.session').where('userId', '=', personId).execute()
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

async function sendLink(door: Door & { url: string }, email: string, kind: string, path: string, minutes: number): Promise<void> {
  const user = await door.db.selectFrom('auth.user').select(['id', 'name', 'locale']).where('email', '=', email).executeTakeFirst()
  if (!user) return
  const expiresAt = new Date(door.now().getTime() + minutes * 60_000)
  const handed = await isHanded(door, user.id)
  const content = kind === SIGN_IN_KIND ? signInText : passwordResetText
  await door.db.transaction().execute(async (db) => {
    const inside = { db, now: door.now }
    await revokeEntrances(inside, kind, user.id)
    const { key } = await createEntrance(inside, { kind, ecosystemId: null, target: user.id, scope: {}, expiresAt })
    const link = `${door.url}/app/${path}#${key}`
    await sendMail(inside, {
      kind,
      ecosystemId: null,
      to: email,
      link,
      expiresAt,
      ...content(user.locale, { name: user.name, minutes, handed }),
    })
  })
}

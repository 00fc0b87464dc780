import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './db.ts'
import type { Mailbox, MailboxError, Place } from './mailbox.ts'

type Door = { db: Db; now: () => Date }

/** What is known of the reading of a mailbox. */
export type MailboxNote = {
  place: Place | undefined
  readAt: Date | null
  problem: { what: MailboxError['what']; code: string; at: Date } | undefined
}

/** A mail that could not be fetched so often is passed over, so that it does not hold up those behind it. */
const TRIES_MAX = 3

export async function readMailboxNote({ db }: Pick<Door, 'db'>, mailbox: Mailbox): Promise<MailboxNote | undefined> {
  const row = await db.selectFrom('auth.mailbox_reads').selectAll().where('mailbox', '=', hashOf(mailbox)).executeTakeFirst()
  if (!row) return undefined
  const { validity, uid, read_at: readAt, problem, problem_code: code, problem_at: at } = row
  return {
    place: validity === null ? undefined : { validity, uid: Number(uid) },
    readAt,
    problem: problem !== null && code !== null && at !== null ? { what: problem, code, at } : undefined,
  }
}

/** Notes that a mail is about to be fetched. False when that was tried too often. */
export async function noteTry({ db }: Door, mailbox: Mailbox, { validity, uid }: Place): Promise<boolean> {
  const { rows } = await sql<{ tries: number }>`
    insert into auth.mailbox_reads as m (mailbox, trying_validity, trying_uid, tries) values (${hashOf(mailbox)}, ${validity}, ${uid}, 1)
    on conflict (mailbox) do update set trying_validity = excluded.trying_validity, trying_uid = excluded.trying_uid,
      tries = case when m.trying_validity = excluded.trying_validity and m.trying_uid = excluded.trying_uid then m.tries + 1 else 1 end
    returning tries`.execute(db)
  return rows[0]!.tries <= TRIES_MAX
}

/** Notes up to where everything is done. */
export async function notePlace({ db }: Door, mailbox: Mailbox, { validity, uid }: Place): Promise<void> {
  await keep(db, mailbox, { validity, uid: BigInt(uid) })
}

/** Notes that the mailbox was read, to its end or as far as one run goes. */
export async function noteRead({ db, now }: Door, mailbox: Mailbox): Promise<void> {
  await keep(db, mailbox, { read_at: now(), problem: null, problem_code: null, problem_at: null })
}

export async function noteProblem({ db, now }: Door, mailbox: Mailbox, { what, code }: MailboxError): Promise<void> {
  await keep(db, mailbox, { problem: what, problem_code: code, problem_at: now() })
}

type Values = {
  validity?: string
  uid?: bigint
  read_at?: Date
  problem?: MailboxError['what'] | null
  problem_code?: string | null
  problem_at?: Date | null
}

async function keep(db: Db, mailbox: Mailbox, values: Values): Promise<void> {
  await db
    .insertInto('auth.mailbox_reads')
    .values({ mailbox: hashOf(mailbox), ...values })
    .onConflict((conflict) => conflict.column('mailbox').doUpdateSet(values))
    .execute()
}

/** Which mailbox it is, without naming it. */
function hashOf({ host, user, folder }: Mailbox): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([host, user, folder]))
    .digest()
}

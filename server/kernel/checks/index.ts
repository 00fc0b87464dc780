import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Db } from '../db.ts'
import { checkDelivery } from '../mail.ts'
import type { Mailbox } from '../mailbox.ts'
import { readMailboxNote } from '../mailbox-notes.ts'
import { checkAddress, checkCertificate } from './address.ts'
import { readBackupNotes } from './backups.ts'
import { judgeBackup, judgeBounces, judgeRoom } from './judge.ts'
import type { Check, Finding } from './types.ts'

export { CHECK_STATES, CHECKS, type Check } from './types.ts'

const KEPT_MS = 60_000
/** Whoever presses the button again and again gets the last answer. */
const PAUSE_MS = 5_000
export const MAIL_CHECK_KIND = 'mail_check'

export type Checked = {
  db: Db
  now: () => Date
  url: string
  dataFolder: string
  mail: { smtpUrl: string; from: string } | undefined
  bounces?: { mailbox: Mailbox } | undefined
  /** Certificates to trust besides those of the system; for tests. */
  authorities?: readonly string[] | undefined
}

/** Looks at the installation as a whole. What was found is kept for a minute; `anew` looks again at once. Several who ask at a time share one look. */
export function createChecks(options: Checked): (anew?: boolean) => Promise<Check[]> {
  let last: { at: number; found: Promise<Check[]> } | undefined
  return (anew = false) => {
    const at = options.now().getTime()
    if (last === undefined || at - last.at >= (anew ? PAUSE_MS : KEPT_MS)) last = { at, found: lookAtAll(options) }
    return last.found
  }
}

/** When a mail that checks the way was last sent, and whether it was opened since. */
export async function checkMail({ db, mail }: Pick<Checked, 'db' | 'mail'>): Promise<Finding> {
  if (mail === undefined) return { state: 'warning', code: 'mail_none', figures: {} }
  const refusal = await checkDelivery(mail.smtpUrl)
  if (refusal !== undefined) return { state: 'problem', code: 'mail_refused', figures: { reason: refusal } }
  const last = await db
    .selectFrom('entrances')
    .select(['created_at', 'used_at'])
    .where('kind', '=', MAIL_CHECK_KIND)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last === undefined) return { state: 'warning', code: 'mail_never', figures: {} }
  const sent = last.created_at.toISOString()
  if (last.used_at === null) return { state: 'warning', code: 'mail_waiting', figures: { sent } }
  return { state: 'fine', code: 'mail_arrived', figures: { sent, arrived: last.used_at.toISOString() } }
}

async function lookAtAll(options: Checked): Promise<Check[]> {
  const { url, now, authorities } = options
  const looks: Record<Check['check'], Promise<Finding>> = {
    address: checkAddress(url),
    certificate: checkCertificate(url, now(), { authorities }),
    mail: checkMail(options),
    bounces: checkBounces(options),
    backup: checkBackup(options),
    room: checkRoom(options),
  }
  const at = now().toISOString()
  return await Promise.all(
    Object.entries(looks).map(async ([check, look]) => ({ check: check as Check['check'], at, ...(await look.catch(unknown)) })),
  )
}

/** Looks at what was noted when the mailbox was read last: a look of its own would be one sign-in more at the server. */
async function checkBounces({ db, mail, bounces, now }: Checked): Promise<Finding> {
  if (mail === undefined) return { state: 'fine', code: 'bounces_no_mail', figures: {} }
  if (bounces === undefined) return { state: 'unknown', code: 'bounces_none', figures: {} }
  return judgeBounces({ note: await readMailboxNote({ db }, bounces.mailbox), now: now() })
}

async function checkBackup({ db, dataFolder, now }: Checked): Promise<Finding> {
  const first = await db.selectFrom('auth.operators').select('since').orderBy('since').limit(1).executeTakeFirst()
  return judgeBackup({ last: readBackupNotes(dataFolder).at(-1), since: first?.since, now: now() })
}

async function checkRoom({ db, dataFolder, now }: Checked): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataFolder)
  const { rows } = await sql<{ bytes: string }>`select pg_database_size(current_database()) as bytes`.execute(db)
  return judgeRoom({
    freeBytes: bavail * bsize,
    databaseBytes: Number(rows[0]?.bytes ?? 0),
    notes: readBackupNotes(dataFolder),
    now: now(),
  })
}

/** One look that fails leaves the others standing. */
function unknown(error: unknown): Finding {
  return { state: 'unknown', code: 'check_failed', figures: { reason: (error as NodeJS.ErrnoException).code ?? (error as Error).name } }
}

import { type Ctx, transaction } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { enqueue, type JobHandler, NO_ECOSYSTEM } from '../../kernel/jobs.ts'
import { log } from '../../kernel/log.ts'
import { MailboxError, type Place, readMailbox } from '../../kernel/mailbox.ts'
import { notePlace, noteProblem, noteRead, noteTry, readMailboxNote } from '../../kernel/mailbox-notes.ts'
import { noteReturn } from './bounces.ts'
import { STOP_KIND } from './job.ts'
import { judge, readReport } from './report.ts'
import { findReturned, findWayBack, type WayBack } from './way.ts'

/** After a password that was refused the server is left alone for longer each time: many lock out whoever keeps trying. */
const WAIT_MS = 5 * 60_000
const WAIT_MAX_MS = 60 * 60_000

let refusals = 0
let refusedUntil = 0

/**
 * Reads the mailbox that mails come back to, for all ecosystems, a piece at a time. What could not be read is noted for whoever looks after
 * the installation and tried again the next time; a job that failed would be tried again at once.
 */
export const readBounces: JobHandler = async (ctx) => {
  const back = findWayBack()
  if (!back || ctx.now().getTime() < refusedUntil) return
  try {
    await readOnce(ctx, back)
    refusals = 0
    await noteRead(ctx, back.mailbox)
  } catch (error) {
    if (!(error instanceof MailboxError)) throw error
    log.warn({ what: error.what, code: error.code }, 'the mailbox for returned mails could not be read')
    if (error.what === 'refused') refusedUntil = ctx.now().getTime() + Math.min(WAIT_MS * 2 ** refusals++, WAIT_MAX_MS)
    await noteProblem(ctx, back.mailbox, error)
  }
}

/** At the start: settings may have changed, and whoever changed them wants to know whether they are right. */
export async function readBouncesSoon(db: Db, now: () => Date): Promise<void> {
  refusals = 0
  refusedUntil = 0
  if (!findWayBack()) return
  const door = { now, actor: { kind: 'system' } as const, ecosystemId: NO_ECOSYSTEM }
  await db.transaction().execute((trx) => enqueue({ ...door, db: trx }, 'mailings.read_bounces', {}))
}

async function readOnce(ctx: Ctx, { mailbox }: WayBack): Promise<void> {
  const note = await readMailboxNote(ctx, mailbox)
  let ours: unknown
  const own = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      ours = error
      throw error
    })
  const reader = {
    begin: (place: Place) => own(noteTry(ctx, mailbox, place)),
    take: (source: Uint8Array) => own(takeReport(ctx, source)),
    keep: (place: Place) => own(notePlace(ctx, mailbox, place)),
  }
  // what went wrong here, in the database for instance, says nothing of the mailbox
  await readMailbox(mailbox, note?.place, reader).catch((error: unknown) => {
    throw ours ?? error
  })
}

/** True for a report on a mail of ours, whatever follows from it. Of the report nothing is kept but a code. */
async function takeReport(ctx: Ctx, source: Uint8Array): Promise<boolean> {
  const report = await readReport(source)
  const recipientId = report && findReturned(report.headers)
  if (!report || recipientId === undefined) return false
  const ecosystemId = await findEcosystem(ctx.db, recipientId)
  // none: a test, or somebody who was erased since
  if (ecosystemId !== undefined) await transaction({ ...ctx, ecosystemId }, (tx) => noteReturn(tx, recipientId, judge(report.fates)))
  return true
}

/** Every mail has a link that ends them, and that is what knows where it belongs before the ecosystem is known. */
async function findEcosystem(db: Db, recipientId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('entrances')
    .select('ecosystem_id')
    .where('kind', '=', STOP_KIND)
    .where('target', '=', recipientId)
    .limit(1)
    .executeTakeFirst()
  return row?.ecosystem_id ?? undefined
}

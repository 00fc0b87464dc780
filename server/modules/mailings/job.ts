import { sql } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { createEntrance, newEntranceKey } from '../../kernel/entrances.ts'
import { emit } from '../../kernel/events.ts'
import { enqueue, type JobHandler } from '../../kernel/jobs.ts'
import { log } from '../../kernel/log.ts'
import { type Handover, type MailLine, openMailLine } from '../../kernel/mail-line.ts'
import { suppress } from '../imports/index.ts'
import { getEcosystem } from '../people/index.ts'
import { writeLetter } from './letter.ts'
import { getList, type ListRow, readObjections } from './lists.ts'
import { change, halt, lockMailing, type MailingRow } from './mailings.ts'
import type { RecipientRow } from './recipients.ts'
import { ATTEMPTS_MAX, waitSecondsAfter } from './rules.ts'
import type { Tables } from './schema.ts'
import { findWay, msUntilTurn, takeTurn } from './way.ts'

export const STOP_KIND = 'mail_stop'
/** Whoever finds an old mail can still end them. */
const STOP_DAYS = 3 * 365
const DAY_MS = 86_400_000
/** A job works so long and then lets others in. */
const SLICE_MS = 4_000
/** Connections, and so the most mails of which nobody knows after a kill. */
export const LINES = 4
const AT_ONCE = 50
/** Tries without an answer, one after the other, after which the mail server counts as down. */
const FAILURES_MAX = 5
const PAUSE_SECONDS = 5

type Slice = {
  ctx: Ctx
  mailing: MailingRow
  turn: number
  list: ListRow
  ecosystem: string
  until: number
  waiting: RecipientRow[]
  taken: Set<string>
  /** The next piece of the list, read once for all lines. */
  reading: Promise<void> | undefined
  ends: boolean
  waitSeconds: number
}

/**
 * Sends a piece of a mailing and enqueues itself for the rest. A recipient is marked after the mail was written to the server and before
 * the end mark that lets it take the mail; the outcome is noted as soon as the server has answered. So what is not marked was not sent,
 * and a kill leaves at most one mail for each connection of which nobody knows. Those are never sent again by themselves.
 */
export const send: JobHandler = async (ctx, payload) => {
  const slice = await transaction(ctx, (tx) => beginSlice(tx, ctx, String(payload.mailingId), Number(payload.turn)))
  if (!slice) return
  const lines = Array.from({ length: LINES }, () => openMailLine(findWay()!))
  try {
    await Promise.all(lines.map((line) => work(slice, line)))
  } finally {
    for (const line of lines) line.close()
  }
  await transaction(ctx, (tx) => passOn(tx, slice.mailing.id, slice.turn, slice.waitSeconds))
}

/** At the start: nothing is under way, so what was on its way when the program ended is settled as unknown, and sending goes on. */
export async function resumeMailings(db: Db, now: () => Date): Promise<void> {
  await forEachUnderWay(db, now, ({ tx, id, turn }) => passOn(tx, id, turn, 0))
}

/** After a restore: who waits may have got the mail since the backup was made, so a person decides whether it goes on. */
export async function pauseRestoredMailings(db: Db, now: () => Date): Promise<void> {
  await forEachUnderWay(db, now, ({ tx, id }) => halt(tx, id, 'mailing_restored'))
}

async function forEachUnderWay(
  db: Db,
  now: () => Date,
  work: (under: { tx: Tx; id: string; turn: number }) => Promise<void>,
): Promise<void> {
  const { rows } = await sql<{ ecosystem_id: string }>`select distinct ecosystem_id from auth.memberships`.execute(db)
  for (const { ecosystem_id: ecosystemId } of rows) {
    await transaction({ db, actor: { kind: 'system' }, ecosystemId, now }, async (tx) => {
      await settleInDoubt(tx)
      const under = await tx.db
        .selectFrom('mailings')
        .select(['id', 'turn'])
        .where('ecosystem_id', '=', ecosystemId)
        .where('state', '=', 'sending')
        .execute()
      for (const mailing of under) await work({ tx, ...mailing })
    })
  }
}

async function beginSlice(tx: Tx, ctx: Ctx, mailingId: string, turn: number): Promise<Slice | undefined> {
  const mailing = await lockMailing(tx, mailingId)
  if (mailing.state !== 'sending' || mailing.turn !== turn) return undefined
  if (!findWay()) {
    await halt(tx, mailingId, 'mail_not_set_up')
    return undefined
  }
  await settleInDoubt(tx, mailingId)
  const list = await getList(tx, mailing.list_id)
  const ecosystem = (await getEcosystem(tx)).name
  const state = { waiting: [], taken: new Set<string>(), reading: undefined, ends: false, waitSeconds: 0 }
  return { ctx, mailing, turn, list, ecosystem, until: performance.now() + SLICE_MS, ...state }
}

async function work(slice: Slice, line: MailLine): Promise<void> {
  while (!slice.ends && performance.now() < slice.until) {
    const wait = msUntilTurn()
    if (performance.now() + wait > slice.until) {
      slice.waitSeconds = Math.max(slice.waitSeconds, Math.floor(wait / 1000))
      return
    }
    takeTurn()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const recipient = await next(slice)
    if (!recipient) return
    await sendOne(slice, line, recipient)
  }
}

async function next(slice: Slice): Promise<RecipientRow | undefined> {
  if (slice.waiting.length === 0) {
    slice.reading ??= refill(slice).finally(() => {
      slice.reading = undefined
    })
    await slice.reading
  }
  return slice.ends ? undefined : slice.waiting.shift()
}

/** Reads on in the list, and passes over those who do not want it any more. */
async function refill(slice: Slice): Promise<void> {
  await transaction(slice.ctx, async (tx) => {
    const rows = await tx.db
      .selectFrom('mailing_recipients')
      .selectAll()
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('mailing_id', '=', slice.mailing.id)
      .where('state', '=', 'queued')
      .where('next_try_at', '<=', tx.now())
      .orderBy('next_try_at')
      .orderBy('id')
      .limit(AT_ONCE + LINES)
      .execute()
    const fresh = rows.filter(({ id }) => !slice.taken.has(id))
    const objections = await readObjections(tx, slice.list, fresh.map(({ address }) => address)) // biome-ignore format: one line reads better
    for (const row of fresh) {
      const reason = objections.get(row.address)
      if (reason !== undefined) await settle(tx, row, { state: 'skipped', reason })
      else slice.waiting.push(row)
      slice.taken.add(row.id)
    }
  })
}

async function sendOne(slice: Slice, line: MailLine, recipient: RecipientRow): Promise<void> {
  const { ctx, mailing } = slice
  const key = newEntranceKey()
  const sent = { texts: mailing.texts, replyTo: mailing.reply_to, list: slice.list.name, ecosystem: slice.ecosystem }
  const letter = writeLetter(recipient, sent, key)
  if (!letter) return await transaction(ctx, (tx) => settle(tx, recipient, { state: 'skipped', reason: 'empty_field' }))
  let isMarked = true
  const handover = await line.deliver(letter, async () => {
    isMarked = false
    await transaction(ctx, (tx) => mark(tx, slice, recipient, key))
    isMarked = true
  })
  // stopped, paused, erased or unsubscribed at the last moment: the server has dropped what was written
  if (!isMarked) return
  await transaction(ctx, (tx) => keepHandover(tx, slice, recipient, handover))
}

/** The last look before the mail server may have it. Throws when it is not to be sent after all. */
async function mark(tx: Tx, { mailing, turn, list }: Slice, { id, address }: RecipientRow, key: string): Promise<void> {
  const objections = await readObjections(tx, list, [address])
  const { numAffectedRows } = await sql`
    update mailing_recipients r set state = 'handing', handed_at = ${tx.now()}, attempts = r.attempts + 1
    where r.ecosystem_id = ${tx.ecosystemId} and r.mailing_id = ${mailing.id} and r.id = ${id} and r.state = 'queued'
      and r.address = ${address} and exists (
        select from mailings m where m.ecosystem_id = r.ecosystem_id and m.id = r.mailing_id and m.state = 'sending' and m.turn = ${turn}
      )`.execute(tx.db)
  if (objections.size > 0 || numAffectedRows !== 1n) throw new Error('not to be sent any more')
  const expiresAt = new Date(tx.now().getTime() + STOP_DAYS * DAY_MS)
  await createEntrance(tx, { kind: STOP_KIND, ecosystemId: tx.ecosystemId, target: id, scope: {}, expiresAt }, key)
}

async function keepHandover(tx: Tx, slice: Slice, recipient: RecipientRow, handover: Handover): Promise<void> {
  const { mailing } = slice
  const attempts = recipient.attempts + 1
  const isAnswer = handover.outcome === 'accepted' || (handover.outcome === 'refused' && handover.what !== 'sender')
  if (handover.outcome === 'accepted') await settle(tx, recipient, { state: 'delivered' })
  else if (handover.outcome === 'unknown') await settle(tx, recipient, { state: 'unknown', reason: 'no_answer' })
  else if (!isAnswer) await settle(tx, recipient, { state: 'queued', attempts: recipient.attempts })
  else if (!handover.isPermanent) await postpone(tx, recipient, attempts)
  else if (handover.what === 'recipient') {
    await settle(tx, recipient, { state: 'bounced', reason: 'no_mailbox', attempts })
    await suppress(tx, recipient.address, 'bounced', `mailing:${mailing.id}`)
  } else await settle(tx, recipient, { state: 'failed', reason: 'refused', attempts })
  if (isAnswer) {
    if (mailing.failures > 0) await change(tx, mailing.id, { failures: 0 })
    mailing.failures = 0
    return
  }
  await noteFailure(tx, slice, handover)
}

/** The server itself gives no answer, or does not take mails of ours: wait longer each time, and pause when that does not help. */
async function noteFailure(tx: Tx, slice: Slice, handover: Handover): Promise<void> {
  if (slice.ends) return // of several lines that meet the same failure, one counts
  slice.ends = true
  const { id } = slice.mailing
  const row = await lockMailing(tx, id)
  if (row.state !== 'sending') return
  const failures = row.failures + 1
  await change(tx, id, { failures })
  log.warn({ mailingId: id, outcome: handover.outcome, failures }, 'the mail server does not take a mailing')
  if (handover.outcome === 'refused' && handover.isPermanent) return await halt(tx, id, 'mail_sender_refused')
  if (failures >= FAILURES_MAX) return await halt(tx, id, 'mail_server_unreachable')
  slice.waitSeconds = PAUSE_SECONDS * 2 ** (failures - 1)
}

async function postpone(tx: Tx, recipient: RecipientRow, attempts: number): Promise<void> {
  if (attempts >= ATTEMPTS_MAX) return await settle(tx, recipient, { state: 'failed', reason: 'gave_up', attempts })
  const next_try_at = new Date(tx.now().getTime() + waitSecondsAfter(attempts) * 1000)
  await settle(tx, recipient, { state: 'queued', attempts, next_try_at })
}

type Outcome = { state: Tables['mailing_recipients']['state']; reason?: string; attempts?: number; next_try_at?: Date }

/** Notes what became of a mail. What was stopped or erased meanwhile keeps that. */
async function settle(tx: Tx, { id, mailing_id }: RecipientRow, outcome: Outcome): Promise<void> {
  const isOpen = outcome.state === 'queued'
  await tx.db
    .updateTable('mailing_recipients')
    .set({ reason: null, ...outcome, settled_at: isOpen ? null : tx.now(), ...(isOpen ? { handed_at: null } : {}) })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('mailing_id', '=', mailing_id)
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'handing'])
    .execute()
}

async function settleInDoubt(tx: Tx, mailingId?: string): Promise<void> {
  let update = tx.db
    .updateTable('mailing_recipients')
    .set({ state: 'unknown', reason: 'no_answer', settled_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('state', '=', 'handing')
  if (mailingId !== undefined) update = update.where('mailing_id', '=', mailingId)
  await update.execute()
}

/** The rest of the work, for a job with the next turn, or the end. Does nothing when it was paused or another job works for it. */
async function passOn(tx: Tx, id: string, turn: number, afterSeconds: number): Promise<void> {
  const row = await lockMailing(tx, id)
  if (row.state !== 'sending' || row.turn !== turn) return
  const next = await tx.db
    .selectFrom('mailing_recipients')
    .select('next_try_at')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('mailing_id', '=', id)
    .where('state', '=', 'queued')
    .orderBy('next_try_at')
    .limit(1)
    .executeTakeFirst()
  if (!next) {
    await change(tx, id, { state: 'done', ended_at: tx.now() })
    return await emit(tx, 'mailing.ended', id, {})
  }
  const untilNext = Math.ceil((next.next_try_at.getTime() - tx.now().getTime()) / 1000)
  await change(tx, id, { turn: turn + 1 })
  await enqueue(tx, 'mailings.send', { mailingId: id, turn: turn + 1 }, Math.max(0, afterSeconds, untilNext))
}

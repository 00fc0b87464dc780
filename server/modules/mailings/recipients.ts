import type { Selectable } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { type Letter, openMailLine } from '../../kernel/mail-line.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { findSuppressed } from '../imports/index.ts'
import { allow, findOwnAddress, getEcosystem } from '../people/index.ts'
import { readAudience } from './audience.ts'
import { TEST_KEY, writeLetter } from './letter.ts'
import { getList } from './lists.ts'
import { lockMailing, mustHaveWay, setOff } from './mailings.ts'
import type { Audience, Preview, Recipient, RecipientList, Tables } from './schema.ts'
import { findWay } from './way.ts'

export type RecipientRow = Selectable<Tables['mailing_recipients']>

/** How many would get a draft now, in which language, and how many not and why. */
export async function countAudience(tx: Tx, id: string): Promise<Audience> {
  allow(tx, 'mailings.read')
  const { recipients, organisations, leftOut, emptyFields } = await readAudience(tx, await getRow(tx, id))
  const de = recipients.filter(({ locale }) => locale === 'de').length
  return { count: recipients.length, organisations, languages: { en: recipients.length - de, de }, leftOut, emptyFields }
}

/** The mail that one of the recipients would get. Throws not_found beyond the last of them. */
export async function previewMailing(tx: Tx, id: string, position: number): Promise<Preview> {
  allow(tx, 'mailings.read')
  const { letter, organisation, locale, total } = await letterAt(tx, id, position)
  return { position, total, to: letter.to, organisation, locale, subject: letter.subject, text: letter.text, html: letter.html }
}

/** Sends the mail of one recipient to oneself, at once. Throws conflict with what the mail server said. */
export async function testMailing(ctx: Ctx, id: string, position: number): Promise<{ to: string }> {
  const { letter, own } = await transaction(ctx, async (tx) => {
    allow(tx, 'mailings.send')
    mustHaveWay()
    return { ...(await letterAt(tx, id, position)), own: found(await findOwnAddress(tx), 'account') }
  })
  const line = openMailLine(findWay()!)
  try {
    const handover = await line.deliver({ ...letter, id: newId(), to: own.email }, async () => {})
    if (handover.outcome === 'accepted') return { to: own.email }
    throw handover.outcome === 'refused'
      ? new DomainError('conflict', 'test_refused', `The mail server did not take it (${handover.code}). Nothing was sent.`)
      : new DomainError('conflict', 'test_unreachable', 'The mail server cannot be reached. Please try again in a minute.')
  } finally {
    line.close()
  }
}

/** A page of those who were written down when it started, in the order of sending. */
export async function listRecipients(ctx: Ctx, id: string, { limit, cursor, state }: RecipientList): Promise<Page<Recipient>> {
  allow(ctx, 'mailings.read')
  await getRow(ctx, id)
  let query = ctx.db
    .selectFrom('mailing_recipients')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('mailing_id', '=', id)
    .orderBy('id')
    .limit(limit + 1)
  if (state !== undefined) query = query.where('state', '=', state)
  if (cursor !== undefined) query = query.where('id', '>', String(decodeCursor(cursor, 1)[0]))
  const page = toPage(await query.execute(), limit, (row) => [row.id])
  return { items: await showRecipients(ctx, page.items), nextCursor: page.nextCursor }
}

/**
 * Sends to one recipient again who did not get it, or of whom nobody knows. Somebody decided that; the Message-ID stays the same, so that
 * a mail program can tell the second from the first.
 */
export async function sendAgain(tx: Tx, recipientId: string): Promise<Recipient> {
  allow(tx, 'mailings.send')
  mustHaveWay()
  const { mailing_id } = found(await selectRecipient(tx, recipientId).executeTakeFirst(), 'recipient')
  const mailing = await lockMailing(tx, mailing_id)
  const row = found(await selectRecipient(tx, recipientId).forUpdate().executeTakeFirst(), 'recipient')
  if (row.state !== 'unknown' && row.state !== 'failed')
    throw new DomainError('conflict', 'recipient_settled', 'It is known what became of this mail, so it is not sent again.')
  if (mailing.state === 'stopped') throw new DomainError('conflict', 'mailing_not_under_way', 'This mailing was stopped.')
  await tx.db
    .updateTable('mailing_recipients')
    .set({
      state: 'queued',
      reason: null,
      attempts: 0,
      next_try_at: tx.now(),
      handed_at: null,
      settled_at: null,
      returned_status: null,
      returned_at: null,
    })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('mailing_id', '=', mailing_id)
    .where('id', '=', recipientId)
    .execute()
  if (mailing.state !== 'paused') await setOff(tx, mailing)
  await emit(tx, 'mailing.sent_again', mailing_id, {})
  return await getRecipient(tx, recipientId)
}

export function selectRecipient(ctx: Ctx | Tx, id: string) {
  return ctx.db.selectFrom('mailing_recipients').selectAll().where('ecosystem_id', '=', ctx.ecosystemId).where('id', '=', id)
}

/** Where an erased recipient stands: an address that no mail reaches. */
export function erasedAddress(id: string): string {
  return `${id}@erased.invalid`
}

async function letterAt(tx: Tx, id: string, position: number) {
  const row = await getRow(tx, id)
  const { recipients } = await readAudience(tx, row)
  const recipient = found(recipients[position], 'recipient')
  const sent = {
    texts: row.texts,
    replyTo: row.reply_to,
    list: (await getList(tx, row.list_id)).name,
    ecosystem: (await getEcosystem(tx)).name,
  }
  const letter: Letter = found(writeLetter({ id, ...recipient }, sent, TEST_KEY), 'recipient')
  return { letter, organisation: recipient.fields.organisation ?? '', locale: recipient.locale, total: recipients.length }
}

async function getRow(ctx: Ctx | Tx, id: string) {
  const row = await ctx.db
    .selectFrom('mailings')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('id', '=', id)
    .executeTakeFirst()
  return found(row, 'mailing')
}

/** A recipient as the report shows it. */
export async function getRecipient(tx: Tx, id: string): Promise<Recipient> {
  const [recipient] = await showRecipients(tx, await selectRecipient(tx, id).execute())
  return found(recipient, 'recipient')
}

async function showRecipients(ctx: Ctx | Tx, rows: readonly RecipientRow[]): Promise<Recipient[]> {
  const suppressed = await findSuppressed(ctx, rows.map(({ address }) => address)) // biome-ignore format: one line reads better
  return rows.map((row) => show(row, suppressed.get(row.address) === 'bounced'))
}

function show(row: RecipientRow, isGivenUp: boolean): Recipient {
  return {
    id: row.id,
    address: row.address === erasedAddress(row.id) ? null : row.address,
    partyId: row.party_id,
    name: row.fields.name ?? '',
    organisation: row.fields.organisation ?? '',
    locale: row.locale,
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    settledAt: row.settled_at?.toISOString() ?? null,
    unsubscribedAt: row.unsubscribed_at?.toISOString() ?? null,
    returnedAt: row.returned_at?.toISOString() ?? null,
    returnedStatus: row.returned_status,
    markedAt: row.marked_at?.toISOString() ?? null,
    isGivenUp,
  }
}

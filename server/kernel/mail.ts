import { html } from 'hono/html'
import type { Transaction } from 'kysely'
import nodemailer from 'nodemailer'
import type { Tables } from '../modules.ts'
import type { Ctx } from './ctx.ts'
import type { Db } from './db.ts'
import { DomainError } from './errors.ts'
import { newId } from './ids.ts'
import { enqueue, type JobHandler, NO_ECOSYSTEM } from './jobs.ts'
import { log } from './log.ts'
import { decodeCursor, type Page, toPage } from './paging.ts'

/** What a mail says. `link` is its secret: kept apart from the text and deleted once the mail is sent or the link has expired. */
export type Mail = {
  kind: string
  to: string
  locale: 'en' | 'de'
  ecosystemId: string | null
  subject: string
  paragraphs: readonly string[]
  action: string
  link: string
  expiresAt: Date
  /** A second thing to do, less prominent, with a secret of its own: to receive no more of these, for instance. */
  second?: { action: string; link: string }
  /** An invitation for the reader's calendar (RFC 6047). It holds no secret. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string }
  /** Who gets the reader's answer, where it is not the sender. */
  replyTo?: string
}

export type Deliver = (mail: {
  id: string
  to: string
  subject: string
  text: string
  html: string
  calendar?: Mail['calendar']
  replyTo?: string
}) => Promise<void>

export type OutboxItem = {
  id: string
  kind: string
  to: string
  subject: string
  text: string
  createdAt: string
  sentAt: string | null
  attempts: number
  lastError: string | null
}

type Door = { db: Transaction<Tables>; now: () => Date }

const LINK = '{{link}}'
const SECOND_LINK = '{{second-link}}'
/** Where the operator may not see a link. A mark, not a sentence, because the mail may be in any language. */
const HIDDEN = '•••'
const JOB = 'mail.send'
/** Two seconds, four, eight … in all about a day. */
const ATTEMPTS_MAX = 17
const WAIT_MAX_SECONDS = 6 * 3600
const CONNECT_TIMEOUT_MS = 10_000
const SOCKET_TIMEOUT_MS = 30_000
const FOOT = {
  en: 'If you did not expect this mail, you can ignore it: nothing happens without you.',
  de: 'Wenn Sie diese Mail nicht erwartet haben, können Sie sie ignorieren: Ohne Sie geschieht nichts.',
}

/** Writes a mail in the caller's transaction: no commit, no mail. A job sends it, again and again until the server has taken it. */
export async function sendMail(tx: Door, mail: Mail): Promise<string> {
  const id = newId()
  const body = render(mail)
  await tx.db
    .insertInto('auth.mails')
    .values({
      id,
      ecosystem_id: mail.ecosystemId,
      kind: mail.kind,
      to_address: mail.to,
      subject: mail.subject,
      text: body.text,
      html: body.html,
      link: mail.link,
      second_link: mail.second?.link ?? null,
      calendar: mail.calendar?.content ?? null,
      calendar_method: mail.calendar?.method ?? null,
      reply_to: mail.replyTo ?? null,
      created_at: tx.now(),
      expires_at: mail.expiresAt,
    })
    .execute()
  await enqueueMail(tx, id, 0)
  return id
}

/** Sends over SMTP. The Message-ID comes from the mail's own id, so that a mail sent twice over a crash is known as one by its reader. */
export function smtpDelivery({ smtpUrl, from }: { smtpUrl: string; from: string }): Deliver {
  const transport = transportTo(smtpUrl)
  const domain = from.replace(/>$/, '').split('@').at(-1)
  return async ({ id, calendar, ...mail }) => {
    const icalEvent = calendar && { filename: 'invitation.ics', ...calendar }
    const headers = { 'auto-submitted': 'auto-generated' }
    await transport.sendMail({ from, messageId: `<${id}@${domain}>`, headers, ...mail, ...(icalEvent && { icalEvent }) })
  }
}

/** Whether the mail server lets us in: undefined, or a short code of what is wrong, such as EAUTH. Its words could quote an address. */
export async function checkDelivery(smtpUrl: string): Promise<string | undefined> {
  const transport = transportTo(smtpUrl)
  try {
    await transport.verify()
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'EUNKNOWN'
  } finally {
    transport.close()
  }
}

function transportTo(smtpUrl: string) {
  return nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** The job that sends. Without a delivery the mails wait in the outbox. */
export function mailJobs(deliver: Deliver | undefined): Record<string, JobHandler> {
  return {
    [JOB]: async (ctx, payload) => {
      if (deliver) await sendOne(ctx, String(payload.mailId), deliver)
    },
  }
}

/** At the start: mails that could not be sent before and are still of use get another try, for instance after SMTP was set up. */
export async function resumeMails(db: Db, now: () => Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('auth.mails').set(WITHOUT_SECRETS).where('expires_at', '<=', now()).where('link', 'is not', null).execute()
    const waiting = await trx
      .selectFrom('auth.mails')
      .select('id')
      .where('sent_at', 'is', null)
      .where('expires_at', '>', now())
      .orderBy('id')
      .execute()
    for (const { id } of waiting) await enqueueMail({ db: trx, now }, id, 0)
  })
}

/** The newest mails first. Their links open accounts, so they are shown only with `showLinks`. */
export async function listOutbox(
  door: { db: Db; now: () => Date },
  paging: { limit: number; cursor?: string | undefined },
  showLinks: boolean,
): Promise<Page<OutboxItem>> {
  let query = door.db
    .selectFrom('auth.mails')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(paging.limit + 1)
  if (paging.cursor !== undefined) query = query.where('id', '<', String(decodeCursor(paging.cursor, 1)[0]))
  const page = toPage(await query.execute(), paging.limit, (row) => [row.id])
  const items = page.items.map((row) => ({
    id: row.id,
    kind: row.kind,
    to: row.to_address,
    subject: row.subject,
    text: withLinks(row.text, showLinks && row.expires_at > door.now() ? row : undefined),
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    attempts: row.attempts,
    lastError: row.last_error,
  }))
  return { items, nextCursor: page.nextCursor }
}

/** Tries a mail again at once. Throws not_found, or conflict when it is sent or its link has expired. */
export async function retryMail(tx: Door, id: string): Promise<void> {
  const mail = await tx.db.selectFrom('auth.mails').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!mail) throw new DomainError('not_found', 'mail_not_found', 'There is no such mail.')
  if (mail.sent_at) throw new DomainError('conflict', 'mail_sent', 'This mail has been sent.')
  if (mail.expires_at <= tx.now())
    throw new DomainError('conflict', 'mail_expired', 'The link in this mail has expired. Please make a new one.')
  await tx.db.updateTable('auth.mails').set({ attempts: 0, last_error: null }).where('id', '=', id).execute()
  await enqueueMail(tx, id, 0)
}

/** The row stays locked while the server is spoken to: of two jobs for one mail, the second finds it taken or sent. */
async function sendOne(ctx: Ctx, id: string, deliver: Deliver): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const mail = await trx
      .selectFrom('auth.mails')
      .selectAll()
      .where('id', '=', id)
      .where('sent_at', 'is', null)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!mail) return
    const door = { db: trx, now: ctx.now }
    if (mail.link === null || mail.expires_at <= ctx.now()) return await settle(door, id, WITHOUT_SECRETS)
    const attempts = mail.attempts + 1
    try {
      await deliver({
        id,
        to: mail.to_address,
        subject: mail.subject,
        text: withLinks(mail.text, mail),
        html: withLinks(mail.html, mail),
        ...(mail.calendar !== null &&
          mail.calendar_method !== null && { calendar: { method: mail.calendar_method, content: mail.calendar } }),
        ...(mail.reply_to !== null && { replyTo: mail.reply_to }),
      })
    } catch (error) {
      // the server's answer may quote the address, so it goes to the operator's outbox and not to the log
      log.warn({ mailId: id, attempts }, 'a mail could not be sent')
      await settle(door, id, { attempts, last_error: (error as Error).message.slice(0, 500) })
      if (attempts < ATTEMPTS_MAX) await enqueueMail(door, id, Math.min(2 ** attempts, WAIT_MAX_SECONDS))
      return
    }
    await settle(door, id, { attempts, last_error: null, sent_at: ctx.now(), ...WITHOUT_SECRETS })
  })
}

async function settle(
  { db }: Door,
  id: string,
  change: { attempts?: number; last_error?: string | null; sent_at?: Date } & Partial<typeof WITHOUT_SECRETS>,
): Promise<void> {
  await db.updateTable('auth.mails').set(change).where('id', '=', id).execute()
}

async function enqueueMail(door: Door, mailId: string, afterSeconds: number): Promise<void> {
  await enqueue({ ...door, actor: { kind: 'system' }, ecosystemId: NO_ECOSYSTEM }, JOB, { mailId }, afterSeconds)
}

/** What goes out of a row once it is sent or of no use any more: its links, and what only the mail itself has to carry. */
const WITHOUT_SECRETS = { link: null, second_link: null, calendar: null, reply_to: null }

function withLinks(text: string, links: { link: string | null; second_link: string | null } | undefined): string {
  // by functions, because a replacement text gives $ a meaning
  return text.replaceAll(LINK, () => links?.link ?? HIDDEN).replaceAll(SECOND_LINK, () => links?.second_link ?? HIDDEN)
}

function render({ locale, subject, paragraphs, action, second }: Mail): { text: string; html: string } {
  const more = second ? [`${second.action}:\n${SECOND_LINK}`] : []
  const text = [...paragraphs, `${action}:\n${LINK}`, ...more, `-- \n${FOOT[locale]}`].join('\n\n')
  const page = html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body style="margin:0;padding:24px;background:#FBF9F5;color:#1F2421;font:16px/1.5 Inter,Helvetica,Arial,sans-serif">
<div style="max-width:560px;margin:0 auto;background:#fff;border:1px solid #E5E1D8;border-radius:10px;padding:24px">
<h1 style="font:600 20px/1.3 Georgia,serif;margin:0 0 16px">${subject}</h1>
${paragraphs.map((paragraph) => html`<p style="margin:0 0 16px">${paragraph}</p>`)}
<p style="margin:24px 0"><a href="${LINK}" style="background:#1E6B52;color:#fff;padding:12px 20px;border-radius:8px;text-decoration:none">${action}</a></p>
${second ? html`<p style="margin:0 0 16px;font-size:14px"><a href="${SECOND_LINK}" style="color:#1E6B52">${second.action}</a></p>` : ''}
<p style="margin:0;color:#5B615D;font-size:14px">${FOOT[locale]}</p></div></body></html>`
  return { text, html: String(page) }
}

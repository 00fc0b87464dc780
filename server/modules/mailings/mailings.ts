import { type Selectable, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { enqueue } from '../../kernel/jobs.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { allow } from '../people/index.ts'
import { readAudience } from './audience.ts'
import { getList } from './lists.ts'
import type { Candidate } from './rules.ts'
import type { Mailing, MailingChange, NewMailing, RecipientState, Tables } from './schema.ts'
import { findWay } from './way.ts'

export type MailingRow = Selectable<Tables['mailings']>

const DRAFTS_MAX = 200
/** Rows written at once. */
const BATCH = 5_000

export async function writeMailing(tx: Tx, input: NewMailing): Promise<Mailing> {
  allow(tx, 'mailings.write')
  await getList(tx, input.listId)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from mailings where ecosystem_id = ${tx.ecosystemId} and state = 'draft'`.execute(tx.db)
  if (rows[0]!.n >= DRAFTS_MAX) throw new DomainError('conflict', 'too_many_drafts', `There can be at most ${DRAFTS_MAX} drafts.`)
  const id = newId()
  const values = { ...columnsOf(input), state: 'draft' as const, created_by: sourceOf(tx.actor), created_at: tx.now() }
  await tx.db
    .insertInto('mailings')
    .values({ ecosystem_id: tx.ecosystemId, id, ...(values as Required<typeof values>) })
    .execute()
  await emit(tx, 'mailing.written', id, {})
  return await getMailing(tx, id)
}

/** Changes a draft. Throws conflict once it was started, and when somebody else was faster. */
export async function changeMailing(tx: Tx, id: string, { version, ...input }: MailingChange): Promise<Mailing> {
  allow(tx, 'mailings.write')
  const row = await lockMailing(tx, id)
  mustBeDraft(row)
  if (row.version !== version)
    throw new DomainError(
      'conflict',
      'mailing_changed',
      'Somebody else changed this mailing meanwhile. Your text is still here: load the new state and try again.',
    )
  if (input.listId !== undefined) await getList(tx, input.listId)
  await change(tx, id, { ...columnsOf(input), version: row.version + 1 })
  return await getMailing(tx, id)
}

/** Removes a draft for good. What was sent stays, so that it can be answered for. */
export async function removeMailing(tx: Tx, id: string): Promise<{ id: string }> {
  allow(tx, 'mailings.write')
  mustBeDraft(await lockMailing(tx, id))
  await tx.db.deleteFrom('mailings').where('ecosystem_id', '=', tx.ecosystemId).where('id', '=', id).execute()
  await emit(tx, 'mailing.removed', id, {})
  return { id }
}

/**
 * Writes down who gets it and begins to send. Throws conflict when that are not as many as were shown: somebody else changed the map
 * meanwhile, and whoever sends has to know to how many.
 */
export async function startMailing(tx: Tx, id: string, expected: number): Promise<Mailing> {
  allow(tx, 'mailings.send')
  mustHaveWay()
  const row = await lockMailing(tx, id)
  mustBeDraft(row)
  const { recipients, leftOut } = await readAudience(tx, row)
  if (recipients.length !== expected)
    throw new DomainError(
      'conflict',
      'mailing_count_changed',
      `It would go to ${recipients.length} by now, not to ${expected}. Nothing was sent. Please look again.`,
    )
  await keepRecipients(tx, id, recipients)
  const started = { started_by: sourceOf(tx.actor), started_at: tx.now() }
  await change(tx, id, { state: 'sending', left_out: JSON.stringify(leftOut), ...started })
  await emit(tx, 'mailing.started', id, { count: recipients.length })
  await enqueue(tx, 'mailings.send', { mailingId: id, turn: row.turn })
  return await getMailing(tx, id)
}

export async function pauseMailing(tx: Tx, id: string): Promise<Mailing> {
  allow(tx, 'mailings.send')
  const row = await lockMailing(tx, id)
  if (row.state !== 'sending') throw notUnderWay()
  await halt(tx, id, null)
  return await getMailing(tx, id)
}

/** Stops sending for now, by a person or because the mail server does not do its part. */
export async function halt(tx: Tx, id: string, problem: string | null): Promise<void> {
  await change(tx, id, { state: 'paused', problem })
  await emit(tx, 'mailing.paused', id, { problem })
}

export async function resumeMailing(tx: Tx, id: string): Promise<Mailing> {
  allow(tx, 'mailings.send')
  mustHaveWay()
  const row = await lockMailing(tx, id)
  if (row.state !== 'paused') throw new DomainError('conflict', 'mailing_not_paused', 'This mailing is not paused.')
  await setOff(tx, row)
  await emit(tx, 'mailing.resumed', id, {})
  return await getMailing(tx, id)
}

/** Ends it for good: who has not got it yet does not get it. */
export async function stopMailing(tx: Tx, id: string): Promise<Mailing> {
  allow(tx, 'mailings.send')
  const row = await lockMailing(tx, id)
  if (row.state !== 'sending' && row.state !== 'paused') throw notUnderWay()
  const { numUpdatedRows } = await tx.db
    .updateTable('mailing_recipients')
    .set({ state: 'skipped', reason: 'stopped', settled_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('mailing_id', '=', id)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  await change(tx, id, { state: 'stopped', problem: null, ended_at: tx.now() })
  await emit(tx, 'mailing.stopped', id, { count: Number(numUpdatedRows) })
  return await getMailing(tx, id)
}

/** Lets the next job send, whatever older ones there are. */
export async function setOff(tx: Tx, row: MailingRow): Promise<void> {
  await change(tx, row.id, { state: 'sending', problem: null, failures: 0, turn: row.turn + 1, ended_at: null })
  await enqueue(tx, 'mailings.send', { mailingId: row.id, turn: row.turn + 1 })
}

export async function getMailing(ctx: Ctx | Tx, id: string): Promise<Mailing> {
  allow(ctx, 'mailings.read')
  const rows = await select(ctx).where('m.id', '=', id).execute()
  const [mailing] = await show(ctx, rows)
  return found(mailing, 'mailing')
}

/** A page of the mailings, the latest first. */
export async function listMailings(ctx: Ctx, { limit, cursor }: Paging): Promise<Page<Mailing>> {
  allow(ctx, 'mailings.read')
  let query = select(ctx)
    .orderBy('m.id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('m.id', '<', String(decodeCursor(cursor, 1)[0]))
  const page = toPage(await query.execute(), limit, ({ id }) => [id])
  return { items: await show(ctx, page.items), nextCursor: page.nextCursor }
}

export async function lockMailing(tx: Tx, id: string): Promise<MailingRow> {
  const row = await tx.db
    .selectFrom('mailings')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return found(row, 'mailing')
}

type Values = { [Column in keyof Omit<Tables['mailings'], 'ecosystem_id' | 'id'>]?: unknown }

export async function change(tx: Tx, id: string, values: Values): Promise<void> {
  await tx.db
    .updateTable('mailings')
    .set(values as never)
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
}

async function keepRecipients(tx: Tx, mailingId: string, recipients: readonly Candidate[]): Promise<void> {
  for (let from = 0; from < recipients.length; from += BATCH) {
    const rows = recipients.slice(from, from + BATCH).map((recipient) => ({ id: newId(), ...recipient }))
    await sql`
      insert into mailing_recipients (ecosystem_id, mailing_id, id, address, party_id, contact_id, locale, fields, state, next_try_at)
      select ${tx.ecosystemId}, ${mailingId}, x.id, x.address, x."partyId", x."contactId", x.locale, x.fields, 'queued', ${tx.now()}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x (id uuid, address text, "partyId" uuid, "contactId" uuid, locale text, fields jsonb)`.execute(tx.db)
  }
}

function columnsOf(input: { [Name in keyof NewMailing]?: NewMailing[Name] | undefined }) {
  return {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.listId === undefined ? {} : { list_id: input.listId }),
    ...(input.viewId === undefined ? {} : { view_id: input.viewId }),
    ...(input.audience === undefined ? {} : { audience: input.audience }),
    ...(input.replyTo === undefined ? {} : { reply_to: input.replyTo }),
    ...(input.languageField === undefined ? {} : { language_field: input.languageField }),
    ...(input.texts === undefined ? {} : { texts: JSON.stringify(input.texts) }),
  }
}

export function mustHaveWay(): void {
  if (findWay()) return
  throw new DomainError(
    'conflict',
    'mail_not_set_up',
    'No mail server is set up, so nothing can be sent. Whoever runs this installation can name one.',
  )
}

function mustBeDraft({ state }: MailingRow): void {
  if (state !== 'draft') throw new DomainError('conflict', 'mailing_started', 'This mailing was started already, so it stays as it is.')
}

function notUnderWay(): DomainError {
  return new DomainError('conflict', 'mailing_not_under_way', 'This mailing is not under way.')
}

function select(ctx: Ctx | Tx) {
  return ctx.db
    .selectFrom('mailings as m')
    .innerJoin('mailing_lists as l', (join) => join.onRef('l.ecosystem_id', '=', 'm.ecosystem_id').onRef('l.id', '=', 'm.list_id'))
    .selectAll('m')
    .select('l.name as list_name')
    .where('m.ecosystem_id', '=', ctx.ecosystemId)
}

async function show(ctx: Ctx | Tx, rows: readonly (MailingRow & { list_name: string })[]): Promise<Mailing[]> {
  const counts = await readCounts(
    ctx,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    listId: row.list_id,
    listName: row.list_name,
    viewId: row.view_id,
    audience: row.audience,
    replyTo: row.reply_to,
    languageField: row.language_field,
    texts: row.texts as Mailing['texts'],
    state: row.state,
    problem: row.problem,
    counts: { ...NOBODY, ...counts.get(row.id) },
    leftOut: row.left_out,
    perMinute: findWay()?.perMinute ?? null,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  }))
}

const NOBODY = { queued: 0, handing: 0, delivered: 0, unknown: 0, failed: 0, bounced: 0, skipped: 0, unsubscribed: 0, marked: 0 }

type Counts = Partial<Mailing['counts']>

async function readCounts(ctx: Ctx | Tx, ids: readonly string[]): Promise<Map<string, Counts>> {
  const { rows } = await sql<{ mailing_id: string; state: RecipientState; n: number; left: number; marked: number }>`
    select mailing_id, state, count(*)::int as n, count(unsubscribed_at)::int as left, count(marked_at)::int as marked from mailing_recipients
    where ecosystem_id = ${ctx.ecosystemId} and mailing_id = any (${ids}) group by 1, 2`.execute(ctx.db)
  const counts = new Map<string, Counts>()
  for (const { mailing_id, state, n, left, marked } of rows) {
    const of = counts.get(mailing_id) ?? {}
    counts.set(mailing_id, { ...of, [state]: n, unsubscribed: (of.unsubscribed ?? 0) + left, marked: (of.marked ?? 0) + marked })
  }
  return counts
}

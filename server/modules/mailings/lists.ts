import { type Selectable, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { createEntrance } from '../../kernel/entrances.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { sendMail } from '../../kernel/mail.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { findSuppressed } from '../imports/index.ts'
import { allow, getEcosystem } from '../people/index.ts'
import { isAddress, type Objections } from './rules.ts'
import type { Consent, MailingList, NewConsent, NewMailingList, Tables } from './schema.ts'
import { confirmLink } from './way.ts'
import { confirmationText } from './words.ts'

export const CONFIRM_KIND = 'mail_confirmation'
const CONFIRM_DAYS = 14
const DAY_MS = 86_400_000
const LISTS_MAX = 50

/** The lists people can be on, with how many confirmed, did not confirm yet, and left. */
export async function listLists(ctx: Ctx): Promise<{ items: MailingList[] }> {
  allow(ctx, 'mailings.read')
  const { rows } = await sql<MailingList>`
    select l.id, l.name, l.ground,
      count(*) filter (where c.state = 'confirmed')::int as confirmed,
      count(*) filter (where c.state = 'unconfirmed')::int as unconfirmed,
      count(*) filter (where c.state = 'unsubscribed')::int as unsubscribed
    from mailing_lists l left join mail_consents c on c.ecosystem_id = l.ecosystem_id and c.list_id = l.id
    where l.ecosystem_id = ${ctx.ecosystemId} group by l.id, l.name, l.ground order by lower(l.name) limit ${LISTS_MAX}`.execute(ctx.db)
  return { items: rows }
}

/** Makes a list. Its ground stays, since people are on it by that ground. */
export async function makeList(tx: Tx, { name, ground }: NewMailingList): Promise<MailingList> {
  allow(tx, 'mailings.write')
  const { items } = await listLists(tx)
  if (items.length >= LISTS_MAX) throw new DomainError('conflict', 'too_many_mailing_lists', `There can be at most ${LISTS_MAX} lists.`)
  const id = newId()
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('mailing_lists')
    .values({ ecosystem_id: tx.ecosystemId, id, name, ground, created_by: sourceOf(tx.actor), created_at: tx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) throw new DomainError('conflict', 'mailing_list_exists', 'There is a list of this name already.')
  await emit(tx, 'mailing_list.made', id, {})
  return { id, name, ground, confirmed: 0, unconfirmed: 0, unsubscribed: 0 }
}

/**
 * Writes down that somebody agreed and asks them by mail to confirm it. Nothing is sent to who is on the list, asked to be left alone
 * altogether, or cannot be reached; whoever left the list only may come back, by their own press of the button.
 */
export async function noteConsent(tx: Tx, listId: string, { address: typed, locale, told }: NewConsent): Promise<Consent> {
  allow(tx, 'mailings.write')
  const list = await getList(tx, listId)
  const address = typed.toLowerCase()
  if (!isAddress(address)) throw new DomainError('invalid', 'address_unfit', 'No mail server takes an address like this.')
  if ((await findSuppressed(tx, [address])).size > 0)
    throw new DomainError(
      'conflict',
      'address_left_alone',
      'This address is not to be written to: they asked for it, or its mails came back.',
    )
  const known = await findConsent(tx, listId, address)
  if (known?.state === 'confirmed') throw new DomainError('conflict', 'consent_confirmed', 'This address has confirmed already.')
  // who left stays away until they press the button themselves
  const state = known?.state ?? 'unconfirmed'
  const noted = { told, locale, noted_by: sourceOf(tx.actor), noted_at: tx.now() }
  await tx.db
    .insertInto('mail_consents')
    .values({ ecosystem_id: tx.ecosystemId, list_id: listId, address, state, ...noted })
    .onConflict((conflict) => conflict.columns(['ecosystem_id', 'list_id', 'address']).doUpdateSet(noted))
    .execute()
  const expiresAt = new Date(tx.now().getTime() + CONFIRM_DAYS * DAY_MS)
  const entrance = { kind: CONFIRM_KIND, ecosystemId: tx.ecosystemId, target: listId, scope: { address }, expiresAt }
  const { key } = await createEntrance(tx, entrance)
  const words = confirmationText(locale, { ecosystem: (await getEcosystem(tx)).name, list: list.name, days: CONFIRM_DAYS })
  const link = confirmLink(key)
  await sendMail(tx, { kind: CONFIRM_KIND, to: address, ecosystemId: tx.ecosystemId, link, expiresAt, ...words })
  await emit(tx, 'mail_consent.noted', listId, {})
  return show(found(await findConsent(tx, listId, address), 'consent'))
}

/** What addresses said of a list, by address. */
export async function listConsents(ctx: Ctx, listId: string, { limit, cursor }: Paging): Promise<Page<Consent>> {
  allow(ctx, 'mailings.read')
  await getList(ctx, listId)
  let query = ctx.db
    .selectFrom('mail_consents')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('list_id', '=', listId)
    .orderBy('address')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('address', '>', String(decodeCursor(cursor, 1)[0]))
  const page = toPage(await query.execute(), limit, ({ address }) => [address])
  return { items: page.items.map(show), nextCursor: page.nextCursor }
}

/** Why some of these addresses get no mail of this list, whatever the mailing says. */
export async function readObjections(ctx: Ctx | Tx, list: ListRow, addresses: readonly string[]): Promise<Objections> {
  const suppressed = await findSuppressed(ctx, addresses)
  const { rows } = await sql<{ address: string; state: ConsentRow['state'] }>`
    select address, state from mail_consents
    where ecosystem_id = ${ctx.ecosystemId} and list_id = ${list.id} and address = any (${addresses})`.execute(ctx.db)
  const states = new Map(rows.map(({ address, state }) => [address, state]))
  const objections = new Map<string, 'unsubscribed' | 'opted_out' | 'bounced' | 'no_consent'>()
  for (const address of addresses) {
    const reason = suppressed.get(address)
    const state = states.get(address)
    if (reason !== undefined) objections.set(address, reason === 'bounced' || reason === 'unsubscribed' ? reason : 'opted_out')
    else if (state === 'unsubscribed') objections.set(address, 'unsubscribed')
    else if (list.ground === 'consent' && state !== 'confirmed') objections.set(address, 'no_consent')
  }
  return objections
}

export type ListRow = Tables['mailing_lists']
type ConsentRow = Selectable<Tables['mail_consents']>

export async function getList(ctx: Ctx | Tx, id: string): Promise<ListRow> {
  const row = await ctx.db
    .selectFrom('mailing_lists')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('id', '=', id)
    .executeTakeFirst()
  return found(row, 'mailing_list')
}

async function findConsent(ctx: Ctx | Tx, listId: string, address: string) {
  return await ctx.db
    .selectFrom('mail_consents')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('list_id', '=', listId)
    .where('address', '=', address)
    .executeTakeFirst()
}

function show({
  address,
  state,
  told,
  noted_at,
  confirmed_at,
  unsubscribed_at,
}: NonNullable<Awaited<ReturnType<typeof findConsent>>>): Consent {
  return {
    address,
    state,
    told,
    notedAt: noted_at.toISOString(),
    confirmedAt: confirmed_at?.toISOString() ?? null,
    unsubscribedAt: unsubscribed_at?.toISOString() ?? null,
  }
}

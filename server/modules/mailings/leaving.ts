import { type Selectable, sql } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { openEntrance } from '../../kernel/entrances.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { suppress } from '../imports/index.ts'
import { findContactPerson } from '../parties/index.ts'
import { getEcosystem } from '../people/index.ts'
import { STOP_KIND } from './job.ts'
import { CONFIRM_KIND, getList } from './lists.ts'
import { erasedAddress, selectRecipient } from './recipients.ts'
import type { Locale } from './rules.ts'
import type { Tables } from './schema.ts'

type Door = { db: Db; now: () => Date }

/** What the page behind the link of a mail shows to whoever holds it. */
export type Held = {
  address: string
  locale: Locale
  ecosystem: string
  list: string
  name: string | undefined
  role: string
  organisation: string
  lists: { name: string; state: Tables['mail_consents']['state'] | 'none' }[]
  mails: { name: string; at: Date }[]
}

const MAILS_MAX = 20

/** What is stored about the reader of a mail, as far as the mails are concerned. Changes nothing. Throws as openEntrance does. */
export async function readHeld(door: Door, key: string): Promise<Held> {
  return await behind(door, key, async (tx, recipient, list) => {
    const contact = recipient.contact_id === null ? undefined : await findContactPerson(tx, recipient.contact_id)
    const { rows: lists } = await sql<Held['lists'][number]>`
      select l.name, coalesce(c.state, 'none') as state from mailing_lists l
      left join mail_consents c on c.ecosystem_id = l.ecosystem_id and c.list_id = l.id and c.address = ${recipient.address}
      where l.ecosystem_id = ${tx.ecosystemId} and (c.state is not null or l.id = ${list.id}) order by lower(l.name)`.execute(tx.db)
    const { rows: mails } = await sql<Held['mails'][number]>`
      select m.name, coalesce(r.settled_at, r.handed_at) as at from mailing_recipients r
      join mailings m on m.ecosystem_id = r.ecosystem_id and m.id = r.mailing_id
      where r.ecosystem_id = ${tx.ecosystemId} and r.address = ${recipient.address} and r.handed_at is not null
      order by 2 desc limit ${MAILS_MAX}`.execute(tx.db)
    const { name, role = '', organisation = '' } = recipient.fields
    const ecosystem = (await getEcosystem(tx)).name
    const { address, locale } = recipient
    return { address, locale, ecosystem, list: list.name, name: contact?.name ?? (name || undefined), role, organisation, lists, mails }
  })
}

/** Ends the mails of the list, or all mailings to this address. As often as it is asked for; nobody signs in for it. */
export async function stopMails(door: Door, key: string, everything: boolean): Promise<void> {
  await behind(door, key, async (tx, recipient, list) => {
    const now = tx.now()
    const left = { state: 'unsubscribed' as const, unsubscribed_at: now }
    await tx.db
      .insertInto('mail_consents')
      .values({
        ecosystem_id: tx.ecosystemId,
        list_id: list.id,
        address: recipient.address,
        locale: recipient.locale,
        told: '',
        noted_by: `mailing:${recipient.mailing_id}`,
        noted_at: now,
        ...left,
      })
      .onConflict((conflict) => conflict.columns(['ecosystem_id', 'list_id', 'address']).doUpdateSet(left))
      .execute()
    if (everything) await suppress(tx, recipient.address, 'unsubscribed', `mailing:${recipient.mailing_id}`)
    await tx.db
      .updateTable('mailing_recipients')
      .set({ unsubscribed_at: sql`coalesce(unsubscribed_at, ${now})` })
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('mailing_id', '=', recipient.mailing_id)
      .where('id', '=', recipient.id)
      .execute()
    await emit(tx, 'mailing.unsubscribed', recipient.mailing_id, { everything })
  })
}

export type Asked = { address: string; locale: Locale; ecosystem: string; list: string }

/** What somebody is asked to confirm. Changes nothing. Throws as openEntrance does. */
export async function readAsked(door: Door, key: string): Promise<Asked> {
  return await asked(door, key, async (tx, consent) => {
    const list = await getList(tx, consent.list_id)
    return { address: consent.address, locale: consent.locale, ecosystem: (await getEcosystem(tx)).name, list: list.name }
  })
}

/** The second half of a double opt-in: whoever reads the mails of the address pressed the button. */
export async function confirmConsent(door: Door, key: string): Promise<void> {
  await asked(door, key, async (tx, { list_id, address, state }) => {
    if (state === 'confirmed') return
    await tx.db
      .updateTable('mail_consents')
      .set({ state: 'confirmed', confirmed_at: tx.now(), unsubscribed_at: null })
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('list_id', '=', list_id)
      .where('address', '=', address)
      .execute()
    await emit(tx, 'mail_consent.confirmed', list_id, {})
  })
}

type Recipient = Selectable<Tables['mailing_recipients']>
type List = Tables['mailing_lists']

async function behind<T>(door: Door, key: string, work: (tx: Tx, recipient: Recipient, list: List) => Promise<T>): Promise<T> {
  const entrance = await openEntrance(door, STOP_KIND, key)
  return await transaction(ctxOf(door, entrance.ecosystemId), async (tx) => {
    const recipient = await selectRecipient(tx, entrance.target).executeTakeFirst()
    if (!recipient || recipient.address === erasedAddress(recipient.id)) throw gone()
    const mailing = await tx.db
      .selectFrom('mailings')
      .select('list_id')
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('id', '=', recipient.mailing_id)
      .executeTakeFirst()
    return await work(tx, recipient, await getList(tx, found(mailing, 'mailing').list_id))
  })
}

async function asked<T>(door: Door, key: string, work: (tx: Tx, consent: Selectable<Tables['mail_consents']>) => Promise<T>): Promise<T> {
  const entrance = await openEntrance(door, CONFIRM_KIND, key)
  return await transaction(ctxOf(door, entrance.ecosystemId), async (tx) => {
    const consent = await tx.db
      .selectFrom('mail_consents')
      .selectAll()
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('list_id', '=', entrance.target)
      .where('address', '=', String(entrance.scope.address))
      .forUpdate()
      .executeTakeFirst()
    if (!consent) throw gone()
    return await work(tx, consent)
  })
}

/** Whoever holds the key is let in by it and acts as the program: they have no account here. */
function ctxOf({ db, now }: Door, ecosystemId: string | null): Ctx {
  if (ecosystemId === null) throw gone()
  return { db, now, actor: { kind: 'system' }, ecosystemId }
}

function gone(): DomainError {
  return new DomainError('gone', 'entrance_revoked', 'This link has been withdrawn.')
}

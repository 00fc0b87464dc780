import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { release } from '../imports/index.ts'
import { findContactPerson } from '../parties/index.ts'
import type { DataSubject, PersonalData } from '../people/index.ts'
import { STOP_KIND } from './job.ts'
import { CONFIRM_KIND } from './lists.ts'

/**
 * A person stands in the lists of recipients and in what they agreed to, by address. That they left a list stays, since forgetting it would
 * have them written to again; that a mail went out stays without saying to whom.
 */
export const personalData: PersonalData = {
  module: 'mailings',
  async collect(tx, subject) {
    const address = await addressOf(tx, subject)
    const { rows: mails } = await sql`
      select m.name as mailing, r.address, r.fields, r.state, r.handed_at, r.unsubscribed_at, r.returned_at, r.returned_status, r.marked_at from mailing_recipients r
      join mailings m on m.ecosystem_id = r.ecosystem_id and m.id = r.mailing_id
      where r.ecosystem_id = ${tx.ecosystemId} and (r.contact_id::text = ${subject.id} or r.address = ${address}) order by r.id`.execute(
      tx.db,
    )
    const { rows: consents } = await sql`
      select l.name as list, c.state, c.told, c.noted_at, c.confirmed_at, c.unsubscribed_at from mail_consents c
      join mailing_lists l on l.ecosystem_id = c.ecosystem_id and l.id = c.list_id
      where c.ecosystem_id = ${tx.ecosystemId} and c.address = ${address} order by l.name`.execute(tx.db)
    return { mails, consents }
  },
  async erase(tx, subject) {
    const address = await addressOf(tx, subject)
    const { rows } = await sql<{ id: string; address: string }>`
      select id, address from mailing_recipients
      where ecosystem_id = ${tx.ecosystemId} and (contact_id::text = ${subject.id} or address = ${address}) for update`.execute(tx.db)
    const ids = rows.map(({ id }) => id)
    const addresses = [...new Set([...(address === null ? [] : [address]), ...rows.map((row) => row.address)])]
    await sql`
      update mailing_recipients set address = id || '@erased.invalid', contact_id = null, fields = '{}',
        state = case when state = 'queued' then 'skipped' else state end,
        reason = case when state = 'queued' then 'erased' else reason end,
        settled_at = coalesce(settled_at, case when state = 'queued' then ${tx.now()}::timestamptz end)
      where ecosystem_id = ${tx.ecosystemId} and id = any (${ids})`.execute(tx.db)
    await sql`
      delete from mail_consents where ecosystem_id = ${tx.ecosystemId} and address = any (${addresses}) and state <> 'unsubscribed'`.execute(
      tx.db,
    )
    // unlike a wish to be left alone, that mails came back protects nobody
    for (const gone of addresses) await release(tx, gone)
    await sql`update mail_consents set told = '' where ecosystem_id = ${tx.ecosystemId} and address = any (${addresses})`.execute(tx.db)
    await tx.db
      .deleteFrom('entrances')
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where(
        sql<boolean>`(kind = ${STOP_KIND} and target = any (${ids}) or kind = ${CONFIRM_KIND} and scope ->> 'address' = any (${addresses}))`,
      )
      .execute()
    await tx.db
      .deleteFrom('auth.mails')
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('kind', '=', CONFIRM_KIND)
      .where(sql<boolean>`to_address = any (${addresses})`)
      .execute()
  },
}

async function addressOf(tx: Tx, subject: DataSubject): Promise<string | null> {
  if (subject.kind === 'account') return subject.email.toLowerCase()
  return (await findContactPerson(tx, subject.id))?.email?.toLowerCase() ?? null
}

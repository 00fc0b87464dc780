import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { release, suppress } from '../imports/index.ts'
import { allow } from '../people/index.ts'
import { erasedAddress, getRecipient, type RecipientRow, selectRecipient } from './recipients.ts'
import type { Verdict } from './report.ts'
import type { Recipient, Tables } from './schema.ts'

/** An address that so many mailings in so many days could not reach for now is given up as one that does not work. */
const NOTED_MAX = 3
const NOTED_DAYS = 180
const DAY_MS = 86_400_000

/**
 * Notes that a mail came back, once however often the report is read. An address that does not work is given up: no later mailing writes
 * to it. What came back for now is shown as not arrived, and weighs together with others.
 */
export async function noteReturn(tx: Tx, recipientId: string, verdict: Verdict): Promise<void> {
  if (verdict.outcome === 'nothing') return
  const row = await selectRecipient(tx, recipientId).forUpdate().executeTakeFirst()
  if (!row || row.address === erasedAddress(row.id) || row.state === 'bounced') return
  const isKnown = row.returned_at !== null
  if (isKnown && verdict.outcome === 'noted') return
  await change(tx, row, { returned_status: verdict.status, returned_at: tx.now() })
  const isOften = verdict.outcome === 'noted' && (await countNoted(tx, row.address)) >= NOTED_MAX
  const isFinal = verdict.outcome === 'gone' || isOften
  // whoever is to be written to once more just now is left out by the address having been given up
  if (row.state !== 'queued' && row.state !== 'skipped') await change(tx, row, outcomeOf(isFinal, isOften))
  if (isFinal) await suppress(tx, row.address, 'bounced', `mailing:${row.mailing_id}`)
  await emit(tx, 'mailing.returned', row.mailing_id, { final: isFinal })
}

/** Somebody heard that an address does not work. Throws conflict where nothing was sent to it, or it is erased. */
export async function markAddress(tx: Tx, recipientId: string): Promise<Recipient> {
  allow(tx, 'mailings.write')
  const row = await lock(tx, recipientId)
  if (row.state === 'queued' || row.state === 'skipped')
    throw new DomainError('conflict', 'recipient_not_written', 'Nothing was sent to this address, so nobody knows whether it works.')
  await suppress(tx, row.address, 'bounced', `mailing:${row.mailing_id}`)
  if (row.marked_at === null) {
    await change(tx, row, { marked_at: tx.now() })
    await emit(tx, 'mailing.address_marked', row.mailing_id, {})
  }
  return await getRecipient(tx, recipientId)
}

/** An address works after all: later mailings write to it, and what came back for now weighs no more. What came back for good stays shown. */
export async function clearAddress(tx: Tx, recipientId: string): Promise<Recipient> {
  allow(tx, 'mailings.write')
  const row = await lock(tx, recipientId)
  const wasGivenUp = await release(tx, row.address)
  await sql`
    update mailing_recipients set marked_at = null, returned_status = case when state = 'bounced' then returned_status end
    where ecosystem_id = ${tx.ecosystemId} and address = ${row.address} and (marked_at is not null or returned_status is not null)`.execute(
    tx.db,
  )
  if (wasGivenUp) await emit(tx, 'mailing.address_cleared', row.mailing_id, {})
  return await getRecipient(tx, recipientId)
}

async function lock(tx: Tx, id: string): Promise<RecipientRow> {
  const row = found(await selectRecipient(tx, id).forUpdate().executeTakeFirst(), 'recipient')
  if (row.address === erasedAddress(row.id))
    throw new DomainError('conflict', 'recipient_erased', 'This person was erased, so their address is no longer known.')
  return row
}

function outcomeOf(isFinal: boolean, isOften: boolean): Values {
  if (!isFinal) return { state: 'failed', reason: 'returned_for_now' }
  return { state: 'bounced', reason: isOften ? 'returned_often' : 'returned' }
}

type Values = Partial<Pick<Tables['mailing_recipients'], 'state'>> & {
  reason?: string
  returned_status?: string
  returned_at?: Date
  marked_at?: Date
}

async function change(tx: Tx, { mailing_id, id }: RecipientRow, values: Values): Promise<void> {
  await tx.db
    .updateTable('mailing_recipients')
    .set(values)
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('mailing_id', '=', mailing_id)
    .where('id', '=', id)
    .execute()
}

/** Mailings that came back for now from this address, each once, since somebody last said that it works. */
async function countNoted(tx: Tx, address: string): Promise<number> {
  const since = new Date(tx.now().getTime() - NOTED_DAYS * DAY_MS)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from mailing_recipients
    where ecosystem_id = ${tx.ecosystemId} and address = ${address} and returned_status is not null and state <> 'bounced'
      and returned_at > ${since}`.execute(tx.db)
  return rows[0]!.n
}

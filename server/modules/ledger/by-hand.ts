/** What people and their programs book themselves: asked for, allowed, and booked with whatever else the request does, or not at all. */

import { complaint } from '../../kernel/complaints.ts'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { allow } from '../people/index.ts'
import { openAccount, setLimits } from './accounts.ts'
import { makeAsset } from './assets.ts'
import { exchangeOf } from './exchanges.ts'
import { postAll } from './posting.ts'
import { reversalOf } from './reversals.ts'
import type { Posting } from './rules.ts'
import type { Asset, NewAsset, NewExchange, NewReversal, NewTransaction, ShownAccount, ShownTransaction } from './schema.ts'
import { showAccount } from './showing.ts'
import { BY_HAND, getTransaction } from './transactions.ts'

export async function makeAssetByHand(tx: Tx, input: NewAsset): Promise<Asset> {
  await makeAsset(tx, input)
  return input
}

export async function openAccountByHand(tx: Tx, input: Parameters<typeof openAccount>[1]): Promise<ShownAccount> {
  return await showAccount(tx, await openAccount(tx, input))
}

export async function limitAccount(tx: Tx, id: string, limits: Parameters<typeof setLimits>[2]): Promise<ShownAccount> {
  await setLimits(tx, id, limits)
  return await showAccount(tx, id)
}

/** `key` is what the request is known by; whoever sends it again, however late, gets what was booked the first time. */
export async function bookByHand(
  tx: Tx,
  key: string | undefined,
  { kind, note, entries, ...days }: NewTransaction,
): Promise<ShownTransaction> {
  allow(tx, 'ledger.write')
  return await bookOne(tx, {
    ...keyOf(tx, key),
    ...days,
    kind,
    explanation: { note },
    entries: entries.map(({ side, amount, note: ofEntry, ...entry }) => ({
      ...entry,
      amount: side === 'debit' ? amount : -amount,
      ...(ofEntry !== undefined && { explanation: { note: ofEntry } }),
    })),
  })
}

/** Throws as reversalOf(), invalid when one entry is named twice, and conflict for what a program keeps track of: it would not know of it. */
export async function reverseByHand(tx: Tx, transactionId: string, key: string | undefined, input: NewReversal): Promise<ShownTransaction> {
  allow(tx, 'ledger.write')
  const { note, parts, ...days } = input
  const numbers = parts?.map(({ n }) => n) ?? []
  const twice = numbers.findIndex((n, place) => numbers.indexOf(n) < place)
  if (twice >= 0) {
    const where = complaint(`parts.${twice}.n`, 'key_twice', { key: String(numbers[twice]) })
    throw new DomainError('invalid', 'entry_twice', 'An entry is named twice. Nothing was booked.', [where])
  }
  const booked = found(await readScope(tx, transactionId), 'transaction')
  if (!booked.startsWith(BY_HAND))
    throw new DomainError('conflict', 'not_by_hand', 'What was booked by something else is taken back there. Nothing was booked.')
  const undoing = { ...keyOf(tx, key), ...days, transactionId, explanation: { note } }
  const named = parts && new Map(parts.map(({ n, amount }) => [n, amount]))
  return await bookOne(tx, await reversalOf(tx, { ...undoing, ...(named && { parts: named }) }))
}

export async function exchangeByHand(tx: Tx, key: string | undefined, { note, ...input }: NewExchange): Promise<ShownTransaction> {
  allow(tx, 'ledger.write')
  return await bookOne(tx, await exchangeOf(tx, { ...keyOf(tx, key), ...input, explanation: { note } }))
}

async function readScope({ db, ecosystemId }: Tx, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('ledger_transactions')
    .select('scope')
    .where('ecosystem_id', '=', ecosystemId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.scope
}

async function bookOne(tx: Tx, posting: Posting): Promise<ShownTransaction> {
  const [posted] = await postAll(tx, [posting])
  return await getTransaction(tx, posted!.id)
}

function keyOf({ actor }: Tx, key: string | undefined): { scope: string; key: string } {
  return { scope: `${BY_HAND}${sourceOf(actor)}`, key: key ?? newId() }
}

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { type Posting, postAll } from '../ledger/index.ts'
import { readAliases } from '../parties/index.ts'
import { allow, todayIn } from '../people/index.ts'
import { type KnownVersion, mirror, readKnownVersions } from '../sharing/index.ts'
import { addToCaps, lockSales, openAccounts } from './books.ts'
import { type LineRow, readLines } from './listing.ts'
import { bodyOf, vatText } from './rules.ts'
import type { NewRefund, VatLine } from './schema.ts'
import {
  accountKey,
  accountOfLine,
  bank,
  capsOf,
  entriesOn,
  explanationOf,
  recoupEntries,
  vatEntries,
  type WantedEntry,
} from './sharing-out.ts'

export type Refunded = { refundId: string; saleId: string; isRepeat: boolean }

/**
 * Gives a sale back, all or a part of it: every line and every line of tax by its part, to the cent and never more than it got. What is held back
 * still is taken from there, the rest from what is owed. Throws conflict above the original.
 */
export async function refundSale(tx: Tx, saleId: string, input: NewRefund): Promise<Refunded> {
  allow(tx, 'sales.write')
  await lockSales(tx)
  const sale = await readSale(tx, saleId)
  const { late, ...body } = input
  const hash = createHash('sha256')
    .update(bodyOf({ saleId, ...body }))
    .digest('hex')
  const before = await findRefund(tx, sale.source, input.reference)
  if (before?.hash === hash) return { refundId: before.id, saleId, isRepeat: true }
  if (before)
    throw new DomainError(
      'conflict',
      'refund_reference_used',
      `The reference ${input.reference} was used for another refund. Nothing was booked.`,
    )
  const refundedOn = await dayOf(tx, sale, input.day)
  const refund: Draft = { id: newId(), sale, input, hash, refundedOn, ...partsOf(sale, BigInt(input.amount)) }
  await bookRefund(tx, refund)
  await emit(tx, 'sale.refunded', null, { saleId, refundId: refund.id })
  return { refundId: refund.id, saleId, isRepeat: false }
}

type SaleToRefund = {
  id: string
  source: string
  reference: string
  day: string
  asset: string
  gross: bigint
  vat: VatLine[]
  collector: string | null
  version: KnownVersion
  lines: LineRow[]
  /** What earlier refunds gave back: with tax, and of each line of tax. */
  before: { gross: bigint; vat: { net: bigint; vat: bigint }[] }
}
type Part = { line: LineRow; amount: bigint; wasHeld: boolean }
type Parts = { parts: Part[]; vat: VatLine[] }
type Draft = Parts & { id: string; sale: SaleToRefund; input: NewRefund; hash: string; refundedOn: string }

async function readSale(tx: Tx, saleId: string): Promise<SaleToRefund> {
  type Row = Omit<SaleToRefund, 'version' | 'lines' | 'before'> & { versionId: string }
  const { rows } = await sql<Row>`
    select id, source, reference, day::text, asset, gross, vat, collected_by as collector, version_id as "versionId"
    from sales where ecosystem_id = ${tx.ecosystemId} and id = ${saleId}`.execute(tx.db)
  const { versionId, ...sale } = found(rows[0], 'sale')
  const refunds = await tx.db
    .selectFrom('sale_refunds')
    .select(['amount', 'vat'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('sale_id', '=', saleId)
    .execute()
  const sum = (values: readonly (bigint | string)[]) => values.reduce<bigint>((total, value) => total + BigInt(value), 0n)
  return {
    ...sale,
    version: (await readKnownVersions(tx, [versionId])).get(versionId)!,
    lines: await readLines(tx, saleId),
    before: {
      gross: sum(refunds.map(({ amount }) => amount)),
      vat: sale.vat.map((_, k) => ({ net: sum(refunds.map(({ vat }) => vat[k]!.net)), vat: sum(refunds.map(({ vat }) => vat[k]!.vat)) })),
    },
  }
}

async function findRefund({ db, ecosystemId }: Tx, source: string, reference: string): Promise<{ id: string; hash: string } | undefined> {
  return await db
    .selectFrom('sale_refunds')
    .select(['id', 'body_hash as hash'])
    .where('ecosystem_id', '=', ecosystemId)
    .where('source', '=', source)
    .where('reference', '=', reference)
    .executeTakeFirst()
}

async function dayOf(tx: Tx, sale: SaleToRefund, day: string | undefined): Promise<string> {
  const today = await todayIn(tx)
  if (day !== undefined && day > today) throw new DomainError('invalid', 'sale_in_future', 'This day is still to come. Nothing was booked.')
  if (day !== undefined && day < sale.day)
    throw new DomainError(
      'invalid',
      'refund_before_sale',
      `It was sold on ${sale.day} and cannot be given back before. Nothing was booked.`,
    )
  return day ?? today
}

/** How much each line and each line of tax gives back: first the tax is parted from the price by its part, then what was shared by the lines. */
function partsOf({ gross, vat, lines, version, before }: SaleToRefund, amount: bigint): Parts {
  const prices = vat.length === 0 ? [{ id: 'net', paid: gross, givenBack: before.gross }] : pricesOf(vat, before.vat)
  const given = mirror(prices, amount)
  const back = vat.map((line, k) => ({ ...line, net: `${given[k]!}`, vat: `${given[vat.length + k]!}` }))
  const shared = version.rule.basis === 'gross' ? amount : amount - back.reduce((sum, line) => sum + BigInt(line.vat), 0n)
  if (shared === 0n) return { parts: [], vat: back }
  const amounts = mirror(
    lines.map(({ n, paid, refunded }) => ({ id: orderOf(n), paid, givenBack: refunded })),
    shared,
  )
  const parts = lines.map((line, k) => ({ line, amount: amounts[k]!, wasHeld: line.held_until !== null && line.released_on === null }))
  return { parts: parts.filter((part) => part.amount > 0n), vat: back }
}

function pricesOf(vat: readonly VatLine[], before: SaleToRefund['before']['vat']) {
  return [
    ...vat.map(({ net }, k) => ({ id: `net ${orderOf(k)}`, paid: BigInt(net), givenBack: before[k]!.net })),
    ...vat.map(({ vat: tax }, k) => ({ id: `vat ${orderOf(k)}`, paid: BigInt(tax), givenBack: before[k]!.vat })),
  ]
}

/** Of equals the first by id goes first, so ids are in the order of the lines. */
function orderOf(n: number): string {
  return String(n).padStart(5, '0')
}

async function bookRefund(tx: Tx, refund: Draft): Promise<void> {
  const { id, sale, input, vat, refundedOn } = refund
  const { targetOf } = await readAliases(tx)
  const entries = refundEntries(refund, targetOf)
  const accounts = await openAccounts(
    tx,
    entries.map(({ account }) => account),
  )
  const tax = vat.reduce((sum, line) => sum + BigInt(line.vat), 0n)
  const posting: Posting = {
    scope: `refund:${sale.source}`,
    key: input.reference,
    kind: 'refund',
    effectiveOn: refundedOn,
    late: input.late,
    ruleVersionId: sale.version.id,
    explanation: {
      sale: sale.id,
      refund: id,
      reference: sale.reference,
      gross: input.amount,
      net: `${BigInt(input.amount) - tax}`,
      vat: vatText(vat),
    },
    entries: entriesOn(entries, (account) => accounts.get(accountKey(account))!),
  }
  const [posted] = await postAll(tx, [posting])
  await insertRefund(tx, refund, posted!)
  const given = linesOf(refund).map((line) => ({ ...line, paid: -line.paid }))
  await addToCaps(tx, capsOf(sale.day, sale.version, given))
}

/** The lines as far as they are given back, in the place of what they got. */
function linesOf({ parts }: Draft) {
  return parts.map(({ line, amount, wasHeld }) => {
    const { step, recipient, through, party_id: partyId, exact, carry, held_until } = line
    return { step, recipient, through, partyId, exact, carry, paid: amount, heldUntil: wasHeld ? held_until : null }
  })
}

/** The entries of the sale the other way round, each with as much as it gives back. What is held lies where it was put, whoever merged since. */
function refundEntries(refund: Draft, targetOf: (partyId: string) => string): WantedEntry[] {
  const { id, sale, vat, input } = refund
  const { asset, version } = sale
  const why = { sale: sale.id, refund: id }
  const collector = sale.collector === null ? null : targetOf(sale.collector)
  const lines = linesOf(refund)
  const mirrored: WantedEntry[] = [
    { account: bank(asset, collector), amount: BigInt(input.amount), explanation: why },
    ...(version.rule.basis === 'net' ? vatEntries(asset, collector, vat, why) : []),
    ...lines.map((line) => ({
      account: accountOfLine(asset, {
        ...line,
        partyId: line.partyId === null || line.heldUntil !== null ? line.partyId : targetOf(line.partyId),
      }),
      amount: -line.paid,
      explanation: explanationOf(why, line),
    })),
    ...recoupEntries(sale.id, version, lines, targetOf),
  ]
  return mirrored.map(({ amount, ...entry }) => ({ ...entry, amount: -amount }))
}

async function insertRefund(tx: Tx, refund: Draft, posted: { id: string; effectiveOn: string }): Promise<void> {
  const { id, sale, hash, input, refundedOn, parts, vat } = refund
  await tx.db
    .insertInto('sale_refunds')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      sale_id: sale.id,
      source: sale.source,
      reference: input.reference,
      body_hash: hash,
      amount: BigInt(input.amount),
      vat: JSON.stringify(vat),
      reason: input.reason,
      day: refundedOn,
      booked_on: posted.effectiveOn,
      transaction_id: posted.id,
      recorded_by: sourceOf(tx.actor),
      recorded_at: tx.now(),
    })
    .execute()
  if (parts.length === 0) return
  const rows = parts.map(({ line: { n }, amount, wasHeld }) => {
    return { ecosystem_id: tx.ecosystemId, refund_id: id, sale_id: sale.id, n, amount, was_held: wasHeld }
  })
  await tx.db.insertInto('sale_refund_parts').values(rows).execute()
}

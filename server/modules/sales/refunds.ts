import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { findReversed, type Posted, type Posting, postEach } from '../ledger/index.ts'
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
  capsOf,
  collectedEntries,
  entriesOn,
  explanationOf,
  recoupEntries,
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
  const sale = found((await readSales(tx, [saleId]))[0], 'sale')
  const hash = hashOf(saleId, input)
  const before = await findRefund(tx, sale.source, input.reference)
  if (before?.hash === hash) return { refundId: before.id, saleId, isRepeat: true }
  if (before)
    throw new DomainError(
      'conflict',
      'refund_reference_used',
      `The reference ${input.reference} was used for another refund. Nothing was booked.`,
    )
  if (sale.isReversed)
    throw new DomainError('conflict', 'already_reversed', 'The booking of this sale was reversed already. Nothing was booked.')
  const refundedOn = await dayOf(tx, sale, input.day)
  const refund: Draft = { id: newId(), sale, input, hash, refundedOn, ...partsOf(sale, BigInt(input.amount)) }
  await bookRefunds(tx, [refund])
  await emit(tx, 'sale.refunded', null, { saleId, refundId: refund.id })
  return { refundId: refund.id, saleId, isRepeat: false }
}

/**
 * Gives back what is left of sales, on their days or, where these are closed, on the first that is open. Under the lock on sales. Answers how many
 * had something left.
 */
export async function giveBackRest(tx: Tx, saleIds: readonly string[]): Promise<number> {
  const sales = await readSales(tx, saleIds)
  const refunds = sales.flatMap((sale): Draft[] => {
    const left = sale.gross - sale.before.gross
    if (left === 0n || sale.isReversed) return []
    const input: NewRefund = { reference: `undone:${sale.id}`, amount: `${left}`, reason: null, day: sale.day, late: 'next' }
    return [{ id: newId(), sale, input, hash: hashOf(sale.id, input), refundedOn: sale.day, ...partsOf(sale, left) }]
  })
  await bookRefunds(tx, refunds)
  return refunds.length
}

function hashOf(saleId: string, { late, ...body }: NewRefund): string {
  return createHash('sha256')
    .update(bodyOf({ saleId, ...body }))
    .digest('hex')
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
  /** Whether its booking was reversed by hand, all or a part of it: then it is corrected by hand. */
  isReversed: boolean
  /** What earlier refunds gave back: with tax, and of each line of tax. */
  before: { gross: bigint; vat: { net: bigint; vat: bigint }[] }
}
type Part = { line: LineRow; amount: bigint; wasHeld: boolean }
type Parts = { parts: Part[]; vat: VatLine[] }
type Draft = Parts & { id: string; sale: SaleToRefund; input: NewRefund; hash: string; refundedOn: string }

async function readSales(tx: Tx, ids: readonly string[]): Promise<SaleToRefund[]> {
  type Row = Omit<SaleToRefund, 'version' | 'lines' | 'isReversed' | 'before'> & { versionId: string; transactionId: string }
  const { rows } = await sql<Row>`
    select id, source, reference, day::text, asset, gross, vat, collected_by as collector, version_id as "versionId", transaction_id as "transactionId"
    from sales where ecosystem_id = ${tx.ecosystemId} and id = any(${ids}::uuid[]) order by id`.execute(tx.db)
  const { rows: refunds } = await sql<{ sale_id: string; amount: bigint; vat: VatLine[] }>`
    select sale_id, amount, vat from sale_refunds where ecosystem_id = ${tx.ecosystemId} and sale_id = any(${ids}::uuid[])`.execute(tx.db)
  const refundsOf = Map.groupBy(refunds, ({ sale_id }) => sale_id)
  const linesOf = Map.groupBy(await readLines(tx, ids), ({ sale_id }) => sale_id)
  const versions = await readKnownVersions(tx, [...new Set(rows.map(({ versionId }) => versionId))])
  const reversed = await findReversed(tx, rows.map(({ transactionId }) => transactionId)) // biome-ignore format: one line reads better
  return rows.map(({ versionId, transactionId, ...sale }) => {
    const before = refundsOf.get(sale.id) ?? []
    const vat = sale.vat.map((_, k) => ({
      net: sumOf(before.map((one) => one.vat[k]!.net)),
      vat: sumOf(before.map((one) => one.vat[k]!.vat)),
    }))
    const given = { gross: sumOf(before.map(({ amount }) => amount)), vat }
    const isReversed = reversed.has(transactionId)
    return { ...sale, version: versions.get(versionId)!, lines: linesOf.get(sale.id) ?? [], isReversed, before: given }
  })
}

function sumOf(values: readonly (bigint | string)[]): bigint {
  return values.reduce<bigint>((total, value) => total + BigInt(value), 0n)
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

async function bookRefunds(tx: Tx, refunds: readonly Draft[]): Promise<void> {
  if (refunds.length === 0) return
  const { targetOf } = await readAliases(tx)
  const wanted = refunds.map((refund) => refundEntries(refund, targetOf))
  const accounts = await openAccounts(
    tx,
    wanted.flatMap((entries) => entries.map(({ account }) => account)),
  )
  const isBooked = (k: number) => wanted[k]!.length > 0
  const postings = refunds.flatMap((refund, k) => {
    const entries = entriesOn(wanted[k]!, (account) => accounts.get(accountKey(account))!)
    return isBooked(k) ? [postingOf(refund, entries)] : []
  })
  const posted = await postQuietly(tx, postings)
  let place = 0
  await insertRefunds(
    tx,
    refunds,
    refunds.map((_, k) => (isBooked(k) ? posted[place++] : undefined)),
  )
  const caps = new Map<string, bigint>()
  for (const refund of refunds)
    for (const [key, amount] of capsOf(refund.sale.day, refund.sale.version, linesOf(refund))) caps.set(key, (caps.get(key) ?? 0n) - amount)
  await addToCaps(tx, caps)
}

/** All or nothing; what was done is told by whoever gave back. */
async function postQuietly(tx: Tx, postings: readonly Posting[]): Promise<Posted[]> {
  return (await postEach(tx, postings)).map((outcome) => {
    if ('refused' in outcome) throw outcome.refused
    return outcome.posted
  })
}

function postingOf({ id, sale, input, vat, refundedOn }: Draft, entries: Posting['entries']): Posting {
  const net = BigInt(input.amount) - sumOf(vat.map((line) => line.vat))
  return {
    scope: `refund:${sale.source}`,
    key: input.reference,
    kind: 'refund',
    effectiveOn: refundedOn,
    late: input.late,
    ruleVersionId: sale.version.id,
    explanation: { sale: sale.id, refund: id, reference: sale.reference, gross: input.amount, net: `${net}`, vat: vatText(vat) },
    entries,
  }
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
    ...collectedEntries({ asset, collector, basis: version.rule.basis, gross: BigInt(input.amount), vat }, why),
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

/** One of tax alone that an organisation took in moves nothing in these books. */
async function insertRefunds(tx: Tx, refunds: readonly Draft[], posted: readonly (Posted | undefined)[]): Promise<void> {
  const rows = refunds.map(({ id, sale, hash, input, refundedOn, vat }, k) => ({
    id,
    sale_id: sale.id,
    source: sale.source,
    reference: input.reference,
    body_hash: hash,
    amount: input.amount,
    vat,
    reason: input.reason,
    day: refundedOn,
    booked_on: posted[k]?.effectiveOn ?? refundedOn,
    transaction_id: posted[k]?.id ?? null,
  }))
  const parts = refunds.flatMap(({ id, sale, parts }) =>
    parts.map(({ line: { n }, amount, wasHeld }) => ({ refund_id: id, sale_id: sale.id, n, amount: `${amount}`, was_held: wasHeld })),
  )
  await sql`
    with r as (
      insert into sale_refunds (ecosystem_id, id, sale_id, source, reference, body_hash, amount, vat, reason, day, booked_on, transaction_id,
        recorded_by, recorded_at)
      select ${tx.ecosystemId}::uuid, x.*, ${sourceOf(tx.actor)}, ${tx.now()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, sale_id uuid, source text, reference text, body_hash text,
        amount bigint, vat jsonb, reason text, day date, booked_on date, transaction_id uuid)
    )
    insert into sale_refund_parts (ecosystem_id, refund_id, sale_id, n, amount, was_held)
    select ${tx.ecosystemId}::uuid, x.* from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as x(refund_id uuid, sale_id uuid, n int,
      amount bigint, was_held boolean)`.execute(tx.db)
}

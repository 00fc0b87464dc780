import { sql } from 'kysely'
import { complaintOf } from '../../kernel/complaints.ts'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { type Posted, type Posting, postEach } from '../ledger/index.ts'
import { allow } from '../people/index.ts'
import { textOf } from '../sharing/index.ts'
import { addToCaps, keepCarries, lockSales, openAccounts } from './books.ts'
import { type Fresh, type Plan, planSales } from './planning.ts'
import { vatText } from './rules.ts'
import { type BatchAnswer, NewSale } from './schema.ts'
import { accountKey, entriesOn, saleEntries, type WantedEntry } from './sharing-out.ts'

export type Recorded = { saleId: string; isRepeat: boolean } | { refused: unknown }

/** Records one sale, shared out and booked. The same again gives the same sale. Throws what stands against it. */
export async function recordSale(tx: Tx, sale: NewSale): Promise<{ saleId: string; isRepeat: boolean }> {
  const [recorded] = await bookSales(tx, [sale])
  if ('refused' in recorded!) throw recorded.refused
  const { saleId, isRepeat } = recorded!
  if (!isRepeat) await emit(tx, 'sale.recorded', null, { saleId, ruleId: sale.ruleId })
  return { saleId, isRepeat }
}

/** Records many, each with its own answer: one that is refused takes no other down. */
export async function recordSales(tx: Tx, inputs: readonly unknown[]): Promise<BatchAnswer> {
  const parsed = inputs.map((input) => NewSale.safeParse(input))
  const good = parsed.flatMap(({ success, data }) => (success ? [data] : []))
  const recorded = await bookSales(tx, good)
  let place = 0
  const items = parsed.map(({ data, error }, k) => {
    const said = (inputs[k] as { reference?: unknown }).reference
    const outcome = data
      ? recorded[place++]!
      : { refused: invalid(error!.issues.slice(0, COMPLAINTS_MAX).map((issue) => complaintOf(issue))) }
    const reference = typeof said === 'string' ? said.slice(0, REFERENCE_SHOWN_MAX) : null
    if ('refused' in outcome) return { reference, saleId: null, isRepeat: false, refused: refusalOf(outcome.refused) }
    return { reference, ...outcome, refused: null }
  })
  const booked = items.filter(({ saleId, isRepeat }) => saleId !== null && !isRepeat).length
  if (booked > 0) await emit(tx, 'sale.many_recorded', null, { count: booked })
  return {
    booked,
    repeated: items.filter(({ isRepeat }) => isRepeat).length,
    refused: items.filter(({ refused }) => refused !== null).length,
    items,
  }
}

const COMPLAINTS_MAX = 20
const REFERENCE_SHOWN_MAX = 120

function invalid(errors: ReturnType<typeof complaintOf>[]): DomainError {
  return new DomainError('invalid', 'invalid', 'Something in the input is not right.', errors)
}

/** A refusal as it is answered for one of many. What is no refusal takes all down: it is nobody's own. */
export function refusalOf(refused: unknown): NonNullable<BatchAnswer['items'][number]['refused']> {
  if (!(refused instanceof DomainError)) throw refused
  return { code: refused.code, title: refused.message, ...(refused.errors ? { errors: [...refused.errors] } : {}) }
}

/**
 * Plans, books and keeps sales in their order. What the ledger refuses, though the plan saw nothing against it, is taken out, and the others are
 * planned anew: by what it would have left behind they would be shared differently.
 */
export async function bookSales(tx: Tx, sales: readonly NewSale[], importId: string | null = null): Promise<Recorded[]> {
  allow(tx, 'sales.write')
  if (sales.length === 0) return []
  await lockSales(tx)
  const refused = new Map<number, unknown>()
  for (;;) {
    const plan = await planSales(tx, sales, refused)
    const drafts = plan.planned.flatMap((one) => ('fresh' in one ? [draftOf(one.fresh, plan)] : []))
    await sql`savepoint sales`.execute(tx.db)
    const outcomes = await postDrafts(tx, drafts)
    const wrong = outcomes.flatMap((outcome, k) => ('refused' in outcome ? [[drafts[k]!.place, outcome.refused] as const] : []))
    if (wrong.length === 0) {
      const posted = outcomes.map((outcome) => ('posted' in outcome ? outcome.posted : undefined)!)
      await keep(tx, plan, drafts, posted, importId)
      return recordedOf(plan, drafts)
    }
    await sql`rollback to savepoint sales`.execute(tx.db)
    for (const [place, why] of wrong) refused.set(place, why)
  }
}

type Draft = Fresh & { id: string; entries: WantedEntry[] }

function draftOf(fresh: Fresh, { standing: { targetOf } }: Plan): Draft {
  const id = newId()
  const { sale, collector, version, shared } = fresh
  return { ...fresh, id, entries: saleEntries(sale, id, { collector, version, allocations: shared.allocations, targetOf }) }
}

async function postDrafts(tx: Tx, drafts: readonly Draft[]) {
  if (drafts.length === 0) return []
  const accounts = await openAccounts(
    tx,
    drafts.flatMap(({ entries }) => entries.map(({ account }) => account)),
  )
  const postings = drafts.map(({ id, sale, attempt, version, entries }): Posting => {
    const { source, reference, gross, net, vat, day, late } = sale
    return {
      scope: attempt === 1 ? `sale:${source}` : `sale.${attempt}:${source}`,
      key: reference,
      kind: 'sale',
      effectiveOn: day,
      late,
      ruleVersionId: version.id,
      explanation: { sale: id, reference, gross, net, vat: vatText(vat) },
      entries: entriesOn(entries, (account) => accounts.get(accountKey(account))!),
    }
  })
  return await postEach(tx, postings)
}

function recordedOf({ planned }: Plan, drafts: readonly Draft[]): Recorded[] {
  const idAt = new Map(drafts.map(({ place, id }) => [place, id]))
  return planned.map((one, place) => {
    if ('refused' in one) return one
    if ('repeats' in one) return { saleId: one.repeats, isRepeat: true }
    if ('repeatsPlace' in one) return { saleId: idAt.get(one.repeatsPlace)!, isRepeat: true }
    return { saleId: idAt.get(place)!, isRepeat: false }
  })
}

async function keep(tx: Tx, plan: Plan, drafts: readonly Draft[], posted: readonly Posted[], importId: string | null): Promise<void> {
  if (drafts.length === 0) return
  await insertSales(tx, drafts, posted, importId)
  const versions = new Map(drafts.map(({ version }) => [version.id, version]))
  await keepCarries(tx, [...versions.values()], plan.standing)
  const caps = new Map<string, bigint>()
  for (const { shared } of drafts) for (const [key, amount] of shared.caps) caps.set(key, (caps.get(key) ?? 0n) + amount)
  await addToCaps(tx, caps)
}

/** Sales, their lines, and which of these are held back, by one statement. */
async function insertSales(tx: Tx, drafts: readonly Draft[], posted: readonly Posted[], importId: string | null): Promise<void> {
  const sales = drafts.map((draft, k) => rowOf(draft, posted[k]!))
  const lines = drafts.flatMap(({ id, shared }) =>
    shared.allocations.map(({ paid, partyId, heldUntil, ...line }, k) => {
      return { ...line, sale_id: id, n: k + 1, party_id: partyId, paid: `${paid}`, held_until: heldUntil }
    }),
  )
  await sql`
    with s as (
      insert into sales (ecosystem_id, id, source, reference, attempt, body_hash, rule_id, version_id, day, booked_on, asset, gross, net, vat,
        collected_by, facts, clips, skips, transaction_id, import_id, recorded_by, recorded_at)
      select ${tx.ecosystemId}::uuid, x.*, ${importId}::uuid, ${sourceOf(tx.actor)}, ${tx.now()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(sales)}::jsonb) as x(id uuid, source text, reference text, attempt int, body_hash text,
        rule_id uuid, version_id uuid, day date, booked_on date, asset text, gross bigint, net bigint, vat jsonb, collected_by uuid,
        facts jsonb, clips jsonb, skips jsonb, transaction_id uuid)
    ), a as (
      insert into sale_allocations (ecosystem_id, sale_id, n, step, recipient, through, party_id, exact, paid, carry, held_until)
      select ${tx.ecosystemId}::uuid, x.* from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as x(sale_id uuid, n int, step text,
        recipient text, through text, party_id uuid, exact text, paid bigint, carry text, held_until date)
      returning sale_id, n, paid, held_until
    )
    insert into sale_holds (ecosystem_id, sale_id, n, held_until)
    select ${tx.ecosystemId}::uuid, sale_id, n, held_until from a where held_until is not null and paid > 0`.execute(tx.db)
}

function rowOf({ id, sale, hash, attempt, version, collector, shared: { outcome } }: Draft, { id: transactionId, effectiveOn }: Posted) {
  const { units, names, is, metrics, standAlone, used } = sale
  return {
    id,
    source: sale.source,
    reference: sale.reference,
    attempt,
    body_hash: hash,
    rule_id: sale.ruleId,
    version_id: version.id,
    day: sale.day,
    booked_on: effectiveOn,
    asset: sale.asset,
    gross: sale.gross,
    net: sale.net,
    vat: vatText(sale.vat),
    collected_by: collector,
    facts: { units, names, is, metrics, standAlone, used },
    clips: outcome.clips.map(({ wanted, taken, ...clip }) => ({ ...clip, wanted: textOf(wanted), taken: textOf(taken) })),
    skips: outcome.skips,
    transaction_id: transactionId,
  }
}

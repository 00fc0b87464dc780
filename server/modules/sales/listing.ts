import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { found } from '../../kernel/errors.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { readAliases, readNames } from '../parties/index.ts'
import { allowList, may, readMembers } from '../people/index.ts'
import { type KnownVersion, naming, readKnownVersions, readRecipientNames, type SaleFacts, sentencesOf } from '../sharing/index.ts'
import type { AllocationRow, RefundRow, Sale, SaleQuery, SaleRow, SaleSummary } from './schema.ts'

type Locale = 'en' | 'de'
/** Whose lines are shown: everybody's, or those of one organisation by all its ids. */
type Within = ReturnType<typeof allowList>
type SummaryRow = {
  id: string
  source: string
  reference: string
  day: string
  rule_id: string
  version_id: string
  asset: string
  gross: bigint
  net: bigint
  collected_by: string | null
  refunded: bigint
  own: bigint
  undone: boolean
}

/** Sales, the newest day first. A member is shown those that concern the own organisation, and of these what it got. */
export async function listSales(ctx: Ctx, { limit, cursor, ...query }: SaleQuery): Promise<Page<SaleSummary>> {
  const within = allowList(ctx, 'sales.read')
  const conditions = [...(await conditionsOf(ctx, query, within)), ...(within.all ? [] : [concerns(ctx, within.partyIds)])]
  if (cursor !== undefined) {
    const [day, id] = decodeCursor(cursor, 2)
    conditions.push(sql`(s.day, s.id) < (${String(day)}::date, ${String(id)}::uuid)`)
  }
  const rows = await selectSummaries(
    ctx,
    within,
    sql`where s.ecosystem_id = ${ctx.ecosystemId} ${sql.join(conditions.map((condition) => sql`and ${condition}`), sql` `)}
      order by s.day desc, s.id desc limit ${limit + 1}`, // biome-ignore format: one line reads better
  )
  const { items, nextCursor } = toPage(rows, limit, ({ day, id }) => [day, id])
  const versions = await readKnownVersions(ctx, [...new Set(items.map(({ version_id }) => version_id))])
  return { items: items.map((row) => summaryOf(row, versions.get(row.version_id)!, within)), nextCursor }
}

async function conditionsOf(
  ctx: Ctx,
  { from, until, ruleId, partyId, importId, reference }: Omit<SaleQuery, 'limit' | 'cursor'>,
  within: Within,
): Promise<RawBuilder<unknown>[]> {
  const conditions: RawBuilder<unknown>[] = []
  if (from !== undefined) conditions.push(sql`s.day >= ${from}::date`)
  if (until !== undefined) conditions.push(sql`s.day <= ${until}::date`)
  if (ruleId !== undefined) conditions.push(sql`s.rule_id = ${ruleId}`)
  if (importId !== undefined) conditions.push(sql`s.import_id = ${importId}`)
  if (reference !== undefined) conditions.push(sql`starts_with(s.reference, ${reference})`)
  if (partyId !== undefined) {
    // a member asks for the own organisation alone: who else had a part in a sale is not theirs to know
    const ids = (await readAliases(ctx)).membersOf(partyId)
    conditions.push(concerns(ctx, within.all ? ids : ids.filter((id) => within.partyIds.includes(id))))
  }
  return conditions
}

/** One of these ids took the money in or got a line. */
function concerns({ ecosystemId }: Ctx, partyIds: readonly string[]): RawBuilder<unknown> {
  return sql`(s.collected_by = any(${partyIds}::uuid[]) or exists (select from sale_allocations a
    where a.ecosystem_id = ${ecosystemId} and a.sale_id = s.id and a.party_id = any(${partyIds}::uuid[])))`
}

async function selectSummaries({ db, ecosystemId }: Ctx, within: Within, rest: RawBuilder<unknown>): Promise<SummaryRow[]> {
  const ids = within.all ? [] : within.partyIds
  const { rows } = await sql<SummaryRow>`
    select s.id, s.source, s.reference, s.day::text, s.rule_id, s.version_id, s.asset, s.gross, s.net, s.collected_by,
      coalesce((select sum(r.amount) from sale_refunds r where r.ecosystem_id = ${ecosystemId} and r.sale_id = s.id), 0)::bigint as refunded,
      (coalesce((select sum(a.paid) from sale_allocations a
        where a.ecosystem_id = ${ecosystemId} and a.sale_id = s.id and a.party_id = any(${ids}::uuid[])), 0)
       - coalesce((select sum(p.amount) from sale_refund_parts p
        join sale_allocations a on a.ecosystem_id = p.ecosystem_id and a.sale_id = p.sale_id and a.n = p.n
        where p.ecosystem_id = ${ecosystemId} and p.sale_id = s.id and a.party_id = any(${ids}::uuid[])), 0))::bigint as own,
      exists (select from sale_import_undoings u where u.ecosystem_id = ${ecosystemId} and u.import_id = s.import_id) as undone
    from sales s ${rest}`.execute(db)
  return rows
}

/** The sale as a whole concerns coordinators and whoever took the money in. */
function seesWhole(within: Within, { collected_by }: { collected_by: string | null }): boolean {
  return within.all || (collected_by !== null && within.partyIds.includes(collected_by))
}

function summaryOf(row: SummaryRow, version: KnownVersion, within: Within): SaleSummary {
  const whole = seesWhole(within, row)
  return {
    id: row.id,
    source: row.source,
    reference: row.reference,
    day: row.day,
    ruleId: row.rule_id,
    ruleName: version.ruleName,
    asset: row.asset,
    gross: whole ? `${row.gross}` : null,
    net: whole ? `${row.net}` : null,
    refunded: whole ? `${row.refunded}` : null,
    own: within.all ? null : `${row.own}`,
    isUndone: row.undone,
  }
}

/** One sale with who got what of it, each line in words. Throws not_found, also for whom it does not concern. */
export async function getSale(ctx: Ctx, id: string, locale: Locale = 'en'): Promise<Sale> {
  const within = allowList(ctx, 'sales.read')
  const ours = within.all ? sql`` : sql`and ${concerns(ctx, within.partyIds)}`
  const [row] = await selectSummaries(ctx, within, sql`where s.ecosystem_id = ${ctx.ecosystemId} and s.id = ${id} ${ours}`)
  const summary = found(row, 'sale')
  const whole = await readRow(ctx, id)
  const version = (await readKnownVersions(ctx, [whole.version_id])).get(whole.version_id)!
  const nameOf = naming(version.recipients, await readRecipientNames(ctx, version.recipients))
  const sentences = new Map(sentencesOf(version.rule, nameOf, locale).map((sentence, k) => [version.rule.steps[k]!.id, sentence]))
  const sentenceOf = (step: string) => sentences.get(step) ?? step
  const mayRead = may(ctx, 'sharing.read')
  const isWhole = seesWhole(within, summary)
  const lines = (await readLines(ctx, [id])).filter(
    ({ party_id }) => within.all || (party_id !== null && within.partyIds.includes(party_id)),
  )
  const shown = new Set(lines.map(({ n }) => n))
  const collector = whole.collected_by === null ? undefined : (await readNames(ctx, [whole.collected_by])).get(whole.collected_by)
  return {
    ...summaryOf(summary, version, within),
    bookedOn: whole.booked_on,
    versionId: version.id,
    versionNumber: version.number,
    vat: isWhole ? whole.vat : [],
    collectedBy: whole.collected_by === null || !isWhole ? null : { partyId: whole.collected_by, name: collector?.name ?? '' },
    facts: within.all ? whole.facts : null,
    names: within.all ? Object.fromEntries(version.recipients.map(({ key }) => [key, nameOf(key)])) : {},
    lines: lines.map((line) => ({
      n: line.n,
      step: line.step,
      sentence: mayRead ? sentenceOf(line.step) : null,
      recipient: line.recipient,
      name: nameOf(line.recipient),
      partyId: line.party_id,
      through: line.through === null ? null : nameOf(line.through),
      exact: line.exact,
      paid: `${line.paid}`,
      carry: line.carry,
      heldUntil: line.held_until,
      releasedOn: line.released_on,
      refunded: `${line.refunded}`,
    })),
    clips: within.all ? whole.clips.map(({ stepId, ...clip }) => ({ step: stepId, sentence: sentenceOf(stepId), ...clip })) : [],
    skips: within.all ? whole.skips.map(({ stepId, why }) => ({ step: stepId, sentence: sentenceOf(stepId), why })) : [],
    refunds: await readRefunds(ctx, id, { isWhole, shown, seesReason: within.all }),
    transactionId: whole.transaction_id,
    importId: within.all ? whole.import_id : null,
    recordedBy: within.all ? await personNamed(ctx, whole.recorded_by) : null,
    recordedAt: whole.recorded_at.toISOString(),
  }
}

async function personNamed(ctx: Ctx, source: string): Promise<string | null> {
  const id = source.replace(/^person:/, '')
  return (await readMembers(ctx, [id])).get(id)?.name ?? null
}

type WholeRow = Pick<
  SaleRow,
  'version_id' | 'booked_on' | 'collected_by' | 'transaction_id' | 'import_id' | 'recorded_by' | 'recorded_at'
> & {
  vat: Sale['vat']
  facts: SaleFacts
  clips: { stepId: string; why: 'left' | 'cap'; wanted: string; taken: string }[]
  skips: { stepId: string; why: 'when' | 'nobody' }[]
}

async function readRow({ db, ecosystemId }: Ctx, id: string): Promise<WholeRow> {
  const { rows } = await sql<WholeRow>`
    select version_id, booked_on::text, collected_by, transaction_id, import_id, recorded_by, recorded_at, vat, facts, clips, skips
    from sales where ecosystem_id = ${ecosystemId} and id = ${id}`.execute(db)
  return rows[0]!
}

export type LineRow = Omit<AllocationRow, 'ecosystem_id'> & { refunded: bigint; released_on: string | null }

/** The lines of sales with what was given back of each, and since when it is held back no longer. */
export async function readLines({ db, ecosystemId }: Ctx, saleIds: readonly string[]): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select a.sale_id, a.n, a.step, a.recipient, a.through, a.party_id, a.exact, a.paid, a.carry, a.held_until::text, r.released_on::text,
      coalesce((select sum(p.amount) from sale_refund_parts p
        where p.ecosystem_id = ${ecosystemId} and p.sale_id = a.sale_id and p.n = a.n), 0)::bigint as refunded
    from sale_allocations a left join sale_releases r on r.ecosystem_id = a.ecosystem_id and r.sale_id = a.sale_id and r.n = a.n
    where a.ecosystem_id = ${ecosystemId} and a.sale_id = any(${saleIds}::uuid[]) order by a.sale_id, a.n`.execute(db)
  return rows
}

type Shown = { isWhole: boolean; shown: ReadonlySet<number>; seesReason: boolean }

async function readRefunds({ db, ecosystemId }: Ctx, saleId: string, { isWhole, shown, seesReason }: Shown): Promise<Sale['refunds']> {
  type Row = Pick<RefundRow, 'id' | 'reference' | 'amount' | 'reason' | 'day' | 'booked_on' | 'transaction_id' | 'recorded_at'>
  const { rows } = await sql<Row & { vat: Sale['vat']; parts: { n: number; amount: string; wasHeld: boolean }[] | null }>`
    select r.id, r.reference, r.amount, r.vat, r.reason, r.day::text, r.booked_on::text, r.transaction_id, r.recorded_at,
      (select json_agg(json_build_object('n', p.n, 'amount', p.amount::text, 'wasHeld', p.was_held) order by p.n)
       from sale_refund_parts p where p.ecosystem_id = ${ecosystemId} and p.refund_id = r.id) as parts
    from sale_refunds r where r.ecosystem_id = ${ecosystemId} and r.sale_id = ${saleId} order by r.id`.execute(db)
  return rows.map(({ parts, ...row }) => ({
    id: row.id,
    reference: row.reference,
    amount: isWhole ? `${row.amount}` : null,
    reason: seesReason ? row.reason : null,
    day: row.day,
    bookedOn: row.booked_on,
    transactionId: row.transaction_id,
    recordedAt: row.recorded_at.toISOString(),
    vat: isWhole ? row.vat : [],
    lines: (parts ?? []).filter(({ n }) => shown.has(n)),
  }))
}

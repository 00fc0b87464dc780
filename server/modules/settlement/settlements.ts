import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { found } from '../../kernel/errors.ts'
import { decodeCursor, toPage } from '../../kernel/paging.ts'
import { readAliases } from '../parties/index.ts'
import { allow, allowList, hasSignedInAgain, listPeopleWith, partiesWithin, reachOf } from '../people/index.ts'
import { namesOfSources } from './bank-accounts.ts'
import { type Decided, decideLines, newsOf, readLines, readMovementsOf, readPayoutsOf, type StoredLine, showLines, totalsOf } from './lines.ts' // biome-ignore format: one line reads better
import { type State, stateOf } from './rules.ts'
import type { FileMade, LinePage, List, Settlement, SettlementPage } from './schema.ts'

/** A settlement and how far it has come. */
export type Standing = {
  id: string
  number: number
  since: string | null
  through: string
  minimum: bigint
  closedBy: string
  closedByPerson: string | null
  closedAt: Date
  state: State
  approvalId: string | null
  approvedBy: string | null
  approvedAt: Date | null
  isWaiver: boolean | null
  hasFile: boolean
  payouts: { waiting: number; paid: number; failed: number }
}

/** The newest first. A member sees the sums of their own organisation alone. */
export async function listSettlements(ctx: Ctx, { limit, cursor }: List): Promise<SettlementPage> {
  const allowed = allowList(ctx, 'settlement.read')
  const before = cursor === undefined ? null : Number(decodeCursor(cursor, 1)[0])
  const rows = await readStandings(ctx, sql`(${before}::int is null or s.number < ${before}) order by s.number desc limit ${limit + 1}`)
  const page = toPage(rows, limit, ({ number }) => [number])
  const totals = await readSums(
    ctx,
    page.items.map(({ id }) => id),
    allowed.all ? undefined : allowed.partyIds,
  )
  const items = page.items.map(({ id, number, since, through, state, closedAt }) => {
    return { id, number, since, through, state, closedAt: closedAt.toISOString(), totals: totals.get(id) ?? [] }
  })
  return { ...page, items }
}

/** One settlement with its sums. Throws not_found. */
export async function getSettlement(ctx: Ctx, id: string): Promise<Settlement> {
  const allowed = allowList(ctx, 'settlement.read')
  const standing = await readStanding(ctx, id)
  const lines = await readDecided(ctx, standing, allowed.all ? undefined : { after: 0, limit: 1_000, partyIds: allowed.partyIds })
  const failed = await findFailedLines(ctx, standing)
  const names = await namesOfSources(ctx, [standing.closedBy, standing.approvedBy])
  const isForAll = allowed.all
  return {
    id,
    number: standing.number,
    since: standing.since,
    through: standing.through,
    state: standing.state,
    minimum: String(standing.minimum),
    closed: { by: names(standing.closedBy), at: standing.closedAt.toISOString() },
    approved: standing.approvedAt && {
      by: names(standing.approvedBy),
      at: standing.approvedAt.toISOString(),
      isWaiver: standing.isWaiver ?? false,
    },
    approver: standing.state === 'open' ? await approverFor(ctx, standing) : 'none',
    totals: totalsOf(lines.map((line) => (failed.has(line.id) ? { ...line, pays: 0n } : line))),
    payouts: isForAll ? standing.payouts : { waiting: 0, paid: 0, failed: 0 },
    changedAccounts: isForAll ? lines.filter(hasChangedAccount).length : 0,
    files: reachOf(ctx.actor, 'settlement.pay') === 'all' ? await readFiles(ctx, id) : [],
  }
}

/** The lines of a settlement by name; of a member's own organisation where it is a member who asks. */
export async function listLines(ctx: Ctx, id: string, { limit, cursor }: List): Promise<LinePage> {
  allowList(ctx, 'settlement.read')
  const standing = await readStanding(ctx, id)
  const after = cursor === undefined ? 0 : Number(decodeCursor(cursor, 1)[0])
  const lines = await readDecided(ctx, standing, { after, limit: limit + 1, partyIds: partiesWithin(ctx, 'settlement.read') })
  const page = toPage(lines, limit, ({ n }) => [n])
  const payouts = standing.approvalId === null ? new Map() : await readPayoutsOf(ctx, standing.approvalId)
  return { ...page, items: await showLines(ctx, page.items, payouts) }
}

/** Throws not_found. */
export async function readStanding(ctx: Ctx, id: string): Promise<Standing> {
  return found((await readStandings(ctx, sql`s.id = ${id}`))[0], 'settlement')
}

/** Of what was approved as it was approved; of what waits for it as things stand now. */
export async function readDecided(
  ctx: Ctx,
  standing: Standing,
  page?: { after: number; limit: number; partyIds?: readonly string[] | undefined },
): Promise<(Decided & { id: string })[]> {
  if (standing.state !== 'open')
    return (await readLines(ctx, standing.id, page)).map((line) => ({ ...line, ...line.stored, paidTo: undefined }))
  const decided = await decideNow(ctx, standing)
  if (page === undefined) return decided
  const isAsked = ({ n, partyId }: Decided) => n > page.after && (page.partyIds === undefined || page.partyIds.includes(partyId))
  return decided.filter(isAsked).slice(0, page.limit)
}

/** All lines, as they make up for each other. */
async function decideNow(ctx: Ctx, standing: Standing): Promise<(Decided & StoredLine)[]> {
  const [lines, movements, aliases] = [await readLines(ctx, standing.id), await readMovementsOf(ctx, standing), await readAliases(ctx)]
  return await decideLines(ctx, lines, { minimum: standing.minimum, movements, aliases })
}

/** What the actor may do about a settlement that waits: who closed it needs somebody else, unless there is nobody. */
export async function approverFor(ctx: Ctx, { closedByPerson, closedAt }: Standing): Promise<Settlement['approver']> {
  const { actor } = ctx
  if (actor.kind !== 'person' || reachOf(actor, 'settlement.approve') !== 'all') return 'none'
  if (closedByPerson !== actor.personId) return 'second'
  const others = (await listPeopleWith(ctx, 'settlement.approve')).filter((id) => id !== actor.personId)
  if (others.length > 0) return 'none'
  return hasSignedInAgain(ctx, closedAt) ? 'alone' : 'again'
}

export function hasChangedAccount({ pays, paidTo }: Decided): boolean {
  return pays > 0n && paidTo?.account !== undefined && newsOf({ row: paidTo.account, lastPaidTo: paidTo.lastPaidTo }) === 'changed'
}

async function readStandings(ctx: Ctx, where: ReturnType<typeof sql>): Promise<Standing[]> {
  const { rows } = await sql<StandingRow>`
    select s.id, s.number, s.since::text, s.through::text, s.minimum, s.closed_by as "closedBy", s.closed_by_person as "closedByPerson",
      s.closed_at as "closedAt", a.id as "approvalId", a.approved_by as "approvedBy", a.approved_at as "approvedAt", a.is_waiver as "isWaiver",
      s.number = (select max(number) from settlements where ecosystem_id = ${ctx.ecosystemId}) as "isNewest",
      exists (select from settlement_files f where f.ecosystem_id = s.ecosystem_id and f.settlement_id = s.id) as "hasFile",
      p.waiting, p.paid, p.failed
    from settlements s
    left join settlement_approvals a on a.ecosystem_id = s.ecosystem_id and a.settlement_id = s.id and a.withdrawn_at is null
    left join lateral (select count(*) filter (where outcome is null)::int as waiting, count(*) filter (where outcome = 'paid')::int as paid,
        count(*) filter (where outcome in ('failed', 'returned'))::int as failed
      from settlement_payouts where ecosystem_id = s.ecosystem_id and approval_id = a.id) p on true
    where s.ecosystem_id = ${ctx.ecosystemId} and ${where}`.execute(ctx.db)
  return rows.map(({ waiting, paid, failed, isNewest, ...row }) => ({
    ...row,
    state: stateOf({ isApproved: row.approvalId !== null, isNewest, hasFile: row.hasFile, waiting }),
    payouts: { waiting, paid, failed },
  }))
}

type StandingRow = Omit<Standing, 'state' | 'payouts'> & Standing['payouts'] & { isNewest: boolean }

/** Of which lines the payout did not arrive: they are carried forward after all. */
async function findFailedLines({ db, ecosystemId }: Ctx, { approvalId, payouts }: Standing): Promise<Set<string>> {
  if (payouts.failed === 0) return new Set()
  const rows = await db
    .selectFrom('settlement_payouts')
    .select('line_id')
    .where('ecosystem_id', '=', ecosystemId)
    .where('approval_id', '=', approvalId)
    .where('outcome', 'in', ['failed', 'returned'])
    .execute()
  return new Set(rows.map(({ line_id }) => line_id))
}

/** For lists: what was owed, and what was paid or is on its way once that was decided. */
async function readSums(ctx: Ctx, ids: readonly string[], partyIds: readonly string[] | undefined) {
  const { rows } = await sql<{ id: string; asset: string; scale: number; closing: string; pays: string | null; lines: number }>`
    select l.settlement_id as id, l.asset, min(l.scale)::int as scale, sum(l.closing)::text as closing,
      sum(l.pays - coalesce(p.amount, 0))::text as pays, count(*)::int as lines
    from settlement_lines l
    left join settlement_payouts p on p.ecosystem_id = l.ecosystem_id and p.line_id = l.id and p.outcome in ('failed', 'returned')
    where l.ecosystem_id = ${ctx.ecosystemId} and l.settlement_id = any(${ids}::uuid[])
      and (${partyIds === undefined} or l.party_id = any(${partyIds ?? []}::uuid[]))
    group by 1, 2 order by 1, (l.asset <> 'EUR'), 2`.execute(ctx.db)
  const bySettlement = Map.groupBy(rows, ({ id }) => id)
  return new Map([...bySettlement].map(([id, sums]) => [id, sums.map(({ id: _, ...sum }) => sum)]))
}

/** Without their content. */
async function readFiles(ctx: Ctx, id: string): Promise<FileMade[]> {
  allow(ctx, 'settlement.pay')
  const rows = await ctx.db
    .selectFrom('settlement_files')
    .select(['format', 'name', 'hash', 'payouts', 'made_by', 'made_at', sql<string | null>`execution_on::text`.as('executionOn')])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('settlement_id', '=', id)
    .orderBy('made_at')
    .execute()
  const names = await namesOfSources(ctx, rows.map(({ made_by }) => made_by)) // biome-ignore format: one line reads better
  return rows.map(({ hash, made_by, made_at, ...row }) => {
    return { ...row, hash: hash.toString('hex'), madeBy: names(made_by), madeAt: made_at.toISOString() }
  })
}

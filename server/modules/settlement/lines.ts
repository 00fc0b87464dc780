import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { type Movement, readMovements } from '../ledger/index.ts'
import { type Aliases, readAliases, readNames } from '../parties/index.ts'
import { may } from '../people/index.ts'
import { type AccountRow, namesOfSources, type PaidTo, readAccountRows, readPaidTo } from './bank-accounts.ts'
import { decide, makeUp, type Reason, shortIban } from './rules.ts'
import type { Line, LineRow, Total } from './schema.ts'

export const PURPOSE = 'payable'
/** The kind of transactions that pay out. */
export const PAYOUT = 'payout'
/** What an organisation itself took away of what it is owed: given to a shared budget, it is not paid out too. */
const TAKEN_AWAY = [PAYOUT, 'budget.given']

export type Figures = {
  partyId: string
  asset: string
  scale: number
  accountIds: readonly string[]
  opening: bigint
  incoming: bigint
  outgoing: bigint
  closing: bigint
  lateEntries: number
  lateAmount: bigint
}
export type Decided = Figures & { id: string | null; n: number; underWay: bigint; pays: bigint; reason: Reason | null; paidTo: PaidTo | undefined } // biome-ignore format: one line reads better

type Days = { since: string | null; through: string }

/** What is owed to each organisation in each asset at the end of these days, by name. Accounts of organisations that are one by now make one line. */
export async function readFigures(ctx: Ctx, days: Days): Promise<{ figures: Figures[]; movements: Movement[]; aliases: Aliases }> {
  const [movements, aliases] = [await readMovementsOf(ctx, days), await readAliases(ctx)]
  const groups = [...Map.groupBy(movements, ({ ownerPartyId, asset }) => `${aliases.targetOf(ownerPartyId)} ${asset}`).values()]
  const names = await readNames(
    ctx,
    groups.map(([first]) => aliases.targetOf(first!.ownerPartyId)),
  )
  const nameOf = ({ partyId }: Figures) => names.get(partyId)?.name ?? ''
  const figures = groups.map((group): Figures => {
    const sum = (amount: (one: Movement) => bigint) => group.reduce((total, one) => total + amount(one), 0n)
    return {
      partyId: aliases.targetOf(group[0]!.ownerPartyId),
      asset: group[0]!.asset,
      scale: group[0]!.scale,
      accountIds: group.map(({ accountId }) => accountId),
      opening: sum(({ opening }) => opening),
      incoming: sum(({ incoming }) => incoming),
      outgoing: sum(({ outgoing }) => outgoing),
      closing: sum(({ closing }) => closing),
      lateEntries: group.reduce((total, { late }) => total + late.entries, 0),
      lateAmount: sum(({ late }) => late.amount),
    }
  })
  figures.sort((a, b) => compare(nameOf(a), nameOf(b)) || compare(a.partyId, b.partyId) || compare(a.asset, b.asset))
  return { figures, movements, aliases }
}

export function readMovementsOf(ctx: Ctx, { since, through }: Days): Promise<Movement[]> {
  return readMovements(ctx, { purpose: PURPOSE, since, through, kinds: TAKEN_AWAY })
}

/**
 * What would be paid of each line as things stand at this moment, which may change until it is approved. Asked for all lines of a settlement: those
 * of organisations that became one since make up for each other.
 */
export async function decideLines<T extends Figures>(
  ctx: Ctx,
  lines: readonly T[],
  { minimum, movements, aliases }: { minimum: bigint; movements: readonly Movement[]; aliases: Aliases },
): Promise<(T & Pick<Decided, 'underWay' | 'pays' | 'reason' | 'paidTo'>)[]> {
  const byAccount = new Map(movements.map((movement) => [movement.accountId, movement]))
  const paidTo = await readPaidTo(ctx, [...new Set(lines.map(({ partyId }) => partyId))], aliases)
  const standing = lines.map((line) => {
    const ofLine = line.accountIds.flatMap((id) => byAccount.get(id) ?? [])
    const partyId = aliases.targetOf(line.partyId)
    return {
      line,
      owner: `${partyId} ${line.asset}`,
      closing: line.closing,
      underWay: ofLine.reduce((sum, movement) => sum + underWayOf(movement), 0n),
      isOne: ofLine.every(({ ownerPartyId }) => aliases.targetOf(ownerPartyId) === partyId),
    }
  })
  const made = makeUp(standing)
  return standing.map(({ line, underWay, isOne }, place) => {
    const to = paidTo.get(line.partyId)
    const account = to?.account === undefined ? 'none' : to.hasFailed ? 'failed' : 'good'
    return { ...line, underWay, paidTo: to, ...decide({ ...line, underWay, isOne, madeUp: made[place]!, account }, minimum) }
  })
}

export function underWayOf(movement: Movement | undefined): bigint {
  return movement === undefined ? 0n : movement.leftAfter + movement.held
}

export type StoredLine = Figures & { id: string; n: number; stored: { underWay: bigint; pays: bigint; reason: Reason | null } }

export async function readLines(
  ctx: Ctx,
  settlementId: string,
  page?: { after: number; limit: number; partyIds?: readonly string[] | undefined },
) {
  const rows = await ctx.db
    .selectFrom('settlement_lines')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('settlement_id', '=', settlementId)
    .where('n', '>', page?.after ?? 0)
    .where(page?.partyIds ? sql<boolean>`party_id = any(${page.partyIds}::uuid[])` : sql<boolean>`true`)
    .orderBy('n')
    .$if(page !== undefined, (query) => query.limit(page!.limit))
    .execute()
  return rows.map(toStored)
}

function toStored(row: Selectable<LineRow>): StoredLine {
  return {
    id: row.id,
    n: row.n,
    partyId: row.party_id,
    asset: row.asset,
    scale: row.scale,
    accountIds: row.account_ids,
    opening: BigInt(row.opening),
    incoming: BigInt(row.incoming),
    outgoing: BigInt(row.outgoing),
    closing: BigInt(row.closing),
    lateEntries: row.late_entries,
    lateAmount: BigInt(row.late_amount),
    stored: { underWay: BigInt(row.under_way ?? 0), pays: row.pays ?? 0n, reason: row.reason },
  }
}

/** Sums by asset. */
export function totalsOf(lines: readonly Decided[]): Total[] {
  return [...Map.groupBy(lines, ({ asset }) => asset)].map(([asset, group]) => {
    const sum = (amount: (line: Decided) => bigint) => String(group.reduce((total, line) => total + amount(line), 0n))
    return {
      asset,
      scale: group[0]!.scale,
      lines: group.length,
      opening: sum(({ opening }) => opening),
      incoming: sum(({ incoming }) => incoming),
      outgoing: sum(({ outgoing }) => outgoing),
      closing: sum(({ closing }) => closing),
      underWay: sum(({ underWay }) => underWay),
      pays: sum(({ pays }) => pays),
      payouts: group.filter(({ pays }) => pays > 0n).length,
      carried: sum((line) => (line.closing > 0n ? carriedOf(line) : 0n)),
      owing: sum(({ closing }) => (closing < 0n ? -closing : 0n)),
      lateEntries: group.reduce((total, { lateEntries }) => total + lateEntries, 0),
    }
  })
}

export function carriedOf({ closing, underWay, pays }: Decided): bigint {
  return closing - underWay - pays
}

/** A payout of a line that was approved, with the account it goes to and the one that was paid to before. */
export type PayoutOf = { payout: Line['payout'] & object; account: AccountRow | undefined; lastPaidTo: string | null }

export async function showLines(ctx: Ctx, lines: readonly Decided[], payouts: ReadonlyMap<string, PayoutOf> = new Map()): Promise<Line[]> {
  const names = await readNames(ctx, [...new Set(lines.map(({ partyId }) => partyId))])
  const accounts = lines.map((line) => accountOf(line, payouts))
  const by = await namesOfSources(
    ctx,
    accounts.map((account) => account?.row.written_by ?? null),
  )
  return lines.map((line, place): Line => {
    const account = accounts[place]
    return {
      id: line.id,
      partyId: line.partyId,
      partyName: names.get(line.partyId)?.name ?? null,
      accountIds: [...line.accountIds],
      asset: line.asset,
      scale: line.scale,
      opening: String(line.opening),
      incoming: String(line.incoming),
      outgoing: String(line.outgoing),
      closing: String(line.closing),
      lateEntries: line.lateEntries,
      lateAmount: String(line.lateAmount),
      underWay: String(line.underWay),
      pays: String(line.pays),
      carried: String(carriedOf(line)),
      reason: line.reason,
      account: account
        ? {
            holder: may(ctx, 'bank_accounts.read', line.partyId) ? account.row.holder : null,
            iban: shortIban(account.row.iban),
            news: newsOf(account),
            writtenAt: account.row.written_at.toISOString(),
            writtenBy: by(account.row.written_by),
          }
        : null,
      payout: (line.id === null ? undefined : payouts.get(line.id)?.payout) ?? null,
    }
  })
}

type Shown = { row: AccountRow; lastPaidTo: string | null }

function accountOf(line: Decided, payouts: ReadonlyMap<string, PayoutOf>): Shown | undefined {
  const payout = line.id === null ? undefined : payouts.get(line.id)
  const row = payout ? payout.account : line.paidTo?.account
  return row && { row, lastPaidTo: payout ? payout.lastPaidTo : (line.paidTo?.lastPaidTo ?? null) }
}

/** Whether it is the account that was paid to last: a changed one is how payments are stolen. */
export function newsOf({ row, lastPaidTo }: Shown): 'same' | 'changed' | 'first' {
  if (lastPaidTo === null) return 'first'
  return lastPaidTo === row.id ? 'same' : 'changed'
}

/** The payouts of an approval by their lines. */
export async function readPayoutsOf(ctx: Ctx, approvalId: string): Promise<Map<string, PayoutOf>> {
  const rows = await ctx.db
    .selectFrom('settlement_payouts as p')
    .select(['p.id', 'p.line_id', 'p.bank_account_id', 'p.outcome', 'p.cause', 'p.note', 'p.ended_at'])
    .select(
      sql<string | null>`(select o.bank_account_id from settlement_payouts o
        where o.ecosystem_id = p.ecosystem_id and o.party_id = p.party_id and o.outcome = 'paid' and o.bank_account_id is not null and o.id < p.id
        order by o.ended_at desc, o.id desc limit 1)`.as('last_paid_to'),
    )
    .where('p.ecosystem_id', '=', ctx.ecosystemId)
    .where('p.approval_id', '=', approvalId)
    .execute()
  const accounts = await readAccountRows(
    ctx,
    rows.flatMap(({ bank_account_id }) => bank_account_id ?? []),
  )
  return new Map(
    rows.map((row) => {
      const payout = { id: row.id, outcome: row.outcome, cause: row.cause, note: row.note, endedAt: row.ended_at?.toISOString() ?? null }
      const account = row.bank_account_id === null ? undefined : accounts.get(row.bank_account_id)
      return [row.line_id, { payout, account, lastPaidTo: row.last_paid_to }]
    }),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

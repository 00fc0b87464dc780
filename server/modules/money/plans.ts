/** What is planned, beside what the books say. A plan is no money: it is changed by a new line, and the old ones are its history. */
import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { findAsset, findOrMakeMoney, readAccounts, readMonths, readOwnerNames } from '../ledger/index.ts'
import { allow, readMembers } from '../people/index.ts'
import type { NewPlan, Plan, PlanHistory, PlanList, PlanPlace } from './schema.ts'

const SUBJECTS_MAX = 200
const HISTORY_MAX = 100

/** Each thing that is planned for in a year, month by month: what was planned and what it came to. */
export async function readPlan(ctx: Ctx, { year, asset }: PlanList): Promise<Plan> {
  allow(ctx, 'ledger.read')
  const [from, to] = [`${year}-01-01`, `${year}-12-31`]
  const { rows } = await sql<{ subject: string; way: 'in' | 'out'; month: string; amount: string | null }>`
    select distinct on (subject, way, month) subject, way, to_char(month, 'YYYY-MM') as month, amount::text from money_plans
    where ecosystem_id = ${ctx.ecosystemId} and asset = ${asset} and month between ${from}::date and ${to}::date
    order by subject, way, month, id desc`.execute(ctx.db)
  const planned = rows.filter(({ amount }) => amount !== null)
  const subjects = [...new Set(planned.map(({ subject }) => subject))]
  const accounts = await readAccounts(ctx, idsIn(subjects))
  const sums = await readMonths(ctx, { asset, from, to, purposes: purposesIn(subjects), accountIds: accounts.map(({ id }) => id) })
  const nameOf = await readOwnerNames(
    ctx,
    accounts.map(({ ownerPartyId }) => ownerPartyId),
  )
  const keys = [...new Set(planned.map(({ subject, way }) => `${way} ${subject}`))].slice(0, SUBJECTS_MAX)
  return {
    year,
    asset,
    scale: (await findAsset(ctx, asset))?.scale ?? 0,
    lines: keys.map((key) => {
      const [way, subject] = [key.slice(0, key.indexOf(' ')) as 'in' | 'out', key.slice(key.indexOf(' ') + 1)]
      const account = accounts.find(({ id }) => subject === `account:${id}`)
      const months = Array.from({ length: 12 }, (_, place) => `${year}-${String(place + 1).padStart(2, '0')}`)
      return {
        subject,
        way,
        account:
          account === undefined
            ? null
            : { purpose: account.purpose, ownerPartyId: account.ownerPartyId, ownerName: nameOf(account.ownerPartyId) },
        months: months.map((month) => ({
          month,
          planned: planned.find((row) => row.subject === subject && row.way === way && row.month === month)?.amount ?? null,
          actual: sums.find((sum) => sum.key === subject && sum.way === way && sum.month === month)?.amount ?? '0',
        })),
      }
    }),
  }
}

/** Plans months anew; those that are planned so already stay as they are. Throws not_found for an account that does not exist. */
export async function writePlan(tx: Tx, { asset, cells }: NewPlan): Promise<{ written: number }> {
  allow(tx, 'ledger.write')
  await mustBeKnown(tx, asset, cells)
  if (!(await findAsset(tx, asset))) await findOrMakeMoney(tx, asset)
  // one writer at a time, so that what is compared is what there is
  await sql`select pg_advisory_xact_lock(hashtextextended(${`money-plans:${tx.ecosystemId}`}, 0))`.execute(tx.db)
  const rows = cells.map(({ subject, way, month, amount }) => ({
    id: newId(),
    subject,
    way,
    month: `${month}-01`,
    amount: amount?.toString() ?? null,
  }))
  const written = await sql`
    insert into money_plans (ecosystem_id, id, subject, asset, way, month, amount, planned_by, planned_at)
    select ${tx.ecosystemId}::uuid, x.id, x.subject, ${asset}, x.way, x.month, x.amount, ${sourceOf(tx.actor)}, ${tx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, subject text, way text, month date, amount bigint)
    left join lateral (
      select p.amount from money_plans p where p.ecosystem_id = ${tx.ecosystemId} and p.asset = ${asset} and p.subject = x.subject and p.way = x.way
        and p.month = x.month order by p.id desc limit 1) before on true
    where x.amount is distinct from before.amount`.execute(tx.db)
  const count = Number(written.numAffectedRows ?? 0n)
  if (count > 0) await emit(tx, 'money_plan.written', null, { asset, months: count })
  return { written: count }
}

/** What was planned for a month so far, the newest first. */
export async function readPlanHistory(ctx: Ctx, { subject, way, month, asset }: PlanPlace): Promise<PlanHistory> {
  allow(ctx, 'ledger.read')
  const rows = await ctx.db
    .selectFrom('money_plans')
    .select(['amount', 'planned_by', 'planned_at'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('subject', '=', subject)
    .where('way', '=', way)
    .where('asset', '=', asset)
    .where('month', '=', `${month}-01`)
    .orderBy('id', 'desc')
    .limit(HISTORY_MAX)
    .execute()
  const people = await readMembers(ctx, [...new Set(rows.map(({ planned_by: by }) => by.replace(/^person:/, '')))].filter((id) => !id.includes(':') && id !== 'system')) // biome-ignore format: one line reads better
  return {
    items: rows.map(({ amount, planned_by: by, planned_at: at }) => ({
      amount: amount?.toString() ?? null,
      plannedBy: people.get(by.replace(/^person:/, ''))?.name ?? null,
      plannedAt: at.toISOString(),
    })),
  }
}

async function mustBeKnown(tx: Tx, asset: string, cells: NewPlan['cells']): Promise<void> {
  const accounts = new Map((await readAccounts(tx, idsIn(cells.map(({ subject }) => subject)))).map((account) => [account.id, account]))
  for (const [place, { subject }] of cells.entries()) {
    if (!subject.startsWith('account:')) continue
    const account = accounts.get(subject.slice('account:'.length))
    if (!account)
      throw new DomainError('not_found', 'account_unknown', 'There is no such account. Nothing was planned.', [complaint(`cells.${place}.subject`, 'account_unknown')]) // biome-ignore format: one line reads better
    if (account.asset !== asset)
      throw new DomainError('invalid', 'asset_mixed', `This account is in ${account.asset}. Nothing was planned.`, [complaint(`cells.${place}.subject`, 'asset_differs', { asset: account.asset })]) // biome-ignore format: one line reads better
  }
  const keys = cells.map(({ subject, way, month }) => `${subject} ${way} ${month}`)
  const twice = keys.findIndex((key, place) => keys.indexOf(key) < place)
  if (twice < 0) return
  const where = complaint(`cells.${twice}.month`, 'key_twice', { key: cells[twice]!.month })
  throw new DomainError('invalid', 'month_twice', 'A month is planned twice. Nothing was planned.', [where])
}

function idsIn(subjects: readonly string[]): string[] {
  return [...new Set(subjects.flatMap((subject) => (subject.startsWith('account:') ? [subject.slice('account:'.length)] : [])))]
}

function purposesIn(subjects: readonly string[]): string[] {
  return subjects.flatMap((subject) => (subject.startsWith('purpose:') ? [subject.slice('purpose:'.length)] : []))
}

import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { allow } from '../people/index.ts'
import { type KnownVersion, naming, readKnownVersions, readRecipientNames, type SaleFacts } from '../sharing/index.ts'
import { readStanding } from './books.ts'
import type { Compared, Comparison, NewSale } from './schema.ts'
import { accountKey, owedBy, type Standing, shareOut } from './sharing-out.ts'

const SALES_MAX = 5_000

/**
 * Two versions of a rule on the same sales, each as if it had held all the time: who would have got what. Nothing is booked. What was given back
 * is left out of it, as it is by both. Throws not_found for versions of another rule.
 */
export async function compareVersions(ctx: Ctx, { ruleId, one, other, from, until }: Comparison): Promise<Compared> {
  allow(ctx, 'sharing.read')
  allow(ctx, 'sales.write')
  const versions = await readKnownVersions(ctx, [one, other])
  const both = [one, other].map((id) => found(versions.get(id)?.ruleId === ruleId ? versions.get(id) : undefined, 'sharing_version')) as [
    KnownVersion,
    KnownVersion,
  ]
  const sales = await readSales(ctx, { ruleId, from, until })
  const looked = sales.slice(0, SALES_MAX).reverse()
  const standings = [await beforehand(ctx, both[0], looked), await beforehand(ctx, both[1], looked)] as const
  const sums = new Map<string, [bigint, bigint]>()
  const source: [bigint, bigint] = [0n, 0n]
  let left = 0
  for (const sale of looked) {
    const shared = both.map((version, side) => tryOut(sale, version, standings[side]!))
    if (shared.some((each) => each === undefined)) {
      left++
      continue
    }
    for (const [side, each] of shared.entries()) {
      for (const { recipient, paid } of each!.allocations) {
        const sum = sums.get(recipient) ?? [0n, 0n]
        sum[side]! += paid
        sums.set(recipient, sum)
      }
      source[side]! += each!.outcome.source
    }
  }
  const recipients = both.flatMap(({ recipients }) => recipients)
  const nameOf = naming(recipients, await readRecipientNames(ctx, recipients))
  return {
    asset: both[1].rule.asset,
    sales: looked.length - left,
    left,
    isAll: sales.length <= SALES_MAX,
    source: shown(source),
    recipients: [...sums]
      .sort(([a, [, x]], [b, [, y]]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1))
      .map(([recipient, sum]) => ({ recipient, name: nameOf(recipient), ...shown(sum) })),
  }
}

function shown([one, other]: readonly [bigint, bigint]) {
  return { one: `${one}`, other: `${other}`, difference: `${other - one}` }
}

function tryOut(sale: NewSale, version: KnownVersion, standing: Standing) {
  try {
    return shareOut(sale, version, standing)
  } catch (error) {
    if (error instanceof DomainError) return undefined
    throw error
  }
}

type Stored = NewSale & { recouped: { versionId: string; step: string; amount: string }[] }

/** The newest first, one more than are looked at. */
async function readSales(
  { db, ecosystemId }: Ctx,
  { ruleId, from, until }: Pick<Comparison, 'ruleId' | 'from' | 'until'>,
): Promise<Stored[]> {
  type Row = Pick<NewSale, 'source' | 'reference' | 'day' | 'asset' | 'vat'> & {
    gross: bigint
    net: bigint
    facts: SaleFacts
    version: string
    steps: { step: string; amount: string }[]
  }
  const { rows } = await sql<Row>`
    select s.source, s.reference, s.day::text, s.asset, s.vat, s.gross, s.net, s.facts, s.version_id as version,
      (select json_agg(json_build_object('step', a.step, 'amount', a.paid::text)) from sale_allocations a
       where a.ecosystem_id = ${ecosystemId} and a.sale_id = s.id) as steps
    from sales s where s.ecosystem_id = ${ecosystemId} and s.rule_id = ${ruleId} and s.day between ${from}::date and ${until}::date
      and not exists (select from sale_import_undoings u where u.ecosystem_id = ${ecosystemId} and u.import_id = s.import_id)
    order by s.day desc, s.id desc limit ${SALES_MAX + 1}`.execute(db) // biome-ignore format: one line reads better
  return rows.map(({ gross, net, facts, version, steps, ...row }) => ({
    ...row,
    ...facts,
    ruleId,
    gross: `${gross}`,
    net: `${net}`,
    collectedBy: null,
    late: 'refuse',
    recouped: steps.map((each) => ({ ...each, versionId: version })),
  }))
}

/** As it stood before these sales: nothing carried, nothing taken under a cap, and owed what they have given back of it since. */
async function beforehand(ctx: Ctx, version: KnownVersion, sales: readonly Stored[]): Promise<Standing> {
  const standing = await readStanding(ctx, [{ sale: { names: {}, day: '1970-01-01' }, version }])
  const known = await readKnownVersions(ctx, [...new Set(sales.flatMap(({ recouped }) => recouped.map(({ versionId }) => versionId)))])
  const owed = new Map(standing.owed)
  const keyed = new Map(owedBy(version, standing.targetOf).map(({ key, account }) => [key, accountKey(account)]))
  for (const { versionId, step, amount } of sales.flatMap(({ recouped }) => recouped)) {
    const take = known.get(versionId)?.rule.steps.find(({ id }) => id === step)?.take
    const account = take === undefined || take === 'remainder' ? undefined : keyed.get(take.upToBalance ?? '')
    if (account !== undefined) owed.set(account, owed.get(account)! + BigInt(amount))
  }
  return { ...standing, carries: new Map(), taken: new Map(), owed }
}

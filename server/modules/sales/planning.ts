/** What would be booked of sales, and why not the others. Reads only: what is tried is planned by the same lines as what is booked. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { isBookable, lastClosing } from '../ledger/index.ts'
import { readAliases, readNames } from '../parties/index.ts'
import { todayIn } from '../people/index.ts'
import { type KnownVersion, readRulesInUse, versionOn } from '../sharing/index.ts'
import { readStanding } from './books.ts'
import { bodyOf, sumsOf } from './rules.ts'
import type { NewSale } from './schema.ts'
import { type Shared, type Standing, shareOut } from './sharing-out.ts'

export type Fresh = {
  place: number
  sale: NewSale
  hash: string
  attempt: number
  version: KnownVersion
  collector: string | null
  shared: Shared
}
export type Planned = { fresh: Fresh } | { repeats: string } | { repeatsPlace: number } | { refused: unknown }
export type Plan = { planned: Planned[]; standing: Standing }

/**
 * Plans sales one after the other, each with what the one before leaves. `refused` are those that something else stands against. Under the lock
 * on sales it is what will be; without it, what would be now.
 */
export async function planSales(ctx: Ctx, sales: readonly NewSale[], refused: ReadonlyMap<number, unknown> = new Map()): Promise<Plan> {
  const frame = await readFrame(ctx, sales)
  const judged = sales.map((sale, place) => (refused.has(place) ? { refused: refused.get(place) } : judge(sale, frame)))
  const standing = await readStanding(
    ctx,
    judged.flatMap((one, place) => ('version' in one ? [{ sale: sales[place]!, version: one.version }] : [])),
  )
  const seen = new Map<string, Fresh>()
  const planned = sales.map((sale, place): Planned => {
    const one = judged[place]!
    if (!('version' in one)) return one
    const twin = seen.get(nameOf(sale))
    if (twin) return twin.hash === one.hash ? { repeatsPlace: twin.place } : { refused: referenceUsed(sale) }
    try {
      const fresh = { place, sale, ...one, shared: shareOut(sale, one.version, standing) }
      seen.set(nameOf(sale), fresh)
      return { fresh }
    } catch (error) {
      return { refused: error }
    }
  })
  return { planned, standing }
}

type Known = { id: string; attempt: number; hash: string; undone: boolean }
type Frame = {
  rules: Map<string, KnownVersion[]>
  known: Map<string, Known>
  bookable: Set<string>
  collectors: Map<string, string>
  today: string
  closedThrough: string | null
}
type Judged = Pick<Fresh, 'hash' | 'attempt' | 'version' | 'collector'> | { repeats: string } | { refused: unknown }

/** What can be said of one sale by itself. */
function judge(sale: NewSale, frame: Frame): Judged {
  const { late, ...body } = sale
  const hash = createHash('sha256').update(bodyOf(body)).digest('hex')
  const before = frame.known.get(nameOf(sale))
  if (before && !before.undone) return before.hash === hash ? { repeats: before.id } : { refused: referenceUsed(sale) }
  try {
    const version = mustBeInForce(sale, frame)
    mustBeWellSaid(sale, frame)
    return { hash, attempt: (before?.attempt ?? 0) + 1, version, collector: collectorOf(sale, frame) }
  } catch (error) {
    return { refused: error }
  }
}

function mustBeInForce({ ruleId, day }: NewSale, { rules }: Frame): KnownVersion {
  const versions = rules.get(ruleId)
  if (!versions) throw new DomainError('not_found', 'sharing_rule_not_found', 'There is no such rule. Nothing was booked.')
  if (versions.length === 0)
    throw new DomainError('conflict', 'sharing_rule_not_approved', 'No version of this rule was approved yet. Nothing was booked.')
  const version = versionOn(versions, day)
  if (!version)
    throw new DomainError('conflict', 'sharing_rule_not_in_force', `No version of this rule holds on ${day}. Nothing was booked.`)
  return version
}

function mustBeWellSaid(sale: NewSale, { bookable, today, closedThrough }: Frame): void {
  if (!bookable.has(sale.asset)) throw new DomainError('not_found', 'asset_not_found', 'There is no such asset. Nothing was booked.')
  const wrong = sumsOf(sale)
  if (wrong.length > 0)
    throw new DomainError(
      'invalid',
      'sale_sums_disagree',
      'The price, the price without tax and the tax do not add up. Nothing was booked.',
      wrong,
    )
  if (sale.day > today) throw new DomainError('invalid', 'sale_in_future', 'This day is still to come. Nothing was booked.')
  if (closedThrough !== null && sale.day <= closedThrough && sale.late === 'refuse')
    throw new DomainError('conflict', 'period_closed', `The days until ${closedThrough} are closed. Nothing was booked.`)
}

function collectorOf({ collectedBy }: NewSale, { collectors }: Frame): string | null {
  if (collectedBy === null) return null
  const collector = collectors.get(collectedBy)
  if (collector === undefined) throw new DomainError('not_found', 'party_not_found', 'There is no such organisation. Nothing was booked.')
  return collector
}

async function readFrame(ctx: Ctx, sales: readonly NewSale[]): Promise<Frame> {
  const assets = [...new Set(sales.map(({ asset }) => asset))]
  const bookable = new Set<string>()
  for (const asset of assets) if (await isBookable(ctx, asset)) bookable.add(asset)
  return {
    rules: await readRulesInUse(ctx, [...new Set(sales.map(({ ruleId }) => ruleId))]),
    known: await readKnown(ctx, sales),
    bookable,
    collectors: await readCollectors(ctx, [...new Set(sales.flatMap(({ collectedBy }) => collectedBy ?? []))]),
    today: await todayIn(ctx),
    closedThrough: (await lastClosing(ctx))?.through ?? null,
  }
}

/** Of references that were used before, the sale that stands for them. */
async function readKnown({ db, ecosystemId }: Ctx, sales: readonly NewSale[]): Promise<Frame['known']> {
  const [sources, references] = [sales.map(({ source }) => source), sales.map(({ reference }) => reference)]
  const { rows } = await sql<{ source: string; reference: string } & Known>`
    select distinct on (s.source, s.reference) s.source, s.reference, s.id, s.attempt, s.body_hash as hash,
      exists (select from sale_import_undoings u where u.ecosystem_id = ${ecosystemId} and u.import_id = s.import_id) as undone
    from unnest(${sources}::text[], ${references}::text[]) as k(source, reference)
    join sales s on s.ecosystem_id = ${ecosystemId} and s.source = k.source and s.reference = k.reference
    order by s.source, s.reference, s.attempt desc`.execute(db)
  return new Map(rows.map((row) => [nameOf(row), row]))
}

/** Which organisation each of these is by now. Whoever left the map collects nothing. */
async function readCollectors(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { targetOf } = await readAliases(ctx)
  const names = await readNames(ctx, ids.map(targetOf))
  return new Map(ids.flatMap((id) => (names.get(targetOf(id))?.endedAt === null ? [[id, targetOf(id)] as const] : [])))
}

function referenceUsed({ reference }: NewSale): DomainError {
  return new DomainError('conflict', 'sale_reference_used', `The reference ${reference} was used for another sale. Nothing was booked.`)
}

function nameOf({ source, reference }: { source: string; reference: string }): string {
  return `${source}\n${reference}`
}

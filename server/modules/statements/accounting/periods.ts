import { sql } from 'kysely'
import type { Ctx } from '../../../kernel/ctx.ts'
import { decodeCursor, type Paging, toPage } from '../../../kernel/paging.ts'
import { listClosedPeriods } from '../../ledger/index.ts'
import { allow, readMembers } from '../../people/index.ts'

type Row = {
  id: string
  format: 'csv' | 'datev'
  asset: string | null
  from: string
  through: string
  transactions: number
  entries: number
  late: number
  size: bigint
  hash: Buffer
  madeBy: string
  madeAt: Date
}
const COLUMNS =
  sql.raw(`id, format, asset, to_char(from_day, 'YYYY-MM-DD') as "from", to_char(through_day, 'YYYY-MM-DD') as through, transactions, entries, late,
  size_bytes as size, hash, made_by as "madeBy", made_at as "madeAt"`)
const NEWEST_MAX = 1_000

/** Closed periods with the files that were made of them, the newest first. */
export async function listPeriods(ctx: Ctx, { cursor, limit }: Paging) {
  allow(ctx, 'accounting.read')
  const before = cursor === undefined ? undefined : Number(decodeCursor(cursor, 1)[0])
  const page = toPage(await listClosedPeriods(ctx, limit + 1, before), limit, ({ number }) => [number])
  const { rows } = await sql<Row>`
    select ${COLUMNS} from accounting_exports where ecosystem_id = ${ctx.ecosystemId} order by id desc limit ${NEWEST_MAX}`.execute(ctx.db)
  const nameOf = await makersOf(ctx, rows)
  const items = page.items.map(({ number, from, through, closedAt }) => ({
    number,
    from,
    through,
    closedAt: closedAt.toISOString(),
    // of the first period it is enough to end with it: nothing was booked before what was exported first
    exports: rows
      .filter((row) => row.through >= through && (from === null ? row.from <= through : row.from <= from))
      .map(({ id, format, madeBy, madeAt }) => ({ id, format, madeBy: nameOf(madeBy), madeAt: madeAt.toISOString() })),
  }))
  return { items, nextCursor: page.nextCursor }
}

/** The files that were made for accountants, the newest first. */
export async function listExports(ctx: Ctx, { cursor, limit }: Paging) {
  allow(ctx, 'accounting.read')
  const after = cursor === undefined ? sql`true` : sql`id < ${decodeCursor(cursor, 1)[0]}::uuid`
  const { rows } = await sql<Row>`
    select ${COLUMNS} from accounting_exports where ecosystem_id = ${ctx.ecosystemId} and ${after} order by id desc limit ${limit + 1}`.execute(
    ctx.db,
  )
  const page = toPage(rows, limit, ({ id }) => [id])
  const nameOf = await makersOf(ctx, page.items)
  const items = page.items.map(({ size, hash, madeBy, madeAt, ...row }) => ({
    ...row,
    sizeBytes: Number(size),
    hash: hash.toString('hex'),
    madeBy: nameOf(madeBy),
    madeAt: madeAt.toISOString(),
  }))
  return { items, nextCursor: page.nextCursor }
}

async function makersOf(ctx: Ctx, rows: readonly Row[]): Promise<(source: string) => string | null> {
  const personOf = (source: string) => source.replace(/^person:/, '')
  const people = await readMembers(ctx, [...new Set(rows.map(({ madeBy }) => personOf(madeBy)))])
  return (source) => people.get(personOf(source))?.name ?? null
}

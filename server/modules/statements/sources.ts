import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { found } from '../../kernel/errors.ts'
import {
  type Asset,
  type ClosedPeriod,
  type Days,
  listClosedPeriods,
  readAccounts,
  readAssets,
  readClosedBalance,
  streamAccountLines,
} from '../ledger/index.ts'
import { readNames } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { addLine, type Frame, frameText, lineOf, lineText, newSums, type StatementLine, type Sums, sumsText } from './rules.ts'
import { PURPOSE } from './schema.ts'

/** An account over some days, before anything of it was read. */
export type Source = {
  id: string
  number: number | null
  closing: number | null
  frame: Frame
  days: Days
  issuedAt: Date | null
  /** When the period was closed; null while it is running. */
  closedAt: Date | null
  keptHash: string | null
}

type IssuedRow = {
  id: string
  party_id: string
  account_id: string
  asset: string
  closing_number: number
  number: number
  hash: Buffer
  issued_at: Date
}

/** A statement that was made. Throws not_found, and forbidden for one of another organisation. */
export async function getIssued(ctx: Ctx, id: string): Promise<Source> {
  const { rows } = await sql<IssuedRow>`
    select id, party_id, account_id, asset, closing_number, number, hash, issued_at from statements
    where ecosystem_id = ${ctx.ecosystemId} and id = ${id}`.execute(ctx.db)
  const row = found(rows[0], 'statement')
  allow(ctx, 'statements.read', row.party_id)
  const [period, before] = await listClosedPeriods(ctx, 2, row.closing_number + 1)
  const account = { id: row.account_id, ownerPartyId: row.party_id, asset: row.asset }
  return {
    ...(await sourceOf(ctx, account, period!, before)),
    id: row.id,
    number: row.number,
    issuedAt: row.issued_at,
    keptHash: row.hash.toString('hex'),
  }
}

/** The days that are not closed yet, of an account. Throws not_found, and forbidden for one of another organisation. */
export async function getRunning(ctx: Ctx, accountId: string): Promise<Source> {
  const account = (await readAccounts(ctx, [accountId]))[0]
  const { ownerPartyId, asset } = found(account?.purpose === PURPOSE && account.ownerPartyId !== null ? account : undefined, 'account')
  allow(ctx, 'statements.read', ownerPartyId)
  const [last] = await listClosedPeriods(ctx, 1)
  return await sourceOf(ctx, { id: accountId, ownerPartyId: ownerPartyId!, asset }, undefined, last)
}

type Owned = { id: string; ownerPartyId: string; asset: string }

/** `period` is undefined for the days after the last closed one. */
export async function sourceOf(
  ctx: Ctx,
  { id, ownerPartyId, asset }: Owned,
  period: ClosedPeriod | undefined,
  before: ClosedPeriod | undefined,
): Promise<Source> {
  const scale = (await assetsOf(ctx)).get(asset)?.scale ?? 0
  const days = { after: before?.through ?? null, through: period?.through ?? null }
  const frame: Frame = {
    ecosystemId: ctx.ecosystemId,
    partyId: ownerPartyId,
    accountId: id,
    asset,
    scale,
    from: period === undefined ? dayAfter(days.after) : period.from,
    through: days.through,
    opening: before === undefined ? 0n : await readClosedBalance(ctx, before.number, id),
  }
  const closedAt = period?.closedAt ?? null
  return { id, number: null, closing: period?.number ?? null, frame, days, issuedAt: null, closedAt, keptHash: null }
}

export async function assetsOf(ctx: Ctx): Promise<Map<string, Asset>> {
  return new Map((await readAssets(ctx)).map((asset) => [asset.code, asset]))
}

export function dayAfter(day: string | null): string | null {
  if (day === null) return null
  const next = new Date(`${day}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}

/** The lines of a statement, some at a time. */
export async function* linesOf(tx: Tx, { frame, days }: Source): AsyncGenerator<StatementLine[]> {
  for await (const entries of streamAccountLines(tx, frame.accountId, days)) yield entries.map((entry) => lineOf(entry, frame.opening))
}

export type Digest = { sums: Sums; hash: string }

/** Reads all of a statement and sums it up. */
export async function digestOf(tx: Tx, source: Source): Promise<Digest> {
  const sums = newSums(source.frame.opening)
  const hash = createHash('sha256').update(frameText(source.frame))
  for await (const lines of linesOf(tx, source)) {
    let text = ''
    for (const line of lines) {
      addLine(sums, line)
      text += lineText(line)
    }
    hash.update(text)
  }
  return { sums, hash: hash.update(sumsText(sums)).digest('hex') }
}

/** What organisations are called today. One that was merged goes by its own name, one that was erased by none. */
export async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<(id: string) => string | null> {
  const names = await readNames(ctx, [...new Set(ids)])
  return (id) => names.get(id)?.name ?? null
}

import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { decodeCursor, toPage } from '../../kernel/paging.ts'
import { type ClosedPeriod, listClosedPeriods, listOwnedAccounts, readAccountLines } from '../ledger/index.ts'
import { readAliases } from '../parties/index.ts'
import { allowList } from '../people/index.ts'
import { readVersionWords, type VersionWords } from '../sharing/index.ts'
import { lineOf, type StatementLine, subtotalsOf, vatSumsOf } from './rules.ts'
import {
  type Heading,
  type Line,
  type LineList,
  type Locale,
  PURPOSE,
  type RunningList,
  type Statement,
  type StatementList,
  type Summary,
} from './schema.ts'
import { assetsOf, type Digest, dayAfter, digestOf, getIssued, getRunning, namesOf, type Source } from './sources.ts'
import { kindInWords } from './words.ts'

type Row = {
  id: string
  party_id: string
  asset: string
  closing_number: number
  number: number
  opening: bigint
  closing: bigint
  lines: number
  issued_at: Date
}

/** Statements that were made, the newest first; members get those of their own organisation. */
export async function listStatements(ctx: Ctx, { partyId, closing, cursor, limit }: StatementList) {
  const owners = await ownersOf(ctx, partyId)
  const after: RawBuilder<unknown> = cursor === undefined ? sql`true` : sql`id < ${decodeCursor(cursor, 1)[0]}::uuid`
  const { rows } = await sql<Row>`
    select id, party_id, asset, closing_number, number, opening, closing, lines, issued_at from statements
    where ecosystem_id = ${ctx.ecosystemId} and ${owners === undefined ? sql`true` : sql`party_id = any(${owners}::uuid[])`}
      and ${closing === undefined ? sql`true` : sql`closing_number = ${closing}`} and ${after}
    order by id desc limit ${limit + 1}`.execute(ctx.db)
  const page = toPage(rows, limit, ({ id }) => [id])
  const assets = await assetsOf(ctx)
  const nameOf = await namesOf(
    ctx,
    page.items.map(({ party_id }) => party_id),
  )
  const periods = new Map<number, ClosedPeriod>((await listClosedPeriods(ctx, PERIODS_MAX)).map((period) => [period.number, period]))
  const items: Summary[] = page.items.map((row) => ({
    id: row.id,
    number: row.number,
    party: { id: row.party_id, name: nameOf(row.party_id) },
    asset: row.asset,
    scale: assets.get(row.asset)?.scale ?? 0,
    closing: row.closing_number,
    from: periods.get(row.closing_number)?.from ?? null,
    through: periods.get(row.closing_number)?.through ?? null,
    issuedAt: row.issued_at.toISOString(),
    opening: `${row.opening}`,
    closingBalance: `${row.closing}`,
    lines: row.lines,
  }))
  return { items, nextCursor: page.nextCursor }
}

/** One for each day for far longer than anybody keeps books here. */
const PERIODS_MAX = 20_000

/** The accounts of which the days that are not closed yet can be looked at. */
export async function listRunning(ctx: Ctx, { partyId, cursor, limit }: RunningList) {
  const owners = await ownersOf(ctx, partyId)
  const after = cursor === undefined ? undefined : String(decodeCursor(cursor, 1)[0])
  const page = toPage(await listOwnedAccounts(ctx, { purpose: PURPOSE, owners, after, limit: limit + 1 }), limit, ({ id }) => [id])
  const assets = await assetsOf(ctx)
  const nameOf = await namesOf(
    ctx,
    page.items.map(({ ownerPartyId }) => ownerPartyId),
  )
  const [last] = await listClosedPeriods(ctx, 1)
  const items: Heading[] = page.items.map(({ id, ownerPartyId, asset }) => ({
    id,
    number: null,
    party: { id: ownerPartyId, name: nameOf(ownerPartyId) },
    asset,
    scale: assets.get(asset)?.scale ?? 0,
    closing: null,
    from: dayAfter(last?.through ?? null),
    through: null,
    issuedAt: null,
  }))
  return { items, nextCursor: page.nextCursor }
}

/** Whose statements are listed: undefined for everybody's. Whoever asks for one organisation gets those of all that were merged with it. */
async function ownersOf(ctx: Ctx, partyId: string | undefined): Promise<readonly string[] | undefined> {
  const reach = allowList(ctx, 'statements.read')
  if (partyId === undefined) return reach.all ? undefined : reach.partyIds
  const wanted = (await readAliases(ctx)).membersOf(partyId)
  return reach.all ? wanted : wanted.filter((id) => reach.partyIds.includes(id))
}

export async function getStatement(tx: Tx, id: string, locale: Locale): Promise<Statement> {
  return await showStatement(tx, await getIssued(tx, id), locale)
}

export async function getRunningStatement(tx: Tx, accountId: string, locale: Locale): Promise<Statement> {
  return await showStatement(tx, await getRunning(tx, accountId), locale)
}

/** Reads all of it anew and compares it with what was kept. */
export async function showStatement(tx: Tx, source: Source, locale: Locale, digest?: Digest): Promise<Statement> {
  const { sums, hash } = digest ?? (await digestOf(tx, source))
  const { frame, keptHash } = source
  const nameOf = await namesOf(tx, [frame.partyId])
  return {
    id: source.id,
    number: source.number,
    party: { id: frame.partyId, name: nameOf(frame.partyId) },
    asset: frame.asset,
    scale: frame.scale,
    closing: source.closing,
    from: frame.from,
    through: frame.through,
    issuedAt: source.issuedAt?.toISOString() ?? null,
    opening: `${frame.opening}`,
    closingBalance: `${sums.closing}`,
    lines: sums.lines,
    subtotals: subtotalsOf(sums).map(({ kind, lines, amount }) => ({ kind, words: kindInWords(kind, locale), lines, amount: `${amount}` })),
    vat: vatSumsOf(sums).map(({ net, vat, ...sum }) => ({ ...sum, net: `${net}`, vat: `${vat}` })),
    lateLines: sums.late,
    hash,
    keptHash,
    isUnchanged: keptHash === null || keptHash === hash,
  }
}

export async function listLines(ctx: Ctx, source: Source, { cursor, limit, offset, language }: LineList) {
  const after = cursor === undefined ? offset : Number(decodeCursor(cursor, 1)[0])
  const entries = await readAccountLines(ctx, source.frame.accountId, source.days, { offset: after, limit: limit + 1 })
  const page = toPage(entries, limit, ({ place }) => [place])
  const lines = page.items.map((entry) => lineOf(entry, source.frame.opening))
  const words = await readVersionWords(ctx, versionsIn(lines), language)
  return { items: lines.map((line) => showLine(line, words, language)), nextCursor: page.nextCursor }
}

export function versionsIn(lines: readonly StatementLine[]): string[] {
  return [...new Set(lines.flatMap(({ ruleVersionId }) => ruleVersionId ?? []))]
}

export function showLine({ vat, ...line }: StatementLine, words: ReadonlyMap<string, VersionWords>, locale: Locale): Line {
  const version = line.ruleVersionId === null ? undefined : words.get(line.ruleVersionId)
  return {
    ...line,
    words: kindInWords(line.kind, locale),
    rule: version === undefined ? null : { id: version.ruleId, name: version.ruleName, version: version.number },
    stepWords: version?.steps.find(({ id }) => id === line.step)?.sentence ?? null,
    amount: `${line.amount}`,
    balance: `${line.balance}`,
  }
}

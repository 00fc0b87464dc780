/** What sales leave behind in the database, read and moved on under one lock. */
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { findAccounts, findOrOpenAccounts, readAccounts } from '../ledger/index.ts'
import { readAliases } from '../parties/index.ts'
import { type KnownVersion, type Rational, rationalFrom, textOf } from '../sharing/index.ts'
import type { NewSale } from './schema.ts'
import { accountKey, cappedBy, owedBy, type Standing, type WantedAccount } from './sharing-out.ts'

/**
 * Whoever records, gives back or lets go in an ecosystem does it alone until commit: each needs what the one before left, and all of them book
 * on the same bank account anyway. Taken before any other lock, so nobody waits in a circle.
 */
export async function lockSales({ db, ecosystemId }: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sales:${ecosystemId}`}, 0))`.execute(db)
}

/** What the sales so far left to these ones. Reads only, so that what would be can be asked for too. */
export async function readStanding(
  ctx: Ctx,
  sales: readonly { sale: Pick<NewSale, 'names' | 'day'>; version: KnownVersion }[],
): Promise<Standing> {
  const versions = [...new Map(sales.map(({ version }) => [version.id, version])).values()]
  const { targetOf } = await readAliases(ctx)
  return {
    targetOf,
    carries: await readCarries(ctx, versions),
    taken: await readTaken(ctx, [...new Set(sales.flatMap(({ sale, version }) => cappedBy(sale, version).map(({ key }) => key)))]),
    owed: await readOwed(
      ctx,
      versions.flatMap((version) => owedBy(version, targetOf).map(({ account }) => account)),
    ),
  }
}

async function readCarries({ db, ecosystemId }: Ctx, versions: readonly KnownVersion[]): Promise<Standing['carries']> {
  const { rows } = await sql<{ version_id: string; recipient: string; carry: string }>`
    select version_id, recipient, carry from sale_carries
    where ecosystem_id = ${ecosystemId} and version_id = any(${versions.map(({ id }) => id)}::uuid[])`.execute(db)
  const carries: Standing['carries'] = new Map(versions.map(({ id }) => [id, {} as Record<string, Rational>]))
  for (const { version_id, recipient, carry } of rows) carries.get(version_id)![recipient] = rationalFrom(carry)
  return carries
}

async function readTaken({ db, ecosystemId }: Ctx, keys: readonly string[]): Promise<Standing['taken']> {
  if (keys.length === 0) return new Map()
  const [ruleIds, steps, recipients, periods] = columnsOf(keys)
  const { rows } = await sql<{ rule_id: string; step: string; recipient: string; period: string; taken: bigint }>`
    select c.rule_id, c.step, c.recipient, c.period, c.taken from unnest(${ruleIds}::uuid[], ${steps}::text[], ${recipients}::text[],
      ${periods}::text[]) as k(rule_id, step, recipient, period)
    join sale_caps c on c.ecosystem_id = ${ecosystemId} and c.rule_id = k.rule_id and c.step = k.step and c.recipient = k.recipient
      and c.period = k.period`.execute(db)
  return new Map(rows.map(({ rule_id, step, recipient, period, taken }) => [`${rule_id} ${step} ${recipient} ${period}`, taken]))
}

/** Keys of caps hold no blanks but those between their parts. */
function columnsOf(keys: readonly string[]): [string[], string[], string[], string[]] {
  const parts = keys.map((key) => key.split(' '))
  return [0, 1, 2, 3].map((k) => parts.map((part) => part[k]!)) as [string[], string[], string[], string[]]
}

async function readOwed(ctx: Ctx, accounts: readonly WantedAccount[]): Promise<Standing['owed']> {
  const owed: Standing['owed'] = new Map(accounts.map((account) => [accountKey(account), 0n]))
  if (accounts.length === 0) return owed
  const ids = (await findAccounts(ctx, accounts)).filter((id) => id !== undefined)
  for (const { ownerPartyId, asset, purpose, normalSide, balance } of await readAccounts(ctx, ids))
    owed.set(accountKey({ ownerPartyId, asset, purpose, normalSide }), normalSide === 'debit' ? balance : -balance)
  return owed
}

/** The accounts of entries, by accountKey(), opened where there is none yet. */
export async function openAccounts(tx: Tx, wanted: readonly WantedAccount[]): Promise<Map<string, string>> {
  const distinct = new Map(wanted.map((account) => [accountKey(account), account]))
  const ids = await findOrOpenAccounts(tx, [...distinct.values()])
  return new Map([...distinct.keys()].map((key, place) => [key, ids[place]!]))
}

export async function keepCarries({ db, ecosystemId }: Tx, versions: readonly KnownVersion[], { carries }: Standing): Promise<void> {
  const rows = versions.flatMap(({ id, rule }) =>
    Object.entries(carries.get(id) ?? {}).map(([recipient, carry]) => ({ id, recipient, asset: rule.asset, carry: textOf(carry) })),
  )
  await sql`
    insert into sale_carries (ecosystem_id, version_id, recipient, asset, carry)
    select ${ecosystemId}::uuid, x.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, recipient text, asset text, carry text)
    on conflict (ecosystem_id, version_id, recipient, asset) do update set carry = excluded.carry`.execute(db)
}

/** Adds to what was taken under caps; what is given back is below zero. */
export async function addToCaps({ db, ecosystemId }: Tx, caps: ReadonlyMap<string, bigint>): Promise<void> {
  if (caps.size === 0) return
  const [ruleIds, steps, recipients, periods] = columnsOf([...caps.keys()])
  await sql`
    insert into sale_caps (ecosystem_id, rule_id, step, recipient, period, taken)
    select ${ecosystemId}::uuid, x.* from unnest(${ruleIds}::uuid[], ${steps}::text[], ${recipients}::text[], ${periods}::text[],
      ${[...caps.values()].map(String)}::bigint[]) as x
    on conflict (ecosystem_id, rule_id, step, recipient, period) do update set taken = sale_caps.taken + excluded.taken`.execute(db)
}

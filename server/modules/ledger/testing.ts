import assert from 'node:assert/strict'
import pg from 'pg'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { type Db, openDb } from '../../kernel/db.ts'
import { newId } from '../../kernel/ids.ts'
import { testEcosystem } from '../../kernel/testing.ts'
import { findOrOpenAccount, type NewAccount } from './accounts.ts'
import { makeAsset } from './assets.ts'
import { checkLedger } from './check.ts'
import { post } from './posting.ts'
import type { Posting } from './rules.ts'

/**
 * What is found after somebody who owns the database turned off what was in the way (`rule`) and did this. Taken back at the end.
 */
export async function wrongAfter({ host, database }: { host: string; database: string }, ctx: Ctx, statement: string, rule = 'select 1') {
  const client = new pg.Client({ host, user: 'postgres', database })
  await client.connect()
  try {
    await client.query(`begin; ${rule}; set local session_replication_role = replica; set local tutti.ecosystem_id = '${ctx.ecosystemId}'`)
    const { rowCount } = await client.query(statement.replaceAll(':eco', `'${ctx.ecosystemId}'`))
    assert.ok(rowCount, `nothing was damaged: ${statement}`)
    const borrowed = { query: client.query.bind(client), release: () => {} }
    const db = openDb({ connect: async () => borrowed } as unknown as pg.Pool)
    return (await checkLedger({ ...ctx, db } as unknown as Tx)).checks.filter(({ wrong }) => wrong !== null)
  } finally {
    await client.end() // and all of it is taken back
  }
}

/** An ecosystem with euros and hours, and short ways to open accounts and to move something from one to another. */
export async function testBooks(db: Db, now = () => new Date('2026-05-04T10:00:00Z')) {
  const roles = await testEcosystem(db, { now })
  const { system } = roles
  await transaction(system, async (tx) => {
    await makeAsset(tx, { code: 'EUR', name: 'Euro', scale: 2, kind: 'money' })
    await makeAsset(tx, { code: 'HOURS', name: 'Hours', scale: 0, kind: 'hours' })
  })
  const account = (more: Partial<NewAccount> = {}): Promise<string> =>
    transaction(system, (tx) =>
      findOrOpenAccount(tx, { ownerPartyId: null, asset: 'EUR', purpose: `p${newId()}`, normalSide: 'debit', ...more }),
    )
  const posting = (from: string, to: string, amount: bigint | number, more: Partial<Posting> = {}): Posting => ({
    scope: 'test',
    key: newId(),
    kind: 'transfer',
    entries: [
      { accountId: from, amount: -BigInt(amount) },
      { accountId: to, amount: BigInt(amount) },
    ],
    ...more,
  })
  const move = (from: string, to: string, amount: bigint | number, more: Partial<Posting> = {}) =>
    post(system, posting(from, to, amount, more))
  return { ...roles, account, posting, move }
}

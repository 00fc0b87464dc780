import assert from 'node:assert/strict'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { checkLedger, listAccounts } from '../ledger/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { hourRoutes, routes } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
export const { db } = database
export const clock = { now: new Date('2026-05-04T10:00:00Z') }
export const call = testApi(db, [partyRoutes, routes, hourRoutes], () => clock.now)

export async function beginning() {
  clock.now = new Date('2026-05-04T10:00:00Z')
  const roles = await testEcosystem(db, { now: () => clock.now })
  const { coordinator, as, system } = roles
  const party = async (name: string): Promise<string> => (await call(coordinator, 'POST', '/parties', { name })).json.id
  const [bakery, mill, farm] = [await party('Bakery'), await party('Mill'), await party('Farm')]
  const [atBakery, atMill] = [as('member', bakery), as('member', mill)]
  /** Whatever was booked, all accounts of an asset sum to nothing, and the books are sound. */
  const isSound = async (asset: string) => {
    const accounts = await transaction(system, (tx) => listAccounts(tx, { asset }, 500))
    const sum = accounts.reduce((total, { balance, normalSide }) => total + (normalSide === 'debit' ? balance : -balance), 0n)
    assert.equal(sum, 0n, asset)
    assert.deepEqual(
      (await transaction(system, checkLedger)).checks.flatMap(({ wrong }) => wrong ?? []),
      [],
    )
  }
  return { ...roles, party, bakery, mill, farm, atBakery, atMill, isSound }
}

export async function circle() {
  const all = await beginning()
  const { coordinator, bakery, mill } = all
  const made = await call(coordinator, 'POST', '/credit', { code: 'MOSEL', name: 'Mosel' })
  assert.equal(made.status, 201, made.text)
  const join = (id: string, limit: string, maximum: string | null = null) =>
    call(coordinator, 'PUT', `/credit/MOSEL/members/${id}`, { limit, maximum })
  await join(bakery, '10000')
  await join(mill, '5000', '8000')
  const pay = (who: Ctx, fromId: string, toId: string, amount: string, text: string | null = null) =>
    call(who, 'POST', '/credit/MOSEL/payments', { fromId, toId, amount, text })
  return { ...all, join, pay }
}

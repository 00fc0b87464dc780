import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { findOrOpenAccount, post } from '../ledger/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as sharingRoutes } from '../sharing/index.ts'
import { routes } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
const now = () => new Date('2026-05-16T10:00:00Z')
const call = testApi(db, [partyRoutes, sharingRoutes, routes], now)

/** A sale that a rule shared between an inn and a levy. */
async function beginning() {
  const roles = await testEcosystem(db, { now })
  const { owner, system } = roles
  const inn: string = (await call(owner, 'POST', '/parties', { name: 'Inn' })).json.id
  const recipients = [{ key: 'inn', partyId: inn }, { key: 'levy:2026', label: 'The levy of 2026' }] // biome-ignore format: one line reads better
  const rule = {
    basis: 'net',
    asset: 'EUR',
    steps: [
      { id: 'levy', take: { pct: '1/10', of: 'net' }, to: 'levy:2026' },
      { id: 'rest', take: 'remainder', to: 'inn' },
    ],
    rounding: 'carry',
    refund: 'mirror',
  }
  const made = await call(owner, 'POST', '/sharing/rules', { name: 'Nights', version: { rule, recipients, validFrom: '2026-01-01' } })
  assert.equal(made.status, 201, made.text)
  const [bank, ofInn, levy] = await transaction(system, async (tx) => {
    const account = (ownerPartyId: string | null, purpose: string, normalSide: 'debit' | 'credit') =>
      findOrOpenAccount(tx, { ownerPartyId, asset: 'EUR', purpose, normalSide })
    return [await account(null, 'bank', 'debit'), await account(inn, 'payable', 'credit'), await account(null, 'fund:levy:2026', 'credit')]
  })
  const sell = (day: string, gross: bigint, more: object = {}) => {
    const sale = newId()
    const entries = [
      { accountId: bank!, amount: gross },
      { accountId: levy!, amount: -gross / 10n, explanation: { sale, step: 'levy', exact: String(gross / 10n), carry: '0' } },
      {
        accountId: ofInn!,
        amount: gross / 10n - gross,
        explanation: { sale, step: 'rest', exact: String(gross - gross / 10n), carry: '0' },
      },
    ]
    return post(system, {
      scope: 'test',
      key: sale,
      kind: 'sale',
      effectiveOn: day,
      ruleVersionId: made.json.versions[0].id,
      entries,
      ...more,
    })
  }
  return { ...roles, inn, bank: bank!, ofInn: ofInn!, levy: levy!, sell, versionId: made.json.versions[0].id, ruleId: made.json.id }
}

test('a booking names the rule it was shared by; who may not read rules gets its name only', async () => {
  const { owner, viewer, as, inn, sell, ruleId, versionId } = await beginning()
  const { id } = await sell('2026-05-10', 1000n)
  const origin = (ctx: typeof owner, query = '', of = id) => call(ctx, 'GET', `/money/transactions/${of}/origin${query}`)
  const { rule } = (await origin(owner)).json
  assert.deepEqual([rule.ruleId, rule.ruleName, rule.versionId, rule.number], [ruleId, 'Nights', versionId, 1])
  assert.deepEqual(rule.steps[0], { id: 'levy', sentence: '10% of the price without tax goes to The levy of 2026.' })
  assert.match((await origin(owner, '?language=de')).json.rule.steps[1].sentence, /^Was übrig ist/)
  const own = (await origin(as('member', inn))).json.rule
  assert.deepEqual([own.ruleName, own.steps], ['Nights', []])
  assert.equal((await origin(as('member', newId()))).status, 404)
  assert.equal((await origin(viewer)).status, 403)
  assert.equal((await origin(owner, '', newId())).json.code, 'transaction_not_found')
  assert.equal((await origin(owner, '?language=xx')).json.code, 'invalid')
  assert.equal((await origin((await testEcosystem(db, { now })).owner)).status, 404)
  const other = await sell('2026-05-10', 1000n, { ruleVersionId: undefined })
  assert.equal((await origin(owner, '', other.id)).json.rule, null)
})

test('purposes are called as the rules call them', async () => {
  const { owner, viewer } = await beginning()
  assert.deepEqual((await call(owner, 'GET', '/money/names')).json.items, [{ purpose: 'fund:levy:2026', name: 'The levy of 2026' }])
  assert.equal((await call(viewer, 'GET', '/money/names')).status, 403)
})

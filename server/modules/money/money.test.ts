import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { findOrOpenAccount, post, reverse } from '../ledger/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as sharingRoutes } from '../sharing/index.ts'
import { personalData, routes } from './index.ts'

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

type Flow = { source: string; middle: string; target: string; amount: string; postings: number }

test('flows say who paid, what it was shared as and who got it; what was given back is taken off', async () => {
  const { owner, inn, system, sell, ruleId, ofInn, bank, as, viewer } = await beginning()
  const first = await sell('2026-05-10', 1000n)
  await sell('2026-05-11', 1000n)
  await sell('2026-06-01', 5000n)
  const undone = await sell('2026-05-12', 500n)
  await reverse(system, { scope: 'test', key: newId(), transactionId: undone.id, explanation: 'twice', effectiveOn: '2026-05-12' })
  const move = (kind: string, from: string, to: string, amount: bigint) =>
    post(system, { scope: 'test', key: newId(), kind, effectiveOn: '2026-05-14', entries: [{ accountId: from, amount: -amount }, { accountId: to, amount }] }) // biome-ignore format: one line reads better
  await move('payout', bank, ofInn, 300n)
  await post(system, { scope: 'test', key: newId(), kind: 'refund', effectiveOn: '2026-05-15', entries: [{ accountId: ofInn, amount: 90n, explanation: { step: 'rest' } }, { accountId: bank, amount: -90n }] }) // biome-ignore format: one line reads better
  const ask = (query: string, ctx = owner) => call(ctx, 'GET', `/money/flows?from=2026-05-01&to=2026-05-31${query}`)
  const { json } = await ask('')
  const shown = json.flows.map(({ source, middle, target, amount, postings }: Flow) => [source, middle, target, amount, postings])
  assert.deepEqual(shown, [
    ['own:bank', `step:${ruleId}:rest`, `party:${inn}`, '1800', 4],
    ['own:bank', 'kind:payout', `party:${inn}`, '300', 1],
    ['own:bank', `step:${ruleId}:levy`, 'own:fund:levy:2026', '200', 4],
    ['own:bank', 'step::rest', `party:${inn}`, '-90', 1],
  ])
  assert.deepEqual(json.parties, [{ key: `party:${inn}`, name: 'Inn' }])
  assert.deepEqual([json.steps[0].ruleName, json.steps[0].number, json.scale], ['Nights', 1, 2])
  const few = (await ask('&top=1')).json.flows.map(({ source, middle, target, amount }: Flow) => [source, middle, target, amount])
  assert.deepEqual(few, [
    ['own:bank', `step:${ruleId}:rest`, `party:${inn}`, '1800'],
    ['own:bank', 'others', `party:${inn}`, '210'],
    ['own:bank', 'others', 'others', '200'],
  ])
  const postings = async (query: string) =>
    (await call(owner, 'GET', `/money/flows/postings?from=2026-05-01&to=2026-05-31&source=own:bank&target=party:${inn}&${query}`)).json
  const page = await postings(`middle=step:${ruleId}:rest&limit=3`)
  assert.deepEqual(page.items.map(({ amount, effectiveOn }: Record<string, string>) => [amount, effectiveOn]), [['-450', '2026-05-12'], ['450', '2026-05-12'], ['900', '2026-05-11']]) // biome-ignore format: one line reads better
  const rest = await postings(`middle=step:${ruleId}:rest&limit=3&cursor=${page.nextCursor}`)
  assert.deepEqual([rest.items.map(({ transactionId, n }: Record<string, unknown>) => [transactionId, n]), rest.nextCursor], [[[first.id, 3]], null]) // biome-ignore format: one line reads better
  assert.equal((await postings('middle=others&top=1')).items.length, 2)
  assert.deepEqual((await ask('&asset=HOURS')).json.flows, [])
  for (const ctx of [viewer, as('member', inn)]) assert.equal((await ask('', ctx)).status, 403)
  assert.deepEqual((await ask('', (await testEcosystem(db, { now })).owner)).json.flows, [])
  const wrong = async (query: string) => (await call(owner, 'GET', `/money/flows?${query}`)).json
  assert.equal((await wrong('from=2026-05-02&to=2026-05-01')).code, 'period_reversed')
  assert.deepEqual((await wrong('from=May&to=2026-05-01')).errors[0].code, 'date_needed')
  assert.deepEqual((await wrong('from=2026-05-01&to=2026-05-02&top=99')).errors[0].code, 'too_large')
})

test('what several gave to several is paired unit by unit, and every pair together is the whole', async () => {
  const { owner, system, inn, bank, ofInn, levy } = await beginning()
  const pay = (amounts: [string, bigint][]) =>
    post(system, { scope: 'test', key: newId(), kind: 'mixed', effectiveOn: '2026-05-10', entries: amounts.map(([accountId, amount]) => ({ accountId, amount })) }) // biome-ignore format: one line reads better
  await pay([[bank, 70n], [ofInn, 30n], [levy, -45n], [ofInn, -55n]]) // biome-ignore format: one line reads better
  const { flows } = (await call(owner, 'GET', '/money/flows?from=2026-05-10&to=2026-05-10')).json
  assert.deepEqual(flows.map(({ source, target, amount }: Flow) => [source, target, amount]), [
    ['own:bank', 'own:fund:levy:2026', '45'],
    [`party:${inn}`, `party:${inn}`, '30'],
    ['own:bank', `party:${inn}`, '25'],
  ]) // biome-ignore format: a table
})

test('a plan stands beside what it came to, keeps its past, and is no money', async () => {
  const { owner, coordinator, as, viewer, inn, ofInn, bank, sell, system } = await beginning()
  await sell('2026-05-10', 1000n)
  await sell('2026-06-01', 5000n)
  const undone = await sell('2026-05-12', 500n)
  await reverse(system, { scope: 'test', key: newId(), transactionId: undone.id, explanation: 'twice', effectiveOn: '2026-05-12' })
  await post(system, { scope: 'test', key: newId(), kind: 'payout', effectiveOn: '2026-05-20', entries: [{ accountId: ofInn, amount: 300n }, { accountId: bank, amount: -300n }] }) // biome-ignore format: one line reads better
  const levy = { subject: 'purpose:fund:levy:2026', way: 'in' }
  const payouts = { subject: `account:${ofInn}`, way: 'out' }
  const plan = (cells: object[], ctx = owner, asset = 'EUR') => call(ctx, 'POST', '/money/plans', { asset, cells })
  assert.deepEqual((await plan([{ ...levy, month: '2026-05', amount: '150' }, { ...levy, month: '2026-06', amount: '150' }, { ...payouts, month: '2026-05', amount: '400' }])).json, { written: 3 }) // biome-ignore format: one line reads better
  assert.deepEqual((await plan([{ ...levy, month: '2026-05', amount: '150' }, { ...levy, month: '2026-06', amount: '200' }], coordinator)).json, { written: 1 }) // biome-ignore format: one line reads better
  const read = async (query = 'year=2026', ctx = owner) => call(ctx, 'GET', `/money/plans?${query}`)
  const { lines, scale } = (await read()).json
  const shown = lines.map(({ subject, way, account, months }: { subject: string; way: string; account: object; months: object[] }) => [subject, way, account, months[4], months[5]]) // biome-ignore format: one line reads better
  assert.deepEqual([scale, shown], [2, [
    [`account:${ofInn}`, 'out', { purpose: 'payable', ownerPartyId: inn, ownerName: 'Inn' }, { month: '2026-05', planned: '400', actual: '300' }, { month: '2026-06', planned: null, actual: '0' }],
    ['purpose:fund:levy:2026', 'in', null, { month: '2026-05', planned: '150', actual: '100' }, { month: '2026-06', planned: '200', actual: '500' }],
  ]]) // biome-ignore format: a table
  const history = async (month: string) => (await call(owner, 'GET', `/money/plans/history?subject=${levy.subject}&way=in&month=${month}`)).json.items.map(({ amount }: { amount: string }) => amount) // biome-ignore format: one line reads better
  assert.deepEqual([await history('2026-06'), await history('2026-07')], [['200', '150'], []])
  await plan([{ ...payouts, month: '2026-05', amount: null }])
  assert.equal((await read()).json.lines.length, 1)
  const own = await transaction(owner, (tx) => personalData.collect(tx, { kind: 'account', id: owner.actor.personId, name: 'Anna', email: 'anna@example.org' })) // biome-ignore format: one line reads better
  assert.equal((own.moneyPlanned as { months: number }[])[0]!.months, 4)
  const refused = async (cell: object, asset = 'EUR') => {
    const { json } = await plan([{ ...levy, month: '2026-05', amount: '9', ...cell }], owner, asset)
    return [json.code, json.errors?.[0]?.code]
  }
  assert.deepEqual(await refused({ amount: 9.5 }), ['invalid', 'amount_form'])
  assert.deepEqual(await refused({ amount: '-9' }), ['invalid', 'amount_form'])
  assert.deepEqual(await refused({ month: '2026-13' }), ['invalid', 'month_form'])
  assert.deepEqual(await refused({ subject: 'levy' }), ['invalid', 'plan_subject_form'])
  assert.deepEqual(await refused({ subject: `account:${newId()}` }), ['account_unknown', 'account_unknown'])
  assert.deepEqual(await refused({ subject: `account:${ofInn}` }, 'JPY'), ['asset_mixed', 'asset_differs'])
  assert.deepEqual(await refused({}, 'APPLES'), ['asset_not_found', undefined])
  assert.equal((await plan([{ ...levy, month: '2026-05', amount: '1' }, { ...levy, month: '2026-05', amount: '2' }])).json.code, 'month_twice') // biome-ignore format: one line reads better
  assert.equal((await read('year=26')).json.code, 'invalid')
  for (const ctx of [viewer, as('member', inn)]) {
    assert.equal((await read('year=2026', ctx)).status, 403)
    assert.equal((await plan([{ ...levy, month: '2026-05', amount: '1' }], ctx)).status, 403)
    assert.equal((await call(ctx, 'GET', `/money/plans/history?subject=${levy.subject}&way=in&month=2026-05`)).status, 403)
  }
  const stranger = (await testEcosystem(db, { now })).owner
  assert.deepEqual((await read('year=2026', stranger)).json.lines, [])
  assert.equal((await plan([{ ...payouts, month: '2026-05', amount: '1' }], stranger)).json.code, 'account_unknown')
  await assert.rejects(
    transaction(owner, (tx) => tx.db.updateTable('money_plans').set({ amount: 1n }).execute()),
    /permission denied/,
  )
})

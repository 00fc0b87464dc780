import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { checkLedger, listAccounts } from '../ledger/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { jobs, pages, personalData, routes } from './index.ts'
import { endVouchersOf } from './jobs.ts'

const database = await testDatabase()
await testJobs(database, jobs)
const { db } = database
let now = new Date('2026-05-04T10:00:00Z')
const call = testApi(db, [partyRoutes, routes], () => now, pages)

async function beginning() {
  now = new Date('2026-05-04T10:00:00Z')
  const roles = await testEcosystem(db, { now: () => now })
  const { coordinator, as, system } = roles
  const party = async (name: string): Promise<string> => (await call(coordinator, 'POST', '/parties', { name })).json.id
  const [museum, ferry] = [await party('Museum'), await party('Ferry')]
  const sell = async (more: object = {}) =>
    (await call(coordinator, 'POST', '/vouchers', { value: '5000', expiresOn: '2026-12-31', ...more })).json
  const redeem = (who: Ctx, code: string, amount: string, more: object = {}) =>
    call(who, 'POST', '/vouchers/redemptions', { code, amount, partyId: museum, ...more })
  const balance = async (owner: string | null, purpose: string): Promise<bigint> =>
    (await transaction(system, (tx) => listAccounts(tx, { owners: owner === null ? null : [owner], purpose }, 9)))[0]?.balance ?? 0n
  const isSound = async () => (await transaction(system, checkLedger)).checks.flatMap(({ wrong }) => wrong ?? [])
  return { ...roles, museum, ferry, member: as('member', museum), sell, redeem, balance, isSound }
}

test('a voucher is sold, redeemed in parts by a member at a partner, and then it is used up', async () => {
  const { coordinator, member, museum, sell, redeem, balance, isSound } = await beginning()
  const { voucher, code, path } = await sell({ note: 'Birthday' })
  assert.deepEqual([voucher.left, voucher.state, await balance(null, 'bank')], ['5000', 'open', 5000n])
  assert.match(code, /^(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}$/)
  assert.deepEqual((await call(member, 'POST', '/vouchers/look-ups', { code })).json, {
    money: 'EUR',
    value: '5000',
    left: '5000',
    expiresOn: '2026-12-31',
    state: 'open',
  })
  const first = await redeem(member, code.toLowerCase(), '1250', { reference: 'Receipt 7' })
  assert.deepEqual([first.status, first.json.left], [201, '3750'], first.text)
  const second = await redeem(member, `http://localhost${path}`, '3750')
  assert.deepEqual([second.json.left, await balance(museum, 'payable')], ['0', 5000n])
  const third = await redeem(member, code, '1')
  assert.deepEqual([third.status, third.json.code], [409, 'insufficient_balance'])
  const { json } = await call(coordinator, 'GET', `/vouchers/${voucher.id}`)
  assert.deepEqual(
    json.uses.map((use: Record<string, string>) => [use.what, use.amount, use.party, use.reference]),
    [
      ['used', '3750', 'Museum', null],
      ['used', '1250', 'Museum', 'Receipt 7'],
      ['sold', '5000', null, null],
    ],
  )
  const list = (await call(coordinator, 'GET', '/vouchers')).json
  assert.deepEqual([list.items[0].state, list.sold], ['used', [{ money: 'EUR', left: '0' }]])
  assert.deepEqual(await isSound(), [])
})

test('however many redeem one voucher at once, together they never get more than it is worth', async () => {
  const { member, museum, sell, redeem, balance, isSound } = await beginning()
  let taken = 0n
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 6, maxLength: 24 }),
      async (value, parts) => {
        const { code } = await sell({ value: String(value) })
        const answers = await Promise.all(parts.map((part) => redeem(member, code, String(part))))
        assert.deepEqual(
          answers.flatMap(({ status, text }) => ([201, 409].includes(status) ? [] : [text])),
          [],
        )
        const got = answers.reduce((sum, { status }, place) => (status === 201 ? sum + parts[place]! : sum), 0)
        const left = Number((await call(member, 'POST', '/vouchers/look-ups', { code })).json.left)
        assert.equal(got + left, value)
        // nobody was refused who could have had it
        assert.ok(answers.every(({ status }, place) => status === 201 || parts[place]! > left))
        taken += BigInt(got)
      },
    ),
    { numRuns: 8 },
  )
  assert.equal(await balance(museum, 'payable'), taken)
  assert.deepEqual(await isSound(), [])
})

test('the same key redeems once, however often and however much at once it is asked', async () => {
  const { member, ferry, as, museum, sell, redeem, balance } = await beginning()
  const { code } = await sell()
  const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(member, code, '700', { key: 'till-1/42' })))
  assert.deepEqual(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 1)
  assert.equal(await balance(museum, 'payable'), 700n)
  assert.equal((await redeem(member, code, '701', { key: 'till-1/42' })).json.code, 'idempotency_key_reused')
  // the keys of another organisation are its own
  assert.equal((await redeem(as('member', ferry), code, '700', { key: 'till-1/42', partyId: ferry })).json.left, '3600')
  const header = { 'idempotency-key': newId() }
  const twice = [1, 2].map(() => call(member, 'POST', '/vouchers/redemptions', { code, amount: '100', partyId: museum }, header))
  assert.deepEqual(
    (await Promise.all(twice)).map(({ json }) => json.left),
    ['3500', '3500'],
  )
})

test('when the time of a voucher is over its rest goes where it was said, once, and nothing more is redeemed', async () => {
  const { system, member, ferry, sell, redeem, balance, coordinator, isSound } = await beginning()
  const toBank = await sell({ expiresOn: '2026-05-31' })
  const toFund = await sell({ expiresOn: '2026-05-31', value: '1000', restTo: 'levy:trail' })
  const byFerry = await sell({ expiresOn: '2026-05-31', value: '300', collectedBy: ferry })
  await sell({ expiresOn: '2026-06-01', value: '7' })
  assert.deepEqual([await balance(null, 'bank'), await balance(ferry, 'payable')], [6007n, -300n])
  await redeem(member, toBank.code, '2000')
  now = new Date('2026-05-31T21:59:00Z') // a minute before midnight in Berlin
  await endVouchersOf(system)
  assert.equal((await redeem(member, toBank.code, '1000')).status, 201)
  now = new Date('2026-05-31T22:00:00Z')
  const late = await redeem(member, toBank.code, '1000')
  assert.deepEqual([late.status, late.json.code], [409, 'voucher_expired'])
  await Promise.all([endVouchersOf(system), endVouchersOf(system)])
  await endVouchersOf(system)
  const after = [await balance(null, 'bank'), await balance(null, 'fund:levy:trail'), await balance(ferry, 'payable')]
  assert.deepEqual(after, [6007n, 1000n, 0n], 'the money of a voucher that ran out is still in the bank')
  assert.equal(await balance(null, 'fund:vouchers'), 2000n)
  const { items } = (await call(coordinator, 'GET', '/vouchers')).json
  assert.deepEqual(
    items.map(({ left, state }: Record<string, string>) => [left, state]),
    [['7', 'open'], ...Array(3).fill(['0', 'expired'])],
  )
  assert.equal((await call(coordinator, 'POST', `/vouchers/${toFund.voucher.id}/code`)).json.code, 'voucher_expired')
  assert.equal((await call(coordinator, 'GET', `/vouchers/${byFerry.voucher.id}`)).json.uses[0].what, 'expired')
  assert.deepEqual(await isSound(), [])
})

test('what was redeemed by mistake is put back, once and as long as the voucher is good, and in any order it is as it was', async () => {
  const { system, coordinator, member, viewer, as, ferry, museum, sell, redeem, balance, isSound } = await beginning()
  const other = await beginning()
  const undo = (who: Ctx, id: string, reason = 'Mistyped') => call(who, 'POST', `/vouchers/redemptions/${id}/reversal`, { reason })
  const { voucher, code } = await sell({ expiresOn: '2026-05-31' })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.nat()), { minLength: 1, maxLength: 5 }), async (parts) => {
      const used: { id: string; rank: number }[] = []
      for (const [amount, rank] of parts) used.push({ id: (await redeem(member, code, String(amount))).json.transactionId, rank })
      for (const { id } of used.sort((a, b) => a.rank - b.rank)) assert.equal((await undo(member, id)).status, 201)
      assert.deepEqual([await balance(museum, 'payable'), await balance(null, `voucher:${voucher.id}`)], [0n, 5000n])
    }),
    { numRuns: 5 },
  )
  const { transactionId } = (await redeem(member, code, '1250', { reference: 'Receipt 7', key: 'till/7' })).json
  const list = (await call(member, 'GET', '/vouchers/redemptions?limit=1')).json
  const { on: _, ...shown } = list.items[0]
  const where = { party: { id: museum, name: 'Museum' }, money: 'EUR', amount: '1250', reference: 'Receipt 7' }
  assert.deepEqual(shown, { transactionId, ...where, takenBack: null, mayTakeBack: true })
  assert.ok((await call(member, 'GET', `/vouchers/redemptions?cursor=${list.nextCursor}`)).json.items[0].takenBack)
  assert.deepEqual((await call(as('member', ferry), 'GET', '/vouchers/redemptions')).json.items, [])
  for (const [who, status] of [[viewer, 403], [as('member', ferry), 404], [other.coordinator, 404]] as const) // biome-ignore format: one line reads better
    assert.equal((await undo(who, transactionId)).status, status)
  assert.equal((await undo(member, newId())).status, 404)
  assert.equal((await undo(member, transactionId, ' ')).status, 422)
  const both = await Promise.all([
    undo(member, transactionId),
    undo(coordinator, transactionId, 'Wrong guest'),
    undo(member, transactionId),
  ])
  assert.ok(
    both.every(({ status, json }) => status === 201 || json.code === 'taken_back_already'),
    both[1]!.text,
  )
  assert.equal(await balance(museum, 'payable'), 0n)
  const { uses } = (await call(coordinator, 'GET', `/vouchers/${voucher.id}`)).json
  assert.deepEqual(uses.slice(0, 2).map((use: Record<string, string>) => [use.what, use.party, use.reference]), [['undone', 'Museum', 'Receipt 7'], ['used', 'Museum', 'Receipt 7']]) // biome-ignore format: one line reads better
  const late = (await redeem(member, code, '100')).json.transactionId
  now = new Date('2026-05-31T22:00:00Z')
  assert.equal((await undo(member, late)).json.code, 'voucher_ran_out')
  await endVouchersOf(system)
  assert.equal((await undo(coordinator, late)).json.code, 'voucher_ran_out')
  assert.equal((await call(member, 'GET', '/vouchers/redemptions')).json.items[0].mayTakeBack, false)
  assert.deepEqual(await isSound(), [])
})

test('a code that was withdrawn or replaced opens nothing, and is not kept anywhere', async () => {
  const { coordinator, member, sell, redeem, system } = await beginning()
  const { voucher, code } = await sell()
  const renewed = (await call(coordinator, 'POST', `/vouchers/${voucher.id}/code`)).json
  assert.equal((await redeem(member, code, '1')).json.code, 'voucher_unknown')
  assert.equal((await redeem(member, renewed.code, '1')).status, 201)
  assert.equal((await call(coordinator, 'DELETE', `/vouchers/${voucher.id}/code`)).json.left, '4999')
  assert.equal((await redeem(member, renewed.code, '1')).json.code, 'voucher_unknown')
  const bare = renewed.code.replaceAll('-', '')
  const rows = await transaction(system, async (tx) => [
    await tx.db.selectFrom('entrances').selectAll().execute(),
    await tx.db.selectFrom('vouchers').selectAll().execute(),
    await tx.db.selectFrom('events').selectAll().execute(),
  ])
  const kept = JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  assert.ok(!kept.includes(bare) && !kept.includes(renewed.code))
})

test('the page of a voucher says what is left to who holds the link, in both languages, changes nothing and tells nothing of others', async () => {
  const { member, sell, redeem, system } = await beginning()
  const { path, code, voucher } = await sell({ note: 'For Ada' })
  await redeem(member, code, '1250')
  const look = (address: string) => call(system, 'GET', `/../../..${address}`)
  const before = await transaction(system, (tx) => tx.db.selectFrom('entrances').selectAll().execute())
  const page = await look(path)
  assert.equal(page.status, 200, page.text)
  assert.match(page.text, /€37\.50/)
  assert.match((await look(`${path}?lang=de`)).text, /37,50/)
  for (const secret of ['Museum', 'For Ada', voucher.id]) assert.ok(!page.text.includes(secret), secret)
  assert.equal(page.headers.get('cache-control'), 'no-store')
  assert.deepEqual(await transaction(system, (tx) => tx.db.selectFrom('entrances').selectAll().execute()), before)
  for (const wrong of ['/vouchers/0000-0000-0000-0000-0000', '/vouchers/x']) assert.equal((await look(wrong)).status, 404)
  let last = 200
  for (let tries = 0; tries < 130; tries++) last = (await look('/vouchers/0000-0000-0000-0000-0000')).status
  assert.equal(last, 429, 'nobody tries codes by the thousand')
})

test('what is wrong is refused, and nothing is booked', async () => {
  const { coordinator, viewer, member, as, ferry, museum, sell, redeem, balance } = await beginning()
  const other = await beginning()
  const { code, voucher } = await sell()
  const bad = async (body: object) =>
    (await call(coordinator, 'POST', '/vouchers', { value: '5000', expiresOn: '2026-12-31', ...body })).json
  for (const value of ['0', '-1', '1.5', '', '1e3', '9223372036854775808', 5])
    assert.equal((await bad({ value })).code, 'invalid', String(value))
  assert.equal((await bad({ expiresOn: '2026-05-03' })).errors[0].code, 'goal_over')
  assert.equal((await bad({ expiresOn: '2056-05-03' })).status, undefined)
  assert.equal((await bad({ expiresOn: '2057-05-03' })).errors[0].code, 'too_far_ahead')
  for (const wrong of [{ money: 'euro' }, { restTo: 'Levy' }, { collectedBy: newId() }, { more: 1 }])
    assert.ok((await bad(wrong)).status >= 400)
  for (const amount of ['0', '-5', '1.0', '5001']) assert.ok([422, 409].includes((await redeem(member, code, amount)).status), amount)
  assert.equal((await redeem(member, 'nonsense', '1')).json.code, 'voucher_unknown')
  // only at the own organisation, only in the own ecosystem
  assert.equal((await redeem(as('member', ferry), code, '1')).status, 403)
  assert.equal((await redeem(other.coordinator, code, '1', { partyId: other.museum })).json.code, 'voucher_unknown')
  assert.equal((await call(other.coordinator, 'GET', `/vouchers/${voucher.id}`)).status, 404)
  const asked = [
    ['GET', '/vouchers'],
    ['POST', '/vouchers', { value: '1', expiresOn: '2026-12-31' }],
    ['GET', `/vouchers/${voucher.id}`],
    ['POST', `/vouchers/${voucher.id}/code`],
    ['DELETE', `/vouchers/${voucher.id}/code`],
  ] as const
  for (const who of [member, viewer])
    for (const [method, path, body] of asked) assert.equal((await call(who, method, path, body)).status, 403, path)
  assert.equal((await redeem(viewer, code, '1')).status, 403)
  assert.equal((await call(viewer, 'POST', '/vouchers/look-ups', { code })).status, 403)
  assert.equal(await balance(museum, 'payable'), 0n)
})

test('whoever sold vouchers finds it in what is kept about them', async () => {
  const { coordinator, sell } = await beginning()
  await sell()
  const subject = { kind: 'account' as const, id: coordinator.actor.personId }
  const found = await transaction(coordinator, (tx) => personalData.collect(tx, subject as never))
  assert.equal((found as { vouchersSold: unknown[] }).vouchersSold.length, 1)
})

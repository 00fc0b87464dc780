import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Actor, type Ctx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { checkLedger, listAccounts } from '../ledger/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { hourRoutes, personalData, routes } from './index.ts'
import { expirePointsOf } from './jobs.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
let now = new Date('2026-05-04T10:00:00Z')
const call = testApi(db, [partyRoutes, routes, hourRoutes], () => now)

async function beginning() {
  now = new Date('2026-05-04T10:00:00Z')
  const roles = await testEcosystem(db, { now: () => now })
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

async function circle() {
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

test('members pay each other without money, as far as was agreed, and all together have nothing', async () => {
  const { atBakery, atMill, bakery, mill, coordinator, pay, isSound } = await circle()
  const paid = await pay(atBakery, bakery, mill, '7550', 'Flour')
  assert.deepEqual([paid.status, paid.json.balance], [201, '-7550'], paid.text)
  const beyond = await pay(atBakery, bakery, mill, '451')
  assert.deepEqual([beyond.status, beyond.json.code], [409, 'credit_full'])
  await pay(atMill, mill, bakery, '50')
  await call(coordinator, 'PUT', `/credit/MOSEL/members/${mill}`, { limit: '5000' })
  const refused = await pay(atBakery, bakery, mill, '2501')
  assert.deepEqual([refused.json.code, refused.json.errors[0].values], ['credit_limit', { left: '25.00 Mosel' }])
  assert.equal((await pay(atBakery, bakery, mill, '2500')).json.balance, '-10000')
  const circles = (await call(atBakery, 'GET', '/credit')).json.items
  assert.deepEqual(circles[0].own, { balance: '-10000', minimum: '-10000', maximum: null })
  const moves = (await call(atMill, 'GET', '/credit/MOSEL/moves?limit=2')).json
  assert.deepEqual(
    moves.items.map(({ amount, balanceAfter, party, text }: Record<string, { name: string }>) => [amount, balanceAfter, party?.name, text]),
    [
      ['2500', '10000', 'Bakery', null],
      ['-50', '7500', 'Bakery', null],
    ],
  )
  const rest = (await call(atMill, 'GET', `/credit/MOSEL/moves?limit=2&cursor=${moves.nextCursor}`)).json
  assert.deepEqual([rest.items.length, rest.items[0].text, rest.nextCursor], [1, 'Flour', null])
  await isSound('MOSEL')
})

test('however many pay at once, nobody goes beyond their limits and the circle still sums to nothing', async () => {
  const { coordinator, bakery, mill, farm, join, pay, isSound, system } = await circle()
  await join(farm, '300', '900')
  const members = [bakery, mill, farm]
  const anyPayment = fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 6000 }))
  await fc.assert(
    fc.asyncProperty(fc.array(anyPayment, { minLength: 5, maxLength: 20 }), async (payments) => {
      const answers = await Promise.all(
        payments.map(([from, step, amount]) => pay(coordinator, members[from]!, members[(from + step) % 3]!, String(amount))),
      )
      assert.deepEqual(
        answers.flatMap(({ status, text }) => ([201, 409].includes(status) ? [] : [text])),
        [],
      )
    }),
    { numRuns: 5 },
  )
  const accounts = await transaction(system, (tx) => listAccounts(tx, { asset: 'MOSEL' }, 9))
  for (const { balance, minimum, maximum } of accounts) assert.ok(balance >= minimum! && (maximum === null || balance <= maximum))
  await isSound('MOSEL')
})

test('what is wrong with mutual credit is refused, and others see nothing of it', async () => {
  const { coordinator, viewer, atBakery, atMill, as, bakery, mill, farm, pay, join } = await circle()
  const other = await beginning()
  await pay(atBakery, bakery, mill, '100', 'Secret')
  for (const amount of ['0', '-1', '1.5', '', '1e3', '9223372036854775808'])
    assert.equal((await pay(atBakery, bakery, mill, amount)).status, 422, amount)
  assert.equal((await pay(atBakery, bakery, bakery, '1')).json.code, 'pays_itself')
  assert.equal((await pay(atBakery, bakery, farm, '1')).json.code, 'not_in_circle')
  assert.equal((await pay(atBakery, bakery, newId(), '1')).status, 404)
  assert.equal((await pay(atMill, bakery, mill, '1')).status, 403)
  assert.equal((await pay(other.coordinator, other.bakery, other.mill, '1')).status, 404)
  assert.equal((await join(bakery, '99')).json.code, 'insufficient_balance')
  for (const body of [
    { code: 'mosel', name: 'x' },
    { code: 'EUR', name: 'x' },
    { code: 'MOSEL', name: 'x' },
    { code: 'X1', name: '' },
    { code: 'X1', name: 'x', scale: 9 },
  ])
    assert.ok([422, 409].includes((await call(coordinator, 'POST', '/credit', body)).status), JSON.stringify(body))
  const members = (await call(atMill, 'GET', '/credit/MOSEL/members')).json.items
  assert.deepEqual(members.map(({ party, balance }: { party: { name: string }; balance: string }) => [party.name, balance]).sort(), [
    ['Bakery', null],
    ['Mill', '100'],
  ])
  const asked = [
    ['GET', '/credit'],
    ['POST', '/credit', { code: 'NEW', name: 'New' }],
    ['GET', '/credit/MOSEL/members'],
    ['PUT', `/credit/MOSEL/members/${mill}`, { limit: '1' }],
    ['POST', '/credit/MOSEL/payments', { fromId: bakery, toId: mill, amount: '1' }],
    ['GET', `/credit/MOSEL/moves?partyId=${bakery}`],
  ] as const
  for (const [method, path, body] of asked) assert.equal((await call(viewer, method, path, body)).status, 403, path)
  for (const [method, path, body] of asked.filter(([method, path]) => method !== 'GET' || path.includes('moves')))
    assert.equal((await call(as('member', farm), method, path, body)).status, 403, path)
  assert.equal((await call(coordinator, 'GET', '/credit/EUR/members')).status, 404)
  assert.equal((await call(coordinator, 'GET', '/credit/MOSEL/moves')).json.code, 'party_needed')
  const beyond = Buffer.from('["99999999999999999999"]').toString('base64url')
  assert.equal((await call(coordinator, 'GET', `/credit/MOSEL/moves?partyId=${bakery}&cursor=${beyond}`)).status, 422)
})

test('after a merge the one organisation pays from the account of the other, and after its undoing each has its own again', async () => {
  const { coordinator, atBakery, as, bakery, mill, farm, pay, isSound } = await circle()
  await pay(atBakery, bakery, mill, '100')
  const { mergeId } = (await call(coordinator, 'POST', '/merges', { targetId: farm, aliasId: bakery })).json
  const atBoth = as('member', [farm, bakery])
  assert.equal((await pay(atBoth, farm, mill, '50')).json.balance, '-150')
  assert.equal((await pay(atBoth, bakery, mill, '1')).json.balance, '-151')
  assert.equal((await call(atBoth, 'GET', '/credit')).json.items[0].own.balance, '-151')
  assert.equal((await call(atBoth, 'GET', '/credit/MOSEL/moves')).json.items.length, 3)
  assert.equal((await pay(atBoth, farm, bakery, '1')).json.code, 'pays_itself')
  await call(coordinator, 'DELETE', `/merges/${mergeId}`)
  assert.equal((await call(atBakery, 'GET', '/credit')).json.items[0].own.balance, '-151')
  assert.equal((await pay(as('member', farm), farm, mill, '1')).json.code, 'not_in_circle')
  await isSound('MOSEL')
})

test('points are given by hand or by rule, spent the oldest first, and run out when their time is over', async () => {
  const { coordinator, system, atBakery, bakery, isSound } = await beginning()
  await call(coordinator, 'POST', '/points', { code: 'BLOOM', name: 'Blossoms', expiresAfterDays: 30 })
  const reason = (await call(coordinator, 'POST', '/points/BLOOM/reasons', { label: 'Brought a guest', points: '20' })).json
  const issue = (body: object) => call(coordinator, 'POST', '/points/BLOOM/issues', { partyId: bakery, ...body })
  const spend = (points: string) => call(atBakery, 'POST', '/points/BLOOM/spendings', { partyId: bakery, points, text: 'Tour' })
  const held = async () => (await call(atBakery, 'GET', '/points/BLOOM/balance')).json
  assert.equal((await issue({ points: '50' })).json.balance, '50')
  now = new Date('2026-05-14T10:00:00Z')
  assert.equal((await issue({ reasonId: reason.id, times: 3 })).json.points, '60')
  assert.deepEqual((await spend('30')).json.balance, '80')
  assert.deepEqual(await held(), {
    balance: '80',
    expiring: [
      { on: '2026-06-03', points: '20' },
      { on: '2026-06-13', points: '60' },
    ],
  })
  now = new Date('2026-06-04T10:00:00Z')
  // what has run out cannot be spent, though no job has come yet
  const tooMany = await spend('61')
  assert.deepEqual([tooMany.json.code, tooMany.json.errors[0].values], ['not_enough_points', { left: '60' }])
  assert.equal((await spend('10')).json.balance, '50')
  await Promise.all([expirePointsOf(system), expirePointsOf(system)])
  assert.equal((await held()).balance, '50')
  now = new Date('2026-06-14T10:00:00Z')
  await Promise.all([expirePointsOf(system), expirePointsOf(system), spend('50')])
  await expirePointsOf(system)
  assert.deepEqual(await held(), { balance: '0', expiring: [] })
  const kinds = (await call(coordinator, 'GET', '/points')).json.items
  assert.deepEqual([kinds[0].outstanding, kinds[0].reasons[0].label], ['0', 'Brought a guest'])
  const moves = (await call(atBakery, 'GET', '/points/BLOOM/moves')).json.items
  assert.deepEqual(
    moves.map(({ kind, amount, text }: Record<string, string>) => [kind, amount, text]),
    [
      ['points.expired', '-50', null],
      ['points', '-10', 'Tour'],
      ['points.expired', '-20', null],
      ['points', '-30', 'Tour'],
      ['points', '60', '3 × Brought a guest'],
      ['points', '50', null],
    ],
  )
  assert.equal((await call(coordinator, 'GET', '/points/BLOOM/holders')).json.items[0].balance, '0')
  await isSound('BLOOM')
})

test('what is wrong with points is refused', async () => {
  const { coordinator, viewer, atBakery, atMill, bakery } = await beginning()
  await call(coordinator, 'POST', '/points', { code: 'BLOOM', name: 'Blossoms' })
  const issue = (body: object) => call(coordinator, 'POST', '/points/BLOOM/issues', { partyId: bakery, ...body })
  for (const points of ['0', '-5', '1.5']) assert.equal((await issue({ points })).status, 422)
  assert.equal((await issue({})).json.code, 'points_or_reason')
  assert.equal((await issue({ reasonId: newId() })).json.code, 'points_reason_not_found')
  assert.equal((await call(atBakery, 'POST', '/points/BLOOM/spendings', { partyId: bakery, points: '1' })).json.code, 'not_enough_points')
  assert.equal((await call(coordinator, 'POST', '/points', { code: 'X1', name: 'x', expiresAfterDays: 0 })).status, 422)
  const reason = (await call(coordinator, 'POST', '/points/BLOOM/reasons', { label: 'Helped', points: '5' })).json
  assert.equal((await call(coordinator, 'DELETE', `/points/BLOOM/reasons/${reason.id}`)).status, 200)
  assert.equal((await call(coordinator, 'DELETE', `/points/BLOOM/reasons/${reason.id}`)).status, 404)
  assert.equal((await issue({ reasonId: reason.id })).status, 404)
  const asked = [
    ['POST', '/points', { code: 'NEW', name: 'New' }],
    ['POST', '/points/BLOOM/reasons', { label: 'x', points: '1' }],
    ['DELETE', `/points/BLOOM/reasons/${newId()}`],
    ['POST', '/points/BLOOM/issues', { partyId: bakery, points: '1' }],
    ['GET', '/points/BLOOM/holders'],
    ['POST', '/points/BLOOM/spendings', { partyId: bakery, points: '1' }],
    ['GET', `/points/BLOOM/balance?partyId=${bakery}`],
    ['GET', `/points/BLOOM/moves?partyId=${bakery}`],
  ] as const
  for (const who of [viewer, atMill])
    for (const [method, path, body] of asked) assert.equal((await call(who, method, path, body)).status, 403, path)
  assert.equal((await call(viewer, 'GET', '/points')).status, 403)
})

test('hours count once the other side has confirmed them, and are summed by project and by giver', async () => {
  const { coordinator, owner, atBakery, atMill, bakery, mill, isSound } = await beginning()
  const report = (who: Ctx, body: object) =>
    call(who, 'POST', '/volunteer-hours', { giverId: bakery, minutes: 90, day: '2026-05-02', what: 'Planted trees', ...body })
  const answer = (who: Ctx, id: string, how = 'confirmation') => call(who, 'POST', `/volunteer-hours/${id}/${how}`)
  const toMill = await report(atBakery, { receiverId: mill })
  assert.deepEqual([toMill.status, toMill.json.state, toMill.json.mayAnswer], [201, 'open', false], toMill.text)
  assert.equal((await answer(atBakery, toMill.json.id)).status, 403)
  assert.equal((await call(atMill, 'GET', '/volunteer-hours?state=open')).json.items[0].mayAnswer, true)
  assert.equal((await answer(atMill, toMill.json.id)).json.state, 'confirmed')
  assert.equal((await answer(atMill, toMill.json.id)).json.code, 'hours_answered')
  const toTrail = (await report(atBakery, { project: 'River trail', minutes: 45 })).json
  const again = (await report(coordinator, { project: 'river  TRAIL', minutes: 30 })).json
  assert.equal(again.project, 'River trail')
  assert.equal((await answer(atMill, toTrail.id)).status, 404)
  assert.equal((await answer(coordinator, again.id)).json.code, 'hours_own_report')
  const both = await Promise.all([answer(coordinator, toTrail.id), answer(owner, toTrail.id)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
  assert.equal((await answer(owner, again.id)).status, 200)
  const third = (await report(atBakery, { project: 'River trail', minutes: 999 })).json
  assert.equal((await answer(owner, third.id, 'refusal')).json.state, 'refused')
  const sums = (await call(coordinator, 'GET', '/volunteer-hours/sums')).json
  assert.deepEqual(
    [sums.minutes, ...[...sums.received, ...sums.given].map(({ party, project, minutes }) => [party?.name ?? project, minutes])],
    ['165', ['Mill', '90'], ['River trail', '75'], ['Bakery', '165']],
  )
  const own = (await call(atMill, 'GET', '/volunteer-hours/sums')).json
  assert.deepEqual([own.given.length, own.received.length], [0, 2])
  await isSound('HOURS')
})

/** A key of this person, which acts in their name. */
async function keyOf({ actor, ...ctx }: Ctx): Promise<Ctx> {
  const { personId, role, partyIds } = actor as Extract<Actor, { kind: 'person' }>
  const row = {
    id: newId(),
    ecosystem_id: ctx.ecosystemId,
    person_id: personId,
    name: 'Till',
    start: 'tutti',
    key_hash: Buffer.from(newId()),
  }
  const days = { created_at: ctx.now(), expires_at: new Date('2027-01-01'), revoked_at: ctx.now(), last_used_at: null }
  await db.insertInto('auth.keys').values({ ...row, ...days, scopes: ['money.write'] }).execute() // biome-ignore format: one line reads better
  return { ...ctx, actor: { kind: 'key', keyId: row.id, personId, role, partyIds, scopes: ['money.read', 'money.write'] } }
}

test('nobody confirms as a person the hours they reported by a key', async () => {
  const { coordinator, owner, bakery } = await beginning()
  const report = { giverId: bakery, project: 'Trail', minutes: 90, day: '2026-05-02', what: 'Planted trees' }
  const made = await call(await keyOf(coordinator), 'POST', '/volunteer-hours', report)
  assert.equal(made.status, 201, made.text)
  const { id } = made.json
  assert.equal((await call(coordinator, 'GET', '/volunteer-hours')).json.items[0].mayAnswer, false)
  assert.equal((await call(coordinator, 'POST', `/volunteer-hours/${id}/confirmation`)).json.code, 'hours_own_report')
  assert.equal((await call(owner, 'POST', `/volunteer-hours/${id}/confirmation`)).status, 200)
})

test('what is wrong with hours is refused, and others do not see them', async () => {
  const { coordinator, viewer, atBakery, atMill, bakery, mill, as, farm } = await beginning()
  const good = { giverId: bakery, receiverId: mill, minutes: 90, day: '2026-05-02', what: 'Planted trees' }
  const report = (who: Ctx, body: object) => call(who, 'POST', '/volunteer-hours', { ...good, ...body })
  const codes = []
  for (const body of [{ project: 'x' }, { receiverId: bakery }, { day: '2026-05-05' }, { receiverId: undefined, project: '!' }])
    codes.push((await report(coordinator, body)).json.errors[0].code)
  assert.deepEqual(codes, ['one_of_both', 'same_party', 'in_future', 'empty'])
  for (const body of [{ minutes: 0 }, { minutes: 1.5 }, { what: '' }, { day: '2026-02-30' }])
    assert.equal((await report(coordinator, body)).status, 422)
  assert.equal((await report(atMill, {})).status, 403)
  const { id } = (await report(atBakery, {})).json
  for (const who of [viewer, as('member', farm)]) {
    for (const how of ['confirmation', 'refusal'])
      assert.ok([403, 404].includes((await call(who, 'POST', `/volunteer-hours/${id}/${how}`)).status))
  }
  assert.deepEqual((await call(as('member', farm), 'GET', '/volunteer-hours')).json.items, [])
  for (const path of ['/volunteer-hours', '/volunteer-hours/sums']) assert.equal((await call(viewer, 'GET', path)).status, 403)
  assert.equal((await call(coordinator, 'POST', `/volunteer-hours/${newId()}/confirmation`)).status, 404)
  const subject = { kind: 'account' as const, id: atBakery.actor.personId }
  const found = await transaction(coordinator, (tx) => personalData.collect(tx, subject as never))
  assert.equal((found as { volunteerHoursReported: unknown[] }).volunteerHoursReported.length, 1)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { keyOf } from '../people/testing.ts'
import { personalData } from './index.ts'
import { expirePointsOf } from './jobs.ts'
import { beginning, call, clock } from './testing.ts'

test('points are given by hand or by rule, spent the oldest first, and run out when their time is over', async () => {
  const { coordinator, system, atBakery, bakery, isSound } = await beginning()
  await call(coordinator, 'POST', '/points', { code: 'BLOOM', name: 'Blossoms', expiresAfterDays: 30 })
  const reason = (await call(coordinator, 'POST', '/points/BLOOM/reasons', { label: 'Brought a guest', points: '20' })).json
  const issue = (body: object) => call(coordinator, 'POST', '/points/BLOOM/issues', { partyId: bakery, ...body })
  const spend = (points: string) => call(atBakery, 'POST', '/points/BLOOM/spendings', { partyId: bakery, points, text: 'Tour' })
  const held = async () => (await call(atBakery, 'GET', '/points/BLOOM/balance')).json
  assert.equal((await issue({ points: '50' })).json.balance, '50')
  clock.now = new Date('2026-05-14T10:00:00Z')
  assert.equal((await issue({ reasonId: reason.id, times: 3 })).json.points, '60')
  assert.deepEqual((await spend('30')).json.balance, '80')
  assert.deepEqual(await held(), {
    balance: '80',
    expiring: [
      { on: '2026-06-03', points: '20' },
      { on: '2026-06-13', points: '60' },
    ],
  })
  clock.now = new Date('2026-06-04T10:00:00Z')
  // what has run out cannot be spent, though no job has come yet
  const tooMany = await spend('61')
  assert.deepEqual([tooMany.json.code, tooMany.json.errors[0].values], ['not_enough_points', { left: '60' }])
  assert.equal((await spend('10')).json.balance, '50')
  await Promise.all([expirePointsOf(system), expirePointsOf(system)])
  assert.equal((await held()).balance, '50')
  clock.now = new Date('2026-06-14T10:00:00Z')
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

test('points given by mistake are taken back as if they had never been given, whatever happened since', async () => {
  const { coordinator, system, bakery, mill, isSound } = await beginning()
  await call(coordinator, 'POST', '/points', { code: 'BLOOM', name: 'Blossoms', expiresAfterDays: 30 })
  const move = (what: string, partyId: string, points: number) =>
    call(coordinator, 'POST', `/points/BLOOM/${what}`, { partyId, points: String(points) })
  const undo = async (id: string) => await call(coordinator, 'POST', `/points/BLOOM/moves/${id}/reversal`, { reason: 'Wrong organisation' })
  const held = async (partyId: string) => (await call(coordinator, 'GET', `/points/BLOOM/balance?partyId=${partyId}`)).json
  const anyStep = fc.record({ days: fc.nat(9), isGift: fc.boolean(), points: fc.integer({ min: 1, max: 60 }) })
  let start = clock.now.getTime()
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { minLength: 1, maxLength: 4 }),
      fc.array(anyStep, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 80 }),
      async (earlier, later, mistake) => {
        clock.now = new Date(start)
        // the mill does the same as the bakery, without the mistake
        const go = async (steps: typeof earlier) => {
          for (const { days, isGift, points } of steps) {
            clock.now = new Date(clock.now.getTime() + days * 86_400_000)
            await expirePointsOf(system)
            const what = isGift ? 'issues' : 'spendings'
            if ((await move(what, mill, points)).status === 201) assert.equal((await move(what, bakery, points)).status, 201)
          }
        }
        await go(earlier)
        const given = (await move('issues', bakery, mistake)).json.transactionId
        const gone = clock.now.getTime() + 31 * 86_400_000
        await go(later)
        const { status, json } = await undo(given)
        if (clock.now.getTime() < gone) {
          assert.equal(status, 201)
          assert.deepEqual(await held(bakery), await held(mill))
        } else assert.equal(json.code, 'points_gone')
        start = clock.now.getTime() + 40 * 86_400_000
        clock.now = new Date(start)
        await expirePointsOf(system)
        assert.deepEqual(await held(bakery), await held(mill))
      },
    ),
    { numRuns: 8 },
  )
  await isSound('BLOOM')
})

test('points that were spent come back as good as they were; what is gone or somebody else’s is refused', async () => {
  const { coordinator, atBakery, bakery, isSound } = await beginning()
  await call(coordinator, 'POST', '/points', { code: 'BLOOM', name: 'Blossoms', expiresAfterDays: 30 })
  const undo = (who: Ctx, id: string) => call(who, 'POST', `/points/BLOOM/moves/${id}/reversal`, { reason: 'Mistyped' })
  const given = (await call(coordinator, 'POST', '/points/BLOOM/issues', { partyId: bakery, points: '50' })).json.transactionId
  const before = (await call(atBakery, 'GET', '/points/BLOOM/balance')).json
  clock.now = new Date('2026-05-20T10:00:00Z')
  const spent = (await call(atBakery, 'POST', '/points/BLOOM/spendings', { partyId: bakery, points: '20' })).json.transactionId
  assert.equal((await undo(coordinator, given)).json.code, 'points_gone')
  assert.equal((await undo(atBakery, spent)).status, 403)
  assert.equal((await undo(coordinator, spent)).status, 201)
  assert.deepEqual((await call(atBakery, 'GET', '/points/BLOOM/balance')).json, before)
  assert.equal((await undo(coordinator, newId())).status, 404)
  await call(coordinator, 'POST', '/points', { code: 'OTHER', name: 'Other' })
  assert.equal((await call(coordinator, 'POST', `/points/OTHER/moves/${given}/reversal`, { reason: 'x' })).status, 404)
  clock.now = new Date('2026-06-04T10:00:00Z')
  assert.equal((await undo(coordinator, given)).json.code, 'points_gone')
  await isSound('BLOOM')
})

test('organisations that became one spend the oldest of both, and each has its own left after the undoing', async () => {
  const { coordinator, as, system, bakery, mill, isSound } = await beginning()
  await call(coordinator, 'POST', '/points', { code: 'BLOOM', name: 'Blossoms', expiresAfterDays: 30 })
  const issue = (partyId: string, points: string) => call(coordinator, 'POST', '/points/BLOOM/issues', { partyId, points })
  const held = async (partyId: string) => (await call(coordinator, 'GET', `/points/BLOOM/balance?partyId=${partyId}`)).json
  await issue(bakery, '50')
  clock.now = new Date('2026-05-14T10:00:00Z')
  await issue(mill, '30')
  clock.now = new Date('2026-05-20T10:00:00Z')
  await issue(bakery, '20')
  const { mergeId } = (await call(coordinator, 'POST', '/merges', { targetId: mill, aliasId: bakery })).json
  const expiring = [
    { on: '2026-06-03', points: '50' },
    { on: '2026-06-13', points: '30' },
    { on: '2026-06-19', points: '20' },
  ]
  assert.deepEqual(await held(mill), { balance: '100', expiring })
  const atBoth = as('member', [mill, bakery])
  const spend = (points: string) => call(atBoth, 'POST', '/points/BLOOM/spendings', { partyId: mill, points, text: 'Tour' })
  const spent = await spend('65')
  assert.deepEqual([spent.status, spent.json.balance], [201, '35'], spent.text)
  assert.deepEqual([(await spend('36')).json.code, (await issue(bakery, '5')).json.balance], ['not_enough_points', '40'])
  const holders = (await call(coordinator, 'GET', '/points/BLOOM/holders')).json.items
  assert.deepEqual(holders.map(({ party, balance }: { party: { id: string }; balance: string }) => [party.id, balance]), [[mill, '40']]) // biome-ignore format: one line reads better
  const moves = (await call(atBoth, 'GET', '/points/BLOOM/moves')).json.items
  assert.deepEqual(moves.map(({ amount, balanceAfter }: Record<string, string>) => [amount, balanceAfter]), [['5', '40'], ['-65', '35'], ['20', '100'], ['30', '80'], ['50', '50']]) // biome-ignore format: one line reads better
  const undo = await call(coordinator, 'POST', `/points/BLOOM/moves/${spent.json.transactionId}/reversal`, { reason: 'Twice' })
  assert.deepEqual([undo.status, (await held(bakery)).balance], [201, '105'])
  await spend('65')
  await call(coordinator, 'DELETE', `/merges/${mergeId}`)
  assert.deepEqual(await held(bakery), { balance: '20', expiring: [{ on: '2026-06-19', points: '20' }] })
  const ofMill = [
    { on: '2026-06-13', points: '15' },
    { on: '2026-06-19', points: '5' },
  ]
  assert.deepEqual(await held(mill), { balance: '20', expiring: ofMill })
  clock.now = new Date('2026-06-14T10:00:00Z')
  await expirePointsOf(system)
  assert.deepEqual([(await held(bakery)).balance, (await held(mill)).balance], ['20', '5'])
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

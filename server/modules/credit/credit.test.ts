import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { listAccounts } from '../ledger/index.ts'
import { beginning, call, circle, clock } from './testing.ts'

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

test('however many pay and take back at once, nobody goes beyond their limits and the circle still sums to nothing', async () => {
  const { coordinator, bakery, mill, farm, party, join, pay, isSound, system } = await circle()
  const inn = await party('Inn')
  await join(farm, '300', '900')
  await join(inn, '2000', '2000')
  const members = [bakery, mill, farm, inn]
  const anyPayment = fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3000 }))
  const paid: string[] = []
  const doMuch = fc.asyncProperty(fc.array(anyPayment, { minLength: 5, maxLength: 20 }), async (payments) => {
    const undone = paid.splice(0, 3)
    const twice = [...undone, ...undone]
    const answers = await Promise.all([
      ...payments.map(([from, step, amount]) => pay(coordinator, members[from]!, members[(from + step) % 4]!, String(amount))),
      ...twice.map((id) => call(coordinator, 'POST', `/credit/MOSEL/moves/${id}/reversal`, { reason: 'Mistyped' })),
    ])
    const strange = answers.filter(({ status, json }) => ![201, 409].includes(status) && json.code !== 'pays_itself')
    assert.deepEqual(strange.map(({ text }) => text), []) // biome-ignore format: one line reads better
    paid.push(...answers.slice(0, payments.length).flatMap(({ json }) => json.transactionId ?? []))
    const accounts = await transaction(system, (tx) => listAccounts(tx, { asset: 'MOSEL' }, 9))
    for (const { balance, minimum, maximum } of accounts) assert.ok(balance >= minimum! && (maximum === null || balance <= maximum))
  })
  await fc.assert(doMuch, { numRuns: 4 })
  await isSound('MOSEL')
  for (const [targetId, aliasId] of [[farm, bakery], [inn, mill]]) await call(coordinator, 'POST', '/merges', { targetId, aliasId }) // biome-ignore format: one line reads better
  await fc.assert(doMuch, { numRuns: 4 })
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

test('members that became one have what both have, to the limits of both, and each its own again after the undoing', async () => {
  const { coordinator, as, bakery, mill, farm, join, pay, isSound, system } = await circle()
  await join(farm, '300', '900')
  await join(mill, '20000')
  await pay(coordinator, bakery, mill, '9900', 'Flour')
  await pay(coordinator, mill, farm, '200')
  const { mergeId } = (await call(coordinator, 'POST', '/merges', { targetId: farm, aliasId: bakery })).json
  const atBoth = as('member', [farm, bakery])
  const own = async (who: Ctx) => (await call(who, 'GET', '/credit')).json.items[0].own
  assert.deepEqual(await own(atBoth), { balance: '-9700', minimum: '-10300', maximum: null })
  const members = (await call(coordinator, 'GET', '/credit/MOSEL/members')).json.items
  assert.deepEqual(members.map(({ party, balance }: { party: { name: string }; balance: string }) => [party.name, balance]).sort(), [['Farm', '-9700'], ['Mill', '9700']]) // biome-ignore format: one line reads better
  // its own account has room for 500, that of the bakery for 100 more
  const paid = await pay(atBoth, farm, mill, '550', 'Both')
  assert.deepEqual([paid.status, paid.json.balance], [201, '-10250'], paid.text)
  const refused = await pay(atBoth, farm, mill, '51')
  assert.deepEqual([refused.json.code, refused.json.errors[0].values], ['credit_limit', { left: '0.50 Mosel' }])
  await pay(coordinator, mill, bakery, '1300', 'Bread')
  const seen: string[][] = []
  for (let cursor = ''; ; ) {
    const page = (await call(atBoth, 'GET', `/credit/MOSEL/moves?limit=2${cursor}`)).json
    seen.push(...page.items.map(({ amount, balanceAfter, text }: Record<string, string>) => [amount, balanceAfter, text]))
    if (page.nextCursor === null) break
    cursor = `&cursor=${page.nextCursor}`
  }
  assert.deepEqual(seen, [['1300', '-8950', 'Bread'], ['-550', '-10250', 'Both'], ['200', '-9700', null], ['-9900', '-9900', 'Flour']]) // biome-ignore format: one line reads better
  const undo = () => call(coordinator, 'POST', `/credit/MOSEL/moves/${paid.json.transactionId}/reversal`, { reason: 'Twice' })
  // it goes back to where it came from, and that account is full by now
  assert.equal((await undo()).json.code, 'credit_full_again')
  await pay(atBoth, farm, mill, '700')
  assert.deepEqual([(await undo()).status, (await own(atBoth)).balance], [201, '-9100'])
  // limits of the whole are parted so that each account keeps within its own
  const limited = (await join(farm, '9500', '0')).json
  assert.deepEqual([limited.party.id, limited.minimum, limited.maximum], [farm, '-9500', '0'])
  assert.equal((await join(farm, '9099')).json.code, 'insufficient_balance')
  assert.equal((await pay(atBoth, farm, mill, '400')).json.balance, '-9500')
  assert.equal((await pay(atBoth, farm, mill, '1')).json.code, 'credit_limit')
  await call(coordinator, 'DELETE', `/merges/${mergeId}`)
  const [ofBakery, ofFarm] = [await own(as('member', bakery)), await own(as('member', farm))]
  assert.equal(BigInt(ofBakery.balance) + BigInt(ofFarm.balance), -9500n)
  const accounts = await transaction(system, (tx) => listAccounts(tx, { asset: 'MOSEL' }, 9))
  for (const { balance, minimum, maximum } of accounts) assert.ok(balance >= minimum! && (maximum === null || balance <= maximum))
  await isSound('MOSEL')
})

test('a payment is taken back once, by whoever got it, by a coordinator, or at once by whoever paid', async () => {
  const { coordinator, atBakery, atMill, as, bakery, mill, farm, pay, isSound, system, viewer } = await circle()
  const undo = (who: Ctx, id: string, reason = 'Mistyped') => call(who, 'POST', `/credit/MOSEL/moves/${id}/reversal`, { reason })
  const moves = async (who: Ctx) => (await call(who, 'GET', '/credit/MOSEL/moves')).json.items
  const balance = async () => (await call(atMill, 'GET', '/credit')).json.items[0].own.balance
  const slip = (await pay(atBakery, bakery, mill, '755', 'Flour')).json.transactionId
  assert.deepEqual(
    (await moves(atBakery)).map(({ mayTakeBack }: { mayTakeBack: boolean }) => mayTakeBack),
    [true],
  )
  const taken = await undo(atBakery, slip)
  assert.equal(taken.status, 201, taken.text)
  assert.equal((await undo(atBakery, slip)).json.transactionId, taken.json.transactionId, 'the same again does nothing')
  assert.equal((await undo(atMill, slip, 'Never mind')).json.code, 'taken_back_already')
  assert.equal((await undo(atMill, taken.json.transactionId)).json.code, 'move_not_found')
  const shown = (await moves(atMill)).map((move: Record<string, unknown>) => [
    move.amount,
    (move.party as { name: string }).name,
    (move.undoes as { reason: string } | null)?.reason ?? move.takenBack,
    move.mayTakeBack,
  ])
  assert.deepEqual(shown, [
    ['-755', 'Bakery', 'Mistyped', false],
    ['755', 'Bakery', 'Mistyped', false],
  ])
  const late = (await pay(atBakery, bakery, mill, '100')).json.transactionId
  clock.now = new Date('2026-05-04T10:16:00Z')
  assert.deepEqual([(await undo(atBakery, late)).json.code, (await moves(atBakery))[0].mayTakeBack], ['take_back_late', false])
  assert.equal((await undo(atMill, late)).status, 201)
  const spent = (await pay(coordinator, bakery, mill, '8000')).json.transactionId
  await pay(coordinator, mill, bakery, '5001')
  await call(coordinator, 'PUT', `/credit/MOSEL/members/${mill}`, { limit: '5000' })
  assert.equal((await undo(coordinator, spent)).json.code, 'credit_spent_since')
  assert.equal(await balance(), '2999')
  for (const who of [viewer, as('member', farm)]) assert.ok([403, 404].includes((await undo(who, spent)).status))
  const other = await beginning()
  assert.equal((await undo(other.coordinator, spent)).status, 404)
  for (const reason of ['', '   ', 'x'.repeat(201)]) assert.equal((await undo(coordinator, spent, reason)).status, 422)
  const told = await transaction(system, ({ db }) => db.selectFrom('events').select('type').where('type', '=', 'credit.taken_back').execute()) // biome-ignore format: one line reads better
  assert.equal(told.length, 2)
  await isSound('MOSEL')
})

test('whatever was paid, taken back in any order all have what they had before', async () => {
  const { coordinator, bakery, mill, farm, join, pay, isSound, system } = await circle()
  await join(mill, '5000')
  await join(farm, '2000')
  const members = [bakery, mill, farm]
  const balances = async () =>
    (await transaction(system, (tx) => listAccounts(tx, { asset: 'MOSEL' }, 9))).map(({ balance }) => String(balance))
  await pay(coordinator, bakery, mill, '77')
  const before = await balances()
  const anyPayment = fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 900 }), fc.nat())
  await fc.assert(
    fc.asyncProperty(fc.array(anyPayment, { minLength: 2, maxLength: 8 }), async (payments) => {
      const booked: { id: string; rank: number }[] = []
      for (const [from, step, amount, rank] of payments) {
        const { json } = await pay(coordinator, members[from]!, members[(from + step) % 3]!, String(amount))
        if (json.transactionId) booked.push({ id: json.transactionId, rank })
      }
      let open = booked.sort((a, b) => a.rank - b.rank)
      // what a limit is in the way of is taken back once the others are
      while (open.length > 0) {
        const left = []
        for (const one of open) {
          const { status } = await call(coordinator, 'POST', `/credit/MOSEL/moves/${one.id}/reversal`, { reason: 'Mistyped' })
          if (status !== 201) left.push(one)
        }
        assert.ok(left.length < open.length)
        open = left
      }
      assert.deepEqual(await balances(), before)
    }),
    { numRuns: 6 },
  )
  await isSound('MOSEL')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { checkLedger, findOrMakeMoney, findOrOpenAccount, hold, listAccounts, type Posting, post, voidHold } from '../ledger/index.ts'
import { mergeParties, routes as partyRoutes } from '../parties/index.ts'
import { keyOf } from '../people/testing.ts'
import { personalData, routes } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
const now = () => new Date('2026-05-04T10:00:00Z')
const call = testApi(db, [partyRoutes, routes], now)

async function beginning() {
  const roles = await testEcosystem(db, { now })
  const { coordinator, as, system } = roles
  const party = async (name: string): Promise<string> => (await call(coordinator, 'POST', '/parties', { name })).json.id
  const [inn, ferry, museum, painter] = [await party('Inn'), await party('Ferry'), await party('Museum'), await party('Painter')]
  const [atInn, atFerry, atMuseum] = [as('member', inn), as('member', ferry), as('member', museum)]
  await transaction(system, (tx) => findOrMakeMoney(tx, 'EUR'))
  const account = (ownerPartyId: string | null, purpose: string) =>
    transaction(system, (tx) =>
      findOrOpenAccount(tx, { ownerPartyId, asset: 'EUR', purpose, normalSide: purpose === 'bank' ? 'debit' : 'credit' }),
    )
  const balance = async (ownerPartyId: string | null, purpose: string) =>
    (await transaction(system, (tx) => listAccounts(tx, { owners: ownerPartyId === null ? null : [ownerPartyId], purpose }, 1)))[0]
      ?.balance ?? 0n
  const book = async (more: Partial<Posting> & Pick<Posting, 'entries'>) =>
    post(system, { scope: 'test', key: newId(), kind: 'sale', ...more })
  const isSound = async () => assert.deepEqual((await transaction(system, checkLedger)).checks.flatMap(({ wrong }) => wrong ?? []), []) // biome-ignore format: one line reads better
  return { ...roles, inn, ferry, museum, painter, atInn, atFerry, atMuseum, account, balance, book, isSound }
}

async function shared(approvals = 2) {
  const all = await beginning()
  const { coordinator, inn, ferry, museum, painter } = all
  const made = await call(coordinator, 'POST', '/budgets', { name: 'Signs', approvals, partyIds: [inn, ferry, museum] })
  assert.equal(made.status, 201, made.text)
  const path = `/budgets/${made.json.id}`
  const give = (who: Ctx, partyId: string, amount: string, source: 'bank' | 'payable' = 'bank') =>
    call(who, 'POST', `${path}/contributions`, { partyId, amount, source })
  const ask = async (who: Ctx, partyId: string, amount: string, more: object = {}) =>
    call(who, 'POST', `${path}/requests`, { partyId, toPartyId: painter, amount, what: 'Paint', ...more })
  const approve = (who: Ctx, request: string, partyId: string) => call(who, 'POST', `${path}/requests/${request}/approvals`, { partyId })
  return { ...all, id: made.json.id as string, path, give, ask, approve }
}

test('several give, one asks, enough of the others approve, and then it is spent', async () => {
  const { coordinator, atInn, atFerry, atMuseum, inn, ferry, museum, painter, path, give, ask, approve, balance, isSound } = await shared()
  await give(coordinator, inn, '30000')
  const gave = await give(coordinator, ferry, '20000')
  assert.deepEqual([gave.status, gave.json.left, gave.json.given], [201, '50000', '50000'], gave.text)
  const { id } = (await ask(atInn, inn, '45000')).json
  const first = await approve(atInn, id, inn)
  assert.deepEqual([first.json.state, first.json.approvals.length, first.json.mayApprove], ['open', 1, false], first.text)
  assert.equal((await approve(atInn, id, inn)).json.code, 'approved_already')
  assert.equal((await approve(atMuseum, id, museum)).json.code, 'gave_nothing')
  const second = await approve(atFerry, id, ferry)
  assert.equal(second.json.state, 'spent', second.text)
  assert.deepEqual([await balance(painter, 'payable'), await balance(null, 'bank')], [45000n, 50000n])
  assert.equal((await approve(coordinator, id, inn)).json.code, 'request_ended')
  const budget = (await call(atMuseum, 'GET', path)).json
  assert.deepEqual([budget.left, budget.spent, budget.open], ['5000', '45000', 0])
  assert.deepEqual(budget.members.map(({ party, given, isOwn }: { party: { name: string }; given: string; isOwn: boolean }) => [party.name, given, isOwn]).sort(), [['Ferry', '20000', false], ['Inn', '30000', false], ['Museum', '0', true]]) // biome-ignore format: one line reads better
  await isSound()
})

test('a member that was merged into another stays in the budget with what it gave', async () => {
  const { coordinator, as, atFerry, inn, ferry, museum, painter, path, give, ask, approve, balance } = await shared()
  await give(coordinator, inn, '1000')
  await give(coordinator, ferry, '1000')
  const whole = (await call(coordinator, 'POST', '/parties', { name: 'Whole' })).json.id
  await call(coordinator, 'POST', '/merges', { targetId: whole, aliasId: inn })
  const atWhole = as('member', [whole, inn])
  const request = await ask(atWhole, whole, '700')
  assert.equal(request.json.party.name, 'Whole', request.text)
  assert.equal((await approve(atWhole, request.json.id, whole)).status, 201)
  assert.equal((await approve(atWhole, request.json.id, inn)).json.code, 'approved_already')
  assert.equal((await approve(atFerry, request.json.id, ferry)).json.state, 'spent')
  assert.equal(await balance(painter, 'payable'), 700n)
  const { members } = (await call(atWhole, 'GET', path)).json
  assert.deepEqual(members.find(({ isOwn }: { isOwn: boolean }) => isOwn).given, '1000')
  assert.ok(museum)
})

test('nobody approves alone what they asked for, in whichever name', async () => {
  const { coordinator, owner, inn, ferry, give, ask, approve } = await shared(1)
  for (const party of [inn, ferry]) await give(coordinator, party, '1000')
  const { id } = (await ask(coordinator, inn, '500')).json
  assert.equal((await approve(coordinator, id, ferry)).json.state, 'open')
  assert.equal((await approve(coordinator, id, inn)).json.code, 'approved_already')
  assert.equal((await approve(owner, id, inn)).json.state, 'open', 'the member that asked, though another person')
  const other = (await ask(coordinator, inn, '500')).json.id
  assert.equal((await approve(owner, other, ferry)).json.state, 'spent')
})

test('nobody approves as a person what they asked for by a key, nor as a second member that became the first', async () => {
  const { coordinator, owner, inn, ferry, museum, give, ask, approve } = await shared(1)
  for (const party of [inn, ferry, museum]) await give(coordinator, party, '1000')
  const byKey = (await ask(await keyOf(coordinator), inn, '500')).json.id
  assert.equal((await approve(coordinator, byKey, ferry)).json.state, 'open')
  assert.equal((await approve(owner, byKey, museum)).json.state, 'spent')
  const { id } = (await ask(coordinator, inn, '500')).json
  await transaction(coordinator, (tx) => mergeParties(tx, { targetId: inn, aliasId: ferry, take: {} }))
  assert.equal((await approve(owner, id, ferry)).json.state, 'open')
  assert.equal((await approve(owner, id, inn)).json.code, 'approved_already')
})

test('a budget is never overspent, however many approve at once', async () => {
  const { coordinator, atInn, atFerry, inn, ferry, painter, path, give, ask, approve, balance, isSound } = await shared()
  for (const party of [inn, ferry]) await give(coordinator, party, '500')
  const ids: string[] = []
  for (let k = 0; k < 8; k++) ids.push((await ask(coordinator, inn, '300')).json.id)
  for (const id of ids) await approve(atInn, id, inn)
  const answers = await Promise.all(ids.map((id) => approve(atFerry, id, ferry)))
  assert.deepEqual(answers.map(({ status, json }) => json.code ?? status).sort(), [...Array(3).fill(201), ...Array(5).fill('budget_short')])
  assert.equal(await balance(painter, 'payable'), 900n)
  const open = (await call(atInn, 'GET', `${path}/requests`)).json.items.filter(({ state }: { state: string }) => state === 'open')
  assert.deepEqual(open.map(({ approvals }: { approvals: unknown[] }) => approvals.length), Array(5).fill(1)) // biome-ignore format: one line reads better
  await isSound()
})

test('a member gives of what it is owed and never more; both sides of what is wrong are refused', async () => {
  const { coordinator, viewer, atInn, atFerry, as, inn, ferry, museum, painter, id, path, give, ask, approve, account, book } =
    await shared()
  const other = await shared()
  await book({ entries: [{ accountId: await account(null, 'bank'), amount: 700n }, { accountId: await account(inn, 'payable'), amount: -700n }] }) // biome-ignore format: one line reads better
  assert.equal((await give(atInn, inn, '701', 'payable')).json.code, 'owed_less')
  const [owed, bank] = [await account(inn, 'payable'), await account(null, 'bank')]
  const held = { scope: 'test', key: newId(), kind: 'payout', debitAccountId: owed, creditAccountId: bank, amount: 1n }
  const heldId = await transaction(coordinator, (tx) => hold(tx, held))
  assert.equal((await give(atInn, inn, '700', 'payable')).json.code, 'owed_less', 'a payout of it is on its way')
  await transaction(coordinator, (tx) => voidHold(tx, heldId))
  assert.equal((await give(atInn, inn, '700', 'payable')).json.left, '700')
  assert.equal((await give(atInn, inn, '1', 'bank')).status, 403)
  assert.equal((await give(atInn, ferry, '1', 'payable')).status, 403)
  assert.equal((await give(coordinator, painter, '1')).json.code, 'not_in_budget')
  for (const amount of ['0', '-1', '1.5']) assert.equal((await give(coordinator, inn, amount)).status, 422)
  assert.equal((await ask(atInn, ferry, '1')).status, 403)
  assert.equal((await ask(atInn, inn, '1', { toPartyId: newId() })).status, 404)
  assert.equal((await ask(coordinator, painter, '1')).json.code, 'not_in_budget')
  const request = (await ask(atInn, inn, '1')).json.id
  assert.equal((await call(atFerry, 'POST', `${path}/requests/${request}/withdrawal`)).status, 403)
  assert.equal((await call(atInn, 'POST', `${path}/requests/${request}/withdrawal`)).json.state, 'withdrawn')
  assert.equal((await call(atInn, 'POST', `${path}/requests/${request}/withdrawal`)).json.code, 'request_ended')
  const make = (body: object) => call(coordinator, 'POST', '/budgets', { name: 'x', approvals: 1, partyIds: [inn], ...body })
  assert.equal((await make({ approvals: 2 })).json.code, 'too_few_members')
  for (const body of [{ approvals: 0 }, { partyIds: [] }, { money: 'euro' }, { name: '' }]) assert.equal((await make(body)).status, 422)
  assert.equal((await make({ money: 'QQQ' })).status, 404)
  const again = await call(coordinator, 'PUT', `${path}/members/${painter}`)
  assert.equal(again.json.members.length, 4)
  const stranger = as('member', (await call(coordinator, 'POST', '/parties', { name: 'Stranger' })).json.id)
  for (const who of [stranger, other.atInn]) assert.ok([403, 404].includes((await call(who, 'GET', path)).status))
  assert.deepEqual((await call(stranger, 'GET', '/budgets')).json.items, [])
  const asked = [
    ['GET', '/budgets'],
    ['POST', '/budgets', { name: 'x', approvals: 1, partyIds: [inn] }],
    ['GET', path],
    ['PUT', `${path}/members/${museum}`],
    ['GET', `${path}/requests`],
    ['POST', `${path}/requests`, { partyId: inn, toPartyId: painter, amount: '1', what: 'x' }],
    ['POST', `${path}/contributions`, { partyId: inn, amount: '1', source: 'bank' }],
    ['POST', `${path}/requests/${request}/approvals`, { partyId: inn }],
  ] as const
  for (const [method, address, body] of asked) assert.equal((await call(viewer, method, address, body)).status, 403, address)
  assert.equal((await approve(other.coordinator, request, other.inn)).status, 404)
  const subject = { kind: 'account' as const, id: atInn.actor.personId }
  const found = await transaction(coordinator, (tx) => personalData.collect(tx, subject as never))
  assert.equal((found as { budgetRequests: unknown[] }).budgetRequests.length, 1)
  assert.ok(id)
})

test('what was given is taken back as long as it is not spent, and what was spent too; all is then as it was', async () => {
  const { coordinator, viewer, atInn, atFerry, inn, ferry, painter, path, give, ask, approve, balance, account, book, isSound } =
    await shared()
  const other = await shared()
  await book({ entries: [{ accountId: await account(null, 'bank'), amount: 900n }, { accountId: await account(inn, 'payable'), amount: -900n }] }) // biome-ignore format: one line reads better
  const undo = (who: Ctx, what: string, reason = 'Mistyped') => call(who, 'POST', `${path}/${what}/reversal`, { reason })
  const gifts = async (who: Ctx) => (await call(who, 'GET', `${path}/contributions`)).json.items
  await give(coordinator, ferry, '500')
  await give(atInn, inn, '700', 'payable')
  const [own, common] = (await gifts(atInn)) as { transactionId: string; amount: string; mayTakeBack: boolean }[]
  assert.deepEqual([own!.amount, own!.mayTakeBack, common!.amount, common!.mayTakeBack], ['700', true, '500', false])
  const [gift, fromBank] = [`contributions/${own!.transactionId}`, `contributions/${common!.transactionId}`]
  const { id } = (await ask(atInn, inn, '900')).json
  assert.equal((await undo(coordinator, `requests/${id}`)).json.code, 'request_not_spent')
  await approve(atInn, id, inn)
  assert.equal((await approve(atFerry, id, ferry)).json.state, 'spent')
  assert.equal((await undo(atInn, gift)).json.code, 'gift_spent')
  for (const who of [atInn, atFerry, viewer]) assert.equal((await undo(who, `requests/${id}`)).status, 403)
  assert.equal((await undo(await keyOf(coordinator), `requests/${id}`)).status, 403, 'a person takes back what persons decided')
  const back = await undo(coordinator, `requests/${id}`, 'Wrong painter')
  assert.deepEqual([back.json.state, back.json.takenBack, back.json.mayTakeBack], ['returned', 'Wrong painter', false], back.text)
  assert.equal((await undo(coordinator, `requests/${id}`)).json.code, 'taken_back_already')
  assert.equal(await balance(painter, 'payable'), 0n)
  for (const [
    who,
    what,
    status,
  ] of [[atFerry, gift, 403], [atFerry, fromBank, 403], [viewer, gift, 403], [other.coordinator, gift, 404]] as const) // biome-ignore format: one line reads better
    assert.equal((await undo(who, what)).status, status)
  assert.equal((await call(other.coordinator, 'POST', `${other.path}/${gift}/reversal`, { reason: 'x' })).status, 404)
  assert.equal((await undo(atInn, `contributions/${newId()}`)).status, 404)
  assert.equal((await undo(atInn, gift, '')).status, 422)
  // who asks again and takes back what they gave no longer decides
  const second = (await ask(atFerry, ferry, '100')).json.id
  await approve(atInn, second, inn)
  const without = await undo(atInn, gift)
  assert.deepEqual([without.status, without.json.given, without.json.left, without.json.spent], [201, '500', '500', '0'], without.text)
  assert.equal((await approve(atFerry, second, ferry)).json.state, 'open')
  assert.equal((await approve(coordinator, second, inn)).json.code, 'gave_nothing')
  assert.equal((await undo(atInn, gift)).status, 201, 'the same again does nothing')
  assert.equal((await undo(coordinator, fromBank)).json.left, '0')
  assert.deepEqual([await balance(inn, 'payable'), await balance(null, 'bank')], [900n, 900n])
  assert.equal((await gifts(atFerry))[0].takenBack, 'Mistyped')
  await isSound()
})

/** A levy with sales in it, as the module of sales books them. */
async function levy() {
  const all = await beginning()
  const { account, book, coordinator } = all
  const bank = await account(null, 'bank')
  const fund = await account(null, 'fund:levy:2026')
  const sell = async (reference: string, cents: number): Promise<string> => {
    const sale = newId()
    await book({
      explanation: { sale, reference, gross: `${cents}`, net: `${cents}`, vat: [] },
      entries: [
        { accountId: bank, amount: BigInt(cents) },
        {
          accountId: fund,
          amount: -BigInt(cents),
          explanation: { sale, step: 'levy', exact: `${cents * 3}/3`, carry: '0', through: 'levy:2026' },
        },
      ],
    })
    return sale
  }
  const refund = (sale: string, cents: number) =>
    book({
      kind: 'refund',
      explanation: { sale, refund: newId() },
      entries: [
        { accountId: bank, amount: -BigInt(cents) },
        { accountId: fund, amount: BigInt(cents), explanation: { sale, step: 'levy' } },
      ],
    })
  const pay = (body: object, who: Ctx = coordinator) => call(who, 'POST', `/funds/${fund}/payments`, { what: 'New steps', ...body })
  const origins = async (id: string, query = '') => (await call(coordinator, 'GET', `/fund-payments/${id}/origins${query}`)).json
  return { ...all, fund, sell, refund, pay, origins }
}

test('a payment out of a levy names the sales it came from, first in first out, to the cent', async () => {
  const { coordinator, museum, balance, sell, refund, pay, origins, fund, isSound } = await levy()
  await sell('S1', 150)
  const second = await sell('S2', 300)
  await sell('S3', 450)
  await refund(second, 100)
  const first = (await pay({ partyId: museum, amount: '200' })).json
  assert.deepEqual([first.to.name, first.purpose, first.amount], ['Museum', 'fund:levy:2026', '200'])
  const rest = (await pay({ fund: 'project:trail', amount: '600', what: 'Second half' })).json
  const told = async (id: string) =>
    (await origins(id)).items.map(({ reference, used, share, exact }: Record<string, string>) => [reference, used, share, exact])
  assert.deepEqual(await told(first.id), [
    ['S1', '150', '150', '450/3'],
    ['S2', '50', '300', '900/3'],
  ])
  assert.deepEqual(await told(rest.id), [
    ['S2', '150', '300', '900/3'],
    ['S3', '450', '450', '1350/3'],
  ])
  // a refund that comes later changes nothing of what was said
  await sell('S4', 80)
  await refund(second, 50)
  assert.equal((await told(rest.id))[1][1], '450')
  const third = (await pay({ partyId: museum, amount: '30' })).json
  assert.deepEqual(await told(third.id), [['S4', '30', '80', '240/3']])
  const paged = await origins(rest.id, '?limit=1')
  assert.deepEqual([paged.items.length, paged.total, paged.uncovered], [1, 2, '0'])
  assert.equal((await origins(rest.id, `?limit=1&cursor=${paged.nextCursor}`)).items[0].reference, 'S3')
  assert.deepEqual([await balance(museum, 'payable'), await balance(null, 'fund:project:trail')], [230n, 600n])
  const funds = (await call(coordinator, 'GET', '/funds')).json.items
  assert.deepEqual(funds.map(({ purpose, left }: Record<string, string>) => [purpose, left]).sort(), [
    ['fund:levy:2026', '0'],
    ['fund:project:trail', '600'],
  ])
  const payments = (await call(coordinator, 'GET', '/fund-payments?limit=2')).json
  assert.deepEqual([payments.items[0].id, payments.items.length], [third.id, 2])
  // from the project on, the way leads back to the levy
  const trail = funds.find(({ purpose }: { purpose: string }) => purpose === 'fund:project:trail').accountId
  const onward = (await call(coordinator, 'POST', `/funds/${trail}/payments`, { partyId: museum, amount: '600', what: 'Bench' })).json
  const [from] = (await origins(onward.id)).items
  assert.deepEqual([from.kind, from.transactionId, from.used], ['levy', rest.id, '600'])
  assert.ok(fund)
  await isSound()
})

test('a fund is never overdrawn, and what is wrong with a payment is refused', async () => {
  const { coordinator, viewer, atMuseum, museum, sell, pay, fund, balance, account } = await levy()
  const other = await levy()
  await sell('S1', 150)
  assert.equal((await pay({ partyId: museum, amount: '151' })).json.code, 'fund_short')
  const answers = await Promise.all(Array.from({ length: 4 }, () => pay({ partyId: museum, amount: '60' })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 409, 409])
  assert.equal(await balance(null, 'fund:levy:2026'), 30n)
  const codes = []
  for (const body of [{}, { partyId: museum, fund: 'project:x' }, { fund: 'levy:2026' }])
    codes.push((await pay({ amount: '1', ...body })).json.errors[0].code)
  assert.deepEqual(codes, ['one_of_both', 'one_of_both', 'same_fund'])
  for (const amount of ['0', '-1', '1.5', '']) assert.equal((await pay({ partyId: museum, amount })).status, 422)
  for (const body of [{ fund: 'Levy!' }, { partyId: museum, what: '' }]) assert.equal((await pay({ amount: '1', ...body })).status, 422)
  const bank = await account(null, 'bank')
  for (const id of [bank, other.fund, newId()])
    assert.equal((await call(coordinator, 'POST', `/funds/${id}/payments`, { partyId: museum, amount: '1', what: 'x' })).status, 404)
  const payment = answers.find(({ status }) => status === 201)!.json.id
  assert.equal((await call(other.coordinator, 'GET', `/fund-payments/${payment}/origins`)).status, 404)
  for (const who of [viewer, atMuseum]) {
    for (const path of ['/funds', '/fund-payments', `/fund-payments/${payment}/origins`])
      assert.equal((await call(who, 'GET', path)).status, 403, path)
    assert.equal((await call(who, 'POST', `/funds/${fund}/payments`, { partyId: museum, amount: '1', what: 'x' })).status, 403)
  }
})

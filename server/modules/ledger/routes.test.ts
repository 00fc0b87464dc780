import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { mergeParties, routes as partyRoutes, readIdsOf } from '../parties/index.ts'
import { closePeriod, findOrMakeMoney, postAll, routes } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
const now = () => new Date('2026-05-04T10:00:00Z')
const call = testApi(db, [partyRoutes, routes], now)

type Answer = Awaited<ReturnType<typeof call>>
type Line = { accountId: string; side: 'debit' | 'credit'; amount: unknown; asset?: string; note?: string }

/** A bank account of the ecosystem and what it owes to two organisations. */
async function beginning() {
  const roles = await testEcosystem(db, { now })
  const { owner } = roles
  const party = async (name: string): Promise<string> => (await call(owner, 'POST', '/parties', { name })).json.id
  const [inn, ferry] = [await party('Inn'), await party('Ferry')]
  const open = async (ownerPartyId: string | null, purpose: string, more: object = {}): Promise<string> => {
    const normalSide = ownerPartyId === null ? 'debit' : 'credit'
    const answer = await call(owner, 'POST', '/ledger/accounts', { ownerPartyId, asset: 'EUR', purpose, normalSide, ...more })
    assert.equal(answer.status, 201, answer.text)
    return answer.json.id
  }
  const bank = await open(null, 'bank')
  const [ofInn, ofFerry] = [await open(inn, 'payable'), await open(ferry, 'payable')]
  const lines = (...amounts: [unknown, unknown, unknown]): Line[] => [
    { accountId: bank, side: 'debit', amount: amounts[0] },
    { accountId: ofInn, side: 'credit', amount: amounts[1], note: 'their share' },
    { accountId: ofFerry, side: 'credit', amount: amounts[2] },
  ]
  const book = (entries: Line[] = lines('100', '60', '40'), more: object = {}, headers = {}, ctx: Ctx = owner) =>
    call(ctx, 'POST', '/ledger/transactions', { kind: 'sale', note: 'a weekend', entries, ...more }, headers)
  const balance = async (id: string) => (await call(owner, 'GET', `/ledger/accounts/${id}`)).json.balance
  return { ...roles, inn, ferry, bank, ofInn, ofFerry, open, lines, book, balance, member: roles.as('member', inn) }
}

const codes = (answer: Answer) => [answer.status, answer.json.code, answer.json.errors?.[0]?.path, answer.json.errors?.[0]?.code]

test('a currency is there when it is first needed, with its own digits, and other kinds of value are set up', async () => {
  const { owner, open, system } = await beginning()
  await open(null, 'bank', { asset: 'JPY' })
  assert.equal((await transaction(system, (tx) => findOrMakeMoney(tx, 'KWD'))).scale, 3)
  const hours = { code: 'HOURS', name: 'Hours', scale: 0, kind: 'hours' }
  assert.equal((await call(owner, 'POST', '/ledger/assets', hours)).status, 201)
  const { items } = (await call(owner, 'GET', '/ledger/assets')).json
  assert.deepEqual(
    items.map(({ code, scale, kind }: Record<string, unknown>) => [code, scale, kind]),
    [
      ['EUR', 2, 'money'],
      ['HOURS', 0, 'hours'],
      ['JPY', 0, 'money'],
      ['KWD', 3, 'money'],
    ],
  )
  const refused = async (change: object) => (await call(owner, 'POST', '/ledger/assets', { ...hours, ...change })).json.code
  assert.equal(await refused({}), 'asset_exists')
  assert.equal(await refused({ code: 'QQQ', kind: 'money' }), 'currency_unknown')
  assert.equal(await refused({ code: 'USD', kind: 'money', scale: 3 }), 'currency_scale')
  assert.equal(await refused({ code: 'USD' }), 'code_of_currency')
  assert.equal(await refused({ code: 'eur' }), 'invalid')
})

test('what was booked is seen on the accounts, in the list, and as a transaction', async () => {
  const { owner, bank, ofInn, book, inn, balance } = await beginning()
  const booked = await book()
  assert.equal(booked.status, 201, booked.text)
  assert.deepEqual(booked.json.explanation, { note: 'a weekend' })
  assert.deepEqual(
    booked.json.entries.map(({ side, amount, balanceAfter, ownerName, explanation }: Record<string, unknown>) => [
      side, amount, balanceAfter, ownerName, explanation,
    ]),
    [
      ['debit', '100', '100', null, null],
      ['credit', '60', '60', 'Inn', { note: 'their share' }],
      ['credit', '40', '40', 'Ferry', null],
    ],
  ) // biome-ignore format: a table
  await book(undefined, { kind: 'gift', effectiveOn: '2026-05-02' })
  assert.equal(await balance(bank), '200')
  const list = async (query: string) => (await call(owner, 'GET', `/ledger/transactions?${query}`)).json
  assert.deepEqual((await list('kind=gift')).items.length, 1)
  assert.deepEqual((await list('from=2026-05-03')).items.map(({ kind }: { kind: string }) => kind), ['sale']) // biome-ignore format: one line reads better
  const first = await list('limit=1')
  const second = await list(`limit=1&cursor=${first.nextCursor}`)
  assert.deepEqual([first.items[0].kind, second.items[0].kind, second.nextCursor], ['gift', 'sale', null])
  const postings = (await call(owner, 'GET', `/ledger/accounts/${ofInn}/entries?limit=1`)).json
  assert.deepEqual(
    [postings.items[0].change, postings.items[0].balanceAfter, postings.items[0].reference],
    ['60', '120', 'a weekend'],
  ) // biome-ignore format: a table
  assert.equal(
    (await call(owner, 'GET', `/ledger/accounts/${ofInn}/entries?cursor=${postings.nextCursor}`)).json.items[0].balanceAfter,
    '60',
  )
  const accounts = async (query: string) =>
    (await call(owner, 'GET', `/ledger/accounts?${query}`)).json.items.map((one: { balance: string }) => one.balance)
  assert.deepEqual(await accounts('owner=ecosystem'), ['200'])
  assert.deepEqual(await accounts(`ownerPartyId=${inn}&purpose=payable`), ['120'])
  assert.deepEqual(await accounts('owner=organisations&order=balance'), ['120', '80'])
  const most = (await call(owner, 'GET', '/ledger/accounts?order=balance&limit=1')).json
  const next = (await call(owner, 'GET', `/ledger/accounts?order=balance&limit=1&cursor=${most.nextCursor}`)).json
  assert.deepEqual([most.items[0].balance, next.items[0].balance], ['200', '120'])
})

test('whatever cannot be booked is refused with its place, and nothing is written', async () => {
  const { owner, system, bank, ofInn, ofFerry, lines, book, open, balance } = await beginning()
  const hours = { code: 'HOURS', name: 'Hours', scale: 0, kind: 'hours' }
  await call(owner, 'POST', '/ledger/assets', hours)
  const inHours = await open(null, 'pool', { asset: 'HOURS' })
  await call(owner, 'PUT', `/ledger/accounts/${ofFerry}/limits`, { minimum: '0', maximum: '50' })
  await transaction(system, (tx) => closePeriod(tx, '2026-05-01'))
  const tooMuch = String(2n ** 63n)
  const elsewhere = (await beginning()).bank
  const tries: [Promise<Answer>, ...unknown[]][] = [
    [book(lines(12.5, '60', '40')), 422, 'invalid', 'entries.0.amount', 'amount_form'],
    [book(lines('12.50', '60', '40')), 422, 'invalid', 'entries.0.amount', 'amount_form'],
    [book(lines('100', '-60', '40')), 422, 'invalid', 'entries.1.amount', 'amount_form'],
    [book(lines('100', '100', '0')), 422, 'invalid', 'entries.2.amount', 'amount_zero'],
    [book(lines(tooMuch, tooMuch, '1')), 422, 'invalid', 'entries.0.amount', 'amount_too_large'],
    [book(lines('100', '60', '41')), 422, 'not_balanced', undefined, undefined],
    [book([{ accountId: bank, side: 'debit', amount: '1' }]), 422, 'invalid', 'entries', 'too_few'],
    [book([...lines('100', '60', '40'), { accountId: inHours, side: 'debit', amount: '1' }]), 422, 'not_balanced', undefined, undefined],
    [book(lines('100', '60', '40').map((line) => ({ ...line, asset: 'HOURS' }))), 422, 'asset_mixed', 'entries.0.asset', 'asset_differs'],
    [book(lines('100', '60', '40').map((line) => ({ ...line, accountId: newId() }))), 404, 'account_unknown', 'entries.0.accountId', 'account_unknown'],
    [book(lines('100', '60', '40').map((line) => ({ ...line, accountId: elsewhere }))), 404, 'account_unknown', 'entries.0.accountId', 'account_unknown'],
    [book(lines('100', '40', '60')), 409, 'above_maximum', 'entries.2', 'balance_too_high'],
    [book(undefined, { effectiveOn: '2026-05-01' }), 409, 'period_closed', undefined, undefined],
    [book(undefined, { effectiveOn: '2026-02-30' }), 422, 'invalid', 'effectiveOn', 'date_needed'],
    [book(undefined, { kind: 'No kind' }), 422, 'invalid', 'kind', 'key_form'],
    [book(undefined, { note: ' ' }), 422, 'invalid', 'note', 'empty'],
    [call(owner, 'PUT', `/ledger/accounts/${ofInn}/limits`, { minimum: '5', maximum: '1' }), 422, 'limits_reversed', undefined, undefined],
    [call(owner, 'PUT', `/ledger/accounts/${ofInn}/limits`, { minimum: '5' }), 409, 'insufficient_balance', 'minimum', 'balance_too_low'],
    [call(owner, 'PUT', `/ledger/accounts/${newId()}/limits`, {}), 404, 'account_not_found', undefined, undefined],
    [call(owner, 'POST', '/ledger/accounts', { ownerPartyId: null, asset: 'EUR', purpose: 'bank', normalSide: 'debit' }), 409, 'account_exists', undefined, undefined],
    [call(owner, 'POST', '/ledger/accounts', { ownerPartyId: null, asset: 'APPLES', purpose: 'bank', normalSide: 'debit' }), 404, 'asset_not_found', undefined, undefined],
    [call(owner, 'POST', '/ledger/accounts', { ownerPartyId: newId(), asset: 'EUR', purpose: 'bank', normalSide: 'debit' }), 404, 'party_not_found', undefined, undefined],
    [call(owner, 'POST', '/ledger/accounts', { ownerPartyId: null, asset: 'EUR', purpose: 'The bank', normalSide: 'debit' }), 422, 'invalid', 'purpose', 'layout_key_form'],
    [call(owner, 'GET', '/ledger/transactions?from=yesterday'), 422, 'invalid', 'from', 'date_needed'],
    [call(owner, 'GET', '/ledger/accounts?cursor=nonsense'), 422, 'invalid_cursor', undefined, undefined],
  ] // biome-ignore format: a table
  for (const [place, [answer, ...wanted]] of tries.entries()) {
    const got = await answer
    assert.deepEqual(codes(got).map((code, k) => (k === 2 && wanted[2] === 'entries.2' ? String(code).slice(0, 9) : code)), wanted, `${place}: ${got.text}`) // biome-ignore format: one line reads better
    assert.equal(got.headers.get('content-type'), 'application/problem+json')
  }
  assert.equal(await balance(bank), '0')
  assert.deepEqual((await call(owner, 'GET', '/ledger/transactions')).json.items, [])
  const late = await book(undefined, { effectiveOn: '2026-05-01', late: 'next' })
  assert.deepEqual([late.json.effectiveOn, late.json.meantFor], ['2026-05-02', '2026-05-01'])
  assert.deepEqual((await call(owner, 'GET', '/ledger/closings')).json.items.map(({ number, through }: Record<string, unknown>) => [number, through]), [[1, '2026-05-01']]) // biome-ignore format: one line reads better
})

test('the same key books once, also when the first answer is long forgotten; another body is refused', async () => {
  const { owner, lines, book, balance, bank } = await beginning()
  const headers = { 'idempotency-key': 'order-7' }
  const [first, again] = [await book(undefined, {}, headers), await book(undefined, {}, headers)]
  assert.equal(first.json.id, again.json.id)
  await transaction(owner, (tx) => tx.db.deleteFrom('idempotency_keys').execute())
  assert.equal((await book(undefined, {}, headers)).json.id, first.json.id)
  await transaction(owner, (tx) => tx.db.deleteFrom('idempotency_keys').execute())
  assert.deepEqual(codes(await book(lines('10', '5', '5'), {}, headers)).slice(0, 2), [409, 'idempotency_key_reused'])
  assert.equal(await balance(bank), '100')
})

test('a transaction is reversed in parts and whole, and not beyond', async () => {
  const { owner, book, balance, bank, ofFerry } = await beginning()
  const { id } = (await book()).json
  const reverse = (body: object, of = id) => call(owner, 'POST', `/ledger/transactions/${of}/reversal`, { note: 'a mistake', ...body })
  const part = await reverse({ parts: [{ n: 1, amount: '30' }, { n: 3, amount: '30' }] }) // biome-ignore format: one line reads better
  assert.equal(part.status, 201, part.text)
  assert.equal(await balance(ofFerry), '10')
  const original = (await call(owner, 'GET', `/ledger/transactions/${id}`)).json
  assert.deepEqual(
    [original.reversedBy, original.entries.map(({ reversed }: { reversed: string }) => reversed)],
    [[part.json.id], ['30', '0', '30']],
  )
  const refused = async (body: object, of?: string) => (await reverse(body, of)).json.code
  assert.equal(await refused({ parts: [{ n: 1, amount: '20' }, { n: 3, amount: '20' }] }), 'above_original') // biome-ignore format: one line reads better
  assert.equal(await refused({ parts: [{ n: 1, amount: '1' }, { n: 9, amount: '1' }] }), 'entry_unknown') // biome-ignore format: one line reads better
  assert.equal(await refused({ parts: [{ n: 1, amount: '1' }, { n: 1, amount: '1' }] }), 'entry_twice') // biome-ignore format: one line reads better
  assert.equal(await refused({}, part.json.id), 'is_reversal')
  assert.equal(await refused({}, newId()), 'transaction_not_found')
  const entries = [{ accountId: bank, amount: 5n }, { accountId: ofFerry, amount: -5n }] // biome-ignore format: one line reads better
  const [bySale] = await transaction(owner, (tx) => postAll(tx, [{ scope: 'sale:till', key: '1', kind: 'sale', entries }]))
  assert.equal(await refused({}, bySale!.id), 'not_by_hand')
  assert.equal((await call(owner, 'GET', `/ledger/transactions/${bySale!.id}`)).json.isByHand, false)
  assert.equal((await reverse({})).json.reverses, id)
  assert.equal(await refused({}), 'already_reversed')
})

test('an exchange keeps its rate', async () => {
  const { owner, bank, open, book, balance } = await beginning()
  await book()
  const yen = await open(null, 'bank', { asset: 'JPY' })
  const body = { fromAccountId: bank, toAccountId: yen, given: '50', rate: { numerator: '13', denominator: '8' }, note: 'a trip' }
  assert.equal((await call(owner, 'POST', '/ledger/exchanges', body)).status, 201)
  assert.deepEqual([await balance(bank), await balance(yen)], ['50', '81'])
  const refused = async (change: object) => (await call(owner, 'POST', '/ledger/exchanges', { ...body, ...change })).json.code
  assert.equal(await refused({ toAccountId: bank }), 'same_asset')
  assert.equal(await refused({ toAccountId: newId() }), 'account_unknown')
  assert.equal(await refused({ rate: { numerator: '0', denominator: '8' } }), 'invalid')
})

test('a member sees the own accounts and entries only, also after a merge; a viewer and a key without the scope see nothing', async () => {
  const { owner, coordinator, viewer, member, as, bank, ofInn, ofFerry, book, inn, ferry } = await beginning()
  const { id } = (await book()).json
  const get = (ctx: Ctx, path: string) => call(ctx, 'GET', path)
  assert.deepEqual((await get(member, '/ledger/accounts')).json.items.map((one: { id: string }) => one.id), [ofInn]) // biome-ignore format: one line reads better
  const seen = (await get(member, `/ledger/transactions/${id}`)).json
  assert.deepEqual([seen.explanation, seen.bookedBy, seen.entries.map(({ n }: { n: number }) => n)], [{}, null, [2]])
  assert.deepEqual((await get(member, `/ledger/accounts/${ofInn}/entries`)).json.items.map(({ reference, explanation }: Record<string, unknown>) => [reference, explanation]), [[null, { note: 'their share' }]]) // biome-ignore format: one line reads better
  for (const path of [
    `/ledger/accounts/${bank}`,
    `/ledger/accounts/${ofFerry}`,
    `/ledger/accounts/${ofFerry}/entries`,
    '/ledger/closings',
    '/ledger/check',
  ])
    assert.equal((await get(member, path)).status, 403, path)
  const other = await book([{ accountId: bank, side: 'debit', amount: '5' }, { accountId: ofFerry, side: 'credit', amount: '5' }]) // biome-ignore format: one line reads better
  assert.equal((await get(member, `/ledger/transactions/${other.json.id}`)).status, 404)
  assert.equal((await get(member, '/ledger/transactions')).json.items.length, 1)
  const touching = async (account: string) => (await get(member, `/ledger/transactions?accountId=${account}`)).json.items.length
  assert.deepEqual([await touching(ofInn), await touching(ofFerry)], [1, 0], 'what else it touches is not told by asking')
  for (const ctx of [viewer, { ...owner, actor: { ...owner.actor, kind: 'key', keyId: newId(), scopes: ['map.read'] } } as Ctx])
    for (const path of [
      '/ledger/assets',
      '/ledger/accounts',
      `/ledger/accounts/${ofInn}`,
      '/ledger/transactions',
      `/ledger/transactions/${id}`,
    ])
      assert.equal((await get(ctx, path)).status, 403, path)
  const byKey = { ...owner, actor: { ...owner.actor, kind: 'key', keyId: newId(), scopes: ['money.read'] } } as Ctx
  assert.equal((await get(byKey, '/ledger/accounts')).status, 200)
  for (const ctx of [member, viewer, byKey]) {
    assert.equal((await book(undefined, {}, {}, ctx)).status, 403)
    assert.equal((await call(ctx, 'POST', `/ledger/transactions/${id}/reversal`, { note: 'x' })).status, 403)
    assert.equal(
      (await call(ctx, 'POST', '/ledger/accounts', { ownerPartyId: inn, asset: 'EUR', purpose: 'held', normalSide: 'credit' })).status,
      403,
    )
  }
  const stranger = (await testEcosystem(db, { now })).owner
  assert.equal((await get(stranger, `/ledger/transactions/${id}`)).status, 404)
  await transaction(coordinator, (tx) => mergeParties(tx, { targetId: inn, aliasId: ferry, take: {} }))
  const both = as('member', await readIdsOf(owner, inn))
  assert.equal((await get(both, '/ledger/accounts')).json.items.length, 2)
  assert.deepEqual((await get(owner, `/ledger/accounts?ownerPartyId=${inn}`)).json.items.map((one: { ownerName: string }) => one.ownerName), ['Inn', 'Inn']) // biome-ignore format: one line reads better
})

test('what is on all accounts of a purpose together, those below zero apart', async () => {
  const { owner, member, lines, book } = await beginning()
  await book()
  await book(lines('20', '50', '-30').map((line) => (line.amount === '-30' ? { ...line, side: 'debit' as const, amount: '30' } : line)))
  const totals = await call(owner, 'GET', '/ledger/totals')
  await book([
    { ...lines('1', '1', '1')[0]!, side: 'credit', amount: '15' },
    { ...lines('1', '1', '1')[2]!, side: 'debit', amount: '15' },
  ])
  const after = await call(owner, 'GET', '/ledger/totals')
  const payable = (answer: Answer) => answer.json.items.find(({ purpose }: { purpose: string }) => purpose === 'payable')
  assert.deepEqual(payable(totals), { ownedBy: 'organisations', purpose: 'payable', asset: 'EUR', scale: 2, accounts: 2, above: '120', below: '0', belowZero: 0 }) // biome-ignore format: one line reads better
  assert.deepEqual([payable(after).above, payable(after).below, payable(after).belowZero], ['110', '5', 1])
  assert.equal((await call(member, 'GET', '/ledger/totals')).status, 403)
})

// long because all of it shares one database, one clock and the same organisations
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { validateXML } from 'xmllint-wasm'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { findOrOpenAccount, hold, makeAsset, post, postAll, reverse } from '../ledger/index.ts'
import { mergeParties, undoMerge } from '../parties/index.ts'
import { closeSettlement } from './closing.ts'
import { personalData } from './personal-data.ts'
import { call, check, clock, db, IBANS, inside, now, schema, testSettlement } from './testing.ts'

test('a period is previewed, closed, approved by a second person, filed, paid, and carried forward where it was not', async () => {
  const at = await testSettlement()
  const { one, two, system } = at
  const [bakery, ferry, museum, small] = [await at.party('Bakery'), await at.party('Ferry'), await at.party('Museum'), await at.party('Small')] // biome-ignore format: one line reads better
  for (const [place, id] of [bakery, ferry, small].entries()) await at.account(id, place)
  await at.own()
  await call(one, 'PUT', '/settlement-settings', { period: 'month', minimum: '1000' })
  for (const id of [bakery, ferry, museum]) await at.owe(id, 12_000, { effectiveOn: '2026-04-10' })
  await at.owe(small, 999, { effectiveOn: '2026-04-30' })
  await at.owe(ferry, -20_000, { effectiveOn: '2026-04-20' })
  await at.owe(bakery, 5_000, { effectiveOn: '2026-05-02' })
  const proposal = await call(one, 'GET', '/settlements/proposal')
  assert.deepEqual(proposal.json, { through: '2026-04-30', closedThrough: null, latest: '2026-05-03' })
  const preview = await call(one, 'GET', '/settlements/preview?through=2026-04-30')
  const short = ({ partyName, opening, incoming, outgoing, closing, pays, carried, reason }: Record<string, string>) =>
    [partyName, opening, incoming, outgoing, closing, pays, carried, reason].join(' ')
  const expected = [
    'Bakery 0 12000 0 12000 12000 0 ',
    'Ferry 0 12000 20000 -8000 0 -8000 negative',
    'Museum 0 12000 0 12000 0 12000 no_bank_account',
    'Small 0 999 0 999 0 999 below_minimum',
  ]
  assert.deepEqual(preview.json.items.map(short), expected)
  assert.equal(preview.json.totals[0].pays, '12000')
  const closed = await at.close('2026-04-30')
  assert.equal(closed.status, 201)
  const { id } = closed.json
  assert.deepEqual((await at.linesOf(id)).map(short), expected)
  assert.deepEqual([closed.json.state, closed.json.approver], ['open', 'none'])
  assert.deepEqual(await at.refused(one, 'POST', `/settlements/${id}/approval`), [403, 'second_person_needed'])
  assert.equal((await call(two, 'GET', `/settlements/${id}`)).json.approver, 'second')
  // an account that is entered before the approval is in time
  await at.account(museum, 2)
  const approved = await call(two, 'POST', `/settlements/${id}/approval`)
  assert.deepEqual([approved.json.state, approved.json.totals[0].pays, approved.json.payouts.waiting], ['approved', '24000', 2])
  assert.deepEqual(await at.balance(bakery), { balance: 17_000n, held: 12_000n })
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${id}/approval`), [409, 'settlement_approved'])
  await twoFiles(at, id)
  assert.deepEqual(await at.refused(two, 'DELETE', `/settlements/${id}/approval`), [409, 'settlement_file_made'])
  await paidAndFailed(at, id, { bakery, museum })
  assert.deepEqual(await check(system), [])
  clock.now = new Date('2026-06-02T10:00:00Z')
  const next = await at.close('2026-05-31', two)
  assert.deepEqual((await at.linesOf(next.json.id)).map(short), [
    'Bakery 12000 5000 12000 5000 5000 0 ',
    'Ferry -8000 0 0 -8000 0 -8000 negative',
    'Museum 12000 0 0 12000 0 12000 bank_account_failed',
    'Small 999 0 0 999 0 999 below_minimum',
  ])
  // the same account again is a confirmation, another one a change
  await at.account(museum, 2)
  await at.account(bakery, 0 + 1)
  const lines = await at.linesOf(next.json.id)
  assert.deepEqual(lines.map(({ account }: { account: { news: string } | null }) => account?.news), ['changed', 'first', 'first', 'first']) // biome-ignore format: one line reads better
  assert.equal(lines[2].reason, null)
  assert.equal((await call(one, 'GET', `/settlements/${next.json.id}`)).json.changedAccounts, 1)
  assert.deepEqual(await check(system), [])
})

/** Both files: made once, the same again, as the official schema asks for. */
async function twoFiles(at: Awaited<ReturnType<typeof testSettlement>>, id: string) {
  const { two } = at
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${id}/files`, { format: 'sepa', executionOn: '2026-05-03' }), [422, 'execution_day']) // biome-ignore format: one line reads better
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${id}/files`, { format: 'sepa', executionOn: '2027-06-01' }), [422, 'execution_day']) // biome-ignore format: one line reads better
  const filed = await call(two, 'POST', `/settlements/${id}/files`, { format: 'sepa', executionOn: '2026-05-06' })
  assert.deepEqual([filed.json.state, filed.json.files[0].payouts], ['filed', 2])
  const file = await call(two, 'GET', `/settlements/${id}/files/sepa`)
  assert.equal(file.headers.get('content-disposition'), 'attachment; filename="payouts-1-2026-04-30.xml"')
  assert.deepEqual((await validateXML({ xml: file.text, schema })).errors, [])
  assert.match(file.text, /<CtrlSum>240.00<\/CtrlSum>/)
  assert.equal(hash('sha256', file.text), filed.json.files[0].hash)
  clock.now = new Date('2026-05-05T10:00:00Z')
  const again = await call(two, 'POST', `/settlements/${id}/files`, { format: 'sepa' })
  assert.deepEqual(again.json.files, filed.json.files)
  assert.equal((await call(two, 'GET', `/settlements/${id}/files/sepa`)).text, file.text)
  await call(two, 'POST', `/settlements/${id}/files`, { format: 'csv' })
  const table = (await call(two, 'GET', `/settlements/${id}/files/csv`)).text.split('\r\n')
  assert.match(table[1]!, /^Bakery,EUR,120.00,Holder 0,DE89370400440532013000,,[0-9a-f]{32},"Test, settlement 1 until 2026-04-30"$/)
  assert.equal(table.length, 4)
}

async function paidAndFailed(
  at: Awaited<ReturnType<typeof testSettlement>>,
  id: string,
  { bakery, museum }: { bakery: string; museum: string },
) {
  const { two } = at
  const lines = await at.linesOf(id)
  const payoutOf = (partyId: string) => lines.find((line: { partyId: string }) => line.partyId === partyId).payout.id
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${id}/payments`, { payoutIds: [newId()] }), [404, 'payout_not_found'])
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${id}/failures`, { cause: 'bad' }), [422, 'invalid'])
  const paid = await call(two, 'POST', `/settlements/${id}/payments`, { payoutIds: [payoutOf(bakery)] })
  assert.deepEqual(paid.json.payouts, { waiting: 1, paid: 1, failed: 0 })
  await call(two, 'POST', `/settlements/${id}/payments`, { payoutIds: [payoutOf(bakery)] })
  assert.deepEqual(await at.balance(bakery), { balance: 5_000n, held: 0n })
  const failed = await call(two, 'POST', `/settlements/${id}/failures`, { cause: 'account', note: 'Account closed' })
  assert.deepEqual([failed.json.state, failed.json.payouts], ['done', { waiting: 0, paid: 1, failed: 1 }])
  const { pays, carried, owing } = failed.json.totals[0]
  assert.deepEqual([pays, carried, owing], ['12000', '12999', '8000'])
  assert.equal((await call(two, 'GET', '/settlements')).json.items[0].totals[0].pays, '12000')
  assert.deepEqual(await at.balance(museum), { balance: 12_000n, held: 0n })
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${id}/payments`, { payoutIds: [payoutOf(museum)] }), [409, 'payout_failed'])
  assert.equal((await at.linesOf(id)).find((line: { partyId: string }) => line.partyId === museum).payout.note, 'Account closed')
}

test('a payout that came back after it was booked as paid is owed again', async () => {
  const at = await testSettlement()
  const { one, two } = at
  const mill = await at.party('Mill')
  await at.account(mill, 0)
  await at.owe(mill, 7_000, { effectiveOn: '2026-04-10' })
  const { id } = (await at.close('2026-04-30')).json
  await call(two, 'POST', `/settlements/${id}/approval`)
  await call(two, 'POST', `/settlements/${id}/payments`, {})
  const [{ payout }] = await at.linesOf(id)
  const returned = await call(two, 'POST', `/settlements/${id}/failures`, { payoutIds: [payout.id], cause: 'refused' })
  assert.deepEqual(returned.json.payouts, { waiting: 0, paid: 0, failed: 1 })
  assert.deepEqual(await at.balance(mill), { balance: 7_000n, held: 0n })
  clock.now = new Date('2026-05-12T10:00:00Z')
  const next = await at.close('2026-05-10')
  assert.equal((await at.linesOf(next.json.id))[0].pays, '7000')
  // what is approved again while the first came back late counts once
  assert.deepEqual(await check(one), [])
})

test('who is alone signs in again and the waiver is written down; taken back before a file, nothing stays held', async () => {
  const at = await testSettlement()
  const { one, two, ecosystemId } = at
  const mill = await at.party('Mill')
  await at.account(mill, 0)
  await at.owe(mill, 7_000, { effectiveOn: '2026-04-10' })
  await db.deleteFrom('auth.memberships').where('person_id', '=', two.actor.personId).execute()
  const { id, approver } = (await at.close('2026-04-30')).json
  assert.equal(approver, 'again')
  clock.now = new Date('2026-05-04T10:20:00Z')
  assert.deepEqual(await at.refused(one, 'POST', `/settlements/${id}/approval`), [403, 'sign_in_again'])
  const signedIn = (minutes: number) => ({ ...one, actor: { ...one.actor, signedInAt: new Date(now().getTime() - minutes * 60_000) } })
  // long ago, or before it was closed
  assert.deepEqual(await at.refused(signedIn(21), 'POST', `/settlements/${id}/approval`), [403, 'sign_in_again'])
  assert.deepEqual(await at.refused(signedIn(11), 'POST', `/settlements/${id}/approval`), [403, 'sign_in_again'])
  const approved = await call(signedIn(9), 'POST', `/settlements/${id}/approval`)
  assert.deepEqual([approved.json.state, approved.json.approved.isWaiver], ['approved', true])
  assert.deepEqual(await at.balance(mill), { balance: 7_000n, held: 7_000n })
  const taken = await call(one, 'DELETE', `/settlements/${id}/approval`)
  assert.deepEqual([taken.json.state, taken.json.totals[0].pays], ['open', '7000'])
  assert.deepEqual(await at.balance(mill), { balance: 7_000n, held: 0n })
  assert.deepEqual(await at.refused(one, 'DELETE', `/settlements/${id}/approval`), [409, 'settlement_not_approved'])
  assert.deepEqual(await at.refused(one, 'POST', `/settlements/${id}/files`, { format: 'csv' }), [409, 'settlement_not_approved'])
  assert.equal((await call(signedIn(9), 'POST', `/settlements/${id}/approval`)).status, 200)
  const { rows } = await inside(
    at.system,
    sql<{ type: string }>`
    select type from events where ecosystem_id = ${ecosystemId} and type like 'settlement.%' order by id`,
  )
  assert.deepEqual(rows.map(({ type }) => type), ['settlement.closed', 'settlement.approved_alone', 'settlement.approval_withdrawn', 'settlement.approved_alone']) // biome-ignore format: one line reads better
  assert.deepEqual(await check(at.system), [])
})

test('of many who close the same days one wins and the others are told; what is killed in between leaves nothing', async () => {
  const at = await testSettlement()
  const { one, two, system } = at
  const mill = await at.party('Mill')
  await at.account(mill, 0)
  await at.owe(mill, 7_000, { effectiveOn: '2026-04-10' })
  await assert.rejects(
    transaction(one, async (tx) => {
      await closeSettlement(tx, '2026-04-30')
      throw new Error('killed')
    }),
    /killed/,
  )
  assert.deepEqual((await call(one, 'GET', '/settlements')).json.items, [])
  const answers = await Promise.all([one, two, one, two].map((by) => at.close('2026-04-30', by)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
  assert.ok(answers.every(({ status, json }) => status === 201 || json.code === 'period_closed'))
  const { id, closed } = answers.find(({ status }) => status === 201)!.json
  assert.ok(closed.at)
  const { rows } = await inside(system, sql<{ by: string }>`select closed_by_person as by from settlements where id = ${id}`)
  const other = rows[0]!.by === one.actor.personId ? two : one
  const approvals = await Promise.all([1, 2, 3].map(() => call(other, 'POST', `/settlements/${id}/approval`)))
  assert.deepEqual(approvals.map(({ status }) => status).sort(), [200, 409, 409])
  assert.equal((await at.balance(mill)).held, 7_000n)
  const marks = await Promise.all([1, 2, 3].map(() => call(other, 'POST', `/settlements/${id}/payments`, {})))
  assert.deepEqual(marks.map(({ status }) => status), [200, 200, 200]) // biome-ignore format: one line reads better
  assert.deepEqual(await at.balance(mill), { balance: 0n, held: 0n })
  assert.deepEqual(await check(system), [])
})

test('late items are marked; what is held back or paid since is not paid twice; an older settlement is part of the newer', async () => {
  const at = await testSettlement()
  const { one, two, system } = at
  const mill = await at.party('Mill')
  await at.account(mill, 0)
  await at.owe(mill, 7_000, { effectiveOn: '2026-03-10' })
  const first = (await at.close('2026-03-31')).json
  await at.owe(mill, 300, { effectiveOn: '2026-03-20', late: 'next' })
  await at.owe(mill, -50, { effectiveOn: '2026-03-21', late: 'next' })
  await transaction(system, async (tx) => {
    const payable = await findOrOpenAccount(tx, { ownerPartyId: mill, asset: 'EUR', purpose: 'payable', normalSide: 'credit' })
    await hold(tx, { scope: 'test', key: newId(), kind: 'budget', debitAccountId: payable, creditAccountId: at.bank, amount: 1_000n })
  })
  await post(system, at.posting(at.bank, await at.payable(mill), 2_000, { kind: 'payout', effectiveOn: '2026-05-02' }))
  const second = (await at.close('2026-04-30')).json
  const [line] = await at.linesOf(second.id)
  assert.deepEqual([line.opening, line.closing, line.lateEntries, line.lateAmount], ['7000', '7250', 2, '250'])
  assert.deepEqual([line.underWay, line.pays, line.carried], ['3000', '4250', '0'])
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${first.id}/approval`), [409, 'settlement_superseded'])
  const list = (await call(one, 'GET', '/settlements?limit=1')).json
  assert.deepEqual([list.items[0].number, list.items[0].state], [2, 'open'])
  const older = (await call(one, 'GET', `/settlements?cursor=${list.nextCursor}`)).json
  assert.deepEqual([older.items[0].number, older.items[0].state, older.items[0].totals[0].closing], [1, 'superseded', '7000'])
  assert.equal((await call(two, 'POST', `/settlements/${second.id}/approval`)).status, 200)
  assert.deepEqual(await at.balance(mill), { balance: 5_250n, held: 5_250n })
  assert.deepEqual(await check(system), [])
})

test('what was given to a budget and is taken back after the closing is not paid beyond what was owed at the closing, but next time', async () => {
  const at = await testSettlement()
  const { two, system } = at
  const [mill, inn] = [await at.party('Mill'), await at.party('Inn')]
  for (const [place, id] of [mill, inn].entries()) {
    await at.account(id, place)
    await at.owe(id, 7_000, { effectiveOn: '2026-04-10' })
  }
  const given = []
  for (const [id, cents, effectiveOn] of [[mill, 3_000, '2026-04-20'], [inn, 7_000, '2026-04-20'], [mill, 500, '2026-05-02']] as const) // biome-ignore format: one line reads better
    given.push((await post(system, at.posting(at.bank, await at.payable(id), cents, { kind: 'budget.given', effectiveOn }))).id)
  const { id } = (await at.close('2026-04-30')).json
  const short = async (of: string) => (await at.linesOf(of)).map(({ closing, underWay, pays }: Record<string, string>) => [closing, underWay, pays]) // biome-ignore format: one line reads better
  for (const transactionId of given) await reverse(system, { scope: 'test', key: transactionId, transactionId, explanation: { note: 'Mistyped' } }) // biome-ignore format: one line reads better
  assert.deepEqual(await short(id), [['0', '0', '0'], ['4000', '0', '4000']]) // biome-ignore format: one line reads better
  await call(two, 'POST', `/settlements/${id}/approval`)
  await call(two, 'POST', `/settlements/${id}/payments`, {})
  clock.now = new Date('2026-05-12T10:00:00Z')
  assert.deepEqual(await short((await at.close('2026-05-10')).json.id), [['7000', '0', '7000'], ['3000', '0', '3000']]) // biome-ignore format: one line reads better
  assert.deepEqual(await check(system), [])
})

test('a file pays what waits: not what failed before, and not what was paid by hand; what was given to a budget since is not paid out', async () => {
  const at = await testSettlement()
  const { two, system } = at
  const names = ['Mill', 'Ferry', 'Inn'] as const
  const ids = await Promise.all(names.map((name) => at.party(name)))
  const [mill, ferry, inn] = ids as [string, string, string]
  for (const [place, id] of ids.entries()) {
    await at.account(id, place)
    await at.owe(id, 7_000, { effectiveOn: '2026-04-10' })
  }
  await at.own()
  const { id } = (await at.close('2026-04-30')).json
  await post(system, at.posting(at.bank, await at.payable(inn), 6_000, { kind: 'budget.given' }))
  await call(two, 'POST', `/settlements/${id}/approval`)
  const lines = await at.linesOf(id)
  const of = (party: string) => lines.find((line: { partyId: string }) => line.partyId === party)
  assert.deepEqual([of(inn).underWay, of(inn).pays], ['6000', '1000'])
  assert.deepEqual(await at.balance(inn), { balance: 1_000n, held: 1_000n })
  await call(two, 'POST', `/settlements/${id}/failures`, { payoutIds: [of(mill).payout.id], cause: 'account' })
  await call(two, 'POST', `/settlements/${id}/payments`, { payoutIds: [of(ferry).payout.id] })
  await call(two, 'POST', `/settlements/${id}/files`, { format: 'sepa' })
  const file = (await call(two, 'GET', `/settlements/${id}/files/sepa`)).text
  assert.deepEqual(file.match(/<IBAN>[^<]+|<CtrlSum>[^<]+/g), [
    '<CtrlSum>10.00',
    '<CtrlSum>10.00',
    `<IBAN>${IBANS[3]}`,
    `<IBAN>${IBANS[2]}`,
  ])
  await call(two, 'POST', `/settlements/${id}/files`, { format: 'csv' })
  const table = (await call(two, 'GET', `/settlements/${id}/files/csv`)).text
  assert.deepEqual(names.map((name) => table.includes(`${name},EUR`)), [false, true, true]) // biome-ignore format: one line reads better
  assert.deepEqual(await check(system), [])
})

test('organisations that became one are paid as one; what is not in euros is settled by the table', async () => {
  const at = await testSettlement()
  const { one, two, system } = at
  const [mill, other] = [await at.party('Mill'), await at.party('Mill again')]
  await at.account(other, 1)
  await at.account(mill, 0)
  await at.owe(mill, 7_000, { effectiveOn: '2026-04-10' })
  await at.owe(other, -2_000, { effectiveOn: '2026-04-10' })
  await transaction(system, async (tx) => {
    await makeAsset(tx, { code: 'CHF', name: 'Franc', scale: 2, kind: 'money' })
    const [francs, bank] = [await findOrOpenAccount(tx, { ownerPartyId: mill, asset: 'CHF', purpose: 'payable', normalSide: 'credit' }), await findOrOpenAccount(tx, { ownerPartyId: null, asset: 'CHF', purpose: 'bank', normalSide: 'debit' })] // biome-ignore format: one line reads better
    await postAll(tx, [at.posting(francs, bank, 500, { effectiveOn: '2026-04-11' })])
    await mergeParties(tx, { targetId: mill, aliasId: other, take: {} })
  })
  const { id } = (await at.close('2026-04-30')).json
  const lines = await at.linesOf(id)
  assert.deepEqual(lines.map((line: { partyId: string; asset: string; pays: string }) => [line.partyId, line.asset, line.pays]), [[mill, 'CHF', '500'], [mill, 'EUR', '5000']]) // biome-ignore format: one line reads better
  assert.equal(lines[1].account.iban, 'DE89 … 3000')
  await call(two, 'POST', `/settlements/${id}/approval`)
  assert.deepEqual(await at.balance(mill), { balance: 7_000n, held: 5_000n })
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${id}/files`, { format: 'sepa' }), [409, 'own_account_missing'])
  await call(two, 'POST', `/settlements/${id}/files`, { format: 'csv' })
  const table = (await call(two, 'GET', `/settlements/${id}/files/csv`)).text
  assert.match(table, /\r\nMill,CHF,5.00,,,,[0-9a-f]{32},/)
  await call(two, 'POST', `/settlements/${id}/payments`, {})
  assert.deepEqual(await check(one), [])
})

test('who becomes one with somebody who owes between closing and approval is paid what is left, and the rest is made up for in the next', async () => {
  const at = await testSettlement()
  const { one, two, system } = at
  const [mill, other, inn] = [await at.party('Mill'), await at.party('Other mill'), await at.party('Inn')]
  for (const [place, id] of [mill, inn].entries()) await at.account(id, place)
  for (const [id, cents] of [[mill, 7_000], [other, -2_000], [inn, 1_000]] as const) await at.owe(id, cents, { effectiveOn: '2026-04-10' }) // biome-ignore format: one line reads better
  const { id } = (await at.close('2026-04-30')).json
  const short = async (of = id, by = one) =>
    (await at.linesOf(of, by)).map(({ partyId, pays, carried, reason }: Record<string, string>) => [partyId, pays, carried, reason])
  assert.deepEqual((await short())[1], [mill, '7000', '0', null])
  const merge = async () => (await transaction(system, (tx) => mergeParties(tx, { targetId: mill, aliasId: other, take: {} }))).mergeId
  const mergeId = await merge()
  const netted = [
    [inn, '1000', '0', null],
    [mill, '5000', '2000', null],
    [other, '0', '-2000', 'negative'],
  ]
  assert.deepEqual(await short(), netted)
  assert.deepEqual(await short(id, await at.person('member', mill)), netted.slice(1, 2), 'a page of lines knows of the others')
  // what is undone is undone
  await transaction(system, (tx) => undoMerge(tx, mergeId))
  assert.deepEqual((await short())[1], [mill, '7000', '0', null])
  await merge()
  assert.equal((await call(two, 'POST', `/settlements/${id}/approval`)).json.totals[0].pays, '6000')
  assert.deepEqual([await short(), await at.balance(mill)], [netted, { balance: 7_000n, held: 5_000n }])
  await call(two, 'POST', `/settlements/${id}/payments`, {})
  clock.now = new Date('2026-05-05T10:00:00Z')
  const next = (await at.close('2026-05-04')).json.id
  assert.deepEqual((await short(next))[1], [mill, '0', '0', 'nothing'])
  assert.deepEqual(await check(system), [])
})

test('what was one organisation at the closing and is two again is paid to neither in the name of the other', async () => {
  const at = await testSettlement()
  const { one, two, system } = at
  const [mill, other] = [await at.party('Mill'), await at.party('Other mill')]
  await at.account(mill, 0)
  for (const id of [mill, other]) await at.owe(id, 3_000, { effectiveOn: '2026-04-10' })
  const { mergeId } = await transaction(system, (tx) => mergeParties(tx, { targetId: mill, aliasId: other, take: {} }))
  const { id } = (await at.close('2026-04-30')).json
  assert.equal((await at.linesOf(id))[0].pays, '6000')
  await transaction(system, (tx) => undoMerge(tx, mergeId))
  const [line] = await at.linesOf(id)
  assert.deepEqual([line.pays, line.carried, line.reason], ['0', '6000', 'parted'])
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${id}/approval`), [409, 'nothing_to_pay'])
  await at.owe(other, 1, { effectiveOn: '2026-05-01' })
  const next = (await at.close('2026-05-03')).json.id
  assert.deepEqual((await at.linesOf(next, one)).map(({ partyId, pays }: Record<string, string>) => [partyId, pays]), [[mill, '3000'], [other, '0']]) // biome-ignore format: one line reads better
  assert.deepEqual(await check(system), [])
})

test('a member sees their own line and bank account, shortened and whole as they may, and nothing of anybody else', async () => {
  const at = await testSettlement()
  const { one, two } = at
  const [mill, inn] = [await at.party('Mill'), await at.party('Inn')]
  const [miller, viewer] = [await at.person('member', mill), await at.person('viewer')]
  assert.equal((await at.account(mill, 0, miller)).status, 200)
  await at.account(inn, 1)
  for (const id of [mill, inn]) await at.owe(id, 7_000, { effectiveOn: '2026-04-10' })
  const { id } = (await at.close('2026-04-30')).json
  assert.deepEqual((await at.linesOf(id, miller)).map(({ partyId }: { partyId: string }) => partyId), [mill]) // biome-ignore format: one line reads better
  const seen = (await call(miller, 'GET', `/settlements/${id}`)).json
  assert.deepEqual([seen.totals[0].closing, seen.files, seen.approver], ['7000', [], 'none'])
  assert.equal((await call(miller, 'GET', '/settlements')).json.items[0].totals[0].closing, '7000')
  const own = (await call(miller, 'GET', `/parties/${mill}/bank-account`)).json
  assert.equal(own.current.iban, IBANS[0])
  await at.account(mill, 2, miller)
  const changed = (await call(miller, 'GET', `/parties/${mill}/bank-account`)).json
  assert.deepEqual([changed.current.iban, changed.past.map(({ iban }: { iban: string }) => iban)], [IBANS[2], ['DE89 … 3000']])
  assert.deepEqual((await call(one, 'GET', '/bank-accounts')).json.items.map(({ iban }: { iban: string }) => iban), ['NL91 … 4300', 'FR14 … 2606']) // biome-ignore format: one line reads better
  await call(miller, 'DELETE', `/parties/${mill}/bank-account`)
  assert.equal((await call(miller, 'GET', `/parties/${mill}/bank-account`)).json.current, null)
  const key: Ctx = { ...one, actor: { ...one.actor, kind: 'key', keyId: newId(), scopes: ['money.write', 'map.read'] } }
  const through = { through: '2026-05-01' }
  const account = { holder: 'x', iban: IBANS[0]!, bic: null, address: null }
  const asked: [Ctx, string, string, object?][] = [
    [miller, 'GET', '/settlements/proposal'],
    [miller, 'GET', '/settlements/preview?through=2026-05-01'],
    [miller, 'POST', '/settlements', through],
    [miller, 'POST', `/settlements/${id}/approval`],
    [miller, 'DELETE', `/settlements/${id}/approval`],
    [miller, 'POST', `/settlements/${id}/files`, { format: 'csv' }],
    [miller, 'GET', `/settlements/${id}/files/csv`],
    [miller, 'POST', `/settlements/${id}/payments`, {}],
    [miller, 'POST', `/settlements/${id}/failures`, { cause: 'other' }],
    [miller, 'GET', '/settlement-settings'],
    [miller, 'PUT', '/settlement-settings', { period: 'year', minimum: '0' }],
    [miller, 'PUT', '/settlement-settings/bank-account', account],
    [miller, 'GET', '/bank-accounts'],
    [miller, 'GET', `/parties/${inn}/bank-account`],
    [miller, 'PUT', `/parties/${inn}/bank-account`, account],
    [miller, 'DELETE', `/parties/${inn}/bank-account`],
    [viewer, 'GET', '/settlements'],
    [viewer, 'GET', `/settlements/${id}`],
    [viewer, 'GET', `/settlements/${id}/lines`],
    // a key closes and reads, and no more
    [key, 'POST', `/settlements/${id}/approval`],
    [key, 'DELETE', `/settlements/${id}/approval`],
    [key, 'POST', `/settlements/${id}/files`, { format: 'csv' }],
    [key, 'GET', `/settlements/${id}/files/csv`],
    [key, 'POST', `/settlements/${id}/payments`, {}],
    [key, 'POST', `/settlements/${id}/failures`, { cause: 'other' }],
    [key, 'GET', '/bank-accounts'],
    [key, 'GET', `/parties/${inn}/bank-account`],
    [key, 'PUT', `/parties/${inn}/bank-account`, account],
    [key, 'GET', '/settlement-settings'],
  ]
  for (const [by, method, path, body] of asked) assert.deepEqual(await at.refused(by, method, path, body), [403, 'forbidden'], `${method} ${path}`) // biome-ignore format: one line reads better
  const byKey = (await call(key, 'GET', `/settlements/${id}/lines`)).json.items
  assert.deepEqual(
    byKey.map(({ account }: { account: { holder: string } | null }) => account?.holder ?? null),
    [null, null],
  )
  // whoever closed by a key is nobody's second person
  const closed = (await at.close('2026-05-01', key)).json
  assert.deepEqual(await at.refused(one, 'POST', `/settlements/${closed.id}/approval`), [403, 'second_person_needed'])
  assert.equal((await call(two, 'POST', `/settlements/${closed.id}/approval`)).status, 200)
})

test('who closed, approved and wrote accounts gets to know that; an erased holder goes, but for accounts that were paid to', async () => {
  const at = await testSettlement()
  const { one, two, system } = at
  const [mill, inn] = [await at.party('Mill'), await at.party('Inn')]
  await at.account(mill, 0)
  await at.owe(mill, 7_000, { effectiveOn: '2026-04-10' })
  const { id } = (await at.close('2026-04-30')).json
  await call(two, 'POST', `/settlements/${id}/approval`)
  await at.account(inn, 1)
  await transaction(system, async (tx) => {
    const subject = ({ actor }: typeof one) => ({ kind: 'account' as const, id: actor.personId, name: 'Ada', email: 'ada@example.org' })
    const [ofOne, ofTwo] = [await personalData.collect(tx, subject(one)), await personalData.collect(tx, subject(two))]
    assert.deepEqual([ofOne.settlements, ofTwo.settlements].map((rows) => (rows as { what: string }[]).map(({ what }) => what)), [['closed'], ['approved']]) // biome-ignore format: one line reads better
    assert.equal((ofOne.bankAccountsWritten as unknown[]).length, 2)
    await personalData.erase(tx, { kind: 'contact', id: newId() }, ['HOLDER 0', 'holder 1'])
  })
  assert.deepEqual((await call(one, 'GET', '/bank-accounts')).json.items.map(({ partyId }: { partyId: string }) => partyId), [mill]) // biome-ignore format: one line reads better
})

test('what cannot be is refused with a code, and nothing is kept', async () => {
  const at = await testSettlement()
  const { one, two } = at
  const mill = await at.party('Mill')
  const account = { holder: 'Mill', iban: IBANS[0]!, bic: null, address: null }
  const nothing = newId()
  await at.owe(mill, 7_000, { effectiveOn: '2026-04-10' })
  const cases: [unknown[], string, string, object?][] = [
    [[409, 'day_not_over'], 'POST', '/settlements', { through: '2026-05-04' }],
    [[422, 'invalid'], 'POST', '/settlements', { through: '2026-02-30' }],
    [[422, 'invalid'], 'POST', '/settlements', {}],
    [[409, 'day_not_over'], 'GET', '/settlements/preview?through=2026-05-04'],
    [[422, 'invalid'], 'GET', '/settlements/preview'],
    [[422, 'invalid'], 'GET', '/settlements?limit=0'],
    [[404, 'settlement_not_found'], 'GET', `/settlements/${nothing}`],
    [[404, 'settlement_not_found'], 'GET', `/settlements/${nothing}/lines`],
    [[404, 'settlement_not_found'], 'POST', `/settlements/${nothing}/approval`],
    [[404, 'settlement_not_found'], 'DELETE', `/settlements/${nothing}/approval`],
    [[404, 'settlement_not_found'], 'POST', `/settlements/${nothing}/files`, { format: 'sepa' }],
    [[422, 'invalid'], 'POST', `/settlements/${nothing}/files`, { format: 'pdf' }],
    [[404, 'payment_file_not_found'], 'GET', `/settlements/${nothing}/files/sepa`],
    [[404, 'settlement_not_found'], 'POST', `/settlements/${nothing}/payments`, {}],
    [[422, 'invalid'], 'POST', `/settlements/${nothing}/payments`, { payoutIds: [] }],
    [[404, 'settlement_not_found'], 'POST', `/settlements/${nothing}/failures`, { cause: 'other' }],
    [[422, 'invalid'], 'PUT', '/settlement-settings', { period: 'day', minimum: '0' }],
    [[422, 'invalid'], 'PUT', '/settlement-settings', { period: 'month', minimum: '10.50' }],
    [[422, 'invalid_bank_account'], 'PUT', '/settlement-settings/bank-account', { ...account, iban: 'DE89370400440532013001' }],
    [[422, 'invalid_bank_account'], 'PUT', `/parties/${mill}/bank-account`, { ...account, iban: 'DE89370400440532013001' }],
    [[422, 'invalid'], 'PUT', `/parties/${mill}/bank-account`, { ...account, address: { street: 'x', building: null, postcode: null, town: '', country: 'DE' } }],
    [[404, 'party_not_found'], 'PUT', `/parties/${nothing}/bank-account`, account],
    [[404, 'party_not_found'], 'GET', `/parties/${nothing}/bank-account`],
    [[404, 'bank_account_not_found'], 'DELETE', `/parties/${mill}/bank-account`],
  ] // biome-ignore format: a table
  for (const [expected, method, path, body] of cases) assert.deepEqual(await at.refused(one, method, path, body), expected, `${method} ${path}`) // biome-ignore format: one line reads better
  const { id } = (await at.close('2026-04-30')).json
  assert.deepEqual(await at.refused(one, 'POST', '/settlements', { through: '2026-04-30' }), [409, 'period_closed'])
  assert.deepEqual(await at.refused(one, 'GET', '/settlements/preview?through=2026-04-15'), [409, 'period_closed'])
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${id}/approval`), [409, 'nothing_to_pay'])
  assert.deepEqual(await at.refused(two, 'POST', `/settlements/${id}/payments`, {}), [409, 'settlement_not_approved'])
  const elsewhere = await testSettlement()
  assert.deepEqual(await at.refused(elsewhere.one, 'GET', `/settlements/${id}`), [404, 'settlement_not_found'])
  assert.deepEqual(await at.refused(elsewhere.two, 'POST', `/settlements/${id}/approval`), [404, 'settlement_not_found'])
  assert.deepEqual(await at.refused(elsewhere.one, 'GET', `/parties/${mill}/bank-account`), [404, 'party_not_found'])
})

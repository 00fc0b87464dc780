import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { testDatabase, testJobs } from '../../kernel/testing.ts'
import { checkLedger, closePeriod, findOrOpenAccount, post, reverse } from '../ledger/index.ts'
import { mergeParties } from '../parties/index.ts'
import { sharesRule, WEEKEND } from '../sharing/rule/testing.ts'
import { releaseSome } from './releases.ts'
import { testSales } from './testing.ts'

const database = await testDatabase()
await testJobs(database, {})
let now = new Date('2026-05-20T10:00:00Z')
const beginning = () => testSales(database.db, () => now)

/** What stands on every account, as its owner sees it. */
async function balances(ctx: Ctx): Promise<Record<string, string>> {
  const { rows } = await transaction(ctx, (tx) =>
    sql<{ name: string; balance: string }>`
      select coalesce(p.name, '') || ' ' || a.purpose as name, (case a.normal_side when 'debit' then b.balance else -b.balance end)::text as balance
      from ledger_accounts a join ledger_balances b on b.account_id = a.id left join parties p on p.id = a.owner_party_id order by 1`.execute(
      tx.db,
    ),
  )
  return Object.fromEntries(rows.map(({ name, balance }) => [name.trim(), balance]))
}

async function mustBeSound(ctx: Ctx) {
  const { checks } = await transaction(ctx, (tx) => checkLedger(tx))
  assert.deepEqual(checks.filter(({ wrong }) => wrong !== null), []) // biome-ignore format: one line reads better
}

test('a sale is shared out by the version in force, booked, and every cent says where it comes from', async () => {
  const { owner, system, call, sale, parties, ruleId } = await beginning()
  const made = await call(owner, 'POST', '/sales', sale())
  assert.equal(made.status, 201, made.text)
  const paid = made.json.lines.map(({ step, name, paid, exact }: Record<string, string>) => [step, name, paid, exact])
  assert.deepEqual(paid, [
    ['levy', 'the project:trail', '150', '150'],
    ['levy', 'the project:school', '150', '150'],
    ['fee', 'the platform', '500', '500'],
    ['referral', 'Bakery', '1000', '1000'],
    ['rest', 'Museum', '12100', '12100'],
    ['rest', 'Ferry', '6100', '6100'],
  ])
  assert.deepEqual(made.json.clips.map(({ step, why }: Record<string, string>) => [step, why]), []) // biome-ignore format: one line reads better
  assert.match(made.json.lines[4].sentence, /^What is left is split by visits/)
  assert.deepEqual(await balances(system), {
    'Bakery payable': '1000',
    'Ferry payable': '6100',
    'Museum payable': '12100',
    bank: '23800',
    'fund:platform': '500',
    'fund:project:school': '150',
    'fund:project:trail': '150',
    vat: '3800',
  })
  const { rows } = await transaction(owner, (tx) =>
    sql<{ whole: unknown; line: unknown; version: string }>`
      select t.explanation as whole, e.explanation as line, t.rule_version_id as version from ledger_transactions t
      join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
      where a.owner_party_id = ${parties.museum}`.execute(tx.db),
  )
  const { id, reference, versionId } = made.json
  const vat = [{ rate: '19/100', country: 'DE', net: '20000', vat: '3800' }]
  assert.deepEqual(rows, [
    {
      whole: { sale: id, reference, gross: '23800', net: '20000', vat },
      line: { sale: id, step: 'rest', exact: '12100', carry: '0' },
      version: versionId,
    },
  ])
  const list = await call(
    owner,
    'GET',
    `/sales?ruleId=${ruleId}&from=2026-05-10&until=2026-05-10&reference=receipt&partyId=${parties.ferry}`,
  )
  assert.deepEqual(list.json.items.map(({ id, gross }: Record<string, string>) => [id, gross]), [[id, '23800']]) // biome-ignore format: one line reads better
  assert.deepEqual((await call(owner, 'GET', '/sales?until=2026-05-09')).json.items, [])
  await mustBeSound(system)
})

test('the same sale again is the same sale; another under its reference is refused', async () => {
  const { owner, call, sale } = await beginning()
  const body = sale()
  const first = await call(owner, 'POST', '/sales', body)
  assert.equal((await call(owner, 'POST', '/sales', body)).json.id, first.json.id)
  assert.equal((await call(owner, 'POST', '/sales', { ...body, late: 'next' })).json.id, first.json.id)
  assert.equal((await call(owner, 'POST', '/sales', { ...body, gross: '23801' })).json.code, 'sale_reference_used')
  assert.notEqual((await call(owner, 'POST', '/sales', { ...body, source: 'till' })).json.id, first.json.id)
  const both = await Promise.all([1, 2, 3].map(() => call(owner, 'POST', '/sales', { ...body, reference: 'at-once' })))
  assert.equal(new Set(both.map(({ json }) => json.id)).size, 1)
})

test('many who sell at once each get their own answer; a key used again gives the same answer, and another sale under it is refused', async () => {
  const { owner, coordinator, call, sale } = await beginning()
  const bodies = Array.from({ length: 12 }, (_, k) => sale(k % 4 === 3 ? { net: '30000' } : {}))
  const answers = await Promise.all(bodies.map((body, k) => call(k % 2 === 0 ? owner : coordinator, 'POST', '/sales', body)))
  assert.deepEqual(
    answers.map(({ status, json }) => (status === 201 ? json.reference : json.code)),
    bodies.map(({ reference }, k) => (k % 4 === 3 ? 'sale_sums_disagree' : reference)),
  )
  const key = { 'idempotency-key': 'once' }
  const body = sale()
  const first = await call(owner, 'POST', '/sales', body, key)
  assert.equal((await call(owner, 'POST', '/sales', body, key)).json.id, first.json.id)
  assert.equal((await call(owner, 'POST', '/sales', sale(), key)).json.code, 'idempotency_key_reused')
})

test('what is wrong with a sale is said by a code of its own, and nothing is written', async () => {
  const { owner, system, call, sale, makeRule, recipients, parties } = await beginning()
  const refused = async (more: object) => {
    const { status, json, headers } = await call(owner, 'POST', '/sales', sale(more))
    assert.match(headers.get('content-type') ?? '', /problem\+json/)
    assert.ok(status >= 400 && status < 500, `${status}`)
    return json.errors ? json.errors[0].code : json.code
  }
  assert.equal(await refused({ gross: '238.00' }), 'money_form')
  assert.equal(await refused({ gross: '-23800' }), 'money_form')
  assert.equal(await refused({ gross: 238.5 }), 'text_needed')
  assert.equal(await refused({ gross: '0' }), 'amount_zero')
  assert.equal(await refused({ gross: '9223372036854775808' }), 'amount_too_large')
  assert.equal(await refused({ asset: 'XYZ' }), 'asset_not_found')
  assert.equal(await refused({ asset: 'CHF' }), 'sale_asset_differs')
  assert.equal(await refused({ ruleId: parties.museum }), 'sharing_rule_not_found')
  assert.equal(await refused({ day: '2026-04-30' }), 'sharing_rule_not_in_force')
  assert.equal(await refused({ day: '2026-05-21' }), 'sale_in_future')
  assert.equal(await refused({ vat: [] }), 'vat_sum')
  assert.equal(await refused({ vat: [{ rate: '19/100', country: 'DE', net: '19999', vat: '3800' }] }), 'vat_net_sum')
  assert.equal(await refused({ net: '30000' }), 'net_above_gross')
  assert.equal(await refused({ collectedBy: crypto.randomUUID() }), 'party_not_found')
  assert.equal(await refused({ metrics: { visits: { cinema: 1 } } }), 'recipient_unknown')
  assert.equal(await refused({ names: { referrer: { recipient: 'nobody', since: '2026-05-01' } } }), 'recipient_unknown')
  assert.equal(await refused({ metrics: {} }), 'nothing_to_split_by')
  const version = { rule: sharesRule({ museum: '1' }), recipients, validFrom: '2026-05-01' }
  const draft = (await call(owner, 'POST', '/sharing/rules', { name: 'Draft', version })).json.id
  assert.equal(await refused({ ruleId: draft }), 'sharing_rule_not_approved')
  await makeRule()
  assert.deepEqual([await balances(system), (await call(owner, 'GET', '/sales')).json.items], [{}, []])
})

test('of a batch each has its own answer, and one that is refused takes no other down', async () => {
  const { owner, system, call, sale, makeRule } = await beginning()
  const half = await makeRule(sharesRule({ museum: '1/2', ferry: '1/2' }))
  const cent = { ruleId: half, gross: '1', net: '1', vat: [] }
  const huge = { ...cent, gross: '9223372036854775807', net: '9223372036854775807' }
  const twice = sale(cent)
  const answer = await call(owner, 'POST', '/sales/batch', {
    sales: [twice, sale({ ...cent, gross: '1.5' }), twice, sale(huge), sale(cent), { ...twice, gross: '3', net: '3' }],
  })
  assert.equal(answer.status, 200, answer.text)
  const said = answer.json.items.map(
    ({ isRepeat, refused }: Record<string, { code: string } | null>) => refused?.code ?? (isRepeat ? 'repeated' : 'booked'),
  )
  assert.deepEqual(said, ['booked', 'invalid', 'repeated', 'balance_too_large', 'booked', 'sale_reference_used'])
  assert.deepEqual([answer.json.booked, answer.json.repeated, answer.json.refused], [2, 1, 3])
  // one cent each: the one that was refused left nothing behind
  assert.deepEqual(await balances(system), { bank: '2', 'Ferry payable': '1', 'Museum payable': '1' })
  await mustBeSound(system)
})

test('a cap counts what was taken in its period so far, also inside a batch, and a refund makes room again', async () => {
  const { owner, call, sale } = await beginning()
  const large = () => sale({ gross: '178500', net: '150000', vat: [{ rate: '19/100', country: 'DE', net: '150000', vat: '28500' }] })
  const referral = async (id: string) =>
    (await call(owner, 'GET', `/sales/${id}`)).json.lines.find(({ step }: { step: string }) => step === 'referral')?.paid
  const batch = await call(owner, 'POST', '/sales/batch', { sales: [large(), large(), large()] })
  const ids = batch.json.items.map(({ saleId }: { saleId: string }) => saleId)
  assert.deepEqual(await Promise.all(ids.map(referral)), ['7500', '7500', '5000'])
  const fourth = await call(owner, 'POST', '/sales', large())
  assert.deepEqual(fourth.json.clips.map(({ step, why, wanted, taken }: Record<string, string>) => [step, why, wanted, taken]), [['referral', 'cap', '7500', '0']]) // biome-ignore format: one line reads better
  assert.equal((await call(owner, 'POST', `/sales/${ids[0]}/refunds`, { reference: 'back', amount: '178500' })).status, 201)
  assert.equal(await referral((await call(owner, 'POST', '/sales', large())).json.id), '7500')
})

test('what an account is owed is given back by sales until it is nothing, whoever gets it', async () => {
  const { owner, system, call, sale, makeRule } = await beginning()
  const recoupStep = { id: 'recoup', take: { upToBalance: 'campaign:advance' }, to: 'marketing_pool' }
  const ruleId = await makeRule({ ...WEEKEND, steps: [recoupStep, { id: 'rest', take: 'remainder', to: 'museum' }] })
  const account = (purpose: string, normalSide: 'debit' | 'credit') =>
    transaction(system, (tx) => findOrOpenAccount(tx, { ownerPartyId: null, asset: 'EUR', purpose, normalSide }))
  const [advance, bank] = [await account('fund:campaign:advance', 'credit'), await account('bank', 'debit')]
  const entries = [
    { accountId: advance, amount: 1500n },
    { accountId: bank, amount: -1500n },
  ]
  await post(system, { scope: 'test', key: 'campaign', kind: 'advance', entries })
  const plain = { ruleId, gross: '1000', net: '1000', vat: [] }
  const { items } = (await call(owner, 'POST', '/sales/batch', { sales: [sale(plain), sale(plain), sale(plain)] })).json
  const lines = await Promise.all(
    items.map(async ({ saleId }: { saleId: string }) => (await call(owner, 'GET', `/sales/${saleId}`)).json.lines),
  )
  assert.deepEqual(lines.map((each) => each.map(({ step, paid }: Record<string, string>) => [step, paid])), [[['recoup', '1000']], [['recoup', '500'], ['rest', '500']], [['rest', '1000']]]) // biome-ignore format: one line reads better
  const owed = async () => {
    const after = await balances(system)
    return [after['fund:campaign:advance'], after['fund:marketing_pool'], after['recouped:campaign:advance']]
  }
  assert.deepEqual(await owed(), ['0', '1500', '1500'])
  await call(owner, 'POST', `/sales/${items[0].saleId}/refunds`, { reference: 'back', amount: '1000' })
  assert.deepEqual(await owed(), ['-1000', '500', '500'])
  await mustBeSound(system)
})

test('a refund in parts gives back the tax and every line by its part, never more than it got, and in the end all of it', async () => {
  const { owner, system, call, sale } = await beginning()
  const { id, lines } = (await call(owner, 'POST', '/sales', sale())).json
  const refund = (amount: string, reference: string, more: object = {}) =>
    call(owner, 'POST', `/sales/${id}/refunds`, { reference, amount, reason: 'Rain', ...more })
  const first = await refund('11900', 'half')
  assert.equal(first.status, 201, first.text)
  assert.deepEqual((await refund('11900', 'half')).json, { ...first.json, isRepeat: true })
  assert.equal((await refund('11901', 'half')).json.code, 'refund_reference_used')
  const shown = (await call(owner, 'GET', `/sales/${id}`)).json
  assert.deepEqual(shown.refunds[0].vat, [{ rate: '19/100', country: 'DE', net: '10000', vat: '1900' }])
  assert.deepEqual(shown.refunds[0].lines.map(({ amount }: { amount: string }) => Number(amount)), lines.map(({ paid }: { paid: string }) => Number(paid) / 2)) // biome-ignore format: one line reads better
  assert.equal((await refund('11901', 'more')).json.code, 'refund_above_original')
  assert.equal((await refund('1', 'early', { day: '2026-05-09' })).json.code, 'refund_before_sale')
  assert.equal((await refund('0', 'nothing')).json.errors[0].code, 'amount_zero')
  assert.equal((await refund('1.5', 'float')).json.errors[0].code, 'money_form')
  for (const [place, amount] of ['1', '3333', '8566'].entries()) assert.equal((await refund(amount, `part ${place}`)).status, 201)
  assert.equal((await call(owner, 'GET', `/sales/${id}`)).json.refunded, '23800')
  assert.deepEqual(new Set(Object.values(await balances(system))), new Set(['0']))
  await mustBeSound(system)
})

test('a sale whose booking was reversed by hand is not given back once more', async () => {
  const { owner, system, call, sale } = await beginning()
  const { id, transactionId } = (await call(owner, 'POST', '/sales', sale())).json
  await reverse(system, { scope: 'test', key: id, transactionId, explanation: null })
  const refused = await call(owner, 'POST', `/sales/${id}/refunds`, { reference: 'back', amount: '23800' })
  assert.deepEqual([refused.status, refused.json.code], [409, 'already_reversed'], refused.text)
  assert.deepEqual(Object.values(await balances(system)).filter((balance) => balance !== '0'), []) // biome-ignore format: one line reads better
})

test('what was held back and reversed by hand meanwhile is not let go, but for what is left of it', async () => {
  const { owner, system, call, sale, makeRule } = await beginning()
  const rule = sharesRule({ museum: '1/2', ferry: '1/2' })
  const ruleId = await makeRule({ ...rule, steps: [{ ...rule.steps[0], heldDays: 7 }] })
  const sell = async () => (await call(owner, 'POST', '/sales', sale({ ruleId, gross: '1000', net: '1000', vat: [], day: '2026-05-10' }))).json // biome-ignore format: one line reads better
  const [whole, part] = [await sell(), await sell()]
  const undo = (transactionId: string, parts?: Map<number, bigint>) =>
    reverse(system, { scope: 'test', key: transactionId, transactionId, explanation: null, ...(parts && { parts }) })
  await undo(whole.transactionId)
  await undo(part.transactionId, new Map([[1, 300n], [2, 300n]])) // biome-ignore format: one line reads better
  assert.equal(await transaction(system, releaseSome), 4)
  assert.deepEqual(await balances(system), { bank: '700', 'Ferry held': '0', 'Museum held': '0', 'Ferry payable': '500', 'Museum payable': '200' }) // biome-ignore format: one line reads better
  await mustBeSound(system)
})

test('held lines wait for their days, are let go once, and a refund takes them from where they are', async () => {
  const { owner, system, call, sale, makeRule } = await beginning()
  const rule = sharesRule({ museum: '1/2', ferry: '1/2' })
  const ruleId = await makeRule({ ...rule, steps: [{ ...rule.steps[0], heldDays: 7 }] })
  const plain = { ruleId, gross: '1000', net: '1000', vat: [], day: '2026-05-18' }
  const [one, two] = [await call(owner, 'POST', '/sales', sale(plain)), await call(owner, 'POST', '/sales', sale(plain))]
  assert.deepEqual(await balances(system), { bank: '2000', 'Ferry held': '1000', 'Museum held': '1000' })
  assert.equal((await call(owner, 'POST', `/sales/${one.json.id}/refunds`, { reference: 'held', amount: '400' })).status, 201)
  assert.equal((await balances(system))['Museum held'], '800')
  assert.equal(await transaction(system, releaseSome), 0)
  now = new Date('2026-05-25T10:00:00Z')
  assert.equal(await transaction(system, releaseSome), 4)
  assert.equal(await transaction(system, releaseSome), 0)
  const released = await balances(system)
  assert.deepEqual([released['Museum held'], released['Museum payable']], ['0', '800'])
  await call(owner, 'POST', `/sales/${two.json.id}/refunds`, { reference: 'released', amount: '1000' })
  const after = await balances(system)
  assert.deepEqual([after['Museum held'], after['Museum payable']], ['0', '300'])
  const shown = (await call(owner, 'GET', `/sales/${two.json.id}`)).json
  assert.deepEqual(
    [shown.lines[0].heldUntil, shown.lines[0].releasedOn, shown.refunds[0].lines[0].wasHeld],
    ['2026-05-25', '2026-05-25', false],
  )
  now = new Date('2026-05-20T10:00:00Z')
  await mustBeSound(system)
})

test('whoever was merged since is paid and gives back as the organisation it is now; what is held lies where it was put', async () => {
  const { owner, system, call, sale, makeRule, parties } = await beginning()
  const rule = sharesRule({ museum: '1/2', ferry: '1/2' })
  const held = await makeRule({ ...rule, steps: [{ ...rule.steps[0], heldDays: 7 }] })
  const plain = { gross: '1000', net: '1000', vat: [], day: '2026-05-18' }
  const [one, two, paid] = [
    await call(owner, 'POST', '/sales', sale({ ...plain, ruleId: held })),
    await call(owner, 'POST', '/sales', sale({ ...plain, ruleId: held })),
    await call(owner, 'POST', '/sales', sale({ ...plain, ruleId: await makeRule(rule) })),
  ]
  await transaction(owner, (tx) => mergeParties(tx, { targetId: parties.bakery, aliasId: parties.museum, take: {} }))
  const refund = (id: string) => call(owner, 'POST', `/sales/${id}/refunds`, { reference: `back ${id}`, amount: '1000' })
  assert.equal((await refund(one.json.id)).status, 201)
  assert.equal((await refund(paid.json.id)).status, 201)
  now = new Date('2026-05-25T10:00:00Z')
  assert.equal(await transaction(system, releaseSome), 4)
  now = new Date('2026-05-20T10:00:00Z')
  const after = await balances(system)
  assert.deepEqual([after['Museum held'], after['Museum payable'], after['Bakery payable']], ['0', '500', '0'])
  assert.equal((await call(owner, 'GET', `/sales?partyId=${parties.bakery}`)).json.items.length, 3)
  assert.equal((await call(owner, 'GET', `/sales/${two.json.id}`)).json.lines[0].releasedOn, '2026-05-25')
  await mustBeSound(system)
})

test('what was sold in a closed period is refused, or goes to the first open day by choice; the partner who collected owes the price and keeps its tax', async () => {
  const { owner, system, call, sale, parties } = await beginning()
  await transaction(system, (tx) => closePeriod(tx, '2026-05-15'))
  assert.equal((await call(owner, 'POST', '/sales', sale())).json.code, 'period_closed')
  const late = await call(owner, 'POST', '/sales', sale({ late: 'next', collectedBy: parties.museum }))
  assert.deepEqual([late.json.day, late.json.bookedOn, late.json.collectedBy.name], ['2026-05-10', '2026-05-16', 'Museum'])
  const after = await balances(system)
  assert.deepEqual([after['Museum payable'], after.vat, after.bank], [`${12_100 - 20_000}`, undefined, undefined])
})

test('members see the lines of their own organisation and nothing else; strangers see nothing', async () => {
  const { owner, viewer, as, call, sale, parties } = await beginning()
  const { id } = (await call(owner, 'POST', '/sales', sale())).json
  const ferry = as('member', parties.ferry)
  const seen = (await call(ferry, 'GET', `/sales/${id}`)).json
  assert.deepEqual([seen.gross, seen.own, seen.lines.map(({ name }: { name: string }) => name), seen.clips, seen.facts, seen.vat], [null, '6100', ['Ferry'], [], null, []]) // biome-ignore format: one line reads better
  assert.ok(!JSON.stringify(seen).includes('12100') && seen.lines[0].sentence === null)
  assert.deepEqual((await call(ferry, 'GET', '/sales')).json.items.map(({ own, gross }: Record<string, string>) => [own, gross]), [['6100', null]]) // biome-ignore format: one line reads better
  const whose = async (partyId: string) => (await call(ferry, 'GET', `/sales?partyId=${partyId}`)).json.items.length
  assert.deepEqual([await whose(parties.ferry), await whose(parties.museum)], [1, 0], 'who else had a part in it is not told by asking')
  const outside = (await call(owner, 'POST', '/parties', { name: 'Cinema' })).json.id
  assert.equal((await call(as('member', outside), 'GET', `/sales/${id}`)).status, 404)
  assert.deepEqual((await call(as('member', outside), 'GET', '/sales')).json.items, [])
  for (const ctx of [viewer, as('member')]) assert.equal((await call(ctx, 'GET', '/sales')).status, 403)
  for (const ctx of [viewer, ferry]) {
    assert.equal((await call(ctx, 'POST', '/sales', sale())).status, 403)
    assert.equal((await call(ctx, 'POST', '/sales/batch', { sales: [sale()] })).status, 403)
    assert.equal((await call(ctx, 'POST', `/sales/${id}/refunds`, { reference: 'x', amount: '1' })).status, 403)
  }
  const other = await beginning()
  assert.equal((await call(other.owner, 'GET', `/sales/${id}`)).status, 404)
  assert.equal((await call(other.owner, 'POST', `/sales/${id}/refunds`, { reference: 'x', amount: '1' })).status, 404)
})

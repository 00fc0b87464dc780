import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { testDatabase, testJobs } from '../../kernel/testing.ts'
import { workbookOf } from '../imports/testing.ts'
import { checkLedger } from '../ledger/index.ts'
import { sharesRule } from '../sharing/rule/testing.ts'
import { testSales } from './testing.ts'

const database = await testDatabase()
await testJobs(database, {})
const now = () => new Date('2026-05-20T10:00:00Z')

async function beginning() {
  const market = await testSales(database.db, now)
  const { owner, call, ruleId } = market
  const send = (path: string, text: string, settings: object = {}, ctx = owner) => {
    const form = new FormData()
    form.append('files', new File([text], 'May.csv'))
    return call(ctx, 'POST', `${path}?settings=${encodeURIComponent(JSON.stringify({ ruleId, ...settings }))}`, form)
  }
  return { ...market, send }
}

const FILE = `Belegnummer;Datum;Brutto;Netto;MwSt-Satz;Übernachtungen;Besuche Museum;Besuche Ferry;Vermittler;Bemerkung
R-1;10.05.2026;238,00;200,00;19 %;2;1;1;Bakery;x
R-2;11.05.2026;1.190,00 €;;19;;2;;;y
R-3;31.05.2026;10,00;;;;1;1;;to come
R-4;11.05.2026;-5,00;;;;1;1;;given back
R-5;11.05.2026;zehn;;;;1;1;;unreadable
R-6;11.05.2026;10,00;;;;1;1;Nobody;unknown
R-1;10.05.2026;238,00;200,00;19 %;2;1;1;Bakery;the same again
`

test('a German file is understood by its headers, and shown before anything is booked: who would get what, and why not the rest', async () => {
  const { owner, call, send } = await beginning()
  const checked = await send('/sale-imports/check', FILE)
  assert.equal(checked.status, 200, checked.text)
  const { mapping, bad, totals, ...sums } = checked.json
  assert.deepEqual(mapping, ['reference', 'day', 'gross', 'net', 'vatRate', 'unit:guest_night', 'metric:visits:museum', 'metric:visits:ferry', 'name:referrer', null]) // biome-ignore format: one line reads better
  assert.deepEqual(
    bad.map(({ row, refused }: { row: number; refused: { code: string } }) => [row, refused.code]),
    [
      [4, 'sale_in_future'],
      [5, 'sale_not_positive'],
      [6, 'sale_row_unreadable'],
      [7, 'sale_recipient_unknown'],
    ],
  )
  assert.deepEqual([sums.rows, sums.booked, sums.repeated, sums.refused, sums.gross, sums.from, sums.until], [7, 2, 1, 4, '142800', '2026-05-10', '2026-05-31']) // biome-ignore format: one line reads better
  assert.equal(totals.reduce((sum: number, { paid }: { paid: string }) => sum + Number(paid), 0), 120_000) // biome-ignore format: one line reads better
  assert.deepEqual((await call(owner, 'GET', '/sales')).json.items, [])
  const booked = await send('/sale-imports', FILE, { expected: 2 })
  assert.equal(booked.status, 201, booked.text)
  assert.deepEqual([booked.json.booked, booked.json.repeated, booked.json.refused, booked.json.gross], [2, 1, 4, '142800'])
  const list = (await call(owner, 'GET', `/sales?importId=${booked.json.id}`)).json.items
  assert.deepEqual(list.map(({ reference, gross, net }: Record<string, string>) => [reference, gross, net]), [['R-2', '119000', '100000'], ['R-1', '23800', '20000']]) // biome-ignore format: one line reads better
})

test('a file imported twice books nothing twice, also without references; another under a reference is refused', async () => {
  const { send } = await beginning()
  assert.equal((await send('/sale-imports', FILE)).status, 201)
  const again = (await send('/sale-imports/check', FILE)).json
  assert.deepEqual([again.booked, again.repeated], [0, 3])
  assert.equal((await send('/sale-imports', FILE)).json.code, 'sale_import_empty')
  assert.equal((await send('/sale-imports', FILE, { expected: 2 })).json.code, 'sale_import_changed')
  const changed = (await send('/sale-imports/check', FILE.replace('1.190,00', '1.191,00'))).json
  assert.deepEqual(changed.bad.find(({ row }: { row: number }) => row === 3).refused.code, 'sale_reference_used')
  const nameless = 'date,total,visits museum\n2026-05-10,5.00,1\n2026-05-10,5.00,1\n'
  assert.equal((await send('/sale-imports', nameless)).json.booked, 2)
  assert.deepEqual((await send('/sale-imports/check', nameless)).json.repeated, 2)
  const otherwise = (await send('/sale-imports/check', nameless, { vatRate: '19/100' })).json
  assert.deepEqual([otherwise.booked, otherwise.bad[0].refused.code], [0, 'sale_reference_used'])
})

test('an import is taken back by reversal, once, and its file can come anew', async () => {
  const { owner, system, call, send } = await beginning()
  const { id } = (await send('/sale-imports', FILE)).json
  const [{ id: saleId }] = (await call(owner, 'GET', '/sales?reference=R-1')).json.items
  await call(owner, 'POST', `/sales/${saleId}/refunds`, { reference: 'part', amount: '777' })
  const undone = await call(owner, 'POST', `/sale-imports/${id}/undoing`)
  assert.equal(undone.json.undoneAt, '2026-05-20T10:00:00.000Z', undone.text)
  assert.equal((await call(owner, 'POST', `/sale-imports/${id}/undoing`)).json.code, 'sale_import_undone')
  const balances = await transaction(system, (tx) => tx.db.selectFrom('ledger_balances').select('balance').execute())
  assert.ok(balances.length > 5 && balances.every(({ balance }) => balance === 0n))
  assert.deepEqual((await call(owner, 'GET', `/sales/${saleId}`)).json.isUndone, true)
  const anew = await send('/sale-imports', FILE.replace('238,00', '238,01').replace('200,00', '200,01'))
  assert.equal(anew.json.booked, 2, anew.text)
  assert.equal((await call(owner, 'GET', '/sale-imports')).json.items.length, 2)
  const { checks } = await transaction(system, (tx) => checkLedger(tx))
  assert.deepEqual(checks.filter(({ wrong }) => wrong !== null), []) // biome-ignore format: one line reads better
})

test('columns are chosen on the screen where no header says what they hold', async () => {
  const { send } = await beginning()
  const file = 'when,what,how much\n2026-05-10,A,12.00\n'
  const checked = (await send('/sale-imports/check', file)).json
  assert.deepEqual([checked.missing, checked.booked, checked.rows], [['day', 'gross'], 0, 1])
  assert.equal((await send('/sale-imports', file)).json.code, 'sale_columns_missing')
  const chosen = { mapping: ['day', 'reference', 'gross'], vatRate: '7/100' }
  assert.equal((await send('/sale-imports/check', file, chosen)).json.bad[0].refused.code, 'nothing_to_split_by')
  const counted = file.replace('how much', 'how much,museum visits').replace('12.00', '12.00,1')
  const good = (await send('/sale-imports/check', counted, { ...chosen, mapping: [...chosen.mapping, 'metric:visits:museum'] })).json
  assert.deepEqual([good.booked, good.totals.reduce((sum: number, { paid }: { paid: string }) => sum + Number(paid), 0)], [1, 1121])
})

test('rows with the same reference are added up to one sale when the file is said to be so, also out of a workbook', async () => {
  const { owner, call, ruleId } = await beginning()
  const day = (serial: number) => ({ date: serial })
  const file = workbookOf([['reference', 'date', 'gross', 'vat rate', 'visits museum'], ['R-1', day(46_152), 119, 19, 1], ['R-1', day(46_152), '10.700000000000001', 7, 1], ['R-1', day(46_152), 5, '', ''], ['R-2', day(46_152), 1, '', 1], ['R-2', day(46_153), 1, '', 1]]) // biome-ignore format: a table
  const form = new FormData()
  form.append('files', new File([Buffer.from(file)], 'Receipts.xlsx'))
  const settings = encodeURIComponent(JSON.stringify({ ruleId, addsUp: true }))
  const booked = await call(owner, 'POST', `/sale-imports?settings=${settings}`, form)
  assert.deepEqual([booked.json.booked, booked.json.refused, booked.json.gross], [1, 1, '13470'], booked.text)
  const [{ id }] = (await call(owner, 'GET', '/sales')).json.items
  const { vat, facts, day: soldOn } = (await call(owner, 'GET', `/sales/${id}`)).json
  assert.deepEqual(vat.map(({ rate, net, vat: tax }: Record<string, string>) => [rate, net, tax]), [['19/100', '10000', '1900'], ['7/100', '1000', '70'], ['0/100', '500', '0']]) // biome-ignore format: one line reads better
  assert.deepEqual([facts.metrics, soldOn], [{ visits: { museum: 2 } }, '2026-05-10'])
})

test('a file that is none, settings that are none, and whoever may not are refused', async () => {
  const { owner, viewer, as, parties, call, send, ruleId } = await beginning()
  assert.equal((await send('/sale-imports/check', '')).json.code, 'import_file_empty')
  assert.equal((await send('/sale-imports/check', FILE, { ruleId: parties.museum })).json.code, 'sharing_rule_not_found')
  assert.equal((await send('/sale-imports/check', FILE, { mapping: 'gross' })).status, 422)
  assert.equal((await call(owner, 'POST', '/sale-imports/check?settings=x', new FormData())).status, 422)
  assert.equal((await call(owner, 'POST', `/sale-imports?settings=${encodeURIComponent(JSON.stringify({ ruleId }))}`, new FormData())).json.code, 'import_without_file') // biome-ignore format: one line reads better
  const many = `date,total\n${'2026-05-10,1.00\n'.repeat(5_001)}`
  assert.equal((await send('/sale-imports/check', many)).json.code, 'import_too_many_rows')
  for (const ctx of [viewer, as('member', parties.museum)]) {
    assert.equal((await send('/sale-imports/check', FILE, {}, ctx)).status, 403)
    assert.equal((await send('/sale-imports', FILE, {}, ctx)).status, 403)
    assert.equal((await call(ctx, 'GET', '/sale-imports')).status, 403)
  }
  const { id } = (await send('/sale-imports', FILE)).json
  const other = await beginning()
  assert.equal((await call(other.owner, 'POST', `/sale-imports/${id}/undoing`)).status, 404)
})

test('two versions are compared on the sales of a month, a draft too, and nothing is booked', async () => {
  const { owner, viewer, call, sale, ruleId, recipients, parties } = await beginning()
  await call(owner, 'POST', '/sales/batch', { sales: [sale(), sale({ day: '2026-05-12' })] })
  const draft = (await call(owner, 'POST', `/sharing/rules/${ruleId}/versions`, { rule: sharesRule({ museum: '1/4', ferry: '3/4' }), recipients, validFrom: '2026-06-01' })).json // biome-ignore format: one line reads better
  const [, first] = (await call(owner, 'GET', `/sharing/rules/${ruleId}`)).json.versions
  const asked = { ruleId, one: first.id, other: draft.id, from: '2026-05-01', until: '2026-05-31' }
  const compared = await call(owner, 'POST', '/sales/comparison', asked)
  assert.equal(compared.status, 200, compared.text)
  assert.deepEqual([compared.json.sales, compared.json.left, compared.json.source.difference], [2, 0, '0'])
  const by = Object.fromEntries(compared.json.recipients.map(({ recipient, one, other }: Record<string, string>) => [recipient, [one, other]])) // biome-ignore format: one line reads better
  assert.deepEqual(
    [by.museum, by.ferry, by.platform],
    [
      ['24200', '10000'],
      ['12200', '30000'],
      ['1000', '0'],
    ],
  )
  assert.equal((await call(owner, 'GET', '/sales')).json.items.length, 2)
  assert.equal((await call(owner, 'POST', '/sales/comparison', { ...asked, other: parties.museum })).json.code, 'sharing_version_not_found')
  assert.equal((await call(viewer, 'POST', '/sales/comparison', asked)).status, 403)
})

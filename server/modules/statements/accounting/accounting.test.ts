import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { transaction } from '../../../kernel/ctx.ts'
import { testApi, testDatabase, testJobs } from '../../../kernel/testing.ts'
import { makeAsset } from '../../ledger/index.ts'
import { routes as partyRoutes } from '../../parties/index.ts'
import { accountingRoutes, personalData } from '../index.ts'
import { testSales } from '../testing.ts'

const database = await testDatabase()
const { db, pool } = database
await testJobs(database, {})
let now = new Date('2026-05-30T10:00:00Z')
const call = testApi(db, [partyRoutes, accountingRoutes], () => now)

const SETTINGS = { consultant: 29098, client: 55003, fiscalYearStart: '01-01', accountLength: 4 }
const NUMBERS = { bank: '1200', payable: '1700', vat: '1776' }
const ACCOUNTS = Object.entries(NUMBERS).map(([purpose, number]) => ({ purpose, number }))

async function april() {
  now = new Date('2026-05-30T10:00:00Z')
  const books = await testSales(db, () => now)
  const made = async (name: string): Promise<string> => (await call(books.owner, 'POST', '/parties', { name })).json.id
  const [museum, ferry] = [await made('Müllers Museum'), await made('Fähre')]
  const shares = [
    { party: museum, amount: 13333, step: 'rest', exact: '40000/3', carry: '1/3' },
    { party: ferry, amount: 6667, step: 'rest', exact: '20000/3', carry: '-1/3' },
  ]
  await books.sell({ day: '2026-04-03', reference: 'R-1', gross: 23800, net: 20000, shares })
  // taken by the museum: mostly within one account of the accountant
  await books.sell({ day: '2026-04-09', reference: 'R-2', gross: 23800, net: 20000, shares, by: museum })
  await books.sell({ day: '2026-04-10', reference: 'R-1', gross: 23800, net: 20000, shares, kind: 'refund' })
  await books.pay(ferry, 2500, '2026-04-20')
  return { ...books, museum, ferry, shares }
}
const take = (books: Awaited<ReturnType<typeof april>>, more: object) =>
  call(books.owner, 'POST', '/accounting/exports', { format: 'datev', asset: 'EUR', through: '2026-04-30', ...more })

test('the batch for DATEV sums to the books, account by account, to the cent', async () => {
  const books = await april()
  await books.close('2026-04-30')
  assert.equal((await call(books.owner, 'PUT', '/accounting/settings', { ...SETTINGS, accounts: ACCOUNTS })).status, 200)
  const file = await take(books, {})
  assert.equal(file.status, 200, file.text)
  assert.match(file.headers.get('content-disposition')!, /filename="EXTF_Buchungsstapel_2026-04-03_2026-04-30.csv"/)
  const text = Buffer.from(file.bytes).toString('latin1')
  const [header, , ...lines] = text.split('\r\n')
  assert.deepEqual(header!.split(';').slice(10, 16), ['29098', '55003', '20260101', '4', '20260403', '20260430'])
  const rows = lines.filter(Boolean).map((line) => line.split(';'))
  const sums: Record<string, bigint> = {}
  for (const row of rows) {
    const amount = BigInt(row[0]!.replace(',', ''))
    sums[row[6]!] = (sums[row[6]!] ?? 0n) + amount
    sums[row[7]!] = (sums[row[7]!] ?? 0n) - amount
  }
  const independent = await bookedByPurpose(books.ecosystemId)
  assert.deepEqual(sums, Object.fromEntries(independent.map(({ purpose, sum }) => [NUMBERS[purpose as keyof typeof NUMBERS], sum])))
  assert.ok(rows.every((row) => row.length === 125 && row[113] === '1'))
  assert.ok(text.includes('"Verkauf R-1 M\u00fcllers Museum"'), text)
  assert.ok(text.includes('"Steuer";"19 % DE 200,00 + 38,00"'))
  // the same days, the same file
  assert.deepEqual(Buffer.compare((await take(books, {})).bytes, file.bytes), 0)
  const { items } = (await call(books.owner, 'GET', '/accounting/exports')).json
  const hash = createHash('sha256').update(file.bytes).digest('hex')
  assert.deepEqual(items.map((item: Record<string, unknown>) => [item.hash, item.transactions, item.entries, item.late, item.sizeBytes]), [
    [hash, 4, 14, 0, file.bytes.length],
    [hash, 4, 14, 0, file.bytes.length],
  ]) // biome-ignore format: one line reads better
  const { items: periods } = (await call(books.owner, 'GET', '/accounting/periods')).json
  assert.deepEqual(periods.map(({ through, exports }: { through: string; exports: object[] }) => [through, exports.length]), [['2026-04-30', 2]]) // biome-ignore format: one line reads better
  const own = await transaction(books.owner, (tx) =>
    personalData.collect(tx, { kind: 'account', id: books.owner.actor.personId, name: 'Anna', email: 'anna@example.org' }),
  )
  assert.equal((own.accountingExports as unknown[]).length, 2)
})

/** What was booked for each purpose, asked past everything that makes the file. */
async function bookedByPurpose(ecosystemId: string): Promise<{ purpose: string; sum: bigint }[]> {
  const client = await pool.connect()
  try {
    await client.query(`begin; set local tutti.ecosystem_id = '${ecosystemId}'`)
    const { rows } = await client.query(
      'select a.purpose, sum(e.amount)::bigint as sum from ledger_entries e join ledger_accounts a on a.id = e.account_id group by 1 having sum(e.amount) <> 0',
    )
    await client.query('rollback')
    return rows
  } finally {
    client.release()
  }
}

test('the file of all bookings has every entry with account, sale and tax, and balances; what came too late is in the next', async () => {
  const books = await april()
  await books.close('2026-04-30')
  await books.sell({ day: '2026-04-29', reference: 'R-3', gross: 23800, net: 20000, shares: books.shares, late: true })
  now = new Date('2026-06-02T10:00:00Z')
  await books.close('2026-05-31')
  const file = await take(books, { format: 'csv', asset: undefined, language: 'de' })
  const rows = parse(file.text, { bom: true, delimiter: ';', columns: true }) as Record<string, string>[]
  assert.equal(rows.length, 14)
  const cents = (text: string | undefined) => (text ? BigInt(text.replace(',', '')) : 0n)
  assert.equal(rows.reduce((sum, row) => sum + cents(row.Soll) - cents(row.Haben), 0n), 0n) // biome-ignore format: one line reads better
  // what is said of a whole sale stands once
  assert.deepEqual(rows.filter(({ Brutto }) => Brutto).map((row) => [row.Beleg, row.Brutto, row.Netto, row.Steuer]), [
    ['R-1', '238,00', '200,00', '19 % DE 200,00 + 38,00'],
    ['R-2', '238,00', '200,00', '19 % DE 200,00 + 38,00'],
    ['R-1', '238,00', '200,00', '19 % DE 200,00 + 38,00'],
  ]) // biome-ignore format: one line reads better
  const share = rows.find((row) => row.Organisation === 'Müllers Museum' && row.Konto === 'payable')!
  assert.deepEqual(
    [share.Was, share.Haben, share.Schritt, share['Genauer Anteil (kleinste Einheit)']],
    ['Verkauf', '133,33', 'rest', '40000/3'],
  )
  const next = await take(books, { format: 'csv', asset: undefined, from: '2026-05-01', through: '2026-05-31' })
  const late = parse(next.text, { bom: true, columns: true }) as Record<string, string>[]
  assert.deepEqual([...new Set(late.map((row) => `${row.Day} ${row['Meant for']} ${row.Reference}`))], ['2026-05-01 2026-04-29 R-3'])
  const { items: periods } = (await call(books.owner, 'GET', '/accounting/periods')).json
  assert.deepEqual(periods.map(({ exports }: { exports: object[] }) => exports.length), [1, 1]) // biome-ignore format: one line reads better
  assert.equal((await call(books.owner, 'GET', '/accounting/exports')).json.items[0].late, 1)
})

test('nothing is handed over that is not closed, has no number, or lies in two fiscal years', async () => {
  const books = await april()
  const refused = async (more: object, code: string) => {
    const { status, json } = await take(books, more)
    assert.ok(status >= 400 && status < 500, `${status}`)
    assert.equal(json.code, code)
    return json
  }
  await refused({ format: 'csv' }, 'no_closing_yet')
  await books.close('2026-04-30')
  await refused({ through: '2026-05-01' }, 'days_not_closed')
  await refused({ from: '2026-04-30', through: '2026-04-29' }, 'invalid_accounting_export')
  await refused({}, 'accounting_not_set_up')
  await call(books.owner, 'PUT', '/accounting/settings', { ...SETTINGS, accounts: ACCOUNTS.slice(0, 1) })
  const { errors } = await refused({}, 'chart_incomplete')
  assert.deepEqual(errors.map(({ values }: { values: { purpose: string } }) => values.purpose), ['payable', 'vat']) // biome-ignore format: one line reads better
  const { purposes } = (await call(books.owner, 'GET', '/accounting/settings')).json
  assert.deepEqual(purposes, [
    { purpose: 'bank', number: '1200' },
    { purpose: 'payable', number: null },
    { purpose: 'vat', number: null },
  ])
  await call(books.owner, 'PUT', '/accounting/settings', { ...SETTINGS, fiscalYearStart: '04-10', accounts: ACCOUNTS })
  await refused({}, 'two_fiscal_years')
  await refused({ asset: 'USD' }, 'asset_not_found')
  await refused({ asset: undefined }, 'datev_needs_money')
  await transaction(books.system, (tx) => makeAsset(tx, { code: 'HOURS', name: 'Hours', scale: 0, kind: 'hours' }))
  await refused({ asset: 'HOURS' }, 'datev_needs_money')
  assert.deepEqual((await call(books.owner, 'GET', '/accounting/exports')).json.items, [])
  // a part of the days is enough where it lies in one year
  assert.equal((await take(books, { from: '2026-04-10' })).status, 200)
})

test('numbers that cannot be used are named, and only coordinators see and say any of it', async () => {
  const books = await april()
  const change = (more: object) => call(books.owner, 'PUT', '/accounting/settings', { ...SETTINGS, accounts: ACCOUNTS, ...more })
  const wrong = await change({ accounts: [{ purpose: 'bank', number: '120' }, { purpose: 'bank', number: '1200' }] }) // biome-ignore format: one line reads better
  assert.equal(wrong.json.code, 'invalid_accounting')
  assert.deepEqual(wrong.json.errors.map(({ path, code }: { path: string; code: string }) => [path, code]), [
    ['accounts.0.number', 'account_digits'],
    ['accounts.1.purpose', 'key_twice'],
  ]) // biome-ignore format: one line reads better
  for (const more of [
    { consultant: 1000 },
    { fiscalYearStart: '02-30' },
    { accountLength: 9 },
    { accounts: [{ purpose: 'bank', number: 'x' }] },
  ]) {
    assert.equal((await change(more)).status, 422)
  }
  assert.equal((await call(books.owner, 'GET', '/accounting/settings')).json.settings, null)
  for (const who of [books.as('member', books.museum), books.viewer]) {
    for (const path of ['/accounting/settings', '/accounting/periods', '/accounting/exports']) {
      assert.equal((await call(who, 'GET', path)).json.code, 'forbidden')
    }
    assert.equal((await call(who, 'PUT', '/accounting/settings', { ...SETTINGS, accounts: [] })).status, 403)
    assert.equal((await call(who, 'POST', '/accounting/exports', { format: 'csv', through: '2026-04-30' })).status, 403)
  }
})

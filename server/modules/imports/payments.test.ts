import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { jobs } from './jobs.ts'
import { amountMinor, amountText, isPerson, readPayment, withoutAccounts } from './reading/payments.ts'
import { routes } from './routes.ts'

test('amounts are read as Germans and as the English write them, exactly', () => {
  const cases: [string, bigint | undefined][] = [
    ['1.234,56', 123456n],
    ['1,234.56', 123456n],
    ['-1.234.567,8', -123456780n],
    ["1'234.50 CHF", 123450n],
    ['1 234,56 €', 123456n],
    ['12,5-', -1250n],
    ['(12.00)', -1200n],
    ['+7', 700n],
    ['1.234', 123400n],
    ['0,07', 7n],
    ['90071992547409,93', 9007199254740993n],
    ['12,345,6', undefined],
    ['1.23.456,00', undefined],
    ['1,234.5678', undefined],
    ['(12', undefined],
    ['zwölf', undefined],
    ['', undefined],
  ]
  for (const [text, minor] of cases) assert.equal(amountMinor(text, 'EUR'), minor, text)
  assert.equal(amountMinor('1200', 'JPY'), 1200n)
  assert.equal(amountMinor('12.5', 'JPY'), undefined)
  assert.equal(amountText(-5n, 'EUR'), '-0.05 EUR')
})

test('an amount that was written is read again', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), (minor) => {
      const text = amountText(minor, 'EUR')
      assert.equal(amountMinor(text, 'EUR'), minor)
      assert.equal(amountMinor(text.replace('.', ','), 'EUR'), minor)
    }),
  )
})

test('account numbers go, people are told from houses, wages make a person of anybody', () => {
  assert.equal(withoutAccounts('DE89 3704 0044 0532 0130 00 Moor'), '… Moor')
  assert.equal(withoutAccounts('GB29NWBK60161331926819'), '…')
  for (const name of ['Max Mustermann', 'Mustermann, Erika', 'Herr Meier', 'Ana María López']) assert.equal(isPerson(name), true, name)
  for (const name of ['Weingut Moor', 'Moor GmbH', 'Stadtwerke Trier', 'AMAZON EU S.A R.L.', 'Telekom', 'Müller & Sohn', 'Hotel Post']) {
    assert.equal(isPerson(name), false, name)
  }
  const given = { name: 'Fuchsbau', date: '01.02.2025', amount: '-9', currency: '', purpose: 'Lohn Januar' }
  const read = readPayment(given)
  assert.ok('payment' in read && read.payment.isPrivate)
})

const database = await testDatabase()
const settle = await testJobs(database, jobs)
const { db } = database
const call = testApi(db, [partyRoutes, tieRoutes, routes])

const BANK = `Buchungstag;Beguenstigter/Zahlungspflichtiger;Verwendungszweck;Kontonummer/IBAN;Betrag;Waehrung
03.02.2025;Weingut Moor GmbH;Rechnung 17;DE89370400440532013000;-1.234,50;EUR
05.01.2025;WEINGUT MOOR;Rechnung 12;DE89370400440532013000;-100,00;EUR
07.01.2025;Busreisen Fuchs KG;Gruppe;DE02120300000000202051;2.000,00;EUR
09.01.2025;Erika Mustermann;Aushilfe;DE02100500000024290661;-450,00;EUR
10.01.2025;;Gebühr;;-3,50;EUR
31.13.2025;Druckerei Klein;Flyer;;-80,00;EUR
12.01.2025;Druckerei Klein;Flyer;;acht;EUR
13.01.2025;Druckerei Klein;Flyer;;0,00;EUR
14.01.2025;Druckerei Klein;Flyer;;-80,00;EUR
`

async function hotel() {
  const roles = await testEcosystem(db)
  const { owner } = roles
  const made = async (body: object) => (await call(owner, 'POST', '/parties', body)).json.id as string
  const own = await made({ name: 'Hotel Krone' })
  const moor = await made({ name: 'Weingut Moor', city: 'Zell' })
  await call(owner, 'PUT', '/own-party', { partyId: own })
  const get = async (path: string) => (await call(owner, 'GET', path)).json
  const send = async (content: string) => {
    const form = new FormData()
    form.append('files', new File([content], 'umsaetze.csv'))
    const { json } = await call(owner, 'POST', '/imports', form)
    await settle()
    return await get(`/imports/${json.id}`)
  }
  const change = async (id: string, body: object) => {
    const answer = await call(owner, 'PATCH', `/imports/${id}`, body)
    assert.equal(answer.status, 200, answer.text)
    await settle()
    return await get(`/imports/${id}`)
  }
  const apply = async (id: string) => {
    await call(owner, 'POST', `/imports/${id}/application`)
    await settle()
    return await get(`/imports/${id}`)
  }
  const ties = async () => {
    const nameOf = new Map<string, string>((await get('/parties')).items.map(({ id, name }: Record<string, string>) => [id, name]))
    const { items } = await get('/ties')
    return items.map(({ type, fromId, since, evidence }: Record<string, string>) => [nameOf.get(fromId!), type, since, evidence]).sort()
  }
  return { ...roles, own, moor, get, send, change, apply, ties }
}

test('a bank statement becomes ties with how often and since when, people and amounts left out, and is taken back', async () => {
  const { owner, ecosystemId, get, send, apply, ties } = await hotel()
  const checked = await send(BANK)
  assert.deepEqual([checked.state, checked.files[0].preset], ['checked', 'payments'], JSON.stringify(checked.problem))
  assert.deepEqual([checked.counts.parties, checked.counts.ties, checked.counts.refuse], [2, 3, 5])
  const refused = (await get(`/imports/${checked.id}/rows?action=refuse`)).items
  assert.deepEqual(
    refused.map(({ row, name, reasons }: { row: number; name: string | null; reasons: { code: string }[] }) => [
      row,
      name,
      reasons[0]!.code,
    ]),
    [
      [5, null, 'payee_person_left_out'],
      [6, null, 'payment_without_name'],
      [7, null, 'payment_date_unreadable'],
      [8, null, 'payment_amount_unreadable'],
      [9, null, 'payment_of_nothing'],
    ],
  )
  await apply(checked.id)
  assert.deepEqual(await ties(), [
    ['Busreisen Fuchs KG', 'buys_from', '2025-01-07', '1 payment, the last on 2025-01-07'],
    ['Druckerei Klein', 'supplies', '2025-01-14', '1 payment, the last on 2025-01-14'],
    ['Weingut Moor', 'supplies', '2025-01-05', '2 payments, the last on 2025-02-03'],
  ])
  const kept = await transaction(owner, (tx) =>
    sql<{ text: string }>`
      select (select string_agg(f::text, '') from import_files f) || (select string_agg(r::text, '') from import_rows r)
        || (select string_agg(p::text, '') from parties p) || (select string_agg(t::text, '') from ties t) as text`.execute(tx.db),
  )
  for (const secret of ['DE8937', 'DE02', 'Mustermann', '1234.50', '1.234,50']) assert.ok(!kept.rows[0]!.text.includes(secret), `${secret} in ${ecosystemId}`) // biome-ignore format: one line reads better
  assert.equal((await call(owner, 'DELETE', `/imports/${checked.id}/application`)).status, 202)
  await settle()
  assert.deepEqual([await ties(), (await get('/parties')).total], [[], 2])
})

test('amounts are kept if wished, people let in, strangers left out, and the direction said for a list of invoices', async () => {
  const { send, change, apply, ties } = await hotel()
  const payees = { organisations: true, persons: true, direction: 'sign', amounts: true }
  const { id } = await send(BANK)
  const wide = await change(id, { settings: { payees } })
  assert.equal(wide.counts.parties, 3)
  const narrow = await change(id, { settings: { payees: { ...payees, organisations: false, persons: false, direction: 'received' } } })
  assert.deepEqual([narrow.counts.parties, narrow.counts.ties, narrow.counts.refuse], [0, 1, 7])
  await apply(id)
  assert.deepEqual(await ties(), [['Weingut Moor', 'buys_from', '2025-01-05', '2 payments, the last on 2025-02-03; in all 1334.50 EUR']])
})

test('English invoices with commas are known too, and unknown columns are assigned by hand', async () => {
  const { send, change } = await hotel()
  const english = await send('Invoice date,Supplier,Amount,Currency\n2025-03-01,Moor Ltd,"1,200.00",GBP\n')
  assert.deepEqual([english.files[0].preset, english.counts.ties], ['payments', 1])
  const unknown = await send('Wann;An wen;Was kostet es\n01.03.2025;Druckerei Klein;80\n')
  assert.equal(unknown.files[0].preset, null)
  const incomplete = await send('Wann;An wen;Was kostet es\n01.03.2025;Druckerei Klein;81\n')
  const targets = ['payment.date', 'payment.party', 'payment.amount']
  const known = await change(unknown.id, { files: [{ position: 0, targets }] })
  assert.deepEqual([known.files[0].subject, known.counts.ties], ['payments', 1])
  const refused = await call((await hotel()).owner, 'PATCH', `/imports/${incomplete.id}`, { files: [{ position: 0, targets }] })
  assert.equal(refused.status, 404)
})

test('without an own organisation a statement is refused with what to do, and a mapping without a day is refused at once', async () => {
  const { owner, own, send, change } = await hotel()
  await call(owner, 'PUT', '/own-party', { partyId: null })
  const { id, state, problem } = await send(BANK)
  assert.deepEqual([state, problem.code], ['refused', 'own_party_missing'])
  await call(owner, 'PUT', '/own-party', { partyId: own })
  assert.equal((await change(id, { settings: {} })).state, 'checked')
  const wrong = await call(owner, 'PATCH', `/imports/${id}`, { files: [{ position: 0, targets: [null, 'payment.party', null, null, 'payment.amount', null] }] }) // biome-ignore format: one line reads better
  assert.deepEqual([wrong.status, wrong.json.code], [422, 'import_mapping'])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import pg from 'pg'
import { transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testJobs } from '../../kernel/testing.ts'
import { eraseParties, routes as partyRoutes } from '../parties/index.ts'
import { routes as sharingRoutes } from '../sharing/index.ts'
import { routes } from './index.ts'
import { issueStatements } from './issue.ts'
import { textOfPdf } from './pdf/testing.ts'
import { testSales } from './testing.ts'

const database = await testDatabase()
const { db } = database
let now = new Date('2026-05-30T10:00:00Z')
const worked = await testJobs(database, { 'statements.issue': issueStatements }, { 'ledger.closed': ['statements.issue'] }, () => now)
const call = testApi(db, [partyRoutes, sharingRoutes, routes], () => now)

/** A museum and a ferry that sell together by a rule, over April, and what came too late for it in May. */
async function season() {
  now = new Date('2026-05-30T10:00:00Z')
  const books = await testSales(db, () => now)
  const made = async (name: string): Promise<string> => (await call(books.owner, 'POST', '/parties', { name })).json.id
  const [museum, ferry] = [await made('Музей Žižka'), await made('=Fähre Anna')]
  const rule = { basis: 'net', asset: 'EUR', steps: [{ id: 'rest', take: 'remainder', split: { shares: { museum: '2/3', ferry: '1/3' } } }], rounding: 'carry', refund: 'mirror' } // biome-ignore format: one line reads better
  const recipients = [
    { key: 'museum', partyId: museum },
    { key: 'ferry', partyId: ferry },
  ]
  const written = await call(books.owner, 'POST', '/sharing/rules', {
    name: 'Weekend',
    version: { rule, recipients, validFrom: '2026-01-01' },
  })
  const ruleVersionId: string = written.json.versions[0].id
  const shares = (m: number, f: number) => [
    { party: museum, amount: m, step: 'rest', exact: '40000/3', carry: '1/3' },
    { party: ferry, amount: f, step: 'rest', exact: '20000/3', carry: '-1/3' },
  ]
  await books.sell({ day: '2026-04-03', reference: 'R-1', gross: 23800, net: 20000, shares: shares(13333, 6667), ruleVersionId })
  await books.sell({
    day: '2026-04-09',
    reference: 'R-2',
    gross: 23800,
    net: 20000,
    shares: shares(13334, 6666),
    by: museum,
    ruleVersionId,
  })
  await books.sell({
    day: '2026-04-10',
    reference: 'R-1',
    gross: 2380,
    net: 2000,
    shares: shares(1333, 667),
    kind: 'refund',
    ruleVersionId,
  })
  await books.pay(museum, 100, '2026-04-20')
  // booked beforehand for days that are not closed with April
  await books.sell({
    day: '2026-05-02',
    reference: 'R-4',
    gross: 10700,
    net: 10000,
    shares: shares(6667, 3333),
    rate: '7/100',
    ruleVersionId,
  })
  await books.close('2026-04-30')
  await books.sell({ day: '2026-04-29', reference: 'R-3', gross: 11900, net: 10000, shares: shares(6666, 3334), late: true, ruleVersionId })
  await worked()
  return { ...books, museum, ferry, ruleVersionId, shares }
}

async function statementOf(books: Awaited<ReturnType<typeof season>>, partyId: string) {
  const { json } = await call(books.owner, 'GET', `/statements?partyId=${partyId}`)
  return json.items[0]
}

test('a statement says every line with its sale, step, exact share and carry, and its sums', async () => {
  const books = await season()
  const { id, number } = await statementOf(books, books.museum)
  assert.equal(number, 1)
  const { json: whole } = await call(books.owner, 'GET', `/statements/${id}`)
  assert.deepEqual([whole.from, whole.through, whole.opening, whole.closingBalance, whole.lines], [null, '2026-04-30', '0', `${13333 + 13334 - 23800 - 1333 - 100}`, 5]) // biome-ignore format: one line reads better
  assert.deepEqual(whole.subtotals, [
    { kind: 'payout', words: 'Payout', lines: 1, amount: '-100' },
    { kind: 'refund', words: 'Refund', lines: 1, amount: '-1333' },
    { kind: 'sale', words: 'Sale', lines: 3, amount: `${13333 + 13334 - 23800}` },
  ])
  assert.deepEqual(whole.vat, [
    { rate: '19/100', country: 'DE', isOwn: false, sales: 2, net: '18000', vat: '3420' },
    { rate: '19/100', country: 'DE', isOwn: true, sales: 1, net: '20000', vat: '3800' },
  ])
  assert.equal(whole.isUnchanged, true)
  const { json: lines } = await call(books.owner, 'GET', `/statements/${id}/lines?language=de`)
  assert.deepEqual(
    lines.items.map((line: Record<string, unknown>) => [
      line.day,
      line.words,
      line.reference,
      line.exact,
      line.carry,
      line.amount,
      line.balance,
    ]),
    [
      ['2026-04-03', 'Verkauf', 'R-1', '40000/3', '1/3', '13333', '13333'],
      ['2026-04-09', 'Verkauf', 'R-2', null, null, '-23800', '-10467'],
      ['2026-04-09', 'Verkauf', 'R-2', '40000/3', '1/3', '13334', '2867'],
      ['2026-04-10', 'Erstattung', 'R-1', '40000/3', '1/3', '-1333', '1534'],
      ['2026-04-20', 'Auszahlung', null, null, null, '-100', '1434'],
    ],
  )
  assert.match(lines.items[0].stepWords, /^Was übrig ist wird nach festen Anteilen geteilt/)
  assert.deepEqual([lines.items[0].rule.name, lines.items[0].rule.version, lines.items[0].step], ['Weekend', 1, 'rest'])
  const { json: page } = await call(books.owner, 'GET', `/statements/${id}/lines?limit=2`)
  const { json: next } = await call(books.owner, 'GET', `/statements/${id}/lines?limit=2&cursor=${page.nextCursor}`)
  const { json: there } = await call(books.owner, 'GET', `/statements/${id}/lines?limit=2&offset=2`)
  assert.deepEqual([next.items[0].place, next.items], [3, there.items])
})

test('what came too late is on the next statement, marked with the day it was meant for; until then a preview shows it', async () => {
  const books = await season()
  const { json: running } = await call(books.owner, 'GET', `/statements/running?partyId=${books.ferry}`)
  const [{ id }] = running.items
  const { json: preview } = await call(books.owner, 'GET', `/statements/running/${id}`)
  assert.deepEqual(
    [preview.number, preview.from, preview.through, preview.keptHash, preview.lateLines],
    [null, '2026-05-01', null, null, 1],
  )
  const { json: lines } = await call(books.owner, 'GET', `/statements/running/${id}/lines`)
  assert.deepEqual(
    lines.items.map((line: Record<string, unknown>) => [line.day, line.meantFor, line.reference]),
    [
      ['2026-05-01', '2026-04-29', 'R-3'],
      ['2026-05-02', null, 'R-4'],
    ],
  )
  const before = await statementOf(books, books.ferry)
  now = new Date('2026-06-02T10:00:00Z')
  await books.close('2026-05-31')
  await worked()
  const second = await statementOf(books, books.ferry)
  assert.deepEqual(
    [second.number, second.opening, second.closingBalance, second.from],
    [2, before.closingBalance, preview.closingBalance, '2026-05-01'],
  )
})

test('page, PDF, CSV and JSON have the same figures, in both languages', async () => {
  const books = await season()
  const { id } = await statementOf(books, books.museum)
  const { json: whole } = await call(books.owner, 'GET', `/statements/${id}`)
  const { items: lines } = (await call(books.owner, 'GET', `/statements/${id}/lines`)).json
  const spoken = { en: (text: string) => text, de: (text: string) => text.replace(',', ' ').replace('.', ',').replace(' ', '.') }
  for (const language of ['en', 'de'] as const) {
    const decimal = (minor: string) => {
      const digits = minor.replace('-', '').padStart(3, '0')
      return `${minor.startsWith('-') ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
    }
    const csv = await call(books.owner, 'GET', `/statements/${id}/file?format=csv&language=${language}`)
    const rows = parse(csv.text, { bom: true, delimiter: language === 'de' ? ';' : ',' }) as string[][]
    const plain = (minor: string) => (language === 'de' ? decimal(minor).replace('.', ',') : decimal(minor))
    const said = language === 'de' ? 'Zeile' : 'line'
    assert.deepEqual(
      rows.filter(([row]) => row === said).map((row) => [row[2], row[6], row[12], row[13], row[14], row[15]]),
      lines.map((line: Record<string, string>) => [line.day, line.reference ?? '', line.exact ?? '', line.carry ?? '', plain(line.amount!), plain(line.balance!)]), // biome-ignore format: one line reads better
    )
    const closing = rows.find(([row]) => row === (language === 'de' ? 'Endstand' : 'closing'))!
    assert.deepEqual([closing[15], closing[17], closing[23]], [plain(whole.closingBalance), '5', whole.hash])
    const vat = rows.filter(([row]) => row === (language === 'de' ? 'Steuer' : 'tax'))
    assert.deepEqual(vat.map((row) => [row[18], row[17], row[21], row[22]]), whole.vat.map((sum: Record<string, string>) => [sum.rate, `${sum.sales}`, plain(sum.net!), plain(sum.vat!)])) // biome-ignore format: one line reads better

    const pdf = await call(books.owner, 'GET', `/statements/${id}/file?format=pdf&language=${language}`)
    const [page] = textOfPdf(pdf.bytes)
    const grouped = (minor: string) =>
      spoken[language](
        decimal(minor)
          .replace('-', '−')
          .replace(/\B(?=(\d{3})+\.)/g, ','),
      )
    const dates = (day: string) => (language === 'de' ? day.split('-').reverse().join('.') : `${Number(day.slice(8))} Apr 2026`)
    assert.ok(page!.includes('Музей Žižka'), page!.join('\n'))
    for (const line of lines) {
      const what = [line.kind === 'payout' ? (language === 'de' ? 'Auszahlung' : 'Payout') : undefined, line.reference].filter(Boolean)
      const row = page!.find(
        (text) => text.startsWith(dates(line.day)) && text.includes(grouped(line.balance)) && text.includes(grouped(line.amount)),
      )
      assert.ok(
        row && what.every((word) => row.includes(word)) && row.includes(line.exact ?? ''),
        `${JSON.stringify(line)}\n${page!.join('\n')}`,
      )
    }
    for (const { amount } of whole.subtotals)
      assert.ok(
        page!.some((text) => text.includes(`${grouped(amount)} EUR`)),
        grouped(amount),
      )
    for (const { net, vat: tax } of whole.vat)
      assert.ok(
        page!.some((text) => text.endsWith(`${grouped(net)} | ${grouped(tax)}`)),
        grouped(net),
      )
    assert.ok(page!.some((text) => text.includes(`${grouped(whole.closingBalance)} EUR`)))
    assert.ok(page!.some((text) => text.includes(whole.hash)))
    // the same file, byte for byte
    const again = await call(books.owner, 'GET', `/statements/${id}/file?format=pdf&language=${language}`)
    assert.deepEqual(Buffer.compare(again.bytes, pdf.bytes), 0)
  }
  // a name that begins like a formula is no formula for a spreadsheet
  const ferry = await statementOf(books, books.ferry)
  const file = await call(books.owner, 'GET', `/statements/${ferry.id}/file?format=csv`)
  assert.match(file.text, /"Statement 1, =Fähre Anna"/)
})

test('recomputed it is the same byte for byte, after later bookings, refunds, a merge and in another time zone; tampering is noticed', async () => {
  const books = await season()
  const { id } = await statementOf(books, books.ferry)
  const take = async () => {
    const file = await call(books.owner, 'GET', `/statements/${id}/file?format=csv`)
    const { json } = await call(books.owner, 'GET', `/statements/${id}`)
    return { text: file.text, hash: json.hash as string, isUnchanged: json.isUnchanged as boolean, kept: json.keptHash as string }
  }
  const first = await take()
  assert.deepEqual([first.isUnchanged, first.hash], [true, first.kept])
  await books.sell({
    day: '2026-04-11',
    reference: 'R-9',
    gross: 2380,
    net: 2000,
    shares: books.shares(1334, 666),
    kind: 'refund',
    late: true,
  })
  await books.sell({ day: '2026-05-12', reference: 'R-8', gross: 2380, net: 2000, shares: books.shares(1334, 666) })
  const other: string = (await call(books.owner, 'POST', '/parties', { name: 'Ferry company' })).json.id
  assert.equal((await call(books.owner, 'POST', '/merges', { targetId: other, aliasId: books.ferry })).status, 201)
  const ddl = new pg.Client({ host: database.host, user: 'postgres', database: database.database })
  await ddl.connect()
  await ddl.query(`alter role tutti_app in database ${database.database} set timezone = 'Pacific/Auckland'`)
  await ddl.query(`alter role tutti_app in database ${database.database} set datestyle = 'German'`)
  const { openDb, openPool } = await import('../../kernel/db.ts')
  const elsewhere = openDb(openPool({ host: database.host, user: 'tutti_app', database: database.database }))
  const there = testApi(elsewhere, [routes], () => now)
  const { json } = await there({ ...books.owner, db: elsewhere }, 'GET', `/statements/${id}`)
  await elsewhere.destroy()
  assert.equal(json.hash, first.kept)
  assert.deepEqual(await take(), first)
  // whoever was merged is found by the id it has now
  assert.equal((await call(books.owner, 'GET', `/statements?partyId=${other}`)).json.items[0].id, id)
  await ddl.query('alter table ledger_transactions disable trigger all')
  await ddl.query(`update ledger_transactions set explanation = jsonb_set(explanation, '{reference}', '"R-7"') where explanation->>'reference' = 'R-1' and ecosystem_id = $1`, [books.ecosystemId]) // biome-ignore format: one line reads better
  await ddl.query('alter table ledger_transactions enable trigger all')
  await ddl.end()
  const tampered = await call(books.owner, 'GET', `/statements/${id}`)
  assert.equal(tampered.json.isUnchanged, false)
  for (const format of ['csv', 'pdf']) {
    const refused = await call(books.owner, 'GET', `/statements/${id}/file?format=${format}`)
    assert.deepEqual([refused.status, refused.json.code], [409, 'statement_differs'])
  }
  // and what was kept cannot be changed to fit
  await assert.rejects(
    transaction(books.system, (tx) => tx.db.updateTable('statements').set({ lines: 1 }).execute()),
    /append-only|permission/,
  )
})

test('an organisation that was erased leaves its figures, without a name', async () => {
  const books = await season()
  const { id } = await statementOf(books, books.ferry)
  await transaction(books.system, (tx) => eraseParties(tx, [books.ferry]))
  const { json } = await call(books.owner, 'GET', `/statements/${id}`)
  assert.deepEqual([json.party, json.isUnchanged], [{ id: books.ferry, name: null }, true])
  assert.ok((await call(books.owner, 'GET', '/statements')).json.items.some((item: { id: string }) => item.id === id))
  const { text } = await call(books.owner, 'GET', `/statements/${id}/file?format=csv`)
  assert.match(text, /Statement 1, An organisation that is no longer here/)
  const pdf = await call(books.owner, 'GET', `/statements/${id}/file?format=pdf`)
  assert.ok(textOfPdf(pdf.bytes).flat().includes('An organisation that is no longer here'))
})

test('members see the statements of their own organisation and nobody else’s; viewers none', async () => {
  const books = await season()
  const member = books.as('member', books.museum)
  const [own, foreign] = [await statementOf(books, books.museum), await statementOf(books, books.ferry)]
  const { json } = await call(member, 'GET', '/statements')
  assert.deepEqual(json.items.map(({ id }: { id: string }) => id), [own.id]) // biome-ignore format: one line reads better
  assert.deepEqual((await call(member, 'GET', `/statements?partyId=${books.ferry}`)).json.items, [])
  const running = (await call(books.owner, 'GET', `/statements/running?partyId=${books.ferry}`)).json.items[0].id
  assert.equal((await call(member, 'GET', '/statements/running')).json.items.length, 1)
  for (const path of [`/statements/${foreign.id}`, `/statements/running/${running}`]) {
    for (const part of ['', '/lines', '/file?format=csv', '/file?format=pdf']) {
      assert.equal((await call(member, 'GET', path + part)).json.code, 'forbidden', path + part)
      assert.equal((await call(books.viewer, 'GET', path + part)).json.code, 'forbidden', path + part)
    }
  }
  // the words of a step say what others get
  const [line] = (await call(member, 'GET', `/statements/${own.id}/lines`)).json.items
  assert.deepEqual([line.step, line.stepWords, line.rule.name], ['rest', null, 'Weekend'])
  assert.equal((await call(member, 'GET', `/statements/${own.id}/file?format=csv`)).status, 200)
  for (const path of ['/statements', '/statements/running']) assert.equal((await call(books.viewer, 'GET', path)).status, 403)
})

test('what is not there is refused with a sentence; without a closing there is none, and none for an account that lies still', async () => {
  const books = await testSales(db, () => now)
  const bank = await books.account(null, 'bank')
  assert.deepEqual((await call(books.owner, 'GET', '/statements')).json, { items: [], nextCursor: null })
  const unknown = '01990000-0000-7000-8000-000000000000'
  for (const [path, code] of [
    [`/statements/${unknown}`, 'statement_not_found'],
    [`/statements/${unknown}/lines`, 'statement_not_found'],
    [`/statements/${unknown}/file?format=pdf`, 'statement_not_found'],
    [`/statements/running/${unknown}`, 'account_not_found'],
    // an account of the ecosystem itself has no statements
    [`/statements/running/${bank}`, 'account_not_found'],
    [`/statements/running/${unknown}/file?format=csv`, 'account_not_found'],
    ['/statements?cursor=x', 'invalid_cursor'],
  ]) {
    const answer = await call(books.owner, 'GET', path!)
    assert.equal(answer.json.code, code, path)
    assert.match(answer.json.title, /\.$/)
  }
  assert.equal((await call(books.owner, 'GET', `/statements/${unknown}/file?format=doc`)).status, 422)
  const quiet: string = (await call(books.owner, 'POST', '/parties', { name: 'Quiet' })).json.id
  await books.account(quiet, 'payable')
  await books.close('2026-04-30')
  await worked()
  assert.deepEqual((await call(books.owner, 'GET', '/statements')).json.items, [])
})

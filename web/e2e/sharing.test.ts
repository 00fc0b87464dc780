import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { transaction } from '../../server/kernel/ctx.ts'
import { inspect, PASSWORD, testWorkspace } from './harness.ts'

const { ask, base, db, open, visit, complaints, ecosystemId } = await testWorkspace()
const system = { db, actor: { kind: 'system' as const }, ecosystemId, now: () => new Date() }

const PARTNERS = ['Museum am Fluss', 'Fähre Anna', 'Hotel zur Post']
const now = new Date()
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
/** The month that is over. */
const FIRST = dayOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
const LAST = dayOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0))

/** Chooses in a select of Mantine. */
async function choose(page: Page, scope: ReturnType<Page['getByRole']>, label: string, option: string) {
  await scope.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('a rule for a weekend of three is built without a word of JSON, tried at once, kept, approved and followed', async () => {
  for (const name of PARTNERS) await ask('POST', '/parties', { name })
  const page = await open('/sharing')
  await page.getByRole('heading', { name: 'No rule yet' }).waitFor()
  await inspect(page, 'sharing-empty')
  await page.getByRole('link', { name: 'Write a rule' }).click()
  await page.getByText('who can get something', { exact: true }).waitFor()
  await page.getByLabel('Name of the rule').fill('Weekend of three')
  await page.getByLabel('For sales from').fill(FIRST)
  for (const name of PARTNERS) {
    await page.getByRole('combobox', { name: 'Add an organisation' }).fill(name)
    await page.getByRole('option', { name }).click()
    await page.getByRole('button', { name: `Remove ${name}` }).waitFor()
  }
  for (const name of ['Levy', 'Trail']) {
    await page.getByRole('button', { name: 'Add a purpose' }).click()
    await page.getByRole('textbox', { name: 'Name of the purpose' }).last().fill(name)
  }
  for (const _ of [1, 2, 3]) await page.getByRole('button', { name: 'Add a step' }).click()
  const step = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })
  await choose(page, step('Step 1'), 'What is taken', 'An amount for each …')
  await step('Step 1').getByLabel('Amount').fill('1.50')
  await step('Step 1').getByLabel('for at most').fill('7')
  await choose(page, step('Step 1'), 'Recipient', 'Levy')
  await step('Step 1').getByLabel('who passes it on to others').check()
  await choose(page, step('Step 1'), 'among', 'Trail')
  await page.keyboard.press('Escape')
  await step('Step 2').getByLabel('Part').fill('2.5')
  await choose(page, step('Step 2'), 'of', 'the price with tax')
  await choose(page, step('Step 2'), 'Recipient', 'Fähre Anna')
  await step('Step 3').getByLabel('Part').fill('5')
  await choose(page, step('Step 3'), 'Who gets it', 'Whoever sent the guest')
  const last = step('Whatever is left')
  await choose(page, last, 'How it is split', 'By what was counted')
  await choose(page, last, 'among', 'Museum am Fluss')
  await page.getByRole('option', { name: 'Fähre Anna', exact: true }).click()
  await page.keyboard.press('Escape')
  await last.getByLabel('Museum am Fluss').fill('2')
  // 100 € − 1.50 − 2.50 = 96, two to one
  const gets = page.getByRole('list', { name: 'What each gets' })
  await gets.getByText('€64.00').waitFor()
  await gets.getByText('€34.50').waitFor()
  await choose(page, page.getByRole('complementary'), 'Sent by', 'Museum am Fluss')
  await gets.getByText('€65.67').waitFor()
  await page.getByText('€1.50 for each guest night (for at most 7) goes to Levy, and from there is split equally among Trail.').waitFor()
  await inspect(page, 'sharing-builder', { fullPage: true })
  await page.getByRole('button', { name: 'Keep the rule' }).click()
  await page.getByText('No version holds today', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Approve this version' }).click()
  await page.getByText('Version 1 holds today.').waitFor()
  await inspect(page, 'sharing-rule')
  await page.getByRole('link', { name: 'Write the next version' }).click()
  await step('Step 2').getByLabel('Part').fill('250')
  await page.getByText('Some entries need another look.').waitFor()
  await choose(page, step('Step 2'), 'What is taken', 'A part that changes with the amount')
  await step('Step 2').getByLabel('up to').fill('50')
  await step('Step 2').getByLabel('Part 1', { exact: true }).fill('2')
  await step('Step 2').getByLabel('Part 2', { exact: true }).fill('4')
  await step('Step 2').getByText('Limits and conditions').click()
  await step('Step 2').getByLabel('the sale says as').fill('channel')
  await step('Step 2').getByLabel('exactly this').fill('website')
  await choose(page, page.getByRole('complementary'), 'channel', 'website')
  // of 100 €: 2 % of 50 and 4 % of 50
  await gets.getByText('€34.83').waitFor()
  await inspect(page, 'sharing-builder-conditions', { fullPage: true })
  await page.getByRole('button', { name: 'Keep the version' }).click()
  await page.getByRole('heading', { name: 'Version 2' }).waitFor()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('link', { name: 'Weekend of three' }).waitFor()
  await page.getByText('version 1 holds').waitFor()
})

test('two hundred sales and ten refunds are shared by it, closed, approved by a second person, paid, and told to each to the cent', async () => {
  const ids = new Map<string, string>((await ask('GET', '/parties')).items.map(({ id, name }: Record<string, string>) => [name, id]))
  const [museum, ferry, hotel] = PARTNERS.map((name) => ids.get(name)!)
  const sales = weekendSales((await ask('GET', '/sharing/rules')).items[0].id, hotel!)
  const { booked, items } = await ask('POST', '/sales/batch', { sales })
  assert.equal(booked, 200)
  for (let k = 0; k < 10; k++) {
    const refund = { reference: `B-${k}`, amount: `${3_333 + 101 * k}`, day: LAST }
    await ask('POST', `/sales/${items[k * 20].saleId}/refunds`, refund)
  }
  const given = await recomputed()
  await atHand(sales)
  await bankAccount('/settlement-settings/bank-account', 'Mosel valley', 'AT61 1904 3002 3457 3201')
  await bankAccount(`/parties/${museum}/bank-account`, 'Museum am Fluss', 'NL91 ABNA 0417 1643 00')
  await bankAccount(`/parties/${ferry}/bank-account`, 'Fähre Anna', 'DE89 3704 0044 0532 0130 00')
  const page = await open('/settlements/new')
  await page.getByLabel('Close all days through').fill(LAST)
  await page.getByText('carried forward', { exact: false }).first().waitFor()
  const ben = await coordinator('ben@example.org')
  await page.getByRole('button', { name: /^Close through/ }).click()
  await page.getByRole('heading', { name: 'Settlement 1' }).waitFor()
  await ben.goto(page.url())
  await ben.getByRole('button', { name: 'Approve the payouts' }).click()
  await ben.getByText(/^Closed by Ada, .* Approved by Ben/).waitFor()
  const [file] = await Promise.all([ben.waitForEvent('download'), ben.getByRole('button', { name: 'Make the SEPA file' }).click()])
  const owed = given.get(museum!)! + given.get(ferry!)!
  assert.match(
    readFileSync(await file.path(), 'utf8'),
    new RegExp(`<CtrlSum>${owed / 100n}.${`${owed % 100n}`.padStart(2, '0')}</CtrlSum>`),
  )
  await ben.getByRole('button', { name: 'All 2 payouts were made' }).click()
  await ben.getByRole('button', { name: 'Book as paid' }).click()
  await ben.getByText('Nothing is left to do', { exact: false }).waitFor()
  type Statement = { id: string; party: { id: string; name: string }; closingBalance: string; lines: number }
  let statements: Statement[] = []
  for (let tries = 0; statements.length < PARTNERS.length && tries < 300; tries++) {
    await page.waitForTimeout(100)
    statements = (await ask('GET', '/statements')).items
  }
  assert.deepEqual(new Map(statements.map(({ party, closingBalance }) => [party.id, BigInt(closingBalance)])), given)
  for (const name of PARTNERS) {
    const statement = statements.find(({ party }) => party.name === name)!
    const euros = Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' }).format(Number(statement.closingBalance) / 100)
    await page.goto(`${base}/app/${ecosystemId}/statements/${statement.id}`)
    await page.getByText('the same to the last digit', { exact: false }).waitFor()
    await page.getByText(euros).first().waitFor()
    let sum = 0n
    for (let offset = 0; offset < statement.lines; offset += 200) {
      const { items } = await ask('GET', `/statements/${statement.id}/lines?limit=200&offset=${offset}`)
      for (const { amount } of items) sum += BigInt(amount)
    }
    assert.equal(sum, given.get(statement.party.id))
  }
  const books = await ask('GET', '/ledger/check')
  assert.deepEqual([books.isSound, books.checks.filter(({ wrong }: { wrong: string | null }) => wrong !== null)], [true, []])
})

/** Two hundred weekends with seven percent of tax: every second paid at the hotel, every third sent by it. */
function weekendSales(ruleId: string, hotel: string) {
  return Array.from({ length: 200 }, (_, k) => {
    const gross = 10_000 + 379 * k
    const tax = Math.round((gross * 7) / 107)
    return {
      reference: `W-${k}`,
      day: `${FIRST.slice(0, 8)}${String(1 + (k % 27)).padStart(2, '0')}`,
      ruleId,
      asset: 'EUR',
      gross: `${gross}`,
      net: `${gross - tax}`,
      vat: [{ rate: '7/100', country: 'DE', net: `${gross - tax}`, vat: `${tax}` }],
      collectedBy: k % 2 === 0 ? hotel : null,
      units: { guest_night: 1 + (k % 9) },
      metrics: { visits: { museum_am_fluss: k % 4, fahre_anna: k % 3 } },
      names: k % 3 === 0 ? { referrer: { recipient: 'hotel_zur_post', since: FIRST } } : {},
    }
  })
}

/** What each organisation is owed, from what was sold and given back alone, without a look into the books. */
async function recomputed(): Promise<Map<string, bigint>> {
  const query = sql<{ party: string; owed: bigint }>`
    select party, sum(amount)::bigint as owed from (
      select party_id as party, paid as amount from sale_allocations where party_id is not null
      union all select a.party_id, -p.amount from sale_refund_parts p join sale_allocations a using (ecosystem_id, sale_id, n) where a.party_id is not null
      union all select collected_by, -net from sales where collected_by is not null
      union all select s.collected_by, r.amount - (select sum((v->>'vat')::bigint) from jsonb_array_elements(r.vat) v)
        from sale_refunds r join sales s on s.ecosystem_id = r.ecosystem_id and s.id = r.sale_id where s.collected_by is not null
    ) x group by 1`
  const { rows } = await transaction(system, (tx) => query.execute(tx.db))
  return new Map(rows.map(({ party, owed }) => [party, BigInt(owed)]))
}

/** What is known without any program: so much a night, at most seven; two and a half percent; all of the price; nobody a cent off what is due. */
async function atHand(sales: ReturnType<typeof weekendSales>): Promise<void> {
  const query = sql<{
    step: string
    recipient: string
    exact: string
    paid: bigint
  }>`select step, recipient, exact, paid from sale_allocations`
  const { rows } = await transaction(system, (tx) => query.execute(tx.db))
  const sum = (of: (row: (typeof rows)[number]) => bigint, step?: string, recipient?: string) =>
    rows
      .filter((row) => row.step === (step ?? row.step) && row.recipient === (recipient ?? row.recipient))
      .reduce((total, row) => total + of(row), 0n)
  const paid = ({ paid }: (typeof rows)[number]) => BigInt(paid)
  /** In parts of a cent that every share of these sales is a multiple of: fortieths, shared by up to eight visits. */
  const exact = ({ exact }: (typeof rows)[number]) => {
    const [n, d = '1'] = exact.split('/')
    assert.equal((BigInt(n!) * PARTS) % BigInt(d), 0n, exact)
    return (BigInt(n!) * PARTS) / BigInt(d)
  }
  const PARTS = 40n * 840n
  const total = (of: (sale: (typeof sales)[number]) => number) => sales.reduce((all, sale) => all + BigInt(of(sale)), 0n)
  assert.equal(sum(paid, 'step_1'), total(({ units }) => 150 * Math.min(units.guest_night, 7))) // biome-ignore format: one line reads better
  assert.equal(sum(exact, 'step_2') * 1000n, total(({ gross }) => 25 * Number(gross)) * PARTS)
  assert.equal(
    sum(paid),
    total(({ net }) => Number(net)),
  )
  for (const recipient of new Set(rows.map((row) => row.recipient))) {
    const off = sum(paid, undefined, recipient) * PARTS - sum(exact, undefined, recipient)
    assert.ok(off < PARTS && off > -PARTS, `${recipient}: ${off} of ${PARTS}`)
  }
}

async function bankAccount(path: string, holder: string, iban: string): Promise<void> {
  await ask('PUT', path, { holder, iban, bic: null, address: null })
}

/** Somebody else who may approve, by the link of an invitation. */
async function coordinator(email: string): Promise<Page> {
  const { id } = await ask('POST', '/invitations', { email, role: 'coordinator' })
  const invited = await visit((await ask('POST', `/invitations/${id}/links`)).link)
  await invited.getByLabel('Your name').fill('Ben')
  await invited.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await invited.getByRole('button', { name: 'Accept the invitation' }).click()
  await invited.getByRole('heading', { level: 1, name: 'Mosel valley', exact: true }).waitFor()
  return invited
}

test('whether a sharing is fair is said in a sentence; in German, in the dark, on a phone', async () => {
  const page = await open('/sharing/fairness', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByLabel('Name').first().fill('Museum')
  await page.getByLabel('Name').last().fill('Fähre')
  await page.getByLabel('bekommt jetzt').first().fill('100')
  await page.getByLabel('bekommt jetzt').last().fill('900')
  await page.getByLabel('Betrag', { exact: true }).fill('400')
  await page.getByRole('checkbox', { name: 'Museum' }).check()
  await page.getByRole('button', { name: 'Betrag hinzufügen' }).click()
  await page.getByLabel('Betrag', { exact: true }).last().fill('600')
  for (const name of ['Museum', 'Fähre']) await page.getByRole('checkbox', { name }).last().check()
  await page.getByRole('button', { name: 'Ist es fair?' }).click()
  await page.getByText(/^Museum hätte allein 400,00.€ und bekommt 100,00.€: ein Grund zu gehen\.$/).waitFor()
  await page.getByRole('cell', { name: '700,00' }).waitFor()
  await inspect(page, 'sharing-fairness-phone-dark-de', { fullPage: true })
  await page.goto(page.url().replace('/fairness', '/new'))
  await page.getByRole('button', { name: 'Schritt hinzufügen' }).click()
  await inspect(page, 'sharing-builder-phone-dark-de', { fullPage: true })
})

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [])
})

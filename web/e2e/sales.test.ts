import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WEEKEND } from '../../server/modules/sharing/rule/testing.ts'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

const today = new Date()
const iso = (date: Date) => date.toISOString().slice(0, 10)
const lastMonth = iso(new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 10)))
const FILE = `Belegnummer;Datum;Brutto;MwSt-Satz;Besuche Museum;Besuche Fähre Anna;Notiz
R-1;${lastMonth};119,00;19 %;1;1;x
R-2;${lastMonth};238,00;19 %;2;1;y
R-3;${lastMonth};zehn;19 %;1;1;z
`

/** A rule for weekends, approved, and its next version as a draft. */
async function makeRule(): Promise<string> {
  const names = { museum: 'Museum', ferry: 'Fähre Anna', bakery: 'Bäckerei am Markt' }
  const recipients: object[] = []
  for (const [key, name] of Object.entries(names)) recipients.push({ key, partyId: (await ask('POST', '/parties', { name })).id })
  const purposes = { 'levy:2026': 'Levy', 'project:trail': 'Trail', 'project:school': 'School', platform: 'Platform', 'campaign:advance': 'Advance', marketing_pool: 'Marketing pot' } // biome-ignore format: one line reads better
  for (const [key, label] of Object.entries(purposes)) recipients.push({ key, label })
  const version = { rule: WEEKEND, recipients, validFrom: '2020-01-01' }
  const { id, versions } = await ask('POST', '/sharing/rules', { name: 'Weekend of three', version })
  await ask('POST', `/sharing/rules/${id}/versions/${versions[0].id}/approval`)
  const next = {
    ...WEEKEND,
    steps: WEEKEND.steps.map((step) => (step.id === 'fee' ? { ...step, take: { pct: '5/100', of: 'gross' } } : step)),
  }
  await ask('POST', `/sharing/rules/${id}/versions`, { ...version, rule: next })
  return id
}

test('a sale is entered, shared to the cent, given back in part; a file is looked at, booked and taken back; two versions stand side by side', async () => {
  const ruleId = await makeRule()
  const page = await open('/sales')
  await page.getByRole('heading', { name: 'Nothing was sold yet' }).waitFor()
  await inspect(page, 'sales-empty')
  await page.getByRole('link', { name: 'Enter a sale' }).click()
  await page.getByLabel('Guest nights').fill('2')
  await page.getByLabel('Reference').fill('Receipt 17')
  await page.getByLabel('Price with tax').fill('238.00')
  await page.getByText('€238.00 with tax, €200.00 without, €38.00 tax.').waitFor()
  await page.getByLabel('Museum', { exact: true }).fill('1')
  await page.getByLabel('Fähre Anna').fill('1')
  await page.getByRole('combobox', { name: 'Sent by' }).click()
  await page.getByRole('option', { name: 'Bäckerei am Markt' }).click()
  await inspect(page, 'sales-new', { fullPage: true })
  await page.getByRole('button', { name: 'Keep and share' }).click()
  const lines = page.getByRole('region', { name: 'Who got what' })
  await lines.getByRole('listitem').filter({ hasText: 'Museum' }).getByText('€121.00').waitFor()
  await lines.getByRole('listitem').filter({ hasText: 'Bäckerei am Markt' }).getByText('€10.00').waitFor()
  await page.getByText('Bäckerei am Markt, since', { exact: false }).waitFor()
  await lines.getByText('What is left is split by visits among', { exact: false }).first().waitFor()
  await page.getByRole('button', { name: 'Give back' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Amount with tax').fill('300')
  await dialog.getByText('An amount up to €238.00, please.').waitFor()
  await dialog.getByLabel('Amount with tax').fill('119.00')
  await dialog.getByLabel('Why').fill('Rain')
  await inspect(page, 'sales-refund')
  await dialog.getByRole('button', { name: 'Give back' }).click()
  await lines.getByText('€60.50 of it was given back.', { exact: false }).waitFor()
  await inspect(page, 'sales-sale', { fullPage: true })
  await page.getByRole('link', { name: 'To all sales' }).click()
  await page.getByText('€119.00 given back').waitFor()
  await inspect(page, 'sales-list')

  await page.getByRole('link', { name: 'Sales from a file' }).click()
  await page.locator('input[type=file]').setInputFiles({ name: 'May.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) })
  await page.getByRole('button', { name: 'Look what would be booked' }).click()
  await page.getByText('2 sales for €357.00 would be booked.', { exact: false }).waitFor()
  await page.getByText('Price with tax: “zehn” cannot be read as that.').waitFor()
  await inspect(page, 'sales-import', { fullPage: true })
  await page.getByRole('button', { name: 'Book 2 sales' }).click()
  await page.getByRole('link', { name: 'May.csv' }).waitFor()
  const compare = await open(`/sharing/${ruleId}`)
  await compare.getByRole('link', { name: 'Compare versions' }).click()
  await compare.getByText('On 2 sales.').waitFor()
  await compare
    .getByRole('row', { name: /Platform/ })
    .getByText('+€')
    .waitFor()
  await inspect(compare, 'sales-compare')
  await page.getByRole('button', { name: 'Take back' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
  await page.getByText('“May.csv” was taken back.').waitFor()
  await page.getByRole('link', { name: 'May.csv' }).click()
  await page.getByText('taken back').first().waitFor()
})

test('the same in German, in the dark, on a phone', async () => {
  const page = await open('/sales', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await inspect(page, 'sales-list-phone-dark-de', { fullPage: true })
  await page.getByRole('link', { name: 'Receipt 17' }).click()
  await page.getByText('Davon wurden 60,50 € zurückgegeben.', { exact: false }).waitFor()
  await inspect(page, 'sales-sale-phone-dark-de', { fullPage: true })
  await page.goto(page.url().replace(/[^/]+$/, 'new'))
  await page.getByLabel('Übernachtungen').waitFor()
  await inspect(page, 'sales-new-phone-dark-de', { fullPage: true })
  await page.goto(page.url().replace(/[^/]+$/, 'import'))
  await page.locator('input[type=file]').setInputFiles({ name: 'Mai.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) })
  await page.getByRole('button', { name: 'Zeigen, was gebucht würde' }).click()
  await page.getByText('2 Verkäufe über 357,00 € würden gebucht.', { exact: false }).waitFor()
  await inspect(page, 'sales-import-phone-dark-de', { fullPage: true })
})

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [])
})

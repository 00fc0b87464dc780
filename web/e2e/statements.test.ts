// From sales to what each organisation got: previewed, closed, read on the page, on paper and as a table, and handed to the accountant.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { transaction } from '../../server/kernel/ctx.ts'
import { closePeriod } from '../../server/modules/ledger/index.ts'
import { textOfPdf } from '../../server/modules/statements/pdf/testing.ts'
import { inspect, testWorkspace } from './harness.ts'

const { ask, base, db, open, complaints, ecosystemId } = await testWorkspace()
const system = { db, actor: { kind: 'system' as const }, ecosystemId, now: () => new Date() }
const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

async function sellForTwo() {
  const [museum, ferry] = [
    (await ask('POST', '/parties', { name: 'Museum am Fluss' })).id,
    (await ask('POST', '/parties', { name: 'Fähre Anna' })).id,
  ]
  const rule = { basis: 'net', asset: 'EUR', steps: [{ id: 'rest', take: 'remainder', split: { shares: { museum: '2/3', ferry: '1/3' } } }], rounding: 'carry', refund: 'mirror' } // biome-ignore format: one line reads better
  const recipients = [
    { key: 'museum', partyId: museum },
    { key: 'ferry', partyId: ferry },
  ]
  const made = await ask('POST', '/sharing/rules', { name: 'Weekend', version: { rule, recipients, validFrom: dayBefore(90) } })
  await ask('POST', `/sharing/rules/${made.id}/versions/${made.versions[0].id}/approval`)
  const vat = [{ rate: '19/100', country: 'DE', net: '20000', vat: '3800' }]
  const sell = (n: number, more: object = {}) =>
    ask('POST', '/sales', {
      reference: `R-${n}`,
      day: dayBefore(40 - n),
      ruleId: made.id,
      asset: 'EUR',
      gross: '23800',
      net: '20000',
      vat,
      ...more,
    })
  const sales = []
  for (let n = 1; n <= 4; n++) sales.push(await sell(n, n === 3 ? { collectedBy: museum } : {}))
  await ask('POST', `/sales/${sales[0].id}/refunds`, { reference: 'B-1', amount: '2380', day: dayBefore(30) })
  return { museum, ferry, sell }
}

async function taken(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button, exact: true }).click()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

const { museum, sell } = await sellForTwo()

test('the open days are shown as a preview; closed, every organisation has a statement, the same on page, paper and table', async () => {
  const page = await open('/money')
  await page.getByRole('link', { name: 'Statements' }).click()
  await page.getByRole('heading', { name: 'No statement yet' }).waitFor()
  await inspect(page, 'statements-empty')
  await page.getByRole('link', { name: 'Museum am Fluss' }).click()
  await page.getByText('This period is still open', { exact: false }).waitFor()
  await page.getByRole('gridcell', { name: 'Sale · R-1' }).waitFor()
  await transaction(system, (tx) => closePeriod(tx, dayBefore(20)))
  await sell(9, { day: dayBefore(25), late: 'next' })
  for (let tries = 0; (await ask('GET', '/statements')).items.length < 2 && tries < 100; tries++) await page.waitForTimeout(100)
  await page.getByRole('link', { name: 'All statements' }).click()
  await page.getByRole('link', { name: 'Museum am Fluss Statement 1' }).waitFor()
  await inspect(page, 'statements')
  await page.getByRole('link', { name: 'Museum am Fluss Statement 1' }).click()
  await page.getByRole('heading', { name: 'Statement 1' }).waitFor()
  await page.getByText('the same to the last digit', { exact: false }).waitFor()
  const { items } = await ask('GET', `/statements?partyId=${museum}`)
  const { items: lines } = await ask('GET', `/statements/${items[0].id}/lines`)
  await page.getByRole('gridcell', { name: 'Sale · R-4' }).waitFor()
  await inspect(page, 'statement', { fullPage: true })
  // page, PDF, CSV and API say the same
  const euros = (minor: string) => Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' }).format(Number(minor) / 100)
  const shown = await page.getByRole('grid').getByRole('row').allInnerTexts()
  assert.equal(shown.length, lines.length + 1)
  for (const [k, line] of lines.entries()) {
    assert.ok(shown[k + 1]!.includes(euros(line.amount)) && shown[k + 1]!.includes(euros(line.balance)), `${shown[k + 1]} ${line.amount}`)
  }
  const pdf = await taken(page, 'PDF')
  assert.equal(pdf.name, 'statement-1-EUR.pdf')
  const paper = textOfPdf(pdf.bytes).flat().join('\n').replaceAll('−', '-')
  const csv = parse((await taken(page, 'CSV')).bytes, { bom: true }) as string[][]
  const rows = csv.filter(([kind]) => kind === 'line')
  for (const [k, line] of lines.entries()) {
    const plain = euros(line.balance).replace('€', '')
    assert.deepEqual(
      [rows[k]![14], rows[k]![15]],
      [euros(line.amount), euros(line.balance)].map((text) => text.replace(/[€,]/g, '')),
    )
    assert.ok(paper.includes(` | ${plain}`), plain)
  }
})

test('a line opens to where it comes from, and an address that leads nowhere says so', async () => {
  const { items } = await ask('GET', `/statements?partyId=${museum}`)
  const page = await open(`/statements/${items[0].id}`)
  await page.getByRole('gridcell', { name: 'Sale · R-1' }).click()
  const panel = page.getByRole('complementary', { name: 'Where this comes from' })
  await panel.getByText('40000/3 cents').waitFor()
  await panel.getByText('What is left is split by fixed shares', { exact: false }).waitFor()
  await inspect(page, 'statement-line')
  await panel.getByRole('link', { name: 'Open the booking' }).click()
  await page.getByRole('heading', { name: 'Sale: R-1' }).waitFor()
  await page.goBack()
  await page.getByRole('gridcell', { name: 'Sale · R-1' }).click()
  await panel.getByRole('link', { name: 'Open the sale' }).click()
  await page.getByRole('heading', { name: 'R-1' }).waitFor()
  await page.goto(`${base}/app/${ecosystemId}/statements/01990000-0000-7000-8000-000000000000`)
  await page.getByText('This is not here, or no longer.', { exact: false }).waitFor()
})

test('closed days go to the accountant as a table, and to DATEV once every account has a number; in German, in the dark, on a phone', async () => {
  const page = await open('/accounting')
  await page.getByText('have not gone to your accountant yet', { exact: false }).waitFor()
  const table = await taken(page, 'Take the file')
  assert.match(table.name, /^bookings-.*\.csv$/)
  await page.getByText('has gone to your accountant', { exact: false }).waitFor()
  await page.getByRole('radio', { name: 'DATEV' }).check()
  await page.getByRole('button', { name: 'Take the file' }).click()
  await page.getByText('Nobody has said yet under which numbers', { exact: false }).waitFor()
  await page.getByLabel('Number of the consultant').fill('29098')
  await page.getByLabel('Number of the client').fill('55003')
  await page.getByLabel('Money in the bank').fill('1200')
  await page.getByLabel('Owed to organisations').fill('170')
  await page.getByRole('button', { name: 'Keep the numbers' }).click()
  await page.getByText('This number needs 4 digits', { exact: false }).waitFor()
  await page.getByLabel('Owed to organisations').fill('1700')
  await page.getByRole('button', { name: 'Keep the numbers' }).click()
  await page.getByText('The numbers are kept.').waitFor()
  await page.getByRole('button', { name: 'Take the file' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Tax collected' }).waitFor()
  await inspect(page, 'accounting', { fullPage: true })
  await page.getByLabel('Tax collected').fill('1776')
  await page.getByRole('button', { name: 'Keep the numbers' }).click()
  await page.getByText('Some accounts have no number yet.').waitFor({ state: 'hidden' })
  const batch = await taken(page, 'Take the file')
  assert.match(batch.name, /^EXTF_Buchungsstapel_/)
  assert.match(batch.bytes.toString('latin1'), /^"EXTF";700;21;"Buchungsstapel";13;/)

  const phone = await open('/statements', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await phone.getByRole('heading', { name: 'Abrechnungsbelege' }).waitFor()
  await phone.getByText('Abrechnungsbeleg 1').first().waitFor()
  await inspect(phone, 'statements-phone-dark-de', { fullPage: true })
  await phone.getByRole('link', { name: 'Museum am Fluss Abrechnungsbeleg 1' }).click()
  await phone.getByRole('gridcell', { name: 'Verkauf · R-1' }).waitFor()
  await inspect(phone, 'statement-phone-dark-de', { fullPage: true })
  await phone.getByRole('gridcell', { name: 'Verkauf · R-1' }).click()
  await phone.getByRole('dialog', { name: 'Woher das kommt' }).waitFor()
  await inspect(phone, 'statement-line-phone-dark-de')
  await phone.goto(`${base}/app/${ecosystemId}/accounting`)
  await phone.getByText('ist bei Ihrer Buchhaltung', { exact: false }).waitFor()
  await inspect(phone, 'accounting-phone-dark-de', { fullPage: true })
})

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [])
})

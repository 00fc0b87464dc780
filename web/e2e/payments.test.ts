import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

const BANK = `Buchungstag;Beguenstigter/Zahlungspflichtiger;Verwendungszweck;Kontonummer/IBAN;Betrag;Waehrung
03.02.2025;Weingut Moor GmbH;Rechnung 17;DE89370400440532013000;-1.234,50;EUR
05.01.2025;WEINGUT MOOR;Rechnung 12;DE89370400440532013000;-100,00;EUR
07.01.2025;Busreisen Fuchs KG;Gruppe;DE02120300000000202051;2.000,00;EUR
09.01.2025;Erika Mustermann;Aushilfe;DE02100500000024290661;-450,00;EUR
10.01.2025;Druckerei Klein;Flyer;;acht;EUR
`

test('a bank statement asks first who one is, shows what it would tie, leaves people and sums out, and is taken back', async () => {
  await ask('POST', '/parties', { name: 'Hotel Krone' })
  await ask('POST', '/parties', { name: 'Weingut Moor' })
  const page = await open('/imports')
  const statement = { name: 'umsaetze.csv', mimeType: 'text/csv', buffer: Buffer.from(BANK) }
  await page.locator('input[type=file]').first().setInputFiles(statement)
  await page.getByText('Payments tie others to your own organisation.').waitFor()
  await page.getByText('The files are kept. One answer from you is missing.').waitFor()
  await inspect(page, 'payments-refused', { fullPage: true })
  await page.getByRole('combobox', { name: 'Your own organisation' }).fill('Krone')
  await page.getByRole('option', { name: 'Hotel Krone' }).click()
  await page.getByRole('button', { name: 'This is us' }).click()
  await page.getByText('This would bring 1 new organisation and 2 ties.').waitFor()
  await page.getByText('This is probably a private person').waitFor()
  assert.equal(await page.getByText('Mustermann').count(), 0)
  await page.getByText('“acht” is not an amount.').waitFor()
  await inspect(page, 'payments-checked', { fullPage: true })
  // the box follows the server, which checks the file again
  await page.getByLabel('Keep the sums with the tie').click()
  await page.locator('input[type=checkbox]:checked').nth(1).waitFor()
  await page.getByRole('button', { name: 'Put on the map' }).click()
  await page.getByText('This brought 1 new organisation and 2 ties.').waitFor()
  const evidence = (await ask('GET', '/ties')).items.map((tie: { evidence: string }) => tie.evidence).sort()
  assert.deepEqual(evidence, [
    '1 payment, the last on 2025-01-07; in all 2000.00 EUR',
    '2 payments, the last on 2025-02-03; in all 1334.50 EUR',
  ])
  await page.getByRole('button', { name: 'Take back' }).click()
  await page.getByText('This import was taken back.').waitFor()
  assert.equal((await ask('GET', '/ties')).items.length, 0)
})

test('the choices about a statement fit on a phone, in German', async () => {
  const page = await open('/imports', { viewport: 'phone', locale: 'de' })
  const statement = { name: 'umsaetze.csv', mimeType: 'text/csv', buffer: Buffer.from(BANK) }
  await page.locator('input[type=file]').first().setInputFiles(statement)
  await page.getByText('Wer an wen verkauft').waitFor()
  await inspect(page, 'payments-phone-de', { fullPage: true })
})

test('nothing in the console', () => assert.deepEqual(complaints, []))

// Taking data along: from the map, as it is filtered there, in the wished format; with progress, a way to stop, and a refusal in words.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints, ecosystemId } = await testWorkspace()

const hotel = await ask('POST', '/parties', { name: 'Hotel Post', city: 'Zell', kinds: ['partners'], latitude: 50.02, longitude: 7.18 })
const bakery = await ask('POST', '/parties', { name: '=Bäckerei Jung', city: 'Bullay' })
await ask('POST', '/ties', { fromId: hotel.id, toId: bakery.id, type: 'buys_from' })

test('the export of the map, as it is filtered there, is two steps away', async () => {
  const page = await open('/map?city=Zell')
  await page.getByRole('button', { name: 'Share and save' }).click()
  await page.getByRole('menuitem', { name: 'Export as data' }).click()
  await page.getByRole('heading', { name: 'Export', level: 1 }).waitFor()
  assert.equal(new URL(page.url()).search, '?city=Zell')
  await page.getByText('1 organisation', { exact: true }).waitFor()
  await page.getByText('2 organisations', { exact: true }).waitFor()
  await page.getByRole('radio', { name: /Tables \(CSV\)/ }).check()
  await page.getByText(/^The file holds organisations with all their fields/).waitFor()
  await inspect(page, 'export')
  await page.getByRole('combobox', { name: 'Tables' }).click()
  await page.getByRole('option', { name: 'Organisations' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Make the file' }).click()
  const file = await coming
  assert.match(file.suggestedFilename(), /-organisations\.csv$/)
  const text = readFileSync(await file.path(), 'utf8')
  assert.ok(text.includes('Hotel Post') && !text.includes('Bäckerei'))
  await page.getByText(/is in your downloads/).waitFor()
  await page.getByRole('radio', { name: 'The whole map' }).check()
  await page.getByRole('radio', { name: /Excel workbook/ }).check()
  const workbook = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Make the file' }).click()
  assert.match((await workbook).suggestedFilename(), /\.xlsx$/)
})

test('what breaks off or is refused is said, and what is stopped is not kept', async () => {
  const page = await open('/exports')
  const downloads: string[] = []
  page.on('download', (file) => downloads.push(file.suggestedFilename()))
  const busy = { status: 429, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'Busy.', status: 429, code: 'too_many_exports' }) } // biome-ignore format: one line reads better
  await page.route('**/exports', (route) => route.fulfill(busy))
  await page.getByRole('button', { name: 'Make the file' }).click()
  await page.getByText('Several exports are being written right now.').waitFor()
  await page.unroute('**/exports')
  await page.route('**/exports', () => undefined) // an answer that does not come
  await page.getByRole('button', { name: 'Make the file' }).click()
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('button', { name: 'Make the file' }).waitFor()
  assert.deepEqual(downloads, [])
})

test('from the palette, in German, on a phone, in the dark', async () => {
  const page = await open('', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Suchen' }).click()
  const field = page.getByRole('textbox', { name: 'Suchen' }).or(page.getByRole('searchbox', { name: 'Suchen' }))
  await field.first().fill('exportieren')
  await page.getByRole('dialog').getByText('Exportieren', { exact: true }).click()
  await page.getByRole('heading', { name: 'Export', level: 1 }).waitFor()
  await inspect(page, 'export-phone-de', { fullPage: true })
  assert.equal(new URL(page.url()).pathname, `/app/${ecosystemId}/exports`)
})

test('the browser had nothing to complain about', () => {
  assert.deepEqual(complaints, [])
})

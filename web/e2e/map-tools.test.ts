import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { transaction } from '../../server/kernel/ctx.ts'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints, base, db, ecosystemId } = await testWorkspace()

for (const field of [
  { key: 'staff', label: 'Staff', type: 'number' },
  { key: 'fair', label: 'Fair trade', type: 'boolean' },
  { key: 'founded', label: 'Founded', type: 'date' },
])
  await ask('POST', '/fields', field)

const PARTIES = [
  {
    name: 'Bäckerei Anders',
    city: 'Zell (Mosel)',
    latitude: 50.03,
    longitude: 7.18,
    fields: { staff: 12, fair: true, founded: '1987-03-01' },
  },
  {
    name: 'Mühle Becker',
    city: 'Zell (Mosel)',
    latitude: 50.031,
    longitude: 7.19,
    fields: { staff: 4, fair: false, founded: '1911-06-01' },
  },
  { name: 'Café Clemens', city: 'Cochem', latitude: 50.147, longitude: 7.166, fields: { fair: true } },
  { name: 'Weingut Dahm', city: 'Bernkastel-Kues', latitude: 49.916, longitude: 7.07 },
  { name: 'Verein Erz', city: 'Cochem' },
]
const ids: string[] = []
for (const party of PARTIES) ids.push((await ask('POST', '/parties', { ...party, kinds: ['partners'] })).id)
const [bakery, mill, cafe, winery] = ids as [string, string, string, string]
await ask('POST', '/ties', { fromId: bakery, toId: mill, type: 'buys_from', strength: 0.8 })
await ask('POST', '/ties', { fromId: bakery, toId: cafe, type: 'supplies', strength: 0.5 })
await ask('POST', '/ties', { fromId: cafe, toId: winery, type: 'partners' })

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
await transaction({ db, ecosystemId, actor: { kind: 'system' }, now: () => new Date() }, async (tx) => {
  await sql`update parties set created_at = ${daysAgo(60)} where id = any (${[bakery, mill]})`.execute(tx.db)
  await sql`update parties set created_at = ${daysAgo(20)} where id = ${cafe}`.execute(tx.db)
  await sql`update ties set created_at = ${daysAgo(60)} where to_id = ${mill}`.execute(tx.db)
})

const network = (page: Page) => page.locator('[data-testid=network][data-ready]').waitFor()
const ground = (page: Page) => page.locator('[data-testid=geography][data-ready]').waitFor()
const legend = (page: Page) => page.getByRole('region', { name: 'What colours and lines mean' }).getByRole('listitem').allTextContents()

test('an own field gives colour and size, and the legend says what they mean', async () => {
  const page = await open('/map')
  await network(page)
  await page.getByRole('button', { name: 'How it looks' }).click()
  await page.getByLabel('Colour', { exact: true }).selectOption('Fair trade')
  await page.getByText('Colour: Fair trade').waitFor()
  await page.getByLabel('Size', { exact: true }).selectOption('Staff')
  await page.getByRole('region', { name: 'What colours' }).getByText('Yes', { exact: true }).waitFor()
  assert.deepEqual((await legend(page)).slice(0, 3), ['Yes2', 'No1', 'Nothing entered2'])
  await inspect(page, 'map-own-field-light')
  await page.getByLabel('Colour', { exact: true }).selectOption('Founded')
  await page.getByText('1 Jun 1911').waitFor()
  assert.match(page.url(), /colour=field%3Afounded&size=field%3Astaff/)
  await page.context().close()
})

test('groups by an own field stand together, also when the link is opened anew, and on the ground its colours hold', async () => {
  const page = await open('/map?layout=field:fair&colour=field:staff', { locale: 'de', scheme: 'dark' })
  await network(page)
  await page.getByText('Farbe: Staff').waitFor()
  await inspect(page, 'map-own-field-dark-de')
  assert.equal((await ask('GET', '/layouts/group-field-fair')).partyIds.length, PARTIES.length)
  await page.getByText('Landkarte', { exact: true }).click()
  await ground(page)
  await page.getByText('Farbe: Staff').waitFor()
  await page.context().close()
})

test('a link that names a field that is gone shows the map as usual', async () => {
  const page = await open('/map?colour=field:gone')
  await network(page)
  await page.getByText('Colour: Kind').waitFor()
  await page.context().close()
})

test('the slider shows when the map changed, and keys and buttons step from change to change', async () => {
  const page = await open('/map?layout=kind')
  await network(page)
  await page.getByRole('button', { name: 'Look at an earlier day' }).click()
  const slider = page.getByRole('slider', { name: 'The map on a day' })
  const changes = page.getByRole('list', { name: 'When the map changed' }).getByRole('listitem')
  await changes.nth(2).waitFor({ state: 'attached' })
  const said = (await changes.allTextContents()).map((text) => text.replace(/^.*: /, ''))
  assert.deepEqual(said, ['2 organisations came, 1 tie came', '1 organisation came', '2 organisations came, 2 ties came'])
  await slider.focus()
  await page.keyboard.press('PageDown')
  await page.getByText('3 organisations and 1 tie').waitFor()
  assert.equal(new URL(page.url()).searchParams.get('asOf'), daysAgo(20).toISOString().slice(0, 10))
  assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /1 organisation came$/)
  await inspect(page, 'map-changes-light')
  await page.getByRole('button', { name: 'Back to the change before' }).click()
  await page.getByText('2 organisations and 1 tie').waitFor()
  assert.ok(await page.getByRole('button', { name: 'Back to the change before' }).isDisabled())
  await page.context().close()
  const phone = await open(`/map?asOf=${daysAgo(30).toISOString().slice(0, 10)}`, { viewport: 'phone', locale: 'de', scheme: 'dark' })
  await network(phone)
  await phone.getByRole('list', { name: 'Wann sich die Karte verändert hat' }).getByRole('listitem').nth(2).waitFor({ state: 'attached' })
  await inspect(phone, 'map-changes-phone-dark-de')
  await phone.context().close()
})

test('the filter by tie says how many organisations a choice leaves', async () => {
  const page = await open('/map')
  await network(page)
  await page.getByRole('button', { name: 'Tie', exact: true }).click()
  const choices = page.getByRole('dialog', { name: 'Tie' }).locator('label')
  await choices.first().waitFor()
  assert.deepEqual(await choices.allTextContents(), ['buys from2', 'supplies2', 'works together with2'])
  await choices.first().click()
  await page.getByText('You are looking at 2 organisations').waitFor()
  await page.context().close()
})

test('who is in view is listed, follows the view, and is chosen from the list', async () => {
  const page = await open('/map?size=field:staff')
  await network(page)
  await page.getByRole('button', { name: 'Organisations in view' }).click()
  const list = page.getByRole('listbox', { name: 'Organisations in view' })
  const names = () => list.getByRole('option').allTextContents()
  await list.getByRole('option').nth(4).waitFor()
  assert.deepEqual(await names(), ['Bäckerei Anders', 'Café Clemens', 'Mühle Becker', 'Verein Erz', 'Weingut Dahm'])
  await page.getByLabel('Sort the list').selectOption('Staff')
  await list.getByText('12').waitFor()
  assert.deepEqual(await names(), ['Bäckerei Anders12', 'Mühle Becker4', 'Café Clemens', 'Verein Erz', 'Weingut Dahm'])
  await inspect(page, 'map-in-view-light')
  for (let step = 0; step < 4; step++) await page.getByRole('button', { name: 'Closer' }).click()
  await page.getByText(/^[0-4] of 5$/).waitFor()
  await page.getByRole('button', { name: 'Show everything' }).click()
  await page.getByText('5 of 5').waitFor()
  await list.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`party=${mill}`))
  await page.context().close()
})

test('on the ground the list holds who has a place in view; on a phone it is a sheet', async () => {
  const phone = await open('/map?view=geography', { viewport: 'phone' })
  await ground(phone)
  await phone.getByRole('button', { name: 'Organisations in view' }).tap()
  const sheet = phone.getByRole('dialog', { name: 'Organisations in view' })
  await sheet.getByText('4 of 5').waitFor()
  await inspect(phone, 'map-in-view-phone')
  await sheet.getByRole('option', { name: 'Weingut Dahm' }).tap()
  await phone.waitForURL(new RegExp(`party=${winery}`))
  await phone.context().close()
  const dark = await open('/map?view=geography', { scheme: 'dark', locale: 'de' })
  await ground(dark)
  await dark.getByRole('button', { name: 'Organisationen im Ausschnitt' }).click()
  await dark.getByText('4 von 5').waitFor()
  await inspect(dark, 'map-in-view-dark-de')
  await dark.context().close()
})

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [], base)
})

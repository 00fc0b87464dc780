import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints, base } = await testWorkspace()

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

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [], base)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inspect, screenshot, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

// three towns in which everybody knows the next four, a bridge between each two, and two who know nobody
const TOWNS = ['Zell', 'Cochem', 'Trier']
const IN_TOWN = 16
const ids: string[] = []
for (const [t, city] of TOWNS.entries())
  for (let k = 0; k < IN_TOWN; k++)
    ids.push((await ask('POST', '/parties', { name: `${city} ${k + 1}`, city, kinds: [k % 3 === t ? 'suppliers' : 'customers'] })).id)
for (const name of ['Alone', 'Far away']) ids.push((await ask('POST', '/parties', { name })).id)
const tie = (a: number, b: number) => ask('POST', '/ties', { fromId: ids[a], toId: ids[b], type: 'partners' })
for (let t = 0; t < TOWNS.length; t++) {
  const first = t * IN_TOWN
  for (let k = 0; k < IN_TOWN; k++) for (let step = 1; step <= 4; step++) await tie(first + k, first + ((k + step) % IN_TOWN))
  for (let k = 1; k < 4; k++) await tie(first, first + ((k + 6) % IN_TOWN))
  if (t > 0) await tie(first, first - IN_TOWN)
}

const region = (page: Page) => page.locator('[data-testid=region][data-ready]').waitFor()

test('the region is drawn when somebody looks, and read by mouse, keyboard and as a list', async () => {
  const page = await open('/map/region')
  await region(page)
  await page.getByText('50 organisations in 3 groups.').waitFor()
  await inspect(page, 'region-light')
  await page.getByRole('button', { name: 'Groups and members' }).click()
  await page.getByRole('button', { name: /^Trier 1/ }).click()
  await page.getByRole('button', { name: 'Trier 5', exact: true }).click()
  await page.waitForURL(/party=/)
  await page.getByRole('complementary').getByText('Trier 5').first().waitFor()
  await page.waitForTimeout(400)
  await inspect(page, 'region-chosen')
  await page.getByTestId('region').focus()
  for (const key of ['Escape', '+', 'ArrowLeft', '-', '0']) await page.keyboard.press(key)
  await page.waitForURL((url) => !url.searchParams.has('party'))
  await page.context().close()
})

test('the filter is that of the map; newcomers are counted until a new picture shows them', async () => {
  const page = await open('/map/region?kind=suppliers')
  await region(page)
  await page.getByText('The filter finds 16.').waitFor()
  await screenshot(page, 'region-filtered')
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByText('The filter finds').waitFor({ state: 'detached' })
  await ask('POST', '/parties', { name: 'Newcomer', city: 'Zell' })
  await page.reload()
  await page.getByText('1 organisation has come since and is not in it yet.').waitFor()
  await page.getByRole('button', { name: 'Show the new picture' }).click()
  await page.getByText('51 organisations in 3 groups.').waitFor()
  await page.context().close()
})

test('on a phone, in the dark, in German', async () => {
  const page = await open('/map/region', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await region(page)
  await page.getByText('in 3 Gruppen').waitFor()
  await inspect(page, 'region-phone-dark-de')
  await page.getByRole('button', { name: 'Gruppen und Mitglieder' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Zell 1/ })
    .click()
  await page.getByRole('button', { name: 'Zell 3', exact: true }).waitFor()
  await inspect(page, 'region-phone-list-de')
  await page.context().close()
})

test('nothing complained', () => assert.deepEqual(complaints, []))

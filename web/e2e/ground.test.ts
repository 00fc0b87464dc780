import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inspect, screenshot, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()
await ask('POST', '/samples/mosel')

const ground = (page: Page) => page.locator('[data-testid=geography][data-ready]').waitFor()
const search = (page: Page) => new URL(page.url()).searchParams

test('flows and heat are chosen in the look, told in numbers, opened to their ties by keyboard, and kept in the address', async () => {
  const page = await open('/map?view=geography')
  await ground(page)
  await page.getByRole('button', { name: 'How it looks' }).click()
  await page.getByLabel('Flows', { exact: true }).selectOption({ label: 'By number of ties' })
  await page.keyboard.press('Escape')
  await page.locator('[data-testid=geography][data-flows]').waitFor()
  assert.equal(search(page).get('flows'), 'count')
  await inspect(page, 'ground-flows')
  await page.getByRole('button', { name: 'Strongest flows' }).press('Enter')
  const list = page.getByRole('region', { name: 'Strongest flows between places' })
  const first = list.getByRole('button', { name: /^(From|Between) .+: \d+ ties?$/ }).first()
  const said = (await first.getAttribute('aria-label'))!
  await first.press('Enter')
  await list.getByRole('status').getByText(said).waitFor()
  assert.equal(await list.getByRole('listitem').count(), Number(/(\d+) ties?$/.exec(said)![1]))
  await inspect(page, 'ground-flow-chosen')
  await list.getByRole('listitem').first().getByRole('button').first().press('Enter')
  await page.waitForURL(/party=/)
  await page.context().close()
})

test('heat is read off a legend, in German, in the dark, on a phone and as a drawing', async () => {
  const page = await open('/map?view=geography&heat=count', { scheme: 'dark', locale: 'de' })
  await ground(page)
  await page.getByText(/Organisationen im Umkreis von [\d,]+ km/).waitFor()
  await inspect(page, 'ground-heat-dark-german')
  await page.getByRole('button', { name: 'Teilen und speichern' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /SVG/ }).click()])
  assert.match(readFileSync(await file.path(), 'utf8'), /<image href="data:image\/png;base64,/)
  await page.context().close()
  const phone = await open('/map?view=geography&heat=degree&flows=strength', { viewport: 'phone' })
  await ground(phone)
  await phone.locator('[data-testid=geography][data-flows]').waitFor()
  await inspect(phone, 'ground-phone')
  await phone.getByRole('button', { name: 'Show what heat and flows mean' }).click()
  await screenshot(phone, 'ground-phone-legend')
  await phone.getByRole('button', { name: 'Strongest flows' }).click()
  await phone.getByRole('dialog').getByRole('listitem').first().waitFor()
  await screenshot(phone, 'ground-phone-list')
  await phone.context().close()
})

test('the browser had nothing to complain about', () => assert.deepEqual(complaints, []))

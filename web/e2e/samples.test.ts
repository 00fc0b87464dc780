import assert from 'node:assert/strict'
import { test } from 'node:test'
import { screenshot, testWorkspace, violations } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

test('an empty map offers one’s own file, the Mosel valley and Indiana', async () => {
  const page = await open()
  await page.getByRole('heading', { name: 'Mosel valley begins here' }).waitFor()
  await page.getByRole('link', { name: 'Import a file' }).waitFor()
  await page.getByRole('button', { name: 'Show me Indiana' }).waitFor()
  await page.getByRole('link', { name: '© OpenStreetMap contributors' }).waitFor()
  assert.equal(await page.getByRole('complementary', { name: 'Where the sample data comes from' }).count(), 0)
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'welcome', true)
  const dark = await open('', { locale: 'de', scheme: 'dark' })
  await dark.getByRole('button', { name: 'Moseltal zeigen' }).waitFor()
  assert.deepEqual(await violations(dark), [])
  await screenshot(dark, 'welcome-dark', true)
  const phone = await open('', { viewport: 'phone' })
  await phone.getByRole('button', { name: 'Show me the Mosel valley' }).waitFor()
  await screenshot(phone, 'welcome-phone', true)
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
})

test('a sample is loaded with one click, and every page then says whose data it is and what is invented', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Show me the Mosel valley' }).click()
  await page.waitForURL(/\/map/)
  const strip = page.getByRole('complementary', { name: 'Where the sample data comes from' })
  await strip.getByText('kinds, ties, offers and needs are invented').waitFor()
  await strip.getByRole('link', { name: 'ODbL 1.0' }).waitFor()
  await strip.getByRole('link', { name: 'CC BY 4.0' }).waitFor()
  assert.equal((await ask('GET', '/parties?limit=1')).total, 279)
  await page.waitForTimeout(3_000)
  await screenshot(page, 'sample-map')
  const home = await open('', { viewport: 'phone' })
  await home.getByText('Your map knows 279 organisations.').waitFor()
  assert.deepEqual(await violations(home), [])
  await screenshot(home, 'sample-home-phone')
})

test('the story of a party names whose work it is, and what is invented around it', async () => {
  const [party] = (await ask('GET', '/parties?q=Weingut%20Hugo%20Hower')).items
  const page = await open(`/organisations/${party.id}`, { locale: 'de' })
  await page.getByText('Aus Beispieldaten').waitFor()
  await page.getByText('erfunden', { exact: true }).first().waitFor()
  await page.getByText('Weinherstellung').first().waitFor()
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'sample-story', true)
  const exchange = await open('/exchange')
  await exchange.getByText('invented', { exact: true }).first().waitFor()
  await screenshot(exchange, 'sample-exchange')
})

test('a sample goes in one step, and what somebody built on it is named', async () => {
  const [party] = (await ask('GET', '/parties?q=Kloster%20Machern')).items
  await ask('POST', `/parties/${party.id}/notes`, { body: 'Wants a stall at the market' })
  const page = await open()
  await page.getByRole('button', { name: 'About, remove' }).click()
  const about = page.getByRole('dialog', { name: 'Sample data' })
  await about.getByText('draw no conclusions about the people who run them', { exact: false }).waitFor()
  await page.waitForTimeout(300)
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'sample-about')
  await about.getByRole('button', { name: 'Remove this sample' }).click()
  await about.getByText('1 organisation stays, because somebody added something to it', { exact: false }).waitFor()
  await about.getByRole('link', { name: 'Brauhaus Kloster Machern' }).waitFor()
  await screenshot(page, 'sample-left')
  assert.equal((await ask('GET', '/parties?limit=1')).total, 1)
})

test('the console stays silent', () => assert.deepEqual(complaints, []))

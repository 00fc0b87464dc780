import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { screenshot, testWorkspace, violations } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

test('an empty map says what belongs here and where to start', async () => {
  const page = await open('/insight')
  await page.getByRole('heading', { name: 'Nothing on the map yet' }).waitFor()
  await page.getByRole('link', { name: 'Import a file' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'insight-empty')
})

test('a map with too few ties says so once, and what to do first', async () => {
  const ids: string[] = []
  for (const name of ['Bakery Traben', 'Mill', 'Winery']) ids.push((await ask('POST', '/parties', { name })).id)
  await ask('POST', '/ties', { fromId: ids[0], toId: ids[1], type: 'buys_from' })
  const page = await open('/insight')
  await page.getByText('One of 3 organisations has no tie yet').first().waitFor()
  assert.equal(await page.getByText('Find a first tie for Winery').count(), 1)
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'insight-few')
  for (const id of ids) await ask('DELETE', `/parties/${id}`)
})

test('on a real network every answer names its evidence, and a number opens to its definition', async () => {
  await loadIndiana()
  const page = await open('/insight')
  await page.getByText(/If ITPC left, one other would lose its way/).waitFor()
  await page.getByText(/ITPC is best connected, with ties to 24 of 27 others/).waitFor()
  await page
    .getByRole('button', { name: /Constraint: what is this/ })
    .first()
    .click()
  const definition = page.getByRole('dialog', { name: 'Constraint' })
  await definition.getByText('Source: Burt 2004').waitFor()
  assert.deepEqual(await violations(page), [])
  await page.keyboard.press('Escape')
  await definition.waitFor({ state: 'hidden' })
  await screenshot(page, 'insight-light', true)
})

test('an answer becomes a task, and undo takes it back', async () => {
  const page = await open('/insight')
  const card = page.getByRole('article').filter({ hasText: 'Whose leaving would cut others off?' })
  await card.getByRole('button', { name: 'Make it a task' }).click()
  await page.getByText('The task is on the list.').waitFor()
  const made = (await ask('GET', '/tasks')).items
  assert.deepEqual(
    made.map(({ title, proposedBy }: Record<string, string>) => [title, proposedBy]),
    [['Find a second way to DOE, besides ITPC', 'insight:wouldcutoff']],
  )
  await screenshot(page, 'insight-task')
  const again = await open('/insight')
  await again.getByRole('link', { name: 'On the task list' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await card.getByRole('button', { name: 'Make it a task' }).waitFor()
  assert.deepEqual((await ask('GET', '/tasks')).items, [])
})

test('a party in an answer opens its story beside the page', async () => {
  const page = await open('/insight')
  await page.getByRole('link', { name: 'ITPC' }).first().click()
  await page.waitForURL(/\?party=/)
})

test('the page speaks German, in the dark and on a phone', async () => {
  const dark = await open('/insight', { locale: 'de', scheme: 'dark' })
  await dark.getByText(/Ginge ITPC, verlöre eine andere Organisation/).waitFor()
  assert.deepEqual(await violations(dark), [])
  await screenshot(dark, 'insight-dark', true)
  const phone = await open('/insight', { viewport: 'phone' })
  await phone.getByText(/If ITPC left/).waitFor()
  await screenshot(phone, 'insight-phone', true)
  assert.deepEqual(await violations(phone), [])
  const overflow = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(overflow, 0)
})

test('the console stays silent', () => assert.deepEqual(complaints, []))

/** The real network of 25 organisations in tobacco control, with kinds and sectors made up for the test, and three without a tie. */
async function loadIndiana(): Promise<void> {
  const rows = (file: string) => readFileSync(`samples/networks/indiana-dissemination.${file}.csv`, 'utf8').trim().split(/\r?\n/).slice(1)
  const kinds = ['government', 'partners', 'services', 'community']
  const sectors = ['84.12', '86.10', '70.22', '94.99']
  const ids = new Map<string, string>()
  for (const row of rows('nodes')) {
    const [id, name, category] = row.split(',')
    const place = Number(category) % kinds.length
    const party = {
      name,
      kinds: [kinds[place]],
      sectorScheme: 'nace',
      sectorCode: id === '3' ? '72.20' : sectors[place],
      city: 'Indianapolis',
    }
    ids.set(id!, (await ask('POST', '/parties', party)).id)
  }
  for (const name of ['Riverside Clinic', 'School Board', 'Youth Council']) await ask('POST', '/parties', { name, kinds: ['community'] })
  for (const row of rows('edges')) {
    const [from, to] = row.split(',')
    await ask('POST', '/ties', { fromId: ids.get(from!), toId: ids.get(to!), type: 'informs' })
  }
}

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inspect, screenshot, testWorkspace } from './harness.ts'

const { ask, open, complaints, base } = await testWorkspace()

const PARTIES = [
  { name: 'Bäckerei Anders', kinds: ['customers'], city: 'Zell (Mosel)', latitude: 50.03, longitude: 7.18, tags: ['organic'] },
  { name: 'Mühle Becker', kinds: ['suppliers'], city: 'Zell (Mosel)', latitude: 50.031, longitude: 7.19 },
  { name: 'Café Clemens', kinds: ['customers', 'partners'], city: 'Cochem', latitude: 50.147, longitude: 7.166 },
  { name: 'Weingut Dahm', kinds: ['suppliers'], city: 'Bernkastel-Kues', latitude: 49.916, longitude: 7.07, tags: ['organic', 'wine'] },
  { name: 'Verein Erz', kinds: ['community'], city: 'Cochem' },
]
const ids: string[] = []
for (const party of PARTIES) ids.push((await ask('POST', '/parties', party)).id)
const [bakery, mill, cafe, winery] = ids as [string, string, string, string]
await ask('POST', '/ties', { fromId: bakery, toId: mill, type: 'buys_from', directed: true, strength: 0.8 })
await ask('POST', '/ties', { fromId: bakery, toId: cafe, type: 'supplies', directed: true, strength: 0.5 })
await ask('POST', '/ties', { fromId: cafe, toId: winery, type: 'partners', directed: false })

const network = (page: Page) => page.locator('[data-testid=network][data-ready]').waitFor()
const ground = (page: Page) => page.locator('[data-testid=geography][data-ready]').waitFor()

test('the network shows everybody, walks along ties by keyboard and opens who was chosen', async () => {
  const page = await open('/map')
  await network(page)
  await page.getByText('Your map holds 5 organisations and 3 ties between them.').waitFor()
  await inspect(page, 'map-network-light')
  await page.getByTestId('network').focus()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('status').filter({ hasText: 'neighbours' }).waitFor({ state: 'attached' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/party=/)
  await page.context().close()
})

test('positions are kept: after a reload everybody stands where they stood', async () => {
  const before = await ask('GET', '/layouts/force')
  assert.equal(before.partyIds.length, PARTIES.length)
  const page = await open('/map')
  await network(page)
  await page.context().close()
  assert.deepEqual(await ask('GET', '/layouts/force'), before)
})

test('a filter holds in all three views and lies in the address', async () => {
  const page = await open('/map?tag=organic')
  await page.getByText('You are looking at 2 organisations').waitFor()
  for (const view of ['Geography', 'Table', 'Network']) {
    await page.getByText(view, { exact: true }).click()
    assert.deepEqual(new URL(page.url()).searchParams.getAll('tag'), ['organic'])
    await page.getByText('You are looking at 2 organisations').waitFor()
  }
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByText('Your map holds 5 organisations').waitFor()
  assert.equal(new URL(page.url()).searchParams.has('tag'), false)
  await page.context().close()
})

test('the ground counts who has no place, and what is in view can be narrowed to without a mouse', async () => {
  const page = await open('/map?view=geography')
  await ground(page)
  await page.getByText('1 has no place yet and is not on this map').waitFor()
  await inspect(page, 'map-geography-light')
  await page.getByRole('button', { name: 'Only what is in view' }).press('Enter')
  await page.getByText('You are looking at 4 organisations').waitFor()
  await page.context().close()
})

test('before the outline of the countries is there the ground is neutral, not sea', async () => {
  const page = await open('/map?view=table')
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/countries-.*\.json/, async (route) => {
    await held
    await route.continue()
  })
  await page.getByText('Geography', { exact: true }).click()
  await ground(page)
  const stage = page.getByTestId('geography')
  assert.equal(await stage.getAttribute('data-land'), null)
  assert.deepEqual(await colourAt(page, 0.55, 0.02), [251, 249, 245])
  await screenshot(page, 'map-geography-before-outline')
  release()
  await page.locator('[data-testid=geography][data-land]').waitFor()
  await page.context().close()
})

/** What is painted at a share of the ground, as red, green and blue. */
async function colourAt(page: Page, x: number, y: number): Promise<number[]> {
  const box = (await page.getByTestId('geography').boundingBox())!
  const clip = { x: Math.round(box.x + box.width * x), y: Math.round(box.y + box.height * y), width: 2, height: 2 }
  const png = (await page.screenshot({ clip })).toString('base64')
  return await page.evaluate(async (data) => {
    const image = new Image()
    image.src = `data:image/png;base64,${data}`
    await image.decode()
    const canvas = document.createElement('canvas').getContext('2d')!
    canvas.drawImage(image, 0, 0)
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }, png)
}

for (const locale of ['en', 'de'] as const) {
  test(`on a phone the head of the map and of the organisations leaves them their room (${locale})`, async () => {
    for (const path of ['/map', '/map?view=geography', '/organisations']) {
      const page = await open(path, { viewport: 'phone', locale, scheme: locale === 'de' ? 'dark' : 'light' })
      await page.getByText(/5 Organisationen|5 organisations/).waitFor()
      const filters = page.getByRole('search').last()
      const [head, row] = [await page.locator('header:has(h1)').boundingBox(), await filters.boundingBox()]
      assert.ok(row!.y + row!.height - head!.y <= 170, `${path} ${row!.y + row!.height - head!.y}`)
      await filters.getByRole('button').last().scrollIntoViewIfNeeded()
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390)
      await page.getByRole('searchbox').fill(locale === 'en' ? 'Mühle' : 'Anders')
      await page.getByText(/1 Organisation |1 organisation /).waitFor()
      await inspect(page, `map-head-${path.replace(/\W+/g, '-')}-${locale}`)
      await page.context().close()
    }
  })
}

test('the network is saved as a drawing with everybody in it', async () => {
  const page = await open('/map')
  await network(page)
  await page.getByRole('button', { name: 'Share and save' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Save as drawing (SVG)' }).click()])
  const svg = readFileSync(await file.path(), 'utf8')
  for (const { name } of PARTIES) assert.match(svg, new RegExp(`<title>${name}</title>`))
  await page.context().close()
})

test('the table is grouped, and a tag for many can be taken back', async () => {
  const page = await open('/organisations?group=city')
  await page.getByText('Mühle Becker').waitFor()
  await inspect(page, 'map-table-light')
  await page.getByLabel('Select Mühle Becker').check()
  await page.getByLabel('Select Café Clemens').check()
  await page.getByLabel('Add a tag').fill('market')
  await page.keyboard.press('Enter')
  await page.getByText('2 organisations changed.').waitFor()
  assert.equal((await ask('GET', '/facets')).tags.market, 2)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone.').waitFor()
  assert.equal((await ask('GET', '/facets')).tags.market, undefined)
  await page.context().close()
})

test('a view is kept under a name and found again', async () => {
  const page = await open('/map?tag=wine&layout=kind')
  await network(page)
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByLabel('Name of this view').fill('Wine by kind')
  await page.getByRole('button', { name: 'Keep this view' }).click()
  await page.getByText('The view is kept.').waitFor()
  const link = page.getByRole('link', { name: 'Wine by kind' })
  assert.match((await link.getAttribute('href')) ?? '', /tag=wine.*layout=kind/)
  await page.context().close()
})

for (const [name, path, ready] of [
  ['network', '/map', network],
  ['geography', '/map?view=geography', ground],
] as const)
  test(`the ${name} is accessible in the dark, in German and on a phone`, async () => {
    const dark = await open(path, { scheme: 'dark', locale: 'de' })
    await ready(dark)
    await inspect(dark, `map-${name}-dark-de`)
    await dark.context().close()
    const phone = await open(path, { viewport: 'phone' })
    await ready(phone)
    await inspect(phone, `map-${name}-phone`)
    await phone.context().close()
  })

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [], base)
})

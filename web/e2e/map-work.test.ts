import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { screenshot, testWorkspace } from './harness.ts'

const { ask, open, complaints, base } = await testWorkspace()

const PARTIES = [
  { name: 'Bäckerei Anders', kinds: ['customers'], latitude: 50.03, longitude: 7.18, email: 'anders@example.org' },
  { name: 'Mühle Becker', kinds: ['suppliers'], latitude: 50.031, longitude: 7.19 },
  { name: 'Café Clemens', kinds: ['partners'], latitude: 50.147, longitude: 7.166 },
  { name: 'Weingut Dahm', kinds: ['suppliers'], latitude: 49.916, longitude: 7.07 },
]
const ids: string[] = []
for (const party of PARTIES) ids.push((await ask('POST', '/parties', party)).id)
const [bakery, mill] = ids as [string, string]
await ask('POST', '/ties', { fromId: bakery, toId: mill, type: 'buys_from', strength: 0.8 })

const network = (page: Page) => page.locator('[data-testid=network][data-ready]').waitFor()
const ground = (page: Page) => page.locator('[data-testid=geography][data-ready]').waitFor()

/** Writes into the cell of the first row that the keys have gone to. */
async function write(page: Page, column: string, text: string) {
  await page.keyboard.press('F2')
  await page.getByRole('grid').getByRole('textbox', { name: column }).fill(text)
  await page.keyboard.press('Enter')
}

test('a cell is changed in place and stays changed; what is refused goes back to what it was', async () => {
  const page = await open('/organisations?columns=name,email')
  const grid = page.getByRole('grid')
  const cell = (name: string) => grid.getByRole('gridcell', { name, exact: true })
  await cell('Bäckerei Anders').waitFor()
  await grid.focus()
  const [kept] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'PATCH'),
    write(page, 'Name', 'Bäckerei Anders & Söhne'),
  ])
  assert.equal(kept.status(), 200)
  await page.reload()
  await cell('Bäckerei Anders & Söhne').waitFor()
  assert.equal((await ask('GET', `/parties/${bakery}`)).name, 'Bäckerei Anders & Söhne')
  await grid.focus()
  await page.keyboard.press('ArrowRight')
  await write(page, 'Email', 'nowhere')
  await page.getByRole('alert').getByText('Bäckerei Anders & Söhne could not be changed').waitFor()
  await cell('anders@example.org').waitFor()
  await screenshot(page, 'map-table-refused')
  await page.keyboard.press('F2')
  await grid.getByRole('textbox', { name: 'Email' }).fill('given-up@example.org')
  await page.keyboard.press('Escape')
  // somebody else was faster
  await ask('PATCH', `/parties/${bakery}`, { version: 2, email: 'faster@example.org' })
  await write(page, 'Email', 'slower@example.org')
  await page.getByRole('alert').nth(1).waitFor()
  assert.equal(await page.getByRole('alert').count(), 2)
  assert.equal((await ask('GET', `/parties/${bakery}`)).email, 'faster@example.org')
  assert.equal(await cell('slower@example.org').count(), 0)
  await page.context().close()
})

test('many are taken off the map at once, and undoing brings exactly them back', async () => {
  const page = await open('/organisations')
  await page.getByLabel('Select Mühle Becker').check()
  await page.getByLabel('Select Weingut Dahm').check()
  await page.getByRole('button', { name: 'Take off the map' }).click()
  await page.getByText('2 organisations changed.').waitFor()
  assert.equal((await ask('GET', '/facets')).total, 2)
  const cell = page.getByRole('gridcell', { name: 'Mühle Becker', exact: true })
  await cell.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone.').waitFor()
  await cell.waitFor()
  assert.equal((await ask('GET', '/facets')).total, 4)
  await page.context().close()
})

for (const [name, path, ready] of [
  ['network', '/map', network],
  ['geography', '/map?view=geography', ground],
] as const)
  test(`the ${name} is saved as a picture as large as it is on screen, with something on it`, async () => {
    const page = await open(path)
    await ready(page)
    await page.getByRole('button', { name: 'Share and save' }).click()
    const item = page.getByRole('menuitem', { name: 'Save as picture (PNG)' })
    const [file] = await Promise.all([page.waitForEvent('download'), item.click()])
    assert.match(file.suggestedFilename(), /\.png$/)
    const png = readFileSync(await file.path())
    assert.equal(png.subarray(1, 4).toString(), 'PNG')
    const box = await page.getByTestId(name).boundingBox()
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [Math.round(box!.width), Math.round(box!.height)])
    const colours = await coloursOf(page, png)
    assert.ok(colours.count > 20, `${colours.count} colours`)
    assert.ok(colours.hasMark, 'a supplier is on it')
    await page.context().close()
  })

/** How many colours a picture has, and whether the green of suppliers is one of them; the browser reads it, as everybody’s would. */
function coloursOf(page: Page, png: Buffer) {
  return page.evaluate(
    async (bytes) => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }))
      const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!
      context.drawImage(picture, 0, 0)
      const colours = new Set(new Uint32Array(context.getImageData(0, 0, picture.width, picture.height).data.buffer))
      return { count: colours.size, hasMark: colours.has(0xff739e00) }
    },
    [...png],
  )
}

test('the table is sorted by a heading, and turned round by the same one', async () => {
  const page = await open('/organisations?columns=name,city')
  const grid = page.getByRole('grid')
  const heading = grid.getByRole('columnheader', { name: 'Name' })
  const first = (name: RegExp) => grid.getByRole('row').nth(1).getByRole('gridcell', { name }).waitFor()
  await first(/^Bäckerei/)
  const before = await heading.getAttribute('aria-sort')
  await heading.getByRole('button').click()
  await first(/^Weingut Dahm/)
  assert.deepEqual([before, await heading.getAttribute('aria-sort')], ['ascending', 'descending'])
  await page.reload()
  await first(/^Weingut Dahm/)
  await heading.getByRole('button').click()
  await first(/^Bäckerei/)
  await page.context().close()
})

test('own fields stand in the table as one says them: yes and no, and days as they are written', async () => {
  await ask('POST', '/fields', { key: 'organic', label: 'Organic', type: 'boolean' })
  await ask('POST', '/fields', { key: 'founded', label: 'Founded', type: 'date' })
  const { id } = await ask('POST', '/parties', { name: 'Aachener Hof', fields: { organic: true, founded: '1987-03-01' } })
  const address = '/organisations?columns=name,field:organic,field:founded'
  const page = await open(address)
  const cell = (name: string) => page.getByRole('grid').getByRole('gridcell', { name, exact: true })
  await cell('1 Mar 1987').waitFor()
  await cell('Yes').dblclick()
  await page.getByRole('combobox', { name: 'Organic' }).selectOption({ label: 'No' })
  await cell('No').waitFor()
  await screenshot(page, 'map-table-own-fields')
  const german = await open(address, { locale: 'de' })
  await german.getByRole('gridcell', { name: 'Nein', exact: true }).waitFor()
  await german.getByRole('gridcell', { name: '1. März 1987', exact: true }).waitFor()
  assert.deepEqual((await ask('GET', `/parties/${id}`)).fields, { organic: false, founded: '1987-03-01' })
  await ask('DELETE', `/parties/${id}`)
  await page.context().close()
  await german.context().close()
})

test('an area is drawn with the finger, corner by corner, and narrows the map', async () => {
  const page = await open('/map?view=geography', { viewport: 'phone' })
  await ground(page)
  const box = (await page.getByTestId('geography').boundingBox())!
  await page.getByRole('button', { name: 'Draw an area' }).tap()
  const close = page.getByRole('button', { name: 'Close the area' })
  assert.ok(await close.isDisabled())
  // around the northernmost, who stands 60 pixels below the upper edge
  const corners = [[130, 15], [300, 15], [300, 120], [130, 120]] as const // biome-ignore format: one line reads better
  for (const [index, [x, y]] of corners.entries()) {
    await page.touchscreen.tap(box.x + x, box.y + y)
    await page.getByText(`${index + 1} so far`).waitFor()
  }
  await screenshot(page, 'map-drawing-phone')
  await close.tap()
  await page.getByText('You are looking at 1 organisation').waitFor()
  assert.equal(new URL(page.url()).searchParams.get('area')?.split(';').length, 4)
  await page.getByText('Area with 4 corners').waitFor()
  await page.context().close()
})

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [], base)
})

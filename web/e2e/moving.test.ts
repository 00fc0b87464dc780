// Who stands in the middle of their town is dragged to where they are: by mouse, by keyboard, by finger, and by nobody who did not ask to.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()
const MIDDLE = { city: 'Zell', latitude: 50.03, longitude: 7.18, placeApproximate: true }
const { id } = await ask('POST', '/parties', { name: 'Bäckerei Anders', ...MIDDLE })
await ask('POST', '/parties', { name: 'Mühle Becker', city: 'Cochem', latitude: 50.147, longitude: 7.166 })

type Placed = { latitude: number; longitude: number; placeApproximate: boolean }
const placed = async (): Promise<Placed> => {
  const { latitude, longitude, placeApproximate } = await ask('GET', `/parties/${id}`)
  return { latitude, longitude, placeApproximate }
}
const START: Placed = { latitude: MIDDLE.latitude, longitude: MIDDLE.longitude, placeApproximate: true }
const ground = (page: Page) => page.locator('[data-testid=geography][data-ready]').waitFor()
const handle = (page: Page) => page.getByRole('button', { name: 'Point of Bäckerei Anders' })
const keep = (page: Page) => page.getByRole('button', { name: 'Keep this place' })

async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  await handle(page).waitFor()
  const { x, y, width, height } = (await handle(page).boundingBox())!
  return { x: x + width / 2, y: y + height / 2 }
}

test('a chosen party stays where it is until one presses move; then it is dragged, kept for certain, and undone', async () => {
  const page = await open(`/map?view=geography&party=${id}`)
  await ground(page)
  await page.getByRole('button', { name: 'Move Bäckerei Anders' }).waitFor()
  await inspect(page, 'moving-chosen')
  assert.equal(await handle(page).count(), 0)
  const box = (await page.getByTestId('geography').boundingBox())!
  await page.mouse.move(box.x + 400, box.y + 300)
  await page.mouse.down()
  await page.mouse.move(box.x + 460, box.y + 340, { steps: 4 })
  await page.mouse.up()
  assert.deepEqual(await placed(), START)

  await page.getByRole('button', { name: 'Move Bäckerei Anders' }).click()
  const { x, y } = await middleOf(page)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 80, y - 40, { steps: 5 })
  await page.mouse.up()
  await inspect(page, 'moving-dragged')
  await keep(page).click()
  await page.getByText('Bäckerei Anders has its new place.').waitFor()
  const after = await placed()
  assert.ok(after.longitude > START.longitude && after.latitude > START.latitude && !after.placeApproximate, JSON.stringify(after))
  await page.waitForURL((url) => url.searchParams.get('party') === id && !url.searchParams.has('moving'))
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone.').waitFor()
  assert.deepEqual(await placed(), START)
})

test('the arrow keys move the point, Escape leaves it as it was, Enter keeps it; what could not be kept says so and stays', async () => {
  const page = await open(`/map?view=geography&party=${id}`)
  await ground(page)
  await page.getByRole('button', { name: 'Move Bäckerei Anders' }).press('Enter')
  await handle(page).and(page.locator(':focus')).waitFor()
  for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key)
  assert.notEqual(await page.getByLabel('Longitude').inputValue(), String(START.longitude))
  await page.keyboard.press('Escape')
  await handle(page).waitFor({ state: 'detached' })
  assert.deepEqual(await placed(), START)

  await page.getByRole('button', { name: 'Move Bäckerei Anders' }).press('Enter')
  await handle(page).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.route(`**/parties/${id}`, (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()))
  await page.keyboard.press('Enter')
  await page.getByRole('form', { name: 'Set the place' }).getByRole('alert').waitFor()
  await inspect(page, 'moving-refused')
  await page.unroute(`**/parties/${id}`)
  await handle(page).press('Enter')
  await page.getByText('Bäckerei Anders has its new place.').waitFor()
  const after = await placed()
  assert.ok(after.longitude < START.longitude && after.latitude === START.latitude && !after.placeApproximate, JSON.stringify(after))
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes('ERR_FAILED')))
})

test('on a phone the way leads over the story, and a finger drags the point', async () => {
  const page = await open(`/organisations/${id}`, { viewport: 'phone', locale: 'de', scheme: 'dark' })
  await page.getByRole('button', { name: 'Mehr zu dieser Organisation' }).click()
  await page.getByRole('menuitem', { name: 'Auf der Karte verschieben' }).click()
  await ground(page)
  const before = await placed()
  const point = page.getByRole('button', { name: 'Punkt von Bäckerei Anders' })
  await point.waitFor()
  const { x, y, width, height } = (await point.boundingBox())!
  const [fromX, fromY] = [x + width / 2, y + height / 2]
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points })
  await touch('touchStart', [{ x: fromX, y: fromY }])
  for (const part of [0.3, 0.6, 1]) await touch('touchMove', [{ x: fromX - 60 * part, y: fromY - 30 * part }])
  await touch('touchEnd', [])
  await inspect(page, 'moving-phone')
  await page.getByRole('button', { name: 'Ort behalten' }).click()
  await page.getByText('Bäckerei Anders hat einen neuen Ort.').waitFor()
  await inspect(page, 'moving-phone-kept')
  const after = await placed()
  assert.ok(after.longitude < before.longitude && after.latitude > before.latitude, JSON.stringify([before, after]))
})

test('the content security policy and the console are silent', () => assert.deepEqual(complaints, []))

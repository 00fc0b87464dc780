import assert from 'node:assert/strict'
import { test } from 'node:test'
import { house, testGeocoder } from '../../server/modules/places/testing.ts'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints, geocoder } = await workspace()

async function workspace() {
  let service: Awaited<ReturnType<typeof testGeocoder>> | undefined
  const made = await testWorkspace(async (_, closeWith) => {
    service = await testGeocoder(closeWith)
    return { geocoder: { url: service.url, style: 'nominatim', perSecond: 50 } }
  })
  return { ...made, geocoder: service! }
}

for (const [name, place] of Object.entries({
  'Gasthaus Moselblick': { street: 'Gestade 6', postalCode: '54470', city: 'Bernkastel-Kues', country: 'DE' },
  'Weingut Steffen': { street: 'Am Markt 1', postalCode: '54290', city: 'Trier', country: 'DE' },
  Bahnhofsladen: { city: 'Frankfurt', country: 'DE' },
  'Fähre Erden': { city: 'Erden', country: 'DE' },
  Wandergruppe: {},
}))
  await ask('POST', '/parties', { name, kinds: ['partners'], ...place })

test('a list says who is not on the map; towns are found, asked about, and can be taken back', async () => {
  const page = await open('/places')
  await page.getByText('5 of 5 organisations have no place yet.').waitFor()
  await page.getByText('No address', { exact: true }).waitFor()
  await inspect(page, 'places', { fullPage: true })
  await page.getByRole('button', { name: 'Find by town' }).click()
  await page.getByText('3 of 5 organisations have no place yet.').waitFor()
  await page.getByText(/This town is not in the table: Erden/).waitFor()
  await inspect(page, 'places-questions', { fullPage: true })
  await page.getByRole('combobox', { name: /Frankfurt/ }).click()
  await page.getByRole('option', { name: /Frankfurt am Main, Hesse/ }).click()
  await page.getByRole('button', { name: 'Place these' }).click()
  await page.getByText('2 of 5 organisations have no place yet.').waitFor()
})

test('nothing is sent to the geocoder before an owner agrees, and a wrong answer is refused', async () => {
  geocoder.state.acts = [house(), house({ lat: '91' })]
  const page = await open('/places')
  await page.getByText('Nothing is sent until an owner agrees.').waitFor()
  assert.equal(geocoder.asked.length, 0)
  await page.getByRole('button', { name: 'Agree that addresses are sent' }).click()
  await page.getByRole('button', { name: /^Ask for/ }).click()
  await page.getByText(/The search is done: 1 found/).waitFor()
  await page.getByText(/with an answer that cannot be right/).waitFor()
  await inspect(page, 'places-geocoder', { fullPage: true })
})

test('a place is set by a click or by its coordinates, refused outside the earth, and undone', async () => {
  const page = await open('/places')
  await page.getByRole('link', { name: 'Set on the map: Fähre Erden' }).click()
  await page.getByText('Click where Fähre Erden is, or type the coordinates.').waitFor()
  await page.locator('[data-testid="geography"][data-ready="true"]').waitFor()
  const keep = page.getByRole('button', { name: 'Keep this place' })
  assert.equal(await keep.isDisabled(), true)
  const box = (await page.getByTestId('geography').boundingBox())!
  await page.mouse.click(box.x + 600, box.y + 250)
  await page.getByText('Keep this place for Fähre Erden, or drag the point, or click somewhere else.').waitFor()
  await inspect(page, 'places-click')
  await page.getByLabel('Latitude').fill('491')
  assert.notEqual(await page.getByLabel('Latitude').inputValue(), '491')
  await page.getByLabel('Latitude').fill('49.98')
  await page.getByLabel('Longitude').fill('7.02')
  await keep.click()
  await page.getByText('1 of 5 organisations has no place yet.').waitFor()
  await page.getByText('Fähre Erden is on the map.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('2 of 5 organisations have no place yet.').waitFor()
})

test('the ground says how many are missing and how many stand in the middle of their town', async () => {
  const page = await open('/map?view=geography')
  await page.getByText(/2 have no place yet/).waitFor()
  await page.getByText(/middle of their town/).waitFor()
  await page.locator('[data-testid="geography"][data-ready="true"]').waitFor()
  await inspect(page, 'places-ground')
  await page.getByRole('link', { name: 'Find places' }).click()
  await page.getByRole('heading', { name: 'Find places' }).waitFor()
})

test('on a phone, in German and in the dark', async () => {
  const phone = await open('/places', { viewport: 'phone' })
  await phone.getByText(/have no place yet/).waitFor()
  await inspect(phone, 'places-phone', { fullPage: true })
  const dark = await open('/places', { locale: 'de', scheme: 'dark' })
  await dark.getByText('2 von 5 Organisationen haben noch keinen Ort.').waitFor()
  await inspect(dark, 'places-dark-de', { fullPage: true })
})

test('the content security policy and the console are silent', () => assert.deepEqual(complaints, []))

// The whole story, from an empty database to an empty map with a full log. Everything is done as a person does it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, PASSWORD, screenshot, testInstallation } from './harness.ts'

const { base, visit, firstLink, complaints } = await testInstallation()
const PLACES = 'samples/places/osm-mosel-pois.geojson'
/** People and companies in it are invented, and called so. */
const CONTACTS = 'web/e2e/fixtures/hubspot-contacts-invented.csv'
const LONG_MS = 60_000

const page = await visit((await firstLink())!)
let ecosystem = ''

/** What the API answers to the person on the page. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
async function read(path: string): Promise<any> {
  const answer = await page.request.get(`${base}/api/ecosystems/${ecosystem}${path}`)
  assert.equal(answer.status(), 200, `${path}: ${await answer.text()}`)
  return await answer.json()
}

const go = (place: string) => page.getByRole('navigation').getByRole('link', { name: place, exact: true }).first().click()

async function importFile(path: string): Promise<void> {
  await go('Import')
  await page.getByRole('heading', { name: 'Import', level: 1 }).waitFor()
  await page.locator('input[type=file]').first().setInputFiles(path)
  await page.getByText(/^Nothing is written yet/).waitFor({ timeout: LONG_MS })
  await page.getByRole('button', { name: 'Put on the map' }).click()
  await page.getByText(/^This brought/).waitFor({ timeout: LONG_MS })
}

test('the first account opens an empty ecosystem', async () => {
  await page.getByLabel('Name of your ecosystem').fill('Mosel valley')
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('Mail address').fill('ada@example.org')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('heading', { name: 'Mosel valley begins here' }).waitFor()
  ecosystem = new URL(page.url()).pathname.split('/')[2] ?? ''
  assert.equal((await read('/parties?limit=1')).total, 0)
})

test('the places of the Mosel and a contact file come onto the map', async () => {
  await importFile(PLACES)
  await importFile(CONTACTS)
  const places = (await read('/parties?limit=1')).total
  assert.ok(places > 255 && places < 270, String(places))
  const [ina] = (await read('/search?q=Ina%20Erfunden')).items
  assert.equal(ina.kind, 'contact')
})

test('two possible duplicates are looked at and decided', async () => {
  const { total } = await read('/duplicates')
  await go('Import')
  await page
    .getByRole('link', { name: /possible duplicate/ })
    .first()
    .click()
  await page.getByText(`${total} pairs may be one organisation each.`, { exact: false }).waitFor()
  await inspect(page, 'story-duplicates')
  await page.getByRole('button', { name: 'Not the same' }).first().click()
  await page.getByText(`${total - 1} pairs may be`, { exact: false }).waitFor()
  await page
    .getByRole('button', { name: /^The same/ })
    .first()
    .click()
  await page.getByText(`${total - 2} pairs may be`, { exact: false }).waitFor()
})

test('the map is looked at as network, as geography and as table, and narrowed', async () => {
  const { total } = await read('/parties?limit=1')
  await go('Map')
  await page.getByText(`Your map holds ${total} organisations`, { exact: false }).waitFor({ timeout: LONG_MS })
  for (const mode of ['Geography', 'Table']) {
    await page.getByText(mode, { exact: true }).first().click()
    await page.getByText(`${total} organisations`, { exact: false }).first().waitFor()
    await page.waitForTimeout(1000)
    await inspect(page, `story-${mode.toLowerCase()}`)
  }
  await page.getByRole('searchbox').first().fill('Weingut')
  const found = (await read('/parties?q=Weingut&limit=1')).total
  await page.getByText(`${found} organisations`, { exact: false }).first().waitFor()
  assert.match(page.url(), /q=Weingut/)
})

test('an answer with its evidence becomes a task', async () => {
  await go('What your map says')
  await page.getByRole('button', { name: 'Make it a task' }).first().click()
  await page.getByText('The task is on the list.').waitFor()
  await page.waitForTimeout(500)
  await screenshot(page, 'story-answer')
  const [task] = (await read('/tasks')).items
  await go('Tasks')
  await page.getByText(task.title).first().waitFor()
})

test('both imports are taken back: nothing is left but the log', async () => {
  for (const name of ['hubspot-contacts-invented.csv', 'osm-mosel-pois.geojson']) {
    await go('Import')
    await page.getByRole('link', { name, exact: false }).first().click()
    await page.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('This import was taken back.').waitFor({ timeout: LONG_MS })
  }
  // somebody worked with one of them since, so it stays and is named, until they say that it shall go too
  await page.getByRole('heading', { name: '1 thing stayed' }).waitFor()
  const { items } = await read('/parties?limit=5')
  assert.equal(items.length, 1)
  await page.getByRole('link', { name: items[0].name }).waitFor()
  await inspect(page, 'story-left')
  await page.getByRole('button', { name: 'Take it off the map too' }).click()
  await page.getByText(`${items[0].name}: was taken off the map`).waitFor()
  await inspect(page, 'story-gone')
  assert.equal((await read('/parties?limit=5')).total, 0)
  assert.deepEqual((await read('/search?q=Erfunden')).items, [])
  assert.equal((await read('/duplicates')).total, 0)

  await page.getByRole('button', { name: 'Put it back' }).click()
  await page.getByRole('button', { name: 'Take it off the map too' }).click()
  await page.getByRole('button', { name: 'Put it back' }).waitFor()
  assert.equal((await read('/parties?limit=5')).total, 0)

  // the task stays, and says that its organisation is gone
  await go('Tasks')
  await page.getByText(`${items[0].name}, no longer on the map`).waitFor()
  await inspect(page, 'story-task-left')
  const [task] = (await read('/tasks')).items
  await page.getByRole('button', { name: task.title, exact: true }).click()
  await page.getByLabel('What is to be done').fill('Thank them for their time')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Thank them for their time', exact: true }).waitFor()

  await go('Map')
  await page.getByText('Your map is still empty', { exact: false }).first().waitFor()
  await inspect(page, 'story-empty-map')
  const types = new Set((await read('/events?limit=200')).items.map(({ type }: { type: string }) => type))
  const said = [
    'import.applied',
    'import.undone',
    'import.leftovers_removed',
    'import.leftovers_restored',
    'party.ended',
    'task.created',
    'party.merged',
  ]
  for (const type of said) assert.ok(types.has(type), type)
})

test('no page complained in the console', () => assert.deepEqual(complaints, []))

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { transaction } from '../../server/kernel/ctx.ts'
import { inspect, PASSWORD, testInstallation } from './harness.ts'

const { base, db, firstLink, visit, complaints } = await testInstallation()

const page = await visit((await firstLink()) ?? '', { locale: 'de', scheme: 'dark', viewport: 'phone' })
const cookie = async () => (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
const ecosystemOf = (at: Page) => /\/app\/([0-9a-f-]{36})/.exec(at.url())?.[1] ?? ''
let german = ''

/** The answer of the API to the person of the page. */
async function ask(ecosystemId: string, method: string, path: string, body?: unknown) {
  const response = await fetch(`${base}/api/ecosystems/${ecosystemId}${path}`, {
    method,
    headers: { origin: base, cookie: await cookie(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: response.status, json: (await response.json()) as any }
}

const labels = async (ecosystemId: string, path: string): Promise<string[]> =>
  (await ask(ecosystemId, 'GET', path)).json.items.map(({ label }: { label: string }) => label)

/** Another window of the same person. */
async function open(address: string, viewport: 'wide' | 'phone' = 'wide'): Promise<Page> {
  const other = await visit('/app/sign-in', { viewport })
  await other.context().addCookies(await page.context().cookies())
  await other.goto(`${base}${address}`)
  return other
}

async function pick(at: Page, label: string, option: string): Promise<void> {
  await at.getByRole('combobox', { name: label }).click()
  await at.getByRole('option', { name: option }).click()
}

test('chosen at the first run, in German on a phone, its words are there in German', async () => {
  await page.getByLabel('Name Ihres Ökosystems').fill('Essen aus dem Tal')
  await page.getByRole('combobox', { name: 'Was für ein Ökosystem ist es?' }).click()
  await page.getByRole('option', { name: 'Ernährungsnetzwerk' }).waitFor()
  await inspect(page, 'ecosystem-kinds-first-run-options-de-phone-dark')
  await page.getByRole('option', { name: 'Ernährungsnetzwerk' }).click()
  await page.locator('form div').getByText('Höfe, Verarbeitung, Küchen und Läden', { exact: false }).last().waitFor()
  await inspect(page, 'ecosystem-kinds-first-run-de-phone-dark', { fullPage: true })
  await page.getByLabel('Ihr Name').fill('Ada')
  await page.getByLabel('E-Mail-Adresse').fill('ada@example.org')
  await page.getByRole('textbox', { name: 'Passwort' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Beginnen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Essen aus dem Tal' }).waitFor()
  german = ecosystemOf(page)
  assert.ok((await labels(german, '/kinds')).includes('Kantinen und Großküchen'))
  assert.ok((await labels(german, '/fields')).includes('Liefertage'))
  assert.ok((await labels(german, '/tie-types')).includes('verarbeitet für'))
})

test('the guide names it, says which sectors are missing, and turns its proposal into tasks', async () => {
  await page.goto(`${base}/app/${german}/guide`)
  await page.getByText('Sie beginnen als: Ernährungsnetzwerk.').waitFor()
  await page.getByText('Noch sagt keine Organisation auf Ihrer Karte ihre Branche.', { exact: false }).waitFor()
  await ask(german, 'POST', '/parties', { name: 'Mühle im Tal', sectorScheme: 'nace', sectorCode: '10.61' })
  await page.reload()
  await page.getByText('1 Organisation nennt ihre Branche.', { exact: false }).waitFor()
  await inspect(page, 'ecosystem-kinds-guide-map-de-phone-dark', { fullPage: true })
  await page.getByRole('button', { name: /^Ein erster gemeinsamer Schritt/ }).click()
  const own = page.getByRole('region', { name: 'Vorschläge für: Ernährungsnetzwerk' })
  await own.getByRole('heading', { name: 'Einmal fahren statt dreimal' }).waitFor()
  await page.getByText('4 Vorschläge, die überall passen').click()
  await page.getByRole('heading', { name: 'Einander weiterempfehlen' }).waitFor()
  await page.getByText('4 Vorschläge, die überall passen').click()
  await inspect(page, 'ecosystem-kinds-guide-de-phone-dark', { fullPage: true })
  await own.getByRole('button', { name: '2 Aufgaben daraus machen: Einmal fahren statt dreimal' }).click()
  await page.getByText('2 Aufgaben stehen auf Ihrer Liste.').waitFor()
  const tasks = (await ask(german, 'GET', '/tasks')).json.items.map(({ title }: { title: string }) => title)
  assert.ok(tasks.includes('Drei Höfe fragen, an welchen Tagen sie wohin fahren, und es eintragen'), tasks.join())
})

test('another ecosystem begins without a choice; the first step of its guide asks, in English, and takes it back', async () => {
  const wide = await open('/app/new-ecosystem')
  await wide.getByLabel('Name of your ecosystem').fill('Station road')
  await inspect(wide, 'ecosystem-kinds-new')
  await wide.getByRole('button', { name: 'Create the ecosystem' }).click()
  await wide.getByRole('heading', { level: 1, name: /Station road/ }).waitFor()
  const english = ecosystemOf(wide)
  await wide.goto(`${base}/app/${english}/guide`)
  await pick(wide, 'What kind of ecosystem is it?', 'High street')
  await inspect(wide, 'ecosystem-kinds-guide-ask', { fullPage: true })
  await wide.getByRole('button', { name: 'Choose this kind' }).click()
  await wide.getByText('You begin as: High street.').waitFor()
  await wide.getByText('Words added: 14, kept: 0, taken away: 0.').waitFor()
  assert.ok((await labels(english, '/kinds')).includes('Property owners'))
  await wide.getByRole('button', { name: 'Undo' }).click()
  await wide.getByText('Say what kind of ecosystem it is', { exact: false }).waitFor()
  assert.deepEqual(await labels(english, '/fields'), [])
})

test('in the settings another is chosen: what is used stays and is named, and undo brings the rest back', async () => {
  await ask(german, 'POST', '/parties', { name: 'Kantine am Hafen', kinds: ['kitchens_for_many'], fields: { meals_a_day: 300 } })
  const before = [...(await labels(german, '/kinds')), ...(await labels(german, '/fields'))].sort()
  const wide = await open(`/app/${german}/settings/vocabulary`)
  await wide.getByText('This is chosen.').waitFor()
  await pick(wide, 'Kind', 'Tourism destination')
  await wide.getByText('Fields: Number of beds', { exact: false }).waitFor()
  await wide.getByRole('button', { name: 'Choose this kind' }).click()
  const result = wide.getByRole('status').filter({ hasText: 'What came of it' })
  await result.getByText('Kantinen und Großküchen, Essen am Tag').waitFor()
  await result.getByText('Taken away, because nobody used it').waitFor()
  await inspect(wide, 'ecosystem-kinds-settings', { fullPage: true })
  assert.ok(!(await labels(german, '/fields')).includes('Liefertage'))
  await wide.getByRole('button', { name: 'Take it back' }).click()
  await result.getByText('Of the kind before, kept because it is used').waitFor({ state: 'detached' })
  await result.getByText('Liefertage', { exact: false }).waitFor()
  assert.deepEqual([...(await labels(german, '/kinds')), ...(await labels(german, '/fields'))].sort(), before)
  await page.goto(`${base}/app/${german}/settings/vocabulary`)
  await page.getByText('Diese ist gewählt.').waitFor()
  await inspect(page, 'ecosystem-kinds-settings-de-phone-dark', { fullPage: true })
})

test('the typical sectors are offered first where a sector is chosen', async () => {
  const wide = await open(`/app/${german}/organisations/new`)
  await wide.getByRole('combobox', { name: 'Sector' }).click()
  await wide.getByText('Typical of such an ecosystem').waitFor()
  const first = await wide.getByRole('option').first().textContent()
  assert.match(first ?? '', /01\.13/)
  await inspect(wide, 'ecosystem-kinds-sectors')
})

test('a viewer sees which it is and chooses nothing', async () => {
  await transaction({ db, actor: { kind: 'system' }, ecosystemId: german, now: () => new Date() }, (tx) =>
    tx.db.updateTable('auth.memberships').set({ role: 'viewer' }).where('ecosystem_id', '=', german).execute(),
  )
  assert.equal((await ask(german, 'PUT', '/ecosystem-kind', { kind: 'crafts' })).status, 403)
  const wide = await open(`/app/${german}/settings/vocabulary`)
  await wide.getByText('Food network').waitFor()
  assert.equal(await wide.getByRole('button', { name: 'Choose this kind' }).count(), 0)
})

test('where the kind cannot be kept, the ecosystem is there nevertheless and it is said', async () => {
  const wide = await open('/app/new-ecosystem')
  await wide.route('**/ecosystem-kind', (route) => route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"status":403,"code":"forbidden","title":"No"}' })) // biome-ignore format: one line reads better
  await wide.getByLabel('Name of your ecosystem').fill('Harbour')
  await pick(wide, 'What kind of ecosystem is it?', 'Business park')
  await wide.getByRole('button', { name: 'Create the ecosystem' }).click()
  await wide.getByRole('heading', { level: 1, name: /Harbour/ }).waitFor()
  await wide.getByText('its kind could not be kept', { exact: false }).waitFor()
})

test('nothing in the console', () => assert.deepEqual(complaints, []))

// The first hour of a town's official: who is public and why, the map in the town's own site, the data, a correction by a business.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { testMailServer } from '../../server/modules/people/testing.ts'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, visit, base, browser, complaints, mails } = await workspace()

async function workspace() {
  let server: Awaited<ReturnType<typeof testMailServer>> | undefined
  const made = await testWorkspace(async (_, closeWith) => {
    server = await testMailServer(closeWith)
    return { mail: { smtpUrl: server.smtpUrl, from: 'Tutti <tutti@example.org>' } }
  })
  return { ...made, mails: server!.mails }
}

const PLACES = [
  { name: 'Bäckerei Lorenz', sectorCode: '10.71', city: 'Traben-Trarbach', latitude: 49.951, longitude: 7.117, email: 'brot@example.org' },
  { name: 'Weingut Steffen', sectorCode: '11.02', city: 'Bernkastel-Kues', latitude: 49.916, longitude: 7.07 },
  { name: 'Fähre Erden', sectorCode: '50.30', city: 'Erden', latitude: 49.98, longitude: 7.02 },
  { name: 'Heimatverein', city: 'Erden' },
]
for (const { sectorCode, ...place } of PLACES) {
  await ask('POST', '/parties', {
    ...place,
    street: 'Am Markt 1',
    country: 'DE',
    description: 'Seit vielen Jahren im Tal.',
    website: 'https://www.example.org',
    ...(sectorCode && { sectorScheme: 'nace', sectorCode }),
  })
}

/** A site of somebody else, with the map in a frame. */
async function foreignSite(map: string, port = 0): Promise<{ url: string; close: () => void }> {
  const page = `<!doctype html><html lang="en"><title>Town</title><h1>Our town</h1><iframe title="Map" src="${map}" width="900" height="700"></iframe>`
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const { port: chosen } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${chosen}`, close: () => server.close() }
}

/** A window without an account and, where wished, without scripts. */
async function stranger(path: string, javaScriptEnabled = true): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled, viewport: { width: 1100, height: 800 }, locale: 'en-GB' })).newPage()
  page.setDefaultTimeout(15_000)
  page.on('console', (message) => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && complaints.push(message.text()))
  await page.goto(new URL(path, base).href)
  return page
}

test('a coordinator says who is public and why, and opens the map', async () => {
  const page = await open('/settings/public-map')
  await page.getByText('Closed: nobody outside sees anything.').waitFor()
  await inspect(page, 'public-settings', { fullPage: true })
  await page.getByRole('combobox', { name: 'Organisations' }).click()
  await page.getByRole('button', { name: 'Take all 4 of this list' }).click()
  await page.keyboard.press('Escape')
  await page.getByLabel('How did they agree?').fill('By mail of 3 March')
  assert.equal(await page.getByRole('button', { name: 'Make public' }).isDisabled(), true)
  await page.getByLabel(/This covers: name, sector/).check()
  await page.getByRole('button', { name: 'Make public' }).click()
  await page.getByText('By consent since').first().waitFor()
  await page.getByLabel('Address of the map').fill('Not an address')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(/Lower-case letters, digits and hyphens only/).waitFor()
  await page.getByLabel('Address of the map').fill('mosel')
  await page.getByLabel('Whom readers write to').fill('town@example.org')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('http://').first().waitFor()
  await page.getByRole('button', { name: 'Open the map' }).click()
  await page.getByText('Open: 4 organisations can be seen by everybody.').waitFor()
  await inspect(page, 'public-settings-open', { fullPage: true })
})

test('everybody reads the map, the pages and the texts, without scripts and with them', async () => {
  const plain = await stranger('/m/mosel', false)
  await plain.getByText('4 organisations', { exact: true }).waitFor()
  await plain.getByLabel('Town', { exact: true }).selectOption('Erden')
  await plain.getByRole('button', { name: 'Show' }).click()
  await plain.getByText('2 of 4 organisations').waitFor()
  await plain.getByRole('link', { name: 'Fähre Erden' }).click()
  await plain.getByRole('heading', { name: 'Fähre Erden' }).waitFor()
  await plain.getByRole('link', { name: 'Privacy' }).click()
  await plain.getByRole('heading', { name: 'Whoever reads these pages' }).waitFor()
  const page = await visit('/m/mosel')
  await page.getByRole('button', { name: 'Closer' }).click()
  await inspect(page, 'public-map', { fullPage: true })
  await page.getByRole('button', { name: 'Everything' }).click()
  const box = (await page.locator('svg[data-map]').boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await inspect(await visit('/m/mosel?lang=de', { scheme: 'dark', locale: 'de' }), 'public-map-dark-de', { fullPage: true })
  const phone = await visit('/m/mosel', { viewport: 'phone' })
  await inspect(phone, 'public-map-phone', { fullPage: true })
  await phone.getByRole('link', { name: 'Bäckerei Lorenz' }).click()
  await phone.getByRole('heading', { name: 'Bäckerei Lorenz' }).waitFor()
  await inspect(phone, 'public-party-phone', { fullPage: true })
  const german = await visit('/m/mosel', { locale: 'de', viewport: 'phone' })
  await german.getByText('4 Organisationen', { exact: true }).waitFor()
  await inspect(german, 'public-map-phone-de')
  await german.getByRole('link', { name: 'English' }).click()
  await german.getByText('4 organisations', { exact: true }).waitFor()
  await german.getByRole('link', { name: 'Fähre Erden' }).first().click()
  await german.getByRole('link', { name: 'Back to the map' }).waitFor()
  assert.equal(await german.locator('html').getAttribute('lang'), 'en')
  await inspect(await visit('/m/mosel/imprint?lang=de', { locale: 'de' }), 'public-imprint-de')
})

test('another site shows the map once it is named, and not before', async () => {
  const site = await foreignSite(`${base}/m/mosel`)
  try {
    const before = await browser.newPage()
    await before.goto(site.url)
    await before.waitForTimeout(1_000)
    assert.equal(await before.frameLocator('iframe').getByText('4 organisations').count(), 0)
    const page = await open('/settings/public-map')
    await page.getByLabel('Sites that may embed the map').fill(site.url)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved.').first().waitFor()
    const after = await browser.newPage()
    await after.goto(site.url)
    await after.frameLocator('iframe').getByText('4 organisations', { exact: true }).waitFor()
    await after.screenshot({ path: 'var/screens/public-embedded.png' })
    await after.frameLocator('iframe').getByRole('link', { name: 'Weingut Steffen' }).click()
    await after.frameLocator('iframe').getByRole('heading', { name: 'Weingut Steffen' }).waitFor()
  } finally {
    site.close()
  }
})

test('the data can be taken along', async () => {
  const page = await visit('/m/mosel')
  const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()])
  assert.equal(csv.suggestedFilename(), 'data.csv')
  const [geojson] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'GeoJSON' }).click()])
  assert.equal(geojson.suggestedFilename(), 'data.geojson')
})

test('a business corrects itself by a link from its mail; the coordinator accepts; then it withdraws and is gone', async () => {
  const page = await stranger('/m/mosel')
  await page.getByRole('link', { name: 'Bäckerei Lorenz' }).click()
  const party = page.url()
  await page.getByLabel('E-mail address of the organisation').fill('brot@example.org')
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByText('If this address is known here').waitFor()
  for (let tries = 0; mails.length === 0 && tries < 100; tries++) await page.waitForTimeout(100)
  const link = /http:\/\/\S+\/c\/[\w-]+/.exec(mails[0]!.text)![0]
  await page.goto(link)
  await page.getByLabel('Street and number').fill('Brückenstraße 7')
  await inspect(page, 'public-own', { fullPage: true })
  await page.getByRole('button', { name: 'Send the correction' }).click()
  await page.getByText('Your correction is on its way').waitFor()
  const coordinator = await open('/settings/public-map')
  await coordinator.getByText('Brückenstraße 7').waitFor()
  await inspect(coordinator, 'public-corrections')
  await coordinator.getByRole('button', { name: 'Accept the correction of Bäckerei Lorenz' }).click()
  await coordinator.getByText('What Bäckerei Lorenz said is on the map.').waitFor()
  await page.goto(party)
  await page.getByText('Brückenstraße 7').waitFor()
  await page.goto(link)
  await page.getByText(/Your correction was accepted/).waitFor()
  await page.getByLabel('Yes, Bäckerei Lorenz shall no longer be public').check()
  await page.getByRole('button', { name: 'Take it off now' }).click()
  await page.getByText('Bäckerei Lorenz is not public.').waitFor()
  await page.goto(party)
  await page.getByRole('heading', { name: 'This is no longer public' }).waitFor()
  await page.goto(`${base}/m/mosel`)
  await page.getByText('3 organisations', { exact: true }).waitFor()
})

test('a coordinator hands a link out, takes one off and puts it back', async () => {
  const page = await open('/settings/public-map', { viewport: 'phone' })
  await page.getByRole('button', { name: 'Link to correct for Weingut Steffen' }).click()
  const handed = page.getByRole('status').filter({ has: page.getByTestId('ask-link') })
  await handed.getByText(/\/c\//).waitFor()
  await handed.getByRole('button', { name: 'Print a letter' }).click()
  await page.getByRole('dialog').getByText('Weingut Steffen is on the public map of Mosel valley. You decide what is said there.').waitFor()
  await inspect(page, 'public-letter-phone')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await inspect(page, 'public-settings-phone', { fullPage: true })
  await page.getByRole('button', { name: 'Take off: Weingut Steffen' }).click()
  await page.getByText('Open: 2 organisations can be seen by everybody.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Open: 3 organisations can be seen by everybody.').waitFor()
  const german = await open('/settings/public-map', { locale: 'de', scheme: 'dark' })
  await german.getByText('Offen: 3 Organisationen sind für alle zu sehen.').waitFor()
  await inspect(german, 'public-settings-dark-de', { fullPage: true })
})

test('the record of processing is made of what is there, and can be taken along', async () => {
  const page = await open('/settings/processing')
  await page.getByText(/publication_grounds/).waitFor()
  await inspect(page, 'processing', { fullPage: true })
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the record' }).click()])
  assert.equal(file.suggestedFilename(), 'record-of-processing.md')
})

test('the content security policy and the console are silent', () => assert.deepEqual(complaints, []))

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inspect, screenshot, swipe, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

/** Six organisations around a hotel, in the order in which the cards should come. */
async function valley(): Promise<void> {
  const city = { city: 'Traben-Trarbach', postalCode: '56841' }
  const nace = (sectorCode: string) => ({ sectorScheme: 'nace', sectorCode })
  const parties = [
    { name: 'Busreisen Fuchs', kinds: ['customers'], ...city, ...nace('49.39') },
    { name: 'Hotel zur Post', ...city, ...nace('55.10'), tags: ['Altstadt'] },
    { name: 'Restaurant Moselblick', street: 'Am Markt 3', ...city, ...nace('56.10') },
    { name: 'Weingut Moor', ...nace('11.02') },
    { name: 'Verkehrsverein Mittelmosel e. V.', ...nace('94.99') },
    { name: 'Unbekannt und Söhne' },
  ]
  for (const party of parties) await ask('POST', '/parties', party)
}
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 2 }).waitFor()
const tieTypes = async () => (await ask('GET', '/ties')).items.map(({ type }: { type: string }) => type).sort()
/** The answers are sent behind one's back; this waits for them. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith('tutti.sorting.')))
}

test('home leads to the cards, the own organisation is named first, and keys sort, skip and take back', async () => {
  await valley()
  const page = await open('')
  await page.getByRole('link', { name: 'Go on' }).click()
  await page.getByRole('link', { name: 'Say which organisation is yours' }).click()
  await heading(page, 'Which organisation are you?')
  await inspect(page, 'sorting-own')
  await page.getByRole('button', { name: 'It is not on the map yet' }).click()
  await page.getByLabel('Name of your organisation').fill('Hotel Krone')
  await page.getByRole('combobox', { name: 'What you do' }).fill('55.10')
  await page.getByRole('option', { name: /55\.10/ }).click()
  await page.getByRole('button', { name: 'Put it on the map' }).click()
  await heading(page, 'Busreisen Fuchs')
  await page.getByText('1 of 6').waitFor()
  await inspect(page, 'sorting-card')

  await page.keyboard.press('1')
  await heading(page, 'Hotel zur Post')
  await page.getByText('Busreisen Fuchs buys from you.').waitFor()
  await page.keyboard.press('ArrowRight')
  await heading(page, 'Restaurant Moselblick')
  await page.getByText('Probably: We send each other guests.').waitFor()
  await page.keyboard.press('4')
  await heading(page, 'Weingut Moor')
  await page.getByText('4 of 6').waitFor()
  await page.keyboard.press('u')
  await heading(page, 'Restaurant Moselblick')
  await settled(page)
  assert.deepEqual(await tieTypes(), ['buys_from', 'competes'])
  await page.keyboard.press('3')
  await heading(page, 'Weingut Moor')
  await page.keyboard.press('ArrowLeft')
  await heading(page, 'Verkehrsverein Mittelmosel e. V.')
  await page.getByRole('button', { name: 'We are a member there' }).waitFor()
  await page.keyboard.press('Control+z')
  await heading(page, 'Weingut Moor')
  await page.keyboard.press('6')
  await heading(page, 'Verkehrsverein Mittelmosel e. V.')
  await settled(page)
  assert.deepEqual(await tieTypes(), ['buys_from', 'competes', 'refers_to', 'refers_to'])
})

test('another day the pile goes on where it was, without skipped cards, until they are asked for', async () => {
  const page = await open('/sorting', { locale: 'de', scheme: 'dark' })
  await heading(page, 'Verkehrsverein Mittelmosel e. V.')
  await page.getByText('5 von 6').waitFor()
  await inspect(page, 'sorting-card-de-dark')
  await page.getByRole('button', { name: 'Wir sind dort Mitglied' }).click()
  await heading(page, 'Unbekannt und Söhne')
  await page.getByRole('button', { name: 'Überspringen' }).click()
  await heading(page, 'Alle sind zugeordnet')
  await settled(page)
  await inspect(page, 'sorting-finished-de')
  await page.getByRole('button', { name: '2 übersprungene wieder zeigen' }).click()
  await heading(page, 'Weingut Moor')
  await page.getByText('5 von 6').waitFor()
})

test('on a phone a finger answers and skips, a short move does nothing, and the button takes back', async () => {
  const page = await open('/sorting', { viewport: 'phone' })
  await heading(page, 'Weingut Moor')
  await inspect(page, 'sorting-phone', { fullPage: true })
  await swipe(page, 40)
  await page.getByText('5 of 6').waitFor()
  await swipe(page, 150)
  await heading(page, 'Unbekannt und Söhne')
  await page.getByText('You buy from Weingut Moor.').waitFor()
  await swipe(page, -150)
  await heading(page, 'Everybody is sorted')
  // a tap so soon after a swipe would be taken for the second of two by the browser
  await page.getByRole('button', { name: 'Take back' }).click()
  await heading(page, 'Unbekannt und Söhne')
  await settled(page)
  assert.ok((await tieTypes()).includes('supplies'))
})

test('an answer that cannot be sent says so, is kept over a reload, and arrives later', async () => {
  const page = await open('/sorting')
  await heading(page, 'Unbekannt und Söhne')
  await page.route('**/sorting/answers', (route) => route.abort())
  await page.keyboard.press('1')
  await page.getByText('1 answer could not be sent.').waitFor()
  await screenshot(page, 'sorting-offline')
  await page.reload()
  await page.getByText('1 answer could not be sent.').waitFor()
  await page.unroute('**/sorting/answers')
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).first().click()
  await settled(page)
  const found = (await ask('GET', '/ties')).items.filter(({ type }: { type: string }) => type === 'buys_from')
  assert.equal(found.length, 2)
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes('ERR_FAILED')))
})

test('a card that somebody else answered meanwhile is told by name, and their answer stands', async () => {
  const { id: partyId } = await ask('POST', '/parties', { name: 'Spätes Café' })
  const page = await open('/sorting')
  await heading(page, 'Spätes Café')
  await ask('POST', '/sorting/answers', { partyId, answer: 'supplier' })
  await page.keyboard.press('4')
  await page.getByText('“Spätes Café” was not sorted: Somebody has answered this card already.').waitFor()
  await inspect(page, 'sorting-refused')
  await page.getByRole('button', { name: 'Read' }).click()
  assert.deepEqual((await ask('GET', `/parties/${partyId}`)).kinds, ['suppliers'])
})

test('the own organisation is changed in the settings', async () => {
  const page = await open('/settings')
  await page.getByRole('heading', { name: 'Your own organisation' }).waitFor()
  await page.getByRole('combobox', { name: 'Your own organisation' }).fill('Moor')
  await page.getByRole('option', { name: /Weingut Moor/ }).click()
  await page.getByRole('button', { name: 'This is us' }).click()
  await page.getByText('Saved.').first().waitFor()
  assert.equal((await ask('GET', '/own-party')).party.name, 'Weingut Moor')
  await screenshot(page, 'sorting-settings', true)
})

test('nothing in the console', () => assert.deepEqual(complaints, []))

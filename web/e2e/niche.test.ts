import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

test('an empty page says what a niche is for, and nothing known is said as such', async () => {
  const page = await open('/niche')
  await page.getByRole('heading', { name: 'No niche written down yet' }).waitFor()
  await inspect(page, 'niche-empty')
  await page.getByRole('button', { name: 'Write it down' }).click()
  await page.getByText('Nobody on your map is listed as a customer yet.').waitFor()
  await page.getByText('No need with a category is written down yet.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Keep it' }).isDisabled(), true)
})

test('four answers beside the evidence make a sentence; a goal that is reached already is refused and all is kept', async () => {
  const inn = await ask('POST', '/parties', { name: 'Gasthof Moselblick', kinds: ['partners'], sectorScheme: 'nace', sectorCode: '56.10' })
  const club = await ask('POST', '/parties', {
    name: 'Radclub Zell',
    kinds: ['customers'],
    city: 'Zell',
    sectorScheme: 'nace',
    sectorCode: '93.12',
  })
  await ask('POST', '/offers', { partyId: inn.id, side: 'offer', title: 'Suppe', category: 'Meals' })
  await ask('POST', '/offers', { partyId: club.id, side: 'need', title: 'Werkzeug', category: 'Repair' })
  const page = await open('/insight')
  await page.getByRole('link', { name: 'What is our niche?' }).click()
  await page.getByRole('button', { name: 'Write it down' }).click()
  await page.getByText('1 customer on your map.').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'Repair 1 needs it: Radclub Zell; nobody offers it' }).waitFor()
  await page.getByRole('listitem').filter({ hasText: 'Meals 1 offers it: Gasthof Moselblick; nobody needs it' }).waitFor()
  await page.getByLabel('For whom').fill('cyclists')
  await page.getByRole('link', { name: 'Radclub Zell' }).click()
  await page.getByRole('complementary').getByRole('heading', { name: 'Radclub Zell' }).waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await page.getByLabel('For whom').inputValue(), 'cyclists')
  await page.getByLabel('For whom').fill('cyclists in the valley')
  await page.getByLabel('What they lack').fill('a pump and a warm meal')
  await page.getByRole('textbox', { name: 'Whom and what we bring together' }).fill('the inn and the workshop.')
  await page.getByLabel('What becomes better').fill('nobody pushes home')
  const sentence =
    'For cyclists in the valley, who lack a pump and a warm meal, we bring together the inn and the workshop, so that nobody pushes home.'
  assert.equal(await page.getByRole('textbox', { name: 'The niche' }).inputValue(), sentence)
  await page.getByRole('button', { name: 'Add a goal' }).click()
  await page.getByRole('combobox', { name: 'What is counted' }).click()
  await page.getByRole('option', { name: 'Needs that nobody meets' }).click()
  await page.getByText('Today it is 1.').waitFor()
  await page.getByLabel('To be reached').fill('1')
  await inspect(page, 'niche-form', { fullPage: true })
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByText('It is 1 today, so this asks for nothing.').waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Write it down' }).click()
  await page.getByLabel('To be reached').fill('0')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByText('Your niche is written down.').waitFor()
  await page.getByText(sentence).waitFor()
  await page.getByText(/Needs that nobody meets: from 1 to 0 by/).waitFor()
  // with what it rests on, to open
  await page.getByRole('heading', { name: /^What it rests on, as of / }).waitFor()
  await page.getByText('a pump and a warm meal', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Gasthof Moselblick' }).waitFor()
  await page.getByText('now 1', { exact: true }).waitFor()
  // it counts itself
  await ask('POST', '/offers', { partyId: inn.id, side: 'offer', title: 'Pumpe', category: 'repair' })
  await page.reload()
  await page.getByText('now 0 · reached').waitFor()
  await inspect(page, 'niche')
})

test('written anew, the one before is kept; in German, in the dark, on a phone', async () => {
  const page = await open('/niche', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByRole('button', { name: 'Neu schreiben' }).click()
  await page.getByText('Was Ihre Karte weiß').first().waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Dieses Ziel entfernen' }).click()
  await page.getByRole('textbox', { name: 'Die Nische' }).fill('Niemand schiebt mehr nach Hause.')
  await inspect(page, 'niche-form-phone-dark-de', { fullPage: true })
  await page.getByRole('button', { name: 'Festhalten' }).click()
  await page.getByText('Niemand schiebt mehr nach Hause.').waitFor()
  await page.getByRole('heading', { name: 'Davor' }).waitFor()
  await inspect(page, 'niche-phone-dark-de', { fullPage: true })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(overflow, 0)
})

test('the console stays silent', () => assert.deepEqual(complaints, []))

// The first hour of a hotelier, standing at the reception with a phone: contacts, cards, three steps with others. By finger and key only.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneContacts } from './fixtures/phone-contacts.ts'
import { inspect, PASSWORD, swipe, testInstallation } from './harness.ts'

const { visit, firstLink, complaints } = await testInstallation()
const page = await visit((await firstLink()) ?? '', { locale: 'de', viewport: 'phone' })

const card = (name: string) => page.getByRole('heading', { level: 2, name, exact: true }).waitFor()
const top = async () => (await page.getByRole('article').getByRole('heading').textContent()) ?? ''
const press = (name: string | RegExp) => page.getByRole('button', { name }).click()
const follow = (name: string | RegExp) => page.getByRole('link', { name, exact: true }).click()

test('the link of the first start becomes an account and an empty map, which leads to the first hour', async () => {
  await page.getByLabel('Name Ihres Ökosystems').fill('Traben-Trarbach')
  await page.getByLabel('Ihr Name').fill('Kim')
  await page.getByLabel('E-Mail-Adresse').fill('kim@example.org')
  await page.getByRole('textbox', { name: 'Passwort' }).fill(PASSWORD)
  await press('Beginnen')
  await page.getByRole('link', { name: 'Oder sich Schritt für Schritt führen lassen' }).waitFor()
  await inspect(page, 'hotel-1-empty', { fullPage: true })
  await follow('Oder sich Schritt für Schritt führen lassen')
  await page.getByText('Noch 5 Schritte.').waitFor()
})

test('the contacts of the phone come in: private people stay together, one known twice is joined, a doubtful pair is asked', async () => {
  await follow('Datei importieren')
  await page.locator('input[type=file]').first().setInputFiles({ name: 'Kontakte.vcf', mimeType: 'text/vcard', buffer: phoneContacts() })
  await page.getByText('Das brächte 10 neue Organisationen und 9 neue Ansprechpersonen.').waitFor()
  await page.getByText(/Ist eins mit Weingut Moor/).waitFor()
  assert.equal(await page.getByText('Wird bei den Personen ohne Organisation behalten').count(), 2)
  await inspect(page, 'hotel-2-checked', { fullPage: true })
  await press('Auf die Karte bringen')
  await page.getByText(/^Das brachte/).waitFor()
  await inspect(page, 'hotel-3-imported', { fullPage: true })
  await follow('1 mögliche Dublette ansehen')
  await card('Metzgerei Groß')
  await inspect(page, 'hotel-4-duplicate')
  await press('Nicht dasselbe')
  await page.getByText('Es ist kein Paar zu entscheiden.').waitFor()
  await inspect(page, 'hotel-5-decided')
})

test('the own organisation is chosen from the contacts, and the cards are sorted by finger and by key, one taken back', async () => {
  await follow('Wer sind sie für uns?')
  await card('Welche Organisation sind Sie?')
  await page.getByRole('combobox', { name: 'Ihre eigene Organisation' }).fill('Krone')
  await page.getByRole('option', { name: /Hotel Krone/ }).click()
  await press('Das sind wir')
  await page.getByText('1 von 9').waitFor()
  const first = await top()
  await inspect(page, 'hotel-6-card', { fullPage: true })
  await page.keyboard.press('2')
  await page.getByText(`Sie kaufen bei ${first}.`).waitFor()
  const second = await top()
  await swipe(page, 150)
  await page.getByText('3 von 9').waitFor()
  await press('Zurücknehmen')
  await page.getByText(`Zurückgenommen: ${second}.`).waitFor()
  assert.equal(await top(), second)
  await page.keyboard.press('3')
  await page.getByText(`${second} und Sie schicken sich Gäste.`).waitFor()
  const third = await top()
  await swipe(page, -150)
  await page.getByText(`${third} wurde übersprungen.`).waitFor()
  await inspect(page, 'hotel-7-skipped', { fullPage: true })
  for (let answered = 3; answered < 9; answered++) {
    const name = await top()
    assert.doesNotMatch((await page.getByRole('article').textContent())!, /Ihre\. Darüber ist wenig bekannt/)
    await page.keyboard.press('2')
    await page.getByText(`Sie kaufen bei ${name}.`).waitFor()
  }
  await card('Alle sind zugeordnet')
  await inspect(page, 'hotel-8-sorted')
})

const PROPOSALS = ['Einander weiterempfehlen', 'Etwas gemeinsam bestellen', 'Mit vier Nachbarbetrieben frühstücken']

test('three proposals of the first hour become tasks with days', async () => {
  await follow('Weiter in der ersten Stunde')
  await page.getByText('Noch 2 Schritte.').waitFor()
  for (const title of PROPOSALS) {
    await press(`2 Aufgaben daraus machen: ${title}`)
    await page.getByRole('button', { name: `2 Aufgaben daraus machen: ${title}` }).waitFor({ state: 'detached' })
  }
  await inspect(page, 'hotel-9-proposals', { fullPage: true })
  await follow('Aufgaben')
  await page.getByText('6 Aufgaben sind offen, nichts ist überfällig.').waitFor()
  const list = page.getByRole('listitem').filter({ has: page.getByRole('checkbox') })
  assert.equal(await list.filter({ hasText: /\d{1,2}\. \S+ \d{4}/ }).count(), 6)
  await inspect(page, 'hotel-10-tasks', { fullPage: true })
})

test('nothing in the console', () => assert.deepEqual(complaints, []))

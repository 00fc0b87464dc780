import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

const CONTACTS = `Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Associated Company IDs,Job Title,Lifecycle Stage,City
101,Anna,Lorenz,anna@lorenz-brot.de,06541 111111,,Bäckerei Lorenz,77,Inhaberin,Customer,Traben-Trarbach
102,Ben,Lorenz,ben@lorenz-brot.de,06541 111112,,Bäckerei Lorenz,77,Backstube,Customer,Traben-Trarbach
103,Dora,Moor,dora@moor-wein.de,06542 222222,,Weingut Moor,78,,,Zell
104,Zu,Viel,z@viel.de,,,A,1,,,Zell,noch,mehr
`
const LIST =
  'Wer;Wo;Tel.;Straße\nRestaurant Moselblick;Traben-Trarbach;06541 123456;Am Markt 3\nWeinstube Krone;Zell;06542 333333;Brückenstraße 1\n'
const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

test('a contact file is dropped, looked through row by row, put on the map, and taken back', async () => {
  const page = await open('/imports')
  await page.getByRole('heading', { name: 'Import', level: 1 }).waitFor()
  await inspect(page, 'imports-empty')
  await page.locator('input[type=file]').first().setInputFiles(file('contacts.csv', CONTACTS))
  await page.getByText('This would bring 2 new organisations and 3 new contact people. 1 row cannot be taken.').waitFor()
  await page.getByText('Contacts of HubSpot').waitFor()
  await page.getByText('This row has 13 cells').waitFor()
  await inspect(page, 'import-checked', { fullPage: true })
  assert.equal((await ask('GET', '/parties')).total, 0)
  await page.getByRole('button', { name: 'Put on the map' }).click()
  await page.getByText('This brought 2 new organisations').waitFor()
  assert.equal((await ask('GET', '/parties')).total, 2)
  await page.getByText('2 organisations have a town but no place on the geographic view yet.').waitFor()
  assert.match((await page.getByRole('link', { name: 'Find their places by town' }).getAttribute('href'))!, /\/places$/)
  await inspect(page, 'import-applied', { fullPage: true })
  await page.getByRole('button', { name: 'Take back' }).click()
  await page.getByText('This import was taken back.').waitFor()
  assert.equal((await ask('GET', '/parties')).total, 0)
})

test('a file that cannot be read is refused in words, with its row', async () => {
  const page = await open('/imports')
  await page.locator('input[type=file]').first().setInputFiles(file('broken.csv', 'Firma,Ort\nA,B\n"C "x" D",E\n'))
  await page.getByText('The quotes do not match in row 3.').waitFor()
  await inspect(page, 'import-refused')
})

test('an unknown list is mapped by hand, and a pair it may double is answered by key', async () => {
  await ask('POST', '/parties', { name: 'Café Moselblick', phone: '06541 123456', street: 'Am Markt 3', city: 'Traben-Trarbach' })
  const page = await open('/imports', { locale: 'de', scheme: 'dark' })
  await page.locator('input[type=file]').first().setInputFiles(file('liste.csv', LIST))
  await page.getByText('Eine Liste, die Tutti nicht kennt').waitFor()
  await page.getByText('2 Zeilen können nicht übernommen werden').waitFor()
  for (const [header, target] of [
    ['Wer', 'Name der Organisation'],
    ['Wo', 'Ort'],
  ] as const) {
    await page.getByRole('combobox', { name: `Wohin „${header}“ gehört` }).click()
    await page.getByRole('option', { name: target, exact: true }).click()
  }
  await inspect(page, 'import-mapping-dark', { fullPage: true })
  await page.getByRole('button', { name: 'Mit diesen Spalten noch einmal prüfen' }).click()
  await page.getByText('2 neue Organisationen').waitFor()
  await page.getByRole('button', { name: 'Auf die Karte bringen' }).click()
  await page.getByRole('link', { name: '1 mögliche Dublette ansehen' }).click()
  await page.getByRole('heading', { name: 'Restaurant Moselblick' }).waitFor()
  await inspect(page, 'duplicates-dark')
  await page.keyboard.press('s')
  await page.getByText('Nichts zu entscheiden').waitFor()
  assert.equal((await ask('GET', '/parties')).total, 2)
})

const VCARDS = `BEGIN:VCARD
VERSION:3.0
N:Lorenz;Anna;;;
FN:Anna Lorenz
ORG:Bäckerei Lorenz
TEL;TYPE=CELL:0171 2345678
END:VCARD
`
const NETWORK = `<?xml version="1.0"?><gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed">
<nodes><node id="0" label="Mühle Süd"/><node id="1" label="Café Nord"/></nodes>
<edges><edge source="0" target="1" label="plaudert mit"/></edges></graph></gexf>`

test('the address book of a phone and a network of another tool are dropped together', async () => {
  const page = await open('/imports')
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([file('contacts.vcf', VCARDS), file('net.gexf', NETWORK)])
  await page.getByText('Contacts as vCards').waitFor()
  await page.getByLabel('Words that name no type of tie here become types of your own').click()
  await page.getByText('“plaudert mit” becomes a type of tie of your own.').waitFor()
  await inspect(page, 'import-formats', { fullPage: true })
  await page.getByRole('button', { name: 'Put on the map' }).click()
  await page.getByText('This brought 3 new organisations').waitFor()
  assert.ok((await ask('GET', '/tie-types')).items.some(({ key }: { key: string }) => key === 'plaudert_mit'))
  await page.getByRole('button', { name: 'Take back' }).click()
  await page.getByText('This import was taken back.').waitFor()
})

test('remembered columns are brought as a file, and one that does not fit is refused in one line', async () => {
  const page = await open('/imports', { locale: 'de', viewport: 'phone' })
  const bring = page.locator('section[aria-labelledby=import-mappings] input[type=file]')
  const mapping = (target: string) => ({
    name: 'columns.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        format: 'tutti-import-mappings',
        version: 1,
        mappings: [
          {
            subject: 'list',
            columns: [
              { header: 'Name des Mitglieds', target },
              { header: 'Beitrag', target: null },
            ],
          },
        ],
      }),
    ),
  })
  await bring.setInputFiles(mapping('party.nme'))
  await page.getByText('Liste 1 der Datei passt nicht').waitFor()
  await inspect(page, 'import-mappings-refused-phone', { fullPage: true })
  await bring.setInputFiles(mapping('party.name'))
  await page.getByText('1 neu, 0 geändert, 0 schon bekannt.').waitFor()
  await page.getByText('Name des Mitglieds, Beitrag').waitFor()
  assert.equal(await page.getByRole('link', { name: 'Als Datei speichern' }).getAttribute('download'), 'tutti-columns.json')
  await inspect(page, 'import-mappings-phone', { fullPage: true })
})

test('the import fits on a phone', async () => {
  const page = await open('/imports', { viewport: 'phone' })
  await page.locator('input[type=file]').first().setInputFiles(file('contacts.csv', CONTACTS))
  await page.getByText('This would bring').waitFor()
  await inspect(page, 'import-phone', { fullPage: true })
})

test('a German list brings its kinds and the addresses of its organisations; on a phone it is placed by its towns', async () => {
  const page = await open('/imports', { viewport: 'phone', locale: 'de', scheme: 'dark' })
  const list =
    'Firma;Art;Ansprechpartner;E-Mail;Ort;Land\nMühle Hunsrück;Lieferant;Ida Fuß;info@muehle.example;Bernkastel-Kues;Deutschland\nVerein Tal;Verein;Tom Au;kontakt@tal.example;Trier;Deutschland\n'
  await page.locator('input[type=file]').first().setInputFiles(file('mitglieder.csv', list))
  await page.getByText('2 neue Organisationen').waitFor()
  await page.getByRole('button', { name: 'Auf die Karte bringen' }).click()
  await page.getByText(/Organisationen haben eine Ortsangabe, stehen aber noch nicht auf der Landkarte\./).waitFor()
  await page.getByText('Mühle Hunsrück (Ida Fuß)').waitFor()
  await inspect(page, 'import-unplaced-phone-dark-de')
  for (const [name, kind, email] of [
    ['Mühle Hunsrück', 'suppliers', 'info@muehle.example'],
    ['Verein Tal', 'community', 'kontakt@tal.example'],
  ] as const) {
    const [found] = (await ask('GET', `/parties?q=${encodeURIComponent(name)}`)).items
    assert.deepEqual([found.name, found.kinds, found.email], [name, [kind], email])
  }
  await page.getByRole('link', { name: 'Über die Ortsangabe finden' }).click()
  await page.getByRole('button', { name: 'Nach Ort finden' }).click()
  await page.getByRole('button', { name: 'Rückgängig' }).waitFor()
  for (const name of ['Mühle Hunsrück', 'Verein Tal'])
    assert.equal((await ask('GET', `/parties?q=${encodeURIComponent(name)}`)).items[0].placeApproximate, true, name)
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await page.getByText('Verein Tal').waitFor()
  await page.context().close()
})

test('no page complained in the console', () => {
  assert.deepEqual(complaints, [])
})

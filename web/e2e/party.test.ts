import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()
let bakery: string
let hotel: string

before(async () => {
  const make = async (body: object) => (await ask('POST', '/parties', body)).id as string
  bakery = await make({
    name: 'Bäckerei Moselglück',
    kinds: ['suppliers', 'partners'],
    sectorScheme: 'nace',
    sectorCode: '10.71',
    description: 'Bakes with flour from the Eifel and delivers to eleven hotels before six in the morning.',
    phone: '+49 6531 1234',
    website: 'https://moselglueck.example',
    street: 'Marktplatz 3',
    postalCode: '54470',
    city: 'Bernkastel-Kues',
    country: 'DE',
    tags: ['regional', 'founding member'],
  })
  hotel = await make({ name: 'Hotel zur Post', kinds: ['customers'], city: 'Bernkastel-Kues' })
  await ask('POST', '/ties', {
    fromId: bakery,
    toId: hotel,
    type: 'supplies',
    strength: 0.8,
    since: '2019-04-01',
    evidence: 'Weekly delivery note',
  })
  await ask('POST', '/interactions', {
    partyId: bakery,
    otherPartyId: hotel,
    kind: 'met',
    text: 'Agreed on rye rolls for the winter menu.',
  })
  await ask('POST', `/parties/${bakery}/contacts`, { name: 'Petra Moser', role: 'Owner', email: 'petra@example.org', phone: '+49 170 123' })
  await ask('POST', `/parties/${bakery}/notes`, { body: 'Looks for somebody to take over deliveries to the upper villages.' })
  await ask('POST', '/offers', { partyId: bakery, side: 'offer', title: 'Bread from yesterday, for feed', quantity: 40, unit: 'kg' })
})

test('the story of a party opens as a panel on any page and closes with Escape', async () => {
  const page = await open(`/tasks?party=${bakery}`)
  await page.getByRole('heading', { name: 'Bäckerei Moselglück' }).waitFor()
  await page.getByText('Agreed on rye rolls').waitFor()
  await page.getByText('Petra Moser').waitFor()
  await page.getByRole('link', { name: /Hotel zur Post/ }).waitFor()
  await inspect(page, 'party-panel')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Bäckerei Moselglück' }).waitFor({ state: 'detached' })
  assert.equal(new URL(page.url()).search, '')
})

test('the story is a page of its own, in German and in the dark as well', async () => {
  const page = await open(`/organisations/${bakery}`, { locale: 'de', scheme: 'dark' })
  await page.getByRole('heading', { name: 'Was geschah' }).waitFor()
  await page.getByText('Petra Moser').waitFor()
  await page.getByRole('link', { name: /Hotel zur Post/ }).waitFor()
  await inspect(page, 'party-page-dark-de', { fullPage: true })
  assert.equal(await page.title(), 'Bäckerei Moselglück · Mosel valley · Tutti')
})

test('on a phone the panel fills the screen', async () => {
  const page = await open(`/tasks?party=${bakery}`, { viewport: 'phone' })
  await page.getByRole('dialog').getByText('Petra Moser').waitFor()
  await page.getByRole('link', { name: /Hotel zur Post/ }).waitFor()
  await inspect(page, 'party-phone')
})

test('a number opens to what it is made of', async () => {
  const page = await open(`/organisations/${bakery}`)
  await page.getByRole('button', { name: /^Strength \d+%/ }).click()
  await page.getByText('Why this strong').waitFor()
  await page.getByText(/^Met once/).waitFor()
  await inspect(page, 'party-strength')
})

test('a party is created by hand, a refusal marks the field and keeps what was typed, also over a reload', async () => {
  const page = await open('/organisations/new')
  await page.getByLabel('Name').fill('Mühle am Bach')
  await page.getByLabel('E-mail').fill('nowhere')
  await page.getByRole('button', { name: 'Put it on the map' }).click()
  await page.getByText('not an e-mail address').waitFor()
  await page.getByText('What you entered is still here.').waitFor()
  await inspect(page, 'party-new-refused', { fullPage: true })
  await page.reload()
  assert.equal(await page.getByLabel('Name').inputValue(), 'Mühle am Bach')
  await page.getByLabel('E-mail').fill('muehle@example.org')
  await page.getByRole('button', { name: 'Put it on the map' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mühle am Bach' }).waitFor()
})

test('what is wrong with a field is said in German, whether its form or its number is wrong', async () => {
  const page = await open('/organisations/new', { locale: 'de', viewport: 'phone' })
  await page.getByLabel('Name').fill('Weingut Falkenstein')
  await page.getByRole('textbox', { name: 'E-Mail' }).fill('nirgendwo')
  await page.getByRole('textbox', { name: 'Land', exact: true }).fill('D')
  await page.getByRole('button', { name: 'Nummer hinzufügen' }).click()
  await page.getByRole('combobox', { name: 'Welche Nummer' }).fill('USt-IdNr.')
  await page.getByRole('textbox', { name: 'Nummer', exact: true }).fill('12345')
  const send = page.getByRole('button', { name: 'Auf die Karte setzen' })
  await send.click()
  await page.getByText('Das ist keine E-Mail-Adresse.').waitFor()
  await page.getByText('Bitte geben Sie die zwei Buchstaben des Landes ein, etwa DE.').waitFor()
  await page.getByRole('textbox', { name: 'E-Mail' }).fill('post@falkenstein.example')
  await page.getByRole('textbox', { name: 'Land', exact: true }).fill('DE')
  await send.click()
  await page.getByText('Das ist keine USt-IdNr. Sie beginnt mit ihrem Land, etwa DE123456789.').waitFor()
  await inspect(page, 'party-new-refused-de-phone', { fullPage: true })
  await page.getByRole('textbox', { name: 'Nummer', exact: true }).fill('DE 987 654 321')
  await send.click()
  await page.getByRole('heading', { level: 1, name: 'Weingut Falkenstein' }).waitFor()
})

test('a change can be undone from the toast', async () => {
  const page = await open(`/organisations/${hotel}`)
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('Town').fill('Traben-Trarbach')
  await page.getByLabel('Phone').fill('+49 6541 99')
  await inspect(page, 'party-edit')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Hotel zur Post was changed.').waitFor()
  assert.equal((await ask('GET', `/parties/${hotel}`)).city, 'Traben-Trarbach')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone.').waitFor()
  const after = await ask('GET', `/parties/${hotel}`)
  assert.deepEqual([after.city, after.phone], ['Bernkastel-Kues', null])
})

test('numbers are added, refused, changed and removed, and one that another entry has leads to the merge', async () => {
  const { id } = await ask('POST', '/parties', { name: 'Kellerei Ürzig' })
  await ask('POST', '/parties', { name: 'Kellerei Ürzig eG', identifiers: [{ scheme: 'vat', value: 'DE 123 456 789' }] })
  const page = await open(`/organisations/${id}`)
  const edit = () => page.getByRole('button', { name: 'Edit' }).click()
  const save = () => page.getByRole('button', { name: 'Save' }).click()
  await edit()
  await page.getByRole('button', { name: 'Add a number' }).click()
  await page.getByRole('combobox', { name: 'Which number' }).fill('VAT number')
  await page.getByRole('textbox', { name: 'Number', exact: true }).fill('12/345/67890')
  await page.getByRole('button', { name: 'Add a number' }).click()
  await page.getByRole('combobox', { name: 'Which number' }).last().fill('Mitglied Nr.')
  await page.getByRole('textbox', { name: 'Number', exact: true }).last().fill('0017')
  await save()
  await page.getByText('This is no VAT number. It begins with its country, such as DE123456789.').waitFor()
  await inspect(page, 'party-number-refused')
  await page.getByRole('textbox', { name: 'Number', exact: true }).first().fill('de 123.456.789')
  await save()
  await page.getByText('has the same number (VAT number).').waitFor()
  await inspect(page, 'party-numbers')
  const numbers = async () => (await ask('GET', `/parties/${id}`)).identifiers
  assert.deepEqual(await numbers(), [
    { scheme: 'mitglied_nr', value: '0017' },
    { scheme: 'vat', value: 'DE123456789' },
  ])

  await edit()
  await page.getByRole('button', { name: 'Remove: Mitglied nr' }).click()
  await save()
  await page.getByText('Mitglied nr').waitFor({ state: 'detached' })
  assert.deepEqual(await numbers(), [{ scheme: 'vat', value: 'DE123456789' }])

  await page.getByRole('button', { name: 'Compare and merge' }).click()
  await page.getByRole('dialog').getByRole('columnheader', { name: 'Kellerei Ürzig eG' }).waitFor()
  await page.getByRole('button', { name: 'Merge', exact: true }).click()
  await page.getByText('Merged into Kellerei Ürzig.').waitFor()
  await page.getByText('has the same number').waitFor({ state: 'detached' })
})

test('a tie is stated, and what people did is logged from the panel', async () => {
  const { id } = await ask('POST', '/parties', { name: 'Weingut Sonnenhang', kinds: ['partners'] })
  const page = await open(`/organisations/${id}`)
  await page.getByRole('button', { name: 'Add a tie' }).click()
  await page.getByRole('combobox', { name: 'Which organisation?' }).fill('post')
  await page.getByRole('option', { name: /Hotel zur Post/ }).click()
  await inspect(page, 'party-tie-form')
  await page.getByRole('button', { name: 'Add the tie' }).click()
  await page.getByRole('link', { name: /Hotel zur Post/ }).waitFor()
  await page.getByRole('button', { name: 'Log a contact' }).click()
  await page.getByLabel('What was it about?').fill('Tasting for the cyclists')
  await inspect(page, 'party-log')
  await page.getByRole('button', { name: 'Note it' }).click()
  await page.getByText('Tasting for the cyclists').waitFor()
})

test('two entries are merged after a preview, and parted again', async () => {
  const { id } = await ask('POST', '/parties', { name: 'Hotel Post GmbH', phone: '+49 6531 77' })
  const page = await open(`/organisations/${hotel}`)
  await page.getByRole('button', { name: 'More to do with this organisation' }).click()
  await page.getByRole('menuitem', { name: 'Merge with another entry' }).click()
  const which = page.getByRole('combobox', { name: 'Which entry means the same?' })
  await which.click()
  await page.getByRole('option').first().waitFor()
  await which.fill('post gmbh')
  await page.getByRole('option', { name: /Hotel Post GmbH/ }).click()
  await page.getByRole('cell', { name: '+49 6531 77' }).waitFor()
  await inspect(page, 'party-merge')
  await page.getByRole('button', { name: 'Merge', exact: true }).click()
  await page.getByText('Merged into Hotel zur Post.').waitFor()
  assert.equal((await ask('GET', `/parties/${id}`)).id, hotel)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByText('Undone.').waitFor()
  assert.equal((await ask('GET', `/parties/${id}`)).id, id)
})

test('a merge is undone from the story at any later time, and one that somebody else undid says so', async () => {
  const other = await ask('POST', '/parties', { name: 'Moselglück Backstube', phone: '+49 6531 99', city: 'Kues' })
  const target = await ask('POST', '/parties', { name: 'Backstube am Moselufer' })
  const merge = (aliasId: string) => ask('POST', '/merges', { targetId: target.id, aliasId })
  const { party } = await merge(other.id)
  await ask('PATCH', `/parties/${target.id}`, { version: party.version, phone: '+49 6531 100' })
  const page = await open(`/organisations/${target.id}`)
  await page.getByText(/^Merged from Moselglück Backstube on /).waitFor()
  await inspect(page, 'party-merged')
  await page.getByRole('button', { name: 'Undo the merge of Moselglück Backstube' }).click()
  await page.getByText('Changed since the merge, and kept here: Phone.').waitFor()
  await page.getByText(/^Merged from/).waitFor({ state: 'detached' })
  assert.deepEqual([(await ask('GET', `/parties/${other.id}`)).id, (await ask('GET', `/parties/${target.id}`)).city], [other.id, null])

  const { mergeId } = await merge(other.id)
  await page.reload()
  await page.getByText(/^Merged from/).waitFor()
  await ask('DELETE', `/merges/${mergeId}`)
  await page.getByRole('button', { name: 'Undo the merge of Moselglück Backstube' }).click()
  await page.getByRole('alert').waitFor()
})

test('a party is taken off the map and brought back', async () => {
  const { id } = await ask('POST', '/parties', { name: 'Kiosk am Ufer' })
  const page = await open(`/organisations/${id}`)
  await page.getByRole('button', { name: 'More to do with this organisation' }).click()
  await page.getByRole('menuitem', { name: 'Take off the map' }).click()
  await page.getByText('Kiosk am Ufer was taken off the map.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone.').waitFor()
  assert.equal((await ask('GET', `/parties/${id}`)).endedAt, null)
})

test('the content security policy and the console are silent', () => assert.deepEqual(complaints, []))

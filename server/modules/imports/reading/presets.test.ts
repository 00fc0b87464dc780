import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { uploadOf, workbookOf } from '../testing.ts'
import { readRecords, recogniseUpload } from './index.ts'

async function read(content: string | Uint8Array) {
  const upload = uploadOf(content)
  const { preset, mapping } = await recogniseUpload(upload)
  const records = []
  for await (const record of readRecords(0, upload, mapping)) records.push(record)
  return { preset, records, first: records[0]! }
}

/** A table of one row from its columns. */
const table = (columns: Record<string, string>, delimiter = ',') => {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  return [Object.keys(columns), Object.values(columns)].map((cells) => cells.map(quote).join(delimiter)).join('\r\n')
}

const HUBSPOT_CONTACT = {
  'Record ID': '101',
  'First Name': 'Anna',
  'Last Name': 'Lorenz',
  Email: 'anna@lorenz.example.com',
  'Phone Number': '+49 6541 123456',
  'Contact owner': '',
  'Lead Status': '',
  'Create Date': '2024-02-01 09:30',
  'Associated Company': 'Bäckerei Lorenz',
  'Associated Company IDs': '77;78',
  'Job Title': 'Inhaberin',
  'Lifecycle Stage': 'Customer',
  City: 'Traben-Trarbach',
  'Unsubscribed from all email': 'true',
}

test('Google Contacts, current', async () => {
  const headers =
    'First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Street,Address 1 - City,Website 1 - Value'
  const values =
    'Anna,,Lorenz,,,,,,,,Bäckerei Lorenz,Inhaberin,,,Mag Roggen,,* myContacts ::: Lieferanten ::: Handwerk,* Work,a@x.example.com ::: * b@lorenz.example.com,Mobile,06541 1 ::: 0171 2345678,Work,Am Markt 3,Traben-Trarbach,lorenz.example.com'
  const { preset, first } = await read(`${headers}\n${values}\n`)
  assert.equal(preset, 'google_contacts')
  assert.deepEqual(first.contact, {
    name: 'Anna Lorenz',
    givenName: 'Anna',
    familyName: 'Lorenz',
    role: 'Inhaberin',
    email: 'b@lorenz.example.com',
    phone: '06541 1',
    mobile: '0171 2345678',
  })
  assert.deepEqual([first.party?.name, first.party?.kinds, first.party?.tags], ['Bäckerei Lorenz', ['suppliers'], ['Handwerk']])
  assert.deepEqual([first.party?.street, first.party?.website], ['Am Markt 3', 'https://lorenz.example.com'])
  assert.deepEqual(
    first.notes.map(({ body }) => body),
    ['Mag Roggen', 'Anna Lorenz: a@x.example.com'],
  )
})

test('Google Contacts, old', async () => {
  const { preset, first } = await read(
    table({
      Name: 'Anna Lorenz',
      'Given Name': 'Anna',
      'Additional Name': '',
      'Family Name': 'Lorenz',
      'Group Membership': '* myContacts',
      'E-mail 1 - Type': '* Work',
      'E-mail 1 - Value': 'anna@lorenz.example.com',
      'Organization 1 - Name': 'Bäckerei Lorenz',
      'Organization 1 - Title': 'Chefin',
    }),
  )
  assert.deepEqual(
    [preset, first.party?.name, first.contact?.name, first.contact?.role],
    ['google_contacts_old', 'Bäckerei Lorenz', 'Anna Lorenz', 'Chefin'],
  )
})

test('HubSpot: contacts, companies and deals speak of each other by id', async () => {
  const contact = await read(table(HUBSPOT_CONTACT))
  assert.equal(contact.preset, 'hubspot_contacts')
  assert.deepEqual(
    [contact.first.contactRef, contact.first.partyRefs],
    ['hubspot.contact:101', ['hubspot.company:77', 'hubspot.company:78']],
  )
  assert.deepEqual([contact.first.party?.kinds, contact.first.party?.city], [['customers'], 'Traben-Trarbach'])
  assert.deepEqual(contact.first.suppressions, [
    { channel: 'email', address: 'anna@lorenz.example.com', reason: 'Unsubscribed from all email' },
  ])
  const company = await read(
    table({
      'Record ID': '77',
      'Company name': 'Bäckerei Lorenz',
      'Company Domain Name': 'lorenz.example.com',
      'Phone Number': '06541 1',
      Industry: 'Food',
      'Company owner': '',
      'Create Date': '',
    }),
  )
  assert.deepEqual(
    [company.preset, company.first.partyRef, company.first.party?.website],
    ['hubspot_companies', 'hubspot.company:77', 'https://lorenz.example.com'],
  )
  assert.deepEqual(company.first.party?.identifiers, [{ scheme: 'hubspot.company', value: '77' }])
  const deal = await read(
    table({
      'Record ID': '5',
      'Deal Name': 'Brötchen',
      'Deal Stage': 'Closed won',
      Pipeline: 'Sales',
      Amount: '1200',
      Currency: 'EUR',
      'Close Date': '2024-03-01 00:00',
      'Create Date': '2024-02-01 09:30',
      'Associated Company IDs': '77',
      'Associated Contact IDs': '101',
    }),
  )
  assert.deepEqual(
    [deal.preset, deal.first.partyRefs, deal.first.contactRefs],
    ['hubspot_deals', ['hubspot.company:77'], ['hubspot.contact:101']],
  )
  assert.deepEqual(deal.first.notes, [
    {
      body: 'Brötchen\nDeal Stage: Closed won\nPipeline: Sales\nAmount: 1200\nCurrency: EUR\nClose Date: 2024-03-01 00:00',
      at: '2024-02-01T09:30:00Z',
    },
  ])
})

test('Pipedrive: people, organisations, deals, older and German headers', async () => {
  const person = await read(
    table({
      'Person - Name': 'Anna Lorenz',
      'Person - Organization': 'Bäckerei Lorenz',
      'Person - Email - Work': 'a@lorenz.example.com',
      'Person - Phone - Work': '06541 1',
      'Person - Phone - Mobile': '0171 1',
      'Person - Label': 'Customer',
      'Person - ID': '9',
    }),
  )
  assert.deepEqual(
    [person.preset, person.first.contact?.mobile, person.first.party?.kinds, person.first.contactRef],
    ['pipedrive_people', '0171 1', ['customers'], 'pipedrive.contact:9'],
  )
  const older = await read(table({ 'Person - Name': 'Anna', 'Person - Email (Work)': 'a@lorenz.example.com' }))
  assert.deepEqual([older.preset, older.first.contact?.email], ['pipedrive_people', 'a@lorenz.example.com'])
  const company = await read(
    table({ 'Organisation - Name': 'Bäckerei Lorenz', 'Organisation - Adresse': 'Am Markt 3, Zell', 'Organisation - ID': '3' }),
  )
  assert.deepEqual(
    [company.preset, company.first.party?.street, company.first.partyRef],
    ['pipedrive_organisations', 'Am Markt 3, Zell', 'pipedrive.company:3'],
  )
  const deal = await read(
    table({
      'Deal - Title': 'Brötchen',
      'Deal - Value': '1200',
      'Deal - Organization': 'Bäckerei Lorenz',
      'Deal - Contact person': 'Anna Lorenz',
    }),
  )
  assert.deepEqual(
    [deal.preset, deal.first.party?.name, deal.first.notes[0]?.body],
    ['pipedrive_deals', 'Bäckerei Lorenz', 'Brötchen\nDeal - Value: 1200'],
  )
})

test('Pipedrive in other languages', async () => {
  const people: Record<string, string>[] = [
    {
      'Person - Name': 'Anna Lorenz',
      'Person - Organisation': 'Bäckerei Lorenz',
      'Person - E-Mail-Adresse - Büro': 'a@lorenz.example.com',
      'Person - Telefon - Büro': '06541 1',
      'Person - Telefon - Mobil': '0171 1',
      'Person - Beschriftungen': 'Kunde',
    },
    {
      'Personne - Nom': 'Anna Lorenz',
      'Personne - Organisation': 'Bäckerei Lorenz',
      'Personne - E-mail - Travail': 'a@lorenz.example.com',
      'Personne - Téléphone - Travail': '06541 1',
      'Personne - Téléphone - Portable': '0171 1',
      'Personne - Étiquettes': 'Customer',
    },
    {
      'Persona - Nombre': 'Anna Lorenz',
      'Persona - Organización': 'Bäckerei Lorenz',
      'Persona - Correo electrónico - Trabajo': 'a@lorenz.example.com',
      'Persona - Teléfono - Trabajo': '06541 1',
      'Persona - Teléfono - Móvil': '0171 1',
      'Persona - Etiqueta': 'Customer',
    },
    {
      'Pessoa - Nome': 'Anna Lorenz',
      'Pessoa - Organização': 'Bäckerei Lorenz',
      'Pessoa - E-mail - Trabalho': 'a@lorenz.example.com',
      'Pessoa - Telefone - Trabalho': '06541 1',
      'Pessoa - Telefone - Celular': '0171 1',
      'Pessoa - Etiqueta': 'Customer',
    },
  ]
  for (const columns of people) {
    const { preset, first } = await read(table(columns))
    assert.equal(preset, 'pipedrive_people')
    assert.deepEqual(
      [first.contact?.name, first.party?.name, first.contact?.email, first.contact?.phone, first.contact?.mobile, first.party?.kinds],
      ['Anna Lorenz', 'Bäckerei Lorenz', 'a@lorenz.example.com', '06541 1', '0171 1', ['customers']],
    )
  }
  for (const header of ['Organisation - Nom', 'Organización - Nombre', 'Organização - Nome'])
    assert.equal((await read(table({ [header]: 'Bäckerei Lorenz' }))).preset, 'pipedrive_organisations')
  const deals: [Record<string, string>, string][] = [
    [{ 'Deal - Titel': 'Brot', 'Deal - Wert': '12', 'Deal - Organisation': 'Lorenz', 'Deal - Kontaktperson': 'Anna' }, 'Deal - Wert'],
    [
      { 'Affaire - Titre': 'Brot', 'Affaire - Valeur': '12', 'Affaire - Organisation': 'Lorenz', 'Affaire - Personne à contacter': 'Anna' },
      'Affaire - Valeur',
    ],
    [
      { 'Trato - Título': 'Brot', 'Trato - Valor': '12', 'Trato - Organización': 'Lorenz', 'Trato - Persona de contacto': 'Anna' },
      'Trato - Valor',
    ],
    [
      { 'Negócio - Título': 'Brot', 'Negócio - Valor': '12', 'Negócio - Organização': 'Lorenz', 'Negócio - Pessoa de contato': 'Anna' },
      'Negócio - Valor',
    ],
  ]
  for (const [columns, value] of deals) {
    const { preset, first } = await read(table(columns))
    assert.deepEqual([preset, first.party?.name, first.contact?.name], ['pipedrive_deals', 'Lorenz', 'Anna'])
    assert.equal(first.notes[0]?.body, `Brot\n${value}: 12`)
  }
  assert.equal((await read(table({ 'Persona - Nombre completo': 'Anna', Ort: 'Zell' }))).preset, null)
})

test('Zoho: a wish not to be written to becomes a suppression, its absence is nothing', async () => {
  const row = {
    'Record Id': 'zcrm_1',
    'Contact Owner.id': 'zcrm_9',
    'Contact Owner': 'X',
    'Lead Source': '',
    'First Name': 'Anna',
    'Last Name': 'Lorenz',
    'Account Name.id': 'zcrm_7',
    'Account Name': 'Bäckerei Lorenz',
    Email: 'Anna@Lorenz.example.com',
    'Email Opt Out': 'true',
    'Mailing City': 'Zell',
  }
  const { preset, first } = await read(table(row))
  assert.deepEqual([preset, first.partyRefs, first.contactRef], ['zoho_contacts', ['zoho.company:zcrm_7'], 'zoho.contact:zcrm_1'])
  assert.deepEqual(
    first.suppressions.map(({ address }) => address),
    ['anna@lorenz.example.com'],
  )
  assert.deepEqual((await read(table({ ...row, 'Email Opt Out': 'false' }))).first.suppressions, [])
  const account = await read(
    table({ 'Record Id': 'zcrm_7', 'Account Owner.id': 'zcrm_9', 'Account Name': 'Bäckerei Lorenz', 'Billing Code': '56841' }),
  )
  assert.deepEqual(
    [account.preset, account.first.partyRef, account.first.party?.postalCode],
    ['zoho_accounts', 'zoho.company:zcrm_7', '56841'],
  )
})

test('Outlook, in English and in German', async () => {
  const english = await read(
    table({
      'First Name': 'Anna',
      'Middle Name': '',
      'Last Name': 'Lorenz',
      Company: 'Bäckerei Lorenz',
      'Job Title': 'Chefin',
      'Business Street': 'Am Markt 3',
      'Business City': 'Zell',
      'E-mail Address': 'a@lorenz.example.com',
      'Mobile Phone': '0171 1',
      'Business Phone': '06541 1',
      'Web Page': '',
      Categories: 'Supplier;VIP',
    }),
  )
  const german = await read(
    table(
      {
        Vorname: 'Anna',
        Nachname: 'Lorenz',
        Firma: 'Bäckerei Lorenz',
        Position: 'Chefin',
        'Straße geschäftlich': 'Am Markt 3',
        'Ort geschäftlich': 'Zell',
        'E-Mail-Adresse': 'a@lorenz.example.com',
        Mobiltelefon: '0171 1',
        'Telefon geschäftlich': '06541 1',
        Kategorien: 'Lieferant;VIP',
      },
      ';',
    ),
  )
  for (const { preset, first } of [english, german]) {
    assert.equal(preset, 'outlook')
    assert.deepEqual(
      [first.party?.street, first.party?.kinds, first.party?.tags, first.contact?.phone, first.contact?.mobile],
      ['Am Markt 3', ['suppliers'], ['VIP'], '06541 1', '0171 1'],
    )
  }
})

test('a preset is claimed whatever the order, case, mark and delimiter, and only with all its key headers', async () => {
  const columns = Object.entries(HUBSPOT_CONTACT)
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(columns, { minLength: columns.length }),
      fc.constantFrom(',', ';', '\t'),
      fc.boolean(),
      async (shuffled, delimiter, isUpper) => {
        const text = table(
          Object.fromEntries(shuffled.map(([header, value]) => [isUpper ? header.toUpperCase() : header.toLowerCase(), value])),
          delimiter,
        )
        const { preset, first } = await read(`\ufeff${text}`)
        assert.equal(preset, 'hubspot_contacts')
        assert.equal(first.contact?.name, 'Anna Lorenz')
      },
    ),
    { numRuns: 20 },
  )
  const { 'Last Name': _, ...rest } = HUBSPOT_CONTACT
  assert.equal((await read(table(rest))).preset, null)
})

test('nodes and edges of a network file', async () => {
  const nodes = await read('id,label,agency_cat\n1,ITPC,1\n')
  assert.deepEqual(
    [nodes.preset, nodes.first.partyRef, nodes.first.party?.name, nodes.first.party?.identifiers],
    ['nodes', 'file.company:1', 'ITPC', []],
  )
  const edges = await read('source,target,type,weight\n1,2,supplies,0.5\n2,2,,\n')
  assert.equal(edges.preset, 'gephi_edges')
  assert.deepEqual(
    [edges.first.tie?.from, edges.first.tie?.to, edges.first.tie?.type, edges.first.tie?.strength],
    ['1', '2', 'supplies', 0.5],
  )
  assert.match(edges.records[1]?.refusal?.message ?? '', /same/)
})

test('an unknown list is guessed, in English and German, as CSV and as workbook', async () => {
  const german = await read(
    'Betrieb;Ansprechpartner;Tel.;PLZ;Ort;Branche;USt-ID;Keine Werbung;E-Mail\nBäckerei Lorenz;Anna Lorenz;06541 1;56841;Traben;Bäckerei;DE123456789;ja;anna@lorenz.example.com\n',
  )
  assert.equal(german.preset, null)
  assert.deepEqual(
    [german.first.party?.name, german.first.contact?.name, german.first.contact?.phone, german.first.party?.postalCode],
    ['Bäckerei Lorenz', 'Anna Lorenz', '06541 1', '56841'],
  )
  assert.deepEqual([german.first.party?.identifiers[0], german.first.suppressions.length], [{ scheme: 'vat', value: 'DE123456789' }, 1])
  const english = await read(
    workbookOf([
      ['Name', 'Phone', 'Town', 'Country', 'Lat', 'Lon'],
      ['Lorenz Bakery', '06541 1', 'Traben', 'Germany', 49.9, 7.1],
    ]),
  )
  assert.deepEqual(
    [
      english.first.party?.name,
      english.first.party?.phone,
      english.first.party?.city,
      english.first.party?.country,
      english.first.party?.latitude,
    ],
    ['Lorenz Bakery', '06541 1', 'Traben', 'DE', 49.9],
  )
  const people = await read('Name,Company,Email\nAnna Lorenz,Bäckerei Lorenz,a@lorenz.example.com\n')
  assert.deepEqual(
    [people.first.party?.name, people.first.contact?.name, people.first.contact?.email],
    ['Bäckerei Lorenz', 'Anna Lorenz', 'a@lorenz.example.com'],
  )
})

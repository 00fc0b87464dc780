import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uploadOf } from '../testing.ts'
import { readRecords, recogniseUpload } from './index.ts'

async function read(content: string) {
  const upload = uploadOf(content)
  const { mapping } = await recogniseUpload(upload)
  const records = []
  for await (const record of readRecords(0, upload, mapping)) records.push(record)
  return { targets: mapping!.targets, records, first: records[0]! }
}

test('a column of an open name is the kind where most of it are words for kinds', async () => {
  const { targets, records } = await read(
    'Firma;Art;Ort\nA;Lieferant;Zell\nB;Partner:in;Zell\nC;Kunde, Lieferant;Zell\nD;Bäckerei;Zell\nE;;Zell\n',
  )
  assert.equal(targets[1], 'party.kinds')
  assert.deepEqual(
    records.map(({ party }) => party?.kinds),
    [['suppliers'], ['partners'], ['customers', 'suppliers'], [], []],
  )
  assert.deepEqual(records[3]?.party?.tags, ['Bäckerei'])
  for (const header of ['Typ', 'Kategorie', 'Gruppe', 'Type', 'Category', 'Status', 'Status der Beziehung'])
    assert.equal((await read(`Firma;${header}\nA;Verein\nB;Vereine und Verbände\n`)).targets[1], 'party.kinds', header)
})

test('other values leave such a column what it was, and kinds under a clear name too', async () => {
  assert.deepEqual((await read('Firma;Art;Kategorie\nA;GmbH;Bäckerei\nB;Verein;Partner\nC;KG;Hotel\n')).targets, [
    'party.name',
    null,
    'party.tags',
  ])
  assert.deepEqual((await read('Firma;Art\n')).targets, ['party.name', null])
  assert.deepEqual((await read('Firma;Ort\nA;Gemeinde\n')).targets, ['party.name', 'party.city'])
})

test('info@ and its kin belong to the organisation, and the number beside them', async () => {
  const { first, records } = await read(
    'Firma;Ansprechpartner;E-Mail;Telefon;Website\nBäckerei Lorenz;Anna Lorenz;info@lorenz.example;06541 1;lorenz.example\nFähre;Tom Au;kontakt@faehre.example;06541 2;\nHof;Eva Groß;office-zell@hof.example;;\nMühle;Ida Fuß;hofmuehle@mail.example;;\n',
  )
  assert.deepEqual([first.party?.name, first.party?.email, first.party?.phone], ['Bäckerei Lorenz', 'info@lorenz.example', '06541 1'])
  assert.deepEqual([first.contact?.name, first.contact?.email, first.contact?.phone], ['Anna Lorenz', null, null])
  assert.equal(records[3]?.party?.email, 'hofmuehle@mail.example')
})

test('addresses with the names of people stay theirs, on the domain of the website too', async () => {
  const own = await read(
    'Firma;Vorname;Nachname;E-Mail;Telefon;Website\nBäckerei Müller;Jörg;Müller;j.mueller@brot.example;06541 1;brot.example\nFähre;Tom;Au;info@faehre.example;2;\nHof;Eva;Groß;eva@hof.example;3;\n',
  )
  assert.deepEqual([own.first.party?.name, own.first.party?.email, own.first.party?.phone], ['Bäckerei Müller', null, null])
  assert.deepEqual([own.first.contact?.name, own.first.contact?.email], ['Jörg Müller', 'j.mueller@brot.example'])
  // what tells nothing is kept where only coordinators see it
  const untold = await read('Firma;Kontakt;E-Mail\nHof;Eva Groß;hof77@mail.example\n')
  assert.deepEqual([untold.first.party?.email, untold.first.contact?.email], [null, 'hof77@mail.example'])
  // a list of people alone has no organisations to belong to
  assert.equal((await read('Vorname;Nachname;E-Mail\nEva;Groß;info@hof.example\n')).first.contact?.email, 'info@hof.example')
})

test('a row that names both is named after the organisation, whatever the order of the columns', async () => {
  for (const [headers, cells] of [
    ['Name;Firma', 'Eva Groß;Hof Groß'],
    ['Firma;Name', 'Hof Groß;Eva Groß'],
    ['Ansprechpartner;Name', 'Eva Groß;Hof Groß'],
    ['Vorname;Nachname;Unternehmen', 'Eva;Groß;Hof Groß'],
    ['Contact person;Company name', 'Eva Groß;Hof Groß'],
  ] as const) {
    const { first } = await read(`${headers}\n${cells}\n`)
    assert.deepEqual([first.party?.name, first.contact?.name], ['Hof Groß', 'Eva Groß'], headers)
  }
})

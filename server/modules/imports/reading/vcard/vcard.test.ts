// Everybody in these cards is invented.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DomainError } from '../../../../kernel/errors.ts'
import { uploadOf } from '../../testing.ts'
import { readRecords, readTexts, recogniseUpload } from '../index.ts'
import { readCards } from './cards.ts'
import { partsOf, textOf, unescapeText } from './properties.ts'

async function read(content: string | Uint8Array, pieceBytes = 7) {
  const upload = uploadOf(content, 'contacts.vcf', pieceBytes)
  const { preset, sample, mapping } = await recogniseUpload(upload)
  const records = []
  for await (const record of readRecords(0, upload, mapping)) records.push(record)
  return { preset, sample, records, first: records[0]! }
}

const card = (...lines: string[]) => `${['BEGIN:VCARD', ...lines, 'END:VCARD'].join('\r\n')}\r\n`
const refusals = (records: readonly { refusal?: { code: string } }[]) => records.map(({ refusal }) => refusal?.code)

test('cards of all three versions stand in one file', async () => {
  const old = card(
    'VERSION:2.1',
    'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Anna',
    'FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Anna M=FCller',
    'ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:B=C3=A4ckerei =',
    'M=C3=BCller;Backstube',
    'TEL;WORK;VOICE:06541 1',
    'TEL;CELL:0171 2',
    'EMAIL;INTERNET;PREF:anna@mueller-brot.example',
    'EMAIL;HOME:privat@mueller.example',
    'ADR;WORK:;;Am Markt 3;Zell;RLP;56856;Germany',
    'PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD',
    ' iVBORw0KGgoAAAANSUhEUgAA',
    'iVBORw0KGgo=',
    '',
    'TITLE:Inhaberin',
  )
  const middle = card(
    'VERSION:3.0',
    'N:Moor;Ben;Maria;Dr.;',
    'FN:Dr. Ben Moor',
    'ORG:Weingut Moor\\, Söhne & Co.;Keller\\; Lager',
    'TITLE:Kellermeister',
    'EMAIL;TYPE=INTERNET,WORK:ben@moor-wein.example',
    'TEL;TYPE=CELL,VOICE;TYPE=PREF:0171 33',
    'TEL;TYPE=WORK,FAX:06542 9',
    'CATEGORIES:Lieferant,Wein\\, rot,myContacts',
    'NOTE:Erste Zeile\\nzweite Zei',
    ' le, gefaltet',
    'URL;TYPE=WORK:https://moor-wein.example',
    'GEO:49.98;7.11',
  )
  const recent = card(
    'VERSION:4.0',
    'KIND:org',
    'FN:Chor Zell e. V.',
    'EMAIL;PREF=2:kasse@chor-zell.example',
    'EMAIL;PREF=1:mail@chor-zell.example',
    'TEL;VALUE=uri;TYPE="voice,work":tel:+49-6542-1',
    'ADR;TYPE=work:;;Kirchgasse 1;Zell;;56856;Deutschland',
    'GEO:geo:50.02,7.18',
  )
  const { preset, sample, records } = await read(old + middle + recent)
  assert.equal(preset, 'vcard')
  assert.deepEqual(sample, [['Anna Müller'], ['Dr. Ben Moor'], ['Chor Zell e. V.']])
  const [anna, ben, choir] = records
  assert.deepEqual(anna?.contact, {
    name: 'Anna Müller',
    givenName: 'Anna',
    familyName: 'Müller',
    role: 'Inhaberin, Backstube',
    email: 'anna@mueller-brot.example',
    phone: '06541 1',
    mobile: '0171 2',
  })
  assert.deepEqual(
    [anna?.party?.name, anna?.party?.street, anna?.party?.city, anna?.party?.postalCode, anna?.party?.country],
    ['Bäckerei Müller', 'Am Markt 3', 'Zell', '56856', 'DE'],
  )
  assert.deepEqual(anna?.notes, [{ body: 'Anna Müller: privat@mueller.example', at: null }])
  assert.deepEqual(anna?.warnings, [])
  assert.deepEqual([ben?.row, ben?.contact?.name, ben?.contact?.familyName], [2, 'Dr. Ben Moor', 'Moor'])
  assert.deepEqual([ben?.contact?.role, ben?.contact?.mobile], ['Kellermeister, Keller; Lager', '0171 33'])
  assert.deepEqual(
    [ben?.party?.name, ben?.party?.kinds, ben?.party?.tags, ben?.party?.website],
    ['Weingut Moor, Söhne & Co.', ['suppliers'], ['Wein, rot'], 'https://moor-wein.example'],
  )
  assert.deepEqual([ben?.party?.latitude, ben?.party?.longitude], [49.98, 7.11])
  assert.deepEqual(
    ben?.notes.map(({ body }) => body),
    ['Erste Zeile\nzweite Zeile, gefaltet', 'Dr. Ben Moor Fax: 06542 9'],
  )
  assert.equal(choir?.contact, undefined)
  assert.deepEqual(
    [choir?.party?.name, choir?.party?.email, choir?.party?.phone, choir?.party?.latitude],
    ['Chor Zell e. V.', 'mail@chor-zell.example', '+49-6542-1', 50.02],
  )
  assert.equal(choir?.notes[0]?.body, 'Chor Zell e. V.: kasse@chor-zell.example')
})

test('Apple groups a property with its label, and says which cards are companies', async () => {
  const { records } = await read(
    card(
      'VERSION:3.0',
      'N:Klein;Cleo;;;',
      'FN:Cleo Klein',
      'ORG:Praxis Klein;',
      'item1.TEL:0171 5',
      'item1.X-ABLabel:_$!<Mobile>!$_',
      'item2.EMAIL;type=INTERNET:cleo@klein.example',
      'item2.X-ABLabel:Sprechstunde',
      'item3.ADR;type=HOME:;;Privatweg 1;Zell;;56856;',
    ) +
      card('VERSION:3.0', 'N:;;;;', 'FN:Praxis Groß', 'ORG:Praxis Groß;', 'X-ABShowAs:COMPANY', 'TEL;type=MAIN:06541 7') +
      card('VERSION:3.0', 'N:Gruppe;;;;', 'FN:Gruppe', 'X-ADDRESSBOOKSERVER-KIND:group'),
  )
  const [cleo, company, group] = records
  assert.deepEqual([cleo?.contact?.mobile, cleo?.contact?.phone, cleo?.contact?.email], ['0171 5', null, 'cleo@klein.example'])
  assert.deepEqual([cleo?.party?.name, cleo?.party?.street], ['Praxis Klein', null])
  assert.deepEqual([company?.party?.name, company?.party?.phone, company?.contact], ['Praxis Groß', '06541 7', undefined])
  assert.equal(group?.refusal?.code, 'card_is_list')
})

test('a picture is neither kept nor fetched, and a cut one does not take the card with it', async () => {
  const { first, records } = await read(
    card(
      'VERSION:3.0',
      'FN:Anna',
      'PHOTO;VALUE=uri:http://127.0.0.1:1/photo.jpg',
      'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQS',
      'EMAIL:a@x.example',
    ),
  )
  assert.deepEqual([records.length, first.contact?.email, first.warnings], [1, 'a@x.example', []])
  assert.doesNotMatch(JSON.stringify(first), /photo|9j/)
  const large = card('VERSION:2.1', 'FN:Anna', `PHOTO;BASE64:${'A'.repeat(3_000_000)}`, 'TEL:06541 1')
  assert.equal((await read(large, 65_536)).first.contact?.phone, '06541 1')
})

test('lines that belong to nothing are named with their number, the rest of the card stays', async () => {
  const { first } = await read(card('VERSION:3.0', 'FN:Anna', 'NOTE:lang und', 'falsch gefaltet', 'EMAIL:anna(at)x.example', 'TEL:06541 1'))
  assert.deepEqual(
    first.warnings.map(({ code, values }) => [code, values.line ?? values.value]),
    [
      ['card_line_unreadable', 5],
      ['value_unreadable', 'anna(at)x.example'],
    ],
  )
  assert.equal(first.contact?.phone, '06541 1')
  const broken = await read(card('VERSION:3.0', 'FN:Anna', 'NOTE;ENCODING=b:QUJD!', 'TITLE;CHARSET=klingon:=', 'NOTE;ENCODING=b:QUJD'))
  assert.deepEqual(
    broken.first.warnings.map(({ code, values }) => [code, values.name, values.line]),
    [
      ['card_value_broken', 'TITLE', 5],
      ['card_value_broken', 'NOTE', 4],
    ],
  )
  assert.equal(broken.first.notes[0]?.body, 'ABC')
})

test('cards without end, of unknown version, without a name, or of nowhere on earth are refused by number', async () => {
  const { records } = await read(
    `BEGIN:VCARD\nVERSION:3.0\nFN:Ohne Ende\n${card('VERSION:5.0', 'FN:Zukunft')}${card('VERSION:3.0', 'NOTE:Niemand')}${card(
      'VERSION:3.0',
      'FN:Weit weg',
      'ORG:Weit weg',
      'GEO:91;7',
    )}${card('VERSION:3.0', `FN:${'x'.repeat(301)}`)}${card('FN:Ohne Version')}BEGIN:VCARD\nFN:Abgeschnitten`,
  )
  assert.deepEqual(refusals(records), [
    'card_not_ended',
    'card_version_unknown',
    'nobody_named',
    'latitude_impossible',
    'name_too_long',
    undefined,
    'card_not_ended',
  ])
  assert.deepEqual([records[0]?.refusal?.values.line, records[6]?.refusal?.values.line], [1, 25])
  assert.equal(records[5]?.contact?.name, 'Ohne Version')
})

test('markup in a name stays text, and a card of endless lines is refused', async () => {
  const { records } = await read(
    card('VERSION:3.0', 'FN:<b>Anna</b> <script>', 'ORG:A & B') + card('VERSION:3.0', 'FN:Viel', ...Array(1100).fill('TEL:1')),
  )
  assert.equal(records[0]?.contact?.name, '<b>Anna</b> <script>')
  assert.equal(records[1]?.refusal?.code, 'card_too_long')
})

test('a card within a card does not become somebody', async () => {
  const { records } = await read(
    card('VERSION:2.1', 'FN:Chefin', 'AGENT:', 'BEGIN:VCARD', 'VERSION:2.1', 'FN:Sekretär', 'END:VCARD', 'TEL:06541 1'),
  )
  assert.deepEqual(
    records.map(({ contact }) => [contact?.name, contact?.phone]),
    [['Chefin', '06541 1']],
  )
})

test('every encoding gives the same names', async () => {
  const text = card('VERSION:3.0', 'FN:Jörg Groß', 'ORG:Mühle – Süd')
  const variants: [string, Uint8Array][] = [
    ['utf-8', Buffer.from(text)],
    ['utf-8 with mark', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['windows-1252', Buffer.from(text.replace('–', '\u0096'), 'latin1')],
    ['mixed', Buffer.concat([Buffer.from(text), Buffer.from(text.replace('–', '\u0096'), 'latin1')])],
    // RFC 2426 lets a fold stand between the bytes of one letter
    ['folded inside a letter', Buffer.from(Buffer.from(text).toString('latin1').replace('\u00c3\u00b6', '\u00c3\r\n \u00b6'), 'latin1')],
  ]
  for (const [name, bytes] of variants) {
    const { records } = await read(bytes, 5)
    for (const { contact, party } of records) assert.deepEqual([contact?.name, party?.name], ['Jörg Groß', 'Mühle – Süd'], name)
  }
})

test('what a file says is found whole, so that somebody in it can be forgotten', async () => {
  const texts = []
  for await (const row of readTexts(uploadOf(card('VERSION:3.0', 'FN:Anna', 'X-OWN:a\\,b', 'PHOTO:x')))) texts.push(row)
  assert.deepEqual(texts, [['Anna', 'a,b']])
})

test('zeros and an empty file are refused', async () => {
  const refusal = (code: string) => (error: unknown) => error instanceof DomainError && error.code === code
  await assert.rejects(read('BEGIN:VCARD\nFN:A\0\0\nEND:VCARD'), refusal('import_not_text'))
  await assert.rejects(read(''), refusal('import_file_empty'))
})

test('any text survives being escaped, encoded and folded', async () => {
  const text = fc
    .string({ unit: fc.constantFrom(...'aä€😀 \t\n,;:\\="\'=3D.-<&', 'BEGIN:VCARD'), maxLength: 60 })
    .map((value) => value.replace(/^\s+|\s+$/g, ''))
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('2.1', '3.0', '4.0'), fc.integer({ min: 8, max: 75 }), async (value, version, width) => {
      const line = version === '2.1' ? quotedLine(value, width) : foldedLine(`NOTE:${escapeText(value)}`, width)
      const found = []
      for await (const one of readCards(uploadOf(Buffer.from(card(`VERSION:${version}`, line), 'latin1'), 'a.vcf', 11))) found.push(one)
      assert.equal(found.length, 1)
      const [note] = found[0]!.properties
      assert.equal(unescapeText(textOf(note!) ?? '', version), version === '2.1' ? value.replaceAll('\\;', ';') : value)
    }),
    { numRuns: 300 },
  )
})

test('any parts survive being parted', () => {
  const part = fc.string({ unit: fc.constantFrom(...'ab ,;\\\n:') })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), fc.constantFrom(';' as const, ',' as const), (parts, separator) => {
      assert.deepEqual(partsOf(parts.map(escapeText).join(separator), separator, '3.0'), parts)
    }),
  )
})

const escapeText = (text: string) => text.replace(/[\\;,]/g, (character) => `\\${character}`).replaceAll('\n', '\\n')

/** Folds between bytes, as RFC 2426 has it. */
function foldedLine(line: string, width: number): string {
  const bytes = Buffer.from(line).toString('latin1')
  const pieces = bytes.match(new RegExp(`[\\s\\S]{1,${width}}`, 'g')) ?? []
  return pieces.join('\r\n ')
}

function quotedLine(text: string, width: number): string {
  const codes = [...Buffer.from(text)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
  const perLine = Math.max(1, Math.floor(width / 3))
  const pieces = []
  for (let at = 0; at < codes.length; at += perLine) pieces.push(codes.slice(at, at + perLine).join(''))
  return `NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:${pieces.join('=\r\n')}`
}

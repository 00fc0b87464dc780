import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { strToU8 } from 'fflate'
import { DomainError } from '../../../kernel/errors.ts'
import { threadWork } from '../../../kernel/thread-work.ts'
import { uploadOf, workbookOf } from '../testing.ts'
import { dateOfSerial, parseDate } from './dates.ts'
import { sniffDelimiter } from './delimited.ts'
import { defuse } from './formulas.ts'
import { readRecords, recogniseUpload, sheetsOf } from './index.ts'
import type { Upload } from './uploads.ts'
import { line } from './values.ts'

async function recordsOf(upload: Upload) {
  const { mapping, preset } = await recogniseUpload(upload)
  const records = []
  for await (const record of readRecords(0, upload, mapping)) records.push(record)
  return { preset, records }
}

const refusal = (code: string, message: RegExp, row?: number) => (error: unknown) => {
  assert.ok(error instanceof DomainError, String(error))
  assert.equal(error.code, code)
  assert.match(error.message, message)
  if (row !== undefined) assert.equal(error.errors?.[0]?.path, `row ${row}`)
  return true
}

const utf16 = (text: string, bigEndian: boolean, mark: boolean) => {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}

test('one list reads the same in every encoding, with every delimiter and line end', async () => {
  const text = 'Firma;Straße;Ort\r\nBäckerei Müller;"Am Markt 3\r\nHinterhaus";Zell\r\nÖlmühle – Groß;Weg 1;Köln\r\n'
  const variants: [string, Uint8Array][] = [
    ['utf-8', Buffer.from(text)],
    ['utf-8 with mark', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', utf16(text, false, true)],
    ['utf-16be', utf16(text, true, true)],
    ['utf-16le without mark', utf16(text, false, false)],
    ['windows-1252', Buffer.from(text.replace('–', '\u0096'), 'latin1')],
    ['comma', Buffer.from(text.replaceAll(';', ','))],
    ['tab', Buffer.from(text.replaceAll(';', '\t'))],
    ['line feed', Buffer.from(text.replaceAll('\r\n', '\n'))],
    ['sep=', Buffer.from(`sep=;\r\n${text}`)],
  ]
  for (const [name, bytes] of variants) {
    const { records } = await recordsOf(uploadOf(bytes, 'list.csv', 7))
    assert.deepEqual(
      records.map(({ party }) => [party?.name, party?.street, party?.city]),
      [
        ['Bäckerei Müller', 'Am Markt 3 Hinterhaus', 'Zell'],
        ['Ölmühle – Groß', 'Weg 1', 'Köln'],
      ],
      name,
    )
  }
})

test('the delimiter is told by columns, not by what stands in quotes', () => {
  assert.equal(sniffDelimiter('"a, b";c\n"d, e, f";g'), ';')
  assert.equal(sniffDelimiter('name\nMüller, Anna'), ',')
  assert.equal(sniffDelimiter('a\tb\n1,5\t2,5'), '\t')
})

test('any cell survives being written as CSV and read again', async () => {
  const cell = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => /[a-z]/i.test(text) && !text.includes('\ufffd'))
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (names) => {
      const quoted = names.map((name) => `"${defuse(name).replaceAll('"', '""')}",x`).join('\r\n')
      const { records } = await recordsOf(uploadOf(`Company,Description\r\n${quoted}`))
      const plain = names.map((name) => line(name))
      assert.deepEqual(
        records.map(({ party }) => party?.name),
        plain,
      )
    }),
    { numRuns: 50 },
  )
})

test('a file without content, or with a header that does not hold, is refused with its row', async () => {
  await assert.rejects(recordsOf(uploadOf('')), refusal('import_file_empty', /empty/))
  await assert.rejects(recordsOf(uploadOf('\ufeff \n\n')), refusal('import_file_empty', /empty/))
  await assert.rejects(recordsOf(uploadOf('Name,Ort,name\na,b,c')), refusal('import_double_header', /Row 1 .* 1 and 3/, 1))
})

test('broken quotes stop the file and name the row', async () => {
  await assert.rejects(recordsOf(uploadOf('Company,City\nA,Zell\n"B "x" C",Zell\nD,Zell\n')), refusal('import_broken_quotes', /row 3/, 3))
  await assert.rejects(recordsOf(uploadOf('Company,City\nA,Zell\n"B,Zell\nC,Zell\n')), refusal('import_broken_quotes', /row 3/, 3))
})

test('bytes that are neither text nor the encoding they claim are refused with their line', async () => {
  const wrong = Buffer.concat([Buffer.from('\ufeffCompany\nA\n'), Buffer.from([0x42, 0xfc, 0x0a])])
  await assert.rejects(recordsOf(uploadOf(wrong, 'list.csv', 5)), refusal('import_wrong_encoding', /line 3/, 3))
  await assert.rejects(recordsOf(uploadOf(Buffer.from('Company\nA\n\0\0\0x\n'))), refusal('import_not_text', /line 3/, 3))
  await assert.rejects(recordsOf(uploadOf(Buffer.from('%PDF-1.7 …'))), refusal('import_not_a_list', /not a list/))
  await assert.rejects(recordsOf(uploadOf(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]))), refusal('import_old_workbook', /save it as/))
})

test('ragged rows, repeated headers, impossible places and lost characters are refused row by row', async () => {
  const { records } = await recordsOf(
    uploadOf('Company,Lat,Lon\nA,49.9,7.1\nB,49.9,7.1,too much\nCompany,Lat,Lon\nC,91,7.1\nD,49.9,181\nE\nF\ufffd,1,2\n,1,2\n'),
  )
  assert.deepEqual(
    records.map(({ row, party, refusal: why }) => [row, party?.name ?? why?.message.slice(0, 20)]),
    [
      [2, 'A'],
      [3, 'This row has 4 cells'],
      [4, 'This row repeats the'],
      [5, 'Latitude 91 does not'],
      [6, 'Longitude 181 does n'],
      [7, 'E'],
      [8, 'This row holds chara'],
      [9, 'This row names neith'],
    ],
  )
})

test('formulas of a text file are left out, text that spreadsheets protect is kept, markup stays text', async () => {
  const { records } = await recordsOf(uploadOf('Company,Phone,Description\n<b>Müller</b> & Co,"=""06541 12345""","=cmd|\'/c calc\'!A0"\n'))
  assert.equal(records[0]?.party?.name, '<b>Müller</b> & Co')
  assert.equal(records[0]?.party?.phone, '06541 12345')
  assert.equal(records[0]?.party?.description, null)
  assert.match(records[0]?.warnings[0]?.message ?? '', /formula/)
})

test('a workbook gives its first filled sheet, with days, long numbers and the kept values of formulas', async () => {
  const rows = [
    ['Company', 'Phone', 'Description', 'Notes'],
    ['Weingut Bühler & Söhne', 496541123456, { date: 45_928 }, { formula: 'HYPERLINK("http://x")', value: 'kept' }],
    ['Zweite', 1.5, '', { formula: 'A1' }],
  ] as const
  const { records } = await recordsOf(uploadOf(workbookOf(rows), 'list.xlsx'))
  const [first, second] = records
  assert.deepEqual(
    [first?.row, first?.party?.name, first?.party?.phone, first?.party?.description],
    [2, 'Weingut Bühler & Söhne', '496541123456', '2025-09-28'],
  )
  assert.equal(first?.notes[0]?.body, 'kept')
  assert.match(second?.warnings[0]?.message ?? '', /formula/)
})

test('titles above a list and a sheet before it are passed over, and a short first row of an ordinary list is its header', async () => {
  const rows = [
    ['Mitgliederverzeichnis'],
    ['Stand:', '01.11.2026'],
    ['Firma', 'Straße, Nr.', 'PLZ', 'Ort', 'Telefon'],
    ['Weingut Moor', 'Am Markt 3', '56856', 'Zell', '06542 1'],
    ['Bäckerei Groß', 'Weg 1', '56856', 'Zell', ''],
    ['Hotel Krone', '', '', 'Zell', '06542 3'],
  ]
  const cover = '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Verein</t></is></c></row></sheetData></worksheet>'
  const upload = uploadOf(workbookOf(rows, { 'xl/worksheets/sheet1.xml': strToU8(cover) }), 'list.xlsx')
  const [{ sheet, title }, ...others] = (await sheetsOf(upload)) as [{ sheet: number; title: string }]
  assert.deepEqual([sheet, title, others], [1, 'Liste', []])
  const { records } = await recordsOf({ ...upload, sheet })
  assert.deepEqual(
    records.map(({ row, party }) => [row, party?.name, party?.city]),
    [
      [4, 'Weingut Moor', 'Zell'],
      [5, 'Bäckerei Groß', 'Zell'],
      [6, 'Hotel Krone', 'Zell'],
    ],
  )
  assert.equal(records[0]?.party?.street, 'Am Markt 3')
  assert.deepEqual(await sheetsOf(uploadOf(workbookOf(rows), 'list.xlsx')), [{ sheet: null, title: null }])
  const short = await recordsOf(uploadOf('Firma;Ort\nA;Zell;zu viel\nB;Zell;zu viel\n'))
  assert.equal(short.records[0]?.refusal?.code, 'row_too_long')
})

test('zip bombs, document types, deep nesting and damaged archives are refused', async () => {
  const sheet = 'xl/worksheets/sheet2.xml'
  const rows = [['Company'], ['A']]
  const refuses = (parts: Parameters<typeof workbookOf>[1], code: string, message: RegExp) =>
    assert.rejects(recordsOf(uploadOf(workbookOf(rows, parts), 'list.xlsx', 65_536)), refusal(code, message))
  await refuses({ 'xl/media/zeros.bin': new Uint8Array(20_000_000) }, 'import_zip_bomb', /times its size/)
  await refuses(
    Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`x/${index}`, new Uint8Array()])),
    'import_zip_bomb',
    /files/,
  )
  await refuses({ [sheet]: strToU8('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>') }, 'import_xml_doctype', /document type/)
  await refuses({ [sheet]: strToU8(`${'<a>'.repeat(50)}${'</a>'.repeat(50)}`) }, 'import_xml_depth', /levels/)
  await refuses({ [sheet]: strToU8('<worksheet><row>') }, 'import_damaged_workbook', /damaged/)
  await assert.rejects(recordsOf(uploadOf(workbookOf(rows).slice(0, 200), 'list.xlsx')), refusal('import_damaged_workbook', /damaged/))
})

test('a small workbook made to be slow is read, or refused, at once', async () => {
  const rows = [['Company'], ['A']]
  const cells = (cell: string, count: number) =>
    strToU8(
      `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Company</v></c></row><row r="2">${cell.repeat(count)}</row></sheetData></worksheet>`,
    )
  /** What it reads, the work it takes of this thread and the longest piece of it between two events. */
  const readIt = async (parts: Parameters<typeof workbookOf>[1]) => {
    const from = threadWork()
    let [pause, last] = [0, from]
    const beat = setInterval(() => {
      pause = Math.max(pause, threadWork() - last)
      last = threadWork()
    }, 5)
    const outcome = await recordsOf(uploadOf(workbookOf(rows, parts), 'list.xlsx', 65_536)).then(
      ({ records }) => records.map(({ party }) => party?.name).join(),
      (error) => (error as DomainError).code,
    )
    clearInterval(beat)
    return { outcome, work: threadWork() - from, pause }
  }
  // beside an honest one with as many cells
  const honest = await readIt({ 'xl/worksheets/sheet2.xml': cells('<c r="A2" t="str"><v>A</v></c>', 100_000) })
  const worst = async (parts: Parameters<typeof workbookOf>[1]) => {
    const { outcome, work, pause } = await readIt(parts)
    assert.ok(work < 3 * honest.work && pause < honest.work, `${work / honest.work} times the work, a pause of ${pause / honest.work}`)
    return outcome
  }
  const formats = (code: string, count: number) =>
    strToU8(`<styleSheet><numFmts>${`<numFmt numFmtId="164" formatCode="${code}"/>`.repeat(count)}</numFmts></styleSheet>`)
  assert.equal(await worst({ 'xl/styles.xml': formats('['.repeat(2_000_000), 1) }), 'import_xml_attributes')
  assert.equal(await worst({ 'xl/styles.xml': formats('['.repeat(32_000), 100) }), 'A')
  const many = Array.from({ length: 5_000 }, (_, index) => ` a${index}="1"`).join('')
  assert.equal(await worst({ 'xl/styles.xml': strToU8(`<styleSheet${many}/>`) }), 'import_xml_attributes')
  const empty = strToU8(`<worksheet><sheetData>${'<row/>'.repeat(100_000)}</sheetData></worksheet>`)
  const names = '<sheet name="x" sheetId="1" r:id="rId1"/>'.repeat(2_000)
  const book = strToU8(`<workbook xmlns:r="r"><sheets>${names}<sheet name="y" sheetId="2" r:id="rId2"/></sheets></workbook>`)
  assert.equal(await worst({ 'xl/workbook.xml': book, 'xl/worksheets/sheet1.xml': empty }), 'A')
  assert.equal(await worst({ 'xl/worksheets/sheet2.xml': cells('<c r="A2"><f>1</f></c>', 100_000) }), '')
  assert.match(await worst({ 'xl/worksheets/sheet2.xml': cells(`<c r="A${'1'.repeat(32_000)}x" t="str"><v>B</v></c>`, 100) }), /B/)
})

test('an archive that lies about its size is stopped while it unfolds', async () => {
  const bytes = workbookOf([['Company'], ['A'.repeat(5000)]])
  const name = Buffer.from('xl/sharedStrings.xml')
  // the size in the central directory is 24 bytes into the entry, whose name begins 46 bytes in
  const at = Buffer.from(bytes).lastIndexOf(name) - 46
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(at + 24, 10, true)
  await assert.rejects(recordsOf(uploadOf(bytes, 'list.xlsx')), refusal('import_damaged_workbook', /damaged/))
})

test('dates of other systems', () => {
  assert.equal(parseDate('2024-02-01 09:30'), '2024-02-01T09:30:00Z')
  assert.equal(parseDate('2024-02-01T09:30:00+01:00'), '2024-02-01T08:30:00Z')
  assert.equal(parseDate('28.09.2025'), '2025-09-28')
  assert.equal(parseDate('09/28/2025 12:05 AM'), '2025-09-28T00:05:00Z')
  assert.equal(parseDate('9/8/2025 3:15 pm'), '2025-09-08T15:15:00Z')
  assert.equal(parseDate('28/09/2025'), '2025-09-28')
  for (const wrong of ['31.02.2025', '13/13/2025', '2024-02-01 25:00', 'soon', '']) assert.equal(parseDate(wrong), undefined, wrong)
  assert.equal(dateOfSerial(1, false), '1900-01-01')
  assert.equal(dateOfSerial(61, false), '1900-03-01')
  assert.equal(dateOfSerial(45_323.395833333336, false), '2024-02-01T09:30:00Z')
  assert.equal(dateOfSerial(0, true), '1904-01-01')
})

test('the Mosel places have sectors and ids, and rows without a name are refused', async () => {
  const { preset, records } = await recordsOf(uploadOf(readFileSync('samples/places/osm-mosel-pois.geojson'), 'places.geojson', 65_536))
  assert.equal(preset, 'geojson')
  assert.equal(records.length, 266)
  const machern = records.find(({ party }) => party?.name === 'Brauhaus Kloster Machern')?.party
  assert.deepEqual([machern?.sectorCode, machern?.latitude, machern?.identifiers[0]?.value], ['56.10', 49.9548872, 'node/304082751'])
  assert.ok(records.filter(({ party }) => party?.sectorCode).length > 260)
})

test('Overpass answers give nodes, and ways by their centre; corners without tags are skipped', async () => {
  const elements = [
    { type: 'node', id: 1, lat: 49.9, lon: 7.1, tags: { name: 'Rathaus', amenity: 'townhall', 'addr:country': 'DE' } },
    { type: 'way', id: 2, center: { lat: 49.8, lon: 7.2 }, tags: { name: 'Laden', shop: 'books;gift' } },
    { type: 'node', id: 3, lat: 49.9, lon: 7.1 },
    { type: 'node', id: 4, lat: 91, lon: 7.1, tags: { name: 'Falsch' } },
  ]
  const { preset, records } = await recordsOf(uploadOf(JSON.stringify({ version: 0.6, elements }), 'overpass.json'))
  assert.equal(preset, 'overpass')
  assert.deepEqual(
    records.map(({ row, party, refusal: why }) => [row, party?.name ?? why?.message, party?.sectorCode, party?.kinds]),
    [
      [1, 'Rathaus', '84.11', ['government']],
      [2, 'Laden', '47.61', []],
      [4, 'Latitude 91 does not exist: it lies between -90 and 90.', undefined, undefined],
    ],
  )
  await assert.rejects(recordsOf(uploadOf('{"a":\n[1,', 'x.json')), refusal('import_broken_json', /not complete JSON/))
  await assert.rejects(recordsOf(uploadOf('{"type":"Topology"}', 'x.json')), refusal('import_unknown_json', /neither/))
})

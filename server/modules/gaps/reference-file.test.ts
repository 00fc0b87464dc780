import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { uploadOf, workbookOf } from '../imports/testing.ts'
import { findGaps } from '../insight/answers/gaps/index.ts'
import { mapOf } from '../insight/answers/testing.ts'
import { readReference } from './reference-file.ts'

const read = (content: string | Uint8Array) => readReference(uploadOf(content))
const refusals = async (content: string) => (await read(content)).refused.first.map(({ row, code, values }) => [row, code, values.value])

test('a table is read from columns as offices of statistics name them, from CSV and workbooks', async () => {
  const { content, refused } = await read(
    'Landkreis;WZ 2008;Betriebe;Einwohner\nCochem-Zell;47;1.234;61 587\nCochem-Zell;G56;"98";61587\nVulkaneifel;56;70;60.603\n',
  )
  assert.deepEqual(refused.total, 0)
  assert.deepEqual(content, {
    scheme: 'nace',
    areas: ['Cochem-Zell', 'Vulkaneifel'],
    inhabitants: [61587, 60603],
    codes: ['47', '56'],
    counts: [1234, 98, 0, 70],
  })
  const workbook = workbookOf([
    ['County', 'NAICS', 'Establishments'],
    ['Windham', '31-33', 40],
    ['Windham', '72', 202],
  ])
  assert.deepEqual((await read(workbook)).content, {
    scheme: 'naics',
    areas: ['Windham'],
    inhabitants: [null],
    codes: ['31', '72'],
    counts: [40, 202],
  })
})

test('each row that cannot be understood is named with its reason, and the others are taken', async () => {
  const rows = [
    'area,code,count,scheme,inhabitants',
    'A,47,10,nace,100',
    ',47,10,nace,100',
    'A,Handel,10,nace,100',
    'A,56,D,nace,100',
    'A,56,-3,nace,100',
    'A,56,3.5,nace,100',
    'A,56.10,3,nace,100',
    'A,722,3,naics,100',
    'A,47,11,nace,100',
    'A,10,11,nace,many',
    `${'A'.repeat(101)},10,1,nace,1`,
    'A,00,500,nace,100',
  ]
  assert.deepEqual(await refusals(rows.join('\n')), [
    [3, 'area_missing', ''],
    [4, 'code_unknown', 'Handel'],
    [5, 'count_unreadable', 'D'],
    [6, 'count_unreadable', '-3'],
    [7, 'count_unreadable', '3.5'],
    [8, 'code_of_other_level', '56.10'],
    [9, 'scheme_mixed', '722'],
    [10, 'row_repeated', '47'],
    [11, 'inhabitants_unreadable', 'many'],
    [12, 'area_too_long', 'A'.repeat(40)],
    [13, 'code_unknown', '00'],
  ])
})

test('a file that is no such table, or too large a one, is refused whole', async () => {
  const many = (count: number, row: (k: number) => string) =>
    `area,code,count\n${Array.from({ length: count }, (_, k) => row(k)).join('\n')}`
  const codes = Array.from({ length: 90 }, (_, k) => k + 10).flatMap((code) => Array.from({ length: 10 }, (_, k) => `${code}.${k}`))
  for (const [content, code] of [
    ['name,phone\nA,1', 'reference_columns'],
    ['area,code,count\nA,x,1\n', 'reference_empty'],
    ['', 'import_file_empty'],
    [Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0x2d), 'import_not_a_list'],
    ['{"a": 1}', 'import_not_a_table'],
    [many(301, (k) => `A${k},47,1`), 'reference_too_many_areas'],
    [many(50_001, () => 'A,47,1'), 'reference_too_many_rows'],
    [many(codes.length, (k) => `A,${codes[k]},1`), 'reference_too_many_sectors'],
  ] as const) {
    await assert.rejects(read(content), { code }, code)
  }
})

test('the counties of Vermont are read whole, and say of Essex what it has fewer of than its neighbours a head', async () => {
  const { content, refused } = await read(readFileSync('samples/establishments/vermont-counties-2021.csv', 'utf8'))
  assert.deepEqual([refused.total, content.areas.length, content.codes.length, content.scheme], [0, 14, 16, 'naics'])
  const map = mapOf('', '')
  const nowhere = new Float64Array(0)
  const reference = { ...content, ownArea: content.areas.indexOf('Essex') }
  const { items } = findGaps({ map, trades: [], latitude: nowhere, longitude: nowhere, withinKm: null, reference })
  const [first] = items
  assert.equal(first!.key, 'sector:naics:54')
  // 6 where its 5,920 inhabitants would have 2,023 / 637,157 × 5,920
  assert.deepEqual([first!.sentence.values.count, first!.sentence.values.expected], [6, 18.8])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uploadOf, workbookOf } from '../testing.ts'
import { readRecords, recogniseUpload } from './index.ts'
import { naceOf, naicsOf, sectorOfForm } from './sectors.ts'
import type { Upload } from './uploads.ts'

const codes = async (upload: Upload) => {
  const { mapping } = await recogniseUpload(upload)
  const records = []
  for await (const record of readRecords(0, upload, mapping)) records.push(record)
  return records.map(({ party, warnings }) => [party?.sectorScheme, party?.sectorCode, warnings.map(({ code }) => code).join()])
}

test('NACE is read as lists write it, and what is no division of it is not', () => {
  for (const text of ['56.10', '5610', 'I 56.10', 'I56.10', '56.10.1', '56101']) assert.equal(naceOf(text)?.code, '56.10', text)
  assert.deepEqual([naceOf('56')?.code, naceOf('i')?.code, naceOf('561')?.code], ['56', 'I', '56.1'])
  for (const text of ['00', '44.10', 'Z', '722511', '56.', 'bakery']) assert.equal(naceOf(text), undefined, text)
})

test('NAICS has two to six digits of a sector there is', () => {
  for (const text of ['72', '7225', '722511']) assert.equal(naicsOf(text)?.code, text)
  for (const text of ['7', '7225111', '00', '10.71', '581000']) assert.equal(naicsOf(text), undefined, text)
})

test('where only the form tells the scheme, a code of both is neither', () => {
  assert.deepEqual(sectorOfForm('722511'), { scheme: 'naics', code: '722511' })
  assert.deepEqual(sectorOfForm('4451'), { scheme: 'naics', code: '4451' }, 'NACE has no 44')
  assert.deepEqual(sectorOfForm('56.10'), { scheme: 'nace', code: '56.10' })
  assert.deepEqual(sectorOfForm('4711'), { scheme: 'nace', code: '47.11' }, 'NAICS has no 47')
  for (const text of ['56', '5610', '72251']) assert.equal(sectorOfForm(text), 'ambiguous', text)
  assert.equal(sectorOfForm('gastronomy'), undefined)
})

test('a column NAICS is read as NAICS, and a code that is none is left out with a warning', async () => {
  const list = 'Company,NAICS Code\nDiner,722511\nGrocer,44\nBakery,10.71\n'
  assert.deepEqual(await codes(uploadOf(list)), [
    ['naics', '722511', ''],
    ['naics', '44', ''],
    [null, null, 'naics_unknown'],
  ])
  const sheet = workbookOf([
    ['Company', 'NAICS'],
    ['Diner', 722511],
    ['Bar', 'none'],
  ])
  assert.deepEqual(await codes(uploadOf(sheet, 'list.xlsx')), [
    ['naics', '722511', ''],
    [null, null, 'naics_unknown'],
  ])
})

test('a column of sector codes is read by their form, and a code of both schemes is left out with a warning', async () => {
  const list = 'Company,Sector code\nDiner,722511\nBakery,10.71\nHotel,55\nInn,inn\n'
  assert.deepEqual(await codes(uploadOf(list)), [
    ['naics', '722511', ''],
    ['nace', '10.71', ''],
    [null, null, 'sector_ambiguous'],
    [null, null, 'sector_unknown'],
  ])
  assert.deepEqual(await codes(uploadOf('Firma,WZ-Code\nBäckerei,1071\nWirt,722511\n')), [
    ['nace', '10.71', ''],
    [null, null, 'nace_unknown'],
  ])
})

test('both come back from a table and from places that another installation wrote', async () => {
  const table = 'Id,Name,NACE code,NAICS code,Place approximate\n1,Diner,,722511,\n2,Bakery,10.71,,\n'
  const feature = (sectorScheme: string, sector: string) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [7.1, 49.9] },
    properties: { name: 'Place', sectorScheme, sector },
  })
  const places = { type: 'FeatureCollection', features: [feature('naics', '722511'), feature('nace', '10.71'), feature('naics', '10.71')] }
  const both = [
    ['naics', '722511', ''],
    ['nace', '10.71', ''],
  ]
  assert.deepEqual(await codes(uploadOf(table)), both)
  assert.deepEqual(await codes(uploadOf(JSON.stringify(places), 'places.geojson')), [...both, [null, null, '']])
})

// The organisations in these files are invented.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uploadOf } from '../../testing.ts'
import { readRecords, recogniseUpload } from '../index.ts'

async function read(content: string) {
  const upload = uploadOf(content)
  const { preset, mapping } = await recogniseUpload(upload)
  const records = []
  for await (const record of readRecords(0, upload, mapping)) records.push(record)
  return { preset, records, first: records[0]! }
}

test('elements of Kumu, with and without ids, part values by a bar only and give latitude before longitude', async () => {
  for (const head of ['Label,Type,Tags,Location', 'ID,Label,Type,Tags,Location']) {
    const id = head.startsWith('ID') ? '7,' : ''
    const { preset, first } = await read(`${head}\n${id}Mühle,Supplier,"Bio, regional|Korn","49.95, 7.11"\n${id}Fern,,,"91, 7"\n`)
    assert.equal(preset, 'kumu_elements')
    assert.deepEqual([first.partyRef, first.party?.kinds], [`file.company:${id ? 7 : 'Mühle'}`, ['suppliers']])
    assert.deepEqual([first.party?.tags, first.party?.latitude, first.party?.longitude], [['Bio, regional', 'Korn'], 49.95, 7.11])
  }
  assert.equal((await read('Label,Address\nMühle,Zell\n')).preset, null)
})

test('connections of Kumu say their direction', async () => {
  const { preset, records } = await read(
    'From,To,Direction,Type,Label\nMühle,Bäckerei,directed,supplies,Mehl\nMühle,Bäckerei,mutual,partners,\nMühle,Café,undirected,,kennt\n',
  )
  assert.equal(preset, 'kumu_connections')
  assert.deepEqual(
    records.map(({ tie }) => [tie?.directed, tie?.type, tie?.evidence]),
    [
      [true, 'supplies', 'Mehl'],
      [false, 'partners', null],
      [false, 'kennt', null],
    ],
  )
})

test('Gephi writes the direction under Type', async () => {
  const { preset, records } = await read(
    'Source,Target,Type,Id,Label,Interval,Weight\n1,2,Directed,0,supplies,,2.5\n2,3,Undirected,1,,,1.0\n3,3,Mutual,2,,,1\n',
  )
  assert.equal(preset, 'gephi_edges')
  assert.deepEqual(
    records.map(({ tie, refusal }) => [tie?.directed, tie?.type, tie?.strength, refusal?.code]),
    [
      [true, 'supplies', 2.5, undefined],
      [false, null, 1, undefined],
      [undefined, undefined, undefined, 'tie_to_itself'],
    ],
  )
  assert.equal((await read('Id,Label,Interval\n1,Mühle,\n')).preset, 'nodes')
})

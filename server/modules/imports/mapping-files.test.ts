import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { jobs } from './jobs.ts'
import { routes } from './routes.ts'

const database = await testDatabase()
const settle = await testJobs(database, jobs)
const call = testApi(database.db, [routes])

async function ecosystem() {
  const { owner, viewer } = await testEcosystem(database.db)
  const send = async (text: string) => {
    const form = new FormData()
    form.append('files', new File([text], 'a.csv'))
    const { json } = await call(owner, 'POST', '/imports', form)
    await settle()
    return json
  }
  const bring = async (body: unknown) => await call(owner, 'POST', '/import-mappings', body)
  const file = async () => (await call(owner, 'GET', '/import-mappings')).json
  return { owner, viewer, send, bring, file }
}

const FILE = {
  format: 'tutti-import-mappings',
  version: 1,
  mappings: [
    {
      subject: 'list',
      columns: [
        { header: 'Wer', target: 'party.name' },
        { header: 'Was', target: null },
      ],
    },
  ],
}

test('remembered columns go from one ecosystem to another as a file, with those that go nowhere', async () => {
  const one = await ecosystem()
  const { id } = await one.send('Wer,Was,Wo\nHotel Post,x,Traben\n')
  const targets = ['party.name', null, 'party.city']
  assert.equal((await call(one.owner, 'PATCH', `/imports/${id}`, { files: [{ position: 0, targets }] })).status, 200)
  await settle()
  const file = await one.file()
  assert.deepEqual(file.mappings[0].columns, [
    { header: 'Wer', target: 'party.name' },
    { header: 'Was', target: null },
    { header: 'Wo', target: 'party.city' },
  ])
  const other = await ecosystem()
  assert.deepEqual((await other.bring(file)).json, { added: 1, replaced: 0, same: 0 })
  assert.deepEqual((await other.bring(file)).json, { added: 0, replaced: 0, same: 1 })
  const known = await other.send('WO;wer;was\nZell;Weingut Moor;y\n')
  assert.deepEqual([known.files[0].isRemembered, known.files[0].targets], [true, ['party.city', 'party.name', null]])
  file.mappings[0].columns[2].target = 'party.region'
  assert.deepEqual((await other.bring(file)).json, { added: 0, replaced: 1, same: 0 })
  assert.deepEqual(await other.file(), file)
})

test('a file that does not fit is refused in one clear line, and nothing of it is taken', async () => {
  const { bring, file } = await ecosystem()
  const [good] = FILE.mappings
  const columns = (...pairs: [string, string | null][]) => ({
    ...FILE,
    mappings: [good, { subject: 'list', columns: pairs.map(([header, target]) => ({ header, target })) }],
  })
  const cases: [unknown, string, RegExp][] = [
    [{ ...FILE, format: 'something' }, 'mapping_file_other', /no remembered columns/],
    [{ ...FILE, version: 2 }, 'mapping_file_version', /version 2.*update Tutti/],
    [{ ...FILE, version: 0 }, 'mapping_file_version', /export it again/],
    [columns(['Wer', 'party.nme']), 'mapping_file_unfit', /list 2 \(Wer\).*“party.nme”/],
    [columns(['Wer', 'party.name'], ['WER', null]), 'mapping_file_unfit', /two columns have one name/],
    [{ ...FILE, mappings: [{ subject: 'songs', columns: [] }] }, 'mapping_file_unfit', /“songs”/],
    [columns(['Wer', 'party.city']), 'mapping_file_unfit', /list 2 \(Wer\).*names an organisation/],
    [{ mappings: 'none' }, 'invalid', /./],
  ]
  for (const [body, code, message] of cases) {
    const { status, json } = await bring(body)
    assert.deepEqual([status, json.code], [422, code], JSON.stringify(json))
    assert.match(json.title, message)
  }
  assert.deepEqual((await file()).mappings, [])
})

test('only owners and coordinators see and bring remembered columns', async () => {
  const { viewer, owner } = await ecosystem()
  assert.equal((await call(viewer, 'GET', '/import-mappings')).status, 403)
  assert.equal((await call(viewer, 'POST', '/import-mappings', FILE)).status, 403)
  assert.equal((await call(owner, 'POST', '/import-mappings', FILE)).status, 200)
  const other = await ecosystem()
  assert.deepEqual((await other.file()).mappings, [])
})

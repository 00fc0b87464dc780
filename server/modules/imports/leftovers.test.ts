import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { jobs } from './jobs.ts'
import { routes } from './routes.ts'

const database = await testDatabase()
const settle = await testJobs(database, jobs)
const { owner, viewer } = await testEcosystem(database.db)
const call = testApi(database.db, [partyRoutes, routes])

const get = async (path: string) => (await call(owner, 'GET', path)).json
const names = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name)
/** Asks, waits for the work that follows, and answers what was said at first. */
async function worked(method: string, path: string, body?: FormData) {
  const { status, json, text } = await call(owner, method, path, body)
  assert.ok(status < 300, text)
  await settle()
  return json
}

test('what an undo left is taken off the map in one go, by coordinators only, and put back', async () => {
  const form = new FormData()
  form.append('files', new File(['Firma,Ort\nNeu eins,Zell\nNeu zwei,Zell\nNeu drei,Zell\n'], 'list.csv'))
  const { id: importId } = await worked('POST', '/imports', form)
  await worked('POST', `/imports/${importId}/application`)
  const path = `/imports/${importId}/leftovers`
  assert.equal((await call(owner, 'DELETE', path)).json.code, 'import_not_undone')
  for (const { id, name } of (await get('/parties')).items)
    if (name !== 'Neu drei') await call(owner, 'PATCH', `/parties/${id}`, { version: 1, city: 'Bullay' })
  await worked('DELETE', `/imports/${importId}/application`)
  assert.equal((await get(`/imports/${importId}`)).leftovers.total, 2)
  assert.equal((await call(viewer, 'DELETE', path)).status, 403)
  assert.deepEqual(names(await get('/parties')), ['Neu eins', 'Neu zwei'])

  const onMap = ({ json }: { json: { leftovers: { items: { isOnMap: boolean }[] } } }) => json.leftovers.items.map(({ isOnMap }) => isOnMap)
  assert.deepEqual(onMap(await call(owner, 'DELETE', path)), [false, false])
  assert.deepEqual(names(await get('/parties')), [])
  assert.deepEqual(onMap(await call(owner, 'DELETE', path)), [false, false], 'a second time changes nothing')
  assert.deepEqual(onMap(await call(owner, 'POST', `${path}/restoration`)), [true, true])
  assert.deepEqual(names(await get('/parties')), ['Neu eins', 'Neu zwei'])
  const counted = sql<{ type: string; n: number }>`
    select type, count(*)::int as n from events where ecosystem_id = ${owner.ecosystemId} and type ~ 'leftovers|party.(ended|restored)'
    group by type order by type`
  const { rows } = await transaction(owner, (tx) => counted.execute(tx.db))
  assert.deepEqual(
    rows.map(({ type, n }) => [type, n]),
    [
      ['import.leftovers_removed', 1],
      ['import.leftovers_restored', 1],
      ['party.ended', 2],
      ['party.restored', 2],
    ],
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { enqueue } from '../../kernel/jobs.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { writeImport } from './apply.ts'
import { expireImports } from './imports.ts'
import { jobs } from './jobs.ts'
import { routes } from './routes.ts'
import { takeBackImport } from './undo.ts'

const database = await testDatabase()
const { db } = database
/** What a job meets before it begins: nothing, an error, or something that happens meanwhile. */
const meets: Record<string, ((ctx: Ctx) => Promise<void>) | undefined> = {}
const settle = await testJobs(
  database,
  Object.fromEntries(
    Object.entries(jobs).map(([name, work]) => [
      name,
      async (ctx: Ctx, payload: Record<string, unknown>) => {
        await meets[name]?.(ctx)
        await work(ctx, payload)
      },
    ]),
  ),
)
const call = testApi(db, [partyRoutes, tieRoutes, routes])
const { owner, system } = await testEcosystem(db)
const get = async (path: string) => (await call(owner, 'GET', path)).json
const total = async () => (await get('/parties')).total

async function send(content: string): Promise<string> {
  const form = new FormData()
  form.append('files', new File([content], 'a.csv'))
  const { json } = await call(owner, 'POST', '/imports', form)
  await settle()
  return `/imports/${json.id}`
}
const state = async (path: string) => {
  const { state: now, problem } = await get(path)
  return [now, problem?.code ?? null]
}
/** As if the plan held what no check let through: the shape is no kind of party. */
const spoil = (path: string) =>
  transaction(owner, (tx) =>
    sql`update import_items set data = jsonb_set(data, '{draft,form}', '"Anna Lorenz"') where import_id = ${path.slice(9)}`.execute(tx.db),
  )

test('a write that meets something unexpected leaves nothing on the map, says so, and can be tried again or given up', async () => {
  const path = await send('Firma\nHotel Post\n')
  await spoil(path)
  await call(owner, 'POST', `${path}/application`)
  await settle()
  assert.deepEqual(await state(path), ['checked', 'import_apply_failed'])
  assert.equal(await total(), 0)
  const checked = await call(owner, 'PATCH', path, {})
  assert.equal(checked.status, 200)
  await settle()
  assert.deepEqual(await state(path), ['checked', null])
  await call(owner, 'POST', `${path}/application`)
  await settle()
  assert.deepEqual([await state(path), await total()], [['applied', null], 1])

  // taking it back meets something, too: it stays on the map, and goes at the second try
  await transaction(owner, (tx) => sql`update imports set filled = '{"a": 1}' where id = ${path.slice(9)}`.execute(tx.db))
  await call(owner, 'DELETE', `${path}/application`)
  await settle()
  assert.deepEqual([await state(path), await total()], [['applied', 'import_undo_failed'], 1])
  await transaction(owner, (tx) => sql`update imports set filled = null where id = ${path.slice(9)}`.execute(tx.db))
  await call(owner, 'DELETE', `${path}/application`)
  await settle()
  assert.deepEqual([await state(path), await total()], [['undone', null], 0])
})

test('what passes by itself is tried again; whoever fails for the last time leaves no state behind that nobody can leave', async () => {
  const path = await send('Firma\nHotel Eins\n')
  for (const [job, method, failed] of [
    ['imports.apply', 'POST', ['checked', 'import_apply_failed']],
    ['imports.undo', 'DELETE', ['applied', 'import_undo_failed']],
  ] as const) {
    meets[job] = () => Promise.reject(Object.assign(new Error('deadlock detected'), { code: '40P01' }))
    await database.pool.query('update pgboss.queue set retry_limit = 0 where name = $1', [job])
    await call(owner, method, `${path}/application`)
    await settle()
    assert.deepEqual(await state(path), failed)
    meets[job] = undefined
    await call(owner, method, `${path}/application`)
    await settle()
  }
  assert.deepEqual(await state(path), ['undone', null])
})

test('work that is stopped while it runs writes nothing, and whoever begins anew is not met by what is left of it', async () => {
  const path = await send('Firma\nHotel Zwei\n')
  // the import is stopped when the job has begun: before it, and by the one who looks at it meanwhile
  meets['imports.apply'] = async () => {
    const stopped = await call(owner, 'POST', `${path}/cancellation`)
    assert.deepEqual([stopped.status, stopped.json.state], [200, 'checked'])
  }
  await call(owner, 'POST', `${path}/application`)
  await settle()
  assert.deepEqual([await state(path), await total()], [['checked', null], 0])
  meets['imports.apply'] = undefined
  await call(owner, 'POST', `${path}/application`)
  const { revision } = await transaction(owner, (tx) => tx.db.selectFrom('imports').select('revision').where('id', '=', path.slice(9)).executeTakeFirstOrThrow()) // biome-ignore format: one line reads better
  await writeImport(system, { importId: path.slice(9), revision: revision - 1, by: owner.actor })
  await settle()
  assert.deepEqual([await state(path), await total()], [['applied', null], 1])

  meets['imports.undo'] = async () => {
    assert.equal((await call(owner, 'POST', `${path}/cancellation`)).json.state, 'applied')
  }
  await call(owner, 'DELETE', `${path}/application`)
  await settle()
  assert.deepEqual([await state(path), await total()], [['applied', null], 1])
  meets['imports.undo'] = undefined
  await takeBackImport(system, { importId: path.slice(9), revision: revision + 1, by: owner.actor })
  assert.deepEqual([await state(path), await total()], [['applied', null], 1])
  assert.equal((await call(owner, 'POST', `${path}/cancellation`)).status, 409)
})

test('work of which nothing was heard for a day is over', async () => {
  const path = await send('Firma\nHotel Drei\n')
  const lose = async (busy: string, days: number) => {
    const at = new Date(Date.now() - days * 86_400_000)
    await transaction(owner, (tx) => tx.db.updateTable('imports').set({ state: busy as never, updated_at: at }).where('id', '=', path.slice(9)).execute()) // biome-ignore format: one line reads better
    await transaction(system, expireImports)
    return await state(path)
  }
  assert.deepEqual(await lose('applying', 0.9), ['applying', null])
  assert.deepEqual(await lose('applying', 1.1), ['checked', 'import_apply_failed'])
  assert.deepEqual(await lose('undoing', 1.1), ['applied', 'import_undo_failed'])
})

test('a job that failed for the last time is told to the one behind it', async () => {
  const path = await send('Firma\nHotel Vier\n')
  await database.pool.query(`update pgboss.queue set retry_limit = 0 where name = 'imports.check'`)
  meets['imports.check'] = () => Promise.reject(Object.assign(new Error('too many connections'), { code: '53300' }))
  await call(owner, 'PATCH', path, {})
  await settle()
  assert.deepEqual(await state(path), ['refused', 'import_check_failed'])
  // what an older check left behind says nothing about the newer one
  meets['imports.check'] = undefined
  await call(owner, 'PATCH', path, {})
  await settle()
  await transaction(system, (tx) => enqueue(tx, 'imports.check.given_up', { importId: path.slice(9), revision: 2 }))
  await settle()
  assert.deepEqual(await state(path), ['checked', null])
})

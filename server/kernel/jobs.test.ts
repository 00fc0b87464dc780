import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterCommit, transaction } from './ctx.ts'
import { enqueue } from './jobs.ts'
import { testDatabase, testEcosystem, testJobs } from './testing.ts'

const database = await testDatabase()
const { db, pool } = database
const worked: string[] = []
let release = () => {}
let held: Promise<void> | undefined
const wait = await testJobs(database, {
  'latest.read': {
    afterSeconds: 0,
    latest: async ({ ecosystemId }) => {
      worked.push(ecosystemId)
      await held
    },
  },
})

test('what is left for after the commit is done once, and not after a rollback', async () => {
  const { system } = await testEcosystem(db)
  const done: string[] = []
  await transaction(system, async (tx) => {
    for (const word of ['first', 'second']) afterCommit(tx, 'same', async () => void done.push(word))
    assert.deepEqual(done, [])
  })
  await assert.rejects(
    transaction(system, async (tx) => {
      afterCommit(tx, 'same', async () => void done.push('never'))
      throw new Error('no')
    }),
  )
  await transaction(system, async (tx) => afterCommit(tx, 'fails', async () => assert.fail('said in the log only')))
  assert.deepEqual(done, ['second'])
  assert.throws(() => afterCommit(system as never, 'same', async () => {}), /needs a transaction/)
})

test('of work that brings up to date one waits, however often it is asked for, and one more while it runs', async () => {
  const [one, other] = [await testEcosystem(db), await testEcosystem(db)]
  const askFor = ({ system }: typeof one) => transaction(system, (tx) => enqueue(tx, 'latest.read', {}))
  held = new Promise((resolve) => {
    release = resolve
  })
  await askFor(one)
  while (!worked.includes(one.ecosystemId)) await new Promise((resolve) => setTimeout(resolve, 20))
  await Promise.all(Array.from({ length: 20 }, () => askFor(one)))
  await askFor(other)
  const { rows } = await pool.query(`select count(*)::int as n from pgboss.job where name = 'latest.read' and state = 'created'`)
  assert.equal(rows[0].n, 2, 'one for each ecosystem')
  release()
  await wait()
  assert.deepEqual(worked.filter((id) => id === one.ecosystemId).length, 2)
  assert.deepEqual(worked.filter((id) => id === other.ecosystemId).length, 1)
})

test('nobody who asks for it waits for a transaction that has asked for it as well', async () => {
  const { system } = await testEcosystem(db)
  await transaction(system, async (long) => {
    await enqueue(long, 'latest.read', {})
    await transaction(system, (tx) => enqueue(tx, 'latest.read', {}), 1_000)
  })
  await wait()
  assert.ok(worked.includes(system.ecosystemId))
})

import pg from 'pg'
import { openDb, openPool } from '../../server/kernel/db.ts'

export type BenchDatabase = Awaited<ReturnType<typeof benchDatabase>>

/**
 * A database of the bench’s own, gone when the next `npm run bench` begins. Not that of the tests: they have it dropped by the
 * test runner, which follows every promise of the process from then on, at the cost of time and memory.
 */
export async function benchDatabase() {
  const host = process.env.TUTTI_TEST_SOCKET!
  const database = `bench_${process.pid}`
  const admin = new pg.Client({ host, user: 'postgres', database: 'postgres' })
  await admin.connect()
  await admin.query(`create database ${database} template ${process.env.TUTTI_TEST_TEMPLATE} strategy file_copy`)
  await admin.end()
  const app = { host, user: 'tutti_app', database }
  const pool = openPool(app)
  return { host, database, app, pool, db: openDb(pool) }
}

/** Work as the owner of the tables. */
export async function asOwner<T>({ host, database }: BenchDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ host, user: 'postgres', database })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** What is measured is the product, not how the database tidies up after so many new rows. */
export async function tidyUp(place: BenchDatabase): Promise<void> {
  await asOwner(place, async (client) => {
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  })
}

export async function addEcosystem(place: BenchDatabase, ecosystemId: string): Promise<void> {
  const text = `insert into ecosystems (ecosystem_id, name, locale, time_zone, created_at) values ($1, 'Bench', 'en', 'Europe/Berlin', now())`
  await asOwner(place, (client) => client.query(text, [ecosystemId]))
}

/**
 * Work as the owner that writes millions of rows: keys are right by construction and not checked again, the indexes of `tables` are made afterwards.
 */
export async function asFiller(place: BenchDatabase, tables: readonly string[], fill: (client: pg.Client) => Promise<void>): Promise<void> {
  await asOwner(place, async (client) => {
    await client.query(
      `set session_replication_role = replica; set synchronous_commit = off; set work_mem = '256MB'; set maintenance_work_mem = '256MB'`,
    )
    const { rows: indexes } = await client.query<{ indexname: string; indexdef: string }>(
      `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename = any ($1) and indexname not like '%\\_pkey'`,
      [tables],
    )
    for (const { indexname } of indexes) await client.query(`drop index ${indexname}`)
    await fill(client)
    for (const { indexdef } of indexes) await client.query(indexdef)
    await client.query(`vacuum analyze ${tables.join(', ')}`)
    await client.query('checkpoint')
  })
}

import pg from 'pg'
import { openDb, openPool } from '../../server/kernel/db.ts'

/**
 * A database of the bench's own, gone with the server that `npm run bench` started for it. Not that of the tests: they have it dropped by the
 * test runner, which follows every promise of the process from then on, at the cost of time and memory.
 */
export async function benchDatabase() {
  const host = process.env.TUTTI_TEST_SOCKET!
  const database = `bench_${process.pid}`
  const admin = new pg.Client({ host, user: 'postgres', database: 'postgres' })
  await admin.connect()
  await admin.query(`create database ${database} template ${process.env.TUTTI_TEST_TEMPLATE} strategy file_copy`)
  await admin.end()
  const pool = openPool({ host, user: 'tutti_app', database })
  return { host, database, pool, db: openDb(pool) }
}

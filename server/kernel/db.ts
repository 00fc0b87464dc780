import { AsyncLocalStorage } from 'node:async_hooks'
import { CompiledQuery, type ControlledTransaction, Kysely, type Logger, PostgresDialect, PostgresDriver, type Transaction } from 'kysely'
import pg from 'pg'
import type { Tables } from '../modules.ts'
import { log } from './log.ts'

export type Db = Kysely<Tables>

const POOL_SIZE = 10
const OID_BIGINT = 20
const SHUTDOWN = '57P01' // somebody ended the database on purpose

const types = {
  // bigint columns come as bigint, everything else as pg does by default
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === OID_BIGINT && format !== 'binary' ? BigInt : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ max: POOL_SIZE, types, ...config })
  // without listeners, the loss of a connection would end the process: of one in use between two statements, which the next one reports
  pool.on('connect', (client) => client.on('error', () => {}))
  // and of an idle one
  pool.on('error', (error: Error & { code?: string }) => {
    log[error.code === SHUTDOWN ? 'debug' : 'warn']({ reason: error.message }, 'idle database connection lost')
  })
  return pool
}

/** What the next transaction begins with, told to the driver past Kysely; taken once, so that a transaction inside begins with nothing. */
const firstStatements = new AsyncLocalStorage<{ sql: string | undefined }>()

/** `log` hears of every statement. */
export function openDb(pool: pg.Pool, log?: Logger): Db {
  const dialect = new PostgresDialect({ pool })
  dialect.createDriver = () => {
    const driver = new PostgresDriver({ pool })
    const begin = driver.beginTransaction.bind(driver)
    driver.beginTransaction = async (connection, settings) => {
      const first = firstStatements.getStore()
      if (first?.sql === undefined || settings.isolationLevel || settings.accessMode) return await begin(connection, settings)
      const statements = `begin; ${first.sql}`
      first.sql = undefined
      await connection.executeQuery(CompiledQuery.raw(statements))
    }
    return driver
  }
  return new Kysely<Tables>({ dialect, ...(log && { log }) })
}

/** One transaction that begins with `sql` in the same message to the database: every request opens one, and each message costs it time. */
export function transactionWith<T>(db: Db, sql: string, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return firstStatements.run({ sql }, () => db.transaction().execute(work))
}

/** The same for a transaction that the caller ends, for what is read bit by bit. */
export function beginWith(db: Db, sql: string): Promise<ControlledTransaction<Tables>> {
  return firstStatements.run({ sql }, () => db.startTransaction().execute())
}

/** Runs `work` with a connection of its own. */
export async function withClient<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  client.on('error', () => {}) // the query under way reports the loss
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

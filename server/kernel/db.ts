import { Kysely, PostgresDialect } from 'kysely'
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
  // without a listener, the loss of an idle connection would end the process
  pool.on('error', (error: Error & { code?: string }) => {
    log[error.code === SHUTDOWN ? 'debug' : 'warn']({ reason: error.message }, 'idle database connection lost')
  })
  return pool
}

export function openDb(pool: pg.Pool): Db {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
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

import type pg from 'pg'

let database: pg.PoolConfig | undefined

/** How threads that work beside the server reach the database: as the program's own role. Called once at the start. */
export function setThreadDatabase(config: pg.PoolConfig): void {
  database = config
}

export function threadDatabase(): pg.PoolConfig {
  if (!database) throw new Error('setThreadDatabase() has not been called')
  return database
}

import type pg from 'pg'
import { newEncryption } from './backup-crypto.ts'
import { type Item, newHeader, writeFile } from './backup-format.ts'
import { type BackupTable, BLANKED_COLUMNS, backupTables, KEPT_ROWS, LEFT_OUT_JOBS, TEXT_FORM } from './backup-tables.ts'
import { withClient } from './db.ts'

const ROWS_AT_ONCE = 200
const LARGE_ROWS_AT_ONCE = 2 // rows with bytes may hold a megabyte each

/** The part of the queue that is still to be done, and the part with the installation's secret. */
export const JOBS = 'pgboss.job'
export const JOB_COLUMNS = ['name', 'data', 'start_after', 'priority', 'singleton_key'] as const
export const SECRET = 'secret'

export type BackupOptions = {
  /** As the owner of the tables. */
  owner: pg.ClientConfig
  path: string
  now: Date
  passphrase: string | undefined
  /** Goes into an encrypted file only: second factors are encrypted with it. */
  secret: string
  onPart?: (part: string, rows: number) => void
}

/**
 * Writes everything the program keeps into one file, as it was at one moment, while the program may run. Reads table after table with
 * cursors, so its memory does not grow with the data. Answers the number of rows.
 */
export async function backUp(options: BackupOptions): Promise<number> {
  return await withClient(options.owner, async (client) => {
    await client.query('begin isolation level repeatable read read only')
    for (const statement of TEXT_FORM) await client.query(statement)
    const { rows } = await client.query<{ name: string }>('select name from migrations order by name')
    const header = newHeader(
      rows.map(({ name }) => name),
      options.now,
      options.passphrase === undefined ? null : newEncryption(),
    )
    const count = { rows: 0 }
    await writeFile(options.path, header, counted(everything(client, options), count, options.onPart), options.passphrase)
    await client.query('commit')
    return count.rows
  })
}

async function* everything(client: pg.Client, { passphrase, secret }: BackupOptions): AsyncGenerator<Item> {
  if (passphrase !== undefined) {
    yield { head: { part: SECRET, ecosystemId: null, columns: ['secret'] } }
    yield { row: Buffer.from(JSON.stringify([secret])) }
  }
  const tables = await backupTables(client)
  for (const table of tables.filter(({ tenant }) => !tenant)) yield* rowsOf(client, table, null)
  const { rows } = await client.query<{ id: string }>('select ecosystem_id as id from ecosystems order by 1')
  for (const { id } of rows) {
    await client.query(`set local tutti.ecosystem_id = ${client.escapeLiteral(id)}`)
    for (const table of tables.filter(({ tenant }) => tenant)) yield* rowsOf(client, table, id)
  }
  yield* pendingJobs(client)
}

async function* rowsOf(client: pg.Client, table: BackupTable, ecosystemId: string | null): AsyncGenerator<Item> {
  const blanked = BLANKED_COLUMNS[table.name] ?? []
  const columns = table.columns.filter(({ name }) => !blanked.includes(name))
  // the owner sees all ecosystems in the list of them, so the tenant is asked for as well
  const conditions = [...(ecosystemId ? [`ecosystem_id = ${client.escapeLiteral(ecosystemId)}`] : []), KEPT_ROWS[table.name] ?? 'true']
  const order = table.key.length > 0 ? `order by ${table.key.map((name) => client.escapeIdentifier(name)).join(', ')}` : ''
  const query = `select ${asLine(columns.map(({ name }) => client.escapeIdentifier(name)))} from ${table.name} where ${conditions.join(' and ')} ${order}`
  yield { head: { part: table.name, ecosystemId, columns: columns.map(({ name }) => name) } }
  yield* fetched(client, query, columns.some(({ type }) => type === 'bytea') ? LARGE_ROWS_AT_ONCE : ROWS_AT_ONCE)
}

/**
 * What was promised and not done yet goes along, as name and payload: the tables of the queue are its own affair and change with its
 * version. What is done, and what comes by the clock, does not. Only the program's role can read the queue.
 */
async function* pendingJobs(client: pg.Client): AsyncGenerator<Item> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('pgboss.job') is not null as there`)
  if (!rows[0]?.there) return
  yield { head: { part: JOBS, ecosystemId: null, columns: JOB_COLUMNS } }
  await client.query('set local role tutti_app')
  const leftOut = LEFT_OUT_JOBS.map((name) => client.escapeLiteral(name)).join(', ')
  yield* fetched(
    client,
    `select ${asLine(JOB_COLUMNS)} from pgboss.job where state in ('created', 'retry', 'active') and name not in (${leftOut})
       and name not like '\\_\\_pgboss\\_\\_%' order by created_on, id`,
    ROWS_AT_ONCE,
  )
  await client.query('reset role')
}

/** PostgreSQL writes the line itself: one array of texts and nulls. */
function asLine(columns: readonly string[]): string {
  return `array_to_json(array[${columns.map((name) => `${name}::text`).join(', ')}]::text[])::text as line`
}

async function* fetched(client: pg.Client, query: string, rowsAtOnce: number): AsyncGenerator<Item> {
  await client.query(`declare lines no scroll cursor for ${query}`)
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${rowsAtOnce} from lines`)
    for (const { line } of rows) yield { row: Buffer.from(line) }
    if (rows.length < rowsAtOnce) break
  }
  await client.query('close lines')
}

async function* counted(items: AsyncIterable<Item>, count: { rows: number }, onPart: BackupOptions['onPart']): AsyncGenerator<Item> {
  let part: { name: string; rows: number } | undefined
  for await (const item of items) {
    if ('head' in item) {
      if (part) onPart?.(part.name, part.rows)
      part = { name: item.head.part, rows: 0 }
    } else {
      count.rows += 1
      if (part) part.rows += 1
    }
    yield item
  }
  if (part) onPart?.(part.name, part.rows)
}

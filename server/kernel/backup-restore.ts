import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import { JOBS, SECRET } from './backup.ts'
import { type Header, type Item, type PartHead, readFile, readHeader } from './backup-format.ts'
import { allTables, type BackupTable, backupTables, TEXT_FORM } from './backup-tables.ts'
import { appliedMigrations, type Connections } from './connections.ts'
import { openPool, withClient } from './db.ts'
import { QUEUE } from './jobs.ts'
import { lockInstance } from './lock.ts'
import { migrate, migrationNames, prepareDatabase } from './migrate.ts'

const FILLED_BY_PEOPLE = ['ecosystems', 'auth."user"']
const BATCH_ROWS = 200
const BATCH_BYTES = 1 << 20

export type RestoreOptions = {
  connections: Connections
  path: string
  passphrase: string | undefined
  /** The target is empty, the file sound: from here on rows are written. */
  onBegin?: () => void
  onPart?: (part: string, rows: number) => void
}

/** `secret`: what the installation signed and encrypted with, from an encrypted backup. */
export type Restored = { createdAt: string; rows: number; secret: string | undefined }

/** Reads the whole file and checks every sum in it, without touching a database. Answers the number of rows. */
export async function verifyBackup(path: string, passphrase: string | undefined): Promise<{ header: Header; rows: number }> {
  const { header } = readHeader(path)
  const known = new Set(migrationNames())
  const newer = header.migrations.filter((name) => !known.has(name))
  if (newer.length > 0) throw new Error(`The file was made by a newer version of Tutti (${newer.at(-1)}).`)
  let rows = 0
  for await (const item of readFile(path, passphrase)) if ('row' in item) rows += 1
  return { header, rows }
}

/**
 * Puts a backup into an empty database, embedded or not, in one transaction: afterwards everything is there, or nothing. The tables are
 * first made as they were when the backup was taken, and brought up to date after it. Refuses while the program runs.
 */
export async function restoreBackup({ connections, path, passphrase, onBegin, onPart }: RestoreOptions): Promise<Restored> {
  const { header } = await verifyBackup(path, passphrase)
  await prepareTarget(connections, header)
  const release = await lockInstance(connections.app)
  try {
    await mustBeEmpty(connections.owner)
    onBegin?.()
    const queue = await openQueue(connections.app)
    const result = await withClient(connections.owner, (client) => fill(client, readFile(path, passphrase), queue, onPart)).finally(
      queue.stop,
    )
    await migrate(connections.owner)
    return { createdAt: header.createdAt, ...result }
  } finally {
    await release()
  }
}

/** Leaves the target with exactly the migrations of the backup. An empty embedded database is simply made anew. */
async function prepareTarget({ owner, app, superuser }: Connections, header: Header): Promise<void> {
  const release = await lockInstance(app)
  try {
    const applied = await appliedMigrations(owner)
    if (applied.length > 0) await mustBeEmpty(owner)
    if (applied.length > 0 && applied.join() !== header.migrations.toSorted().join()) {
      if (!superuser?.database) throw new Error('This database was prepared for another version already: please restore into a new one.')
      await release()
      await recreate(superuser, superuser.database)
    }
    await migrate(owner, undefined, header.migrations)
  } finally {
    await release()
  }
}

async function recreate(superuser: pg.ClientConfig, database: string): Promise<void> {
  await withClient({ ...superuser, database: 'postgres' }, async (client) => {
    await client.query(`drop database ${client.escapeIdentifier(database)} with (force)`)
  })
  await prepareDatabase(superuser, database)
}

/** What the first start leaves, such as an unused link, does not count. */
async function mustBeEmpty(owner: pg.ClientConfig): Promise<void> {
  await withClient(owner, async (client) => {
    const tables = (await backupTables(client)).filter(({ name }) => FILLED_BY_PEOPLE.includes(name))
    if (tables.length === 0) return
    const used = tables.map(({ name }) => `exists(select from ${name})`).join(' or ')
    const { rows } = await client.query<{ used: boolean }>(`select ${used} as used`)
    if (rows[0]?.used) throw new Error('This database is not empty: a backup is restored into an empty one only, nothing is overwritten.')
  })
}

type Queue = { add: (client: pg.Client, row: Buffer) => Promise<void>; stop: () => Promise<void> }

/**
 * Foreign keys, triggers and forced row security step aside for the time of the transaction, which nobody else sees: rows come in the
 * order of their tables, and a trigger that once did its work must not do it twice. The keys are checked in full when they come back.
 */
async function fill(
  client: pg.Client,
  items: AsyncIterable<Item>,
  queue: Queue,
  onPart: RestoreOptions['onPart'],
): Promise<{ rows: number; secret: string | undefined }> {
  await client.query('begin')
  for (const statement of TEXT_FORM) await client.query(statement)
  const tables = await backupTables(client)
  const keys = await foreignKeys(client)
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`)
  for (const { name } of tables) await client.query(`alter table ${name} disable trigger user, no force row level security`)
  for (const { name } of await allTables(client)) if (name !== 'migrations') await client.query(`truncate ${name}`)
  const result = await insertAll(client, tables, items, queue, onPart)
  await setSequences(client)
  for (const { table, name, definition } of keys) await client.query(`alter table ${table} add constraint ${name} ${definition}`)
  for (const { name, forced } of tables) {
    await client.query(`alter table ${name} enable trigger user${forced ? ', force row level security' : ''}`)
  }
  await client.query('commit')
  return result
}

async function insertAll(
  client: pg.Client,
  tables: readonly BackupTable[],
  items: AsyncIterable<Item>,
  queue: Queue,
  onPart: RestoreOptions['onPart'],
): Promise<{ rows: number; secret: string | undefined }> {
  let part: { name: string; rows: number; insert: string | undefined } | undefined
  let batch: Buffer[] = []
  let bytes = 0
  let total = 0
  let secret: string | undefined
  const flush = async () => {
    if (part?.insert && batch.length > 0) await client.query(part.insert, [`[${batch.join(',')}]`])
    batch = []
    bytes = 0
  }
  for await (const item of items) {
    if ('head' in item) {
      await flush()
      if (part) onPart?.(part.name, part.rows)
      part = { name: item.head.part, rows: 0, insert: insertOf(client, tables, item.head) }
    } else if (part) {
      part.rows += 1
      total += 1
      if (part.name === SECRET) secret = (JSON.parse(item.row.toString()) as [string])[0]
      else if (part.name === JOBS) await queue.add(client, item.row)
      else batch.push(item.row)
      bytes += item.row.length
      if (batch.length >= BATCH_ROWS || bytes >= BATCH_BYTES) await flush()
    }
  }
  await flush()
  if (part) onPart?.(part.name, part.rows)
  return { rows: total, secret }
}

/** Names and types come from the catalogue of this database; the file only says which of its columns, and in which order. */
function insertOf(client: pg.Client, tables: readonly BackupTable[], head: PartHead): string | undefined {
  if (head.part === SECRET || head.part === JOBS) return undefined
  const table = tables.find(({ name }) => name === head.part)
  const columns = head.columns.map((name) => table?.columns.find((column) => column.name === name))
  if (!table || columns.includes(undefined))
    throw new Error(`The file does not fit this version: it holds ${head.part} (${head.columns.join(', ')}).`)
  const names = head.columns.map((name) => client.escapeIdentifier(name)).join(', ')
  const values = columns.map((column, index) => `(line->>${index})::${column?.type}`).join(', ')
  return `insert into ${table.name} (${names}) overriding system value select ${values} from json_array_elements($1::json) as line`
}

/** The queue makes its own tables, as the program's role; jobs are added in the transaction of the restore. */
async function openQueue(app: pg.ClientConfig): Promise<Queue> {
  const pool = openPool({ ...app, max: 2 })
  const db = { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) }
  const boss = new PgBoss({ db, schema: 'pgboss', createSchema: false, supervise: false, schedule: false })
  boss.on('error', () => {}) // what fails, fails in the call that needs it
  await boss.start()
  return {
    async add(client, row) {
      const [name, data, startAfter, priority, singletonKey] = JSON.parse(row.toString()) as (string | null)[]
      await boss.createQueue(name!, QUEUE)
      await client.query('set local role tutti_app')
      await boss.send(name!, JSON.parse(data ?? '{}') as object, {
        startAfter: new Date(startAfter!),
        priority: Number(priority),
        ...(singletonKey ? { singletonKey } : {}),
        db: { executeSql: (text, values) => client.query(text, values) },
      })
      await client.query('reset role')
    },
    async stop() {
      await boss.stop({ graceful: false })
      await pool.end()
    },
  }
}

async function foreignKeys(client: pg.Client): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select c.conrelid::regclass::text as table, quote_ident(c.conname) as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_namespace n on n.oid = c.connamespace
     where c.contype = 'f' and c.conparentid = 0 and n.nspname in ('public', 'auth')`,
  )
  return rows
}

/** The next number of a counted column follows the greatest one that came back. */
async function setSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `select t.name as table, quote_ident(a.attname) as column, pg_get_serial_sequence(t.name, a.attname) as sequence
     from (select c.oid, c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p')) t
     join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
     where pg_get_serial_sequence(t.name, a.attname) is not null`,
  )
  for (const { table, column, sequence } of rows) {
    await client.query(`select setval($1, max(${column})) from ${table} having max(${column}) is not null`, [sequence])
  }
}

import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withClient } from '../server/kernel/db.ts'
import { migrate, migrationNames, prepareDatabase } from '../server/kernel/migrate.ts'
import { type Postgres, startPostgres } from '../server/kernel/postgres.ts'
import { isAlive } from '../server/kernel/postgres-process.ts'

const SLOTS_MAX = 20
// nothing in a test database has to survive a power cut
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '100' }

/** A PostgreSQL for one test run with a migrated template in it, and a folder for temporary files that every test may write to. */
export type TestDatabase = { socketDir: string; template: string; temporary: string; stop: () => Promise<void> }

/**
 * Kept between runs, so that the next one starts at once; two runs at the same time, in one clone or in several, never share one. `settings`
 * are those of PostgreSQL.
 */
export async function startTestDatabase(purpose: 'test' | 'bench', settings: Record<string, string> = FAST): Promise<TestDatabase> {
  const { slot, release } = takeSlot(homeOfClone(purpose))
  const temporary = join(slot, 'tmp')
  fs.rmSync(temporary, { recursive: true, force: true })
  fs.mkdirSync(temporary)
  fs.chmodSync(temporary, 0o1777)
  const postgres = await startPostgres(slot, settings).catch(() => {
    fs.rmSync(join(slot, 'postgres-18'), { recursive: true, force: true }) // the machine was switched off in the middle of a run
    return startPostgres(slot, settings)
  })
  const stop = async () => {
    await postgres.stop()
    fs.rmSync(temporary, { recursive: true, force: true })
    release()
  }
  try {
    return { socketDir: postgres.socketDir, template: await prepareTemplate(postgres), temporary, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Named by what is in it, so that a changed migration makes a new one. What earlier runs left is removed. */
async function prepareTemplate({ socketDir: host }: Postgres): Promise<string> {
  const hash = createHash('sha256')
  for (const name of migrationNames()) hash.update(`${name}\0`).update(fs.readFileSync(join('migrations', name)))
  hash.update(fs.readFileSync('server/kernel/migrate.ts'))
  const template = `template_${hash.digest('hex').slice(0, 16)}`
  await withClient({ host, user: 'postgres', database: 'postgres' }, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where (datname like 'test\\_%' or datname like 'bench\\_%' or datname like 'template\\_%') and datname <> $1`,
      [template],
    )
    for (const { datname } of rows) await client.query(`drop database ${client.escapeIdentifier(datname)} with (force)`)
  })
  await prepareDatabase({ host, user: 'postgres' }, template)
  await migrate({ host, user: 'tutti_owner', database: template })
  return template
}

/** Below the first folder for temporary files that can be written: TMPDIR may name one that belongs to somebody else. */
function homeOfClone(purpose: string): string {
  const writable = [tmpdir(), '/tmp', '/var/tmp', join(process.cwd(), 'var')].find(isWritable)
  if (!writable) throw new Error('The tests need a folder for temporary files: set TMPDIR to one that can be written.')
  const clone = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 12)
  return join(writable, `tutti-${purpose}-${process.getuid?.()}-${clone}`)
}

function takeSlot(home: string): { slot: string; release: () => void } {
  for (let number = 0; number < SLOTS_MAX; number++) {
    const slot = join(home, String(number))
    fs.mkdirSync(slot, { recursive: true, mode: 0o755 })
    const lock = join(slot, 'pid')
    if (fs.existsSync(lock) && !isAlive(Number(fs.readFileSync(lock, 'utf8')))) fs.rmSync(lock, { force: true })
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return { slot, release: () => fs.rmSync(lock, { force: true }) }
    } catch {} // another run is using it
  }
  throw new Error(`${SLOTS_MAX} test runs are using ${home} already.`)
}

function isWritable(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK)
    return true
  } catch {
    return false
  }
}

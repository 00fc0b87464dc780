import { type Connections, checkConnection, checkNotNewer, connect } from '../server/kernel/connections.ts'
import { lockInstance } from '../server/kernel/lock.ts'
import { migrate } from '../server/kernel/migrate.ts'
import type { Settings } from '../server/kernel/settings.ts'
import type { startServer } from '../server/main.ts'
import { buildIfStale } from './build.ts'
import { applyDueErasures } from './erasures.ts'

export type Installation = {
  server: Awaited<ReturnType<typeof startServer>>
  connections: Connections
}

/** What has to be ended, last started first ended. */
const running: (() => Promise<unknown>)[] = []
let stopped: Promise<void> | undefined

/** Database, migrations, web app, server: the whole program in this process. Undefined when it was told to stop meanwhile. */
export async function startInstallation(settings: Settings, { build = true } = {}): Promise<Installation | undefined> {
  const loading = import('../server/main.ts') // takes as long as the database, so both at once
  loading.catch(() => {}) // reported where it is awaited
  if (settings.databaseUrl === undefined) console.log(`Starting the database in ${settings.dataFolder} …`)
  const connections = await connect(settings)
  // nothing is changed, and the database not stopped again, while another process works on these data
  const release = await lockInstance(connections.app)
  running.push(connections.stop)
  await bringUpToDate(connections, settings).finally(release)
  if (build) await buildIfStale()
  if (stopped) return undefined
  const { startServer } = await loading
  const server = await startServer({ settings, database: connections.app, workspace: 'dist/web' })
  running.push(server.stop)
  return { server, connections }
}

/** Ends everything cleanly, once, however often it is asked for: Ctrl-C arrives from the terminal and from bin/run.mjs. */
export function stopInstallation(): Promise<void> {
  stopped ??= stopAll()
  return stopped
}

async function bringUpToDate({ owner, app }: Connections, { dataFolder }: Settings): Promise<void> {
  await checkNotNewer(owner)
  const applied = await migrate(owner)
  if (applied.length > 0) console.log(`The database is up to date: ${applied.length} migrations applied.`)
  await checkConnection(app)
  await applyDueErasures(dataFolder, app)
}

async function stopAll(): Promise<void> {
  for (const end of running.reverse()) {
    await end().catch((error: Error) => {
      console.error(error.message)
      process.exitCode = 1
    })
  }
}

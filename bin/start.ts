// npm start: database, migrations, web app, server; the address at the end.

import { type Connections, checkConnection, checkNotNewer, connect } from '../server/kernel/connections.ts'
import { lockInstance } from '../server/kernel/lock.ts'
import { log } from '../server/kernel/log.ts'
import { migrate } from '../server/kernel/migrate.ts'
import type { Settings } from '../server/kernel/settings.ts'
import { buildIfStale } from './build.ts'
import { command, tell } from './command.ts'
import { applyDueErasures } from './erasures.ts'

process.env.NODE_ENV ??= 'production'

/** What has to be ended, last started first ended. */
const running: (() => Promise<unknown>)[] = []
let stopping = false

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Ctrl-C arrives twice: from the terminal and from bin/run.mjs
    if (!stopping) void stop().then(() => process.exit())
  })
}

await command(async (args, settings) => {
  try {
    await start(settings, !args.includes('--without-build'))
  } catch (error) {
    if (!stopping) await stop()
    console.error(tellStart(error, settings))
    process.exit(1)
  }
})

function tellStart(error: unknown, { port, host }: Settings): string {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return tell(error)
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program: set TUTTI_PORT to a free one.`
  if (code === 'EACCES') return `Port ${port} is not allowed for this user: set TUTTI_PORT to one above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `TUTTI_HOST: this machine has no address ${host}.`
  return tell(error)
}

async function start(settings: Settings, build: boolean): Promise<void> {
  const from = performance.now()
  const loading = import('../server/main.ts') // takes as long as the database, so both at once
  loading.catch(() => {}) // reported where it is awaited
  if (settings.databaseUrl === undefined) console.log(`Starting the database in ${settings.dataFolder} …`)
  const connections = await connect(settings)
  // nothing is changed, and the database not stopped again, while another process works on these data
  const release = await lockInstance(connections.app)
  running.push(connections.stop)
  await bringUpToDate(connections, settings).finally(release)
  if (build) await buildIfStale()
  if (stopping) return
  const { startServer } = await loading
  const server = await startServer({ settings, database: connections.app, workspace: 'dist/web' })
  running.push(server.stop)
  console.log(`Tutti: ${settings.url} (ready after ${((performance.now() - from) / 1000).toFixed(1)} s, Ctrl-C stops it)`)
  const { firstRunLink } = await import('../server/modules/people/index.ts')
  const link = await firstRunLink({ db: server.db, now: () => new Date(), url: settings.url })
  if (link) console.log(`\nNobody has an account yet. This link makes the first one; it works once, for 30 minutes:\n\n  ${link}\n`)
}

async function bringUpToDate({ owner, app }: Connections, { dataFolder }: Settings): Promise<void> {
  await checkNotNewer(owner)
  const applied = await migrate(owner)
  if (applied.length > 0) console.log(`The database is up to date: ${applied.length} migrations applied.`)
  await checkConnection(app)
  await applyDueErasures(dataFolder, app)
}

async function stop(): Promise<void> {
  stopping = true
  log.level = 'error' // that the database goes is no news now
  if (process.stdout.isTTY) console.log('Stopping …')
  for (const end of running.reverse()) {
    await end().catch((error: Error) => {
      console.error(error.message)
      process.exitCode = 1
    })
  }
}

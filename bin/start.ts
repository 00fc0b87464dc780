// npm start: database, migrations, web app, server; the address at the end.
import type { Settings } from '../server/kernel/settings.ts'
import { command, tell } from './command.ts'
import { startInstallation, stopInstallation } from './installation.ts'

process.env.NODE_ENV ??= 'production'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stopInstallation().then(() => process.exit()))
}

await command(async (args, settings) => {
  try {
    await start(settings, !args.includes('--without-build'))
  } catch (error) {
    await stopInstallation()
    console.error(tellStart(error, settings))
    process.exit(1)
  }
})

async function start(settings: Settings, build: boolean): Promise<void> {
  const from = performance.now()
  const installation = await startInstallation(settings, { build })
  if (!installation) return
  console.log(`Tutti: ${settings.url} (ready after ${((performance.now() - from) / 1000).toFixed(1)} s, Ctrl-C stops it)`)
  const { firstRunLink } = await import('../server/modules/people/index.ts')
  const link = await firstRunLink({ db: installation.server.db, now: () => new Date(), url: settings.url })
  if (link) console.log(`\nNobody has an account yet. This link makes the first one; it works once, for 30 minutes:\n\n  ${link}\n`)
}

function tellStart(error: unknown, { port, host }: Settings): string {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return tell(error)
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program: set TUTTI_PORT to a free one.`
  if (code === 'EACCES') return `Port ${port} is not allowed for this user: set TUTTI_PORT to one above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `TUTTI_HOST: this machine has no address ${host}.`
  return tell(error)
}

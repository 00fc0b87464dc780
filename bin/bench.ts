// npm run bench NAME [-- ARGUMENTS]: measures one promise, a JSON line for each case, non-zero when one is not kept.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { buildIfStale } from './build.ts'
import { tell } from './command.ts'
import { startTestDatabase } from './test-database.ts'

// on a database of its own that is as careful with its data as the real one
const SETTINGS = { max_connections: '100' }
const BROWSER_BENCHES = ['web', 'public', 'region', 'statements']

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  console.error(tell(error))
  process.exitCode = 1
}

async function run([name, ...args]: string[]): Promise<number> {
  const names = globSync('bench/*.ts')
    .map((file) => basename(file, '.ts'))
    .filter((bench) => bench !== 'report' && !bench.endsWith('.test'))
    .sort()
  if (!name || !names.includes(name)) throw new Error(`Usage: npm run bench NAME, with one of: ${names.join(', ') || 'none yet'}`)
  if (BROWSER_BENCHES.includes(name)) await buildIfStale()
  const database = await startTestDatabase('bench', SETTINGS)
  const env = {
    ...process.env,
    TMPDIR: database.temporary,
    TUTTI_LOG_LEVEL: process.env.TUTTI_LOG_LEVEL || 'error',
    TUTTI_TEST_SOCKET: database.socketDir,
    TUTTI_TEST_TEMPLATE: database.template,
  }
  const child = spawn(process.execPath, [...process.execArgv, '--expose-gc', `bench/${name}.ts`, ...args], { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'))
  const code = await new Promise<number>((resolve) => child.on('exit', (status) => resolve(status ?? 1)))
  await database.stop()
  return code
}

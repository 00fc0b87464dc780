// npm test [-- FILE … | --without-browser]: types, lint, and every test on a real database and in a real browser.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { relative } from 'node:path'
import { buildIfStale } from './build.ts'
import { check } from './check.ts'
import { findChromium } from './chromium.ts'
import { tell } from './command.ts'
import { startTestDatabase, type TestDatabase } from './test-database.ts'

const BROWSER_TESTS = 'web/e2e/'
const TEST_TIMEOUT_MS = 300_000

let stopped = false
let runner: ChildProcess | undefined

async function main(args: string[]): Promise<number> {
  const given = args.filter((arg) => !arg.startsWith('--')).map((file) => relative(process.cwd(), file))
  const missing = given.filter((file) => !existsSync(file))
  if (missing.length > 0) throw new Error(`There is no ${missing.join(', ')}.`)
  const files = (given.length > 0 ? given : allTests()).filter(
    (file) => !args.includes('--without-browser') || !file.startsWith(BROWSER_TESTS),
  )
  const chromium = files.some((file) => file.startsWith(BROWSER_TESTS)) ? findChromium() : ''
  if (given.length === 0 && !check(false)) return 1
  if (chromium) await buildIfStale()
  const database = await startTestDatabase('test')
  try {
    return await run(files, database, chromium)
  } finally {
    await database.stop()
  }
}

function allTests(): string[] {
  return globSync('{bin,server,web,bench}/**/*.test.{ts,tsx}', { exclude: ['**/node_modules/**'] }).sort()
}

/** Node's own runner, one file more at a time than there are cores, as browser tests wait a lot; its counts are the last thing printed. */
async function run(files: string[], database: TestDatabase, chromium: string): Promise<number> {
  if (stopped) return 1
  const options = [`--test-concurrency=${availableParallelism() + 1}`, `--test-timeout=${TEST_TIMEOUT_MS}`]
  const env = {
    ...withoutSettings(process.env),
    TMPDIR: database.temporary,
    TUTTI_LOG_LEVEL: process.env.TUTTI_LOG_LEVEL || 'fatal',
    TUTTI_TEST_SOCKET: database.socketDir,
    TUTTI_TEST_TEMPLATE: database.template,
    TUTTI_TEST_CHROMIUM: chromium,
  }
  runner = spawn(process.execPath, ['--test', ...options, ...files], { stdio: 'inherit', env })
  return await new Promise<number>((resolve) => runner?.on('exit', (code) => resolve(code ?? 1)))
}

/** The settings of the installation on this machine are none of the tests' business. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = /^(?:TUTTI_|DATABASE_URL$|MIGRATION_DATABASE_URL$|SMTP_URL$)/
  return Object.fromEntries(Object.entries(env).filter(([name]) => !settings.test(name)))
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopped = true
    runner?.kill('SIGTERM')
  })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(tell(error))
  process.exitCode = 1
}

import assert from 'node:assert/strict'
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, test } from 'node:test'
import { isAlive } from '../server/kernel/postgres-process.ts'

const READY = /^Tutti: (http:\S+)/m
const FIRST_LINK = /\/app\/first-run#(\S+)/
const KILLS = 2
const WRITES_BEFORE_KILL = 40
const PARALLEL_WRITES = 4
const WARM_START_MS_MAX = 20_000 // held as a bound on a busy machine; bench/start.ts measures the promise

const folder = fs.mkdtempSync(join(tmpdir(), 'tutti-process-'))
fs.chmodSync(folder, 0o755)
const data = join(folder, 'data')
const port = await freePort()
const url = `http://localhost:${port}`
const started: ChildProcess[] = []
after(async () => {
  for (const child of started) child.kill('SIGKILL')
  const pid = databasePid()
  if (pid && isAlive(pid)) process.kill(pid, 'SIGQUIT')
  while (pid && isAlive(pid)) await sleep(20)
  fs.rmSync(folder, { recursive: true, force: true })
})

let cookie = ''
let ecosystemId = ''

test('a wrong setting ends the start with one line that names it', async () => {
  const { code, error, output } = await run('bin/start.ts', { TUTTI_PORT: 'abc' })
  assert.equal(code, 1)
  assert.equal(error, 'TUTTI_PORT must be a whole number from 1 to 65535, not "abc".\n')
  assert.equal(output, '')
})

test('a database that cannot be reached ends the start with one line that does not show the password', async () => {
  const { code, error } = await run('bin/start.ts', { DATABASE_URL: 'postgres://tutti_app:hunter2@127.0.0.1:1/tutti' })
  assert.equal(code, 1)
  assert.match(error, /^DATABASE_URL: .*ECONNREFUSED.*\n$/)
  assert.ok(!error.includes('hunter2'))
})

test('run.mjs hands over arguments, exit codes and signals', async () => {
  const script = join(folder, 'script.ts')
  fs.writeFileSync(
    script,
    `const [code]: string[] = process.argv.slice(2)\nif (code) process.exit(Number(code))\nsetInterval(() => {}, 1000)\nconsole.log('up')\n`,
  )
  const path = relative(process.cwd(), script)
  assert.equal((await run(path, {}, ['7'])).code, 7)
  const child = start(path)
  await child.says(/up/)
  child.process.kill('SIGTERM')
  assert.equal(await child.ended, 128 + 15)
})

test('the first start serves and prints a link that makes the first account', async () => {
  const child = start('bin/start.ts')
  await child.says(FIRST_LINK)
  assert.equal((await fetch(`${url}/health/ready`)).status, 200)
  const key = FIRST_LINK.exec(child.text())?.[1]
  const person = { name: 'Jo', email: 'jo@example.org', password: 'correct horse battery', locale: 'en' }
  const response = await post('/api/first-run', { key, ...person, ecosystem: { name: 'Valley', timeZone: 'Europe/Berlin' } })
  assert.equal(response.status, 201)
  cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  ecosystemId = ((await response.json()) as { ecosystemId: string }).ecosystemId
})

test('a second start on the same data says so, ends, and leaves the first alone', async () => {
  const { code, error } = await run('bin/start.ts', { TUTTI_PORT: String(await freePort()) })
  assert.equal(code, 1)
  assert.equal(error, 'Tutti is already running on this data.\n')
  assert.equal((await fetch(`${url}/health/ready`)).status, 200)
})

test('a backup is taken while the program runs, and a restore is refused', async () => {
  const file = join(folder, 'running.tutti')
  const backup = await run('bin/backup.ts', {}, [file])
  assert.equal(backup.code, 0, backup.error)
  assert.equal((await run('bin/restore.ts', {}, ['--check', file])).code, 0)
  const restore = await run('bin/restore.ts', {}, [file])
  assert.equal(restore.error, 'Tutti is already running on this data.\n')
  assert.equal((await fetch(`${url}/health/ready`)).status, 200)
})

test('killed in the middle of writing, with its database, it starts again and has everything that was confirmed', async () => {
  const confirmed: string[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    await writeUntilKilled(confirmed, (kill + 1) * WRITES_BEFORE_KILL)
    const from = performance.now()
    await start('bin/start.ts').says(READY)
    assert.ok(performance.now() - from < WARM_START_MS_MAX)
    const kept = new Set(await namesOfParties())
    assert.deepEqual(
      confirmed.filter((name) => !kept.has(name)),
      [],
    )
  }
  assert.ok(confirmed.length >= KILLS * WRITES_BEFORE_KILL)
})

test('SIGTERM ends program and database cleanly, and there is no link any more at the next start', async () => {
  const last = started.at(-1)!
  const database = databasePid()!
  const ended = new Promise((resolve) => last.on('exit', resolve))
  last.kill('SIGTERM')
  assert.equal(await ended, 0)
  assert.ok(!isAlive(database))
  const child = start('bin/start.ts')
  await child.says(READY)
  last.kill('SIGINT')
  child.process.kill('SIGINT')
  assert.equal(await child.ended, 0)
  assert.ok(!FIRST_LINK.test(child.text()))
})

test('npm run dev serves the pages beside the program, and Ctrl-C ends all of it', async () => {
  const pages = await freePort()
  const child = start('bin/dev.ts', {}, [String(pages)], { detached: true })
  await child.says(READY)
  const page = await (await fetch(`http://localhost:${pages}/app/sign-in`)).text()
  assert.match(page, /\/@vite\/client/)
  assert.equal((await fetch(`http://localhost:${pages}/health/ready`)).status, 200)
  const database = databasePid()!
  process.kill(-child.process.pid!, 'SIGINT') // as a terminal does: to all of them at once
  assert.equal(await child.ended, 0, child.error())
  assert.ok(!isAlive(database))
  await assert.rejects(fetch(`http://localhost:${pages}/app`))
})

test('npm run seed fills an installation that has nobody yet, and leaves one that has alone', async () => {
  const settings = { TUTTI_DATA: join(folder, 'seeded'), TUTTI_PORT: String(await freePort()) }
  const seeded = await run('bin/seed.ts', settings)
  assert.equal(seeded.code, 0, seeded.error)
  assert.match(seeded.output, /sign in as jo@example\.org with the password \S+/)
  const again = await run('bin/seed.ts', settings)
  assert.equal(again.code, 1)
  assert.match(again.error, /^Somebody has an account here already/)
})

const isRoot = process.getuid?.() === 0
const NOBODY = 65_534
for (const [who, uid] of [
  ['root', 0],
  ['an ordinary user', NOBODY],
] as const)
  test(`${who} starts it from a folder that nobody else can enter`, { skip: !isRoot && 'only root can be either' }, async () => {
    const closed = join(folder, `closed-${uid}`)
    fs.mkdirSync(closed, { mode: 0o700 })
    copyProject(closed)
    fs.chownSync(closed, uid, uid)
    const settings = { HOME: closed, TUTTI_PORT: String(await freePort()) }
    const child = start('bin/start.ts', { ...settings, TUTTI_DATA: '', TMPDIR: '' }, [], { cwd: closed, uid, gid: uid })
    await child.says(FIRST_LINK)
    assert.equal((await fetch(`http://localhost:${settings.TUTTI_PORT}/health/ready`)).status, 200)
    child.process.kill('SIGTERM')
    assert.equal(await child.ended, 0, child.error())
  })

/** The project as it is installed and built here. Links instead of copies where the file system has them: they cost no room and little time. */
function copyProject(to: string): void {
  const parts = [
    'bin',
    'docs',
    'server',
    'migrations',
    'samples',
    'web',
    'dist',
    'node_modules',
    'package.json',
    'package-lock.json',
    'vite.config.ts',
  ]
  for (const how of ['-al', '-a']) if (spawnSync('cp', [how, ...parts, to]).status === 0) return
  throw new Error(`the project could not be copied to ${to}`)
}

async function writeUntilKilled(confirmed: string[], writes: number): Promise<void> {
  const writers = Array.from({ length: PARALLEL_WRITES }, async (_, writer) => {
    for (;;) {
      const name = `Party ${writer}-${confirmed.length}-${crypto.randomUUID()}`
      const response = await post(`/api/ecosystems/${ecosystemId}/parties`, { name }).catch(() => undefined)
      // an answer that was cut off in the middle confirmed nothing
      const text = await response?.text().catch(() => undefined)
      if (!response || text === undefined) return
      assert.equal(response.status, 201, text)
      confirmed.push(name)
    }
  })
  while (confirmed.length < writes) await sleep(5)
  for (const child of started.splice(0)) killAll(child.pid!)
  await Promise.all(writers)
}

/** The process, its children, and the database, at once and without a chance to say goodbye. */
function killAll(pid: number): void {
  const children = fs.existsSync(`/proc/${pid}/task/${pid}/children`) ? fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8') : ''
  const database = databasePid()
  for (const target of [pid, ...children.trim().split(' ').filter(Boolean).map(Number), ...(database ? [database] : [])]) {
    try {
      process.kill(target, 'SIGKILL')
    } catch {} // it was first
  }
}

async function namesOfParties(): Promise<string[]> {
  const names: string[] = []
  let cursor: string | null = null
  do {
    const query = `?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
    const response = await fetch(`${url}/api/ecosystems/${ecosystemId}/parties${query}`, { headers: { cookie } })
    const page = (await response.json()) as { items: { name: string }[]; nextCursor: string | null }
    names.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor
  } while (cursor)
  return names
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) })
}

function start(script: string, settings: Record<string, string> = {}, args: string[] = [], as: SpawnOptions = {}) {
  const env = { PATH: process.env.PATH!, HOME: folder, TMPDIR: tmpdir(), TUTTI_DATA: data, TUTTI_PORT: String(port), ...settings }
  const child = spawn(process.execPath, ['bin/run.mjs', script, ...args], { ...as, env, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  let output = ''
  let error = ''
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    error += bytes.toString()
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return {
    process: child,
    ended,
    text: () => output,
    error: () => error,
    async says(pattern: RegExp) {
      while (!pattern.test(output)) {
        assert.equal(child.exitCode, null, `it ended: ${error}`)
        await sleep(10)
      }
    },
  }
}

async function run(script: string, settings: Record<string, string>, args: string[] = []) {
  const child = start(script, settings, args)
  const code = await child.ended
  started.splice(started.indexOf(child.process), 1)
  return { code, output: child.text(), error: child.error() }
}

function databasePid(): number | undefined {
  const file = join(data, 'postgres-18', 'postmaster.pid')
  return fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

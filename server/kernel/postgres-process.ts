import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runAs, type User } from './postgres-files.ts'

const READY_TIMEOUT_MS = 300_000 // recovery after a crash reads the log of all changes since the last checkpoint
const RETRY_TIMEOUT_MS = 15_000 // right after a kill the old shared memory may still be in use
const LOG_BYTES_MAX = 10_000_000

const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '128MB',
  timezone: 'UTC',
}

type Launch = { bin: string; data: string; socketDir: string; user: User; settings: Record<string, string> }

/** Starts the server and answers its process id once it takes connections. */
export async function launch(options: Launch): Promise<number> {
  const logFile = join(options.data, 'postgres.log')
  rotate(logFile)
  const retryUntil = Date.now() + RETRY_TIMEOUT_MS
  while (Date.now() < retryUntil) {
    removeForeignPidFile(options.data)
    const pid = await launchOnce(options, logFile)
    if (pid !== undefined) return pid
    const other = readyPid(options.data)
    if (other !== undefined) return other // a process beside us was first; the lock on the database decides who goes on
    await sleep(100)
  }
  throw new Error(`The database did not start: ${lastLine(logFile)} (${logFile})`)
}

/** The process id of a server that runs on this folder and takes connections. */
export function readyPid(data: string): number | undefined {
  const lines = pidFile(data)
  const pid = Number(lines?.[0])
  return pid && isAlive(pid) && lines?.[7]?.trim() === 'ready' && isServerOf(pid, data) ? pid : undefined
}

/** False also for a process that has ended and only waits to be collected. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  try {
    return !/^State:\tZ/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return true
  }
}

/** Undefined when the server ended instead of getting ready. */
async function launchOnce({ bin, data, socketDir, user, settings }: Launch, logFile: string): Promise<number | undefined> {
  const output = fs.openSync(logFile, 'a', 0o600)
  if (user) fs.fchownSync(output, user.uid, user.gid)
  const given = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // a group of its own: Ctrl-C in the terminal must not reach the database before the program has closed its connections
  const child = spawn(join(bin, 'postgres'), ['-D', data, '-k', socketDir, ...given], {
    ...runAs(user),
    cwd: data,
    detached: true,
    stdio: ['ignore', output, output],
  })
  fs.closeSync(output)
  child.unref()
  let ended = false
  for (const event of ['exit', 'error']) {
    child.on(event, () => {
      ended = true
    })
  }
  const deadline = Date.now() + READY_TIMEOUT_MS
  while (!ended && Date.now() < deadline) {
    const lines = pidFile(data)
    if (child.pid !== undefined && lines?.[0] === String(child.pid) && lines[7]?.trim() === 'ready') return child.pid
    await sleep(10)
  }
  return undefined
}

/**
 * After a crash of the whole machine or container the process id in the file may belong to something else, and PostgreSQL would refuse to
 * start for ever. The file is removed only when no process at all works in the data folder.
 */
function removeForeignPidFile(data: string): void {
  const pid = Number(pidFile(data)?.[0])
  if (!pid || !isAlive(pid) || isServerOf(pid, data)) return
  const real = fs.realpathSync(data)
  const users = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && linkOf(`/proc/${name}/cwd`) === real)
  if (users.length === 0) fs.rmSync(join(data, 'postmaster.pid'), { force: true })
}

function isServerOf(pid: number, data: string): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data)
  } catch {
    return true
  }
}

function pidFile(data: string): string[] | undefined {
  try {
    return fs.readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
}

function linkOf(path: string): string | undefined {
  try {
    return fs.readlinkSync(path)
  } catch {
    return undefined
  }
}

function rotate(logFile: string): void {
  if (fs.existsSync(logFile) && fs.statSync(logFile).size > LOG_BYTES_MAX) fs.renameSync(logFile, `${logFile}.1`)
}

function lastLine(logFile: string): string {
  try {
    return fs.readFileSync(logFile, 'utf8').trim().split('\n').at(-1) ?? ''
  } catch {
    return 'there is no log'
  }
}

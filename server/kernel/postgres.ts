import * as fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { log } from './log.ts'
import { databaseUser, initData, installBinaries, makeDir, socketDirFor, type User } from './postgres-files.ts'
import { isAlive, launch, readyPid } from './postgres-process.ts'

const WATCH_MS = 500
const STOP_TIMEOUT_MS = 60_000

/** The embedded PostgreSQL while it runs. Connect through the Unix socket in `socketDir`; nothing listens on the network. */
export type Postgres = {
  socketDir: string
  /** Changes when the server had to be started again. */
  pid: () => number
  stop: () => Promise<void>
}

/**
 * Starts the PostgreSQL that comes with the program, or takes over one that is already running on this folder. It is never run as root:
 * root hands it to a system user, which is why binaries and data live in `folder` and not in the clone. While this process lives, a
 * server that was killed is started again.
 */
export async function startPostgres(folder: string, settings: Record<string, string> = {}): Promise<Postgres> {
  const data = join(folder, 'postgres-18')
  const socketDir = socketDirFor(folder)
  const user = databaseUser(data)
  makeDir(folder, 0o755, undefined)
  checkReachable(folder, user)
  const bin = installBinaries(folder)
  makeDir(socketDir, 0o700, user)
  if (!fs.existsSync(join(data, 'PG_VERSION'))) initData(bin, data, user)
  const start = () => launch({ bin, data, socketDir, user, settings })
  return { socketDir, ...watch(readyPid(data) ?? (await start()), start) }
}

function watch(first: number, start: () => Promise<number>): Pick<Postgres, 'pid' | 'stop'> {
  let pid = first
  let busy = false
  let restarting: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    if (busy || isAlive(pid)) return
    busy = true
    restarting = start().then(
      (next) => {
        log.warn('the database had gone and was started again')
        pid = next
        busy = false
      },
      (error: Error) => {
        log.fatal({ reason: error.message }, 'the database does not come back')
        process.exit(1)
      },
    )
  }, WATCH_MS)
  timer.unref()
  return {
    pid: () => pid,
    async stop() {
      clearInterval(timer)
      await restarting
      await shutDown(pid)
    },
  }
}

/** A fast shutdown; a server that does not obey is ended hard, which costs a recovery at the next start and loses nothing. */
export async function shutDown(pid: number): Promise<void> {
  if (isAlive(pid)) process.kill(pid, 'SIGINT')
  const deadline = Date.now() + STOP_TIMEOUT_MS
  while (isAlive(pid)) {
    if (Date.now() > deadline) return void process.kill(pid, 'SIGQUIT')
    await sleep(10)
  }
}

/** Says in time what would otherwise be "permission denied" somewhere in the log of the database. */
function checkReachable(folder: string, user: User): void {
  if (!user) return
  const parts = fs.realpathSync(folder).split('/')
  for (let length = 1; length <= parts.length; length++) {
    const part = parts.slice(0, length).join('/') || '/'
    const { mode, uid, gid } = fs.statSync(part)
    const mayEnter = uid === user.uid ? mode & 0o100 : gid === user.gid ? mode & 0o010 : mode & 0o001
    if (!mayEnter) {
      throw new Error(
        `The database does not run as root but as user ${user.name}, who may not enter ${part}: set TUTTI_DATA to another folder.`,
      )
    }
  }
}

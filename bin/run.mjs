// Plain JavaScript on purpose: it must run on the system's Node, however old, in a fresh clone.
// It installs what package-lock.json names where that is not there yet, then hands over to the pinned Node.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR = 24
const NODE_MAJOR_MIN = 20
const LOCK_WAIT_MS = 600_000
const HEARTBEAT_MS = 10_000

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.tutti-lock')

async function main([script, ...args]) {
  if (!script) stop('Usage: node bin/run.mjs bin/start.ts')
  const major = Number(process.versions.node.split('.')[0])
  if (major < NODE_MAJOR_MIN) stop(`Tutti needs Node ${NODE_MAJOR_MIN} or newer to install itself; this is ${process.versions.node}.`)
  if (!isInstalled()) await oneAtATime(install)
  const pinned = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (fs.existsSync(pinned)) return handOver(pinned, script, args)
  if (major >= NODE_MAJOR) return handOver(process.execPath, script, args)
  stop(`There is no pinned Node for ${process.platform}-${process.arch}: please start Tutti with Node ${NODE_MAJOR} or newer.`)
}

function isInstalled() {
  return readOr(stamp, '') === lockHash()
}

async function install() {
  if (isInstalled()) return // by the process we waited for
  if (installedByHand()) return writeStamp()
  console.error('Installing what package-lock.json names; the first time takes about half a minute …')
  const from = Date.now()
  const seconds = () => Math.round((Date.now() - from) / 1000)
  const heartbeat = setInterval(() => console.error(`… still installing, ${seconds()} s`), HEARTBEAT_MS)
  const failure = await npmCi()
  clearInterval(heartbeat)
  if (failure) stop(`Installing failed: ${failure}`)
  writeStamp()
  console.error(`Installed in ${seconds()} s.`)
}

/** Answers what went wrong. What is needed to build and to test is always included, whatever npm is told by its own settings. */
function npmCi() {
  const [command, ...first] = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const args = [...first, 'ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-progress']
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
    let told = ''
    child.stderr.on('data', (bytes) => {
      told += bytes
    })
    child.on('error', (error) => resolve(`npm could not be started (${error.message}).`))
    child.on('close', (code) => resolve(code === 0 ? undefined : `${reasonIn(told)} (npm ci shows everything.)`))
  })
}

/** The sentence among the many lines of npm. */
function reasonIn(told) {
  const lines = told.split('\n').flatMap((line) => /^npm (?:error|ERR!) (.*\S)/.exec(line)?.[1] ?? [])
  const code = lines.find((line) => /^code /.test(line))?.slice('code '.length)
  if (['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ETIMEDOUT'].includes(code))
    return `there is no connection to the package registry (${code}).`
  return lines.find((line) => !/^(?:code|syscall|path|errno) /.test(line)) ?? 'npm ci did not say why.'
}

/**
 * True when somebody ran npm ci or npm install themselves: npm keeps a list of what it installed. The list alone can be of another copy, where
 * node_modules was copied by links: npm writes into it, and that shows in all of them.
 */
function installedByHand() {
  const wanted = JSON.parse(fs.readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const there = JSON.parse(readOr(join(modules, '.package-lock.json'), '{"packages":{}}')).packages
  return (
    Object.entries(wanted).every(
      ([path, { version, link, optional }]) =>
        path === '' ||
        link ||
        !path.includes('node_modules/') ||
        optional ||
        (there[path]?.version === version && fs.existsSync(join(root, path, 'package.json'))),
    ) && ownPlatform(wanted).every((path) => there[path]?.version === wanted[path].version)
  )
}

/** The optional packages that this machine does need. */
function ownPlatform(packages) {
  const fits = (list, value) => !list || list.includes(value)
  return Object.keys(packages).filter((path) => {
    const { optional, os, cpu, libc } = packages[path]
    return optional && os && fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, 'glibc')
  })
}

/** Two commands in one fresh clone must not install into each other. The lock names its process, so that a killed one does not block. */
async function oneAtATime(work) {
  const lock = join(root, '.installing')
  const until = Date.now() + LOCK_WAIT_MS
  let told = false
  while (!take(lock)) {
    if (Date.now() > until) stop(`Another process is installing for too long; if there is none, remove ${lock}.`)
    if (!told) console.error('Waiting for another process that is installing …')
    told = true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const release = () => fs.rmSync(lock, { force: true })
  process.on('exit', release)
  await work()
  release()
  process.removeListener('exit', release)
}

function take(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') stop(`The folder of Tutti cannot be written: ${error.message}`)
    const pid = Number(readOr(lock, ''))
    if (pid > 0 && !isAlive(pid)) fs.rmSync(lock, { force: true })
    return false
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/**
 * Left to itself Node takes memory as if the machine were its own: the second option tells it to look sooner for what was thrown away a moment
 * ago, the third for what was thrown away a while ago. An import of 100,000 rows needs 440 MB with both, 630 without the third, and is no slower.
 */
const NODE_OPTIONS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', '--heap-growing-percent=40']

function handOver(node, script, args) {
  // compiled code is kept between starts, types already taken out; where that folder cannot be written, Node goes on without
  const env = { NODE_COMPILE_CACHE: join(modules, '.cache', 'node'), ...process.env }
  const child = spawn(node, [...NODE_OPTIONS, join(root, script), ...args], { cwd: root, stdio: 'inherit', env })
  child.on('error', (error) => stop(`${node} could not be started: ${error.message}`))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']) process.on(signal, () => child.kill(signal))
  // a child ended by a signal is reported as a shell does
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

function lockHash() {
  return createHash('sha256')
    .update(fs.readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

/** Renamed into place: a copy of node_modules made of hard links must not change with it. */
function writeStamp() {
  const fresh = `${stamp}-${process.pid}`
  fs.writeFileSync(fresh, lockHash())
  fs.renameSync(fresh, stamp)
}

function readOr(file, otherwise) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

function stop(line) {
  console.error(line)
  process.exit(1)
}

await main(process.argv.slice(2))

// npm run chaos [-- KILLS [SEED]]: kills program and database at random moments under load, and looks whether the books hold what was acknowledged.
import { type ChildProcess, fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Ctx, transaction } from '../server/kernel/ctx.ts'
import { openDb, openPool } from '../server/kernel/db.ts'
import { setListeners } from '../server/kernel/events.ts'
import { newId } from '../server/kernel/ids.ts'
import { log } from '../server/kernel/log.ts'
import { shutDown } from '../server/kernel/postgres.ts'
import { socketDirFor } from '../server/kernel/postgres-files.ts'
import { isAlive } from '../server/kernel/postgres-process.ts'
import { randomFrom } from '../server/modules/insight/network/random.ts'
import { makeAsset, type NewAccount, openAccount } from '../server/modules/ledger/index.ts'
import { findBroken } from './chaos-books.ts'
import { type Accounts, startLoad, type Told } from './chaos-load.ts'
import type { Answer, Ask } from './chaos-program.ts'
import { tell } from './command.ts'

const KILLS = 50
const KINDS = ['program', 'database', 'program and database'] as const
const WAIT_MAX_MS = 800
const START_TRIES = 20
const GIVE_UP_MS = 120_000
const POLL_MS = 20
const BROKEN_SHOWN = 20
const SEED_MAX = 1_000_000

/** The program as a child that is started again whenever it has gone, and what it was asked and has not answered. */
class Program {
  #child: ChildProcess | undefined
  #ready = Promise.withResolvers<void>()
  #isOver = false
  #count = 0
  readonly #open = new Map<number, (answer: Answer) => void>()
  readonly #args: string[]

  constructor(dataFolder: string, ecosystemId: string) {
    this.#args = [dataFolder, ecosystemId]
    void this.#keepAlive()
  }

  get ready(): Promise<void> {
    return this.#ready.promise
  }

  async ask(ask: Ask): Promise<Answer> {
    await this.ready
    const n = ++this.#count
    return await new Promise((resolve) => {
      this.#open.set(n, resolve)
      this.#child?.send({ n, ask }, (error) => error && this.#answer({ n, lost: error.message }))
    })
  }

  kill(): void {
    this.#child?.kill('SIGKILL')
  }

  async end(): Promise<void> {
    this.#isOver = true
    const child = this.#child
    this.kill()
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }

  async #keepAlive(): Promise<void> {
    for (let failed = 0; !this.#isOver && failed < START_TRIES; failed += 1) {
      const child = fork('bin/chaos-program.ts', this.#args, { serialization: 'advanced', execArgv: process.execArgv })
      this.#child = child
      child.on('message', (message: 'ready' | Answer) => {
        if (message !== 'ready') return this.#answer(message)
        failed = 0
        this.#ready.resolve()
      })
      await once(child, 'exit')
      this.#ready = Promise.withResolvers<void>()
      for (const n of this.#open.keys()) this.#answer({ n, lost: 'killed' })
    }
    if (this.#isOver) return
    console.error('The program does not come back.')
    process.exit(1)
  }

  #answer(answer: Answer): void {
    const resolve = this.#open.get(answer.n)
    this.#open.delete(answer.n)
    resolve?.(answer)
  }
}

async function main(kills: number, seed: number): Promise<void> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'tutti-chaos-'))
  fs.chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  const ecosystemId = newId()
  const program = new Program(data, ecosystemId)
  try {
    await run(program, data, ecosystemId, kills, seed)
  } finally {
    await program.end()
    const pid = databasePid(data)
    if (pid && isAlive(pid)) await shutDown(pid)
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

async function run(program: Program, data: string, ecosystemId: string, kills: number, seed: number): Promise<void> {
  console.log(`${kills} kills, seed ${seed}`)
  await program.ready
  const pool = openPool({ host: socketDirFor(data), user: 'tutti_app', database: 'tutti', max: 2 })
  const ctx: Ctx = { db: openDb(pool), actor: { kind: 'system' }, ecosystemId, now: () => new Date() }
  const { told, finish } = startLoad((ask) => program.ask(ask), await openBooks(ctx), seed)
  const random = randomFrom(seed)
  for (let kill = 1; kill <= kills; kill++) {
    await moreAnswers(told)
    await sleep(random() * WAIT_MAX_MS)
    const kind = KINDS[Math.floor(random() * KINDS.length)]!
    const from = performance.now()
    if (kind !== 'database') program.kill()
    if (kind !== 'program') killDatabase(data)
    await moreAnswers(told)
    const { transactions } = await check(ctx, told, false)
    const back = ((performance.now() - from) / 1000).toFixed(1)
    console.log(
      `${kill}: ${kind} killed, answers again after ${back} s; ${transactions} transactions, ${told.unanswered} calls unanswered so far`,
    )
  }
  await finish()
  const { transactions } = await check(ctx, told, true)
  await ctx.db.destroy()
  console.log(
    `${kills} kills, ${told.answers} answers, ${told.unanswered} calls asked again: ${transactions} transactions and ${told.holds.size} holds are exactly those that were acknowledged, ${told.refused.size} refusals left nothing, every rule holds.`,
  )
}

/** Ends the run with the first promises that were broken. */
async function check(ctx: Ctx, told: Told, isOver: boolean): Promise<{ transactions: number }> {
  const { broken, transactions } = await again(() => findBroken(ctx, told, isOver))
  if (broken.length > 0) throw new Error(`${broken.length} promises are broken:\n${broken.slice(0, BROKEN_SHOWN).join('\n')}`)
  return { transactions }
}

/** Two more answers than there are: one may have been on its way. */
async function moreAnswers(told: Told): Promise<void> {
  const [from, until] = [told.answers, Date.now() + GIVE_UP_MS]
  while (told.answers < from + 2) {
    if (Date.now() > until) throw new Error('Nothing is answered any more.')
    await sleep(POLL_MS)
  }
}

/** The database may just be coming back. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  const until = Date.now() + GIVE_UP_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > until) throw error
      await sleep(POLL_MS)
    }
  }
}

async function openBooks(ctx: Ctx): Promise<Accounts> {
  return await transaction(ctx, async (tx) => {
    const { ecosystemId: ecosystem_id } = tx
    const ecosystem = {
      ecosystem_id,
      name: 'Chaos',
      locale: 'en' as const,
      time_zone: 'Europe/Berlin',
      party_id: null,
      created_at: tx.now(),
    }
    await tx.db.insertInto('ecosystems').values(ecosystem).execute()
    await makeAsset(tx, { code: 'HOURS', name: 'Hours', scale: 0, kind: 'hours' })
    const open = (purpose: string, more: Partial<NewAccount> = {}) =>
      openAccount(tx, { ownerPartyId: null, asset: 'EUR', purpose, normalSide: 'debit', ...more })
    return {
      open: [await open('a'), await open('b'), await open('c')],
      limited: [await open('d', { minimum: -200n }), await open('e', { normalSide: 'credit', minimum: -100n, maximum: 300n })],
      hours: await open('hours', { asset: 'HOURS' }),
    }
  })
}

/** The server and all its processes, at once and without a chance to say goodbye. */
function killDatabase(data: string): void {
  const server = databasePid(data)
  if (!server) return
  for (const pid of [server, ...childrenOf(server)]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {} // it was gone already
  }
}

function childrenOf(pid: number): number[] {
  try {
    return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function databasePid(data: string): number | undefined {
  try {
    return Number(fs.readFileSync(join(data, 'postgres-18', 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}

function numberFrom(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^[0-9]{1,9}$/.test(text)) throw new Error('Usage: npm run chaos [-- KILLS [SEED]]')
  return Number(text)
}

log.level = 'silent' // that connections are lost is what this is about
setListeners({})
try {
  const [kills, seed] = process.argv.slice(2)
  await main(numberFrom(kills, KILLS), numberFrom(seed, randomInt(SEED_MAX)))
} catch (error) {
  console.error(tell(error))
  process.exitCode = 1
}

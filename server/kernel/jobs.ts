import type pg from 'pg'
import { fromKysely, PgBoss } from 'pg-boss'
import { afterCommit, type Ctx, type Tx } from './ctx.ts'
import type { Db } from './db.ts'
import { log } from './log.ts'

/**
 * Work for later. It runs at least once, so it must be idempotent; it opens its own transactions and acts as `system`. A job whose name is that
 * of another and `.given_up` hears of each of those that failed for the last time, or in whose midst the machine stopped too often, with its
 * payload.
 */
export type JobHandler = (ctx: Ctx, payload: Record<string, unknown>) => Promise<void>

/**
 * Work that brings something up to date, however much has changed: of an ecosystem one waits at most, `afterSeconds` from the first change on. A change
 * while it runs lets one more wait. It is sent after the commit and not in the transaction, where a row that may be there once only would let every
 * writer wait for the one before. So a change is missed when the process ends in between, and whoever works it looks at the start.
 */
export type CoalescedJob = { latest: JobHandler; afterSeconds: number }
export type Jobs = Readonly<Record<string, JobHandler | CoalescedJob>>

const RETRIES_MAX = 5
const POLL_SECONDS = 0.5
const GIVEN_UP = '.given_up'
const JOB_TIMEOUT_SECONDS = 15 * 60

/** How every queue is made. */
export const QUEUE = { retryLimit: RETRIES_MAX, retryBackoff: true, expireInSeconds: JOB_TIMEOUT_SECONDS }

/** Work that comes again and again, by name: when, as minute, hour, day, month and day of the week in UTC. */
export type Schedule = Readonly<Record<string, string>>

/** Scheduled work belongs to no ecosystem and finds the ones it is for itself; a job needs an id to travel with. */
export const NO_ECOSYSTEM = '00000000-0000-0000-0000-000000000000'

let boss: PgBoss | undefined
let coalesced: ReadonlyMap<string, CoalescedJob> = new Map()

/** Starts the queue (pg-boss, in its own schema, as the program's role) and works the given jobs. `now` is the clock the handlers get. */
export async function startJobs(db: Db, pool: pg.Pool, jobs: Jobs, now: () => Date, schedule: Schedule = {}): Promise<PgBoss> {
  boss = new PgBoss({ db: { executeSql: (text, values) => pool.query(text, values) }, schema: 'pgboss', createSchema: false })
  boss.on('error', (error) => log.error({ reason: error.message }, 'job queue'))
  await boss.start()
  coalesced = new Map(Object.entries(jobs).flatMap(([name, job]) => (typeof job === 'function' ? [] : [[name, job]])))
  for (const name of Object.keys(jobs)) await boss.createQueue(name, { ...QUEUE, ...(coalesced.has(name) && { policy: 'short' }) })
  for (const [name, job] of Object.entries(jobs)) {
    const handler = typeof job === 'function' ? job : job.latest
    const last = `${name}${GIVEN_UP}`
    if (Object.hasOwn(jobs, last)) await boss.updateQueue(name, { deadLetter: last })
    await boss.work<{ ecosystemId: string }>(name, { pollingIntervalSeconds: POLL_SECONDS }, async (jobs) => {
      for (const { data } of jobs) await handler({ db, actor: { kind: 'system' }, ecosystemId: data.ecosystemId, now }, data)
    })
  }
  for (const [name, times] of Object.entries(schedule)) await boss.schedule(name, times, { ecosystemId: NO_ECOSYSTEM })
  return boss
}

/**
 * In the caller's transaction: no commit, no job. The ecosystem travels with the payload, and nothing else with a job that brings up to date.
 * `afterSeconds` lets the job wait.
 */
export async function enqueue(tx: Tx, name: string, payload: Record<string, unknown>, afterSeconds = 0): Promise<void> {
  const latest = coalesced.get(name)
  if (latest) return afterCommit(tx, name, () => sendLatest(name, tx.ecosystemId, latest.afterSeconds))
  if (!boss) throw new Error('the job queue is not started')
  await boss.send(
    name,
    { ...payload, ecosystemId: tx.ecosystemId },
    { db: fromKysely(tx.db), ...(afterSeconds > 0 ? { startAfter: afterSeconds } : {}) },
  )
}

async function sendLatest(name: string, ecosystemId: string, startAfter: number): Promise<void> {
  await boss!.send(name, { ecosystemId }, { singletonKey: ecosystemId, startAfter })
}

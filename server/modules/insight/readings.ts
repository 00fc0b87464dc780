import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { programStamp } from '../../kernel/program.ts'
import { readGraphVersion } from '../ties/index.ts'
import type { Freshness } from './schema.ts'

export type Reading = { question: string; version: number; at: Date; result: Buffer }
type Run = { version: number; at: Date; tookMs: number; problem: string | null }

/** So long an answer may be told while the next is on its way. */
export const OLD_MAX_MS = 86_400_000

/** What an answer is kept under. One by another version of the program is none: it may say something else, or lack what is shown today. */
function keyOf(question: string): string {
  return `${question}@${programStamp()}`
}

/** The last answer to a standing question. */
export async function findReading(tx: Tx, question: string): Promise<Reading | undefined> {
  const row = await tx.db
    .selectFrom('insight_readings')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('question', '=', keyOf(question))
    .executeTakeFirst()
  return row && { question, version: Number(row.version), at: row.at, result: row.result }
}

/** How old a reading is now. With the day the strength of ties fades and finished ones end, so that one of yesterday is not current either. */
export async function readFreshness(tx: Tx, { version, at }: Pick<Reading, 'version' | 'at'>): Promise<Freshness> {
  const present = await readGraphVersion(tx)
  const run = await findRun(tx)
  return {
    at: at.toISOString(),
    version,
    isCurrent: version === present && isSameDay(at, tx.now()),
    changesSince: present - version,
    problem: run !== undefined && run.version === present ? run.problem : null,
  }
}

/** Of what has just been read on the spot. */
export function fresh({ version, at }: Pick<Reading, 'version' | 'at'>): Freshness {
  return { at: at.toISOString(), version, isCurrent: true, changesSince: 0, problem: null }
}

/** Whether all these questions have been answered since the last change, today, or cannot be before the next one. */
export async function isRead(tx: Tx, questions: readonly string[]): Promise<boolean> {
  const version = await readGraphVersion(tx)
  const run = await findRun(tx)
  if (run?.version !== version || !isSameDay(run.at, tx.now())) return false
  if (run.problem !== null) return true
  const { rows } = await sql<{ known: number }>`
    select count(*)::int as known from insight_readings
    where ecosystem_id = ${tx.ecosystemId} and question = any (${questions.map(keyOf)}) and version = ${version}`.execute(tx.db)
  return rows[0]!.known === questions.length
}

/** Takes the place of the readings before, unless a later one was quicker. */
export async function keepReadings(tx: Tx, readings: readonly Reading[]): Promise<void> {
  for (const { question, version, at, result } of readings) {
    await sql`
      insert into insight_readings (ecosystem_id, question, version, at, result)
      values (${tx.ecosystemId}, ${keyOf(question)}, ${version}, ${at}, ${result})
      on conflict (ecosystem_id, question) do update set version = excluded.version, at = excluded.at, result = excluded.result
      where (insight_readings.version, insight_readings.at) <= (excluded.version, excluded.at)`.execute(tx.db)
  }
}

/**
 * Forgets what was kept of a state of the graph that is over for a day, but for the answers to these questions: it may name who has been erased since. And what another
 * version of the program kept, which nobody reads.
 */
export async function dropOthers(tx: Tx, questions: readonly string[]): Promise<void> {
  await sql`
    delete from insight_readings where ecosystem_id = ${tx.ecosystemId} and (question not like ${`%${keyOf('')}`} or version <> ${await readGraphVersion(tx)}
    and at < ${new Date(tx.now().getTime() - OLD_MAX_MS)} and question <> all (${questions.map(keyOf)}::text[]))`.execute(tx.db)
}

export async function keepRun(tx: Tx, { version, at, tookMs, problem }: Run): Promise<void> {
  await sql`
    insert into insight_runs (ecosystem_id, version, at, took_ms, problem)
    values (${tx.ecosystemId}, ${version}, ${at}, ${tookMs}, ${problem})
    on conflict (ecosystem_id) do update
      set version = excluded.version, at = excluded.at, took_ms = excluded.took_ms, problem = excluded.problem
    where (insight_runs.version, insight_runs.at) <= (excluded.version, excluded.at)`.execute(tx.db)
}

async function findRun(tx: Tx): Promise<{ version: number; at: Date; problem: string | null } | undefined> {
  const row = await tx.db.selectFrom('insight_runs').selectAll().where('ecosystem_id', '=', tx.ecosystemId).executeTakeFirst()
  return row && { version: Number(row.version), at: row.at, problem: row.problem }
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toISOString().slice(0, 10) === other.toISOString().slice(0, 10)
}

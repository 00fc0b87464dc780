import { sql } from 'kysely'
import { type Ctx, frozen, type Tx, transaction } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { DomainError } from '../../kernel/errors.ts'
import { type CoalescedJob, enqueue, NO_ECOSYSTEM } from '../../kernel/jobs.ts'
import { allow } from '../people/index.ts'
import { readGraphVersion } from '../ties/index.ts'
import { type Figures, figuresOf } from './answers/index.ts'
import { type Asked, ask, askHere, isSmall, prepare, STATEMENT_MAX_MS } from './ask.ts'
import { IN_THE_BACKGROUND, inThread, tooLarge } from './compute.ts'
import { keepHistory } from './history.ts'
import type { Moment } from './insight.ts'
import { pack, unpack } from './packed.ts'
import { PATIENCE_MS, patiently } from './patience.ts'
import { type AnyQuestion, MEASURES, type Question, question } from './questions.ts'
import { dropOthers, findReading, isRead, keepReadings, keepRun, readFreshness } from './readings.ts'
import type { Freshness } from './schema.ts'

export const JOB = 'insight.read'
/** From the first change on, so that one who writes on is read once. */
const WAIT_SECONDS = 1

/** The whole in figures, which are kept of every reading. */
export const FIGURES = question({ at: import.meta.url, name: 'FIGURES', answer: ({ map }): Figures => figuresOf(map) })

let standing: readonly AnyQuestion[] = []

/** Which questions are answered anew after every change. Called once at the start, by whoever knows the modules. */
export function setStanding(questions: readonly AnyQuestion[]): void {
  standing = questions
}

/**
 * The answer to a standing question. Of a small map it is read at once; of a large one it is the last there is, with how old that is, and read anew in
 * the background where something has changed since. Where there is none yet, the first is waited for. Throws what ask() does.
 */
export async function readStanding<Result, More>(ctx: Ctx, asked: Question<Moment, Result, More>): Promise<Asked<Result>> {
  allow(ctx, 'insight.read')
  const here = await askHere(ctx, asked, {})
  if (here) return here
  const { packed, freshness } = await readPackedStanding(ctx, asked)
  return { result: await unpack<Result>(packed), freshness }
}

/** The last answer to a standing question of a large map, as bytes; see readStanding(). */
export async function readPackedStanding(ctx: Ctx, { name }: Pick<AnyQuestion, 'name'>): Promise<{ packed: Buffer; freshness: Freshness }> {
  const find = (tx: Tx) => findReading(tx, name)
  if (!(await frozen(ctx, find))) await patiently(refresh(ctx), PATIENCE_MS)
  const { reading, freshness } = await frozen(ctx, async (tx) => {
    const reading = await find(tx)
    return { reading, freshness: reading && (await readFreshness(tx, reading)) }
  })
  if (!reading || !freshness) throw tooLarge()
  if (!freshness.isCurrent && freshness.problem === null) await transaction(ctx, (tx) => enqueue(tx, JOB, {}))
  return { packed: reading.result, freshness }
}

/** A standing question, or the same of a past day. */
export async function askOrStanding<Result, More>(
  ctx: Ctx,
  asked: Question<Moment, Result, More>,
  moment: Moment,
  signal?: AbortSignal,
): Promise<Asked<Result>> {
  return moment.asOf === undefined ? await readStanding(ctx, asked) : await ask(ctx, asked, moment, signal)
}

/** What waits after a change, and does nothing where the map has been read since. */
export const readAnew: CoalescedJob = { latest: (ctx) => refresh(ctx), afterSeconds: WAIT_SECONDS }

/** At the start: what changed while nobody was there to hear of it, or was being read when the process ended. */
export async function resumeReadings(db: Db, now: () => Date): Promise<void> {
  const { rows } = await sql<{ ecosystem_id: string }>`select distinct ecosystem_id from auth.memberships`.execute(db)
  for (const { ecosystem_id: ecosystemId } of rows) {
    const ctx: Ctx = { db, actor: { kind: 'system' }, ecosystemId, now }
    await transaction(ctx, async (tx) => {
      if (!(await isRead(tx, namesOf()))) await enqueue(tx, JOB, {})
    })
  }
}

const underWay = new Map<string, Promise<void>>()

/** Reads the map unless that has been done since the last change. Whoever asks while it is being read waits for that, and looks again. */
async function refresh(ctx: Ctx): Promise<void> {
  const { ecosystemId } = ctx
  for (let other = underWay.get(ecosystemId); other; other = underWay.get(ecosystemId)) await other.catch(() => undefined)
  const run = readOnce({ ...ctx, actor: { kind: 'system' } }).finally(() => underWay.delete(ecosystemId))
  underWay.set(ecosystemId, run)
  await run
}

async function readOnce(ctx: Ctx): Promise<void> {
  if (ctx.ecosystemId === NO_ECOSYSTEM || (await frozen(ctx, (tx) => isRead(tx, namesOf())))) return
  const from = performance.now()
  const at = ctx.now()
  const version = await frozen(ctx, readGraphVersion)
  const run = (problem: string | null, of: number) => ({ version: of, at, tookMs: Math.round(performance.now() - from), problem })
  try {
    const asked = [FIGURES, ...standing]
    const read = await readPacked(ctx, asked)
    const [figures, ...results] = read.results
    const kept = standing.map(({ name }, k) => ({ question: name, version: read.version, at, result: Buffer.from(results[k]!) }))
    const whole = await unpack<Figures>(figures!)
    await transaction(ctx, async (tx) => {
      await keepReadings(tx, kept)
      await dropOthers(tx, namesOf())
      await keepHistory(tx, at, whole, kept.find(({ question: name }) => name === MEASURES.name)?.result)
      await keepRun(tx, run(null, read.version))
    })
  } catch (error) {
    // too large is no matter of trying again, before something has changed
    if (!(error instanceof DomainError) || error.kind !== 'too_large') throw error
    await transaction(ctx, (tx) => keepRun(tx, run(error.code, version)))
  }
}

async function readPacked(ctx: Ctx, asked: readonly AnyQuestion[]): Promise<{ version: number; results: Uint8Array[] }> {
  const questions = asked as readonly Question<Moment, object, unknown>[]
  const here = await frozen(ctx, async (tx) => ((await isSmall(tx)) ? await prepare(tx, questions, {}) : null), STATEMENT_MAX_MS)
  if (here) return { version: here.version, results: here.thoughts.map((think) => pack(think() as object)) }
  const order = { questions: questions.map(({ at, name }) => ({ at, name })), parameters: {}, isPacked: true }
  return await inThread<Uint8Array>(ctx, order, IN_THE_BACKGROUND)
}

function namesOf(): string[] {
  return standing.map(({ name }) => name)
}

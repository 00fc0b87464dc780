import { type Ctx, frozen, type Tx } from '../../kernel/ctx.ts'
import { countOffersUpTo } from '../exchange/index.ts'
import { countPartiesUpTo } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { countTiesUpTo, readGraphVersion } from '../ties/index.ts'
import { FOR_A_PERSON, inThread } from './compute.ts'
import { readMap } from './insight.ts'
import type { Question } from './questions.ts'
import { fresh, readFreshness } from './readings.ts'
import type { Freshness } from './schema.ts'

/** Parties plus ties up to which most questions are answered on the spot. */
const HERE_MAX = 1_000
/** Offers and needs up to which that holds: a few parties can have very many. */
const OFFERS_HERE_MAX = 5_000
/** How long a question may take the database, here. */
export const STATEMENT_MAX_MS = 60_000

/** With the state of the graph and the moment that the result belongs to, and whether it is the present one. */
export type Asked<Result> = { result: Result; freshness: Freshness }

/**
 * Asks the map. A small one is read and thought about on the spot; a large one in a thread that reads it by itself, so that nothing else waits. Throws forbidden
 * for whoever may not see scores, what the question throws, and too_many or too_large where the map cannot be read now, or at all. It is given up when `signal` says
 * that whoever asked has gone, so that others have their turn.
 */
export async function ask<Parameters, Result, More>(
  ctx: Ctx,
  question: Question<Parameters, Result, More>,
  parameters: Parameters,
  signal?: AbortSignal,
): Promise<Asked<Result>> {
  allow(ctx, 'insight.read')
  const here = await askHere(ctx, question, parameters)
  if (here) return here
  const at = ctx.now()
  const { at: file, name } = question
  const work = { questions: [{ at: file, name }], parameters, isPacked: false }
  const { results, version } = await inThread<Result>(ctx, work, FOR_A_PERSON, signal)
  // what somebody changed while the map was read and thought about is not in the result
  const freshness = await frozen(ctx, (tx) => readFreshness(tx, { version, at }))
  return { result: results[0]!, freshness: { ...freshness, problem: null } }
}

/** Asks on the spot; null where the map is too large for that. */
export async function askHere<Parameters, Result, More>(
  ctx: Ctx,
  question: Question<Parameters, Result, More>,
  parameters: Parameters,
): Promise<Asked<Result> | null> {
  const at = ctx.now()
  const ready = await frozen(
    ctx,
    async (tx) => ((await isSmall(tx, question.hereMax)) ? await prepare(tx, [question], parameters) : null),
    STATEMENT_MAX_MS,
  )
  return ready && { result: ready.thoughts[0]!() as Result, freshness: fresh({ version: ready.version, at }) }
}

/** Whether the map is small enough to be read on the spot. */
export async function isSmall(tx: Tx, max = HERE_MAX): Promise<boolean> {
  if (max === 0) return false
  const parties = await countPartiesUpTo(tx, max + 1)
  if (parties > max || parties + (await countTiesUpTo(tx, max + 1 - parties)) > max) return false
  return (await countOffersUpTo(tx, OFFERS_HERE_MAX + 1)) <= OFFERS_HERE_MAX
}

/** Reads what questions with the same parameters need, the map once; the thoughts that are left need no database. */
export async function prepare<Parameters>(
  tx: Tx,
  questions: readonly Question<Parameters, unknown, unknown>[],
  parameters: Parameters,
): Promise<{ version: number; thoughts: (() => unknown)[] }> {
  const version = await readGraphVersion(tx)
  const read = await readMap(tx, questions[0]!.moment?.(parameters))
  const thoughts: (() => unknown)[] = []
  for (const question of questions) {
    const more = await question.more?.(tx, read, parameters)
    thoughts.push(() => question.answer(read, parameters, more))
  }
  return { version, thoughts }
}

import { type Ctx, frozen, type Tx } from '../../kernel/ctx.ts'
import { countOffersUpTo } from '../exchange/index.ts'
import { countPartiesUpTo } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { countTiesUpTo, readGraphVersion } from '../ties/index.ts'
import { inThread } from './compute.ts'
import { readMap } from './insight.ts'
import type { Question } from './questions.ts'

/** Parties plus ties up to which most questions are answered on the spot. */
const HERE_MAX = 1_000
/** Offers and needs up to which that holds: a few parties can have very many. */
const OFFERS_HERE_MAX = 5_000
/** How long a question may take the database, here. */
export const STATEMENT_MAX_MS = 60_000

/** `version` and `at` say of which state of the graph and of which moment the result is. */
export type Asked<Result> = { result: Result; version: number; at: string }

/**
 * Asks the map. A small one is read and thought about on the spot; a large one in a thread that reads it by itself, so that nothing else waits. Throws forbidden
 * for whoever may not see scores, what the question throws, and too_many or too_large where the map cannot be read now, or at all.
 */
export async function ask<Parameters, Result, More>(
  ctx: Ctx,
  question: Question<Parameters, Result, More>,
  parameters: Parameters,
): Promise<Asked<Result>> {
  allow(ctx, 'insight.read')
  const here = await askHere(ctx, question, parameters)
  if (here) return here
  const at = ctx.now().toISOString()
  const { at: file, name } = question
  const { results, version } = await inThread<Result>(ctx, { questions: [{ at: file, name }], parameters, isPacked: false })
  return { result: results[0]!, version, at }
}

/** Asks on the spot; null where the map is too large for that. */
export async function askHere<Parameters, Result, More>(
  ctx: Ctx,
  question: Question<Parameters, Result, More>,
  parameters: Parameters,
): Promise<Asked<Result> | null> {
  const at = ctx.now().toISOString()
  const ready = await frozen(
    ctx,
    async (tx) => ((await isSmall(tx, question.hereMax)) ? await prepare(tx, [question], parameters) : null),
    STATEMENT_MAX_MS,
  )
  return ready && { result: ready.thoughts[0]!() as Result, version: ready.version, at }
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

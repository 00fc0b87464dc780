import { type Ctx, frozen, type Tx } from '../../kernel/ctx.ts'
import { countPartiesUpTo } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { countTiesUpTo, readGraphVersion } from '../ties/index.ts'
import { inThread } from './compute.ts'
import { readMap } from './insight.ts'
import type { Question } from './questions.ts'

/** Parties plus ties up to which most questions are answered on the spot. */
const HERE_MAX = 1_000
/** How long a question may take the database, here. */
const STATEMENT_MAX_MS = 60_000

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
  const here = await frozen(
    ctx,
    async (tx) => ((await isSmall(tx, question.hereMax)) ? await prepare(tx, question, parameters) : null),
    STATEMENT_MAX_MS,
  )
  if (here === null) return await inThread(ctx, { question: { at: question.at, name: question.name }, parameters })
  return { result: here.think(), version: here.version, at: ctx.now().toISOString() }
}

/** Whether the map is small enough to be read on the spot. */
export async function isSmall(tx: Tx, max = HERE_MAX): Promise<boolean> {
  if (max === 0) return false
  const parties = await countPartiesUpTo(tx, max + 1)
  return parties <= max && parties + (await countTiesUpTo(tx, max + 1 - parties)) <= max
}

/** Reads what a question needs; what is left to do needs no database. */
export async function prepare<Parameters, Result, More>(
  tx: Tx,
  question: Question<Parameters, Result, More>,
  parameters: Parameters,
): Promise<{ version: number; think: () => Result }> {
  const version = await readGraphVersion(tx)
  const read = await readMap(tx, question.moment?.(parameters))
  const more = (await question.more?.(tx, read, parameters)) as More
  return { version, think: () => question.answer(read, parameters, more) }
}

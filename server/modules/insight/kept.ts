import { type Ctx, frozen, transaction } from '../../kernel/ctx.ts'
import { log } from '../../kernel/log.ts'
import { readNames } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { type Asked, askHere } from './ask.ts'
import { AT_LEISURE, inThread } from './compute.ts'
import { unpack } from './packed.ts'
import { PATIENCE_MS, patiently } from './patience.ts'
import type { Question } from './questions.ts'
import { findReading, keepReadings, OLD_MAX_MS, readFreshness } from './readings.ts'
import type { NamedParty } from './schema.ts'

const underWay = new Map<string, Promise<void>>()

/**
 * Asks what takes long and is not asked so often that it should be answered after every change: on a large map it is answered for the first who asks after one, and
 * kept. Where there is an answer of before, that is told with its age and a new one is on its way, unless somebody it names has left the map since: then, and where
 * there is none yet, whoever asks waits, and then looks again: what was changed meanwhile, or before a search was joined that had begun already, is not in it. Throws
 * what ask() does, and too_many where that takes too long: the answer is there a little later.
 */
export async function askKept<Result extends { parties: readonly NamedParty[] }, More>(
  ctx: Ctx,
  asked: Question<object, Result, More>,
  patienceMs = PATIENCE_MS,
): Promise<Asked<Result>> {
  allow(ctx, 'insight.read')
  const here = await askHere(ctx, asked, {})
  if (here) return here
  const until = performance.now() + patienceMs
  for (;;) {
    const kept = await findKept(ctx, asked)
    if (kept?.freshness.isCurrent) return kept
    const next = thinkAnew(ctx, asked)
    next.catch((error: Error) => log.warn({ reason: error.message, question: asked.name }, 'an answer could not be thought to its end'))
    if (kept) return kept
    await patiently(next, Math.max(0, until - performance.now()))
  }
}

async function findKept<Result extends { parties: readonly NamedParty[] }, More>(
  ctx: Ctx,
  { name }: Question<object, Result, More>,
): Promise<Asked<Result> | undefined> {
  const found = await frozen(ctx, async (tx) => {
    const reading = await findReading(tx, name)
    return reading && { packed: reading.result, freshness: await readFreshness(tx, reading) }
  })
  if (!found || ctx.now().getTime() - Date.parse(found.freshness.at) > OLD_MAX_MS) return undefined
  const result = await unpack<Result>(found.packed)
  const ids = result.parties.map(({ id }) => id)
  const names = await transaction(ctx, (tx) => readNames(tx, ids))
  if (ids.some((id) => names.get(id)?.endedAt !== null)) return undefined
  return { result, freshness: found.freshness }
}

/** One of a kind at a time: whoever asks meanwhile waits for the same. */
function thinkAnew<Result, More>(ctx: Ctx, { at: file, name }: Question<object, Result, More>): Promise<void> {
  const key = `${ctx.ecosystemId} ${name}`
  const other = underWay.get(key)
  if (other) return other
  const think = async (): Promise<void> => {
    const at = ctx.now()
    const order = { questions: [{ at: file, name }], parameters: {}, isPacked: true }
    const { results, version } = await inThread<Uint8Array>({ ...ctx, actor: { kind: 'system' } }, order, AT_LEISURE)
    await transaction(ctx, (tx) => keepReadings(tx, [{ question: name, version, at, result: Buffer.from(results[0]!) }]))
  }
  const run = think().finally(() => underWay.delete(key))
  underWay.set(key, run)
  return run
}

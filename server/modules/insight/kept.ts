import { type Ctx, frozen, transaction } from '../../kernel/ctx.ts'
import { allow } from '../people/index.ts'
import { type Asked, askHere } from './ask.ts'
import { inThread } from './compute.ts'
import { unpack } from './packed.ts'
import type { Question } from './questions.ts'
import { findReading, keepReadings, readFreshness } from './readings.ts'

const underWay = new Map<string, Promise<unknown>>()

/**
 * Asks what takes long and is not asked so often that it should be answered after every change: on a large map it is answered for the first who asks after one,
 * kept, and told to everybody else until the next. Whoever asks meanwhile waits for that answer. Throws what ask() does.
 */
export async function askKept<Result, More>(ctx: Ctx, asked: Question<object, Result, More>): Promise<Asked<Result>> {
  allow(ctx, 'insight.read')
  const here = await askHere(ctx, asked, {})
  if (here) return here
  const key = `${ctx.ecosystemId} ${asked.name}`
  for (let other = underWay.get(key); other; other = underWay.get(key)) await other.catch(() => undefined)
  const run = currentOrNew(ctx, asked).finally(() => underWay.delete(key))
  underWay.set(key, run)
  return await run
}

async function currentOrNew<Result, More>(ctx: Ctx, { at: file, name }: Question<object, Result, More>): Promise<Asked<Result>> {
  const kept = await frozen(ctx, async (tx) => {
    const reading = await findReading(tx, name)
    return reading && (await readFreshness(tx, reading)).isCurrent ? reading : undefined
  })
  if (kept) return { result: await unpack<Result>(kept.result), version: kept.version, at: kept.at.toISOString() }
  const at = ctx.now()
  const order = { questions: [{ at: file, name }], parameters: {}, isPacked: true }
  const { results, version } = await inThread<Uint8Array>({ ...ctx, actor: { kind: 'system' } }, order)
  const packed = results[0]!
  await transaction(ctx, (tx) => keepReadings(tx, [{ question: name, version, at, result: Buffer.from(packed) }]))
  return { result: await unpack<Result>(packed), version, at: at.toISOString() }
}

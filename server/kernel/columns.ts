import { setImmediate } from 'node:timers/promises'
import type { Context, TypedResponse } from 'hono'
import type { JSONParsed } from 'hono/utils/types'
import { streamOf } from './downloads.ts'

/** So much of a list is worked on at a time: some milliseconds, after which whoever else waits has a turn. */
export const STRETCH = 20_000

/** Lets whoever else waits have a turn. */
export async function giveTurn(): Promise<void> {
  await setImmediate()
}

/** Answers JSON whose lists may be a million long. Long ones are written a stretch at a time, each when the reader has taken the one before. */
export async function answerColumns<T extends object>(c: Context, value: T): Promise<TypedResponse<JSONParsed<T>, 200, 'json'>> {
  if (!Object.values(value).some(isLong)) return c.json(value, 200) as unknown as TypedResponse<JSONParsed<T>, 200, 'json'>
  const pieces = piecesOf(value)
  const body = streamOf(await pieces.next(), pieces)
  return c.body(body, 200, { 'content-type': 'application/json' }) as unknown as TypedResponse<JSONParsed<T>, 200, 'json'>
}

/** The text of an object as JSON, in pieces. */
export async function* piecesOf(value: object): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder()
  let before = '{'
  for (const [key, list] of Object.entries(value)) {
    if (list === undefined) continue
    const name = `${before}${JSON.stringify(key)}:`
    before = ','
    if (!isLong(list)) {
      yield bytes.encode(name + JSON.stringify(list))
      continue
    }
    for (let first = 0; first < list.length; first += STRETCH) {
      const text = JSON.stringify(list.slice(first, first + STRETCH)).slice(1, -1)
      yield bytes.encode((first === 0 ? `${name}[` : ',') + text)
      await giveTurn()
    }
    yield bytes.encode(']')
  }
  yield bytes.encode(before === '{' ? '{}' : '}')
}

function isLong(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > STRETCH
}

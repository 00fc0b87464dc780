/** A file in the making is a sequence of texts; what leaves is bytes in pieces of a useful size. */
import { setImmediate } from 'node:timers/promises'

/** About so long is a text that is handed on: the longer one grows from small ones, the more of them wait to become one. */
export const PIECE_CHARS = 64 * 1024

/** Joins small texts, and lets others have their turn in between. */
export async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let kept = ''
  for await (const text of texts) {
    kept += text
    if (kept.length < PIECE_CHARS) continue
    yield Buffer.from(kept)
    kept = ''
    await setImmediate()
  }
  if (kept !== '') yield Buffer.from(kept)
}

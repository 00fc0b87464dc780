import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Problem } from './http.ts'

/** A reader who takes nothing for so long has left without a word; what is held for them is let go. */
const STALLED_MS = 60_000
/** Who reads on but so slowly is let go too: what is held for them is missing to others. */
const LONGEST_MS = 1_800_000

/** The `responses` of a route that answers a file. */
export function fileAnswers(description: string) {
  return {
    200: { description, content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } },
    default: { description: 'A problem', content: { 'application/problem+json': { schema: Problem } } },
  }
}

type Download = { name: string; mediaType: string; content: AsyncGenerator<Uint8Array> }

/** Milliseconds without a sign of the reader, and in all. */
type Patience = { stalledMs: number; longestMs: number }
const PATIENCE: Patience = { stalledMs: STALLED_MS, longestMs: LONGEST_MS }

/**
 * Answers a file piece by piece, each made when the reader has taken the one before. What fails before the first piece is answered as a
 * problem; what fails later breaks the connection, so that nobody takes a part for the whole. `name` must be fit for a header.
 */
export async function answerFile(c: Context, { name, mediaType, content }: Download, patience: Partial<Patience> = {}): Promise<Response> {
  const first = await content.next()
  return c.body(streamOf(first, content, { ...PATIENCE, ...patience }), 200, {
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  })
}

/** Pieces as a body, each made when the reader has taken the one before. */
export function streamOf(
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
  { stalledMs, longestMs }: Patience = PATIENCE,
): ReadableStream<Uint8Array> {
  let next: IteratorResult<Uint8Array> | undefined = first
  let stalled: NodeJS.Timeout | undefined
  const giveUp = (controller: ReadableStreamDefaultController) => {
    controller.error(new Error('the reader was let go: nothing was taken for long, or little for too long'))
    void rest.return(undefined)
  }
  const from = performance.now()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled)
        if (performance.now() - from > longestMs) return giveUp(controller)
        const { value, done } = next ?? (await rest.next())
        next = undefined
        if (done) return controller.close()
        controller.enqueue(value)
        stalled = setTimeout(giveUp, stalledMs, controller)
      },
      async cancel() {
        clearTimeout(stalled)
        await rest.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

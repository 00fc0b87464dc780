import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Problem } from './http.ts'

/** A reader who takes nothing for so long has left without a word; what is held for them is let go. */
const STALLED_MS = 60_000

/** The `responses` of a route that answers a file. */
export function fileAnswers(description: string) {
  return {
    200: { description, content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } },
    default: { description: 'A problem', content: { 'application/problem+json': { schema: Problem } } },
  }
}

type Download = { name: string; mediaType: string; content: AsyncGenerator<Uint8Array> }

/**
 * Answers a file piece by piece, each made when the reader has taken the one before. What fails before the first piece is answered as a
 * problem; what fails later breaks the connection, so that nobody takes a part for the whole. `name` must be fit for a header.
 */
export async function answerFile(c: Context, { name, mediaType, content }: Download, stalledMs = STALLED_MS): Promise<Response> {
  const first = await content.next()
  return c.body(streamOf(first, content, stalledMs), 200, {
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  })
}

function streamOf(first: IteratorResult<Uint8Array>, rest: AsyncGenerator<Uint8Array>, stalledMs: number): ReadableStream<Uint8Array> {
  let next: IteratorResult<Uint8Array> | undefined = first
  let stalled: NodeJS.Timeout | undefined
  const giveUp = (controller: ReadableStreamDefaultController) => {
    controller.error(new Error('the reader takes nothing any more'))
    void rest.return(undefined)
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled)
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

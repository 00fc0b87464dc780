import { createHash } from 'node:crypto'
import { on } from 'node:events'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { DomainError } from './errors.ts'

const PARTS_MAX = 100
const FIELD_BYTES_MAX = 10_000
const HEADER_BYTES_MAX = 8_000
const HEADERS_MAX = 20

/** A file as it arrives. Its content can be read once, and before the next file is asked for. */
export type SentFile = { name: string; content: AsyncIterable<Uint8Array> }

export type SentForm = {
  /** The files of the fields `files`, in their order, while they arrive. Throws for a body that is no form or ends before its end. */
  files: AsyncIterable<SentFile>
  /** Tells whether two forms hold the same files. Reads to the end. */
  fingerprint: () => Promise<string>
  /** Reads away what nobody read, so that who is still sending gets to hear the answer. */
  drain: () => Promise<void>
}

/** A form with files, of which no more than a few kilobytes are in memory at a time. A body that is no form has no files. */
export function readForm(request: Request): SentForm {
  const hash = createHash('sha256')
  const source = request.body ? Readable.fromWeb(request.body as ReadableStream<Uint8Array>) : Readable.from([])
  const files = readFiles(source, request.headers.get('content-type') ?? '', (bytes) => hash.update(bytes))
  return {
    files,
    async fingerprint() {
      for await (const { content } of files) for await (const _ of content);
      return hash.copy().digest('hex')
    },
    async drain() {
      source.unpipe()
      source.resume()
      await finished(source).catch(() => {}) // whoever went away hears no answer
    },
  }
}

async function* readFiles(source: Readable, type: string, seen: (bytes: string | Uint8Array) => void): AsyncGenerator<SentFile> {
  if (!/^multipart\/form-data\b.*;\s*boundary=/i.test(type)) return
  const parser = new Busboy({
    headers: { 'content-type': type },
    limits: { parts: PARTS_MAX, fieldSize: FIELD_BYTES_MAX, headerSize: HEADER_BYTES_MAX, headerPairs: HEADERS_MAX },
  })
  const arriving = new Set<BusboyFileStream>()
  // whoever waits for more of a file must hear that no more comes
  const fail = (error: Error) => {
    for (const stream of arriving) stream.destroy(error)
    parser.destroy(error)
  }
  parser.on('file', (_field, stream) => {
    arriving.add(stream)
    stream.on('error', () => {}) // told by the parser, too, which may be before anybody reads the file
  })
  parser.on('error', () => {}) // met by whoever reads on
  parser.on('partsLimit', () =>
    fail(new DomainError('invalid', 'too_many_parts', `A form has at most ${PARTS_MAX} parts. Nothing was kept.`)),
  )
  source.on('error', fail)
  const parts = on(parser, 'file', { close: ['finish'] })
  source.pipe(parser)
  try {
    for await (const [field, stream, name] of parts as AsyncIterable<[string, BusboyFileStream, string | undefined]>) {
      if (field === 'files') {
        seen(JSON.stringify(name ?? ''))
        yield { name: name || 'file', content: watched(stream, seen) }
      }
      stream.resume() // what was not read stands in the way of the next
    }
  } catch (error) {
    throw error instanceof DomainError ? error : cutOff()
  }
}

async function* watched(stream: Readable, seen: (bytes: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      seen(bytes)
      yield bytes
    }
  } catch (error) {
    throw error instanceof DomainError ? error : cutOff()
  }
}

function cutOff(): DomainError {
  return new DomainError('invalid', 'form_cut_off', 'What was sent ends too early or is no form. Nothing was kept. Please send it again.')
}

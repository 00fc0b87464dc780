/** From the bytes of vCards to whole properties: folded lines put together again, pictures left out. Bytes stay bytes until their charset is known. */
import { decode, detectEncoding } from '../encodings.ts'
import type { Upload } from '../uploads.ts'

/** A property as it was sent, each character a byte. `isCut` where it was too long to keep. */
export type ContentLine = { line: number; text: string; isCut: boolean }

/** What stands before the colon. Only this much of a line can be a property's name and parameters. */
export const HEAD_CHARS_MAX = 2_000
const PROPERTY_CHARS_MAX = 100_000
/** Pictures, sounds and keys are neither kept nor fetched. */
const MEDIA = new Set(['PHOTO', 'LOGO', 'SOUND', 'KEY'])
const BASE64_LINE = /^[A-Za-z0-9+/]+={0,2}$/

/** Which properties are left out, and how the lines of the others go on. */
type Open = ContentLine & { isMedia: boolean; isQuoted: boolean; isBase64: boolean }

/** The properties of a file in bunches, so that a hundred thousand cards do not wait for each line. */
export async function* contentLines(upload: Upload): AsyncGenerator<ContentLine[]> {
  let line = 0
  let open: Open | undefined
  let keepsSpace = false
  let ready: ContentLine[] = []
  const close = () => {
    if (open && !open.isMedia) ready.push({ line: open.line, text: open.text, isCut: open.isCut })
    open = undefined
  }
  for await (const lines of physicalLines(upload)) {
    for (const text of lines) {
      line++
      const more = open && continuation(open, text, keepsSpace)
      if (open && more !== undefined) {
        append(open, more)
        continue
      }
      close()
      if (text.trim() === '') continue
      open = begin(line, text)
      // RFC 2426 and 6350 fold anywhere and take the space away; 2.1 folds at a space and keeps it
      if (/^VERSION:/i.test(text)) keepsSpace = text.trim().endsWith(':2.1')
    }
    yield ready
    ready = []
  }
  close()
  yield ready
}

function begin(line: number, text: string): Open {
  const head = text.slice(0, HEAD_CHARS_MAX).split(':', 1)[0]!.toUpperCase()
  const name = /^(?:[\w-]+\.)?([\w-]+)/.exec(head)?.[1] ?? ''
  const isCut = text.length > PROPERTY_CHARS_MAX
  return {
    line,
    text: isCut ? text.slice(0, PROPERTY_CHARS_MAX) : text,
    isCut,
    isMedia: MEDIA.has(name),
    isQuoted: head.includes('QUOTED-PRINTABLE'),
    isBase64: /;(?:ENCODING=)?(?:BASE64|B)(?:;|$)/.test(head),
  }
}

/** What a line adds to the property before it, or undefined where it begins another. */
function continuation(open: Open, text: string, keepsSpace: boolean): string | undefined {
  if (open.isQuoted && open.text.endsWith('=')) return text
  const isFolded = text.startsWith(' ') || text.startsWith('\t')
  if (isFolded) return keepsSpace && !open.isBase64 ? text : text.slice(1)
  // old writers do not indent what is left of a picture
  return open.isBase64 && BASE64_LINE.test(text) ? text : undefined
}

function append(open: Open, more: string): void {
  if (open.isMedia || open.isCut) return
  if (open.isQuoted && open.text.endsWith('=')) open.text = open.text.slice(0, -1)
  if (open.text.length + more.length > PROPERTY_CHARS_MAX) open.isCut = true
  else open.text += more
}

/** Lines without their ends, in bunches. Of a line longer than any text only the beginning is kept. */
async function* physicalLines(upload: Upload): AsyncGenerator<string[]> {
  let rest = ''
  for await (const chunk of bytesOf(upload)) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    if (rest.length > 2 * PROPERTY_CHARS_MAX) rest = rest.slice(0, PROPERTY_CHARS_MAX + 1)
    yield lines.map(withoutReturn)
  }
  if (rest !== '') yield [withoutReturn(rest)]
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

/** The bytes of a file as characters; UTF-16 becomes UTF-8 first. The byte order mark is gone. */
async function* bytesOf(upload: Upload): AsyncGenerator<string> {
  const encoding = await detectEncoding(upload)
  if (encoding.startsWith('utf-16')) {
    for await (const text of decode(upload, encoding)) yield Buffer.from(text).toString('latin1')
    return
  }
  let isFirst = true
  for await (const chunk of upload.open()) {
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
    yield isFirst ? text.replace(/^\u00ef\u00bb\u00bf/, '') : text
    isFirst = false
  }
}

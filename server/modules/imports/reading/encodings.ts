/** From bytes to text: UTF-8 with and without mark, UTF-16 either way, and Windows-1252 for what is not UTF-8. */
import { storable } from '../../../kernel/texts.ts'
import { headOf, refuse, type Upload } from './uploads.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** What is handed on is parsed in one stretch, so it is little: others get their turn meanwhile, and few rows wait in memory. */
const PIECE_BYTES = 32_768

/** Reads the whole file once where it must, because one wrong byte at the end still means it is not UTF-8. */
export async function detectEncoding(upload: Upload): Promise<Encoding> {
  const head = await headOf(upload, 4096)
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const isMarked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  const unmarked = isMarked ? undefined : utf16ByZeros(head)
  if (unmarked) return unmarked
  const broken = await firstBrokenLine(upload)
  if (broken === undefined) return 'utf-8'
  if (broken.isBinary)
    throw refuse('import_not_text', `“${upload.name}” is not a text file: line ${broken.line} holds zero bytes.`, broken.line)
  if (isMarked) {
    const message = `“${upload.name}” says it is UTF-8, but line ${broken.line} is not. Please save it again as “CSV UTF-8”.`
    throw refuse('import_wrong_encoding', message, broken.line)
  }
  return 'windows-1252'
}

/** The text of a file in small pieces, without byte order mark. */
export async function* decode(upload: Upload, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of upload.open()) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const text = decoder.decode(chunk.subarray(at, at + PIECE_BYTES), { stream: true })
      // in UTF-16 nobody has looked for zeros
      if (text !== '') yield storable(text)
    }
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

/** Text of a western language in UTF-16 has a zero in every other byte. */
function utf16ByZeros(head: Uint8Array): Encoding | undefined {
  if (head.length < 4) return undefined
  let even = 0
  let odd = 0
  for (const [index, byte] of head.entries()) if (byte === 0) index % 2 === 0 ? even++ : odd++
  if (odd > head.length * 0.3 && even < head.length * 0.05) return 'utf-16le'
  if (even > head.length * 0.3 && odd < head.length * 0.05) return 'utf-16be'
  return undefined
}

async function firstBrokenLine(upload: Upload): Promise<{ line: number; isBinary: boolean } | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  let broken: number | undefined
  for await (const chunk of upload.open()) {
    const zero = chunk.indexOf(0)
    if (zero >= 0) return { line: line + count(chunk.subarray(0, zero)), isBinary: true }
    if (broken === undefined && !isDecodable(decoder, chunk)) broken = line + linesBefore(chunk)
    line += count(chunk)
  }
  if (broken === undefined && !isDecodable(decoder, undefined)) broken = line
  return broken === undefined ? undefined : { line: broken, isBinary: false }
}

function isDecodable(decoder: TextDecoder, chunk: Uint8Array | undefined): boolean {
  try {
    if (chunk) decoder.decode(chunk, { stream: true })
    else decoder.decode()
    return true
  } catch {
    return false
  }
}

/** Lines of a chunk before its first byte that is not UTF-8. */
function linesBefore(chunk: Uint8Array): number {
  const text = new TextDecoder('utf-8').decode(chunk)
  const at = text.indexOf('\ufffd')
  return at < 0 ? 0 : text.slice(0, at).split('\n').length - 1
}

function count(chunk: Uint8Array): number {
  let lines = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
  return lines
}

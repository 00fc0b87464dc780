import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'
import { decrypt, type Encryption, encrypt } from './backup-crypto.ts'

const FORMAT = 1
const HEADER_BYTES_MAX = 1_000_000
const LINE_BYTES_MAX = 400_000_000

/** The first line of the file, in clear text also when the rest is encrypted. */
export type Header = {
  tutti: 'backup'
  format: number
  createdAt: string
  /** Which migrations had been applied: the shape of the rows. */
  migrations: readonly string[]
  compression: 'gzip'
  encryption: Encryption | null
}

/** What one part is about: the rows of a table, of one ecosystem where the table has tenants. */
export type PartHead = { part: string; ecosystemId: string | null; columns: readonly string[] }

/** Parts one after the other, as they are written and read: its head, its rows as lines of JSON (an array of texts and nulls), its end. */
export type Item = { head: PartHead } | { row: Buffer }

const Head = z.object({ part: z.string(), ecosystemId: z.uuid().nullable(), columns: z.array(z.string()) })
const End = z.object({ rows: z.int(), sha256: z.string() })
const Whole = z.object({ parts: z.int(), rows: z.int(), sha256: z.string() })
const HeaderSchema = z.object({
  tutti: z.literal('backup'),
  format: z.int(),
  createdAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  compression: z.literal('gzip'),
  encryption: z
    .object({ cipher: z.literal('aes-256-gcm'), kdf: z.literal('scrypt'), salt: z.string(), costLog2: z.int(), chunkBytes: z.int() })
    .nullable(),
})

const DAMAGED = 'The file is damaged or cut off.'

export function newHeader(migrations: readonly string[], createdAt: Date, encryption: Encryption | null): Header {
  return { tutti: 'backup', format: FORMAT, createdAt: createdAt.toISOString(), migrations, compression: 'gzip', encryption }
}

/**
 * Writes a backup: the header line, then lines of JSON, compressed, then perhaps encrypted. Each part ends with the number and the SHA-256
 * of its rows, the file with those of everything before. The file gets its name only when it is complete and on the disk.
 */
export async function writeFile(path: string, header: Header, items: AsyncIterable<Item>, passphrase?: string): Promise<void> {
  if (fs.existsSync(path)) throw new Error(`${path} exists already.`)
  const line = Buffer.from(`${JSON.stringify(header)}\n`)
  const fresh = `${path}.part-${process.pid}`
  try {
    fs.writeFileSync(fresh, line, { mode: 0o600, flag: 'wx' })
    const output = fs.createWriteStream(fresh, { flags: 'a', flush: true })
    const lines = Readable.from(linesOf(line, items), { objectMode: false })
    if (header.encryption) await pipeline(lines, createGzip(), await encrypt(header.encryption, passphrase ?? '', line), output)
    else await pipeline(lines, createGzip(), output)
    fs.renameSync(fresh, path)
  } finally {
    fs.rmSync(fresh, { force: true })
  }
}

/** Answers the header and its exact bytes. Throws one sentence for anything that is not a backup this version can read. */
export function readHeader(path: string): { header: Header; line: Buffer } {
  const bytes = Buffer.alloc(HEADER_BYTES_MAX)
  const file = fs.openSync(path, 'r')
  const length = fs.readSync(file, bytes, 0, HEADER_BYTES_MAX, 0)
  fs.closeSync(file)
  const end = bytes.subarray(0, length).indexOf(10)
  const value = end < 0 ? undefined : parseJson(bytes.subarray(0, end))
  if (z.object({ tutti: z.literal('backup'), format: z.int().min(FORMAT + 1) }).safeParse(value).success) {
    throw new Error('The file was made by a newer version of Tutti.')
  }
  const parsed = HeaderSchema.safeParse(value)
  if (!parsed.success) throw new Error(`${path} is not a backup of Tutti.`)
  return { header: parsed.data, line: Buffer.from(bytes.subarray(0, end + 1)) }
}

/** The parts of a backup, checked while they pass. Only when the iteration has ended without an error, the file was complete and sound. */
export async function* readFile(path: string, passphrase?: string): AsyncGenerator<Item> {
  const { header, line } = readHeader(path)
  const input = fs.createReadStream(path, { start: line.length })
  const decrypting = header.encryption ? await decryptor(header.encryption, passphrase, line) : undefined
  const output = createGunzip()
  // an error of any stage surfaces in the loop that reads the last one
  const piped = decrypting ? pipeline(input, decrypting, output) : pipeline(input, output)
  piped.catch(() => {})
  try {
    yield* checkedItems(line, splitLines(output))
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE')
      throw new Error(DAMAGED, { cause: await piped.catch((first) => first) })
    throw error
  } finally {
    input.destroy()
    output.destroy()
  }
}

async function* linesOf(header: Buffer, items: AsyncIterable<Item>): AsyncGenerator<Buffer> {
  const whole = createHash('sha256').update(header)
  const total = { parts: 0, rows: 0 }
  let part = { rows: 0, hash: createHash('sha256') }
  const write = (value: unknown) => {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`)
    whole.update(bytes)
    return bytes
  }
  const endPart = () => write({ rows: part.rows, sha256: part.hash.digest('hex') })
  for await (const item of items) {
    if ('head' in item) {
      if (total.parts++ > 0) yield endPart()
      part = { rows: 0, hash: createHash('sha256') }
      yield write(item.head)
    } else {
      const bytes = Buffer.concat([item.row, Buffer.from('\n')])
      whole.update(bytes)
      part.hash.update(bytes)
      part.rows += 1
      total.rows += 1
      yield bytes
    }
  }
  if (total.parts > 0) yield endPart()
  yield Buffer.from(`${JSON.stringify({ ...total, sha256: whole.digest('hex') })}\n`)
}

/** A row begins with `[`, everything else with `{`: a head opens a part, an end closes it, the whole closes the file. */
async function* checkedItems(header: Buffer, lines: AsyncIterable<Buffer>): AsyncGenerator<Item> {
  const whole = createHash('sha256').update(header)
  const total = { parts: 0, rows: 0 }
  let part: { rows: number; hash: ReturnType<typeof createHash> } | undefined
  let complete = false
  for await (const line of lines) {
    if (complete) throw new Error(DAMAGED)
    const bytes = Buffer.concat([line, Buffer.from('\n')])
    if (line[0] === 0x5b && part) {
      part.hash.update(bytes)
      part.rows += 1
      yield { row: line }
    } else {
      const value = parseJson(line)
      if (part) {
        const end = End.safeParse(value)
        if (!end.success || end.data.rows !== part.rows || end.data.sha256 !== part.hash.digest('hex')) throw new Error(DAMAGED)
        total.parts += 1
        total.rows += part.rows
        part = undefined
      } else {
        const head = Head.safeParse(value)
        if (head.success) {
          part = { rows: 0, hash: createHash('sha256') }
          yield { head: head.data }
        } else {
          const end = Whole.safeParse(value)
          const { parts, rows } = total
          complete = end.success && end.data.parts === parts && end.data.rows === rows && end.data.sha256 === whole.copy().digest('hex')
          if (!complete) throw new Error(DAMAGED)
        }
      }
    }
    whole.update(bytes)
  }
  if (!complete) throw new Error(DAMAGED)
}

async function* splitLines(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let kept: Buffer[] = []
  let keptBytes = 0
  for await (const bytes of input) {
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      yield Buffer.concat([...kept, bytes.subarray(from, end)])
      kept = []
      keptBytes = 0
      from = end + 1
    }
    kept.push(bytes.subarray(from))
    keptBytes += bytes.length - from
    if (keptBytes > LINE_BYTES_MAX) throw new Error(DAMAGED)
  }
  if (keptBytes > 0) throw new Error(DAMAGED)
}

async function decryptor(encryption: Encryption, passphrase: string | undefined, header: Buffer) {
  if (!passphrase) throw new Error('The file is encrypted: set TUTTI_BACKUP_PASSPHRASE.')
  return await decrypt(encryption, passphrase, header)
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

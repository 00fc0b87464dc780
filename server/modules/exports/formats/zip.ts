/**
 * Zip archives that are made while they are sent. fflate writes the container (it is here already, and plain: a file is what pushes bytes
 * into it), zlib packs, in C and beside the main thread, four times as fast.
 */
import { crc32, createDeflateRaw, constants as zlib } from 'node:zlib'
import { Zip, type ZipInputFile } from 'fflate'

/** Without the extension for larger archives, sizes are numbers of 32 bits. */
const FILE_BYTES_MAX = 0xffffffff
const DEFLATE = 8

export type ZipFile = { name: string; content: AsyncIterable<Uint8Array> }

export async function* zipped(files: AsyncIterable<ZipFile>, at: Date): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  let length = 0
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    length += bytes.length
    if (length > FILE_BYTES_MAX) throw new Error('an archive of more than 4 GB cannot be written')
    ready.push(bytes)
  })
  for await (const { name, content } of files) {
    const file: ZipInputFile & { ondata: NonNullable<ZipInputFile['ondata']> } = {
      filename: name,
      size: 0,
      crc: 0,
      compression: DEFLATE,
      mtime: at,
      // set by the archive as soon as it takes the file
      ondata: () => undefined,
    }
    zip.add(file)
    for await (const { bytes, isLast } of packed(content, file)) {
      file.ondata(null, bytes, isLast)
      yield* ready.splice(0)
    }
  }
  zip.end()
  yield* ready
}

type Packed = { bytes: Uint8Array<ArrayBuffer>; isLast: boolean }

/** Packs piece by piece: the next one is asked for when this one is through, so that nothing piles up. Counts sizes and checksum on `file`. */
async function* packed(content: AsyncIterable<Uint8Array>, file: ZipInputFile): AsyncGenerator<Packed> {
  const deflate = createDeflateRaw({ level: zlib.Z_BEST_SPEED })
  const ready: Uint8Array<ArrayBuffer>[] = []
  deflate.on('data', (bytes: Uint8Array<ArrayBuffer>) => ready.push(bytes))
  try {
    for await (const piece of content) {
      file.crc = crc32(piece, file.crc ?? 0)
      file.size = (file.size ?? 0) + piece.length
      if (file.size > FILE_BYTES_MAX) throw new Error('a file of more than 4 GB cannot be written into an archive')
      await new Promise<void>((resolve, reject) => deflate.write(piece, (error) => (error ? reject(error) : resolve())))
      for (const bytes of ready.splice(0)) yield { bytes, isLast: false }
    }
    await new Promise<void>((resolve, reject) => deflate.once('end', resolve).once('error', reject).end())
    for (const bytes of ready.splice(0)) yield { bytes, isLast: false }
    yield { bytes: new Uint8Array(0), isLast: true }
  } finally {
    deflate.destroy()
  }
}

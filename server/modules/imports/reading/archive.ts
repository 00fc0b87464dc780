/** The files inside a workbook, taken out with limits: a small archive must not unfold into a large one. */
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { DomainError } from '../../../kernel/errors.ts'

const ENTRIES_MAX = 2_000
const UNFOLDED_BYTES_MAX = 400_000_000
const RATIO_MAX = 200
/** Small files of one repeated letter pack well without meaning harm. */
const RATIO_CHECKED_FROM_BYTES = 5_000_000

export type Archive = { open: (name: string) => Promise<Readable | undefined> }

/** Throws import_zip_bomb before anything is unfolded; yauzl stops an entry that turns out larger than it said. */
export async function openArchive(content: Buffer, fileName: string): Promise<Archive> {
  const zip = await open(content, fileName)
  if (zip.entryCount > ENTRIES_MAX) throw bomb(fileName, `holds ${zip.entryCount} files`)
  const entries = await entriesOf(zip, fileName)
  let unfolded = 0
  for (const entry of entries.values()) {
    unfolded += entry.uncompressedSize
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
    if (unfolded > UNFOLDED_BYTES_MAX) throw bomb(fileName, `unfolds to more than ${UNFOLDED_BYTES_MAX / 1e6} MB`)
    if (entry.uncompressedSize > RATIO_CHECKED_FROM_BYTES && ratio > RATIO_MAX)
      throw bomb(fileName, `unfolds to ${Math.round(ratio)} times its size`)
    if (entry.isEncrypted()) throw damaged(fileName)
  }
  return {
    open: async (name) => {
      const entry = entries.get(name)
      if (!entry) return undefined
      return await new Promise<Readable>((resolve, reject) =>
        zip.openReadStream(entry, (error, stream) => (error ? reject(damaged(fileName)) : resolve(stream))),
      )
    },
  }
}

async function open(content: Buffer, fileName: string): Promise<ZipFile> {
  const from = promisify(fromBuffer) as (buffer: Buffer, options: object) => Promise<ZipFile>
  try {
    return await from(content, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true })
  } catch {
    throw damaged(fileName)
  }
}

async function entriesOf(zip: ZipFile, fileName: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.on('end', resolve)
    zip.on('error', () => reject(damaged(fileName)))
    zip.readEntry()
  })
  return entries
}

function bomb(fileName: string, why: string): DomainError {
  return new DomainError('invalid', 'import_zip_bomb', `“${fileName}” ${why}. It was not opened.`)
}

export function damaged(fileName: string): DomainError {
  return new DomainError(
    'invalid',
    'import_damaged_workbook',
    `“${fileName}” is damaged or protected and cannot be opened. Please save it again as .xlsx or CSV.`,
  )
}

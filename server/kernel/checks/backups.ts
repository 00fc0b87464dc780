import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { BackupNote } from './judge.ts'

const FILE = 'backups.jsonl'
const NOTES_MAX = 100

const Note = z.object({
  at: z.iso.datetime(),
  bytes: z.number(),
  rows: z.number(),
  encrypted: z.boolean(),
  sha256: z.string(),
  databaseBytes: z.number(),
})

/** Notes in the data folder that a backup was taken: when, how large and which file, but not where it is kept. */
export async function noteBackup(dataFolder: string, path: string, note: Omit<BackupNote, 'bytes' | 'sha256'>): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(fs.createReadStream(path), hash)
  const { size: bytes } = fs.statSync(path)
  const notes = [...readBackupNotes(dataFolder), { ...note, bytes, sha256: hash.digest('hex') }].slice(-NOTES_MAX)
  fs.mkdirSync(dataFolder, { recursive: true })
  const fresh = join(dataFolder, `.${FILE}-${process.pid}`)
  fs.writeFileSync(fresh, notes.map((each) => `${JSON.stringify(each)}\n`).join(''), { mode: 0o644, flush: true })
  fs.renameSync(fresh, join(dataFolder, FILE))
}

/** The backups taken here, oldest first. A line that cannot be read counts as none. */
export function readBackupNotes(dataFolder: string): BackupNote[] {
  const file = join(dataFolder, FILE)
  if (!fs.existsSync(file)) return []
  return fs.readFileSync(file, 'utf8').split('\n').flatMap(parse)
}

function parse(line: string): BackupNote[] {
  try {
    return [Note.parse(JSON.parse(line))]
  } catch {
    return []
  }
}

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const SERVER = join(import.meta.dirname, '..')
const DIGITS = 12

let stamp: string | undefined

/** Another one for every other version of the program: what an earlier one has thought out may be wrong or lack something. By its sources, which takes a moment once. */
export function programStamp(): string {
  stamp ??= stampOf(SERVER)
  return stamp
}

export function stampOf(folder: string): string {
  const hash = createHash('sha256')
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update('\0')
  return hash.digest('hex').slice(0, DIGITS)
}

import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JobHandler } from '../../kernel/jobs.ts'
import { ERASURE_JOB, type Erasure } from './privacy.ts'

const FILE = 'erasures.jsonl'

/** The job that copies each erasure into the data folder. A note twice in the file is read once. */
export function erasureJobs(dataFolder: string): Record<string, JobHandler> {
  return {
    [ERASURE_JOB]: async (_ctx, { erasure }) => {
      mkdirSync(dataFolder, { recursive: true })
      appendFileSync(join(dataFolder, FILE), `${JSON.stringify(erasure)}\n`, { mode: 0o600, flush: true })
    },
  }
}

/** The erasures noted in a data folder, for a restore to apply again. Ids and times only. */
export function readErasureNotes(dataFolder: string): Erasure[] {
  const file = join(dataFolder, FILE)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  return [...new Map(lines.map((line) => JSON.parse(line) as Erasure).map((erasure) => [erasure.id, erasure])).values()]
}

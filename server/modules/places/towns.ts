import { Worker } from 'node:worker_threads'
import { DomainError } from '../../kernel/errors.ts'
import type { TownAnswer } from './gazetteer.ts'
import type { TownName } from './schema.ts'

const RUNNING_MAX = 2
const LIMIT_MS = 60_000
const MEMORY_MAX_MB = 512

let running = 0

/** Looks names up in the table of places, in a thread of its own, so that requests go on being answered. Throws too_many when others are at it. */
export async function lookUpTowns(names: readonly TownName[]): Promise<TownAnswer[]> {
  if (names.length === 0) return []
  if (running >= RUNNING_MAX)
    throw new DomainError('too_many', 'places_busy', 'Others are looking places up right now. Please try again in a minute.')
  running++
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: names,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MB },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<TownAnswer[]>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('The table of places was not read in time.')), LIMIT_MS)
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`The thread that reads the table of places ended with ${code}.`)))
    })
  } finally {
    clearTimeout(timer)
    running--
    await worker.terminate()
  }
}

import * as fs from 'node:fs'
import { join } from 'node:path'
import type { Connections } from '../server/kernel/connections.ts'
import { openDb, openPool } from '../server/kernel/db.ts'

const MARK = 'erasures-due'

/** Before a restore: whatever happens from here on, the program does not start without erasing again. */
export function markErasuresDue(dataFolder: string): void {
  fs.mkdirSync(dataFolder, { recursive: true })
  fs.writeFileSync(join(dataFolder, MARK), '', { flush: true })
}

/** After a restore: erases again whoever was erased since the backup was taken. Answers how many, 0 when there was no restore. */
export async function applyDueErasures(dataFolder: string, app: Connections['app']): Promise<number> {
  const mark = join(dataFolder, MARK)
  if (!fs.existsSync(mark)) return 0
  // only now: all modules together take as long to load as the database to start
  const { applyErasures, readErasureNotes, setPersonalData } = await import('../server/modules/people/index.ts')
  const { pauseRestoredMailings } = await import('../server/modules/mailings/index.ts')
  const { PERSONAL_DATA } = await import('../server/modules.ts')
  setPersonalData(PERSONAL_DATA)
  const db = openDb(openPool({ ...app, max: 2 }))
  try {
    const count = await applyErasures({ db, now: () => new Date() }, readErasureNotes(dataFolder))
    await pauseRestoredMailings(db, () => new Date())
    fs.rmSync(mark)
    return count
  } finally {
    await db.destroy()
  }
}

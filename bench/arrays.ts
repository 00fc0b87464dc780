// The map of a region out of the database into arrays: 100,000 and 1,000,000 parties with five ties each.
// npm run bench arrays [-- PARTIES]
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { frozen, type Tx } from '../server/kernel/ctx.ts'
import { newId } from '../server/kernel/ids.ts'
import { readWhole } from '../server/modules/insight/arrays.ts'
import { benchDatabase } from './data/database.ts'
import { fillRegion } from './data/region.ts'
import { cpuMs, median, report } from './report.ts'

const BENCH = 'arrays'
const SIZES = process.argv[2] ? [Number(process.argv[2])] : [100_000, 1_000_000]
const RUNS = 3
const SECONDS_MAX = 20
const MEMORY_MAX_MB = 1_200
const TICKS_A_SECOND = 100

const database = await benchDatabase()
for (const parties of SIZES) {
  const ecosystemId = newId()
  const filling = performance.now()
  await fillRegion(database, ecosystemId, parties)
  const filled = (performance.now() - filling) / 1000
  const ctx = { db: database.db, actor: { kind: 'system' } as const, ecosystemId, now: () => new Date() }
  const seconds: { wall: number[]; program: number[]; database: number[] } = { wall: [], program: [], database: [] }
  let what = ''
  let peakMb = 0
  for (let run = 0; run < RUNS; run++) {
    globalThis.gc?.()
    const [from, fromCpu] = [performance.now(), cpuMs()]
    const { whole, worked } = await frozen(ctx, async (tx) => {
      const before = await backendSeconds(tx)
      return { whole: await readWhole(tx, {}), worked: (await backendSeconds(tx)) - before }
    })
    seconds.wall.push((performance.now() - from) / 1000)
    seconds.program.push((cpuMs() - fromCpu) / 1000)
    seconds.database.push(worked)
    what = `${whole.parties.length} parties and ${whole.ties.count} ties`
    // of the first reading: the others find in memory what it left
    peakMb ||= process.resourceUsage().maxRSS / 1024
  }
  const tell = (title: string, value: number, unit: string, goal = {}) =>
    report({ bench: BENCH, case: `${what}: ${title}`, value, unit, goal })
  tell('filling the database', filled, 's')
  tell('database to arrays', median(seconds.wall), 's', { max: SECONDS_MAX })
  tell('of that, CPU of the program', median(seconds.program), 's')
  if (process.platform === 'linux') tell('of that, CPU of the database', median(seconds.database), 's')
  tell('memory of the whole process at its peak', peakMb, 'MB', { max: MEMORY_MAX_MB })
}
process.exit()

/** The processor time that the database has used for this connection; 0 where nothing tells. */
async function backendSeconds({ db }: Tx): Promise<number> {
  if (process.platform !== 'linux') return 0
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  // user and system time, the fields 14 and 15 (proc(5)); what stands before the bracket may hold anything
  const fields = readFileSync(`/proc/${rows[0]!.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
}

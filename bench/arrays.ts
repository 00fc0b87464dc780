// The map of a region out of the database into arrays: 100,000 and 1,000,000 parties with five ties each.
// npm run bench arrays [-- PARTIES]
import { frozen } from '../server/kernel/ctx.ts'
import { newId } from '../server/kernel/ids.ts'
import { readWhole } from '../server/modules/insight/arrays.ts'
import { benchDatabase } from './data/database.ts'
import { fillRegion } from './data/region.ts'
import { cpuMs, median, report } from './report.ts'

const BENCH = 'arrays'
const SIZES = process.argv[2] ? [Number(process.argv[2])] : [100_000, 1_000_000]
const RUNS = 3
const SECONDS_MAX = { 1000000: 20, 100000: 2 } as Record<number, number>
const MEMORY_MAX_MB = 1_200

const database = await benchDatabase()
for (const parties of SIZES) {
  const ecosystemId = newId()
  const filling = performance.now()
  await fillRegion(database, ecosystemId, parties)
  const filled = (performance.now() - filling) / 1000
  const ctx = { db: database.db, actor: { kind: 'system' } as const, ecosystemId, now: () => new Date() }
  const times: { wall: number[]; cpu: number[] } = { wall: [], cpu: [] }
  let title = ''
  for (let run = 0; run < RUNS; run++) {
    globalThis.gc?.()
    const [from, fromCpu] = [performance.now(), cpuMs()]
    const whole = await frozen(ctx, (tx) => readWhole(tx, {}))
    times.wall.push((performance.now() - from) / 1000)
    times.cpu.push((cpuMs() - fromCpu) / 1000)
    title = `${whole.parties.length} parties and ${whole.ties.count} ties`
  }
  report({ bench: BENCH, case: `${title}: filling the database`, value: filled, unit: 's', goal: {} })
  report({
    bench: BENCH,
    case: `${title}: database to arrays`,
    value: median(times.wall),
    unit: 's',
    goal: { max: SECONDS_MAX[parties] ?? 20 },
  })
  report({ bench: BENCH, case: `${title}: of that, CPU of the program`, value: median(times.cpu), unit: 's', goal: {} })
  const peakMb = process.resourceUsage().maxRSS / 1024
  report({
    bench: BENCH,
    case: `${title}: memory of the whole process at its peak`,
    value: peakMb,
    unit: 'MB',
    goal: { max: MEMORY_MAX_MB },
  })
}
process.exit()

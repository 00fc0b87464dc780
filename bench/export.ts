// Everything as a file: 100,000 parties and 500,000 ties in each format, the time to the last byte and the memory it takes at its highest.
import { testEcosystem } from '../server/kernel/testing.ts'
import { makeExport } from '../server/modules/exports/index.ts'
import { FORMATS } from '../server/modules/exports/schema.ts'
import { benchDatabase, tidyUp } from './data/database.ts'
import { generateEcosystem } from './data/generate.ts'
import { median, report } from './report.ts'

const PARTIES = Number(process.argv[2] ?? 100_000)
const TIES = PARTIES * 5
const RUNS = 3
const SECONDS_MAX = 20
const GROWTH_MB_MAX = 150
const SAMPLE_MS = 20
const MB = 1024 * 1024

const database = await benchDatabase()
const { owner, system } = await testEcosystem(database.db)
await generateEcosystem(system, { parties: PARTIES, ties: TIES })
await tidyUp(database)

for (const format of FORMATS) {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let highest = before
  const watching = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss())
  }, SAMPLE_MS)
  let bytes = 0
  const seconds: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const from = performance.now()
    const { content } = await makeExport(owner, { format, filter: {} })
    bytes = 0
    for await (const piece of content) bytes += piece.length
    seconds.push((performance.now() - from) / 1000)
  }
  clearInterval(watching)
  const title = `${PARTIES} parties and ${TIES} ties as ${format}, ${Math.round(bytes / MB)} MB`
  report({ bench: 'export', case: title, value: median(seconds), unit: 's', goal: { max: SECONDS_MAX } })
  report({
    bench: 'export',
    case: `${format}: memory above the start`,
    value: (highest - before) / MB,
    unit: 'MB',
    goal: { max: GROWTH_MB_MAX },
  })
}
process.exit()

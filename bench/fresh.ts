// How soon the answers know of a change: 100,000 parties with five ties each in a real database, one more tie by the API, and the job that reads the map anew.
// npm run bench fresh [-- PARTIES]

import { setListeners } from '../server/kernel/events.ts'
import { newId } from '../server/kernel/ids.ts'
import { startJobs } from '../server/kernel/jobs.ts'
import { testApi } from '../server/kernel/testing.ts'
import { setThreadDatabase } from '../server/kernel/threads.ts'
import { jobs, routes, setStanding, standing } from '../server/modules/insight/index.ts'
import { routes as partyRoutes } from '../server/modules/parties/index.ts'
import { routes as tieRoutes } from '../server/modules/ties/index.ts'
import { benchDatabase, tidyUp } from './data/database.ts'
import { fillRegion } from './data/region.ts'
import { cpuMs, median, report } from './report.ts'

const BENCH = 'fresh'
const PARTIES = Number(process.argv[2] ?? 100_000)
const RUNS = 3
const SECONDS_MAX = 10
/** Nobody notices a pause as short as that. */
const HELD_UP_MAX_MS = 200
const POLL_MS = 50
const TICK_MS = 5

const place = await benchDatabase()
setThreadDatabase(place.app)
setListeners({ 'tie.created': ['insight.read'], 'party.created': ['insight.read'] })
setStanding(standing)
await startJobs(place.db, place.pool, jobs, () => new Date())
const ecosystemId = newId()
await fillRegion(place, ecosystemId, PARTIES)
await tidyUp(place)
const call = testApi(place.db, [partyRoutes, tieRoutes, routes])
const owner = {
  db: place.db,
  actor: { kind: 'person' as const, personId: newId(), role: 'owner' as const, partyIds: [] },
  ecosystemId,
  now: () => new Date(),
}
const ask = async (method: string, path: string, body?: object) => {
  const { status, json, text } = await call(owner, method, path, body)
  if (status >= 300) throw new Error(text)
  return json
}
await ask('GET', '/insight/answers')

const seconds: number[] = []
const cpu: number[] = []
const heldUp: number[] = []
for (let run = 0; run < RUNS; run++) {
  const ids = [(await ask('POST', '/parties', { name: `One ${run}` })).id, (await ask('POST', '/parties', { name: `Other ${run}` })).id]
  while (!(await isCurrent())) await pause(POLL_MS)
  const fromCpu = cpuMs()
  const watch = watchLoop()
  await ask('POST', '/ties', { fromId: ids[0], toId: ids[1], type: 'supplies' })
  const from = performance.now()
  if (await isCurrent()) throw new Error('an old reading is called current')
  while (!(await isCurrent())) await pause(POLL_MS)
  seconds.push((performance.now() - from) / 1000)
  cpu.push((cpuMs() - fromCpu) / 1000)
  heldUp.push(watch())
}
const what = `${PARTIES} parties with five ties each`
report({
  bench: BENCH,
  case: `${what}: from a change to answers that know of it`,
  value: median(seconds),
  unit: 's',
  goal: { max: SECONDS_MAX },
})
report({ bench: BENCH, case: `${what}: of that, CPU of the program`, value: median(cpu), unit: 's', goal: {} })
report({
  bench: BENCH,
  case: `${what}: longest pause of the server meanwhile`,
  value: median(heldUp),
  unit: 'ms',
  goal: { max: HELD_UP_MAX_MS },
})
process.exit()

async function isCurrent(): Promise<boolean> {
  return (await ask('GET', '/insight/answers')).freshness.isCurrent
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Answers, when called, for how long nothing else could be done at the longest. */
function watchLoop(): () => number {
  let longestMs = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last - TICK_MS)
    last = performance.now()
  }, TICK_MS)
  return () => {
    clearInterval(timer)
    return longestMs
  }
}

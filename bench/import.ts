// Promises of the import: 100,000 mixed rows with dedupe against the real database, and the restaurants of two guides.
import { readFileSync } from 'node:fs'
import { type Ctx, transaction } from '../server/kernel/ctx.ts'
import { setListeners } from '../server/kernel/events.ts'
import { startJobs } from '../server/kernel/jobs.ts'
import { testEcosystem } from '../server/kernel/testing.ts'
import { applyImport, getImport, groupRecords, jobs, startImport, traitsOf } from '../server/modules/imports/index.ts'
import { benchDatabase } from './data/database.ts'
import { median, report } from './report.ts'

const ROWS = { contacts: 50_000, companies: 20_000, list: 30_000 }
const COMPANIES = 20_000
const POLL_MS = 50
const RUNS = 3
/** About what a socket hands over at once. */
const PIECE_CHARS = 65_536

/** Joins and questions within one file, held against the known pairs. The column `type` is not used, and nothing was trained. */
function restaurants(): void {
  const lines = (file: string) => readFileSync(`samples/matching/${file}`, 'utf8').trim().split(/\r?\n/).slice(1)
  const pair = (a: string, b: string) => [a, b].sort().join(',')
  const gold = new Set(lines('restaurants-a-gold.csv').map((line) => pair(...(line.split(',') as [string, string]))))
  const rows = lines('restaurants-a.csv').map((line) => line.split(',') as [string, string, string, string, string])
  const ids = rows.map(([id]) => id)
  const { groupOf, questions } = groupRecords(rows.map(([, name, street, city, phone]) => traitsOf({ name, street, city, phone })))
  const joins = ids.flatMap((a, i) => ids.slice(0, i).flatMap((b, j) => (groupOf[i] === groupOf[j] ? [pair(a, b)] : [])))
  const all = [...new Set([...joins, ...questions.map(({ a, b }) => pair(ids[a]!, ids[b]!))])]
  const right = (pairs: string[]) => pairs.filter((found) => gold.has(found)).length
  const measured = { bench: 'import', unit: 'share' }
  report({ ...measured, case: 'restaurants: joins that are right', value: right(joins) / joins.length, goal: { min: 0.99 } })
  report({
    ...measured,
    case: 'restaurants: joins and questions, F1',
    value: (2 * right(all)) / (all.length + gold.size),
    goal: { min: 0.97 },
  })
}

/** Several runs in one process, each into an ecosystem of its own; memory is the highest of them all. */
async function hundredThousandRows(): Promise<void> {
  const newOwner = await start()
  const runs: Run[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await importOnce(await newOwner()))
  const measured = { bench: 'import' }
  const seconds = (figure: (run: Run) => number) => median(runs.map(figure)) / 1000
  const timed = { ...measured, unit: 's', goal: { max: 40 } }
  report({
    ...timed,
    case: '100,000 rows: sent, checked and applied',
    value: seconds(({ sent, checked, applied }) => sent + checked + applied),
  })
  report({ ...timed, case: '100,000 rows: sent and recognised', value: seconds(({ sent }) => sent) })
  report({ ...timed, case: '100,000 rows: checked', value: seconds(({ checked }) => checked) })
  report({ ...timed, case: '100,000 rows: applied', value: seconds(({ applied }) => applied) })
  report({
    ...measured,
    case: '100,000 rows: memory at its highest',
    value: process.resourceUsage().maxRSS / 1024,
    unit: 'MB',
    goal: { max: 600 },
  })
  const longestPause = seconds(({ longestPause }) => longestPause)
  report({ ...measured, case: '100,000 rows: longest time without news', value: longestPause, unit: 's', goal: { max: 1 } })
  report({
    ...measured,
    case: '100,000 rows: organisations found',
    value: median(runs.map(({ found }) => found)),
    unit: 'of 20000',
    goal: { min: COMPANIES * 0.95, max: COMPANIES * 1.05 },
  })
}

/** Milliseconds, and how many organisations were found. */
type Run = { sent: number; checked: number; applied: number; longestPause: number; found: number }

async function importOnce(owner: Ctx): Promise<Run> {
  const uploads = [
    { name: 'contacts.csv', content: pieces(hubspotContacts(), '\r\n') },
    { name: 'companies.csv', content: pieces(hubspotCompanies(), '\r\n') },
    { name: 'betriebe.csv', content: pieces(germanList(), '\n') },
  ]
  const from = performance.now()
  const { id } = await transaction(owner, (tx) => startImport(tx, uploads))
  const sent = performance.now()
  const watch = watcher(owner, id)
  await ended(owner, id, 'checking')
  const checked = performance.now()
  await transaction(owner, (tx) => applyImport(tx, id))
  await ended(owner, id, 'applying')
  const applied = performance.now()
  const longestPause = await watch.stop()
  const { state, counts, problem } = await transaction(owner, (tx) => getImport(tx, id))
  if (state !== 'applied' || !counts) throw new Error(`the import is ${state}: ${problem?.message}`)
  return { sent: sent - from, checked: checked - sent, applied: applied - checked, longestPause, found: counts.parties }
}

async function start(): Promise<() => Promise<Ctx>> {
  const { db, pool } = await benchDatabase()
  setListeners({})
  await startJobs(db, pool, jobs, () => new Date())
  return async () => (await testEcosystem(db)).owner
}

async function ended(ctx: Ctx, id: string, state: string): Promise<void> {
  while ((await transaction(ctx, (tx) => getImport(tx, id))).state === state) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
}

/** Asks how far the import is as a browser does, only oftener, and keeps the longest time during which the answer stayed the same. */
function watcher(ctx: Ctx, id: string): { stop: () => Promise<number> } {
  let isWatching = true
  let longestMs = 0
  const watching = (async () => {
    let last = ''
    let since = performance.now()
    while (isWatching) {
      const { state, step, done, total } = await transaction(ctx, (tx) => getImport(tx, id))
      const now = performance.now()
      const seen = `${state} ${step} ${done} ${total}`
      longestMs = Math.max(longestMs, state === 'checked' || state === 'applied' ? 0 : now - since)
      if (seen !== last || state === 'checked') since = now
      last = seen
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  })()
  return {
    stop: async () => {
      isWatching = false
      await watching
      return longestMs
    },
  }
}

const FIRST = 'Anna Ben Cleo Dora Emil Frida Georg Hanna Ida Jakob Klara Leo Mia Nora Otto Paul Rosa Simon Thea Uwe'.split(' ')
const SYLLABLES = 'ba be bo da de do fa fe ga go ha he ka ke la le lo ma me mo na ne no pa pe ra re ro sa se so ta te to wa we'.split(' ')
const SORTS = ['Bäckerei', 'Weingut', 'Hotel', 'Metzgerei', 'Schreinerei', 'Apotheke', 'Café', 'Gärtnerei', 'Druckerei', 'Autohaus']
const TOWNS = ['Zell', 'Traben-Trarbach', 'Bernkastel-Kues', 'Wittlich', 'Cochem', 'Bullay', 'Kröv', 'Ürzig', 'Mülheim', 'Enkirch']

function company(index: number) {
  const word = [7, 11, 13, 17]
    .map((prime, place) => SYLLABLES[Math.floor((index * prime + place * 5) / [1, 3, 9, 31][place]!) % SYLLABLES.length])
    .join('')
  const name = word[0]!.toUpperCase() + word.slice(1) + (index % 97).toString(36)
  const sort = SORTS[index % SORTS.length]!
  const phone = `06541 ${String(100_000 + index)}`
  return {
    name: `${sort} ${name}`,
    domain: `${name}-${index}.de`,
    phone,
    street: `${name}weg ${(index % 80) + 1}`,
    town: TOWNS[index % TOWNS.length]!,
    zip: String(54_000 + (index % 900)),
  }
}

function* hubspotContacts(): Generator<string> {
  yield 'Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Associated Company IDs,Job Title,City,Unsubscribed from all email'
  for (let i = 0; i < ROWS.contacts; i++) {
    const { name, domain, town } = company(i % COMPANIES)
    const [first, last] = [FIRST[i % FIRST.length]!, `Muster${i}`]
    yield `${i},${first},${last},${first}.${last}@${domain},+49 6541 ${700_000 + i},,"${name}",${i % COMPANIES},Leitung,${town},${i % 50 === 0 ? 'true' : ''}`
  }
}

function* hubspotCompanies(): Generator<string> {
  yield 'Record ID,Company name,Company Domain Name,Phone Number,Company owner,Street Address,City,Postal Code'
  for (let i = 0; i < ROWS.companies; i++) {
    const { name, domain, phone, street, town, zip } = company(i)
    yield `${i},"${name} GmbH",${domain},${phone},,"${street}",${town},${zip}`
  }
}

/** The same organisations as another hand would write them: other legal forms, abbreviations, number formats; some twice. */
function* germanList(): Generator<string> {
  yield 'Firma;Straße;PLZ;Ort;Tel.;Webseite;Bemerkung'
  for (let i = 0; i < ROWS.list; i++) {
    const { name, domain, phone, street, town, zip } = company(i % COMPANIES)
    const spelt = i % 3 === 0 ? name.toUpperCase() : i % 3 === 1 ? `${name} e.K.` : name.replace('ä', 'ae')
    yield `${spelt};${street.replace('weg', 'weg.')};${zip};${town};${phone.replace(' ', ' / ')};${i % 2 === 0 ? `www.${domain}` : ''};Zeile ${i}`
  }
}

async function* pieces(rows: Iterable<string>, lineEnd: string): AsyncGenerator<Buffer> {
  let text = ''
  let end = ''
  for (const row of rows) {
    text += end + row
    end = lineEnd
    if (text.length < PIECE_CHARS) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

await hundredThousandRows()
restaurants()
process.exit()

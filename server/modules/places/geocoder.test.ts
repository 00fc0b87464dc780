import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { startJobs } from '../../kernel/jobs.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { createParty, getParty } from '../parties/index.ts'
import { setGeocoder } from './geocoder.ts'
import { jobs, resumeGeocoding } from './index.ts'
import { routes } from './routes.ts'
import { house, testGeocoder } from './testing.ts'

const database = await testDatabase()
const { db, pool, closeWith } = database
const service = await testGeocoder(closeWith)
const worked = await testJobs(database, jobs)
const call = testApi(db, [routes])
const now = () => new Date()
const settings = {
  url: service.url,
  style: 'nominatim' as const,
  perSecond: 50,
  userAgent: 'Tutti (test)',
  timeoutMs: 400,
  pauseSeconds: 1,
}

beforeEach(() => {
  setGeocoder(settings)
  service.asked.length = 0
  service.state.acts = [house()]
})

const made = (ctx: Ctx, input: object = {}) =>
  transaction(ctx, (tx) =>
    createParty(tx, { name: 'Secret name', street: 'Gestade 6', postalCode: '54470', city: 'Bernkastel-Kues', country: 'DE', ...input }),
  )
const read = (ctx: Ctx, id: string) => transaction(ctx, (tx) => getParty(tx, id))
const consent = (ctx: Ctx) => call(ctx, 'PUT', '/places/geocoder-consent', { service: service.url })
const start = (ctx: Ctx) => call(ctx, 'POST', '/places/geocoder-searches')
const runOf = async (ctx: Ctx) => (await call(ctx, 'GET', '/places')).json.run

async function searched(ctx: Ctx) {
  const started = await start(ctx)
  assert.equal(started.status, 202, started.text)
  await worked()
  return await runOf(ctx)
}

test('without the consent of an owner no address leaves; with it, addresses and nothing else', async () => {
  const { owner } = await testEcosystem(db)
  const inn = await made(owner)
  const refused = await start(owner)
  assert.deepEqual([refused.status, refused.json.code], [409, 'geocoder_not_allowed'])
  assert.equal((await call(owner, 'PUT', '/places/geocoder-consent', { service: 'https://other.example' })).json.code, 'geocoder_changed')
  assert.equal(service.asked.length, 0)
  const agreed = await consent(owner)
  assert.equal(agreed.json.geocoder.consent.by, `person:${owner.actor.personId}`)
  const run = await searched(owner)
  assert.deepEqual([run.state, run.placed, run.total], ['done', 1, 1])
  assert.deepEqual([...service.asked[0]!.query.keys()].sort(), ['addressdetails', 'city', 'countrycodes', 'format', 'limit', 'postalcode', 'street']) // biome-ignore format: one line reads better
  assert.equal(service.asked[0]!.userAgent, 'Tutti (test)')
  assert.ok(!service.asked.some(({ query }) => query.toString().includes('Secret')))
  const placed = await read(owner, inn.id)
  assert.deepEqual([placed.latitude, placed.placeApproximate, placed.sources.latitude], [49.9157, false, `geocoder:${run.id}`])
})

test('an address is asked for once, for all who share it and in every later search', async () => {
  const { owner } = await testEcosystem(db)
  await consent(owner)
  await made(owner)
  await made(owner, { street: 'gestade  6' })
  await searched(owner)
  assert.equal(service.asked.length, 1)
  const later = await made(owner)
  assert.equal((await searched(owner)).placed, 1)
  assert.equal(service.asked.length, 1)
  assert.equal((await read(owner, later.id)).latitude, 49.9157)
})

test('no more than the settings say are asked in a second', async () => {
  setGeocoder({ ...settings, perSecond: 4 })
  const { owner } = await testEcosystem(db)
  await consent(owner)
  for (const street of ['A 1', 'B 2', 'C 3']) await made(owner, { street })
  await searched(owner)
  const pauses = service.asked.slice(1).map(({ at }, index) => at - service.asked[index]!.at)
  assert.equal(pauses.length, 2)
  for (const pause of pauses) assert.ok(pause > 200, `${pause} ms`)
})

test('a wrong answer is refused and counted, and is not asked for again', async () => {
  const { owner } = await testEcosystem(db)
  await consent(owner)
  service.state.acts = [house({ lat: '91' }), house({}, { country_code: 'fr' }), [], house()]
  const parties = []
  for (const street of ['A 1', 'B 2', 'C 3', 'D 4']) parties.push(await made(owner, { street }))
  const run = await searched(owner)
  assert.deepEqual([run.state, run.placed, run.refused, run.nothing, run.failed], ['done', 1, 2, 1, 0])
  assert.equal((await read(owner, parties[0]!.id)).latitude, null)
  await searched(owner)
  assert.equal(service.asked.length, 4)
})

test('a service that says when to come again is obeyed', async () => {
  const { owner } = await testEcosystem(db)
  await consent(owner)
  await made(owner)
  service.state.acts = [(response) => response.writeHead(429, { 'retry-after': '2' }).end(), house()]
  const run = await searched(owner)
  assert.deepEqual([run.state, run.placed], ['done', 1])
  const [first, second] = service.asked
  assert.ok(second!.at - first!.at >= 1_500, `${second!.at - first!.at} ms`)
})

test('a service that is busy for long stops the search and says so', async () => {
  const { owner } = await testEcosystem(db)
  await consent(owner)
  await made(owner)
  service.state.acts = [(response) => response.writeHead(429, { 'retry-after': '86400' }).end()]
  const run = await searched(owner)
  assert.deepEqual([run.state, run.problem, service.asked.length], ['stopped', 'geocoder_busy', 1])
})

test('a service that is slow, breaks off or is in trouble is tried three times for an address and given up after five', async () => {
  const { owner } = await testEcosystem(db)
  await consent(owner)
  for (const street of ['A 1', 'B 2', 'C 3']) await made(owner, { street })
  service.state.acts = [
    () => {}, // never answers
    (response) => response.writeHead(200, { 'content-length': '500' }).write('[{"lat":', () => response.destroy()),
    (response) => response.writeHead(500).end('sorry'),
  ]
  const run = await searched(owner)
  assert.deepEqual([run.state, run.problem, run.failed, run.placed], ['stopped', 'geocoder_down', 1, 0])
  assert.equal(service.asked.length, 5)
  service.state.acts = [house()]
  const again = await searched(owner)
  assert.deepEqual([again.state, again.placed], ['done', 3])
})

test('pages instead of answers, endless ones and redirects into the house stop the search and lead nowhere', async () => {
  const { owner } = await testEcosystem(db)
  await consent(owner)
  for (let number = 1; number <= 6; number++) await made(owner, { street: `Weg ${number}` })
  const inside = await testGeocoder(closeWith)
  service.state.acts = [
    '<html>Please sign in</html>',
    (response) => response.end(`[${'0,'.repeat(200_000)}0]`),
    (response) => response.writeHead(302, { location: `${inside.url}/private` }).end(),
    '<html>Please sign in</html>',
  ]
  const run = await searched(owner)
  assert.deepEqual([run.state, run.problem, run.placed], ['stopped', 'geocoder_down', 0])
  assert.equal(inside.asked.length, 0)
})

test('a search can be stopped, and without consent it stops by itself', async () => {
  setGeocoder({ ...settings, perSecond: 2 })
  const { owner } = await testEcosystem(db)
  await consent(owner)
  for (let number = 1; number <= 8; number++) await made(owner, { street: `Weg ${number}` })
  const { json } = await start(owner)
  assert.deepEqual((await start(owner)).json.code, 'places_run_working')
  while (service.asked.length < 2) await sleep(20)
  assert.equal((await call(owner, 'DELETE', `/places/searches/${json.id}/placements`)).json.code, 'places_run_working')
  assert.equal((await call(owner, 'POST', `/places/searches/${json.id}/cancellation`)).json.state, 'cancelled')
  await worked()
  assert.ok(service.asked.length <= 3)
  assert.equal((await call(owner, 'POST', `/places/searches/${json.id}/cancellation`)).json.code, 'places_run_ended')

  await start(owner)
  const before = service.asked.length
  while (service.asked.length < before + 1) await sleep(20)
  await call(owner, 'DELETE', '/places/geocoder-consent')
  const until = service.asked.length
  await worked()
  const run = await runOf(owner)
  assert.deepEqual([run.state, run.problem], ['stopped', 'geocoder_not_allowed'])
  assert.ok(service.asked.length <= until + 1)
})

test('an exact answer takes the place of one by town, never of one that was given, and an address that changed meanwhile stays', async () => {
  const { owner } = await testEcosystem(db)
  await consent(owner)
  const inn = await made(owner)
  await call(owner, 'POST', '/places/town-searches', {})
  const given = await made(owner, { latitude: 1, longitude: 2, placeApproximate: true })
  const run = await searched(owner)
  assert.deepEqual([run.total, run.placed], [1, 1])
  assert.equal((await read(owner, inn.id)).latitude, 49.9157)
  assert.equal((await read(owner, given.id)).latitude, 1)
  await call(owner, 'DELETE', `/places/searches/${run.id}/placements`)
  const back = await read(owner, inn.id)
  assert.deepEqual([back.placeApproximate, back.sources.latitude?.startsWith('geonames:')], [true, true])
})

test('a search outlives the program, and what was answered before is not asked again', async () => {
  const { owner } = await testEcosystem(db)
  const membership = {
    ecosystem_id: owner.ecosystemId,
    person_id: owner.actor.personId,
    role: 'owner' as const,
    party_id: null,
    created_at: now(),
  }
  await db.insertInto('auth.memberships').values(membership).execute()
  await consent(owner)
  for (let number = 1; number <= 5; number++) await made(owner, { street: `Weg ${number}` })
  // the third answer never comes: the program is killed while it waits
  setGeocoder({ ...settings, timeoutMs: 600_000 })
  service.state.acts = [house(), house(), () => {}, house()]
  await start(owner)
  while (service.asked.length < 3) await sleep(20)
  const mine = (await runOf(owner)) as { placed: number }
  assert.equal(mine.placed, 2)
  // the next life of the program: its own queue, and the job of the last one is lost
  setGeocoder({ ...settings, timeoutMs: 20_000 })
  const boss = await startJobs(db, pool, jobs, now)
  closeWith(() => boss.stop({ graceful: false }))
  await resumeGeocoding(db, now)
  while ((await runOf(owner)).state === 'working') await sleep(50)
  const run = await runOf(owner)
  assert.deepEqual([run.state, run.placed, run.failed], ['done', 5, 0])
  const streets = service.asked.map(({ query }) => query.get('street'))
  assert.equal(streets.length, 6) // five, and the one whose answer never came
  assert.equal(new Set(streets).size, 5)
  await pool.query(`delete from pgboss.job where state = 'active'`)
})

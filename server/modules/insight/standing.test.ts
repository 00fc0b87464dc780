import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Ctx, frozen, transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { readGraphVersion, routes as tieRoutes } from '../ties/index.ts'
import { ask } from './ask.ts'
import { keepHistory, readHistory } from './history.ts'
import { jobs, routes, setStanding, standing } from './index.ts'
import { askKept } from './kept.ts'
import { unpack } from './packed.ts'
import { question } from './questions.ts'
import { findReading } from './readings.ts'
import { readStanding, resumeReadings } from './standing.ts'
import { HELD_UP, holdUp, inventMap } from './testing.ts'
import { GROUPS } from './together.ts'

const database = await testDatabase()
const { db, pool } = database
setStanding(standing)
let clockMs = Date.parse('2026-03-01T10:00:00Z')
const now = () => new Date(clockMs)
const worked = await testJobs(
  database,
  jobs,
  Object.fromEntries(['party.created', 'tie.created', 'tie.ended', 'import.applied'].map((type) => [type, ['insight.read']])),
  now,
)
const call = testApi(db, [partyRoutes, tieRoutes, routes], now)

/** A map too large for the spot: everybody is tied, but for one. */
async function region() {
  const people = await testEcosystem(db, { now })
  await inventMap(people.system, { parties: 500, ties: 600 })
  const ask = async (method: string, path: string, body?: object) => {
    const { status, json, text } = await call(people.coordinator, method, path, body)
    assert.ok(status < 300, text)
    return json
  }
  const { id: lone } = await ask('POST', '/parties', { name: 'Lone' })
  const { partyId } = await ask('GET', '/insight/measures')
  // ids are by chance: the lone one may stand first
  return { ...people, ask, lone: lone as string, first: partyId.find((id: string) => id !== lone) as string }
}

const runs = async ({ ecosystemId }: Pick<Ctx, 'ecosystemId'>): Promise<number> =>
  (
    await pool.query(
      `select count(*)::int as n from pgboss.job where name = 'insight.read' and state = 'completed' and data ->> 'ecosystemId' = $1`,
      [ecosystemId],
    )
  ).rows[0].n

test('a large map is answered by its last reading, which says how old it is until the next one is there', async () => {
  const { ask, lone, first } = await region()
  await worked()
  const before = await ask('GET', '/insight/answers')
  assert.deepEqual([before.freshness.isCurrent, before.freshness.changesSince, before.freshness.at], [true, 0, '2026-03-01T10:00:00.000Z'])
  const cutOff = ({ items }: { items: { key: string; witnesses: { partyId: string }[] }[] }) =>
    items.find(({ key }) => key === 'cutOff')!.witnesses.map(({ partyId }) => partyId)
  assert.deepEqual(cutOff(before), [lone])
  clockMs += 60_000
  await ask('POST', '/ties', { fromId: lone, toId: first, type: 'partners', strength: 1 })
  const old = await ask('GET', '/insight/answers')
  assert.deepEqual(old.freshness, { ...before.freshness, isCurrent: false, changesSince: 1 })
  assert.deepEqual(cutOff(old), [lone], 'the old answer, and not called fresh')
  const there = await ask('GET', `/insight/parties/${lone}`)
  assert.deepEqual(
    [there.degree, there.strength, there.whole.measures.degree, there.whole.freshness.isCurrent],
    [1, 1, 0, false],
    'its own ties are right at once',
  )
  await worked()
  const fresh = await ask('GET', '/insight/answers')
  assert.deepEqual([fresh.freshness.isCurrent, fresh.freshness.version - old.freshness.version, cutOff(fresh)], [true, 1, []])
  const measures = await ask('GET', `/insight/measures`)
  assert.deepEqual([measures.freshness, measures.degree[measures.partyId.indexOf(lone)]], [fresh.freshness, 1])
  const later = await ask('GET', `/insight/parties/${lone}`)
  assert.deepEqual([later.whole.measures.degree, later.past.length, later.past[0].measures.degree], [1, 1, 0])
  assert.deepEqual(later.whole.certainty, { level: 'high', figures: [{ definition: 'coverage', value: 1 }] })
  clockMs += 86_400_000
  assert.equal((await ask('GET', '/insight/answers')).freshness.isCurrent, false, 'the strength of ties is another one the day after')
  await worked()
  assert.equal((await ask('GET', '/insight/answers')).freshness.isCurrent, true)
})

test('many changes, and one of a hundred thousand rows, are read once', async () => {
  const { ask, owner, system, first } = await region()
  await worked()
  const before = await runs(owner)
  await Promise.all(Array.from({ length: 12 }, (_, k) => ask('POST', '/parties', { name: `New ${k}` })))
  assert.equal((await ask('GET', '/insight/answers')).freshness.changesSince, 12)
  await worked()
  const after = await runs(owner)
  assert.ok(after - before <= 2, `${after - before} runs`)
  await inventMap(system, { parties: 3_000, ties: 3_000 })
  await transaction(system, (tx) => emit(tx, 'import.applied', first, { parties: 3_000, contacts: 0, ties: 3_000 }))
  await worked()
  assert.equal((await runs(owner)) - after, 1)
  const { freshness } = await ask('GET', '/insight/answers')
  assert.deepEqual([freshness.isCurrent, freshness.changesSince], [true, 0])
  const { items } = await ask('GET', '/insight/history')
  assert.equal(items.at(-1).parties, 3_513)
})

test('what is changed while the map is being read is never shown as read, and is read next', async () => {
  const small = await testEcosystem(db, { now })
  const { json: a } = await call(small.owner, 'POST', '/parties', { name: 'A' })
  const { json: b } = await call(small.owner, 'POST', '/parties', { name: 'B' })
  await worked()
  let wrote = 0
  // somebody writes between the reading and the keeping, where it cannot be seen any more
  const during = question({
    at: import.meta.url,
    name: 'DURING',
    more: async () => {
      if (wrote++ === 0) await call(small.owner, 'POST', '/ties', { fromId: a.id, toId: b.id, type: 'partners' })
    },
    answer: ({ map }) => ({ parties: map.parties.length, ties: map.ties.count }),
  })
  setStanding([during])
  await call(small.owner, 'POST', '/parties', { name: 'C' })
  await worked()
  setStanding(standing)
  assert.equal(wrote, 2, 'one more run for the change in the midst of the first')
  const kept = await transaction(small.system, (tx) => findReading(tx, 'DURING'))
  assert.deepEqual([await unpack(kept!.result), kept!.version], [{ parties: 3, ties: 1 }, 4])
})

test('a run that was killed is made up for at the start; one that is too large is told and not tried again before something changes', async () => {
  const { ask, owner, system, ecosystemId } = await region()
  await worked()
  await sql`insert into auth.memberships (ecosystem_id, person_id, role, created_at) values (${ecosystemId}, 'somebody', 'owner', now())`.execute(
    db,
  )
  // as a process leaves it that ends between a commit and its job
  await inventMap(system, { parties: 10, ties: 10 })
  await resumeReadings(db, now)
  await worked()
  assert.equal((await ask('GET', '/insight/answers')).freshness.isCurrent, true)
  const before = await runs(owner)
  await resumeReadings(db, now)
  await worked()
  assert.equal(await runs(owner), before, 'nothing is read twice')

  const small = await testEcosystem(db, { now })
  let tries = 0
  const TOO_MUCH = question({
    at: import.meta.url,
    name: 'TOO_MUCH',
    hereMax: 0,
    answer: (): object => {
      tries++
      throw new DomainError('too_large', 'map_too_large', 'Too large.')
    },
  })
  setStanding([TOO_MUCH])
  await call(small.owner, 'POST', '/parties', { name: 'A' })
  await worked()
  await assert.rejects(readStanding(small.owner, TOO_MUCH), { code: 'map_too_large' })
  assert.equal(tries, 1)
  await call(small.owner, 'POST', '/parties', { name: 'B' })
  await worked()
  assert.equal(tries, 2)
  setStanding(standing)
})

test('what another version of the program has read is no answer of this one, and is read anew at the start', async () => {
  const { ask, owner, system, ecosystemId } = await region()
  await worked()
  await sql`insert into auth.memberships (ecosystem_id, person_id, role, created_at) values (${ecosystemId}, 'somebody', 'owner', now())`.execute(
    db,
  )
  const before = await runs(owner)
  // as an earlier one left it, or one that is to come
  const older = (key: string) =>
    transaction(system, (tx) =>
      sql`update insight_readings set question = split_part(question, '@', 1) || ${key}, result = 'other' where ecosystem_id = ${ecosystemId}`.execute(
        tx.db,
      ),
    )
  for (const key of ['', '@0123456789ab']) {
    await older(key)
    const { items, freshness } = await ask('GET', '/insight/answers')
    assert.deepEqual([items.length, freshness.isCurrent], [6, true])
  }
  await older('')
  await resumeReadings(db, now)
  await worked()
  assert.ok((await runs(owner)) > before)
  const kept = () =>
    transaction(system, (tx) => tx.db.selectFrom('insight_readings').select('question').where('ecosystem_id', '=', ecosystemId).execute())
  assert.deepEqual(new Set((await kept()).map(({ question }) => question.split('@')[1])).size, 1, 'of others nothing is kept')
})

test('the groups of a large map are looked for once, told with their age after a change, and never with the name of who has left', async () => {
  const { ask, system, lone, first } = await region()
  await worked()
  clockMs += 1000
  const [one, other] = await Promise.all([ask('GET', '/insight/groups'), ask('GET', '/insight/groups')])
  assert.deepEqual(one, other)
  assert.deepEqual([one.untied, one.freshness.isCurrent], [1, true])
  clockMs += 1000
  assert.deepEqual(await ask('GET', '/insight/groups'), one, 'kept, and from when it says')
  const kept = () => transaction(system, (tx) => findReading(tx, 'GROUPS'))
  assert.equal((await kept())!.at.toISOString(), one.freshness.at)
  await ask('PATCH', `/parties/${first}`, { tags: ['wine'], version: (await ask('GET', `/parties/${first}`)).version })
  await ask('POST', '/ties', { fromId: lone, toId: first, type: 'partners' })
  const old = await ask('GET', '/insight/groups')
  assert.deepEqual([old.untied, old.freshness.isCurrent, old.freshness.changesSince, old.freshness.at], [1, false, 2, one.freshness.at])
  let later = old
  for (; !later.freshness.isCurrent; later = await ask('GET', '/insight/groups')) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.deepEqual([later.untied, later.freshness.changesSince], [0, 0])
  const { id: named } = later.parties[0]
  await ask('DELETE', `/parties/${named}`)
  const without = await ask('GET', '/insight/groups')
  assert.equal(without.freshness.isCurrent, true, 'waited for')
  assert.ok(!without.parties.some(({ id }: { id: string }) => id === named))
  await worked()
  assert.ok(await kept())
  clockMs += 2 * 86_400_000
  await ask('POST', '/parties', { name: 'Late' })
  await worked()
  assert.equal(await kept(), undefined, 'forgotten after a day')
})

test('groups are the same wherever they are spoken of, from one search, and can be listed whole', async () => {
  const { ask, system, lone } = await region()
  await worked()
  const { groups } = await ask('GET', '/insight/groups')
  const members = await ask('GET', '/insight/groups/members')
  const sizes = Map.groupBy(members.group as (number | null)[], (group) => group)
  assert.deepEqual(
    groups.map(({ size }: { size: number }) => size),
    groups.map(({ number }: { number: number }) => sizes.get(number)!.length),
  )
  const reading = await transaction(system, (tx) => findReading(tx, 'GROUPING'))
  const { community } = await unpack<{ community: number[] }>(reading!.result)
  assert.deepEqual(
    community.map((group) => (group < groups.length ? group : null)),
    members.group,
  )
  const [first] = groups
  const page = await ask('GET', `/insight/parties/${first.memberIds[0]}/group?limit=20`)
  assert.deepEqual([page.size, page.name, page.freshness.isCurrent], [first.size, first.name, true])
  const all: { id: string; name: string }[] = [...page.items]
  for (let { nextCursor } = page; nextCursor !== null; ) {
    const next = await ask('GET', `/insight/parties/${first.memberIds[0]}/group?limit=20&cursor=${nextCursor}`)
    all.push(...next.items)
    nextCursor = next.nextCursor
  }
  assert.deepEqual(
    new Set(all.map(({ id }) => id)),
    new Set(members.partyId.filter((_: string, k: number) => members.group[k] === first.number)),
  )
  assert.deepEqual(all.map(({ name }) => name), all.map(({ name }) => name).sort()) // biome-ignore format: one line reads better
  assert.deepEqual([(await ask('GET', `/insight/parties/${lone}/group`)).name, all.length], [null, first.size])
})

test('what two change while a large map is thought about is in no answer that is called current, also of whoever joins a search that had begun', async () => {
  const { ask: call, coordinator, system } = await region()
  await worked()
  const held = () => holdUp(mkdtempSync(join(tmpdir(), 'held-')))
  const change = () => call('POST', '/parties', { name: 'Meanwhile' })
  const version = () => transaction(system, readGraphVersion)

  const once = held()
  const asked = ask(coordinator, HELD_UP, {})
  await once.isRead()
  await Promise.all([change(), change()])
  // what all look at is read anew meanwhile
  await worked()
  assert.equal((await call('GET', '/insight/answers')).freshness.isCurrent, true)
  once.goOn()
  const { result, freshness } = await asked
  assert.deepEqual([result.count, freshness.isCurrent, freshness.changesSince, freshness.problem], [501, false, 2, null])
  assert.equal(freshness.version, (await version()) - 2)

  const again = held()
  const first = askKept(coordinator, HELD_UP)
  await again.isRead()
  await change()
  // whoever knows of the change joins a search that does not
  const joined = askKept(coordinator, HELD_UP)
  await new Promise((resolve) => setTimeout(resolve, 100))
  again.goOn()
  for (const { result, freshness } of [await first, await joined])
    assert.deepEqual([result.count, freshness.isCurrent, freshness.changesSince], [503, false, 1])
  for (let later = await askKept(coordinator, HELD_UP); !later.freshness.isCurrent; later = await askKept(coordinator, HELD_UP))
    await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal((await askKept(coordinator, HELD_UP)).result.count, 504)
})

test('who cannot wait is told to look again, and finds the answer there', async () => {
  const { coordinator } = await region()
  await assert.rejects(askKept(coordinator, GROUPS, 1), { kind: 'too_many', code: 'insight_thinking' })
  const { freshness } = await askKept(coordinator, GROUPS)
  assert.equal(freshness.isCurrent, true)
})

test('the list of a group is for owners and coordinators, of parties there are, and goes on only where it left off', async () => {
  const { viewer, owner, first } = await region()
  assert.equal((await call(viewer, 'GET', `/insight/parties/${first}/group`)).status, 403)
  assert.equal((await call(owner, 'GET', '/insight/parties/00000000-0000-7000-8000-000000000000/group')).status, 404)
  assert.equal((await call(owner, 'GET', `/insight/parties/${first}/group?cursor=nonsense`)).json.code, 'invalid_cursor')
})

test('an ecosystem without anything left is read without harm, and nothing of one is seen in another', async () => {
  const { ecosystemId, system, ask } = await region()
  const other = await testEcosystem(db, { now })
  await worked()
  for (const path of ['/insight/answers', '/insight/measures', '/insight/history']) {
    assert.equal((await call(other.viewer, 'GET', path)).status, 403, path)
  }
  assert.deepEqual((await call(other.owner, 'GET', '/insight/history')).json.items, [])
  await transaction(system, (tx) => sql`delete from parties where ecosystem_id = ${ecosystemId}`.execute(tx.db))
  const { freshness, items } = await ask('GET', '/insight/answers')
  assert.equal(freshness.isCurrent, true, 'small now, so read at once')
  assert.equal(items[0].sentence.key, 'sentence.unknown.empty')
})

test('measures of the filtered map are those of its parties alone; a filter that leaves nothing has none', async () => {
  const { owner, viewer } = await testEcosystem(db, { now })
  const ids: Record<string, string> = {}
  for (const name of ['a', 'b', 'c', 'd'])
    ids[name] = (await call(owner, 'POST', '/parties', { name, city: name < 'd' ? 'Zell' : 'Bengel' })).json.id
  for (const [from, to] of ['ab', 'bc', 'cd', 'da'])
    await call(owner, 'POST', '/ties', { fromId: ids[from!], toId: ids[to!], type: 'partners' })
  const whole = (await call(owner, 'GET', '/insight/measures?city=Zell')).json
  const alone = (await call(owner, 'GET', '/insight/measures?city=Zell&within=filter')).json
  assert.deepEqual(
    [whole.partyId, whole.degree, whole.cutOff],
    [
      [ids.a, ids.b, ids.c],
      [2, 2, 2],
      [0, 0, 0],
    ],
  )
  assert.deepEqual(
    [alone.partyId, alone.degree, alone.cutOff, alone.freshness.isCurrent],
    [[ids.a, ids.b, ids.c], [1, 2, 1], [0, 1, 0], true],
  )
  const nobody = (await call(owner, 'GET', '/insight/measures?city=Nowhere&within=filter')).json
  assert.deepEqual([nobody.partyId, nobody.degree, nobody.betweenness], [[], [], []])
  assert.equal((await call(owner, 'GET', '/insight/measures?within=half')).status, 422)
  assert.equal((await call(viewer, 'GET', '/insight/measures?within=filter')).status, 403)
  for (const [path, status] of [
    ['/insight/parties/me', 422],
    [`/insight/parties/${owner.ecosystemId}`, 404],
  ] as const)
    assert.equal((await call(owner, 'GET', path)).status, status)
  assert.equal((await call(viewer, 'GET', `/insight/parties/${ids.a}`)).status, 403)
})

test('history keeps what differs, of the time before some weeks one a day, and the first measures of a month for a year', async () => {
  const { owner, system } = await testEcosystem(db, { now })
  const figures = (parties: number) => ({ parties, ties: 1, tied: 2, pieces: 1, largest: 2, fragmentation: 0 })
  const keep = (at: string, parties: number) =>
    transaction(system, (tx) => keepHistory(tx, new Date(at), figures(parties), Buffer.from(at)))
  for (const [at, parties] of [
    ['2025-01-05T08:00:00Z', 2],
    ['2025-01-05T09:00:00Z', 3],
    ['2025-01-05T10:00:00Z', 3],
    ['2025-01-06T10:00:00Z', 4],
    ['2026-02-27T10:00:00Z', 5],
    ['2026-02-27T11:00:00Z', 6],
  ] as const) {
    await keep(at, parties)
  }
  const all = await transaction(system, (tx) =>
    tx.db.selectFrom('insight_history').select('parties').where('ecosystem_id', '=', tx.ecosystemId).orderBy('at').execute(),
  )
  assert.deepEqual(
    all.map(({ parties }) => parties),
    [3, 4, 5, 6],
  )
  const { items } = await frozen(owner, readHistory)
  assert.deepEqual(
    items.map(({ parties }) => parties),
    [3, 4, 6],
  )
  const months = await transaction(system, (tx) =>
    tx.db.selectFrom('insight_past_measures').select('measures').where('ecosystem_id', '=', tx.ecosystemId).execute(),
  )
  assert.deepEqual(
    months.map(({ measures }) => measures.toString()),
    ['2026-02-27T10:00:00Z'],
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ctx } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem } from '../../kernel/testing.ts'
import { routes as offerRoutes } from '../exchange/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { routes } from './routes.ts'
import type { Answers } from './schema.ts'

type Answer = Answers['items'][number]

const { db } = await testDatabase()
const call = testApi(db, [partyRoutes, tieRoutes, routes])

/** An ecosystem with parties by letter and ties as `ab`, through the API. */
async function ecosystemOf(letters: string, pairs: string, more: (letter: string) => object = () => ({})) {
  const people = await testEcosystem(db)
  const ids: Record<string, string> = {}
  for (const letter of letters) ids[letter] = await made(people.owner, '/parties', { name: `Party ${letter}`, ...more(letter) })
  const ties: Record<string, string> = {}
  for (const pair of pairs.split(' ').filter(Boolean)) {
    const [ends, type = 'supplies'] = pair.split(':') as [string, string?]
    ties[pair] = await made(people.owner, '/ties', { fromId: ids[ends[0]!], toId: ids[ends[1]!], type })
  }
  return { ...people, ids, ties }
}

async function made(ctx: Ctx, path: string, body: object): Promise<string> {
  const { status, json, text } = await call(ctx, 'POST', path, body)
  assert.equal(status, 201, text)
  return json.id
}

const two = await ecosystemOf('abcdefgh', 'ab bc ca cd de df ef gh:competes', (letter) => ({
  kinds: letter === 'a' ? ['suppliers'] : ['customers'],
  city: letter < 'd' ? 'Traben' : 'Bengel',
}))
const foreign = await ecosystemOf('xyz', 'xy')

async function answersFor(ctx: Ctx, query = '') {
  const { status, json, text } = await call(ctx, 'GET', `/insight/answers${query}`)
  assert.equal(status, 200, text)
  const { items, parties, freshness } = json as Answers
  return { items, parties, at: freshness.at, of: (key: string): Answer => items.find((item) => item.key === key)! }
}

test('the answers name the parties and ties they rest on', async () => {
  const { of, parties, at } = await answersFor(two.coordinator)
  const cut = of('wouldCutOff')
  assert.deepEqual(cut.sentence, { key: 'sentence.wouldCutOff.found', values: { name: 'Party c', count: 2, points: 2, pieces: 1 } })
  assert.deepEqual(
    cut.witnesses.map(({ partyId }) => partyId),
    [two.ids.c, two.ids.d],
  )
  assert.deepEqual(cut.witnesses[0]!.pieces, [{ size: 2, partyIds: [two.ids.a, two.ids.b] }])
  assert.deepEqual([...cut.witnesses[0]!.tieIds].sort(), [two.ties.bc, two.ties.ca, two.ties.cd].sort())
  assert.deepEqual(
    of('cutOff').witnesses.map(({ partyId }) => partyId),
    [two.ids.g, two.ids.h],
  )
  const named = parties.find(({ id }) => id === two.ids.c)
  assert.deepEqual(named, { id: two.ids.c, name: 'Party c', kinds: ['customers'], sectorScheme: null, sectorCode: null, city: 'Traben' })
  assert.ok(Date.parse(at) > 0)
  for (const item of [cut, of('bestConnected'), of('bridgesGroups')]) {
    for (const { partyId } of item.witnesses) assert.ok(parties.some(({ id }) => id === partyId))
  }
})

test('an ecosystem with nobody on its map gets an honest answer', async () => {
  const { owner } = await testEcosystem(db)
  const { items, parties } = await answersFor(owner)
  assert.deepEqual(parties, [])
  for (const item of items) assert.equal(item.sentence.key, 'sentence.unknown.empty')
})

test('members and viewers are refused: scores are private', async () => {
  for (const ctx of [two.viewer, two.as('member', two.ids.a)]) {
    for (const path of ['/insight/answers', '/insight/measures', '/insight/together', '/insight/groups', '/insight/groups/members']) {
      const { status, json } = await call(ctx, 'GET', path)
      assert.deepEqual([status, json.code], [403, 'forbidden'])
    }
  }
  for (const ctx of [two.owner, two.coordinator]) assert.equal((await call(ctx, 'GET', '/insight/measures')).status, 200)
})

test('a key without the scope for private things is refused', async () => {
  const key = (scopes: string[]): Ctx => ({
    ...two.owner,
    actor: { kind: 'key', keyId: newId(), personId: newId(), role: 'owner', partyIds: [], scopes },
  })
  assert.equal((await call(key(['map.read']), 'GET', '/insight/answers')).status, 403)
  assert.equal((await call(key(['map.read', 'private.read']), 'GET', '/insight/answers')).status, 200)
})

test('nothing of another ecosystem is seen', async () => {
  const { json } = await call(foreign.coordinator, 'GET', '/insight/measures')
  assert.deepEqual(json.partyId, [foreign.ids.x, foreign.ids.y, foreign.ids.z])
  assert.deepEqual(json.degree, [1, 1, 0])
  const { text } = await call(foreign.coordinator, 'GET', '/insight/answers')
  for (const id of [...Object.values(two.ids), ...Object.values(two.ties)]) assert.ok(!text.includes(id!))
})

test('measures come as columns; a filter chooses who is listed and changes no number', async () => {
  const { json: all } = await call(two.coordinator, 'GET', '/insight/measures')
  assert.deepEqual(all.partyId, Object.values(two.ids))
  assert.deepEqual(all.degree, [2, 2, 3, 3, 2, 2, 0, 0])
  assert.deepEqual(all.cutOff, [0, 0, 2, 2, 0, 0, 0, 0])
  assert.equal(all.constraint[6], null)
  assert.deepEqual(all.component, [6, 6, 6, 6, 6, 6, 1, 1])
  assert.ok(all.strength[0] > 0)
  const { json: some } = await call(two.coordinator, 'GET', '/insight/measures?city=Bengel')
  assert.deepEqual(some.partyId, [two.ids.d, two.ids.e, two.ids.f, two.ids.g, two.ids.h])
  assert.deepEqual(some.degree, all.degree.slice(3))
  assert.deepEqual(some.betweenness, all.betweenness.slice(3))
  const { freshness, ...columns } = some
  assert.equal(freshness.isCurrent, true)
  for (const column of Object.values(columns) as unknown[][]) assert.equal(column.length, 5)
})

test('the answers can be asked for any past moment', async () => {
  const ring = await ecosystemOf('abcdef', 'ab bc cd de ef fa')
  const before = new Date().toISOString()
  assert.equal((await answersFor(ring.owner)).of('wouldCutOff').state, 'nothing')
  const { status, text } = await call(ring.owner, 'DELETE', `/ties/${ring.ties.fa}`)
  assert.equal(status, 200, text)
  assert.equal((await answersFor(ring.owner)).of('wouldCutOff').state, 'found')
  assert.equal((await answersFor(ring.owner, `?asOf=${before}`)).of('wouldCutOff').state, 'nothing')
})

test('who holds it together and which groups there are is told with names, of this ecosystem alone', async () => {
  const { owner, ids } = await ecosystemOf('abcdefgh', 'ab bc ca cd de df ef da gh', (letter) => ({
    kinds: [letter < 'd' ? 'suppliers' : 'customers'],
    city: letter < 'd' ? 'Traben' : 'Bengel',
    tags: letter < 'd' ? ['wine'] : [],
  }))
  await call(owner, 'POST', '/ties', { fromId: ids.b, toId: ids.f, type: 'conflicts' })
  const together = (await call(owner, 'GET', '/insight/together')).json
  const named = new Map(together.parties.map(({ id, name }: Record<string, string>) => [id, name]))
  assert.deepEqual(
    together.items.map(({ key }: { key: string }) => key),
    ['bestConnected', 'carriesFlow', 'bridgesGroups', 'breakTogether', 'reachTogether', 'robust'],
  )
  assert.equal(named.get(together.breaking[0].partyIds[0]), 'Party d')
  for (const { partyIds } of together.breaking) for (const id of partyIds) assert.ok(named.has(id))
  const kinds = together.brokerage.find(({ by }: { by: string }) => by === 'kind')
  assert.ok(kinds.groups.length > 0 && kinds.known === 1)
  const groups = (await call(owner, 'GET', '/insight/groups')).json
  assert.deepEqual(
    groups.groups.map(({ name, size }: { name: { value: string }; size: number }) => [name.value, size]),
    [
      ['suppliers', 3],
      ['customers', 3],
    ],
  )
  assert.deepEqual([groups.small, groups.between.length], [2, 1])
  const members = (await call(owner, 'GET', '/insight/groups/members')).json
  assert.deepEqual(members.partyId, Object.values(ids))
  assert.deepEqual(members.group, [0, 0, 0, 1, 1, 1, null, null])
  assert.deepEqual(
    members.names.map(({ value }: { value: string }) => value),
    ['suppliers', 'customers'],
  )
  const { text } = await call(foreign.owner, 'GET', '/insight/groups')
  for (const id of Object.values(ids)) assert.ok(!text.includes(id))
  const empty = (await testEcosystem(db)).owner
  assert.equal((await call(empty, 'GET', '/insight/together')).json.items[0].sentence.key, 'sentence.unknown.empty')
  assert.equal((await call(empty, 'GET', '/insight/groups')).json.state, 'unknown')
})

test('a bad moment and a bad area are refused with the place that is wrong', async () => {
  for (const [query, path] of [
    ['/insight/answers?asOf=yesterday', 'asOf'],
    ['/insight/measures?area=1,2', 'area'],
  ] as const) {
    const { status, json } = await call(two.owner, 'GET', query)
    assert.equal(status, 422)
    assert.equal(json.errors[0].path, path)
  }
})

test('between two moments it says what changed, with names, and a merge is no loss', async () => {
  let now = new Date('2026-01-01T10:00:00Z')
  const people = await testEcosystem(db, { now: () => now })
  const ask = testApi(db, [partyRoutes, tieRoutes, routes], () => now)
  const make = async (path: string, body: object): Promise<string> => (await ask(people.owner, 'POST', path, body)).json.id
  const [a, b, c] = [
    await make('/parties', { name: 'Anders' }),
    await make('/parties', { name: 'Becker' }),
    await make('/parties', { name: 'Clemens' }),
  ]
  const first = await make('/ties', { fromId: a, toId: b, type: 'supplies', strength: 0.9 })
  now = new Date('2026-02-01T10:00:00Z')
  const since = now.toISOString()
  now = new Date('2026-03-01T10:00:00Z')
  await ask(people.owner, 'DELETE', `/ties/${first}`)
  const d = await make('/parties', { name: 'Dahm' })
  await make('/ties', { fromId: a, toId: d, type: 'partners', strength: 0.5 })
  const twin = await make('/parties', { name: 'Clemens e. K.' })
  await ask(people.owner, 'POST', '/merges', { targetId: twin, aliasId: c })
  const { status, json, text } = await ask(people.coordinator, 'GET', `/insight/changes?since=${since}`)
  assert.equal(status, 200, text)
  assert.deepEqual(
    [json.ties.fresh.total, json.ties.lost.items.map(({ fromId, toId }: Record<string, string>) => [fromId, toId])],
    [1, [[a, b]]],
  )
  assert.deepEqual([json.parties.fresh.items, json.parties.gone.items], [[d], []])
  assert.deepEqual(json.names.map(({ name }: { name: string }) => name).sort(), ['Anders', 'Becker', 'Dahm'])
  const early = await ask(people.owner, 'GET', `/insight/changes?since=1990-01-01T00:00:00Z&until=1991-01-01T00:00:00Z`)
  assert.deepEqual([early.status, early.json.after.parties], [200, 0])
  for (const [query, problem] of [
    ['since=2027-01-01T00:00:00Z', 'stretch_impossible'],
    [`since=${since}&until=2026-01-15T00:00:00Z`, 'stretch_impossible'],
    [`since=${since}&until=2028-01-15T00:00:00Z`, 'stretch_impossible'],
    ['since=yesterday', 'invalid'],
  ] as const) {
    assert.equal((await ask(people.owner, 'GET', `/insight/changes?${query}`)).json.code, problem, query)
  }
  for (const who of [people.as('member', a), people.viewer])
    assert.equal((await ask(who, 'GET', `/insight/changes?since=${since}`)).status, 403)
})

test('what if somebody left: who is cut off, which need is left, and introductions that hold when they are made', async () => {
  const { owner, coordinator, viewer, as, ids } = await ecosystemOf('habc', 'ha hb hc ab:conflicts', (letter) => ({
    ...(letter === 'h' && { sectorScheme: 'nace', sectorCode: '55.10' }),
  }))
  const ask = testApi(db, [partyRoutes, tieRoutes, offerRoutes, routes])
  await ask(owner, 'POST', '/offers', { partyId: ids.h, side: 'offer', title: 'Rooms', category: 'Beds' })
  await ask(owner, 'POST', '/offers', { partyId: ids.c, side: 'need', title: 'Guests stay over', category: 'beds' })
  const { status, json, text } = await ask(coordinator, 'GET', `/insight/departure?party=${ids.h}`)
  assert.equal(status, 200, text)
  assert.deepEqual([json.cutOff.total, json.before.pieces, json.after.pieces, json.withIntroductions.pieces], [2, 1, 3, 1])
  assert.deepEqual(
    json.needs.items.map(({ partyId }: { partyId: string }) => partyId),
    [ids.c],
  )
  for (const { oneId, otherId } of json.introductions.items)
    assert.equal((await ask(owner, 'POST', '/ties', { fromId: oneId, toId: otherId, type: 'partners' })).status, 201)
  const after = (await ask(coordinator, 'GET', '/insight/departure?sector=nace:55')).json
  assert.deepEqual([after.leaving.items, after.cutOff.total, after.introductions.total], [[ids.h], 0, 0])
  const cards = (await ask(coordinator, 'GET', '/insight/measures')).json
  assert.deepEqual(cards.cutOff, [0, 0, 0, 0])
  for (const [query, answer, code] of [
    ['', 422, 'nobody_leaves'],
    [`?party=${foreign.ids.x}`, 404, 'party_not_found'],
    ['?party=me', 422, 'invalid'],
    ['?sector=', 422, 'invalid'],
  ] as const) {
    const refused = await ask(owner, 'GET', `/insight/departure${query}`)
    assert.deepEqual([refused.status, refused.json.code], [answer, code], query)
  }
  for (const who of [viewer, as('member', ids.a)]) assert.equal((await ask(who, 'GET', `/insight/departure?party=${ids.h}`)).status, 403)
})

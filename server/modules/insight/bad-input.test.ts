import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem } from '../../kernel/testing.ts'
import { routes as offerRoutes } from '../exchange/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { routes } from './routes.ts'

const { db } = await testDatabase()
const call = testApi(db, [partyRoutes, tieRoutes, offerRoutes, routes])

/** Three in a row and one without a tie. */
async function village() {
  const { owner, ecosystemId } = await testEcosystem(db)
  const ask = async (method: string, path: string, body?: object) => {
    const { status, json, text } = await call(owner, method, path, body)
    assert.ok(status < 300, `${method} ${path}: ${text}`)
    return json
  }
  const [a, b, c, lone] = [
    await ask('POST', '/parties', { name: 'Anders' }),
    await ask('POST', '/parties', { name: 'Becker' }),
    await ask('POST', '/parties', { name: 'Clemens' }),
    await ask('POST', '/parties', { name: 'Dahm' }),
  ].map(({ id }) => id as string) as [string, string, string, string]
  const refused = async (method: string, path: string, body?: object) => {
    const { status, json } = await call(owner, method, path, body)
    return [status, json.code, json.title]
  }
  return { owner, ecosystemId, ask, refused, a, b, c, lone }
}

test('a filter that leaves nothing, or one of which nobody was there yet, has empty columns and a sentence for each answer', async () => {
  const { ask, a, b } = await village()
  await ask('POST', '/ties', { fromId: a, toId: b, type: 'partners' })
  for (const query of [
    'city=Nowhere',
    'city=Nowhere&within=filter',
    'asOf=1066-10-14T00:00:00Z',
    'asOf=1066-10-14T00:00:00Z&within=filter',
  ]) {
    const { freshness, ...columns } = await ask('GET', `/insight/measures?${query}`)
    for (const [key, column] of Object.entries(columns)) assert.deepEqual(column, [], `${key} of ${query}`)
    assert.equal(freshness.isCurrent, true)
  }
  const { items, parties } = await ask('GET', '/insight/answers?asOf=1066-10-14T00:00:00Z')
  assert.deepEqual([items.length, parties], [6, []])
  for (const { state, sentence } of items) assert.deepEqual([state, sentence.key], ['unknown', 'sentence.unknown.empty'])
  const changes = await ask('GET', '/insight/changes?since=1066-10-14T00:00:00Z')
  assert.deepEqual([changes.before.parties, changes.after.parties, changes.parties.fresh.total], [0, 4, 4])
  const nobody = await ask('GET', '/insight/departure?sector=nace:99')
  assert.deepEqual([nobody.leaving.total, nobody.cutOff.total, nobody.introductions.total], [0, 0, 0])
})

test('a party without ties has a place, can leave, and is in no group', async () => {
  const { ask, a, b, c, lone } = await village()
  await ask('POST', '/ties', { fromId: a, toId: b, type: 'partners' })
  await ask('POST', '/ties', { fromId: b, toId: c, type: 'partners' })
  const { degree, strength, whole } = await ask('GET', `/insight/parties/${lone}`)
  assert.deepEqual(
    [degree, strength, whole.measures.degree, whole.measures.constraint, whole.measures.effectiveSize],
    [0, 0, 0, null, null],
  )
  assert.deepEqual([whole.measures.closeness, whole.measures.betweenness, whole.measures.component], [0, 0, 1])
  const left = await ask('GET', `/insight/departure?party=${lone}`)
  assert.deepEqual([left.cutOff.total, left.introductions.total, left.before.pieces, left.after.pieces], [0, 0, 2, 1])
  const all = await ask('GET', `/insight/departure?${[a, b, c, lone].map((id) => `party=${id}`).join('&')}`)
  assert.deepEqual([all.after.parties, all.after.pieces, all.cutOff.total], [0, 0, 0])
  assert.equal((await ask('GET', `/insight/parties/${lone}/group`)).size, 0)
  for (const path of ['/insight/answers', '/insight/together', '/insight/groups', '/insight/groups/members', '/insight/history'])
    await ask('GET', path)
})

test('a tie of no strength is a tie that adds nothing, one whose strength nobody knows counts as assumed, and a negative one is refused', async () => {
  const { ask, refused, a, b, c, lone } = await village()
  await ask('POST', '/ties', { fromId: a, toId: b, type: 'partners', strength: 0 })
  await ask('POST', '/ties', { fromId: b, toId: c, type: 'partners', strength: null })
  for (const strength of [-0.1, 1.1, 'much']) {
    const [status, code] = await refused('POST', '/ties', { fromId: a, toId: lone, type: 'partners', strength })
    assert.deepEqual([status, code], [422, 'invalid'], String(strength))
  }
  const { partyId, degree, strength, closeness, pageRank } = await ask('GET', '/insight/measures')
  const of = (column: number[], id: string) => column[partyId.indexOf(id)]!
  assert.deepEqual([a, b, c, lone].map((id) => of(degree, id)), [1, 2, 1, 0]) // biome-ignore format: one line reads better
  assert.ok(of(strength, b) > 0 && of(strength, b) <= 1)
  for (const id of [a, b, c]) assert.ok(of(closeness, id) > 0 && of(pageRank, id) > 0)
})

test('whoever is not on the map, was erased, or a day that never was is told in a sentence', async () => {
  const { ask, refused, a, b } = await village()
  await ask('POST', '/ties', { fromId: a, toId: b, type: 'partners' })
  await ask('DELETE', `/parties/${b}`)
  for (const [path, status] of [
    [`/insight/parties/${newId()}`, 404],
    [`/insight/parties/${b}`, 404],
    [`/insight/parties/${b}/group`, 404],
    [`/insight/departure?party=${b}`, 404],
    [`/insight/departure?party=${a}&party=${newId()}`, 404],
    ['/insight/answers?asOf=2026-02-30T00:00:00Z', 422],
    ['/insight/measures?asOf=tomorrow', 422],
    ['/insight/changes?since=2026-13-01T00:00:00Z', 422],
  ] as const) {
    const [found, , title] = await refused('GET', path)
    assert.equal(found, status, path)
    assert.match(title, /\w+ \w+/, path)
  }
  const { partyId, degree } = await ask('GET', '/insight/measures')
  assert.deepEqual([partyId.includes(b), degree], [false, [0, 0, 0]])
})

test('two who change the map while it is asked again and again never see an answer of before called current', async () => {
  const { ask, owner } = await village()
  const writing = Array.from({ length: 2 }, async (_, who) => {
    for (let k = 0; k < 10; k++) await ask('POST', '/parties', { name: `Party ${who} ${k}` })
  })
  let isOver = false
  const written = Promise.all(writing).then(() => {
    isOver = true
  })
  while (!isOver) {
    const before = (await call(owner, 'GET', '/parties?limit=200')).json.items.length
    const { partyId, freshness } = await ask('GET', '/insight/measures')
    if (freshness.isCurrent) assert.ok(partyId.length >= before, `${partyId.length} of ${before}`)
  }
  await written
  assert.equal((await ask('GET', '/insight/measures')).partyId.length, 24)
})

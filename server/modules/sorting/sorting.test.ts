import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { mergeParties, routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { routes } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
const call = testApi(db, [partyRoutes, tieRoutes, routes])

/** An ecosystem with an own organisation and three others. */
async function valley() {
  const roles = await testEcosystem(db)
  const { coordinator } = roles
  const made = async (body: object) => (await call(coordinator, 'POST', '/parties', body)).json.id as string
  const own = await made({ name: 'Hotel Krone', sectorScheme: 'nace', sectorCode: '55.10', city: 'Zell' })
  const rival = await made({ name: 'Hotel Post', sectorScheme: 'nace', sectorCode: '55.10', city: 'Zell' })
  const maker = await made({ name: 'Weingut Moor', sectorScheme: 'nace', sectorCode: '11.02' })
  const guest = await made({ name: 'Busreisen Fuchs', kinds: ['customers'] })
  await call(coordinator, 'PUT', '/own-party', { partyId: own })
  const cards = async () => (await call(coordinator, 'GET', '/sorting/cards')).json.items
  const answer = (partyId: string, given: string) => call(coordinator, 'POST', '/sorting/answers', { partyId, answer: given })
  const ties = async () => (await call(coordinator, 'GET', '/ties')).json.items
  const far = async () => {
    const { done, skipped, open } = (await call(coordinator, 'GET', '/sorting')).json
    return [done, skipped, open]
  }
  return { ...roles, made, own, rival, maker, guest, cards, answer, ties, far }
}

test('the own organisation is named, found again after a merge, and gone when it leaves the map', async () => {
  const { coordinator, viewer, as, own, rival } = await valley()
  const named = async () => (await call(viewer, 'GET', '/own-party')).json.party?.name ?? null
  assert.equal(await named(), 'Hotel Krone')
  const merged = await transaction(coordinator, (tx) => mergeParties(tx, { targetId: rival, aliasId: own, take: {} }))
  assert.equal(await named(), 'Hotel Post')
  assert.equal((await call(coordinator, 'DELETE', `/parties/${merged.party.id}`)).status, 200)
  assert.equal(await named(), null)
  const unknown = await call(coordinator, 'PUT', '/own-party', { partyId: newId() })
  assert.deepEqual([unknown.status, unknown.json.code], [404, 'party_not_found'])
  for (const reader of [viewer, as('member', own)]) {
    assert.equal((await call(reader, 'PUT', '/own-party', { partyId: own })).status, 403)
  }
  assert.equal((await call(coordinator, 'PUT', '/own-party', { partyId: null })).status, 200)
})

test('without an own organisation there are no cards, and an answer is refused with what to do', async () => {
  const { coordinator, guest, cards, answer, far } = await valley()
  await call(coordinator, 'PUT', '/own-party', { partyId: null })
  assert.deepEqual([await cards(), await far()], [[], [0, 0, 0]])
  const refused = await answer(guest, 'customer')
  assert.deepEqual([refused.status, refused.json.code], [409, 'own_party_missing'])
})

test('cards come in order with a proposal; each answer states its ties and its kind, and is counted', async () => {
  const { own, rival, maker, guest, cards, answer, ties, far } = await valley()
  const shown = await cards()
  assert.deepEqual(
    shown.map((card: { party: { id: string }; proposal: { answer: string } }) => [card.party.id, card.proposal.answer]),
    [
      [guest, 'customer'],
      [rival, 'competitor'],
      [maker, 'supplier'],
    ],
  )
  const competes = (await answer(rival, 'competitor')).json
  assert.equal(competes.kind, 'competitors')
  const buys = (await answer(guest, 'customer')).json
  assert.equal(buys.kind, null, 'it was a customer before')
  const supplies = (await answer(maker, 'supplier')).json
  const found = (await ties()).map((tie: Record<string, string>) => [tie.type, tie.fromId, tie.toId, tie.source])
  assert.deepEqual(found, [
    ['supplies', maker, own, `sorting:${supplies.id}`],
    ['buys_from', guest, own, `sorting:${buys.id}`],
    ['competes', ...[own, rival].sort(), `sorting:${competes.id}`],
  ])
  assert.deepEqual([await far(), await cards()], [[3, 0, 0], []])
})

test('guests are sent both ways, and a membership goes the way that was said', async () => {
  const { own, rival, maker, guest, answer, ties } = await valley()
  assert.equal((await answer(rival, 'referrals')).json.tieIds.length, 2)
  await answer(maker, 'member')
  await answer(guest, 'membership')
  const found = (await ties()).map((tie: Record<string, string>) => `${tie.type} ${tie.fromId === own ? 'ours' : 'theirs'}`)
  assert.deepEqual(found.sort(), ['member_of ours', 'member_of theirs', 'refers_to ours', 'refers_to theirs'])
})

test('an undo takes back exactly what the answer stated, once', async () => {
  const { coordinator, own, rival, answer, ties, cards, far } = await valley()
  await call(coordinator, 'POST', '/ties', { fromId: own, toId: rival, type: 'refers_to' })
  assert.deepEqual(await far(), [0, 0, 2], 'who has a tie already needs no card')
  const { id, tieIds } = (await answer(rival, 'referrals')).json
  assert.equal(tieIds.length, 1)
  assert.equal((await call(coordinator, 'DELETE', `/sorting/answers/${id}`)).status, 200)
  assert.deepEqual((await ties()).map(({ type, fromId }: Record<string, string>) => [type, fromId]), [['refers_to', own]]) // biome-ignore format: one line reads better
  const again = await call(coordinator, 'DELETE', `/sorting/answers/${id}`)
  assert.deepEqual([again.status, again.json.code], [409, 'sorting_answer_undone'])
  assert.equal((await call(coordinator, 'DELETE', `/sorting/answers/${newId()}`)).status, 404)

  const competes = (await answer(rival, 'competitor')).json
  await call(coordinator, 'DELETE', `/ties/${competes.tieIds[0]}`)
  assert.equal((await call(coordinator, 'DELETE', `/sorting/answers/${competes.id}`)).status, 200, 'the tie was gone already')
  assert.deepEqual((await call(coordinator, 'GET', `/parties/${rival}`)).json.kinds, [])
  assert.equal((await cards()).length, 2)
})

test('a skipped card does not come again until it is asked for', async () => {
  const { coordinator, guest, cards, answer, far, ties } = await valley()
  const { id } = (await answer(guest, 'skip')).json
  assert.deepEqual([await far(), (await cards()).length, (await ties()).length], [[1, 1, 2], 2, 0])
  const twice = await answer(guest, 'customer')
  assert.deepEqual([twice.status, twice.json.code], [409, 'sorting_answered'])
  assert.equal((await call(coordinator, 'DELETE', '/sorting/skips')).json.count, 1)
  assert.deepEqual([await far(), (await call(coordinator, 'DELETE', '/sorting/skips')).json.count], [[0, 0, 3], 0])
  assert.equal((await call(coordinator, 'DELETE', `/sorting/answers/${id}`)).status, 409)
})

test('answers follow a merge, and another own organisation starts anew', async () => {
  const { coordinator, own, rival, maker, guest, answer, far } = await valley()
  await answer(guest, 'customer')
  await transaction(coordinator, (tx) => mergeParties(tx, { targetId: maker, aliasId: guest, take: {} }))
  assert.deepEqual(await far(), [1, 0, 1])
  assert.equal((await answer(maker, 'supplier')).json.code, 'sorting_answered')
  await call(coordinator, 'PUT', '/own-party', { partyId: rival })
  assert.deepEqual(await far(), [0, 0, 2])
  assert.equal((await answer(rival, 'customer')).json.code, 'own_party_answered')
  assert.equal((await answer(own, 'competitor')).status, 201)
})

test('who does not coordinate neither sees nor answers cards, and nonsense is refused', async () => {
  const { coordinator, viewer, as, guest, own } = await valley()
  for (const reader of [viewer, as('member', guest)]) {
    for (const [method, path, body] of [
      ['GET', '/sorting'],
      ['GET', '/sorting/cards'],
      ['POST', '/sorting/answers', { partyId: guest, answer: 'customer' }],
      ['DELETE', '/sorting/skips'],
      ['DELETE', `/sorting/answers/${own}`],
    ] as const) {
      assert.equal((await call(reader, method, path, body)).status, 403, `${method} ${path}`)
    }
  }
  assert.equal((await call(coordinator, 'POST', '/sorting/answers', { partyId: guest, answer: 'friend' })).status, 422)
  assert.equal((await call(coordinator, 'POST', '/sorting/answers', { partyId: newId(), answer: 'customer' })).status, 404)
  assert.equal((await call(coordinator, 'GET', '/sorting/cards?limit=1000')).status, 422)
})

test('the log names ids only, and of a skipped card nobody', async () => {
  const { coordinator, ecosystemId, guest, maker, answer } = await valley()
  const { id } = (await answer(maker, 'supplier')).json
  await answer(guest, 'skip')
  const events = await transaction(coordinator, (tx) =>
    tx.db
      .selectFrom('events')
      .select(['type', 'subject_id', 'payload'])
      .where('ecosystem_id', '=', ecosystemId)
      .where('type', 'like', 'sorting.%')
      .orderBy('id')
      .execute(),
  )
  assert.deepEqual(events, [
    { type: 'sorting.answered', subject_id: id, payload: { answer: 'supplier', partyId: maker } },
    { type: 'sorting.skipped', subject_id: null, payload: {} },
  ])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes } from './routes.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
let now = new Date('2026-01-01T10:00:00Z')
const { owner, viewer, as } = await testEcosystem(db, { now: () => now })
const call = testApi(db, [routes], () => now)
const tick = () => {
  now = new Date(now.getTime() + 60_000)
}
const create = async (body: object) => (await call(owner, 'POST', '/parties', body)).json
const get = async (id: string) => (await call(owner, 'GET', `/parties/${id}`)).json
const merges = async (id: string) =>
  (await call(owner, 'GET', `/parties/${id}/merges`)).json.items.map(({ id, name }: { id: string; name: string }) => [name, id])

test('a merge joins two parties on reading, and its undo parts them exactly', async () => {
  const target = await create({ name: 'Café Blum', kinds: ['partners'], city: 'Zell' })
  const alias = await create({
    name: 'Cafe Blum GmbH',
    kinds: ['suppliers'],
    phone: '+49 1',
    city: 'Zell an der Mosel',
    identifiers: [{ scheme: 'vat', value: 'DE123456789' }],
  })
  await call(owner, 'POST', `/parties/${alias.id}/contacts`, { name: 'Ada' })
  tick()

  const preview = await call(owner, 'POST', '/merges/preview', { targetId: target.id, aliasId: alias.id })
  assert.equal(preview.status, 200, preview.text)
  const side = Object.fromEntries(preview.json.fields.map(({ field, take }: { field: string; take: string }) => [field, take]))
  assert.deepEqual([side.name, side.phone, side.city, preview.json.contacts], ['target', 'alias', 'target', 1])

  const merged = await call(owner, 'POST', '/merges', { targetId: target.id, aliasId: alias.id, take: { city: 'alias' } })
  assert.equal(merged.status, 201, merged.text)
  const { party } = merged.json
  assert.deepEqual(
    [party.name, party.phone, party.city, party.kinds.sort(), party.identifiers.length, party.mergedIds],
    ['Café Blum', '+49 1', 'Zell an der Mosel', ['partners', 'suppliers'], 1, [alias.id]],
  )
  assert.equal((await get(alias.id)).id, target.id, 'the merged id answers its party')
  assert.equal((await call(owner, 'GET', `/parties/${target.id}/contacts`)).json.items.length, 1)
  assert.equal((await call(owner, 'GET', '/parties?q=blum')).json.items.length, 1)
  assert.deepEqual(
    (await call(owner, 'GET', '/parties?kind=suppliers')).json.items.map(({ id }: { id: string }) => id),
    [target.id],
  )

  tick()
  const undone = await call(owner, 'DELETE', `/merges/${merged.json.mergeId}`)
  assert.deepEqual([undone.status, undone.json.kept], [200, []])
  const after = await get(target.id)
  assert.deepEqual(
    [after.phone, after.city, after.kinds, after.sources],
    [null, 'Zell', ['partners'], { phone: target.source, city: target.source }],
  )
  assert.equal((await get(alias.id)).name, 'Cafe Blum GmbH')
  assert.equal((await call(owner, 'DELETE', `/merges/${merged.json.mergeId}`)).status, 409)
})

test('the undo of a merge leaves what was changed since, and says so', async () => {
  const target = await create({ name: 'A' })
  const alias = await create({ name: 'A2', phone: '1', email: 'a@example.org' })
  tick()
  const merged = await call(owner, 'POST', '/merges', { targetId: target.id, aliasId: alias.id })
  tick()
  await call(owner, 'PATCH', `/parties/${target.id}`, { version: merged.json.party.version, phone: '2' })
  tick()
  const undone = await call(owner, 'DELETE', `/merges/${merged.json.mergeId}`)
  assert.deepEqual(undone.json.kept, ['phone'])
  const after = await get(target.id)
  assert.deepEqual([after.phone, after.email], ['2', null])
})

test('merges chain, and are undone from the last to the first', async () => {
  const [a, b, c] = [await create({ name: 'Chain A' }), await create({ name: 'Chain B' }), await create({ name: 'Chain C' })]
  tick()
  const first = await call(owner, 'POST', '/merges', { targetId: b.id, aliasId: a.id })
  tick()
  const second = await call(owner, 'POST', '/merges', { targetId: c.id, aliasId: b.id })
  assert.equal((await get(a.id)).id, c.id)
  assert.deepEqual(await merges(c.id), [['Chain B', second.json.mergeId]], 'what was merged into B before is undone with B')
  assert.deepEqual(await merges(a.id), await merges(c.id), 'the merged id answers its party')
  assert.deepEqual(((await get(c.id)).mergedIds as string[]).sort(), [a.id, b.id].sort())
  assert.equal((await call(owner, 'DELETE', `/merges/${first.json.mergeId}`)).status, 409)
  tick()
  assert.equal((await call(owner, 'DELETE', `/merges/${second.json.mergeId}`)).status, 200)
  assert.equal((await get(a.id)).id, b.id)
  assert.deepEqual([await merges(c.id), await merges(b.id)], [[], [['Chain A', first.json.mergeId]]])
  tick()
  assert.equal((await call(owner, 'DELETE', `/merges/${first.json.mergeId}`)).status, 200)
  assert.equal((await get(a.id)).id, a.id)
  assert.deepEqual(await merges(b.id), [])
})

test('a party tells what was merged into it and when, newest first, and of one that there is not nothing', async () => {
  const [a, b, c] = [await create({ name: 'Told A' }), await create({ name: 'Told B' }), await create({ name: 'Told C' })]
  await call(owner, 'POST', '/merges', { targetId: a.id, aliasId: b.id })
  tick()
  await call(owner, 'POST', '/merges', { targetId: a.id, aliasId: c.id, take: { name: 'alias' } })
  const { items } = (await call(viewer, 'GET', `/parties/${a.id}/merges`)).json
  assert.deepEqual(
    items.map(({ aliasId, name }: { aliasId: string; name: string }) => [aliasId, name]),
    [
      [c.id, 'Told C'],
      [b.id, 'Told B'],
    ],
  )
  assert.equal(items[0].at, now.toISOString())
  assert.equal((await call(owner, 'GET', '/parties/00000000-0000-7000-8000-000000000000/merges')).status, 404)
})

test('kinds are counted as a moment knew them, whatever was merged later', async () => {
  const target = await create({ name: 'Counted A', kinds: ['suppliers'], tags: ['counted'] })
  const alias = await create({ name: 'Counted B', kinds: ['partners'], tags: ['counted'] })
  const before = now.toISOString()
  tick()
  await call(owner, 'POST', '/merges', { targetId: target.id, aliasId: alias.id })
  const kinds = async (at = '') => (await call(viewer, 'GET', `/facets?tag=counted${at}`)).json.kinds
  assert.deepEqual(await kinds(), { suppliers: 1, partners: 1 })
  for (const kind of ['suppliers', 'partners']) {
    const { total, kinds: counted } = (await call(viewer, 'GET', `/facets?tag=counted&kind=${kind}&asOf=${before}`)).json
    assert.deepEqual([total, counted], [1, { [kind]: 1 }])
  }
  assert.deepEqual(await kinds(`&asOf=${before}`), { suppliers: 1, partners: 1 })
})

test('nonsense merges are refused', async () => {
  const { id } = await create({ name: 'Alone' })
  const other = await create({ name: 'Other' })
  assert.equal((await call(owner, 'POST', '/merges', { targetId: id, aliasId: id })).status, 409)
  assert.equal((await call(owner, 'POST', '/merges', { targetId: id, aliasId: other.id, take: { colour: 'alias' } })).status, 422)
  assert.equal((await call(owner, 'POST', '/merges', { targetId: id, aliasId: '00000000-0000-7000-8000-000000000000' })).status, 404)
  assert.equal((await call(viewer, 'POST', '/merges', { targetId: id, aliasId: other.id })).status, 403)
})

test('a merge that was undone opens nothing to members, not even by asking for the time it held', async () => {
  await call(owner, 'POST', '/fields', { key: 'secret', label: 'Secret', type: 'text' })
  const target = await create({ name: 'Mistaken A', fields: { secret: 'of A' } })
  const alias = await create({ name: 'Mistaken B' })
  tick()
  const merged = await call(owner, 'POST', '/merges', { targetId: target.id, aliasId: alias.id })
  const during = now.toISOString()
  tick()
  await call(owner, 'DELETE', `/merges/${merged.json.mergeId}`)
  const seenBy = async (partyId: string) => (await call(as('member', partyId), 'GET', `/parties/${target.id}?asOf=${during}`)).json.fields
  assert.deepEqual(await seenBy(target.id), { secret: 'of A' })
  assert.deepEqual(await seenBy(alias.id), {})
})

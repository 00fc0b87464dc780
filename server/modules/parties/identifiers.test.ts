import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { addIdentifiers } from './identifiers.ts'
import { routes } from './routes.ts'

const database = await testDatabase()
await testJobs(database, {})
let now = new Date('2026-01-01T10:00:00Z')
const { owner, viewer, as } = await testEcosystem(database.db, { now: () => now })
const call = testApi(database.db, [routes], () => now)

const tick = () => {
  now = new Date(now.getTime() + 60_000)
}
const create = async (body: object) => (await call(owner, 'POST', '/parties', body)).json
const get = async (id: string, query = '') => (await call(owner, 'GET', `/parties/${id}${query}`)).json
const vat = (value: string) => ({ scheme: 'vat', value })

test('numbers are added, changed and removed, in one way of writing, and their past can be read with its sources', async () => {
  const made = await create({ name: 'Kellerei', identifiers: [vat('de 123 456 789'), { scheme: 'register', value: ' HRB  4711 ' }] })
  assert.deepEqual(made.identifiers, [{ scheme: 'register', value: 'HRB 4711' }, vat('DE123456789')])
  const before = now.toISOString()
  tick()
  const changed = await call(as('member', made.id), 'PATCH', `/parties/${made.id}`, {
    version: 1,
    identifiers: [vat('DE 987-654-321'), { scheme: 'register', value: 'HRB 4711' }, { scheme: 'member_no', value: '12' }],
  })
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual(changed.json.identifiers, [
    { scheme: 'member_no', value: '12' },
    { scheme: 'register', value: 'HRB 4711' },
    vat('DE987654321'),
  ])
  assert.deepEqual(Object.keys(changed.json.sources), ['identifiers.member_no', 'identifiers.vat'])
  assert.deepEqual(await get(made.id, `?asOf=${before}`), { ...made, updatedAt: changed.json.updatedAt, version: 2 })
  tick()
  const emptied = await call(owner, 'PATCH', `/parties/${made.id}`, { version: 2, identifiers: [] })
  assert.deepEqual(emptied.json.identifiers, [])
})

test('a number that cannot be right is refused at its place, and what is there already from a file is not', async () => {
  const refused = await call(owner, 'POST', '/parties', {
    name: 'X',
    identifiers: [{ scheme: 'register', value: 'HRB 1' }, vat('12/345/67890')],
  })
  assert.deepEqual(
    [refused.status, refused.json.errors],
    [
      422,
      [
        {
          path: 'identifiers.1.value',
          code: 'vat_form',
          message: 'This is no VAT number. It begins with its country, such as DE123456789.',
        },
      ],
    ],
  )
  assert.equal((await call(owner, 'POST', '/parties', { name: 'X', identifiers: [{ scheme: '1st', value: '1' }] })).status, 422)
  const { id } = await create({ name: 'From a file' })
  await transaction(owner, (tx) => addIdentifiers(tx, [{ ...vat('unsound'), party_id: id }], 'import:1'))
  const kept = await call(owner, 'PATCH', `/parties/${id}`, { version: 1, identifiers: [vat('unsound'), vat('DE111111111')] })
  assert.equal(kept.status, 200, kept.text)
  assert.equal(kept.json.identifiers.length, 2)
  assert.equal((await call(viewer, 'PATCH', `/parties/${id}`, { version: 2, identifiers: [] })).status, 403)
  assert.equal((await call(as('member', 'other'), 'PATCH', `/parties/${id}`, { version: 2, identifiers: [] })).status, 403)
})

test('others known by the same number are named, until they are merged or gone', async () => {
  const one = await create({ name: 'Bakery', identifiers: [vat('DE222222222')] })
  const other = await create({ name: 'Bakery Ltd', identifiers: [vat('DE 222 222 222'), { scheme: 'duns', value: '222222222' }] })
  await create({ name: 'Same digits in another register', identifiers: [{ scheme: 'duns', value: '222222222' }] })
  const same = async (id: string) =>
    (await call(viewer, 'GET', `/parties/${id}/same-identifiers`)).json.items.map(
      ({ scheme, value, party }: { scheme: string; value: string; party: { name: string } }) => `${scheme} ${value} ${party.name}`,
    )
  assert.deepEqual(await same(one.id), ['vat DE222222222 Bakery Ltd'])
  tick()
  const merged = await call(owner, 'POST', '/merges', { targetId: one.id, aliasId: other.id })
  assert.deepEqual(await same(one.id), ['duns 222222222 Same digits in another register'])
  tick()
  await call(owner, 'DELETE', `/merges/${merged.json.mergeId}`)
  await call(owner, 'DELETE', `/parties/${other.id}`)
  assert.deepEqual(await same(one.id), [])
  assert.equal((await call(viewer, 'GET', `/parties/${other.id}/same-identifiers`)).status, 404)
})

test('what is said of a merged party is changed where it was stated, so the merge can still be undone exactly', async () => {
  const target = await create({ name: 'Target', kinds: ['partners'], identifiers: [vat('DE333333333')] })
  const alias = await create({ name: 'Alias', kinds: ['suppliers'], identifiers: [{ scheme: 'register', value: 'HRB 3' }] })
  tick()
  const { mergeId, party } = (await call(owner, 'POST', '/merges', { targetId: target.id, aliasId: alias.id })).json
  tick()
  const changed = await call(owner, 'PATCH', `/parties/${target.id}`, {
    version: party.version,
    kinds: ['partners', 'community'],
    identifiers: [...party.identifiers, { scheme: 'duns', value: '333333333' }],
  })
  assert.deepEqual(changed.json.kinds, ['community', 'partners'])
  assert.equal(changed.json.identifiers.length, 3)
  tick()
  await call(owner, 'DELETE', `/merges/${mergeId}`)
  assert.deepEqual((await get(target.id)).identifiers, [{ scheme: 'duns', value: '333333333' }, vat('DE333333333')])
  assert.deepEqual((await get(alias.id)).identifiers, alias.identifiers)
  assert.deepEqual((await get(alias.id)).kinds, [])
})

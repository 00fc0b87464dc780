import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem } from '../../kernel/testing.ts'
import { createParty, type Filter, readPartyColumns, readTags, routes } from './index.ts'

const { db } = await testDatabase()
const { coordinator, viewer } = await testEcosystem(db)
const other = await testEcosystem(db)
const call = testApi(db, [routes])

const read = (ctx: typeof viewer, filter: Filter = {}, limit?: number) =>
  transaction(ctx, (tx) => readPartyColumns(tx, filter, limit === undefined ? {} : { limit }))

test('the columns hold what the list holds, in the order of making, without what was removed', async () => {
  assert.deepEqual((await read(viewer)).id, [])
  const made = []
  for (const input of [
    {
      name: 'Mill',
      kinds: ['suppliers', 'partners'],
      sectorScheme: 'nace',
      sectorCode: '10.61',
      city: 'Traben',
      latitude: 49.95,
      longitude: 7.11,
      tags: ['organic'],
    },
    { name: 'Bakery', form: 'organisation' },
    { name: 'Gone' },
  ] as const) {
    made.push(await transaction(coordinator, (tx) => createParty(tx, input as never)))
  }
  await transaction(other.coordinator, (tx) => createParty(tx, { name: 'Elsewhere' }))
  await call(coordinator, 'DELETE', `/parties/${made[2]!.id}`)
  assert.deepEqual([...(await transaction(viewer, readTags))], [[made[0]!.id, ['organic']]])
  const columns = await read(viewer)
  assert.deepEqual(columns, {
    id: [made[0]!.id, made[1]!.id],
    name: ['Mill', 'Bakery'],
    form: ['organisation', 'organisation'],
    kinds: [['partners', 'suppliers'], []],
    sectorScheme: ['nace', null],
    sectorCode: ['10.61', null],
    city: ['Traben', null],
    latitude: [49.95, null],
    longitude: [7.11, null],
    placeApproximate: [false, false],
    tags: [['organic'], []],
    fields: {},
    isTruncated: false,
  })
  assert.deepEqual((await read(viewer, { kind: ['partners'] })).name, ['Mill'])
  const first = await read(viewer, {}, 1)
  assert.deepEqual([first.name, first.isTruncated], [['Mill'], true])
})

test('a merged party lends its kinds to the one it was merged into', async () => {
  const [target, alias] = [
    await transaction(coordinator, (tx) => createParty(tx, { name: 'Baker', kinds: ['customers'] })),
    await transaction(coordinator, (tx) => createParty(tx, { name: 'Baker & Son', kinds: ['competitors'] })),
  ]
  assert.equal((await call(coordinator, 'POST', '/merges', { targetId: target.id, aliasId: alias.id })).status, 201)
  const columns = await read(viewer)
  assert.ok(!columns.id.includes(alias.id))
  assert.deepEqual(columns.kinds[columns.id.indexOf(target.id)], ['competitors', 'customers'])
})

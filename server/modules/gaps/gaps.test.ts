import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as offerRoutes } from '../exchange/index.ts'
import { jobs, setStanding } from '../insight/index.ts'
import { inventMap } from '../insight/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { personalData, routes, standing } from './index.ts'
import { checkReference } from './references.ts'

const database = await testDatabase()
const { db } = database
let now = new Date('2026-03-01T10:00:00Z')
setStanding(standing)
const worked = await testJobs(database, jobs, {}, () => now)
const call = testApi(db, [partyRoutes, tieRoutes, offerRoutes, routes], () => now)

type Item = { key: string; sort: string; value: Record<string, unknown>; aside: { id: string; isBack: string | null } | null }

async function beginning() {
  const roles = await testEcosystem(db, { now: () => now })
  const { owner } = roles
  const party = async (name: string, more: object = {}): Promise<string> =>
    (await call(owner, 'POST', '/parties', { name, ...more })).json.id
  const trade = async (partyId: string, side: string, category: string, more: object = {}): Promise<string> =>
    (await call(owner, 'POST', '/offers', { partyId, side, title: category, category, ...more })).json.id
  const [mill, inn, farm] = [await party('Mill'), await party('Inn'), await party('Farm')]
  const listed = async (ctx: Ctx = owner, query = ''): Promise<Item[]> => (await call(ctx, 'GET', `/gaps${query}`)).json.items
  const aside = (key: string, more: object = {}) =>
    call(owner, 'POST', '/gaps/asides', {
      key,
      reason: 'Comes in spring',
      until: null,
      concerned: 1,
      yearMinor: null,
      asset: null,
      ...more,
    })
  return { ...roles, party, trade, mill, inn, farm, listed, aside }
}

const form = (content: string, name = 'peers.csv') => {
  const data = new FormData()
  data.append('files', new File([content], name))
  return data
}

test('unmet needs come with what they are worth a week and a year, the most first, and name who is concerned', async () => {
  const { coordinator, trade, inn, mill, farm } = await beginning()
  await trade(inn, 'need', 'Flour', { quantity: 40, unit: 'kg', rhythm: 'week', priceMinor: 320, priceAsset: 'EUR' })
  await trade(mill, 'need', 'straw', { quantity: 3, unit: 't' })
  await trade(farm, 'need', 'hands')
  const { json } = await call(coordinator, 'GET', '/gaps')
  assert.deepEqual(
    json.items.map(({ key, value }: Item) => [key, value.measure, value.amountMinor, value.rhythm, value.yearMinor]).slice(0, 3),
    [
      ['need:flour', 'money', '12800', 'week', '665600'],
      ['need:straw', 'quantity', null, null, null],
      ['need:hands', 'unknown', null, null, null],
    ],
  )
  assert.deepEqual([json.reference, json.totals.need, json.speaking], [null, 3, 1])
  assert.ok(json.names.some(({ id, name }: { id: string; name: string }) => id === inn && name === 'Inn'))
})

test('a gap is set aside with a reason until it gets worse, until its day, or until that is taken back', async () => {
  const { trade, inn, mill, farm, listed, aside, owner } = await beginning()
  await trade(inn, 'need', 'flour')
  const of = async () => (await listed()).find(({ key }) => key === 'need:flour')!.aside
  assert.equal(await of(), null)
  const kept = await aside('need:flour', { until: '2026-04-01' })
  assert.equal(kept.status, 201, kept.text)
  assert.equal((await of())!.isBack, null)
  now = new Date('2026-04-01T10:00:00Z')
  assert.equal((await of())!.isBack, 'over')
  await aside('need:flour', { reason: 'Next year' })
  assert.equal((await of())!.isBack, null)
  await trade(mill, 'need', 'Flour')
  assert.equal((await of())!.isBack, 'worse')
  await aside('need:flour', { concerned: 2, yearMinor: '1000', asset: 'EUR' })
  assert.equal((await of())!.isBack, null)
  await trade(farm, 'offer', 'wheat')
  const last = (await of())!.id
  assert.equal((await call(owner, 'DELETE', `/gaps/asides/${last}`)).status, 200)
  assert.equal(await of(), null)
  assert.equal((await call(owner, 'DELETE', `/gaps/asides/${last}`)).json.code, 'aside_not_found')
  const rows = await transaction(owner, (tx) => tx.db.selectFrom('gap_asides').select('ended_at').execute())
  assert.equal(rows.length, 3, 'what was set aside before is kept')
})

test('of two who set the same aside, or adopt a table, at once, both are answered', async () => {
  const { owner, aside } = await beginning()
  const asides = await Promise.all([aside('need:flour'), aside('need:flour'), aside('need:flour')])
  assert.deepEqual(
    asides.map(({ status }) => status),
    [201, 201, 201],
  )
  const adopt = (id: string) => call(owner, 'POST', `/gaps/references/${id}/adoption`, { source: 'x', licence: 'y', ownArea: null })
  const remove = (id: string) => call(owner, 'DELETE', `/gaps/references/${id}`)
  const ids: string[] = []
  for (let k = 0; k < 2; k++) {
    ids.push((await call(owner, 'POST', '/gaps/references', form('area,nace,count\nA,47,1'))).json.id)
    await adopt(ids[k]!)
  }
  await remove(ids[1]!)
  const back = await Promise.all(ids.map((id) => call(owner, 'POST', `/gaps/references/${id}/restoration`)))
  assert.deepEqual(
    back.map(({ status }) => status),
    [200, 200],
  )
})

test('of a large map the last list is shown, which says that a price has changed since, until it is read anew', async () => {
  const { owner, system, trade, inn, listed } = await beginning()
  await inventMap(system, { parties: 700, ties: 900 })
  const need = await trade(inn, 'need', 'flour', { quantity: 2 })
  const valued = async () => (await listed()).find(({ key }) => key === 'need:flour')!.value.amountMinor
  const freshness = async () => (await call(owner, 'GET', '/gaps')).json.freshness
  assert.deepEqual([await valued(), (await freshness()).isCurrent], [null, true])
  const changed = await call(owner, 'PATCH', `/offers/${need}`, { version: 1, priceMinor: 500, priceAsset: 'EUR' })
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual([(await freshness()).changesSince, await valued()], [1, null])
  await worked()
  assert.deepEqual([(await freshness()).isCurrent, await valued()], [true, '1000'])
  assert.ok(
    (await listed(owner, '?withinKm=10')).some(({ key }) => key === 'need:flour'),
    'within a distance it is read at once',
  )
  const checked = await call(owner, 'POST', '/gaps/references', form('area,nace,count\nA,47,1'))
  assert.equal((await freshness()).isCurrent, true, 'looked at only')
  await call(owner, 'POST', `/gaps/references/${checked.json.id}/adoption`, { source: 'x', licence: 'y', ownArea: null })
  assert.equal((await freshness()).changesSince, 1)
  await worked()
})

test('what was set aside of a party stays so when it is merged into another', async () => {
  const { owner, party, inn, mill, farm, listed, aside } = await beginning()
  for (const [fromId, toId] of [
    [inn, mill],
    [mill, farm],
  ])
    await call(owner, 'POST', '/ties', { fromId, toId, type: 'supplies' })
  const [lonely, same] = [await party('Hermit'), await party('The hermit')]
  await aside(`lonely:${lonely}`)
  const merged = await call(owner, 'POST', '/merges', { targetId: same, aliasId: lonely })
  assert.equal(merged.status, 201, merged.text)
  assert.ok((await listed()).find(({ key }) => key === `lonely:${same}`)?.aside)
})

test('a table is looked at first, then adopted; sectors are measured against it; it is removed and brought back', async () => {
  const { owner, coordinator, party } = await beginning()
  for (let k = 0; k < 20; k++) await party(`Shop ${k}`, { sectorScheme: 'nace', sectorCode: '47.11' })
  const rows = ['A', 'B'].flatMap((area) => [`${area},47,100`, `${area},10,20`, `${area},56,D`])
  const checked = await call(owner, 'POST', '/gaps/references', form(['area,nace,count', ...rows].join('\n')))
  assert.equal(checked.status, 201, checked.text)
  assert.deepEqual(
    [checked.json.areas, checked.json.codes, checked.json.establishments, checked.json.refusedTotal],
    [['A', 'B'], 2, 240, 2],
  )
  assert.deepEqual(checked.json.refused[0], { row: 4, code: 'count_unreadable', values: { value: 'D' } })
  assert.equal((await call(owner, 'GET', '/gaps')).json.reference, null, 'only looked at')
  const adopt = (body: object) => call(coordinator, 'POST', `/gaps/references/${checked.json.id}/adoption`, body)
  const terms = { source: 'Office of statistics, 2025', licence: 'CC BY 4.0' }
  assert.equal((await adopt({ ...terms, ownArea: 'C' })).json.errors[0].code, 'area_unknown')
  assert.equal((await adopt({ ...terms, licence: ' ', ownArea: null })).status, 422)
  assert.equal((await adopt({ ...terms, ownArea: null })).status, 200)
  assert.equal((await adopt({ ...terms, ownArea: null })).json.code, 'reference_adopted')
  const { json } = await call(owner, 'GET', '/gaps')
  const sector = json.items.find(({ sort }: Item) => sort === 'sector')
  // 20 of ours × 40 / 240 elsewhere
  assert.deepEqual(
    [sector.key, sector.sentence.values.expected, sector.figures[0]],
    ['sector:nace:10', 3.3, { definition: 'quotient', value: 0 }],
  )
  assert.deepEqual([json.reference.source, json.reference.licence], [terms.source, terms.licence])
  assert.equal((await call(owner, 'DELETE', `/gaps/references/${checked.json.id}`)).status, 200)
  assert.equal((await call(owner, 'GET', '/gaps')).json.reference, null)
  assert.equal((await call(owner, 'DELETE', `/gaps/references/${checked.json.id}`)).json.code, 'reference_not_found')
  assert.equal((await call(owner, 'POST', `/gaps/references/${checked.json.id}/restoration`)).status, 200)
  assert.equal((await call(owner, 'POST', `/gaps/references/${checked.json.id}/restoration`)).json.code, 'reference_not_removed')
  const other = await call(owner, 'POST', '/gaps/references', form('area,nace,count\nA,56,5'))
  await call(owner, 'POST', `/gaps/references/${other.json.id}/adoption`, { ...terms, ownArea: 'A' })
  const { items } = (await call(owner, 'GET', '/gaps/references')).json
  assert.deepEqual(
    items.map(({ id, endedAt }: { id: string; endedAt: string | null }) => [id, endedAt === null]),
    [
      [other.json.id, true],
      [checked.json.id, false],
    ],
  )
})

test('bad files and bad input are refused with what is wrong, and nothing is kept', async () => {
  const { owner, aside } = await beginning()
  const sent = async (body: FormData) => (await call(owner, 'POST', '/gaps/references', body)).json.code
  const two = form('area,code,count\nA,47,1')
  two.append('files', new File(['x'], 'second.csv'))
  assert.deepEqual(
    [await sent(form('name\nA')), await sent(form('area,code,count\nA,x,1')), await sent(two), await sent(new FormData())],
    ['reference_columns', 'reference_empty', 'reference_one_file', 'reference_without_file'],
  )
  const large = { name: 'large.csv', content: Readable.from([Buffer.alloc(2_000_001, 'x')]) }
  const checked = transaction(owner, (tx) => checkReference(tx, Readable.from([large])))
  await assert.rejects(checked, { code: 'reference_too_large' })
  assert.deepEqual((await call(owner, 'GET', '/gaps/references')).json.items, [])
  for (const wrong of [{ reason: ' ' }, { until: 'soon' }, { concerned: -1 }, { yearMinor: '1.5' }, { asset: 'euro' }]) {
    assert.equal((await aside('need:flour', wrong)).status, 422, JSON.stringify(wrong))
  }
  assert.equal((await aside('fame:flour')).json.errors[0].code, 'gap_key_form')
  assert.equal((await call(owner, 'GET', '/gaps?withinKm=0')).status, 422)
})

test('an empty map has no gaps; members and viewers see none; other ecosystems have tables of their own; the log holds no words', async () => {
  const { owner, viewer, as } = await testEcosystem(db, { now: () => now })
  const { json } = await call(owner, 'GET', '/gaps')
  assert.deepEqual([json.items, json.parties], [[], 0])
  const checked = await call(owner, 'POST', '/gaps/references', form('area,code,count\nA,47,1'))
  const path = `/gaps/references/${checked.json.id}`
  const body = { source: 'canary-source', licence: 'x', ownArea: null }
  const set = { key: 'need:x', reason: 'canary-reason', until: null, concerned: 1, yearMinor: null, asset: null }
  for (const who of [viewer, as('member')]) {
    for (const [method, to, more] of [
      ['GET', '/gaps', undefined],
      ['GET', '/gaps/references', undefined],
      ['POST', '/gaps/references', form('area,code,count\nA,47,1')],
      ['POST', `${path}/adoption`, body],
      ['DELETE', path, undefined],
      ['POST', `${path}/restoration`, undefined],
      ['POST', '/gaps/asides', set],
      ['DELETE', `/gaps/asides/${newId()}`, undefined],
    ] as const) {
      assert.equal((await call(who, method, to, more)).status, 403, `${method} ${to}`)
    }
  }
  const stranger = (await testEcosystem(db, { now: () => now })).owner
  assert.equal((await call(stranger, 'POST', `${path}/adoption`, body)).status, 404)
  await call(owner, 'POST', `${path}/adoption`, body)
  assert.equal((await call(stranger, 'DELETE', path)).status, 404)
  await call(owner, 'POST', '/gaps/asides', set)
  const events = await transaction(owner, (tx) => tx.db.selectFrom('events').selectAll().where('type', 'like', 'gap%').execute())
  assert.deepEqual([events.length, JSON.stringify(events).includes('canary')], [2, false])
  const subject = { kind: 'account' as const, id: owner.actor.personId }
  const kept = await transaction(owner, (tx) => personalData.collect(tx, subject as never))
  assert.equal((kept as { gapsSetAside: unknown[] }).gapsSetAside.length, 1)
  await transaction(owner, (tx) => personalData.erase(tx, { kind: 'contact', id: newId() } as never, ['canary']))
  const [{ reason }] = (await transaction(owner, (tx) => tx.db.selectFrom('gap_asides').select('reason').execute())) as [{ reason: string }]
  assert.equal(reason, '[…]-reason')
})

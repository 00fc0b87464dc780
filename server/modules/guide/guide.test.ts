import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as offerRoutes } from '../exchange/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as taskRoutes } from '../tasks/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { routes } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
const call = testApi(db, [partyRoutes, tieRoutes, offerRoutes, taskRoutes, routes])

type Step = { key: string; finishedBy: { kind: string; title: string } | null; skip: { at: string; by: string | null } | null }

async function beginning() {
  const roles = await testEcosystem(db)
  const { coordinator } = roles
  const guide = async (locale = 'en') => (await call(coordinator, 'GET', `/guide?locale=${locale}`)).json
  const finished = async () =>
    ((await guide()).steps as Step[]).flatMap(({ key, finishedBy }) =>
      finishedBy ? [`${key}: ${finishedBy.kind} ${finishedBy.title}`] : [],
    )
  const organisation = async (name: string) => (await call(coordinator, 'POST', '/parties', { name })).json.id as string
  return { ...roles, guide, finished, organisation }
}

test('nothing is finished at the beginning, and each step finishes by itself when its thing is made', async () => {
  const { coordinator, guide, finished, organisation } = await beginning()
  const before = (await finished()).filter((step) => !step.startsWith('people'))
  assert.deepEqual(before, [])
  const [own, mill, ...others] = await Promise.all(['Bakery', 'Mill', 'Café', 'Bank'].map(organisation))
  await call(coordinator, 'PUT', '/own-party', { partyId: own })
  assert.deepEqual((await guide()).map, { organisations: 4, needed: 5, hasOwn: true })
  const fifth = await organisation('Dairy')
  assert.ok((await finished()).includes('map: party Bakery'))
  // whoever buys from us is no source
  await call(coordinator, 'POST', '/ties', { fromId: others[0], toId: own, type: 'buys_from' })
  assert.ok(!(await finished()).some((step) => step.startsWith('sources')))
  const tie = await call(coordinator, 'POST', '/ties', { fromId: mill, toId: own, type: 'supplies' })
  assert.ok((await finished()).includes('sources: tie Mill'))
  await call(coordinator, 'DELETE', `/ties/${tie.json.id}`)
  await call(coordinator, 'POST', '/offers', { partyId: own, side: 'need', title: 'Paper bags' })
  assert.ok((await finished()).includes('sources: need Paper bags'))
  // what is gone finishes nothing
  await call(coordinator, 'DELETE', `/parties/${fifth}`)
  assert.ok(!(await finished()).some((step) => step.startsWith('map')))
})

test('a proposal becomes tasks with an owner and a day, once; taken off the list, it can be taken again', async () => {
  const { coordinator, guide, finished } = await beginning()
  const take = (key: string) => call(coordinator, 'POST', `/guide/proposals/${key}/tasks`, { locale: 'de' })
  const both = await Promise.all([take('buy_together'), take('buy_together')])
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409])
  assert.equal(both.find(({ status }) => status === 409)!.json.code, 'proposal_taken')
  const { items } = both.find(({ status }) => status === 201)!.json
  assert.deepEqual(
    items.map(({ title, proposedBy, ownerId, due }: Record<string, string | null>) => [title, proposedBy, ownerId !== null, due !== null]),
    [
      ['Drei Dinge aufschreiben, die wir jeden Monat kaufen, und bei wem', 'guide:joint_step.buy_together', true, true],
      ['Zwei Betriebe fragen, ob sie dasselbe kaufen, und einmal gemeinsam bestellen', 'guide:joint_step.buy_together', true, true],
    ],
  )
  const proposal = async () => (await guide()).proposals.find(({ key }: { key: string }) => key === 'buy_together')
  assert.deepEqual([(await proposal()).isTaken, (await proposal()).title], [true, 'Order something together'])
  assert.ok((await finished()).some((step) => step.startsWith('joint_step: task Drei Dinge')))
  await call(coordinator, 'POST', `/tasks/${items[0].id}/completion`)
  assert.ok(
    (await finished()).some((step) => step.startsWith('joint_step')),
    'a task that is done was a first step',
  )
  for (const { id } of items) await call(coordinator, 'DELETE', `/tasks/${id}`)
  assert.equal((await proposal()).isTaken, false)
  assert.ok(!(await finished()).some((step) => step.startsWith('joint_step')))
  assert.equal((await take('buy_together')).status, 201)
  assert.deepEqual([(await take('nothing')).status, (await take('nothing')).json.code], [404, 'proposal_not_found'])
})

test('an idea of one’s own becomes a task; one without words, or for another step, does not', async () => {
  const { coordinator, finished } = await beginning()
  const idea = (body: object) => call(coordinator, 'POST', '/guide/ideas', body)
  assert.equal((await idea({ step: 'project', title: 'A bench by the river' })).status, 201)
  assert.ok((await finished()).includes('project: task A bench by the river'))
  assert.equal((await idea({ step: 'project', title: ' ' })).status, 422)
  assert.equal((await idea({ step: 'map', title: 'A map' })).status, 422)
})

test('a step is set aside with a when, once, and taken up again', async () => {
  const { coordinator, guide } = await beginning()
  const step = async (key: string) => ((await guide()).steps as Step[]).find((each) => each.key === key)!
  for (const _ of [1, 2]) assert.deepEqual((await call(coordinator, 'PUT', '/guide/skips/map')).json, { step: 'map', isSkipped: true })
  assert.ok((await step('map')).skip?.at)
  assert.notEqual((await guide()).next, 'map')
  for (const _ of [1, 2]) assert.deepEqual((await call(coordinator, 'DELETE', '/guide/skips/map')).json, { step: 'map', isSkipped: false })
  assert.equal((await step('map')).skip, null)
  assert.equal((await guide()).next, 'map')
  assert.equal((await call(coordinator, 'PUT', '/guide/skips/tea')).status, 422)
})

test('members and viewers are refused everywhere', async () => {
  const { viewer, as, organisation } = await beginning()
  for (const reader of [viewer, as('member', await organisation('Bakery'))]) {
    const asked = [
      await call(reader, 'GET', '/guide'),
      await call(reader, 'PUT', '/guide/skips/map'),
      await call(reader, 'DELETE', '/guide/skips/map'),
      await call(reader, 'POST', '/guide/proposals/recommend/tasks', {}),
      await call(reader, 'POST', '/guide/ideas', { step: 'project', title: 'A bench' }),
    ]
    assert.deepEqual(asked.map(({ status }) => status), [403, 403, 403, 403, 403]) // biome-ignore format: one line reads better
  }
})

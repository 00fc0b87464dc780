import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes } from './routes.ts'
import type { Party } from './schema.ts'

const database = await testDatabase()
await testJobs(database, {})
let now = new Date('2026-01-01T00:00:00Z')
const { owner } = await testEcosystem(database.db, { now: () => now })
const call = testApi(database.db, [routes], () => now)

const facts = fc.record(
  {
    name: fc.constantFrom('Anker', 'Bären', 'Chor'),
    city: fc.constantFrom('Zell', 'Traben', null),
    tags: fc.subarray(['a', 'b', 'c']),
    kinds: fc.subarray(['partners', 'suppliers', 'community']),
    phone: fc.constantFrom('1', '2', null),
  },
  { requiredKeys: [] },
)
const step = fc.oneof(
  { weight: 6, arbitrary: facts.map((change) => ({ kind: 'change' as const, change })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'end' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'restore' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'tag' as const }) },
)

const told = ({ name, city, tags, kinds, phone }: Party) => ({ name, city, tags, kinds: [...kinds].sort(), phone })

test('whatever happens to a party, every moment reads later as it read then', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const tick = () => {
        now = new Date(now.getTime() + 1000)
      }
      tick()
      const { id } = (await call(owner, 'POST', '/parties', { name: 'Start', city: 'Zell' })).json as Party
      const moments: { at: string; seen: object | number }[] = []
      for (const step of steps) {
        tick()
        const present = await call(owner, 'GET', `/parties/${id}`)
        if (step.kind === 'change' && present.status === 200) {
          await call(owner, 'PATCH', `/parties/${id}`, { ...step.change, version: present.json.version })
        } else if (step.kind === 'end') await call(owner, 'DELETE', `/parties/${id}`)
        else if (step.kind === 'restore') await call(owner, 'POST', `/parties/${id}/restoration`)
        else if (step.kind === 'tag') await call(owner, 'POST', '/parties/bulk', { ids: [id], change: { addTag: 'bulk' } })
        const after = await call(owner, 'GET', `/parties/${id}`)
        moments.push({ at: now.toISOString(), seen: after.status === 200 ? told(after.json) : after.status })
      }
      tick()
      for (const { at, seen } of moments) {
        const past = await call(owner, 'GET', `/parties/${id}?asOf=${at}`)
        assert.deepEqual(past.status === 200 ? told(past.json) : past.status, seen, at)
        const listed = await call(owner, 'GET', `/parties?asOf=${at}&limit=200&sort=-updatedAt`)
        assert.equal(
          listed.json.items.some((party: Party) => party.id === id),
          past.status === 200,
          `in the list at ${at}`,
        )
      }
    }),
    { numRuns: 25 },
  )
})

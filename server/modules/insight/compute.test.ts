import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Ctx, frozen, transaction } from '../../kernel/ctx.ts'
import { testDatabase, testEcosystem } from '../../kernel/testing.ts'
import { ask, isSmall, prepare } from './ask.ts'
import { inThread } from './compute.ts'
import { ANSWERS, DEPARTURE, MEASURES, type Question } from './questions.ts'
import { HELD_UP, holdUp, inventMap } from './testing.ts'

const { db } = await testDatabase()

async function mapOf(parties: number, ties: number) {
  const people = await testEcosystem(db, { now: () => new Date('2026-03-01T10:00:00Z') })
  await inventMap(people.system, { parties, ties })
  return people
}

const large = await mapOf(600, 1_500)
const huge = await mapOf(3_000, 15_000)
const small = await mapOf(60, 150)

type Any = Question<unknown, unknown, unknown>
/** What a question answers without a thread. */
async function here(ctx: Ctx, question: unknown, parameters: unknown = {}): Promise<unknown> {
  return (await frozen(ctx, (tx) => prepare(tx, [question as Any], parameters))).thoughts[0]!()
}

test('a thread that reads a large map by itself gives what is given on the spot, for any question', async () => {
  assert.deepEqual((await ask(large.owner, ANSWERS, {})).result, await here(large.owner, ANSWERS))
  assert.deepEqual((await ask(large.owner, MEASURES, {})).result, await here(large.owner, MEASURES))
  const { partyId } = (await ask(large.owner, MEASURES, {})).result
  const leaving = { party: [partyId[0]!], sector: undefined }
  assert.deepEqual((await ask(large.owner, DEPARTURE, leaving)).result, await here(large.owner, DEPARTURE, leaving))
})

test('what a question refuses comes out of the thread as it was said; a viewer is refused before one is started', async () => {
  await assert.rejects(ask(large.owner, DEPARTURE, { party: undefined, sector: undefined }), { kind: 'invalid', code: 'nobody_leaves' })
  await assert.rejects(ask(large.viewer, ANSWERS, {}), { kind: 'forbidden' })
})

test('while a large map is read and measured, other work goes on', async () => {
  let longestMs = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last)
    last = performance.now()
  }, 5)
  const from = performance.now()
  const [answers, measures] = await Promise.all([ask(huge.owner, ANSWERS, {}), ask(huge.owner, MEASURES, {})])
  const tookMs = performance.now() - from
  clearInterval(timer)
  assert.equal(answers.result.items.length, 6)
  assert.equal(measures.result.betweenness?.length, 3_000)
  assert.ok(longestMs < tookMs / 2, `held up for ${longestMs} of ${tookMs} ms`)
})

test('a map that takes too long is refused, and the next one is read', async () => {
  const { at, name } = MEASURES
  await assert.rejects(
    inThread(huge.owner, { questions: [{ at, name }], parameters: {}, isPacked: false }, { cpuMs: 300, wallMs: 60_000 }),
    {
      kind: 'too_large',
      code: 'map_too_large',
    },
  )
  assert.equal((await ask(large.owner, ANSWERS, {})).result.items.length, 6)
})

test('a few parties with very many offers are not thought about on the spot', async () => {
  const { owner, system } = await mapOf(10, 12)
  const isHere = () => frozen(owner, (tx) => isSmall(tx))
  assert.equal(await isHere(), true)
  await transaction(system, (tx) =>
    sql`
      insert into offers (ecosystem_id, id, party_id, side, title, category, visibility, source, created_at, updated_at)
      select ${tx.ecosystemId}, gen_random_uuid(), (select id from parties where ecosystem_id = ${tx.ecosystemId} limit 1), 'offer',
        'Milk', 'milk', 'ecosystem', 'test', ${tx.now()}, ${tx.now()} from generate_series(1, 5001)`.execute(tx.db),
  )
  assert.equal(await isHere(), false)
})

test('when too many wait, the next is told to come back', async () => {
  const { at, name } = ANSWERS
  const order = { questions: [{ at, name }], parameters: {}, isPacked: false }
  const told: string[] = []
  // each gives its place up before its thread has begun
  const askOften = (name: string, owner: Ctx) =>
    Array.from({ length: 12 }, () =>
      inThread(owner, order, { cpuMs: 60_000, wallMs: 20 }).catch(({ code }) => {
        told.push(`${name} ${code}`)
      }),
    )
  await Promise.all([...askOften('large', large.owner), ...askOften('huge', huge.owner)])
  const count = (one: string) => told.filter((other) => other === one).length
  // one at work and five who wait; whoever comes later still finds room, and is not the last
  assert.deepEqual([count('large insight_busy'), count('huge insight_busy')], [6, 9])
  assert.equal(told.filter((one) => one.endsWith('map_too_large'))[1], 'huge map_too_large')
  assert.equal((await ask(small.owner, ANSWERS, {})).result.items.length, 6)
})

test('whoever asked and has gone is not thought for any more, neither at work nor in line, and the next has the place', async () => {
  const { isRead } = holdUp(mkdtempSync(join(tmpdir(), 'held-')))
  const [one, other] = [new AbortController(), new AbortController()]
  const atWork = ask(large.owner, HELD_UP, {}, one.signal)
  await isRead()
  const inLine = ask(large.owner, HELD_UP, {}, other.signal)
  const next = ask(large.owner, DEPARTURE, { party: undefined, sector: undefined })
  next.catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const gone = { kind: 'too_many', code: 'insight_thinking' }
  other.abort()
  await assert.rejects(inLine, gone)
  const from = performance.now()
  one.abort()
  await assert.rejects(atWork, gone)
  assert.ok(performance.now() - from < 10_000, 'not thought to its end')
  await assert.rejects(next, { code: 'nobody_leaves' }, 'its turn has come')
  await assert.rejects(ask(large.owner, HELD_UP, {}, AbortSignal.abort()), gone)
})

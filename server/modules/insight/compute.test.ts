import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerMap, type EcosystemMap, measureMap, tiesFrom } from './answers/index.ts'
import { computeAnswers, computeMeasures, inThread } from './compute.ts'

/** A ring with chords, the same each time. */
function mapOf(parties: number, ties: number): EcosystemMap {
  return {
    parties: Array.from({ length: parties }, (_, k) => ({
      id: `p${k}`,
      name: `Party ${k}`,
      kinds: ['customers'],
      sectorScheme: null,
      sectorCode: null,
    })),
    ties: tiesFrom(
      Array.from({ length: ties }, (_, k) => ({ from: k % parties, to: (k * 7 + 1) % parties, type: 'supplies', strength: 0.5 })),
    ),
  }
}

test('a thread gives the same answers and measures as the spot', async () => {
  const map = mapOf(60, 150)
  assert.deepEqual(await inThread({ ask: 'answers', map }), answerMap(map))
  assert.deepEqual(await inThread({ ask: 'measures', map }), measureMap(map))
  assert.deepEqual(await computeAnswers(map), answerMap(map))
  assert.deepEqual(await computeMeasures(map), measureMap(map))
})

test('while a large map is read, other work goes on', async () => {
  const map = mapOf(3_000, 15_000)
  let longestMs = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last)
    last = performance.now()
  }, 5)
  const from = performance.now()
  const [answers, measures] = await Promise.all([computeAnswers(map), computeMeasures(map)])
  const tookMs = performance.now() - from
  clearInterval(timer)
  assert.equal(answers.length, 6)
  assert.equal(measures.betweenness?.length, 3_000)
  assert.ok(longestMs < tookMs / 2, `held up for ${longestMs} of ${tookMs} ms`)
})

test('a map that takes too long is refused, and the next one is read', async () => {
  await assert.rejects(inThread({ ask: 'measures', map: mapOf(20_000, 40_000) }, 300), { kind: 'too_large', code: 'map_too_large' })
  assert.deepEqual(await inThread({ ask: 'answers', map: mapOf(6, 6) }), answerMap(mapOf(6, 6)))
})

test('when too many wait, the next is told to come back', async () => {
  const map = mapOf(10, 20)
  const asked = Array.from({ length: 12 }, () => inThread({ ask: 'answers', map }))
  const settled = await Promise.allSettled(asked)
  const refused = settled.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 3)
  for (const { reason } of refused) assert.equal(reason.code, 'insight_busy')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bucketChanges, indexEnds, isSmall, mergeRanked, SETTINGS_LENGTH_MAX } from './rules.ts'

test('ties to parties that are not shown are left out, the others point to both ends and are counted', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const anyTies = fc.array(fc.tuple(id, id))
  fc.assert(
    fc.property(fc.uniqueArray(id), anyTies, (ids, ties) => {
      const columns = { fromId: ties.map(([from]) => from), toId: ties.map(([, to]) => to) }
      const { kept, from, to, tieCount } = indexEnds(ids, columns)
      assert.deepEqual(kept, [...ties.keys()].filter((tie) => ties[tie]!.every((end) => ids.includes(end)))) // biome-ignore format: one line reads better
      for (const [place, tie] of kept.entries()) assert.deepEqual([ids[from[place]!], ids[to[place]!]], ties[tie])
      assert.equal(tieCount.length, ids.length)
      assert.equal(tieCount.reduce((sum, count) => sum + count, 0), 2 * kept.length) // biome-ignore format: one line reads better
    }),
  )
})

test('the best of all lists come first, equals in the order of the lists', () => {
  const hit = (name: string, rank: number) => ({ name, rank })
  const merged = mergeRanked([[hit('a', 1), hit('b', 0.5)], [hit('c', 1), hit('d', 0.7)]], 3) // biome-ignore format: one line reads better
  assert.deepEqual(merged.map(({ name }) => name), ['a', 'c', 'd']) // biome-ignore format: one line reads better
})

test('settings of any shape but not of any size', () => {
  assert.equal(isSmall({ camera: { x: 1, y: [2] } }), true)
  assert.equal(isSmall({ text: 'x'.repeat(SETTINGS_LENGTH_MAX) }), false)
})

const day = (at: number) => new Date(at * 86_400_000).toISOString().slice(0, 10)

test('days of change are gathered without losing any, in at most 200 stretches that do not overlap', () => {
  const change = fc.record({ day: fc.integer({ min: -20_000, max: 20_000 }).map(day), came: fc.nat(9), went: fc.nat(9) })
  const changes = fc.array(change, { maxLength: 300 })
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  fc.assert(
    fc.property(changes, changes, (parties, ties) => {
      const today = day(20_000)
      const buckets = bucketChanges(parties, ties, today)
      assert.ok(buckets.from.length <= 200)
      assert.equal(sum(buckets.partiesCame), sum(parties.map(({ came }) => came)))
      assert.equal(sum(buckets.tiesWent), sum(ties.map(({ went }) => went)))
      for (const [index, from] of buckets.from.entries()) {
        assert.ok(from <= buckets.to[index]! && buckets.to[index]! <= today)
        if (index > 0) assert.ok(buckets.to[index - 1]! < from)
      }
      for (const { day } of [...parties, ...ties]) assert.ok(buckets.from.some((from, index) => from <= day && day <= buckets.to[index]!))
    }),
  )
})

test('a young map is told by days, an older one by weeks from Monday, by months or by years', () => {
  const told = (first: string) => {
    const { unit, from, to } = bucketChanges([{ day: first, came: 1, went: 0 }], [{ day: '2026-11-26', came: 1, went: 0 }], '2026-11-26')
    return [unit, from[0], to[0], from[1], to[1]]
  }
  assert.deepEqual(told('2026-11-01'), ['day', '2026-11-01', '2026-11-01', '2026-11-26', '2026-11-26'])
  assert.deepEqual(told('2025-01-01'), ['week', '2024-12-30', '2025-01-05', '2026-11-23', '2026-11-26'])
  assert.deepEqual(told('2016-02-10'), ['month', '2016-02-01', '2016-02-29', '2026-11-01', '2026-11-26'])
  assert.deepEqual(told('1990-02-10'), ['year', '1990-01-01', '1990-12-31', '2026-01-01', '2026-11-26'])
})

test('a map on which nothing happened has no stretches', () => {
  assert.deepEqual(bucketChanges([], [], '2026-11-26').from, [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { forceLayout } from './force.ts'
import { communitiesOf, type Net } from './groups.ts'
import { keptFor, mergeKept, placeNewcomers } from './place.ts'
import { randomOf, seedOf } from './random.ts'
import { regroup } from './regroup.ts'
import { discRadius, packDiscs, seatByGroup } from './seats.ts'

const nets: fc.Arbitrary<Net> = fc.integer({ min: 1, max: 60 }).chain((size) =>
  fc
    .array(
      fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: size - 1 }), fc.double({ min: 0.01, max: 1, noNaN: true })),
      { maxLength: 120 },
    )
    .map((drawn) => {
      const ties = drawn.filter(([from, to]) => from !== to)
      return { size, from: ties.map((tie) => tie[0]), to: ties.map((tie) => tie[1]), weight: ties.map((tie) => tie[2]) }
    }),
)

/** `count` groups of `members`, everybody tied to everybody inside, one tie from each group to the next. */
function cliques(count: number, members: number): Net {
  const from: number[] = []
  const to: number[] = []
  for (let group = 0; group < count; group++) {
    for (let one = 0; one < members; one++)
      for (let two = one + 1; two < members; two++) {
        from.push(group * members + one)
        to.push(group * members + two)
      }
    if (group > 0) {
      from.push((group - 1) * members)
      to.push(group * members)
    }
  }
  return { size: count * members, from, to, weight: from.map(() => 1) }
}

test('groups that hold together are found, and the same ones every time', () => {
  const groups = communitiesOf(cliques(5, 8))
  assert.equal(new Set(groups).size, 5)
  for (let party = 0; party < 40; party++) assert.equal(groups[party], groups[Math.floor(party / 8) * 8])
  assert.deepEqual(communitiesOf(cliques(5, 8)), groups)
})

test('every party is in one group, groups are numbered without gaps and the largest comes first', () => {
  fc.assert(
    fc.property(nets, (net) => {
      const groups = communitiesOf(net)
      const sizes: number[] = Array.from({ length: Math.max(...groups) + 1 }, (_, group) => groups.filter((each) => each === group).length)
      assert.equal(groups.length, net.size)
      assert.ok(sizes.every((size, group) => size > 0 && (group === 0 || size <= sizes[group - 1]!)))
    }),
  )
})

test('the same network gives the same picture, everybody on it, nobody on somebody else', () => {
  fc.assert(
    fc.property(nets, (net) => {
      const one = forceLayout(net)
      assert.deepEqual(forceLayout(net), one)
      for (let party = 0; party < net.size; party++) {
        assert.ok(Number.isFinite(one.x[party]) && Number.isFinite(one.y[party]))
        for (let other = 0; other < party; other++)
          assert.ok(Math.hypot(one.x[party]! - one.x[other]!, one.y[party]! - one.y[other]!) > 0.2, `${party} stands on ${other}`)
      }
    }),
    { numRuns: 40 },
  )
})

test('by force, tied parties stand nearer to each other than others do', () => {
  const net = cliques(4, 10)
  const { x, y } = forceLayout(net)
  const far = (one: number, two: number) => Math.hypot(x[one]! - x[two]!, y[one]! - y[two]!)
  let within = 0
  let between = 0
  for (let party = 1; party < 10; party++) {
    within += far(0, party)
    between += far(0, 30 + party)
  }
  assert.ok(within < between)
})

test('progress grows to one', () => {
  const heard: number[] = []
  forceLayout(cliques(3, 5), (share) => heard.push(share))
  assert.deepEqual([...heard].sort(), heard)
  assert.equal(heard.at(-1), 1)
})

test('discs never overlap, also beside discs that were there before', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 14 }), (counts) => {
      const before = [{ x: 3, y: 4, radius: 9 }]
      const discs = [...before, ...packDiscs(counts.map(discRadius), before)]
      discs.forEach((disc, index) => {
        for (const other of discs.slice(0, index))
          assert.ok(Math.hypot(disc.x - other.x, disc.y - other.y) > disc.radius + other.radius - 1e-3)
      })
    }),
  )
})

test('by group, everybody sits inside the disc of their group and the best connected in its middle', () => {
  const group = [0, 0, 0, 1, 1, 2]
  const { x, y, discs } = seatByGroup(group, [-1, -9, -3, 0, 0, 0])
  group.forEach((number, party) => {
    assert.ok(Math.hypot(x[party]! - discs[number]!.x, y[party]! - discs[number]!.y) < discs[number]!.radius)
  })
  const far = (party: number) => Math.hypot(x[party]! - discs[0]!.x, y[party]! - discs[0]!.y)
  assert.ok(far(1) < far(0) && far(1) < far(2))
})

test('a newcomer is placed beside its neighbours and nobody else moves', () => {
  fc.assert(
    fc.property(nets, fc.integer({ min: 0, max: 1000 }), (net, seed) => {
      const full = forceLayout(net)
      const random = randomOf(seed)
      const isNew = Array.from({ length: net.size }, () => random() < 0.3)
      const positions = {
        x: full.x.map((x, party) => (isNew[party] ? Number.NaN : x)),
        y: full.y.map((y, party) => (isNew[party] ? Number.NaN : y)),
      }
      const newcomers = placeNewcomers(
        net,
        positions,
        Float64Array.from({ length: net.size }, (_, party) => party),
      )
      assert.deepEqual(
        newcomers,
        isNew.flatMap((each, party) => (each ? [party] : [])),
      )
      for (let party = 0; party < net.size; party++) {
        assert.ok(Number.isFinite(positions.x[party]) && Number.isFinite(positions.y[party]))
        if (!isNew[party]) assert.deepEqual([positions.x[party], positions.y[party]], [full.x[party], full.y[party]])
      }
    }),
    { numRuns: 40 },
  )
})

test('kept positions survive writing and reading, and what is kept of others stays', () => {
  const kept = mergeKept({ partyIds: ['a', 'b'], x: [1, 2], y: [3, 4] }, ['b', 'c'], { x: [20.00049, 30], y: [40, 50] })
  assert.deepEqual(kept, { partyIds: ['a', 'b', 'c'], x: [1, 20, 30], y: [3, 40, 50] })
  assert.deepEqual([...keptFor(kept, ['c', 'nobody', 'a']).x], [30, Number.NaN, 1])
})

test('seeds of different parties differ', () => {
  assert.notEqual(seedOf('a'), seedOf('b'))
  assert.equal(seedOf('a'), seedOf('a'))
})

test('who kept a seat with the own group stays, who changed group changes discs, who is new gets a free seat', () => {
  const before = seatByGroup([0, 0, 0, 0, 1, 1, 1], [0, 1, 2, 3, 4, 5, 6])
  const kept = { x: Float64Array.from([...before.x, Number.NaN, Number.NaN]), y: Float64Array.from([...before.y, Number.NaN, Number.NaN]) }
  const group = [0, 0, 0, 1, 1, 1, 1, 0, 2]
  const after = regroup(group, 3, [0, 1, 2, 3, 4, 5, 6, 7, 8], kept)
  assert.deepEqual(after.moved.sort(), [3, 7, 8])
  for (const party of [0, 1, 2, 4, 5, 6]) assert.deepEqual([after.x[party], after.y[party]], [before.x[party], before.y[party]])
  group.forEach((number, party) => {
    assert.ok(Math.hypot(after.x[party]! - after.discs[number]!.x, after.y[party]! - after.discs[number]!.y) < after.discs[number]!.radius)
    for (let other = 0; other < party; other++)
      assert.ok(Math.hypot(after.x[party]! - after.x[other]!, after.y[party]! - after.y[other]!) > 0.5)
  })
})

test('grouping the same parties again moves nobody', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 80 }), (drawn) => {
      const names = [...new Set(drawn)]
      const group = drawn.map((value) => names.indexOf(value))
      const rank = group.map((_, party) => party)
      const nobody = { x: new Float64Array(group.length).fill(Number.NaN), y: new Float64Array(group.length).fill(Number.NaN) }
      const first = regroup(group, names.length, rank, nobody)
      const second = regroup(group, names.length, rank, { x: first.x, y: first.y })
      assert.deepEqual(second.moved, [])
      assert.deepEqual(second.x, first.x)
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decimal, type Flow, lastDay, lotsOf, projectKey, runOut, spread, spreadLeast, takeOldest } from './rules.ts'

const DAY_MS = 86_400_000
const day = (number: number) => new Date(Date.UTC(2026, 0, 1) + number * DAY_MS).toISOString().slice(0, 10)

type Act = { kind: 'get' | 'spend' | 'wait'; amount: number }
const anyAct = fc.record({ kind: fc.constantFrom<Act['kind']>('get', 'spend', 'wait'), amount: fc.integer({ min: 1, max: 9 }) })

test('points run out as they do when each single one is followed', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (acts, goodFor) => {
      const flows: Flow[] = []
      // every point by itself, by the day on which it came
      let points: number[] = []
      let today = 0
      const book = (came: number, went: number) => {
        if (flows.at(-1)?.day !== day(today)) flows.push({ day: day(today), came: 0n, went: 0n })
        flows.at(-1)!.came += BigInt(came)
        flows.at(-1)!.went += BigInt(went)
      }
      for (const { kind, amount } of acts) {
        if (kind === 'wait') today += amount
        const good = points.filter((came) => came + goodFor >= today)
        const lost = points.length - good.length
        assert.equal(runOut(lotsOf(flows), goodFor, day(today)), BigInt(lost))
        if (kind === 'get') {
          points.push(...Array(amount).fill(today))
          book(amount, 0)
        }
        if (kind === 'spend') {
          // what has run out is booked before anything is spent, as the module does
          if (lost > 0) book(0, lost)
          points = good
          const spent = Math.min(amount, good.length)
          if (spent > 0) book(0, spent)
          points.splice(0, spent)
        }
      }
      const counted = Map.groupBy(points, (came) => came)
      assert.deepEqual(
        lotsOf(flows),
        [...counted].map(([came, ones]) => ({ day: day(came), left: BigInt(ones.length) })),
      )
    }),
    { numRuns: 300 },
  )
})

test('points are good through their last day, over the end of months and leap days', () => {
  assert.deepEqual(
    [lastDay('2026-05-04', 30), lastDay('2028-02-28', 1), lastDay('2026-12-31', 365)],
    ['2026-06-03', '2028-02-29', '2027-12-31'],
  )
  const lots = [{ day: '2026-05-04', left: 7n }]
  assert.deepEqual([runOut(lots, 30, '2026-06-03'), runOut(lots, 30, '2026-06-04')], [0n, 7n])
})

test('an amount is written with its digits behind the point', () => {
  assert.deepEqual([decimal(1250n, 2), decimal(-5n, 2), decimal(42n, 0), decimal(-42n, 0)], ['12.50', '-0.05', '42', '-42'])
})

test('a project is the same however its name is written', () => {
  assert.deepEqual(['Trail am Fluß', 'trail  AM fluss', ' Trail, am Fluss. ', '!'].map(projectKey), [
    'trail-am-fluss',
    'trail-am-fluss',
    'trail-am-fluss',
    '',
  ])
})

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
const anyAmount = fc.bigInt({ min: -500n, max: 500n })

test('limits of several accounts are those of the whole, and no account is beyond its own while the whole is not', () => {
  fc.assert(
    fc.property(fc.array(anyAmount, { minLength: 1, maxLength: 5 }), anyAmount, (balances, least) => {
      const bounds = spreadLeast(least, balances)
      assert.equal(sum(bounds), least)
      const isWithin = bounds.every((bound, place) => bound <= balances[place]!)
      assert.equal(isWithin, sum(balances) >= least)
    }),
  )
})

test('an amount falls on accounts as far as they have room, and all of it on some', () => {
  fc.assert(
    fc.property(fc.array(fc.option(anyAmount), { minLength: 1, maxLength: 5 }), fc.bigInt({ min: 1n, max: 900n }), (rooms, amount) => {
      const parts = spread(amount, rooms)
      assert.equal(sum(parts), amount)
      const room = rooms.includes(null) ? amount : sum(rooms.map((one) => (one! > 0n ? one! : 0n)))
      const isWithin = parts.every((part, place) => part === 0n || rooms[place] === null || part <= rooms[place]!)
      assert.equal(isWithin, room >= amount)
    }),
  )
})

test('the oldest of several accounts is the oldest of each of them', () => {
  const anyFlow = fc.record({ at: fc.nat(9), came: fc.nat(20) })
  fc.assert(
    fc.property(fc.array(fc.array(anyFlow, { maxLength: 5 }), { minLength: 1, maxLength: 3 }), fc.nat(60), (accounts, wanted) => {
      const flows = accounts.map((own) => own.map(({ at, came }) => ({ day: day(at), came: BigInt(came), went: 0n })))
      const all = sum(flows.flat().map(({ came }) => came))
      if (all < BigInt(wanted)) return
      const taken = takeOldest(flows.map(lotsOf), BigInt(wanted))
      const after = flows.flatMap((own, place) => lotsOf([...own, { day: day(9), came: 0n, went: taken[place]! }]))
      const byDay = (lots: readonly { day: string; left: bigint }[]) =>
        [...Map.groupBy(lots, (lot) => lot.day)].map(([on, own]) => [on, sum(own.map(({ left }) => left))]).sort()
      assert.deepEqual(byDay(after), byDay(lotsOf([...flows.flat(), { day: day(9), came: 0n, went: BigInt(wanted) }])))
    }),
  )
})

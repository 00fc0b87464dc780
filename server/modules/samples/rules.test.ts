import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { inventOffers, inventTies, type Place, type Trade } from './rules.ts'

const TRADES: Trade[] = ['winery', 'wine_shop', 'bakery', 'hotel', 'lodging', 'restaurant', 'cafe', 'pub', 'station']
const place: fc.Arbitrary<Place> = fc.record({
  trade: fc.constantFrom(...TRADES),
  latitude: fc.double({ min: 49.8, max: 50.2, noNaN: true }),
  longitude: fc.double({ min: 6.8, max: 7.2, noNaN: true }),
})
const places = fc.array(place, { maxLength: 60 })

test('the invented layer is the same each time', () => {
  fc.assert(
    fc.property(places, (all) => {
      assert.deepEqual(inventTies(all), inventTies(all))
      assert.deepEqual(inventOffers(all), inventOffers(all))
    }),
    { numRuns: 30 },
  )
})

test('nobody has a tie with themselves or the same tie twice, and strengths stay within 0 and 1', () => {
  fc.assert(
    fc.property(places, (all) => {
      const seen = new Set<string>()
      for (const { from, to, type, strength, trust, since } of inventTies(all)) {
        const mutual = type === 'partners' || type === 'competes'
        const key = `${type} ${mutual ? [Math.min(from, to), Math.max(from, to)] : [from, to]}`
        assert.ok(!seen.has(key) && from !== to && all[from] && all[to], key)
        seen.add(key)
        assert.ok(strength > 0 && strength <= 1 && (trust === null || (trust > 0 && trust <= 1)))
        assert.match(since, /^20(09|1\d|2[0-5])-(0[1-9]|1[0-2])-01$/)
      }
    }),
    { numRuns: 50 },
  )
})

test('wine is bought at wineries only, and every offer has its place and amount', () => {
  fc.assert(
    fc.property(places, (all) => {
      for (const { from, to, type } of inventTies(all)) {
        if (type === 'buys_from') assert.ok(['winery', 'bakery'].includes(all[to]!.trade) && all[from]!.trade !== 'winery')
      }
      for (const { place, quantity } of inventOffers(all)) assert.ok(all[place] && quantity > 0)
    }),
    { numRuns: 50 },
  )
})

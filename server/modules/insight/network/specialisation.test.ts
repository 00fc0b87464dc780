import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as network from './index.ts'
import { all, close } from './testing.ts'

test('location quotients compare shares; what is nowhere has none', () => {
  // two areas, three categories, the last one nowhere
  const quotients = network.locationQuotients({ areas: 2, categories: 3, counts: [3, 1, 0, 1, 3, 0] })
  close(quotients, [1.5, 0.5, Number.NaN, 0.5, 1.5, Number.NaN])
  close(network.locationQuotients({ areas: 2, categories: 1, counts: [0, 4] }), [Number.NaN, 1])
  assert.equal(network.locationQuotients({ areas: 0, categories: 0, counts: [] }).length, 0)
  assert.throws(() => network.locationQuotients({ areas: 1, categories: 1, counts: [-1] }), RangeError)
  assert.throws(() => network.locationQuotients({ areas: 1, categories: 1, counts: [Number.NaN] }), RangeError)
})

test('proximity and relatedness density are as defined', () => {
  const tables = fc
    .record({ areas: fc.integer({ min: 1, max: 5 }), categories: fc.integer({ min: 1, max: 5 }) })
    .chain(({ areas, categories }) =>
      fc.record({
        areas: fc.constant(areas),
        categories: fc.constant(categories),
        counts: fc.array(fc.nat(4), { minLength: areas * categories, maxLength: areas * categories }),
      }),
    )
  fc.assert(
    fc.property(tables, (amounts) => {
      const { areas, categories, counts } = amounts
      const at = (a: number, c: number) => counts[a * categories + c]!
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
      const whole = sum(counts)
      const specialised = (a: number, c: number) => {
        const inArea = sum(all(categories).map((d) => at(a, d)))
        const everywhere = sum(all(areas).map((b) => at(b, c)))
        return at(a, c) > 0 && at(a, c) / inArea >= everywhere / whole - 1e-12
      }
      const having = (...wanted: number[]) => all(areas).filter((a) => wanted.every((c) => specialised(a, c))).length
      const near = (c: number, d: number) => (c === d || having(c) + having(d) === 0 ? 0 : having(c, d) / Math.max(having(c), having(d)))
      // a quotient of exactly 1 may fall on either side by rounding
      fc.pre(
        network.locationQuotients(amounts).every((quotient) => Number.isNaN(quotient) || quotient === 1 || Math.abs(quotient - 1) > 1e-9),
      )
      close(
        network.locationQuotients(amounts),
        all(areas).flatMap((a) =>
          all(categories).map((c) => {
            const inArea = sum(all(categories).map((d) => at(a, d)))
            const everywhere = sum(all(areas).map((b) => at(b, c)))
            return inArea * everywhere === 0 ? Number.NaN : at(a, c) / inArea / (everywhere / whole)
          }),
        ),
      )
      close(
        network.proximities(amounts),
        all(categories).flatMap((c) => all(categories).map((d) => near(c, d))),
      )
      close(
        network.relatednessDensity(amounts),
        all(areas).flatMap((a) =>
          all(categories).map((c) => {
            const total = sum(all(categories).map((d) => near(c, d)))
            return total === 0 ? Number.NaN : sum(all(categories).map((d) => (specialised(a, d) ? near(c, d) : 0))) / total
          }),
        ),
      )
    }),
  )
})

test('what a neighbour area has and goes with what is here ranks before what goes with nothing here', () => {
  // wine and hotels go together in two areas, steel and coal in two others; the fifth has wine alone
  const counts = [5, 5, 0, 0, 5, 5, 0, 0, 0, 0, 5, 5, 0, 0, 5, 5, 5, 0, 0, 0]
  const density = network.relatednessDensity({ areas: 5, categories: 4, counts })
  const [, hotels, steel] = density.slice(16)
  assert.ok(hotels! > steel!)
})

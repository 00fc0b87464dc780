import { add, compare, type Rational, subtract, whole, ZERO } from './rational.ts'

/** Every group of partners is looked at, and their number doubles with each partner. */
export const PARTNERS_MAX = 12

/** What some partners earned together: a sale counts for a group only when all who took part in it are in the group. */
export type Joint = { partners: readonly number[]; amount: bigint }

/** A group by its bits, with what it gets together and what it would have alone. */
export type Better = { group: number; gets: Rational; alone: bigint }

/**
 * What each group of partners would have without the others, by the bits of the group: the joint sales it can do by itself. Assumes that a sale is lost as soon as
 * one of those who took part is missing, and that nothing else changes. O(sales + n 2ⁿ). Throws RangeError above 12 partners.
 */
export function valuesOf(partners: number, sales: readonly Joint[]): bigint[] {
  if (partners > PARTNERS_MAX) throw new RangeError(`At most ${PARTNERS_MAX} partners can be compared, not ${partners}.`)
  const values = new Array<bigint>(2 ** partners).fill(0n)
  for (const { partners: group, amount } of sales) values[group.reduce((bits, k) => bits | (1 << k), 0)]! += amount
  // sums over all subsets, one partner at a time (Yates)
  for (let k = 0; k < partners; k++)
    for (let group = 0; group < values.length; group++) if (group & (1 << k)) values[group]! += values[group ^ (1 << k)]!
  return values
}

/**
 * What each adds on average when partners join in any order: φ_i = Σ_S |S|! (n − |S| − 1)! / n! (v(S ∪ i) − v(S)). Shapley 1953. Sums to the
 * value of all. O(n 2ⁿ).
 */
export function shapley(partners: number, values: readonly bigint[]): Rational[] {
  const factorial = [1n]
  for (let k = 1; k <= partners; k++) factorial.push(factorial[k - 1]! * BigInt(k))
  return Array.from({ length: partners }, (_, i) => {
    let sum = 0n
    for (let group = 0; group < values.length; group++) {
      if (group & (1 << i)) continue
      const size = bitsOf(group)
      sum += factorial[size]! * factorial[partners - size - 1]! * (values[group | (1 << i)]! - values[group]!)
    }
    return { n: sum, d: factorial[partners]! }
  })
}

/** The groups that would have more alone than they get, the largest loss first: while there are any, they have a reason to leave (core, Gillies 1959). */
export function groupsBetterAlone(values: readonly bigint[], gets: readonly Rational[]): Better[] {
  const found: (Better & { loss: Rational })[] = []
  for (let group = 1; group < values.length; group++) {
    let sum = ZERO
    for (const [i, one] of gets.entries()) if (group & (1 << i)) sum = add(sum, one)
    const loss = subtract(whole(values[group]!), sum)
    if (loss.n > 0n) found.push({ group, gets: sum, alone: values[group]!, loss })
  }
  return found.sort((a, b) => compare(b.loss, a.loss) || a.group - b.group).map(({ loss: _, ...better }) => better)
}

function bitsOf(group: number): number {
  let count = 0
  for (let rest = group; rest !== 0; rest &= rest - 1) count++
  return count
}

/** An exact fraction: `d` > 0. Not always in lowest terms; compare with compare(), never with ===. */
export type Rational = { readonly n: bigint; readonly d: bigint }

export const ZERO: Rational = { n: 0n, d: 1n }

/** Above this a fraction is brought to lowest terms, so that long sums stay short without a division at every step. */
const REDUCE_ABOVE = 1n << 62n

/** `25/1000`, `1` or `-3/4`. Throws RangeError for anything else and for a denominator of 0. */
export function rationalFrom(text: string): Rational {
  const parts = /^(-?\d+)(?:\/(\d+))?$/.exec(text)
  const d = BigInt(parts?.[2] ?? 1)
  if (!parts || d === 0n) throw new RangeError(`${text} is not a fraction.`)
  return reduced({ n: BigInt(parts[1]!), d })
}

export function whole(n: bigint): Rational {
  return { n, d: 1n }
}

export function add(one: Rational, other: Rational): Rational {
  return one.d === other.d ? { n: one.n + other.n, d: one.d } : short({ n: one.n * other.d + other.n * one.d, d: one.d * other.d })
}

export function subtract(one: Rational, other: Rational): Rational {
  return add(one, { n: -other.n, d: other.d })
}

export function multiply(one: Rational, other: Rational): Rational {
  return short({ n: one.n * other.n, d: one.d * other.d })
}

/** Below 0, 0 or above 0, as `one` is less than, equal to or more than `other`. */
export function compare(one: Rational, other: Rational): number {
  const difference = one.d === other.d ? one.n - other.n : one.n * other.d - other.n * one.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function least(one: Rational, other: Rational): Rational {
  return compare(one, other) <= 0 ? one : other
}

export function most(one: Rational, other: Rational): Rational {
  return compare(one, other) >= 0 ? one : other
}

/** The largest whole number that is not above it, also below zero. */
export function floor({ n, d }: Rational): bigint {
  const cut = n / d
  return n < 0n && cut * d !== n ? cut - 1n : cut
}

export function reduced({ n, d }: Rational): Rational {
  const divisor = greatestCommonDivisor(n < 0n ? -n : n, d)
  return divisor === 1n ? { n, d } : { n: n / divisor, d: d / divisor }
}

/** In lowest terms as `25/1000` is read: `1/40`, or `3` for a whole number. */
export function textOf(value: Rational): string {
  const { n, d } = reduced(value)
  return d === 1n ? `${n}` : `${n}/${d}`
}

function greatestCommonDivisor(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other]
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

function short(value: Rational): Rational {
  return value.d > REDUCE_ABOVE ? reduced(value) : value
}

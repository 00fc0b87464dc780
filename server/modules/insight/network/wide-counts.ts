/** A walk out from one source: parties in order of distance, and for the one at place k the parties its ties lead on to, up to `ends[k]`. */
export type Walk = {
  order: Int32Array
  onward: Int32Array
  ends: Int32Array
  /** Where the last level walked from ends, which is where the last level begins. */
  level: number
  tail: number
}

/**
 * Adds the dependencies of one source (see walker) where there are more shortest paths than a double can count, as through a thousand diamonds
 * in a row: each count is a mantissa and an exponent of two, and only ratios of counts are formed. O(n + m), slower than the plain way.
 */
export function addWideDependencies({ order, onward, ends, level, tail }: Walk, onto: Float64Array): void {
  const mantissa = new Float64Array(onto.length)
  const exponent = new Int32Array(onto.length)
  mantissa[order[0]!] = 1
  for (let k = 0; k < level; k++) {
    const i = order[k]!
    for (let s = k === 0 ? 0 : ends[k - 1]!; s < ends[k]!; s++) addCount(mantissa, exponent, onward[s]!, mantissa[i]!, exponent[i]!)
  }
  const dependency = new Float64Array(onto.length)
  for (let k = Math.min(level, tail) - 1; k > 0; k--) {
    const i = order[k]!
    let sum = 0
    for (let s = ends[k - 1]!; s < ends[k]!; s++) {
      const j = onward[s]!
      sum += (mantissa[i]! / mantissa[j]!) * 2 ** (exponent[i]! - exponent[j]!) * (1 + dependency[j]!)
    }
    dependency[i] = sum
    onto[i]! += sum
  }
}

/** Adds a count to that of a party. */
export function addCount(mantissa: Float64Array, exponent: Int32Array, to: number, value: number, power: number): void {
  if (mantissa[to] === 0) {
    mantissa[to] = value
    exponent[to] = power
    return
  }
  const shift = power - exponent[to]!
  if (shift > 0) {
    mantissa[to] = mantissa[to]! * 2 ** -shift + value
    exponent[to] = power
  } else {
    mantissa[to]! += value * 2 ** shift
  }
  if (mantissa[to]! < 2 ** 500) return
  mantissa[to]! *= 2 ** -500
  exponent[to]! += 500
}

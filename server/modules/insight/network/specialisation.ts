import { checkpoint, type Run, stretch } from './run.ts'

/** How many of each category are in each area: `counts[area × categories + category]`, none negative. */
export type Amounts = { areas: number; categories: number; counts: ArrayLike<number> }

/**
 * Location quotient (x_ac / x_a) / (X_c / X): how much more of a category an area has than all areas together, in shares; 1 is as everywhere,
 * 0 none. NaN (undefined) where the area is empty or the category is nowhere. Florence 1939; Isard 1960. O(areas × categories).
 */
export function locationQuotients({ areas, categories, counts }: Amounts): Float64Array {
  const inArea = new Float64Array(areas)
  const inCategory = new Float64Array(categories)
  let total = 0
  for (let a = 0; a < areas; a++) {
    for (let c = 0; c < categories; c++) {
      const count = counts[a * categories + c]!
      if (!(count >= 0 && count < Number.POSITIVE_INFINITY)) throw new RangeError(`Area ${a} has ${count} of category ${c}.`)
      inArea[a]! += count
      inCategory[c]! += count
      total += count
    }
  }
  return Float64Array.from({ length: areas * categories }, (_, k) => {
    const a = Math.floor(k / categories)
    const c = k % categories
    const expected = (inArea[a]! * inCategory[c]!) / total
    return expected > 0 ? counts[k]! / expected : Number.NaN
  })
}

/**
 * Proximity φ_cc' = min(P(c | c'), P(c' | c)): how often areas that are specialised in one (quotient at least `threshold`) are in the other as well,
 * the areas with both ÷ the larger number with either. Symmetric, 0 … 1, 0 on the diagonal and for a category nobody is specialised in.
 * Hidalgo, Klinger, Barabási & Hausmann 2007, The product space conditions the development of nations. O(areas × categories²).
 */
export function proximities({ areas, categories, counts }: Amounts, threshold = 1, run?: Run): Float64Array {
  const present = presence({ areas, categories, counts }, threshold)
  const together = new Float64Array(categories * categories)
  for (let a = 0; a < areas; a++) {
    if ((a & 0xf) === 0) checkpoint(run, a, areas)
    const first = a * categories
    for (let c = 0; c < categories; c++) {
      if (present[first + c] === 0) continue
      for (let d = 0; d < categories; d++) together[c * categories + d]! += present[first + d]!
    }
  }
  const result = new Float64Array(categories * categories)
  for (let c = 0; c < categories; c++) {
    for (let d = 0; d < categories; d++) {
      const most = Math.max(together[c * categories + c]!, together[d * categories + d]!)
      if (c !== d && most > 0) result[c * categories + d] = together[c * categories + d]! / most
    }
  }
  return result
}

/**
 * Relatedness density ω_ac = Σ_c' M_ac' φ_cc' / Σ_c' φ_cc' over the other categories c', M_ac' 1 where the area is specialised: how much of what goes
 * with a category is there already, 0 … 1. High where the area is not specialised: the next one that fits. NaN (undefined) for a category
 * that goes with no other. Hidalgo et al. 2007; as relatedness in Boschma et al. 2015. O(areas × categories²).
 */
export function relatednessDensity(amounts: Amounts, threshold = 1, run?: Run): Float64Array {
  const { areas, categories } = amounts
  const present = presence(amounts, threshold)
  const proximity = proximities(amounts, threshold, stretch(run, 0, 0.5))
  const second = stretch(run, 0.5, 1)
  const result = new Float64Array(areas * categories)
  for (let c = 0; c < categories; c++) {
    if ((c & 0xf) === 0) checkpoint(second, c, categories)
    let all = 0
    for (let d = 0; d < categories; d++) all += proximity[c * categories + d]!
    for (let a = 0; a < areas; a++) {
      let near = 0
      for (let d = 0; d < categories; d++) near += present[a * categories + d]! * proximity[c * categories + d]!
      result[a * categories + c] = all > 0 ? near / all : Number.NaN
    }
  }
  return result
}

function presence(amounts: Amounts, threshold: number): Uint8Array {
  return Uint8Array.from(locationQuotients(amounts), (quotient) => (quotient >= threshold ? 1 : 0))
}

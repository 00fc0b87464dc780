/** What one is entitled to: `due` to date, this time included and what was paid before taken off, and `now`, what this time adds; both in 1/denominator of a minor unit. */
export type Claim = { id: string; due: bigint; now: bigint }

/**
 * Pays out `amount` minor units so that nobody drifts from what he is entitled to. Everybody gets the whole units that are due to date. The units
 * left over go, one each time, to whom the next whole unit falls due soonest at this rate, (1 − due) ÷ now, of those who are owed a part of one at all; equals by id. `now` sums to
 * amount × denominator and is not negative; who is entitled to nothing this time gets nothing.
 *
 * While shares stay the same, nobody is ever a whole unit above or below: a unit k of one with share f may be paid from the total k/f on
 * (no more than a unit too early) and has to be by (k + 1)/f, and taking what is due first meets all such times whenever they can be met at all
 * (earliest deadline first, Liu & Layland 1973), which they can as the shares sum to one (Baruah, Cohen, Plaxton & Varvel 1996, proportionate
 * fairness). Shares that change ask for knowing the future; then it stays below 1 + 1/2 + … + 1/n in all that was tried. O(n + left over × n).
 */
export function payOut(claims: readonly Claim[], amount: bigint, denominator: bigint): bigint[] {
  const paid = claims.map(({ due, now }) => (now > 0n && due > 0n ? due / denominator : 0n))
  const owed = claims.map(({ due }, k) => due - paid[k]! * denominator)
  let left = amount - paid.reduce((sum, units) => sum + units, 0n)
  const give = (k: number, units: bigint) => {
    paid[k]! += units
    owed[k]! -= units * denominator
    left -= units
  }
  while (left > 0n) give(soonest(claims, owed, denominator), 1n)
  // others were paid ahead: whoever is owed least waits
  while (left < 0n) give(leastOwed(claims, owed, paid), -1n)
  return paid
}

function soonest(claims: readonly Claim[], owed: readonly bigint[], denominator: bigint): number {
  let best = -1
  for (const [k, { now, id }] of claims.entries()) {
    if (now === 0n) continue
    if (best === -1) {
      best = k
      continue
    }
    const [isOwed, isBestOwed] = [owed[k]! > 0n, owed[best]! > 0n]
    // (1 − due) ÷ now, multiplied out
    const ahead = (denominator - owed[best]!) * now - (denominator - owed[k]!) * claims[best]!.now
    if (isOwed !== isBestOwed ? isOwed : ahead > 0n || (ahead === 0n && id < claims[best]!.id)) best = k
  }
  return best
}

function leastOwed(claims: readonly Claim[], owed: readonly bigint[], paid: readonly bigint[]): number {
  let best = -1
  for (const [k, { id }] of claims.entries()) {
    if (paid[k] === 0n) continue
    if (best === -1 || owed[k]! < owed[best]! || (owed[k] === owed[best] && id < claims[best]!.id)) best = k
  }
  return best
}

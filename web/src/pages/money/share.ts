/** What an entry says of how it was shared. */
export type Share = { sale: string; step: string; exact: Fraction; carry: Fraction | null; through: string | null }
export type Fraction = { numerator: bigint; denominator: bigint }

/** Undefined for what was not shared by a rule. */
export function shareOf(explanation: unknown): Share | undefined {
  if (typeof explanation !== 'object' || explanation === null) return undefined
  const { sale, step, exact, carry, through } = explanation as Record<string, unknown>
  const whole = fractionOf(exact)
  if (typeof sale !== 'string' || typeof step !== 'string' || whole === undefined) return undefined
  return { sale, step, exact: whole, carry: fractionOf(carry) ?? null, through: typeof through === 'string' ? through : null }
}

/** What somebody noted, for a booking by hand. */
export function noteOf(explanation: unknown): string | undefined {
  return textIn(explanation, 'note')
}

export function textIn(explanation: unknown, key: string): string | undefined {
  if (typeof explanation !== 'object' || explanation === null) return undefined
  const text = (explanation as Record<string, unknown>)[key]
  return typeof text === 'string' ? text : undefined
}

export function fractionOf(text: unknown): Fraction | undefined {
  const parts = typeof text === 'string' ? /^(-?\d+)(?:\/(\d+))?$/.exec(text) : null
  if (parts === null) return undefined
  const denominator = BigInt(parts[2] ?? '1')
  return denominator === 0n ? undefined : { numerator: BigInt(parts[1]!), denominator }
}

/** The whole units and what is left of one: 34300/3 is 11433 and 1/3. */
export function mixed({ numerator, denominator }: Fraction): { whole: bigint; rest: string | null } {
  const size = numerator < 0n ? -numerator : numerator
  const rest = size % denominator
  const whole = (size / denominator) * (numerator < 0n ? -1n : 1n)
  return { whole, rest: rest === 0n ? null : `${rest}/${denominator}` }
}

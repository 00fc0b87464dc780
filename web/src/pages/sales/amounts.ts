/** `19`, `7,7` or `19 %` as a fraction; undefined for what is no rate of tax. */
export function rateOf(typed: string): string | undefined {
  const parts = /^(\d{1,2})(?:[.,](\d{1,3}))?\s*%?$/.exec(typed.trim())
  if (parts === null) return undefined
  const decimals = parts[2] ?? ''
  return `${BigInt(parts[1]! + decimals)}/${100n * 10n ** BigInt(decimals.length)}`
}

/** A fraction as percent, `19/100` as 19. */
export function percentOf(rate: string): number {
  const [part = 0, whole = 1] = rate.split('/').map(Number)
  return Math.round((part / whole) * 100_000) / 1000
}

export type Price = { gross: bigint; rate: string }
export type VatLine = { rate: string; country: string; net: string; vat: string }

/** Prices with tax taken apart, each to the nearest cent; equal rates come together. */
export function takeApart(prices: readonly Price[], country: string): { gross: bigint; net: bigint; vat: VatLine[] } {
  const byRate = new Map<string, bigint>()
  for (const { gross, rate } of prices) byRate.set(rate, (byRate.get(rate) ?? 0n) + gross)
  const lines = [...byRate].map(([rate, gross]) => ({ rate, gross, net: withoutTax(gross, rate) }))
  const sum = (part: 'gross' | 'net') => lines.reduce((total, line) => total + line[part], 0n)
  const vat = lines.map(({ rate, gross, net }) => ({ rate, country, net: `${net}`, vat: `${gross - net}` }))
  const isUntaxed = vat.every((line) => line.vat === '0')
  return { gross: sum('gross'), net: sum('net'), vat: isUntaxed ? [] : vat }
}

function withoutTax(gross: bigint, rate: string): bigint {
  const [part, whole] = rate.split('/').map(BigInt) as [bigint, bigint]
  const over = whole + part
  return (gross * whole * 2n + over) / (over * 2n)
}

/** Whole units and what is left of one: 34300/3 is 11433 and 1/3, −1/3 is 0 and −1/3. */
export function mixed(exact: string): { whole: bigint; rest: string | null } {
  const [numerator, denominator] = [BigInt(exact.split('/')[0]!), BigInt(exact.split('/')[1] ?? '1')]
  const whole = numerator / denominator
  const rest = numerator - whole * denominator
  return { whole, rest: rest === 0n ? null : `${rest < 0n ? '−' : ''}${rest < 0n ? -rest : rest}/${denominator}` }
}

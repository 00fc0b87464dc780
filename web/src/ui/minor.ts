/** What was typed in the smallest unit, such as `12.50`, `12,5` or `1 250`; undefined for what is no amount of so many digits. No floating point. */
export function minorOf(typed: string, digits: number): bigint | undefined {
  const parts = /^(\d{1,18})(?:[.,](\d*))?$/.exec(typed.replaceAll(/[\s'’]/g, ''))
  if (parts === null || (parts[2] ?? '').length > digits) return undefined
  return BigInt(parts[1]! + (parts[2] ?? '').padEnd(digits, '0'))
}

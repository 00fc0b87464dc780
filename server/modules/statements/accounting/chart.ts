/** From the purposes of accounts here to the numbers of accounts there. Pure. */

export type Chart = ReadonlyMap<string, string>

/** The number for a purpose, or for the beginning of it: `fund` stands for `fund:levy:2026` where that has none of its own. */
export function numberFor(chart: Chart, purpose: string): string | undefined {
  for (let part = purpose; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf(':')))) {
    const number = chart.get(part)
    if (number !== undefined) return number
  }
  return undefined
}

/** Purposes that have no number yet. */
export function missingIn(chart: Chart, purposes: readonly string[]): string[] {
  return purposes.filter((purpose) => numberFor(chart, purpose) === undefined)
}

/** Accounts of things have as many digits as was said, accounts of people one more. */
export function fits(number: string, length: number): boolean {
  return /^[0-9]+$/.test(number) && (number.length === length || number.length === length + 1) && /[1-9]/.test(number)
}

import { decimal } from '../../ui/format.ts'
import type { PlanLine } from './plan-queries.ts'

type Months = Pick<PlanLine, 'months'>

/** Of the whole year what was planned, and up to a month what was planned by then and what it came to. */
export function sumsOf({ months }: Months, through: string): { year: bigint; planned: bigint; actual: bigint } {
  const past = months.filter(({ month }) => month <= through)
  const sum = (amounts: readonly (string | null)[]) => amounts.reduce((all, amount) => all + BigInt(amount ?? '0'), 0n)
  return {
    year: sum(months.map(({ planned }) => planned)),
    planned: sum(past.map(({ planned }) => planned)),
    actual: sum(past.map(({ actual }) => actual)),
  }
}

/** A row for each month of each line, amounts with a decimal point, for programs that calculate. */
export function csvOf(
  head: readonly string[],
  lines: readonly { name: string; way: string; months: PlanLine['months'] }[],
  scale: number,
): string {
  const rows = lines.flatMap(({ name, way, months }) =>
    months.map(({ month, planned, actual }) => {
      const amounts = planned === null ? ['', decimal(BigInt(actual), scale), ''] : [planned, actual, BigInt(actual) - BigInt(planned)].map((amount) => decimal(BigInt(amount), scale)) // biome-ignore format: one line reads better
      return [safe(name), safe(way), month, ...amounts]
    }),
  )
  return `${[head, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
}

/** What a spreadsheet would take for a formula stays text. */
function safe(text: string): string {
  return /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(text) ? `'${text}` : text
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

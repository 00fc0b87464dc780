/** Rows of a file that are parts of one sale, such as the articles of a receipt. Pure. */
import { DomainError } from '../../kernel/errors.ts'
import type { NewSale, VatLine } from './schema.ts'

export type Row = { row: number; reference: string | null; sale?: NewSale; refused?: unknown }

/** Rows with the same reference as one, in the place of the first. One that cannot be read keeps its sale from being booked. */
export function addUp(rows: readonly Row[]): Row[] {
  const groups = Map.groupBy(rows, ({ row, reference }) => reference ?? `\n${row}`)
  return [...groups.values()].map((parts) => {
    const unread = parts.find(({ refused }) => refused !== undefined)
    if (unread || parts.length === 1) return unread ?? parts[0]!
    const [first, ...others] = parts.map(({ sale }) => sale!) as [NewSale, ...NewSale[]]
    if (others.some(({ day }) => day !== first.day)) return { row: parts[0]!.row, reference: parts[0]!.reference, refused: apart() }
    return { ...parts[0]!, sale: others.reduce(join, first) }
  })
}

function join(one: NewSale, other: NewSale): NewSale {
  const isTaxed = one.vat.length + other.vat.length > 0
  return {
    ...one,
    gross: sum(one.gross, other.gross),
    net: sum(one.net, other.net),
    vat: isTaxed ? joinVat([...linesOf(one, other), ...linesOf(other, one)]) : [],
    units: joinCounts(one.units, other.units),
    metrics: Object.fromEntries(
      [...new Set([...Object.keys(one.metrics), ...Object.keys(other.metrics)])].map((key) => [
        key,
        joinCounts(one.metrics[key] ?? {}, other.metrics[key] ?? {}),
      ]),
    ),
    names: { ...other.names, ...one.names },
    is: { ...other.is, ...one.is },
    standAlone: { ...other.standAlone, ...one.standAlone },
    used: [...new Set([...one.used, ...other.used])],
  }
}

/** A part without tax is a line without tax beside lines with it. */
function linesOf({ vat, net }: NewSale, other: NewSale): VatLine[] {
  return vat.length > 0 ? vat : [{ rate: '0/100', country: other.vat[0]?.country ?? 'DE', net, vat: '0' }]
}

function joinVat(lines: readonly VatLine[]): VatLine[] {
  const groups = Map.groupBy(lines, ({ rate, country }) => `${rate} ${country}`)
  return [...groups.values()].map(([first, ...others]) => ({
    ...first!,
    net: others.reduce((total, { net }) => sum(total, net), first!.net),
    vat: others.reduce((total, { vat }) => sum(total, vat), first!.vat),
  }))
}

function joinCounts(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...keys].map((key) => [key, (one[key] ?? 0) + (other[key] ?? 0)]))
}

function sum(one: string, other: string): string {
  return `${BigInt(one) + BigInt(other)}`
}

function apart(): DomainError {
  return new DomainError('invalid', 'sale_parts_apart', 'The rows of this sale are of different days.')
}

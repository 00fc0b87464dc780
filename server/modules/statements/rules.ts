/** What a statement says, computed from the entries of an account and nothing else: the same entries, the same bytes. Pure. */

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** An entry of the account as the ledger tells it. */
export type Entry = {
  place: number
  transactionId: string
  n: number
  kind: string
  day: string
  meantFor: string | null
  ruleVersionId: string | null
  whole: Json | null
  explanation: Json | null
  amount: bigint
  running: bigint
}

export type StatementLine = {
  place: number
  day: string
  meantFor: string | null
  kind: string
  transactionId: string
  entry: number
  sale: string | null
  reference: string | null
  refund: string | null
  ruleVersionId: string | null
  step: string | null
  exact: string | null
  carry: string | null
  amount: bigint
  balance: bigint
  vat: readonly Vat[]
}

export type Vat = { rate: string; country: string; net: bigint; vat: bigint }

/** What does not change while an account has one. */
export type Frame = {
  ecosystemId: string
  partyId: string
  accountId: string
  asset: string
  scale: number
  from: string | null
  through: string | null
  opening: bigint
}

export type Subtotal = { kind: string; lines: number; amount: bigint }
export type VatSum = { rate: string; country: string; isOwn: boolean; sales: number; net: bigint; vat: bigint }

/** Goes before everything that is summed up, so that a later form of statements is told from this one. */
const FORM = 'tutti statement 1'
const DIGITS = /^-?[0-9]{1,30}$/

/** A line as the entry and its transaction explain it. What they do not say, or say in another form, is left open. */
export function lineOf(entry: Entry, opening: bigint): StatementLine {
  const { place, day, meantFor, kind, transactionId, n, ruleVersionId, amount, running } = entry
  const own = fieldsOf(entry.explanation)
  const whole = fieldsOf(entry.whole)
  return {
    place,
    day,
    meantFor,
    kind,
    transactionId,
    entry: n,
    sale: textOf(own.sale) ?? textOf(whole.sale),
    reference: textOf(whole.reference),
    refund: textOf(own.refund) ?? textOf(whole.refund),
    ruleVersionId,
    step: textOf(own.step),
    exact: textOf(own.exact),
    carry: textOf(own.carry),
    amount,
    balance: opening + running,
    vat: vatOf(whole.vat),
  }
}

function fieldsOf(value: Json | null): { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: Json }) : {}
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function vatOf(value: Json | undefined): Vat[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one) => {
    const { rate, country, net, vat } = fieldsOf(one)
    const isWhole = [net, vat].every((digits) => typeof digits === 'string' && DIGITS.test(digits))
    return typeof rate === 'string' && typeof country === 'string' && isWhole
      ? [{ rate, country, net: BigInt(net as string), vat: BigInt(vat as string) }]
      : []
  })
}

/** What is told beneath the lines, gathered line by line. */
export type Sums = {
  lines: number
  late: number
  closing: bigint
  subtotals: Map<string, Subtotal>
  vat: Map<string, VatSum>
  /** Sales of which the tax was counted: one may stand behind several lines that do not follow each other. */
  taxed: Set<string>
}

export function newSums(opening: bigint): Sums {
  return { lines: 0, late: 0, closing: opening, subtotals: new Map(), vat: new Map(), taxed: new Set() }
}

export function addLine(sums: Sums, line: StatementLine): void {
  sums.lines += 1
  if (line.meantFor !== null) sums.late += 1
  sums.closing = line.balance
  const subtotal = sums.subtotals.get(line.kind) ?? { kind: line.kind, lines: 0, amount: 0n }
  subtotal.lines += 1
  subtotal.amount += line.amount
  sums.subtotals.set(line.kind, subtotal)
  addVat(sums, line)
}

/** The tax of a sale counts once, whatever number of lines it has here. Who took the money has a line of the sale without a step. */
function addVat(sums: Sums, { vat, kind, transactionId, step }: StatementLine): void {
  if (vat.length === 0) return
  const isOwn = step === null
  const seen = `${transactionId} ${isOwn}`
  if (sums.taxed.has(seen) || (!isOwn && sums.taxed.has(`${transactionId} true`))) return
  const moved = isOwn && sums.taxed.delete(`${transactionId} false`)
  sums.taxed.add(seen)
  for (const one of vat) {
    if (moved) countVat(sums, one, false, kind, -1)
    countVat(sums, one, isOwn, kind, 1)
  }
}

function countVat({ vat: sums }: Sums, { rate, country, net, vat }: Vat, isOwn: boolean, kind: string, times: 1 | -1): void {
  const key = JSON.stringify([country, rate, isOwn])
  const sum = sums.get(key) ?? { rate, country, isOwn, sales: 0, net: 0n, vat: 0n }
  // a refund says what goes back without a sign
  const sign = BigInt(times) * (kind === 'refund' && net > 0n ? -1n : 1n)
  sum.sales += times
  sum.net += sign * net
  sum.vat += sign * vat
  if (sum.sales === 0) sums.delete(key)
  else sums.set(key, sum)
}

export function subtotalsOf({ subtotals }: Sums): Subtotal[] {
  return [...subtotals.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1))
}

export function vatSumsOf({ vat }: Sums): VatSum[] {
  return [...vat].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}

/**
 * Everything a statement says, as text: its frame, a line for each line, its sums. No names and no words, which may change; what it is called and how
 * it reads is no part of it.
 */
export function frameText({ ecosystemId, partyId, accountId, asset, scale, from, through, opening }: Frame): string {
  return textLine([FORM, ecosystemId, partyId, accountId, asset, scale, from, through, `${opening}`])
}

export function lineText(line: StatementLine): string {
  const { place, day, meantFor, kind, transactionId, entry, sale, reference, refund, ruleVersionId, step, exact, carry } = line
  const said = [place, day, meantFor, kind, transactionId, entry, sale, reference, refund, ruleVersionId, step, exact, carry]
  return textLine([...said, `${line.amount}`, `${line.balance}`])
}

export function sumsText(sums: Sums): string {
  const kinds = subtotalsOf(sums).map(({ kind, lines, amount }) => [kind, lines, `${amount}`])
  const vat = vatSumsOf(sums).map(({ rate, country, isOwn, sales, net, vat: tax }) => [country, rate, isOwn, sales, `${net}`, `${tax}`])
  return textLine([kinds, vat, sums.lines, sums.late, `${sums.closing}`])
}

function textLine(values: readonly unknown[]): string {
  return `${JSON.stringify(values)}\n`
}

/** An amount of minor units with a point and all its digits: 114.33. */
export function decimalOf(minor: bigint, scale: number): string {
  const text = `${minor < 0n ? -minor : minor}`.padStart(scale + 1, '0')
  const sign = minor < 0n ? '-' : ''
  return scale === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}

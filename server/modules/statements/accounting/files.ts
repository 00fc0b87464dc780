import type { Tx } from '../../../kernel/ctx.ts'
import { DomainError } from '../../../kernel/errors.ts'
import type { BookedEntry } from '../../ledger/index.ts'
import { type Cell, csvLine, MARK } from '../csv.ts'
import { decimalOf, lineOf, type StatementLine, type Vat } from '../rules.ts'
import type { Locale } from '../schema.ts'
import { assetsOf, namesOf } from '../sources.ts'
import { dayInWords, kindInWords, rateInWords } from '../words.ts'
import { type Chart, numberFor } from './chart.ts'
import { BATCH_LINES_MAX, batchHead, batchLines, fiscalYearOf, pairsOf, windows1252 } from './datev.ts'
import type { Settings } from './settings.ts'
import { HEADINGS } from './words.ts'

export type Handed = { transactions: number; entries: number; late: number }
type Transactions = AsyncGenerator<BookedEntry[][]>
type Books = { from: string; through: string; asset: string | null; scale: number; chart: Chart; closedAt: Date }

/** What an entry says of its sale, rule and step. */
function saidBy(entry: BookedEntry): StatementLine {
  return lineOf({ ...entry, place: 0, running: 0n }, 0n)
}

/** Every entry as a line; what is said of the whole sale stands on the first of its entries, so that columns can be summed. */
export async function* bookCsv(tx: Tx, { chart }: Books, transactions: Transactions, locale: Locale): AsyncGenerator<Uint8Array> {
  const assets = await assetsOf(tx)
  yield Buffer.from(`${MARK}${csvLine(HEADINGS[locale], locale)}`)
  for await (const some of transactions) {
    const nameOf = await namesOf(tx, ownersIn(some))
    const rows = some.flatMap((entries) =>
      entries.map((entry, k) => {
        const decimal = (minor: bigint): Cell => ({ decimal: decimalOf(minor, assets.get(entry.asset)?.scale ?? 0) })
        const { sale, reference, refund, step, exact, carry, vat } = saidBy(entry)
        const { gross, net } = k === 0 ? wholeSale(entry) : { gross: null, net: null }
        const booked = [entry.transactionId, entry.n, entry.day, entry.meantFor, entry.bookedAt.toISOString(), entry.kind]
        const account = [
          entry.purpose,
          numberFor(chart, entry.purpose) ?? null,
          entry.ownerPartyId,
          entry.ownerPartyId && nameOf(entry.ownerPartyId),
        ]
        const sides = entry.amount > 0n ? [decimal(entry.amount), null] : [null, decimal(-entry.amount)]
        const sold = [
          sale,
          reference,
          refund,
          gross === null ? null : decimal(gross),
          net === null ? null : decimal(net),
          k === 0 ? taxText(vat, entry.asset, assets, locale) : null,
        ]
        const cells = [
          ...booked,
          kindInWords(entry.kind, locale),
          ...account,
          entry.asset,
          ...sides,
          ...sold,
          entry.ruleVersionId,
          step,
          exact,
          carry,
        ]
        return csvLine(cells, locale)
      }),
    )
    yield Buffer.from(rows.join(''))
  }
}

/** A booking batch. Throws too_large where it would have more lines than DATEV takes. */
export async function* bookDatev(tx: Tx, books: Books & { settings: Settings }, transactions: Transactions): AsyncGenerator<Uint8Array> {
  const { settings, chart, from, through, asset, scale, closedAt } = books
  const fiscalYear = fiscalYearOf(from, settings.fiscalYearStart)
  const currency = asset!
  const assets = await assetsOf(tx)
  yield windows1252(batchHead({ ...settings, fiscalYear, from, through, currency, createdAt: closedAt }))
  let lines = 0
  for await (const some of transactions) {
    const nameOf = await namesOf(tx, ownersIn(some))
    const written = some.flatMap((entries) => {
      const numbered = entries.map(({ purpose, ownerPartyId, amount }) => ({
        number: numberFor(chart, purpose)!,
        amount: amount * 10n ** BigInt(2 - scale),
        ownerName: ownerPartyId && nameOf(ownerPartyId),
      }))
      const [first] = entries as [BookedEntry, ...BookedEntry[]]
      const { sale, reference, vat } = saidBy(first)
      const notes = [
        ...(sale === null ? [] : [['Verkauf', sale] as const]),
        ['Buchung', first.transactionId] as const,
        ...(first.meantFor === null ? [] : [['Gedacht für', dayInWords(first.meantFor, 'de')] as const]),
        ...(vat.length === 0 ? [] : [['Steuer', taxText(vat, currency, assets, 'de')] as const]),
      ]
      return pairsOf(numbered).pairs.flatMap((pair) => {
        const text = [kindInWords(first.kind, 'de'), reference, pair.ownerName].filter(Boolean).join(' ')
        return batchLines({ ...pair, day: first.day, reference: reference ?? first.transactionId, text, notes }, currency)
      })
    })
    lines += written.length
    if (lines > BATCH_LINES_MAX) {
      throw new DomainError(
        'too_large',
        'too_many_batch_lines',
        `DATEV takes at most ${BATCH_LINES_MAX} lines a file. Please choose fewer days.`,
      )
    }
    yield windows1252(written.join(''))
  }
}

function ownersIn(transactions: readonly BookedEntry[][]): string[] {
  return transactions.flat().flatMap(({ ownerPartyId }) => ownerPartyId ?? [])
}

function wholeSale({ whole }: BookedEntry): { gross: bigint | null; net: bigint | null } {
  const said = typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? (whole as Record<string, unknown>) : {}
  const amount = (value: unknown) => (typeof value === 'string' && /^-?[0-9]{1,30}$/.test(value) ? BigInt(value) : null)
  return { gross: amount(said.gross), net: amount(said.net) }
}

/** 19 % DE 200.00 + 38.00; 7 % DE 10.00 + 0.70 */
function taxText(vat: readonly Vat[], asset: string, assets: ReadonlyMap<string, { scale: number }>, locale: Locale): string {
  const decimal = (minor: bigint) => decimalOf(minor, assets.get(asset)?.scale ?? 0).replace('.', locale === 'de' ? ',' : '.')
  return vat
    .map(
      ({ rate, country, net, vat: tax }) =>
        `${rateInWords(rate, locale).replace('\u00a0', ' ')} ${country} ${decimal(net)} + ${decimal(tax)}`,
    )
    .join('; ')
}

import { createHash } from 'node:crypto'
import { complaint } from '../../../kernel/complaints.ts'
import { type Ctx, snapshot, type Tx, transaction } from '../../../kernel/ctx.ts'
import { DomainError } from '../../../kernel/errors.ts'
import { emit, sourceOf } from '../../../kernel/events.ts'
import { newId } from '../../../kernel/ids.ts'
import {
  type BookedEntry,
  type ClosedPeriod,
  type Days,
  listClosedPeriods,
  readBookedPurposes,
  streamBookedEntries,
} from '../../ledger/index.ts'
import { allow } from '../../people/index.ts'
import { assetsOf } from '../sources.ts'
import { type Chart, missingIn } from './chart.ts'
import { fiscalYearOf, isInYear } from './datev.ts'
import { bookCsv, bookDatev, type Handed } from './files.ts'
import type { NewAccountingExport } from './schema.ts'
import { readAccounting, type Settings } from './settings.ts'

/** DATEV knows two digits behind the comma, no more. */
const DATEV_SCALE_MAX = 2
const PERIODS_MAX = 20_000

type Wanted = {
  from: string
  through: string
  days: Days
  asset: string | null
  scale: number
  chart: Chart
  settings: Settings | undefined
  closedAt: Date
}

/**
 * A file of everything that was booked on closed days, and a note that it was made. What is closed does not change, so the same days give the same
 * file; what came too late for them is in the days after. Throws conflict where days are not closed, and where DATEV lacks a number.
 */
export async function makeAccountingExport(ctx: Ctx, input: NewAccountingExport) {
  const wanted = await transaction(ctx, (tx) => prepare(tx, input))
  const { from, through } = wanted
  const content = snapshot(ctx, (tx) => noted(tx, wanted, input))
  return input.format === 'datev'
    ? { name: `EXTF_Buchungsstapel_${from}_${through}.csv`, mediaType: 'text/csv; charset=windows-1252', content }
    : {
        name: `${input.language === 'de' ? 'buchungen' : 'bookings'}-${from}-${through}.csv`,
        mediaType: 'text/csv; charset=utf-8',
        content,
      }
}

async function prepare(tx: Tx, { format, from, through, ...input }: NewAccountingExport): Promise<Wanted> {
  allow(tx, 'accounting.write')
  const asset = input.asset ?? null
  if (from !== undefined && from > through) {
    throw new DomainError('invalid', 'invalid_accounting_export', 'Something in the input is not right.', [
      complaint('through', 'period_reversed'),
    ])
  }
  const closedAt = closingOf(await listClosedPeriods(tx, PERIODS_MAX), through)
  const days = { after: from === undefined ? null : dayBefore(from), through }
  const { purposes, first } = await readBookedPurposes(tx, days, asset)
  const began = from ?? first ?? through
  const known = asset === null ? undefined : (await assetsOf(tx)).get(asset)
  const accounting = await readAccounting(tx)
  if (asset !== null && !known) throw new DomainError('not_found', 'asset_not_found', 'There is no such asset.')
  if (format === 'datev') {
    if (known?.kind !== 'money' || known.scale > DATEV_SCALE_MAX) {
      throw new DomainError('invalid', 'datev_needs_money', 'A DATEV file is in one currency with two digits behind the comma.')
    }
    mustBeReady(accounting, purposes, began, through)
  }
  return { from: began, through, days, asset, scale: known?.scale ?? 0, ...accounting, closedAt }
}

/** When the days up to one were closed. */
function closingOf(periods: readonly ClosedPeriod[], through: string): Date {
  if (periods.length === 0)
    throw new DomainError('conflict', 'no_closing_yet', 'No days are closed yet, and only closed days are handed over.')
  const closing = periods.findLast((period) => period.through >= through)
  if (closing) return closing.closedAt
  throw new DomainError('conflict', 'days_not_closed', `The days after ${periods[0]!.through} are not closed yet. Nothing was handed over.`)
}

function mustBeReady(
  { settings, chart }: Pick<Wanted, 'settings' | 'chart'>,
  purposes: readonly string[],
  from: string,
  through: string,
): void {
  if (!settings) {
    throw new DomainError('conflict', 'accounting_not_set_up', 'Nobody has said yet under which numbers the books are kept at DATEV.')
  }
  const missing = missingIn(chart, purposes)
  if (missing.length > 0) {
    const errors = missing.map((purpose) => complaint(purpose, 'account_number_missing', { purpose }))
    throw new DomainError('conflict', 'chart_incomplete', `These purposes have no account number yet: ${missing.join(', ')}.`, errors)
  }
  if (isInYear(through, fiscalYearOf(from, settings.fiscalYearStart))) return
  throw new DomainError(
    'conflict',
    'two_fiscal_years',
    'These days lie in two fiscal years, and DATEV takes one a file. Please choose fewer days.',
  )
}

/** Writes the file, and notes at its end that it was made; a reader who leaves before has not taken it. */
async function* noted(tx: Tx, wanted: Wanted, { format, language }: NewAccountingExport): AsyncGenerator<Uint8Array> {
  const handed: Handed = { transactions: 0, entries: 0, late: 0 }
  const hash = createHash('sha256')
  let size = 0
  const transactions = byTransaction(streamBookedEntries(tx, wanted.days, wanted.asset), handed)
  const { settings, ...rest } = wanted
  const content =
    format === 'datev' ? bookDatev(tx, { ...rest, settings: settings! }, transactions) : bookCsv(tx, rest, transactions, language)
  for await (const piece of content) {
    hash.update(piece)
    size += piece.length
    yield piece
  }
  const { from, through, asset } = wanted
  const id = newId()
  const row = {
    ecosystem_id: tx.ecosystemId,
    id,
    format,
    asset,
    from_day: from,
    through_day: through,
    ...handed,
    size_bytes: BigInt(size),
    hash: hash.digest(),
    made_by: sourceOf(tx.actor),
    made_at: tx.now(),
  }
  await tx.db.insertInto('accounting_exports').values(row).execute()
  await emit(tx, 'accounting.exported', null, { exportId: id, format, from, through, entries: handed.entries })
}

/** Whole transactions, some at a time, counted as they pass. */
async function* byTransaction(pages: AsyncGenerator<BookedEntry[]>, handed: Handed): AsyncGenerator<BookedEntry[][]> {
  let open: BookedEntry[] = []
  for await (const entries of pages) {
    const whole: BookedEntry[][] = []
    for (const entry of entries) {
      if (open.length > 0 && open[0]!.transactionId !== entry.transactionId) {
        whole.push(open)
        open = []
      }
      open.push(entry)
    }
    count(whole, handed)
    if (whole.length > 0) yield whole
  }
  if (open.length === 0) return
  count([open], handed)
  yield [open]
}

function count(transactions: readonly BookedEntry[][], handed: Handed): void {
  for (const entries of transactions) {
    handed.transactions += 1
    handed.entries += entries.length
    if (entries[0]!.meantFor !== null) handed.late += 1
  }
}

function dayBefore(day: string): string {
  const before = new Date(`${day}T00:00:00Z`)
  before.setUTCDate(before.getUTCDate() - 1)
  return before.toISOString().slice(0, 10)
}

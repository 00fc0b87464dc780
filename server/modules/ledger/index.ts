/** Ledger: the one place where everything of value moves, exact and never changed. */
import type { JobHandler, Schedule } from '../../kernel/jobs.ts'
import { tendLedgers } from './jobs.ts'

export {
  type Account,
  findAccounts,
  findOrOpenAccount,
  findOrOpenAccounts,
  getAccount,
  type NewAccount,
  openAccount,
  readAccounts,
  setLimits,
} from './accounts.ts'
export { findAsset, findOrMakeAsset, findOrMakeMoney, isBookable, makeAsset, readAssets } from './assets.ts'
export { bookedLines } from './booked-lines.ts'
export type { Outcome, Posted } from './booking.ts'
export { type BookChecks, type Checked, checkLedger, setBookChecks } from './check.ts'
export { type Closing, closePeriod, lastClosing } from './closings.ts'
export { type Exchange, exchange } from './exchanges.ts'
export { type Flow, type FlowPosting, type FlowQuestion, listFlowPostings, readFlows, readRulesShared } from './flows.ts'
export { hold, holdAll, lockForHolds, type NewHold, postHold, postHolds, voidHold, voidHolds } from './holds.ts'
export { type MonthSum, readMonths } from './months.ts'
export { type Movement, readMovements } from './movements.ts'
export { personalData } from './personal-data.ts'
export { post, postAll, postEach } from './posting.ts'
export {
  type AccountLine,
  type BookedEntry,
  type ClosedPeriod,
  type Days,
  getClosedPeriod,
  listClosedPeriods,
  listOwnedAccounts,
  listPurposes,
  type OwnedAccount,
  readAccountLines,
  readBookedPurposes,
  readClosedBalance,
  readClosedBalances,
  streamAccountLines,
  streamBookedEntries,
} from './readings.ts'
export { findReversed, type ReversedEntry, readReversedEntries, reversalOf, reverse, type Undoing } from './reversals.ts'
export { routes } from './routes.ts'
export { AMOUNT_MAX, ENTRIES_MAX, type JsonValue, type NewEntry, type Posting } from './rules.ts'
export { type Asset, type Events, type Tables, TakeBack, TakenBack } from './schema.ts'
export { sealEntries } from './seals.ts'
export { readOwnerNames } from './showing.ts'
export { type Booked, findBooked, sayingWhy, takeBack } from './taking-back.ts'
export { getTransaction } from './transactions.ts'
export {
  type AccountEntry,
  findEntry,
  findLastEmpty,
  findOfKind,
  listAccounts,
  listEntries,
  listEntriesFrom,
  listEntriesOfKind,
  listOfKind,
  readFlowsByDay,
  sumBy,
  type ToldEntry,
} from './value-reading.ts'

export const jobs: Record<string, JobHandler> = { 'ledger.tend': tendLedgers }
export const schedule: Schedule = { 'ledger.tend': '*/5 * * * *' }

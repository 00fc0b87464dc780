/** Ledger: the one place where everything of value moves, exact and never changed. */
export {
  type Account,
  findOrOpenAccount,
  getAccount,
  makeAsset,
  type NewAccount,
  openAccount,
  readAccounts,
  setLimits,
} from './accounts.ts'
export type { Posted } from './booking.ts'
export { personalData } from './personal-data.ts'
export { post, postAll } from './posting.ts'
export { AMOUNT_MAX, ENTRIES_MAX, type JsonValue, type NewEntry, type Posting } from './rules.ts'
export type { Events, Tables } from './schema.ts'

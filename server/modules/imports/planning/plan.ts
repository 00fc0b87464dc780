/** What an import decided: what to write, and what to tell about each row. Types only. */
import type { ContactFill, Fill, ImportedContact, ImportedNote, NewParty } from '../../parties/index.ts'
import type { NewTie, NewTieType } from '../../ties/index.ts'
import type { Evidence } from '../matching.ts'
import type { RowComplaint, SuppressionDraft } from '../reading/index.ts'

/**
 * `create`: a new organisation. `change`: one on the map learns something. `join`: belongs to an organisation of an earlier row.
 * `same`: nothing new. `refuse`: nothing of it is taken.
 */
export type Action = 'create' | 'change' | 'join' | 'same' | 'refuse'

export type Reason =
  | ({ kind: 'complaint' } & RowComplaint)
  /** Why the row is one with a party or an earlier row. */
  | { kind: 'evidence'; with: string; row: number | null; score: number; evidence: Evidence[] }
  /** The party may be the same as another; a person is asked. */
  | { kind: 'question'; with: string }
  /** A person without an organisation, kept with the others of that sort. */
  | { kind: 'collected' }
  /** The same row came with an earlier import. */
  | { kind: 'known' }
  | { kind: 'fields'; fields: string[] }

export type PlannedRow = {
  file: number
  row: number
  action: Action
  name: string | null
  partyId: string | null
  fingerprint: string | null
  reasons: Reason[]
}

export type Question = { oneId: string; otherId: string; score: number; evidence: Evidence[] }

export type Items = {
  party: { id: string; draft: NewParty }[]
  fill: Fill[]
  contact: ImportedContact[]
  contact_fill: ContactFill[]
  note: ImportedNote[]
  tie_type: NewTieType[]
  tie: NewTie[]
  suppression: SuppressionDraft[]
  question: Question[]
}
export type ItemKind = keyof Items

/**
 * A piece of the plan, to be kept before the next one is made, so that the whole is never in memory. `entries` says how many organisations
 * and people were gone through for it; the list may be empty.
 */
export type Part =
  | { [K in ItemKind]: { kind: K; list: Items[K]; entries: number } }[ItemKind]
  | { kind: 'row'; list: PlannedRow[]; entries: number }
export type Parts<T = void> = Generator<Part, T>

/** What becomes of people who belong to no organisation: gathered in one private group, each on the map, or left out. */
export type PersonsChoice = 'collect' | 'own' | 'skip'

export type Settings = {
  persons: PersonsChoice
  /** ISO code assumed for phone numbers and addresses without a country. */
  country: string | null
  /** Whether the file overwrites what the map already says. */
  replace: boolean
  /** For ties whose file does not name a type of tie. */
  tieType: string
  /** Whether words that name no type of tie here become types of one's own. */
  newTieTypes: boolean
  payees: Payees
}

/** What becomes of those whom a bank statement or a list of invoices names. */
export type Payees = {
  /** Whether organisations that are not on the map come onto it, and whether private persons do. */
  organisations: boolean
  persons: boolean
  /** Who sells to whom: as the sign of the amount says, we paid all of them, or all of them paid us. */
  direction: 'sign' | 'paid' | 'received'
  /** Whether sums are kept as evidence of the tie. */
  amounts: boolean
}

/** What every file turns into, whoever wrote it: one stream of records about organisations, people and ties. Types only. */
import type { RowComplaint } from './complaints.ts'
import type { PaymentDraft } from './payments.ts'

export type Identifier = { scheme: string; value: string }

export type PartyDraft = {
  name: string
  kinds: string[]
  sectorScheme: 'nace' | 'naics' | null
  sectorCode: string | null
  description: string | null
  website: string | null
  email: string | null
  phone: string | null
  street: string | null
  postalCode: string | null
  city: string | null
  region: string | null
  country: string | null
  latitude: number | null
  longitude: number | null
  tags: string[]
  identifiers: Identifier[]
}

export type ContactDraft = {
  name: string
  givenName: string | null
  familyName: string | null
  role: string | null
  email: string | null
  phone: string | null
  mobile: string | null
}

export type NoteDraft = { body: string; at: string | null }
export type SuppressionDraft = { channel: 'email'; address: string; reason: string }

/** `from` and `to` are ids or names, as the file has them. */
export type TieDraft = {
  from: string
  to: string
  /** The scheme of the ids in a file that holds both nodes and ties; null where the nodes may stand in other files. */
  nodes: string | null
  type: string | null
  directed: boolean | null
  strength: number | null
  since: string | null
  until: string | null
  evidence: string | null
}

/**
 * One row. `partyRef` and `contactRef` are how other rows call what this one describes (`hubspot.company:17`); `partyRefs` and
 * `contactRefs` are whom it speaks of. `refusal` says why nothing of it is taken, `warnings` what of it is not.
 */
export type ImportRecord = {
  file: number
  row: number
  party?: PartyDraft
  partyRef?: string
  partyRefs: string[]
  contact?: ContactDraft
  contactRef?: string
  contactRefs: string[]
  notes: NoteDraft[]
  suppressions: SuppressionDraft[]
  tie?: TieDraft
  payment?: PaymentDraft
  refusal?: RowComplaint
  warnings: RowComplaint[]
}

export function emptyRecord(file: number, row: number): ImportRecord {
  return { file, row, partyRefs: [], contactRefs: [], notes: [], suppressions: [], warnings: [] }
}

export function emptyParty(name: string): PartyDraft {
  return {
    name,
    kinds: [],
    sectorScheme: null,
    sectorCode: null,
    description: null,
    website: null,
    email: null,
    phone: null,
    street: null,
    postalCode: null,
    city: null,
    region: null,
    country: null,
    latitude: null,
    longitude: null,
    tags: [],
    identifiers: [],
  }
}

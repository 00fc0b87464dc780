/** Where a column can go. A preset and the mapper both end as one target for each column, and one reader does the rest. */

export const TARGETS = [
  'party.name',
  'party.id',
  'party.kinds',
  'party.sector',
  'party.nace',
  'party.naics',
  'party.description',
  'party.website',
  'party.email',
  'party.phone',
  'party.street',
  'party.houseNumber',
  'party.postalCode',
  'party.city',
  'party.region',
  'party.country',
  'party.latitude',
  'party.longitude',
  'party.location',
  'party.tags',
  'party.vat',
  'party.register',
  'contact.name',
  'contact.givenName',
  'contact.middleName',
  'contact.familyName',
  'contact.role',
  'contact.email',
  'contact.phone',
  'contact.mobile',
  'contact.id',
  'contact.optOut',
  'link.parties',
  'link.contacts',
  'note',
  'note.title',
  'note.detail',
  'note.at',
  'tie.from',
  'tie.to',
  'tie.type',
  'tie.strength',
  'tie.directed',
  'tie.since',
  'tie.until',
  'tie.evidence',
  'payment.party',
  'payment.date',
  'payment.amount',
  'payment.currency',
  'payment.purpose',
] as const
export type Target = (typeof TARGETS)[number]

/** What one row of a table is about. */
export type Subject = 'contacts' | 'companies' | 'deals' | 'nodes' | 'edges' | 'payments' | 'list'

/**
 * How a table is read. `targets[i]` is where column i goes, null for nowhere. `schemes` name the ids of the source, so that other files of
 * the same source, and the next import, find what they mean.
 */
export type Mapping = {
  subject: Subject
  targets: (Target | null)[]
  schemes: { party: string; contact: string }
  /** What parts several values in one cell, each character for itself, where the source says so. */
  separators?: string
}

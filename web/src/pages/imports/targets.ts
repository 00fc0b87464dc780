import type { Target } from './queries.ts'

/** Where a column can go, in the groups in which a person looks for it. */
export const TARGET_GROUPS: readonly { group: 'party' | 'place' | 'contact' | 'note' | 'tie' | 'payment'; targets: readonly Target[] }[] = [
  {
    group: 'party',
    targets: [
      'party.name',
      'party.kinds',
      'party.tags',
      'party.sector',
      'party.nace',
      'party.naics',
      'party.description',
      'party.website',
      'party.email',
      'party.phone',
      'party.id',
      'party.vat',
      'party.register',
      'link.parties',
    ],
  },
  {
    group: 'place',
    targets: [
      'party.street',
      'party.houseNumber',
      'party.postalCode',
      'party.city',
      'party.region',
      'party.country',
      'party.latitude',
      'party.longitude',
      'party.location',
    ],
  },
  {
    group: 'contact',
    targets: [
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
      'link.contacts',
    ],
  },
  { group: 'note', targets: ['note', 'note.title', 'note.detail', 'note.at'] },
  {
    group: 'tie',
    targets: ['tie.from', 'tie.to', 'tie.type', 'tie.strength', 'tie.directed', 'tie.since', 'tie.until', 'tie.evidence'],
  },
  { group: 'payment', targets: ['payment.party', 'payment.date', 'payment.amount', 'payment.currency', 'payment.purpose'] },
]

import type { NamedOffer } from '../exchange/index.ts'
import type { ContactPerson, Field, NamedNote, Party } from '../parties/index.ts'
import type { NamedInteraction, NamedTie } from '../ties/index.ts'

type Pages<T> = AsyncIterable<readonly T[]>

/**
 * What a file is written from: lists that are read once, in pieces, one after the other. What the reader may not see is not in them; a list
 * of which they may see nothing is missing.
 */
export type Source = {
  ecosystem: string
  at: Date
  /** The ecosystem's own fields, none for those who see no values of them. */
  fields: readonly Field[]
  parties: () => Pages<Party>
  /** Those that are over too, or those on the map only. */
  ties: (scope: 'all' | 'present') => Pages<NamedTie>
  offers?: () => Pages<NamedOffer>
  people?: () => Pages<ContactPerson>
  interactions?: () => Pages<NamedInteraction>
  notes?: () => Pages<NamedNote>
}

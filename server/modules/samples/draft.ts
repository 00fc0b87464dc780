import type { NewOffer } from '../exchange/index.ts'
import type { Field, NewParty } from '../parties/index.ts'
import type { NewTie, NewTieType } from '../ties/index.ts'

export type Locale = 'en' | 'de'

/** A sample as it will be written. Ties and offers name parties by their place in `parties`. */
export type SampleDraft = {
  /** `kinds` of a party have a source of their own, since they may be made up where the party is real. */
  parties: { source: string; kindsSource: string; party: NewParty }[]
  ties: { source: string; from: number; to: number; tie: Omit<NewTie, 'fromId' | 'toId'> }[]
  offers: { source: string; party: number; offer: Omit<NewOffer, 'partyId'> }[]
  fields: Field[]
  tieTypes: NewTieType[]
}

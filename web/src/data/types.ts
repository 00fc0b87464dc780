import type { components } from '../api-types.ts'

type Schemas = components['schemas']

export type Party = Schemas['Party']
export type NewParty = Schemas['NewParty']
export type PartyChange = Schemas['PartyChange']
export type Contact = Schemas['Contact']
export type NewContact = Schemas['NewContact']
export type Note = Schemas['Note']
export type Field = Schemas['Field']
export type MergePreview = Schemas['MergePreview']
export type Tie = Schemas['Tie']
export type NewTie = Schemas['NewTie']
export type TieType = Schemas['TieType']
export type StrengthFormula = Schemas['StrengthFormula']
export type Interaction = NonNullable<Schemas['Interaction']>
export type InteractionKind = Interaction['kind']
export type TimelineItem = Schemas['TimelineItem']
export type Offer = Schemas['Offer']
export type NewOffer = Schemas['NewOffer']
export type Task = Schemas['Task']
export type NewTask = Schemas['NewTask']
export type LogEntry = Schemas['LogEntry']

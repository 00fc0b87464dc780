/** Parties: the organisations and groups of people around the orchestrator, with the source and the history of every fact. */
export { type Aliases, isOnMap, readAliases, readIdsOf, selectAliases } from './aliases.ts'
export { changeMany, countFacets } from './bulk.ts'
export { countPartyChanges, type DayOfChange, selectEverPartyIds, type UndatedFilter } from './changes.ts'
export { type PartyColumns, readPartyColumns, readTags } from './columns.ts'
export { countContacts, findContactAddress, findFirstContact, readContacts } from './contacts.ts'
export { eraseFields, eraseParties, findBuiltOn, listPartiesFrom, type PartyFrom } from './erasure.ts'
export { addKinds, changeFacts, createParties } from './facts.ts'
export { matches, momentOf, partiesAt, selectPartyIds, setCondition } from './filter.ts'
export { addIdentifiers } from './identifiers.ts'
export {
  type Fill,
  fillParties,
  type KeptFact,
  type KnownParty,
  listPartyIdsOf,
  readKnownParties,
  readNames,
  type TakenBack,
  takeBack,
} from './imported.ts'
export {
  type ContactFact,
  type ContactFill,
  createContacts,
  createNotes,
  emptyContacts,
  fillContacts,
  findContactPerson,
  type ImportedContact,
  type ImportedNote,
  readKnownContacts,
} from './imported-people.ts'
export { mergeParties, previewMerge, undoMerge } from './merges.ts'
export { kindName, sectorName } from './names.ts'
export { findOwnParty, nameOwnParty } from './own-party.ts'
export {
  countParties,
  createParty,
  endParty,
  getParty,
  listParties,
  lockParty,
  readParties,
  resolveParties,
  restoreParty,
  updateParty,
} from './parties.ts'
export { personalData } from './personal-data.ts'
export { kindsOfTags, sectorOfTags } from './place-tags.ts'
export { type Address, countPlaced, listUnplaced, type PartyAddress, type Placement, placeParties, takeBackPlaces } from './placing.ts'
export { routes } from './routes.ts'
export { FACTS, type Fact, isNace, isNaics, KINDS, normaliseIdentifier, normaliseWebsite, OWN_COLOURS, OWN_SHAPES } from './rules.ts'
export {
  Contact,
  type Events,
  FIELD_TYPES,
  type Field,
  FieldKeys,
  Filter,
  Identifier,
  type NewKind,
  NewParty,
  Note,
  Party,
  type Tables,
} from './schema.ts'
export { type Hit, searchContacts, searchNotes, searchParties } from './search.ts'
export { findMissingSectors } from './sectors.ts'
export { countPartiesUpTo } from './size.ts'
export {
  type ContactPerson,
  type MapPartyFacts,
  type MapPartyRow,
  type NamedNote,
  streamContacts,
  streamMapParties,
  streamNotes,
  streamParties,
  streamPartyIds,
} from './streams.ts'
export { addField, addKind, type KindShown, listFields, listKinds, removeUnusedFields, removeUnusedKinds } from './vocabulary.ts'

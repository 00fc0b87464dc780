/** Parties: the organisations and groups of people around the orchestrator, with the source and the history of every fact. */
export { addIdentifiers, addKinds, changeFacts, createParties } from './facts.ts'
export { matches, momentOf, partiesAt, selectPartyIds, setCondition } from './filter.ts'
export { countParties, createParty, endParty, getParty, listParties, lockParty, resolveParties, restoreParty } from './parties.ts'
export { routes } from './routes.ts'
export { FACTS, type Fact, KINDS, normaliseWebsite } from './rules.ts'
export { type Events, Filter, Identifier, NewParty, Party, type Tables } from './schema.ts'
export { type Hit, searchContacts, searchNotes, searchParties } from './search.ts'
export { addBuiltInKinds, listFields, listKinds } from './vocabulary.ts'

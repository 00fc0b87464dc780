/** People: accounts, memberships, rights, invitations, keys, and what the law gives a person over their data. */

export { firstRunLink } from './accounts.ts'
export { getEcosystem, todayIn } from './ecosystems.ts'
export { readErasureNotes } from './erasure-notes.ts'
export { type Accounts, type AccountsOptions, installAccounts } from './install.ts'
export { listInvitations } from './invitations.ts'
export { readPeopleBehind } from './keys.ts'
export { listMembers } from './members.ts'
export { findOwnAddress, hasSignedInAgain, listPeopleWith, type Member, mustBeMember, readMembers } from './membership.ts'
export { personalData } from './personal-data.ts'
export {
  applyErasures,
  type DataSubject,
  type Erasure,
  eraseContact,
  exportContact,
  type PersonalData,
  setPersonalData,
} from './privacy.ts'
export { readRemovals } from './removals.ts'
export {
  allow,
  allowList,
  hiddenFieldNames,
  may,
  PRIVATE_FIELDS,
  partiesWithin,
  type Reach,
  type Resource,
  RIGHTS,
  type Right,
  ROLES,
  reachOf,
  readAloud,
  SCOPES,
  type Scope,
  type Subject,
  visibleFields,
} from './rights.ts'
export { type Events, RemovedEntry, type Tables } from './schema.ts'

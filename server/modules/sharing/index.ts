/** Sharing money: rules that people can read, in versions that never change. What the rules can say is described in docs/sharing.md. */
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export {
  type Carry,
  evaluate,
  type Facts,
  mirror,
  type Outcome,
  type Paid,
  type Prepared,
  prepare,
  type Rational,
  type Rule,
  rationalFrom,
  sentencesOf,
  textOf,
} from './rule/index.ts'
export { type Events, type Recipient, SaleFacts, type Tables } from './schema.ts'
export { naming, readRecipientNames } from './trial.ts'
export { findVersionWords, readPurposeLabels, readVersionWords, type VersionWords } from './version-words.ts'
export { type KnownVersion, readKnownVersions, readRuleNames, readRulesInUse, versionOn } from './versions.ts'

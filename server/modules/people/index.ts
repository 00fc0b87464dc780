/** People: accounts, memberships, rights, invitations, keys, and what the law gives a person over their data. */
export {
  allow,
  allowList,
  hiddenFieldNames,
  may,
  PRIVATE_FIELDS,
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

/** What a line of the table of permissions is made of. */
import type { Role } from '../../kernel/ctx.ts'

/** How far a right reaches: everything, what belongs to the organisation one speaks for, or nothing. */
export type Reach = 'all' | 'own' | 'none'

/** What an API key may be narrowed to. Its owner's role decides as well, at each request. */
export const SCOPES = [
  'map.read',
  'map.write',
  'private.read',
  'private.write',
  'tasks.read',
  'tasks.write',
  'money.read',
  'money.write',
  'people.read',
  'people.write',
] as const
export type Scope = (typeof SCOPES)[number]

export const ROLES = ['owner', 'coordinator', 'member', 'viewer'] as const satisfies readonly Role[]

export type Line = {
  /** owner, coordinator, member, viewer. */
  reach: readonly [Reach, Reach, Reach, Reach]
  /** The scope an API key needs for it; null: a person only, never a key. */
  scope: Scope | null
  /** Verb and object, so that the table can be read aloud: `see`, `the contact people`. */
  en: readonly [string, string]
  de: readonly [string, string]
}

export const EVERYBODY = ['all', 'all', 'all', 'all'] as const
export const OWNERS = ['all', 'none', 'none', 'none'] as const
export const COORDINATORS = ['all', 'all', 'none', 'none'] as const
export const COORDINATORS_AND_OWN = ['all', 'all', 'own', 'none'] as const

export function line(reach: Line['reach'], scope: Line['scope'], en: Line['en'], de: Line['de']): Line {
  return { reach, scope, en, de }
}

import { z } from '@hono/zod-openapi'
import type { ColumnType, Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import type { Role } from '../../kernel/ctx.ts'
import { ROLES, SCOPES } from './rights.ts'

export const PASSWORD_LENGTH_MIN = 10
export const PASSWORD_LENGTH_MAX = 128

export type Locale = 'en' | 'de'

type Timestamp = ColumnType<Date, Date, Date>

export type Tables = {
  'auth.user': {
    id: string
    name: string
    email: string
    emailVerified: boolean
    image: Generated<string | null>
    createdAt: Timestamp
    updatedAt: Timestamp
    twoFactorEnabled: Generated<boolean | null>
    locale: Locale
  }
  'auth.session': {
    id: string
    expiresAt: Date
    token: string
    createdAt: Date
    updatedAt: Date
    ipAddress: string | null
    userAgent: string | null
    userId: string
  }
  'auth.account': {
    id: string
    accountId: string
    providerId: string
    userId: string
    password: string | null
    createdAt: Timestamp
    updatedAt: Timestamp
  }
  'auth.verification': { id: string; identifier: string; value: string; expiresAt: Date }
  'auth.passkey': { id: string; name: string | null; userId: string; createdAt: Date | null }
  'auth.twoFactor': { id: string; userId: string; verified: boolean | null }
  'auth.operators': { person_id: string; since: Date }
  'auth.former_memberships': { ecosystem_id: string; person_id: string; role: Role; party_id: string | null; since: Date; until: Date }
  'auth.keys': {
    id: string
    ecosystem_id: string
    person_id: string
    name: string
    start: string
    key_hash: Buffer
    scopes: string[]
    created_at: Date
    expires_at: Date
    revoked_at: Generated<Date | null>
    last_used_at: Generated<Date | null>
  }
  invitations: {
    ecosystem_id: string
    id: string
    email: string
    role: Role
    party_id: string | null
    invited_by: string | null
    created_at: Date
    expires_at: Date
    accepted_at: Generated<Date | null>
    accepted_by: Generated<string | null>
    withdrawn_at: Generated<Date | null>
  }
}

/** Ids and figures only: the log outlives an erasure. */
export type Events = {
  'ecosystem.created': Record<string, never>
  'ecosystem.changed': { fields: string[] }
  'person.invited': { invitationId: string; role: Role }
  'invitation.withdrawn': { invitationId: string }
  'invitation.linked': { invitationId: string }
  'person.joined': { personId: string; role: Role }
  'person.role_changed': { personId: string; from: Role; to: Role }
  'person.removed': { personId: string }
  'key.created': { keyId: string; scopes: string[] }
  'key.revoked': { keyId: string }
}

export const RoleName = z.enum(ROLES)
export const LocaleName = z.enum(['en', 'de'])
const Email = z.email().max(320).trim().toLowerCase()
const Name = z.string().trim().min(1).max(200)
const Password = z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX)
const EntranceKey = z.string().min(1).max(100)
const TimeZone = z.string().max(60).refine(isTimeZone, says('time_zone_unknown'))
const Instant = z.iso.datetime()

export const EcosystemSettings = z.object({ name: Name, locale: LocaleName, timeZone: TimeZone })
export const Ecosystem = z
  .object({ id: z.uuid(), name: z.string(), locale: LocaleName, timeZone: z.string(), createdAt: Instant })
  .openapi('Ecosystem')
export const EcosystemChange = EcosystemSettings.partial()

export const FirstRun = z.object({
  key: EntranceKey,
  name: Name,
  email: Email,
  password: Password,
  locale: LocaleName,
  ecosystem: z.object({ name: Name, timeZone: TimeZone }),
})
export type FirstRun = z.infer<typeof FirstRun>

export const NewInvitation = z
  .object({ email: Email, role: RoleName, partyId: z.uuid().nullable().default(null) })
  .refine(({ role, partyId }) => (role === 'member') === (partyId !== null), {
    path: ['partyId'],
    ...says('role_and_party'),
  })
export type NewInvitation = z.infer<typeof NewInvitation>
export const Invitation = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role: RoleName,
    partyId: z.uuid().nullable(),
    invitedBy: z.string().nullable(),
    createdAt: Instant,
    expiresAt: Instant,
  })
  .openapi('Invitation')

export const InvitationLink = z.object({
  link: z.string(),
  locale: LocaleName.openapi({ description: 'The language of the ecosystem' }),
  expiresAt: Instant,
})

export const InvitationPreview = z.object({
  ecosystemName: z.string(),
  invitedBy: z.string().nullable(),
  email: z.string(),
  role: RoleName,
  locale: LocaleName,
})
export const Acceptance = z.object({
  key: EntranceKey,
  name: Name.optional(),
  password: Password.optional(),
  locale: LocaleName.default('en'),
})
export type Acceptance = z.infer<typeof Acceptance>

export const KeyOnly = z.object({ key: EntranceKey })
export const EmailOnly = z.object({ email: Email })
export const PasswordReset = z.object({ key: EntranceKey, password: Password })

export const Member = z
  .object({
    personId: z.string(),
    name: z.string(),
    email: z.string(),
    emailConfirmed: z
      .boolean()
      .openapi({ description: 'Whether a mail to the address was answered: without, anybody may have made the account' }),
    role: RoleName,
    partyId: z.uuid().nullable(),
    since: Instant,
    twoFactor: z.boolean(),
  })
  .openapi('Member')
export const MemberChange = z
  .object({ role: RoleName, partyId: z.uuid().nullable().default(null) })
  .refine(({ role, partyId }) => (role === 'member') === (partyId !== null), {
    path: ['partyId'],
    ...says('role_and_party'),
  })
export type MemberChange = z.infer<typeof MemberChange>

export const NewKey = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  expiresAt: z.iso.datetime(),
})
export type NewKey = z.infer<typeof NewKey>
export const Key = z
  .object({
    id: z.uuid(),
    name: z.string(),
    start: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    personId: z.string(),
    personName: z.string(),
    createdAt: Instant,
    expiresAt: Instant,
    lastUsedAt: Instant.nullable(),
  })
  .openapi('Key')
export const CreatedKey = Key.extend({ key: z.string() })

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  locale: LocaleName,
  twoFactor: z.boolean(),
  hasPassword: z.boolean(),
})
export const Me = z
  .object({
    person: Person,
    ecosystems: z.array(z.object({ id: z.uuid(), name: z.string(), timeZone: z.string(), role: RoleName, partyId: z.uuid().nullable() })),
    operator: z.boolean(),
  })
  .openapi('Me')
export const MeChange = z.object({ name: Name, locale: LocaleName }).partial()

export const OutboxMail = z.object({
  id: z.uuid(),
  kind: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  attempts: z.int(),
  lastError: z.string().nullable(),
})

export const LogEntry = z
  .object({
    id: z.uuid(),
    at: Instant,
    type: z.string(),
    actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    subjectId: z.uuid().nullable(),
    payload: z.record(z.string(), z.unknown()),
  })
  .openapi('LogEntry')
export type LogEntry = z.infer<typeof LogEntry>

export const RemovedEntry = z
  .object({
    id: z.uuid(),
    names: z.array(z.string()).openapi({ description: 'What it is called; of a tie its two ends' }),
    type: z.string().nullable().openapi({ description: 'The type of a tie, the side of an offer' }),
    at: Instant,
    actor: LogEntry.shape.actor,
  })
  .openapi('RemovedEntry')
export type RemovedEntry = z.infer<typeof RemovedEntry>

export const RightLine = z.object({
  right: z.string(),
  scope: z.enum(SCOPES).nullable(),
  reach: perRole(z.enum(['all', 'own', 'none'])),
  sentences: perRole(z.string()),
})

function perRole<T extends z.ZodType>(value: T) {
  return z.object({ owner: value, coordinator: value, member: value, viewer: value })
}

function isTimeZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }) !== undefined
  } catch {
    return false
  }
}

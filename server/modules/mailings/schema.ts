import { z } from '@hono/zod-openapi'
import type { ColumnType, Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import type { Json } from '../../kernel/tables.ts'
import { type Locale, REASONS, type Texts } from './rules.ts'

export const AUDIENCES = ['people', 'organisations', 'both'] as const
export const GROUNDS = ['consent', 'relationship'] as const
export const STATES = ['draft', 'sending', 'paused', 'stopped', 'done'] as const
export const RECIPIENT_STATES = ['queued', 'handing', 'delivered', 'unknown', 'failed', 'bounced', 'skipped'] as const
export const CONSENT_STATES = ['unconfirmed', 'confirmed', 'unsubscribed'] as const

export type RecipientState = (typeof RECIPIENT_STATES)[number]

export type Tables = {
  mailing_lists: {
    ecosystem_id: string
    id: string
    name: string
    ground: (typeof GROUNDS)[number]
    created_by: string
    created_at: Date
  }
  mail_consents: {
    ecosystem_id: string
    list_id: string
    address: string
    state: (typeof CONSENT_STATES)[number]
    locale: Locale
    told: string
    noted_by: string
    noted_at: Date
    confirmed_at: Generated<Date | null>
    unsubscribed_at: Generated<Date | null>
  }
  mailings: {
    ecosystem_id: string
    id: string
    list_id: string
    name: string
    view_id: string | null
    audience: (typeof AUDIENCES)[number]
    reply_to: string | null
    language_field: string | null
    texts: Json<Texts>
    state: (typeof STATES)[number]
    problem: Generated<string | null>
    turn: Generated<number>
    failures: Generated<number>
    left_out: ColumnType<Record<string, number>, string | undefined, string>
    version: Generated<number>
    created_by: string
    created_at: Date
    started_by: Generated<string | null>
    started_at: Generated<Date | null>
    ended_at: Generated<Date | null>
  }
  mailing_recipients: {
    ecosystem_id: string
    mailing_id: string
    id: string
    address: string
    party_id: string
    contact_id: string | null
    locale: Locale
    fields: Json<Record<string, string>>
    state: RecipientState
    reason: Generated<string | null>
    attempts: Generated<number>
    next_try_at: Date
    handed_at: Generated<Date | null>
    settled_at: Generated<Date | null>
    unsubscribed_at: Generated<Date | null>
    returned_status: Generated<string | null>
    returned_at: Generated<Date | null>
    marked_at: Generated<Date | null>
  }
}

export type Events = {
  'mailing_list.made': Record<string, never>
  'mail_consent.noted': Record<string, never>
  'mail_consent.confirmed': Record<string, never>
  'mailing.written': Record<string, never>
  'mailing.removed': Record<string, never>
  'mailing.started': { count: number }
  'mailing.paused': { problem: string | null }
  'mailing.resumed': Record<string, never>
  'mailing.stopped': { count: number }
  'mailing.ended': Record<string, never>
  'mailing.sent_again': Record<string, never>
  'mailing.unsubscribed': { everything: boolean }
  'mailing.returned': { final: boolean }
  'mailing.address_marked': Record<string, never>
  'mailing.address_cleared': Record<string, never>
}

const text = (max: number) => z.string().trim().max(max)
const Email = text(320).regex(/^\S+@\S+$/, says('email_needed'))

export const NewMailingList = z.strictObject({ name: text(100).min(1), ground: z.enum(GROUNDS) }).openapi('NewMailingList')
export type NewMailingList = z.infer<typeof NewMailingList>

export const MailingList = z
  .object({
    id: z.uuid(),
    name: z.string(),
    ground: z.enum(GROUNDS).openapi({ description: 'consent: who confirmed; relationship: who did not object' }),
    confirmed: z.int(),
    unconfirmed: z.int(),
    unsubscribed: z.int(),
  })
  .openapi('MailingList')
export type MailingList = z.infer<typeof MailingList>
export const MailingLists = z.object({ items: z.array(MailingList) }).openapi('MailingLists')

export const NewConsent = z
  .strictObject({
    address: Email,
    locale: z.enum(['en', 'de']),
    told: text(300).min(1).openapi({ description: 'When and how they agreed, in your words' }),
  })
  .openapi('NewConsent', { description: 'Somebody said yes. They get a mail with a link, and count once they have pressed its button' })
export type NewConsent = z.infer<typeof NewConsent>

export const Consent = z
  .object({
    address: z.string(),
    state: z.enum(CONSENT_STATES),
    told: z.string(),
    notedAt: z.iso.datetime(),
    confirmedAt: z.iso.datetime().nullable(),
    unsubscribedAt: z.iso.datetime().nullable(),
  })
  .openapi('Consent')
export type Consent = z.infer<typeof Consent>
export const ConsentPage = pageOf(Consent)

const TextInput = z.strictObject({ subject: text(200), body: text(20_000) })
const facts = {
  name: text(100).min(1),
  listId: z.uuid(),
  viewId: z.uuid().nullable(),
  audience: z.enum(AUDIENCES),
  replyTo: Email.nullable(),
  languageField: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, says('key_form'))
    .nullable(),
  texts: z.strictObject({ en: TextInput.optional(), de: TextInput.optional() }).openapi({
    description:
      'With fields to fill in: {{name|friends}}, {{given_name}}, {{family_name}}, {{role}}, {{organisation}}, {{city}}, own fields by key',
  }),
}

export const NewMailing = z
  .strictObject({
    ...facts,
    viewId: facts.viewId.default(null),
    audience: facts.audience.default('both'),
    replyTo: facts.replyTo.default(null),
    languageField: facts.languageField.default(null),
    texts: facts.texts.default({}),
  })
  .openapi('NewMailing')
export type NewMailing = z.infer<typeof NewMailing>
export const MailingChange = z.strictObject({ ...z.object(facts).partial().shape, version: z.int().min(1) }).openapi('MailingChange')
export type MailingChange = z.infer<typeof MailingChange>

const counts = z.object(
  Object.fromEntries([...RECIPIENT_STATES, 'unsubscribed', 'marked'].map((state) => [state, z.int()])) as Record<
    RecipientState | 'unsubscribed' | 'marked',
    z.ZodInt
  >,
)
const leftOut = z.partialRecord(z.enum(REASONS), z.int())

export const Mailing = z
  .object({
    id: z.uuid(),
    name: z.string(),
    listId: z.uuid(),
    listName: z.string(),
    viewId: z.uuid().nullable(),
    audience: z.enum(AUDIENCES),
    replyTo: z.string().nullable(),
    languageField: z.string().nullable(),
    texts: z.object({
      en: z.object({ subject: z.string(), body: z.string() }).optional(),
      de: z.object({ subject: z.string(), body: z.string() }).optional(),
    }),
    state: z.enum(STATES),
    problem: z.string().nullable().openapi({ description: 'Why it paused by itself, as a stable code' }),
    counts,
    leftOut: z.record(z.string(), z.int()).openapi({ description: 'Why somebody in the view does not get it, and how many' }),
    perMinute: z.int().nullable().openapi({ description: 'How many leave in a minute at most; null: no mail server is set up' }),
    version: z.int(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .openapi('Mailing')
export type Mailing = z.infer<typeof Mailing>
export const MailingPage = pageOf(Mailing).openapi('MailingPage')

export const Audience = z
  .object({
    count: z.int().openapi({ description: 'How many would get it now' }),
    organisations: z.int().openapi({ description: 'How many organisations the view shows' }),
    languages: z.object({ en: z.int(), de: z.int() }),
    leftOut,
    emptyFields: z.array(z.string()).openapi({ description: 'Fields without a fallback that are empty for somebody' }),
  })
  .openapi('MailingAudience')
export type Audience = z.infer<typeof Audience>

const POSITION_MAX = 100_000
export const PreviewQuery = z.object({ position: z.coerce.number().int().min(0).max(POSITION_MAX).default(0) })
export const Preview = z
  .object({
    position: z.int(),
    total: z.int(),
    to: z.string(),
    organisation: z.string(),
    locale: z.enum(['en', 'de']),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
  })
  .openapi('MailingPreview', { description: 'The very mail that this recipient gets, but for the key in its link' })
export type Preview = z.infer<typeof Preview>

export const Sending = z
  .strictObject({
    expected: z.int().min(1).openapi({ description: 'How many recipients were shown; if it is another number by now, nothing is sent' }),
  })
  .openapi('MailingSending')

export const TestSending = z.strictObject({ position: z.int().min(0).max(POSITION_MAX) }).openapi('MailingTest')
export const TestSent = z.object({ to: z.string() }).openapi('MailingTestSent')

export const RecipientList = Paging.extend({ state: z.enum(RECIPIENT_STATES).optional() })
export type RecipientList = z.infer<typeof RecipientList>
export const Recipient = z
  .object({
    id: z.uuid(),
    address: z.string().nullable().openapi({ description: 'null: erased' }),
    partyId: z.uuid(),
    name: z.string(),
    organisation: z.string(),
    locale: z.enum(['en', 'de']),
    state: z.enum(RECIPIENT_STATES),
    reason: z.string().nullable(),
    attempts: z.int(),
    settledAt: z.iso.datetime().nullable(),
    unsubscribedAt: z.iso.datetime().nullable(),
    returnedAt: z.iso.datetime().nullable().openapi({ description: 'When it came back as a mail' }),
    returnedStatus: z
      .string()
      .nullable()
      .openapi({ description: 'What the other server said then, by RFC 3463: 5.1.1 for no such mailbox' }),
    markedAt: z.iso.datetime().nullable().openapi({ description: 'When somebody said that the address did not work' }),
    isGivenUp: z.boolean().openapi({ description: 'The address is not written to any more, since mails came back or somebody said so' }),
  })
  .openapi('MailingRecipient')
export type Recipient = z.infer<typeof Recipient>
export const RecipientPage = pageOf(Recipient).openapi('MailingRecipientPage')

export const Removed = z.object({ id: z.uuid() }).openapi('RemovedMailing')

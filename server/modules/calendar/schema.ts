import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import { ANSWERS, type Answer } from './rules.ts'

export type Tables = {
  meetings: {
    ecosystem_id: string
    id: string
    title: string
    starts_at: Date
    ends_at: Date
    place: string | null
    link: string | null
    organiser_id: string | null
    sequence: Generated<number>
    notes: Generated<string | null>
    source: string
    version: Generated<number>
    created_at: Date
    updated_at: Date
    held_at: Generated<Date | null>
    held_by: Generated<string | null>
    cancelled_at: Generated<Date | null>
    cancelled_by: Generated<string | null>
  }
  meeting_parties: {
    ecosystem_id: string
    meeting_id: string
    party_id: string
    came_at: Generated<Date | null>
    interaction_id: Generated<string | null>
  }
  meeting_guests: {
    ecosystem_id: string
    id: string
    meeting_id: string
    person_id: string | null
    contact_id: string | null
    invited_at: Generated<Date | null>
    invited_sequence: Generated<number | null>
    answer: Generated<Answer | null>
    answered_at: Generated<Date | null>
  }
  calendar_feeds: {
    ecosystem_id: string
    id: string
    person_id: string
    created_at: Date
    ended_at: Generated<Date | null>
  }
}

type With = { partyIds: string[] }
export type Events = {
  'meeting.planned': With & { guests: number }
  'meeting.changed': With & { fields: string[]; sequence: number }
  'meeting.invited': { guestIds: string[]; sequence: number }
  'meeting.answered': { guestId: string; answer: Answer }
  'meeting.cancelled': With & { sequence: number }
  'meeting.held': With
  'meeting.report_removed': With
  'calendar_feed.made': { feedId: string }
  'calendar_feed.ended': { feedId: string }
}

export const PARTIES_MAX = 50
export const GUESTS_MAX = 100
const NOTES_MAX = 20_000

const text = (max: number) => z.string().trim().max(max)
const optional = (max: number) =>
  text(max)
    .nullable()
    .transform((value) => value || null)
    .openapi({ type: ['string', 'null'] })
const moment = z.iso.datetime({ offset: true })
const ids = (max: number) => z.array(z.uuid()).max(max)

const facts = {
  title: text(200).min(1),
  startsAt: moment,
  endsAt: moment,
  place: optional(500),
  link: text(1000)
    .regex(/^https?:\/\/\S+$/, says('web_address_needed'))
    .nullable()
    .openapi({ description: 'Where one takes part from afar' }),
  partyIds: ids(PARTIES_MAX).openapi({ description: 'The organisations it is with' }),
  contactIds: ids(GUESTS_MAX).openapi({ description: 'Contact people who are asked to come' }),
  personIds: z.array(text(100).min(1)).max(GUESTS_MAX).openapi({ description: 'People with access who are asked to come' }),
}

export const NewMeeting = z
  .strictObject({
    ...z.object(facts).partial().shape,
    title: facts.title,
    startsAt: facts.startsAt,
    endsAt: facts.endsAt,
  })
  .openapi('NewMeeting')
export type NewMeeting = z.infer<typeof NewMeeting>

/** The fields that change, and the version they were read at. */
export const MeetingChange = z.strictObject({ ...z.object(facts).partial().shape, version: z.int().min(1) }).openapi('MeetingChange')
export type MeetingChange = z.infer<typeof MeetingChange>

export const MeetingVersion = z.strictObject({ version: z.int().min(1) }).openapi('MeetingVersion')

export const MeetingReport = z
  .strictObject({
    notes: optional(NOTES_MAX),
    cameIds: ids(PARTIES_MAX).openapi({ description: 'Which of its organisations came' }),
    version: z.int().min(1),
  })
  .openapi('MeetingReport')
export type MeetingReport = z.infer<typeof MeetingReport>

const Guest = z.object({
  id: z.uuid(),
  personId: z.string().nullable(),
  contactId: z.uuid().nullable(),
  partyId: z.uuid().nullable().openapi({ description: 'Of a contact person: their organisation' }),
  name: z.string().nullable(),
  hasAddress: z.boolean().openapi({ description: 'Whether a mail can reach them' }),
  invitedAt: z.iso.datetime().nullable(),
  answer: z.enum(ANSWERS).nullable(),
  answeredAt: z.iso.datetime().nullable(),
})
export type Guest = z.infer<typeof Guest>

const Doing = z.object({ at: z.iso.datetime(), by: z.string() }).nullable()

export const Meeting = z
  .object({
    id: z.uuid(),
    title: z.string(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    place: z.string().nullable(),
    link: z.string().nullable(),
    parties: z.array(z.object({ id: z.uuid(), name: z.string(), endedAt: z.iso.datetime().nullable(), came: z.boolean() })),
    guests: z.array(Guest).openapi({ description: 'For members: themselves and the people of their organisation' }),
    guestCount: z.int(),
    organiserId: z.string().nullable(),
    notes: z.string().nullable().openapi({ description: 'What came of it, for coordinators' }),
    held: Doing,
    cancelled: Doing,
    sequence: z.int(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Meeting')
export type Meeting = z.infer<typeof Meeting>
export const MeetingPage = pageOf(Meeting).openapi('MeetingPage')

export const MeetingList = Paging.extend({
  from: moment.optional().openapi({ description: 'Those that end after this moment' }),
  until: moment.optional().openapi({ description: 'Those that begin before this moment' }),
  partyId: z.uuid().optional(),
  order: z.enum(['first', 'last']).default('first').openapi({ description: 'Which come first: the earliest or the latest' }),
})
export type MeetingList = z.infer<typeof MeetingList>

export const Sent = z.object({ sent: z.int(), withoutAddress: z.int() }).openapi('InvitationsSent')

export const Feed = z.object({ since: z.iso.datetime().nullable() }).openapi('CalendarFeed', { description: 'Since when there is one' })
export const NewFeed = z
  .object({ since: z.iso.datetime(), url: z.string(), webcal: z.string() })
  .openapi('NewCalendarFeed', { description: 'The address is shown this once: only its hash is kept' })

export const GuestParams = z.object({
  id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }),
  guestId: z.uuid().openapi({ param: { name: 'guestId', in: 'path' } }),
})
export const AnswerLink = z.object({ link: z.string() }).openapi('MeetingAnswerLink')

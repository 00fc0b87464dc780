import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import type { Answer } from './rules.ts'

/** How a program is named that writes calendars (RFC 5545, 3.7.3). */
const PRODUCT = { company: 'Tutti', product: 'Tutti', language: 'EN' }
const REFRESH_SECONDS = 3600

export type CalendarMeeting = {
  id: string
  title: string
  startsAt: Date
  endsAt: Date
  place: string | null
  link: string | null
  sequence: number
  updatedAt: Date
  isCancelled: boolean
  description?: string | undefined
}
export type CalendarTask = { id: string; title: string; due: string; updatedAt: Date; link: string; description?: string | undefined }
export type CalendarPerson = { name: string; email: string }

const STATUS = { yes: ICalAttendeeStatus.ACCEPTED, maybe: ICalAttendeeStatus.TENTATIVE, no: ICalAttendeeStatus.DECLINED } as const

/**
 * A meeting as a mail to one guest carries it (RFC 5546): REQUEST, also for a change, or CANCEL. Nobody else who is asked to come is named.
 * Its UID is the meeting's id for ever; times are in UTC, so that no reader has to know a time zone.
 */
export function invitationFile(
  method: 'REQUEST' | 'CANCEL',
  meeting: CalendarMeeting,
  { organiser, guest, answer }: { organiser: CalendarPerson; guest: CalendarPerson; answer: Answer | null },
): string {
  const calendar = ical({ prodId: PRODUCT, method: ICalCalendarMethod[method] })
  const event = calendar.createEvent(eventOf({ ...meeting, isCancelled: method === 'CANCEL' }))
  event.organizer({ name: organiser.name, email: organiser.email })
  const status = answer === null ? ICalAttendeeStatus.NEEDSACTION : STATUS[answer]
  event.createAttendee({ name: guest.name, email: guest.email, rsvp: method === 'REQUEST', status })
  return calendar.toString()
}

/** A meeting for anybody's calendar, to be downloaded. Nobody is asked for an answer by it. */
export function meetingFile(meeting: CalendarMeeting): string {
  const calendar = ical({ prodId: PRODUCT, method: ICalCalendarMethod.PUBLISH })
  calendar.createEvent(eventOf(meeting))
  return calendar.toString()
}

/**
 * Everything a calendar program that comes again and again is to show. Tasks are whole days that leave their reader free and not VTODO,
 * because the calendars most people use show no VTODO of a feed.
 */
export function feedFile(name: string, meetings: readonly CalendarMeeting[], tasks: readonly CalendarTask[]): string {
  const calendar = ical({ prodId: PRODUCT, name, method: ICalCalendarMethod.PUBLISH, ttl: REFRESH_SECONDS })
  for (const meeting of meetings) calendar.createEvent(eventOf(meeting))
  for (const { id, title, due, updatedAt, link, description } of tasks) {
    calendar.createEvent({
      id,
      summary: title,
      start: new Date(`${due}T00:00:00Z`),
      allDay: true,
      // the day is one of the calendar, not of a clock
      timezone: 'UTC',
      stamp: updatedAt,
      lastModified: updatedAt,
      transparency: ICalEventTransparency.TRANSPARENT,
      url: link,
      ...(description === undefined ? {} : { description }),
    })
  }
  return calendar.toString()
}

function eventOf(meeting: CalendarMeeting) {
  const { id, title, startsAt, endsAt, place, link, sequence, updatedAt, isCancelled, description } = meeting
  const about = [description, link].filter(Boolean).join('\n\n')
  return {
    id,
    summary: title,
    start: startsAt,
    end: endsAt,
    sequence,
    stamp: updatedAt,
    lastModified: updatedAt,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(place === null && link === null ? {} : { location: place ?? link }),
    ...(link === null ? {} : { url: link }),
    ...(about === '' ? {} : { description: about }),
  }
}

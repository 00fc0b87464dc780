import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { type CalendarMeeting, feedFile, invitationFile, meetingFile } from './ics.ts'

const meeting: CalendarMeeting = {
  id: '01980000-0000-7000-8000-000000000001',
  title: 'Round table; hotel, bakery',
  startsAt: new Date('2026-12-01T09:00:00Z'),
  endsAt: new Date('2026-12-01T10:30:00Z'),
  place: 'Rathaus, Saal 1\nBernkastel',
  link: null,
  sequence: 0,
  updatedAt: new Date('2026-11-20T08:00:00Z'),
  isCancelled: false,
}
const organiser = { name: 'Ada', email: 'ada@example.org' }
const guest = { name: 'Köhler; Eva, "die Ältere"', email: 'eva@example.org' }

/** Read by a parser that has nothing to do with whoever wrote it. */
const parse = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text))
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event)) }
}

test('an invitation says who asks whom to what and when, and nothing of others', () => {
  const { calendar, events } = parse(invitationFile('REQUEST', meeting, { organiser, guest, answer: null }))
  const [event] = events
  assert.equal(calendar.getFirstPropertyValue('method'), 'REQUEST')
  assert.equal(event?.uid, meeting.id)
  assert.equal(event?.summary, meeting.title)
  assert.equal(event?.location, meeting.place)
  assert.equal(event?.startDate.toJSDate().toISOString(), meeting.startsAt.toISOString())
  assert.equal(event?.startDate.zone.tzid, 'UTC')
  assert.equal(event?.endDate.toJSDate().toISOString(), meeting.endsAt.toISOString())
  assert.equal(event?.sequence, 0)
  assert.equal(event?.organizer, 'mailto:ada@example.org')
  assert.equal(event?.attendees.length, 1)
  const [attendee] = event?.attendees ?? []
  assert.match(String(attendee?.getFirstValue()), /^mailto:eva@example.org$/i)
  assert.equal(attendee?.getParameter('partstat'), 'NEEDS-ACTION')
  assert.equal(attendee?.getParameter('rsvp'), 'TRUE')
})

test('a change keeps the UID and raises the sequence, a cancellation says so', () => {
  const changed = parse(invitationFile('REQUEST', { ...meeting, sequence: 1 }, { organiser, guest, answer: 'yes' })).events[0]
  assert.deepEqual([changed?.uid, changed?.sequence], [meeting.id, 1])
  assert.equal(changed?.attendees[0]?.getParameter('partstat'), 'ACCEPTED')
  const gone = parse(invitationFile('CANCEL', { ...meeting, sequence: 2 }, { organiser, guest, answer: 'yes' }))
  assert.equal(gone.calendar.getFirstPropertyValue('method'), 'CANCEL')
  assert.equal(gone.events[0]?.component.getFirstPropertyValue('status'), 'CANCELLED')
  assert.equal(gone.events[0]?.sequence, 2)
})

test('a feed shows tasks as whole days that leave one free, and names itself', () => {
  const task = {
    id: 'task-1',
    title: 'Call the mill',
    due: '2026-12-24',
    updatedAt: meeting.updatedAt,
    link: 'https://tutti.example.org/app',
  }
  const { calendar, events } = parse(feedFile('Mosel valley', [meeting], [task]))
  assert.equal(calendar.getFirstPropertyValue('x-wr-calname'), 'Mosel valley')
  const day = events.find(({ uid }) => uid === 'task-1')
  assert.equal(day?.startDate.isDate, true)
  assert.equal(day?.startDate.toString(), '2026-12-24')
  assert.equal(day?.component.getFirstPropertyValue('transp'), 'TRANSPARENT')
})

// whatever people write: line breaks, separators, quotes, emoji, several scripts; a carriage return alone is no character of a text here
const words = fc
  .string({ unit: fc.constantFrom(...'abcäß€日本👩‍🌾 ,;:"\\\n^=BEGIN:END'), minLength: 1, maxLength: 300 })
  .filter((text) => text.trim() === text && text !== '')

test('whatever is written comes back as it was, in lines of at most 75 bytes that end as the standard wants', () => {
  fc.assert(
    fc.property(words, words, words, (title, place, name) => {
      const text = invitationFile('REQUEST', { ...meeting, title, place }, { organiser, guest: { ...guest, name }, answer: null })
      const lines = text.split('\r\n')
      assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n')))
      const event = parse(text).events[0]
      assert.equal(event?.summary, title)
      assert.equal(event?.location, place)
      assert.equal(event?.attendees.length, 1)
      assert.equal(parse(meetingFile({ ...meeting, title, place })).events.length, 1)
    }),
  )
})

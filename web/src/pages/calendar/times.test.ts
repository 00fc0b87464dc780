import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followUpsIn, momentIn, mondayOf, timeIn } from './times.ts'

test('a time is meant by the clock of the ecosystem, in summer, in winter, and around a clock change', () => {
  assert.equal(momentIn('Europe/Berlin', '2026-06-12', '10:00'), '2026-06-12T08:00:00.000Z')
  assert.equal(momentIn('Europe/Berlin', '2026-12-01', '10:00'), '2026-12-01T09:00:00.000Z')
  assert.equal(momentIn('Europe/Berlin', '2026-03-29', '02:30'), '2026-03-29T01:30:00.000Z')
  assert.equal(momentIn('Europe/Berlin', '2026-10-25', '03:30'), '2026-10-25T02:30:00.000Z')
  assert.equal(momentIn('America/New_York', '2026-06-12', '23:30'), '2026-06-13T03:30:00.000Z')
  assert.equal(momentIn('Asia/Kathmandu', '2026-06-12', '00:15'), '2026-06-11T18:30:00.000Z')
})

test('what the clock shows is what was meant', () => {
  for (const zone of ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'UTC']) {
    for (const time of ['00:00', '07:45', '23:59']) assert.equal(timeIn(zone, momentIn(zone, '2026-06-12', time)), time)
  }
})

test('a week begins on Monday', () => {
  assert.equal(mondayOf('2026-11-22'), '2026-11-16')
  assert.equal(mondayOf('2026-11-23'), '2026-11-23')
  assert.equal(mondayOf('2027-01-01'), '2026-12-28')
})

test('lines that begin with a mark say what is to be done, each once', () => {
  const notes =
    'It went well - really.\n- Ask for a van\n* [ ] Call the town\n[ ] Write to Eva\n→ Book the hall\n- Ask for a van\n-\n2 - 3 people'
  assert.deepEqual(followUpsIn(notes), ['Ask for a van', 'Call the town', 'Write to Eva', 'Book the hall'])
})

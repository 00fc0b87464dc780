import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Task } from '../../data/types.ts'
import { addDays, dueOf, groupByDue } from './due.ts'

const task = (title: string, due: string | null) => ({ id: title, title, due }) as Task

test('a task is overdue from the day after its day', () => {
  assert.equal(dueOf('2026-11-21', '2026-11-22'), 'overdue')
  assert.equal(dueOf('2026-11-22', '2026-11-22'), 'today')
  assert.equal(dueOf('2026-11-29', '2026-11-22'), 'week')
  assert.equal(dueOf('2026-11-30', '2026-11-22'), 'later')
  assert.equal(dueOf(null, '2026-11-22'), 'someday')
})

test('the days of a week cross months and clock changes', () => {
  assert.equal(addDays('2026-10-24', 2), '2026-10-26')
  assert.equal(addDays('2026-12-30', 7), '2027-01-06')
})

test('tasks stand by urgency, then by day, then by title', () => {
  const tasks = [
    task('b', null),
    task('later', '2027-01-01'),
    task('z', '2026-11-20'),
    task('a', '2026-11-20'),
    task('first', '2026-11-01'),
  ]
  assert.deepEqual(
    groupByDue(tasks, '2026-11-22').map(({ due, tasks }) => [due, tasks.map(({ title }) => title)]),
    [
      ['overdue', ['first', 'a', 'z']],
      ['later', ['later']],
      ['someday', ['b']],
    ],
  )
})

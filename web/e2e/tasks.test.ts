import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()
const bakery = (await ask('POST', '/parties', { name: 'Bäckerei Moselglück', kinds: ['suppliers'] })).id as string

test('an empty list says what belongs there', async () => {
  const page = await open('/tasks')
  await page.getByRole('heading', { name: 'No open tasks' }).waitFor()
  await inspect(page, 'tasks-empty')
})

test('a task is made about an organisation, refused without a title that says something, done and opened again', async () => {
  const page = await open(`/tasks?new&about=${bakery}`)
  await page.getByLabel('What is to be done').fill(' ')
  await page.getByRole('button', { name: 'Make the task' }).click()
  await page.getByText('Some entries need another look.').waitFor()
  await inspect(page, 'tasks-refused')
  await page.getByLabel('What is to be done').fill('Introduce the bakery to the hotel')
  await page.getByRole('button', { name: 'In a week' }).click()
  await page.getByRole('button', { name: 'Make the task' }).click()
  await page.getByRole('heading', { name: 'In the next seven days' }).waitFor()
  await page.getByRole('link', { name: /Bäckerei Moselglück/ }).waitFor()
  await page.getByText('One task is open, nothing is late.').waitFor()
  await page.getByRole('checkbox', { name: 'Done: Introduce the bakery to the hotel' }).click()
  await page.getByRole('heading', { name: 'No open tasks' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('heading', { name: 'In the next seven days' }).waitFor()
})

test('a button pressed twice at once makes one task', async () => {
  const page = await open('/tasks?new')
  await page.getByLabel('What is to be done').fill('Count the chairs')
  await page.getByRole('button', { name: 'Make the task' }).dblclick()
  await page.getByRole('checkbox', { name: 'Done: Count the chairs' }).waitFor()
  const { items } = await ask('GET', '/tasks')
  const made = items.filter(({ title }: { title: string }) => title === 'Count the chairs')
  assert.equal(made.length, 1)
  await ask('DELETE', `/tasks/${made[0].id}`)
})

test('what is late comes first, in German, in the dark and on a phone', async () => {
  await ask('POST', '/tasks', { title: 'Ask the town about the licence', due: '2026-01-05' })
  const dark = await open('/tasks', { locale: 'de', scheme: 'dark' })
  await dark.getByRole('heading', { name: /Überfällig/ }).waitFor()
  await dark.getByText('Eine Aufgabe ist überfällig, von 2 offenen.').waitFor()
  await inspect(dark, 'tasks-dark-de')
  const phone = await open('/tasks', { viewport: 'phone' })
  await phone.getByRole('heading', { name: /Overdue/ }).waitFor()
  await inspect(phone, 'tasks-phone')
})

test('a task is changed, and keeps its change', async () => {
  const page = await open('/tasks')
  await page.getByRole('button', { name: 'Ask the town about the licence', exact: true }).click()
  await page.getByLabel('What is to be done').fill('Ask the town about the market')
  await page.getByRole('textbox', { name: 'Notes' }).fill('Three growers asked for it.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Ask the town about the market', exact: true }).waitFor()
  await page.getByText('Three growers asked for it.').waitFor()
  await inspect(page, 'tasks-notes')
})

test('the lists are by person and by organisation, stand in the address, and the organisation’s story has its own', async () => {
  await ask('POST', '/tasks', { title: 'Nobody’s yet', ownerId: null })
  const page = await open('/tasks?whose=nobody')
  await page.getByRole('button', { name: 'Nobody’s yet', exact: true }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Introduce the bakery to the hotel' }).count(), 0)
  await page.getByRole('combobox', { name: 'Whose tasks' }).click()
  await page.getByRole('option', { name: 'Mine' }).click()
  await page.getByRole('button', { name: 'Introduce the bakery to the hotel', exact: true }).waitFor()
  assert.match(page.url(), /whose=me/)
  const story = await open(`/organisations/${bakery}`)
  const tasks = story.getByRole('region', { name: 'Tasks' })
  await tasks.getByRole('link', { name: 'Introduce the bakery to the hotel' }).click()
  await story.getByRole('dialog').getByLabel('What is to be done').waitFor()
  assert.match(story.url(), new RegExp(`of=${bakery}`))
})

test('the daily mail is switched on at an hour, and off again', async () => {
  const page = await open('/tasks')
  await page.getByRole('combobox', { name: 'When', exact: true }).click()
  await page.getByRole('option', { name: '7:00', exact: true }).click()
  await page.getByText('The mail comes every day at 7:00.').waitFor()
  await inspect(page, 'tasks-reminder', { fullPage: true })
  await page.reload()
  await page.getByRole('combobox', { name: 'When', exact: true }).and(page.locator('[value="7:00"]')).click()
  await page.getByRole('option', { name: 'No mail' }).click()
  await page.getByText('No more mail comes.').waitFor()
})

test('the content security policy and the console are silent', () => assert.deepEqual(complaints, []))

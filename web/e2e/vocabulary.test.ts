import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

test('a kind, a type of tie and a field of one’s own are added, once, and used', async () => {
  const { id } = await ask('POST', '/parties', { name: 'Maschinenring' })
  const other = await ask('POST', '/parties', { name: 'Weingut Sonnenhang' })
  const page = await open('/settings/vocabulary')
  await page.getByLabel('Name of the kind').fill('Schools')
  await page.getByRole('button', { name: 'Add the kind' }).click()
  await page.getByText('Schools was added.').waitFor()
  await page.getByLabel('Name of the kind').fill('schools')
  await page.getByRole('button', { name: 'Add the kind' }).click()
  await page.getByText('There is a kind of this name already.').waitFor()
  await inspect(page, 'vocabulary-refused')

  await page.getByLabel('What the first does').fill('lends machines to')
  await page.getByLabel('The same from the other end').fill('borrows machines from')
  await page.getByRole('button', { name: 'Add the type of tie' }).click()
  await page.getByText('lends machines to / borrows machines from').waitFor()
  await page.getByLabel('Name of the field').fill('Size')
  await page.getByRole('combobox', { name: 'What stands in it' }).click()
  await page.getByRole('option', { name: 'One of several' }).click()
  await page.getByRole('button', { name: 'Add the field' }).click()
  await page.getByText('A choice needs at least one possibility.').waitFor()
  await page.getByLabel('Choices').first().fill('small')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Add the field' }).click()
  await page.getByText('Size One of several').waitFor()
  await inspect(page, 'vocabulary', { fullPage: true })

  const version = { version: 1, kinds: ['schools'], fields: { size: 'small' } }
  assert.deepEqual((await ask('PATCH', `/parties/${id}`, version)).kinds, ['schools'])
  await ask('POST', '/ties', { fromId: id, toId: other.id, type: 'lends_machines_to' })
  await page.goto(page.url().replace('settings/vocabulary', `organisations/${other.id}`))
  await page.getByText('borrows machines from').waitFor()
})

test('the words fit on a phone, in German and in the dark', async () => {
  const page = await open('/settings/vocabulary', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByRole('heading', { name: 'Beziehungsarten' }).waitFor()
  await inspect(page, 'vocabulary-phone-dark-de', { fullPage: true })
})

test('the console stays silent', () => assert.deepEqual(complaints, []))

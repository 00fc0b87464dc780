import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()
await ask('POST', '/parties', { name: 'Bäckerei Moselglück', kinds: ['suppliers'] })
const hotel = (await ask('POST', '/parties', { name: 'Hotel zur Post', kinds: ['customers'] })).id as string

test('an empty exchange says what belongs there', async () => {
  const page = await open('/exchange')
  await page.getByRole('heading', { name: 'Nothing offered or needed yet' }).waitFor()
  await inspect(page, 'exchange-empty')
})

test('an offer is written down, refused while its days run backwards, taken back and put back', async () => {
  const page = await open('/exchange?new')
  await page.getByRole('combobox', { name: 'Who offers it' }).fill('mosel')
  await page.getByRole('option', { name: /Bäckerei Moselglück/ }).click()
  await page.getByLabel('What', { exact: false }).first().fill('Bread from yesterday, for feed')
  await page.getByLabel('How much').fill('40')
  await page.getByLabel('Unit').fill('kg')
  await page.getByRole('combobox', { name: 'How often' }).click()
  await page.getByRole('option', { name: 'a week' }).click()
  await page.getByLabel('Price for one kg').fill('3.2')
  await page.getByLabel('From').fill('2027-09-30')
  await page.getByLabel('Until').fill('2027-05-01')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('What you entered is still here.').waitFor()
  await inspect(page, 'exchange-refused')
  await page.getByLabel('Until').fill('2027-10-31')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('40 kg a week · €3.20 for one kg · 30 Sept 2027 to 31 Oct 2027').waitFor()
  await page.getByText('One thing is offered and 0 are needed.').waitFor()
  await page.getByRole('button', { name: 'More about Bread from yesterday, for feed' }).click()
  await page.getByRole('menuitem', { name: 'Take it back' }).click()
  await page.getByText('Taken back: Bread from yesterday, for feed').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('40 kg a week · €3.20 for one kg · 30 Sept 2027 to 31 Oct 2027').waitFor()
})

test('both sides stand beside each other, in German, in the dark and on a phone', async () => {
  await ask('POST', '/offers', { partyId: hotel, side: 'need', title: 'Fresh rolls before six', visibility: 'coordinators' })
  const wide = await open('/exchange')
  await wide.getByText('Fresh rolls before six').waitFor()
  await inspect(wide, 'exchange')
  const dark = await open('/exchange', { locale: 'de', scheme: 'dark' })
  await dark.getByText('Eine Sache wird angeboten, eine wird gesucht.').waitFor()
  await inspect(dark, 'exchange-dark-de')
  const phone = await open('/exchange', { viewport: 'phone' })
  await phone.getByText('Fresh rolls before six').waitFor()
  await inspect(phone, 'exchange-phone')
})

test('the content security policy and the console are silent', () => assert.deepEqual(complaints, []))

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

const PAIR = 'Bäckerei Zell and Gasthof Moselblick'

test('an empty map says what it takes', async () => {
  const page = await open('/introductions')
  await page.getByRole('heading', { name: 'No pair for business yet' }).waitFor()
  await page.getByText('Too few decisions to tell: 0 on ours, 0 on the best connected. It takes 10 of each.').waitFor()
  await page.getByRole('button', { name: 'Try it on your own map' }).click()
  await page.getByText('Your map has no ties yet; it takes 40 tied pairs to try it.').waitFor()
})

test('the baker and the inn are proposed with their reasons; accepted it is a task, done it is a tie on the map', async () => {
  const { first, inn } = await valley()
  const page = await open('/insight')
  await page.getByRole('link', { name: 'Whom to introduce to whom?' }).click()
  const card = page.getByRole('article', { name: PAIR })
  await card.getByText('Bäckerei Zell offers Bread, Gasthof Moselblick needs it.').waitFor()
  await card.getByText('Both work with Mühle Zell', { exact: true }).waitFor()
  await card.getByText('9 km apart').waitFor()
  await card.getByText('Mühle Zell knows both and could introduce them').waitFor()
  await card.getByText(/proposed again in \d+% of trials/).waitFor()
  await inspect(page, 'introductions', { fullPage: true })
  // two presses
  await card.getByRole('button', { name: 'Introduce them' }).click()
  const dialog = page.getByRole('dialog', { name: PAIR })
  assert.equal(await dialog.getByLabel('Task').inputValue(), 'Introduce Bäckerei Zell and Gasthof Moselblick')
  await inspect(page, 'introductions-accept')
  await dialog.getByRole('button', { name: 'Make the task' }).click()
  await page.getByText(`${PAIR}: it is a task now.`).waitFor()
  await card.waitFor({ state: 'detached' })
  const [task] = (await ask('GET', '/tasks')).items
  assert.match(task.body, /Both work with Mühle Zell\.\n/)
  await page.getByText('Under way 1').click()
  await card.getByText(/^Ada introduces them, until /).waitFor()
  await inspect(page, 'introductions-running')
  await card.getByRole('button', { name: 'They have met' }).click()
  await dialog.getByRole('combobox', { name: 'What came of it?' }).click()
  await page.getByRole('option', { name: 'Bäckerei Zell supplies Gasthof Moselblick' }).click()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Decided 1').click()
  await card.getByText(/and a tie came of it/).waitFor()
  const { items } = await ask('GET', '/ties?type=supplies')
  assert.deepEqual(items.map(({ fromId, toId }: Record<string, string>) => [fromId, toId]), [[first, inn]]) // biome-ignore format: one line reads better
  await page.getByRole('cell', { name: '1 of 1' }).first().waitFor()
})

test('peers say what they share; one is declined with a reason, taken back, and somebody is left out', async () => {
  const page = await open('/introductions?show=peers')
  const card = page.getByRole('article', { name: 'Bäckerei Zell and Bäckerei Bremm' })
  await card.getByText('Both offer Bread').first().waitFor()
  await card.getByRole('button', { name: 'Decline' }).click()
  const dialog = page.getByRole('dialog')
  assert.equal(await dialog.getByRole('button', { name: 'Decline' }).isDisabled(), true)
  await dialog.getByLabel('Not now').click()
  await dialog.getByLabel('A word more (optional)').fill('After the harvest')
  await inspect(page, 'introductions-decline')
  await dialog.getByRole('button', { name: 'Decline' }).click()
  await card.waitFor({ state: 'detached' })
  await page.getByText('Decided 2').click()
  await card.getByText(/^Declined on .*: Not now\.$/).waitFor()
  await card.getByText('After the harvest').waitFor()
  await card.getByRole('button', { name: 'Take back' }).click()
  await page.getByText('Decided 1').waitFor()
  await page.getByText(/^Learn from each other/).click()
  await card.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Leave Bäckerei Bremm out of introductions' }).click()
  await page.getByLabel('Why?').fill('asked us not to')
  await page.getByRole('button', { name: 'Leave out' }).click()
  await card.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Let Bäckerei Bremm in again' }).click()
  await card.waitFor()
  // one that somebody thought of waits for a decision, and is taken off the proposals meanwhile
  await page.getByRole('button', { name: 'Enter one yourself' }).click()
  for (const [label, name] of [
    ['Who?', 'Bäckerei Bremm'],
    ['And who?', 'Bäckerei Zell'],
  ] as const) {
    await dialog.getByRole('combobox', { name: label, exact: true }).fill(name)
    await page.getByRole('option', { name }).click()
  }
  await dialog.getByRole('button', { name: 'Enter it' }).click()
  await card.waitFor({ state: 'detached' })
  await page.getByText('Under way 1').click()
  await page.getByText(/^Entered on .*, to be decided\.$/).waitFor()
  await page.getByRole('button', { name: 'Take back' }).click()
  await page.getByText('No introduction is under way.', { exact: false }).waitFor()
})

test('on a phone, in German, in the dark', async () => {
  const page = await open('/introductions?show=peers', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  const card = page.getByRole('article', { name: 'Bäckerei Zell und Bäckerei Bremm' })
  await card.getByText('Beide bieten Bread an').first().waitFor()
  await inspect(page, 'introductions-phone-dark-de', { fullPage: true })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(overflow, 0)
})

test('the console stays silent', () => assert.deepEqual(complaints, []))

/** A mill that two bakeries, an inn and a smith work with; the inn needs bread. */
async function valley(): Promise<{ first: string; inn: string }> {
  const party = async (name: string, more: object): Promise<string> => (await ask('POST', '/parties', { name, ...more })).id
  const zell = { latitude: 50.03, longitude: 7.18 }
  const bremm = { latitude: 50.1, longitude: 7.12 }
  const bakery = { kinds: ['suppliers'], sectorScheme: 'nace', sectorCode: '10.71' }
  const mill = await party('Mühle Zell', { kinds: ['suppliers'], ...zell })
  const first = await party('Bäckerei Zell', { ...bakery, ...zell })
  const second = await party('Bäckerei Bremm', { ...bakery, ...bremm })
  const inn = await party('Gasthof Moselblick', { kinds: ['customers'], ...bremm })
  const smith = await party('Schmiede Zell', { kinds: ['suppliers'], ...zell })
  for (const toId of [first, second, inn, smith]) await ask('POST', '/ties', { fromId: mill, toId, type: 'partners' })
  for (const partyId of [first, second]) await ask('POST', '/offers', { partyId, side: 'offer', title: 'Brot', category: 'Bread' })
  await ask('POST', '/offers', { partyId: inn, side: 'need', title: 'Brötchen', category: 'bread' })
  await ask('POST', '/ties', { fromId: second, toId: inn, type: 'conflicts' })
  return { first, inn }
}

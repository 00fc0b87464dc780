import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../server/kernel/ctx.ts'
import { incompleteAnswers, screenshot, testWorkspace, violations } from './harness.ts'

const { ask, open, complaints, db, ecosystemId } = await testWorkspace()

test('an empty map says what belongs here and where to start', async () => {
  const page = await open('/insight')
  await page.getByRole('heading', { name: 'Nothing on the map yet' }).waitFor()
  await page.getByRole('link', { name: 'Import a file' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'insight-empty')
})

test('a map with too few ties says so once, and what to do first', async () => {
  const ids: string[] = []
  for (const name of ['Bakery Traben', 'Mill', 'Winery']) ids.push((await ask('POST', '/parties', { name })).id)
  await ask('POST', '/ties', { fromId: ids[0], toId: ids[1], type: 'buys_from' })
  const page = await open('/insight')
  await page.getByText('One of 3 organisations has no tie yet').first().waitFor()
  assert.equal(await page.getByText('Find a first tie for Winery').count(), 1)
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'insight-few')
  for (const id of ids) await ask('DELETE', `/parties/${id}`)
})

test('on a real network every answer names its evidence, and a number opens to its definition', async () => {
  await loadIndiana()
  const page = await open('/insight')
  await page.getByText(/If ITPC left, one other would lose its way/).waitFor()
  await page.getByText(/ITPC is best connected, with ties to 24 of 27 others/).waitFor()
  await page
    .getByRole('button', { name: /Bound to one circle: what is this/ })
    .first()
    .click()
  const definition = page.getByRole('dialog', { name: 'Bound to one circle' })
  await definition.getByText('Source: Burt 2004').waitFor()
  assert.deepEqual(await violations(page), [])
  await page.keyboard.press('Escape')
  await definition.waitFor({ state: 'hidden' })
  assert.deepEqual(await incompleteAnswers(page), [])
  await screenshot(page, 'insight-light', true)
})

test('an answer becomes a task, and undo takes it back', async () => {
  const page = await open('/insight')
  const card = page.getByRole('article').filter({ hasText: 'Whose leaving would cut others off?' })
  await card.getByRole('button', { name: 'Make it a task' }).click()
  await page.getByText('The task is on the list.').waitFor()
  const made = (await ask('GET', '/tasks')).items
  assert.deepEqual(
    made.map(({ title, proposedBy }: Record<string, string>) => [title, proposedBy]),
    [['Find a second way to DOE, besides ITPC', 'insight:wouldcutoff']],
  )
  await screenshot(page, 'insight-task')
  const list = await open('/tasks')
  await list.getByText('If ITPC left, one other would lose its way to the rest.').waitFor()
  const again = await open('/insight')
  await again.getByRole('link', { name: 'On the task list' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await card.getByRole('button', { name: 'Make it a task' }).waitFor()
  assert.deepEqual((await ask('GET', '/tasks')).items, [])
})

test('a party in an answer opens its story beside the page', async () => {
  const page = await open('/insight')
  await page.getByRole('link', { name: 'ITPC' }).first().click()
  await page.waitForURL(/\?party=/)
})

test('the page speaks German, in the dark and on a phone', async () => {
  const dark = await open('/insight', { locale: 'de', scheme: 'dark' })
  await dark.getByText(/Ginge ITPC, verlöre eine andere Organisation/).waitFor()
  assert.deepEqual(await violations(dark), [])
  await screenshot(dark, 'insight-dark', true)
  const phone = await open('/insight', { viewport: 'phone' })
  await phone.getByText(/If ITPC left/).waitFor()
  await screenshot(phone, 'insight-phone', true)
  assert.deepEqual(await violations(phone), [])
  const overflow = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(overflow, 0)
})

test('what if somebody left: an introduction is proposed, becomes a task, and once made it holds', async () => {
  const page = await open('/insight')
  await page.getByRole('link', { name: 'What would make it safe?' }).first().click()
  await page.getByText('Without ITPC, one of 27 would lose its way to the others.').waitFor()
  const card = page.getByRole('article').filter({ hasText: 'What would make it safe?' })
  await card.getByText('One introduction would hold everybody together.').waitFor()
  await card.getByText('ITPC knows both and can introduce them').waitFor()
  await page.getByText('Read just now', { exact: true }).waitFor()
  await page.getByText('One would stand alone:').waitFor()
  // of needs nothing is known before somebody says what they offer and need
  const needs = page.getByRole('article').filter({ hasText: 'Which needs would nobody meet?' })
  await needs.getByText('Nobody says yet what they offer or need, so this cannot be told.').waitFor()
  const idOf = async (name: string) => (await ask('GET', `/parties?q=${name}`)).items[0].id
  await ask('POST', '/offers', { partyId: await idOf('ITPC'), side: 'offer', title: 'Courses', category: 'Training' })
  await ask('POST', '/offers', { partyId: await idOf('DOE'), side: 'need', title: 'Courses', category: 'training' })
  await page.reload()
  await needs.getByText('One need would have nobody left in reach who could meet it.').waitFor()
  await needs.getByText('Find somebody else for DOE: training').waitFor()
  assert.deepEqual(await violations(page), [])
  assert.deepEqual(await incompleteAnswers(page), [])
  await screenshot(page, 'insight-what-if', true)
  await card.getByRole('button', { name: 'Make it a task' }).click()
  await page.getByText('The task is on the list.').waitFor()
  const [task] = (await ask('GET', '/tasks')).items
  assert.match(task.title, /^Introduce DOE and .+ to each other$/)
  // who asked for peace is proposed all the same, as only they can hold it together, but not in silence
  const exemption = await ask('POST', '/introduction-exemptions', { partyId: task.partyId, reason: 'asked us not to' })
  await page.reload()
  await card.getByText('DOE is left out of introductions: asked us not to').waitFor()
  await ask('DELETE', `/introduction-exemptions/${exemption.id}`)
  const other = (await ask('GET', '/parties?limit=200')).items.find(({ name }: { name: string }) => task.title.includes(` and ${name} to`))
  const { id: tieId } = await ask('POST', '/ties', { fromId: task.partyId, toId: other.id, type: 'partners' })
  await page.reload()
  await page.getByText('Without ITPC, everybody else would still reach each other.').waitFor()
  // and nobody is the only way to anybody any more
  const said = await open('/insight')
  await said.getByText('No single organisation holds the others together. Whoever left, the rest would still reach each other.').waitFor()
  // what is safe today: who could stand in, and whom to try next
  await page.getByText('Ask ITPC who could stand in for them').waitFor()
  await ask('POST', '/offers', { partyId: other.id, side: 'offer', title: 'Courses', category: 'Training' })
  await page.reload()
  await needs.getByText('Every need that can be met today could still be met.').waitFor()
  assert.deepEqual(await incompleteAnswers(page), [])
  await ask('DELETE', `/ties/${tieId}`)
  await ask('DELETE', `/tasks/${task.id}`)
})

test('a whole sector leaves, on a phone, in German and in the dark; nonsense is said', async () => {
  const page = await open('/insight/what-if', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByText(/Wählen Sie eine Organisation, mehrere oder eine ganze Branche/).waitFor()
  await page.getByRole('combobox', { name: 'Oder eine ganze Branche' }).click()
  await page.getByRole('option').first().click()
  await page.getByText(/^Ohne diese \d+/).waitFor()
  await page.getByRole('combobox', { name: 'Organisation hinzufügen' }).fill('ITPC')
  await page.getByRole('option', { name: /ITPC/ }).click()
  await page.getByRole('button', { name: 'ITPC behalten' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'insight-what-if-phone-dark-de', true)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(overflow, 0)
  const gone = await open('/insight/what-if?leaves=00000000-0000-7000-8000-000000000000')
  await gone.getByRole('alert').waitFor()
})

test('what changed is told over the time one chooses; what faded or was lost becomes a task', async () => {
  const { items } = await ask('GET', '/ties?limit=200')
  const [doe] = (await ask('GET', '/parties?q=DOE')).items
  const lost = items.find(({ fromId, toId }: Record<string, string>) => [fromId, toId].includes(doe.id))
  const kept = items.find(({ id }: { id: string }) => id !== lost.id)
  await ask('PATCH', `/ties/${kept.id}`, { strength: 0.9, version: kept.version })
  await longAgo()
  await ask('DELETE', `/ties/${lost.id}`)
  const page = await open('/insight')
  await page.getByRole('link', { name: 'What changed?' }).click()
  await page.getByText(/^Ties since .*: 1 lost and 1 faded\.$/).waitFor()
  const card = page.getByRole('article').filter({ hasText: 'What was lost?' })
  await card.getByText(/The tie between .*DOE.* holds no longer|The tie between DOE and .* holds no longer/).waitFor()
  await page.getByText(/Strength 8\d%, now \d\d%/).waitFor()
  await card.getByRole('button', { name: /^informs: the tie between .*DOE/ }).click()
  const tie = page.getByRole('dialog', { name: /the tie between .*DOE/ })
  await tie.getByText(/^As it was on/).waitFor()
  await tie.getByText('Why this strong').waitFor()
  await screenshot(page, 'insight-changes-tie')
  await page.keyboard.press('Escape')
  await tie.waitFor({ state: 'detached' })
  const faded = page.getByRole('article').filter({ hasText: 'What faded?' })
  await faded.getByRole('button', { name: /^informs: the tie between/ }).click()
  await page
    .getByRole('dialog')
    .getByText(/^Silence lets it fade/)
    .waitFor()
  await page.keyboard.press('Escape')
  assert.deepEqual(await violations(page), [])
  assert.deepEqual(await incompleteAnswers(page), [])
  await screenshot(page, 'insight-changes', true)
  await card.getByRole('button', { name: 'Make it a task' }).click()
  await page.getByText('The task is on the list.').waitFor()
  assert.match((await ask('GET', '/tasks')).items[0].title, /^Ask .+ what became of the tie to /)
  await page.getByText('a year ago').click()
  await page.getByText(/there was nothing on your map yet, so all of it is new/).waitFor()
})

test('days that make no sense are refused, and a time before the map is told as such', async () => {
  const page = await open('/insight/changes?since=1999-12-31&until=2000-01-31')
  await page.getByText('There was nothing on your map between 31 Dec 1999 and 31 Jan 2000.').waitFor()
  await page.getByLabel('To').fill('1999-01-01')
  await page.getByText('Changes are told from one day to a later one').waitFor()
  const german = await open('/insight/changes?over=quarter', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await german.getByText(/^Beziehungen seit .*: 1 verloren und 1 schwächer\.$/).waitFor()
  assert.deepEqual(await violations(german), [])
  await screenshot(german, 'insight-changes-phone-dark-de', true)
  const overflow = await german.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(overflow, 0)
})

test('the console stays silent', () => assert.deepEqual(complaints, []))

/** The real network of 25 organisations in tobacco control, with kinds and sectors made up for the test, and three without a tie. */
async function loadIndiana(): Promise<void> {
  const rows = (file: string) => readFileSync(`samples/networks/indiana-dissemination.${file}.csv`, 'utf8').trim().split(/\r?\n/).slice(1)
  const kinds = ['government', 'partners', 'services', 'community']
  const sectors = ['84.12', '86.10', '70.22', '94.99']
  const ids = new Map<string, string>()
  for (const row of rows('nodes')) {
    const [id, name, category] = row.split(',')
    const place = Number(category) % kinds.length
    const party = {
      name,
      kinds: [kinds[place]],
      sectorScheme: 'nace',
      sectorCode: id === '3' ? '72.20' : sectors[place],
      city: 'Indianapolis',
    }
    ids.set(id!, (await ask('POST', '/parties', party)).id)
  }
  for (const name of ['Riverside Clinic', 'School Board', 'Youth Council']) await ask('POST', '/parties', { name, kinds: ['community'] })
  for (const row of rows('edges')) {
    const [from, to] = row.split(',')
    await ask('POST', '/ties', { fromId: ids.get(from!), toId: ids.get(to!), type: 'informs' })
  }
}

/** Lets all that is on the map, and every strength, be a hundred days old. */
async function longAgo(): Promise<void> {
  const past = new Date(Date.now() - 100 * 86_400_000)
  const ctx = { db, ecosystemId, actor: { kind: 'system' as const }, now: () => new Date() }
  await transaction(ctx, async (tx) => {
    await sql`update parties set created_at = ${past} where ended_at is null`.execute(tx.db)
    await sql`update ties set created_at = ${past}, strength_at = ${past} where ended_at is null`.execute(tx.db)
    await sql`delete from tie_changes`.execute(tx.db)
  })
}

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../server/kernel/ctx.ts'
import { createParties } from '../../server/modules/parties/index.ts'
import { createTies } from '../../server/modules/ties/index.ts'
import { incompleteAnswers, inspect, screenshot, testWorkspace } from './harness.ts'

const { ask, open, complaints, db, ecosystemId } = await testWorkspace()
const ctx = { db, ecosystemId, actor: { kind: 'system' as const }, now: () => new Date() }
const KINDS = ['community', 'partners', 'suppliers', 'services', 'government', 'customers', 'competitors']

test('on the network of Indiana who holds it together is named, alone and together, and opens what would be without them', async () => {
  await load('indiana-dissemination')
  const page = await open('/insight')
  await page.getByText('One organisation is the only way to others on your map.').waitFor()
  const cut = page.getByRole('article').filter({ hasText: 'Whose leaving would cut others off?' })
  await cut.getByText('If ITPC left, one other would lose its way to the rest.').waitFor()
  assert.deepEqual(await cut.getByRole('list').getByRole('link').filter({ hasText: 'DOE' }).count(), 1)
  await page.getByRole('link', { name: 'Who holds it together?' }).click()
  await page
    .getByText('If ITPC left, one other would lose its way to the rest. Nobody else’s leaving alone would part more pairs.')
    .waitFor()
  const together = page.getByRole('article').filter({ hasText: 'Whose leaving together would break it most?' })
  await together.getByText('If ITPC, Hancock Regional and ICSA left, 3 others would be cut off.').waitFor()
  const three = together.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '3', exact: true }) })
  await three.getByText('The best single ones are not the best together: with CHANCES instead, only 2 would be cut off.').waitFor()
  await page.getByText('ITPC alone reaches 25 of 25 over at most one other.').waitFor()
  await page.getByText(/ITPC lies on 39% of the shortest ways between others. Next are Hancock Regional and ICSA./).waitFor()
  const brokers = page.getByRole('article').filter({ hasText: 'Who bridges groups?' })
  await brokers
    .getByText(/^Mostly brings “.+” to “.+”: between groups it belongs to neither of\./)
    .first()
    .waitFor()
  await brokers.getByRole('combobox', { name: 'Between whom they stand, by' }).click()
  await page.getByRole('option', { name: 'town' }).click()
  await brokers.getByText('The town of 0% of those with a tie is known').waitFor()
  await brokers.getByRole('combobox', { name: 'Between whom they stand, by' }).click()
  await page.getByRole('option', { name: 'groups found' }).click()
  await brokers
    .getByText(/Mostly connects its own group, “Around ITPC”, with “.+”\./)
    .first()
    .waitFor()
  assert.deepEqual(await incompleteAnswers(page), [])
  await inspect(page, 'together', { fullPage: true })
  const flow = page.getByRole('article').filter({ hasText: 'On whose ways do the others depend?' })
  await flow.getByRole('button', { name: 'Make it a task' }).click()
  await page.getByText('The task is on the list.').waitFor()
  assert.deepEqual((await ask('GET', '/tasks')).items[0].title, 'Ask ITPC who could stand in for them')
  await three.getByRole('link', { name: 'What if they left?' }).click()
  await page.getByText('Without these 3, 3 of 22 would lose their way to the others.').waitFor()
})

test('it speaks German, on a phone and in the dark', async () => {
  const page = await open('/insight/together', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByText('Gingen ITPC, Hancock Regional und ICSA, wären 3 andere abgeschnitten.').waitFor()
  await inspect(page, 'together-phone-dark-de', { fullPage: true })
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
})

test('on the network of the wetlands all seven who are the only way are named, and its groups, which the map shows in colour', async () => {
  await clear()
  await load('wetlands')
  const page = await open('/insight')
  const cut = page.getByRole('article').filter({ hasText: 'Whose leaving would cut others off?' })
  await cut.getByText('If actor58 left, 3 others would lose their way to the rest.').waitFor()
  await cut.getByRole('button', { name: 'Show all 7' }).click()
  const reference = JSON.parse(readFileSync('samples/networks/wetlands.reference.json', 'utf8'))
  const rows = table('wetlands.nodes')
  for (const point of reference.articulation_points)
    await cut
      .getByRole('link', { name: rows[point - 1]![1]!, exact: true })
      .first()
      .waitFor()
  await page.getByRole('link', { name: 'Which groups are there?' }).click()
  await page.getByText(/By their ties, 125 organisations form \d groups/).waitFor()
  const named = page.getByRole('article').filter({ hasText: 'are listed under “Community organisations”' })
  await named.first().waitFor()
  await page.getByText('7 organisations without a tie belong to no group.').waitFor()
  assert.deepEqual(await incompleteAnswers(page), [])
  await inspect(page, 'groups', { fullPage: true })
  await page
    .getByRole('link', { name: /^All \d+ as a list$/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Everybody in “Community organisations”' }).waitFor()
  await page.getByRole('link', { name: 'ProtSpecT' }).waitFor()
  await inspect(page, 'group-list', { fullPage: true })
  await page.getByRole('link', { name: 'All groups' }).click()
  const phone = await open('/insight/groups', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await phone.getByText(/Nach ihren Beziehungen bilden 125 Organisationen \d Gruppen/).waitFor()
  await inspect(phone, 'groups-phone-dark-de', { fullPage: true })
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
  await page.getByRole('link', { name: 'See on the map' }).click()
  const legend = page.getByRole('region', { name: 'What colours and lines mean' })
  await legend
    .getByText(/^Around /)
    .first()
    .waitFor()
  await screenshot(page, 'groups-map')
})

test('the console stays silent', () => assert.deepEqual(complaints, []))

function table(file: string): string[][] {
  const [, ...rows] = readFileSync(`samples/networks/${file}.csv`, 'utf8').trim().split(/\r?\n/)
  return rows.map((row) => row.split(','))
}

/** A real network, its parties with kinds made of the categories of its table. */
async function load(name: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const parties = table(`${name}.nodes`).map(([, label, category]) => ({
      name: label!,
      kinds: [KINDS[Number(category) % KINDS.length]!],
    }))
    const ids = await createParties(tx, parties, 'test')
    const ties = table(`${name}.edges`).map(([from, to]) => ({
      fromId: ids[Number(from) - 1]!,
      toId: ids[Number(to) - 1]!,
      type: 'partners',
    }))
    await createTies(tx, ties, 'test')
  })
}

async function clear(): Promise<void> {
  await transaction(ctx, async (tx) => {
    await sql`update ties set ended_at = now() where ended_at is null`.execute(tx.db)
    await sql`update parties set ended_at = now() where ended_at is null`.execute(tx.db)
  })
}

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../server/kernel/ctx.ts'
import { incompleteAnswers, inspect, testWorkspace } from './harness.ts'

const { ask, open, visit, complaints, db, ecosystemId } = await testWorkspace()
const ids = await loadIndiana()
/** Every row of the real map that a scenario could have touched, as one number. */
async function readAll(): Promise<string> {
  const ctx = { db, ecosystemId, actor: { kind: 'system' as const }, now: () => new Date() }
  const tables = ['parties', 'party_kinds', 'party_changes', 'aliases', 'ties', 'tie_changes', 'offers', 'interactions']
  return await transaction(ctx, async (tx) => {
    const sums = tables.map(async (table) => {
      const { rows } = await sql<{
        sum: string
      }>`select md5(string_agg(t::text, '|' order by t::text)) as sum from ${sql.table(table)} t`.execute(tx.db)
      return `${table} ${rows[0]!.sum}`
    })
    return (await Promise.all(sums)).join()
  })
}

test('without ITPC, DOE is cut off in words and on the map; a new tie holds it together again, and the real map is untouched', async () => {
  const real = await readAll()
  const page = await open('/insight')
  await page.getByRole('link', { name: 'Scenarios', exact: true }).click()
  await page.getByRole('heading', { name: 'No scenario yet' }).waitFor()
  await inspect(page, 'scenarios-empty')
  await page.getByRole('button', { name: 'New scenario' }).click()
  await page.getByLabel('Name').fill('ITPC closes')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByText('Nothing is otherwise yet.').waitFor()
  const choose = async (label: string, typed: string) => {
    await page.getByRole('combobox', { name: label, exact: true }).fill(typed)
    await page.getByRole('option', { name: new RegExp(`^${typed}`) }).first().click() // biome-ignore format: one line reads better
  }
  await choose('Who leaves', 'ITPC')
  await page.getByRole('button', { name: 'Add to the scenario' }).click()
  await page.getByText('ITPC leaves', { exact: true }).waitFor()
  await page.getByText('One of 24 would lose its way to the others.').waitFor()
  await page.getByRole('article').filter({ hasText: 'Who would be cut off?' }).getByText('DOE would be cut off.').waitFor()
  await page
    .getByRole('article')
    .filter({ hasText: 'What would make it safe?' })
    .getByText('ITPC knows both and can introduce them')
    .waitFor()
  await page.getByText(/would carry more between the others: place \d+ today, place \d+ then/).waitFor()
  assert.deepEqual(await incompleteAnswers(page), [])
  await inspect(page, 'scenario', { fullPage: true })

  await page.getByRole('link', { name: 'See on the map' }).click()
  await page.getByRole('status').filter({ hasText: 'Scenario: ITPC closes — made up, not your real map' }).waitFor()
  const legend = page.getByRole('region', { name: 'What the scenario changes' })
  await legend.getByText('leaves').waitFor()
  await page.locator('[data-testid=network][data-ready]').waitFor()
  await inspect(page, 'scenario-map')
  await page.getByRole('link', { name: 'Open the scenario' }).click()

  await page.getByRole('combobox', { name: 'Add a change' }).click()
  await page.getByRole('option', { name: 'A new tie' }).click()
  await choose('From', 'DOE')
  await choose('Tie', 'works with')
  await choose('To', 'DOH')
  await page.getByRole('button', { name: 'Add to the scenario' }).click()
  await page.getByText('New: DOE works with DOH').waitFor()
  await page.getByText('Everybody would hang together, directly or through others.').waitFor()
  await page.getByText('Nobody would be cut off.', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'See on the map' }).click()
  await legend.getByText('new tie').waitFor()
  await page.locator('[data-testid=network][data-ready]').waitFor()
  await inspect(page, 'scenario-map-joined')
  await page.getByRole('button', { name: 'Back to the real map' }).click()
  await legend.waitFor({ state: 'detached' })
  assert.equal(await readAll(), real)
})

test('a what-if is kept with its introductions, which take the only way away; beside each other one sees it', async () => {
  const real = await readAll()
  const page = await open(`/insight/what-if?leaves=${ids.get('ITPC')}`)
  await page.getByRole('button', { name: 'Keep as a scenario' }).click()
  await page.getByLabel('With the introduction, as a tie').check()
  await inspect(page, 'scenario-keep')
  await page.getByRole('button', { name: 'Keep it', exact: true }).click()
  await page.getByRole('heading', { name: 'Without ITPC' }).waitFor()
  await page.getByText('Everybody would hang together, directly or through others.').waitFor()
  // with ITPC back and the introduction kept, ITPC is no longer the only way to anybody
  await page.getByRole('button', { name: 'Take out: ITPC leaves' }).click()
  await page.getByText('There would be a second way around ITPC.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('ITPC leaves', { exact: true }).waitFor()
  await page.goto(page.url().replace(/\/scenarios\/.*/, '/scenarios'))
  for (const name of ['ITPC closes', 'Without ITPC']) {
    await page.getByLabel(`${name}, side by side`).click()
    await page.getByRole('columnheader', { name }).waitFor()
  }
  await page.getByRole('rowheader', { name: 'Newly the only way' }).waitFor()
  assert.deepEqual(await page.getByRole('row', { name: /^Organisations/ }).getByRole('cell').allInnerTexts(), ['24\ntoday 25', '24\ntoday 25']) // biome-ignore format: one line reads better
  await inspect(page, 'scenarios-beside', { fullPage: true })
  // and somebody without access reads it by a link, after it was said what they will see
  await page.getByRole('link', { name: 'Without ITPC' }).first().click()
  await page.getByRole('button', { name: 'More for this scenario' }).click()
  await page.getByRole('menuitem', { name: 'Share' }).click()
  await page.getByText('Whoever has the link reads it without signing in').waitFor()
  await page.getByRole('button', { name: 'Make a link' }).click()
  await page.getByText('Good until').waitFor()
  await inspect(page, 'scenario-share')
  const outside = await visit((await page.getByTestId('ask-link').last().textContent()) ?? '', { viewport: 'phone' })
  await outside.getByText('Nobody would be cut off.').waitFor()
  await outside.getByText('ITPC leaves').waitFor()
  await inspect(outside, 'scenario-outside-phone', { fullPage: true })
  await page.getByRole('button', { name: 'Withdraw all links' }).click()
  await page.getByText('The links lead nowhere any more.').waitFor()
  await outside.reload()
  await outside.getByText('This link leads nowhere').waitFor()
  assert.equal(await readAll(), real)
})

test('in German, in the dark, on a phone: what no longer applies is said, and what is removed comes back', async () => {
  const { id } = await ask('POST', '/scenarios', {
    name: 'Dorfladen',
    description: 'Was wäre, wenn ein Laden aufmacht?',
    changes: [
      { what: 'partyJoins', name: 'Dorfladen Zell', kind: 'services', city: 'Zell' },
      { what: 'tieGoes', fromId: ids.get('DOE'), toId: ids.get('ALA') },
      { what: 'kindLeaves', kind: 'suppliers' },
    ],
  })
  const page = await open(`/insight/scenarios/${id}`, { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByText('Bewirkt nichts: Eine solche Beziehung gibt es auf dieser Karte nicht.').waitFor()
  await page.getByText('Bewirkt nichts: So jemanden gibt es auf dieser Karte nicht.').waitFor()
  await page.getByText('Dorfladen Zell kommt dazu').waitFor()
  await inspect(page, 'scenario-phone-dark-de', { fullPage: true })
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(await overflow(), 0)
  await page.getByRole('link', { name: 'Auf der Karte sehen' }).click()
  await page.getByText('Szenario: Dorfladen – ausgedacht, nicht Ihre wirkliche Karte').first().waitFor()
  await page.locator('[data-testid=network][data-ready]').waitFor()
  await page.getByRole('region', { name: 'Was das Szenario ändert' }).getByText('kommt dazu').waitFor()
  await inspect(page, 'scenario-map-phone-dark-de')
  await page.goBack()
  await page.getByRole('button', { name: 'Mehr zu diesem Szenario' }).click()
  await page.getByRole('menuitem', { name: 'Entfernen' }).click()
  await page.getByText('„Dorfladen“ wurde entfernt.').waitFor()
  assert.equal(await overflow(), 0)
  await inspect(page, 'scenarios-phone-dark-de', { fullPage: true })
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await page.getByRole('link', { name: 'Dorfladen', exact: true }).waitFor()
  const gone = await open('/map?scenario=00000000-0000-7000-8000-000000000000')
  await gone.getByText('This scenario is not here, or no longer. You see your real map.').waitFor()
  const past = await ask('POST', '/scenarios', { name: 'Long ago', asOf: '1999-12-31', changes: [{ what: 'partyLeaves', partyId: ids.get('DOE') }] }) // biome-ignore format: one line reads better
  const early = await open(`/insight/scenarios/${past.id}`)
  await early.getByText('On 31 Dec 1999 there was nothing on your map yet.').waitFor()
})

test('the console stays silent', () => assert.deepEqual(complaints, []))

async function loadIndiana(): Promise<Map<string, string>> {
  const rows = (file: string) => readFileSync(`samples/networks/indiana-dissemination.${file}.csv`, 'utf8').trim().split(/\r?\n/).slice(1)
  const kinds = ['government', 'partners', 'services', 'community']
  const byNumber = new Map<string, string>()
  const byName = new Map<string, string>()
  for (const row of rows('nodes')) {
    const [number, name, category] = row.split(',')
    const { id } = await ask('POST', '/parties', { name, kinds: [kinds[Number(category) % kinds.length]] })
    byNumber.set(number!, id)
    byName.set(name!, id)
  }
  for (const row of rows('edges')) {
    const [from, to] = row.split(',')
    await ask('POST', '/ties', { fromId: byNumber.get(from!), toId: byNumber.get(to!), type: 'informs' })
  }
  return byName
}

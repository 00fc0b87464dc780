import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../server/kernel/ctx.ts'
import { inventMap } from '../../server/modules/insight/testing.ts'
import { screenshot, testWorkspace, violations } from './harness.ts'

const { ask, open, complaints, db, ecosystemId } = await testWorkspace()
const system: Ctx = { db, actor: { kind: 'system' }, ecosystemId, now: () => new Date() }

test('a large map says how old its answers are, reads itself anew after a change, and shows how it has grown', async () => {
  await inventMap(system, { parties: 600, ties: 700 })
  const { items } = await ask('GET', '/parties?limit=2')
  const [one, other] = items as { id: string; version: number; name: string }[]
  const page = await open('/insight')
  await page.getByText('Read just now', { exact: true }).waitFor({ timeout: 60_000 })
  await page.getByText('From today on, this shows how your map grows.').waitFor()
  await transaction(system, (tx) =>
    sql`
    update insight_history set at = at - interval '40 days', parties = 520, ties = 480, largest = 300 where ecosystem_id = ${ecosystemId}`.execute(
      tx.db,
    ),
  )
  await ask('POST', '/ties', { fromId: one!.id, toId: other!.id, type: 'partners' })
  await page.reload()
  await page.getByText('Read just now · one change since, reading anew …').waitFor()
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'insight-reading-anew')
  await page.getByText('Read just now', { exact: true }).waitFor({ timeout: 60_000 })
  const story = await open(`/organisations/${one!.id}`)
  const place = story.getByRole('region', { name: 'Place in the network' })
  await place.getByText(/Tied to \d others?\. .*It hangs together with 599, directly or over others\./).waitFor()
  assert.deepEqual(await violations(story), [])
  await place.scrollIntoViewIfNeeded()
  await screenshot(story, 'party-position')
  const growth = page.getByRole('region', { name: 'How the map has grown' })
  await page.reload()
  await growth.getByText('600, was 520').waitFor()
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'insight-growth')
  const german = await open('/insight', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await german.getByText('Gelesen gerade eben').waitFor()
  await german.getByText('600, vorher 520').waitFor()
  assert.deepEqual(await violations(german), [])
  await screenshot(german, 'insight-growth-phone-dark-de', true)
})

test('measures are taken over what is shown where one chooses so, and a filter that leaves nothing says it', async () => {
  const page = await open('/map?size=measure:core&q=Party')
  await page.getByRole('button', { name: 'How it looks' }).click()
  const asked = page.waitForRequest((request) => request.url().includes('within=filter') && request.url().includes('q=Party'))
  await page.getByLabel('Measured over').selectOption('filter')
  await asked
  assert.match(page.url(), /within=filter/)
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'map-measured-within')
  // groups of before a change are told as such
  const groups = await open('/map')
  const known = groups.waitForResponse((response) => response.url().includes('/insight/groups/members'), { timeout: 60_000 })
  await groups.goto(groups.url().replace('/map', '/map?colour=found'))
  assert.equal((await (await known).json()).freshness.isCurrent, true)
  await ask('POST', '/parties', { name: 'Party of today' })
  await groups.reload()
  await groups.getByText(/^Positions in the network as read .*: being read anew$/).waitFor()
  assert.deepEqual(await violations(groups), [])
  await screenshot(groups, 'map-groups-of-before')
  const nobody = await open('/map?size=measure:core&within=filter&city=Nowhere')
  await nobody
    .getByText(/Nothing fits|Nobody|No organisation/)
    .first()
    .waitFor()
  assert.deepEqual(complaints, [])
})

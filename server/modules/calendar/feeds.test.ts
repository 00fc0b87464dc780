import assert from 'node:assert/strict'
import { test } from 'node:test'
import ICAL from 'ical.js'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { jobs, personalData } from './index.ts'
import { testCalendar } from './testing.ts'

const { db, owner, viewer, clock, call, person, parties, visit, ecosystemId } = await testCalendar('2026-06-10T10:00:00Z')
const ada = await person('Ada')
const meeting = async (title: string, day: string, more: object = {}) =>
  (await call(ada, 'POST', '/meetings', { title, startsAt: `${day}T08:00:00Z`, endsAt: `${day}T09:00:00Z`, ...more })).json
const make = async (ctx = ada): Promise<{ url: string; webcal: string }> => {
  const answer = await call(ctx, 'POST', '/calendar-feed')
  assert.equal(answer.status, 201, answer.text)
  return answer.json
}
/** The titles an independent parser reads. */
const titlesAt = async (url: string) => {
  const { status, text } = await visit(url)
  assert.equal(status, 200, text)
  const calendar = new ICAL.Component(ICAL.parse(text))
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event).summary)
}

test('the feed holds meetings and the own open tasks with a day, from a year back on, each as the calendar shows it', async () => {
  await meeting('Round table', '2026-06-12')
  await meeting('Long over', '2025-01-12')
  const off = await meeting('Called off', '2026-06-13')
  await call(ada, 'POST', `/meetings/${off.id}/cancellation`, { version: 1 })
  const own = { ownerId: ada.actor.personId }
  await call(ada, 'POST', '/tasks', { title: 'Mine', due: '2026-06-20', ...own })
  await call(ada, 'POST', '/tasks', { title: 'Without a day', ...own })
  await call(ada, 'POST', '/tasks', { title: 'Nobody’s', due: '2026-06-20' })
  const { url, webcal } = await make()
  assert.match(url, /^https:\/\/tutti\.example\.org\/calendar\/[\w-]{32}\.ics$/)
  assert.equal(webcal, url.replace('https', 'webcal'))
  assert.deepEqual((await titlesAt(url)).sort(), ['Mine', 'Round table'])
  const { headers, text } = await visit(url)
  assert.deepEqual([headers.get('content-type'), headers.get('cache-control')], ['text/calendar; charset=utf-8', 'no-store'])
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))
  assert.equal(events.find(({ summary }) => summary === 'Mine')?.startDate.toString(), '2026-06-20')
  const etag = headers.get('etag')!
  assert.equal((await visit(url, undefined, { 'if-none-match': etag })).status, 304)
  clock.at = new Date('2026-06-10T11:00:00Z')
  assert.equal((await visit(url)).headers.get('etag'), etag, 'nothing changed, so nothing is read anew')
  await meeting('Another', '2026-06-14')
  assert.equal((await visit(url, undefined, { 'if-none-match': etag })).status, 200)
})

test('the key is kept as a hash, and the answer with it nowhere', async () => {
  const { url } = await make()
  const key = /([\w-]{32})\.ics/.exec(url)?.[1] ?? ''
  const again = await call(ada, 'POST', '/calendar-feed', undefined, { 'idempotency-key': newId() })
  const second = /([\w-]{32})\.ics/.exec(again.json.url)?.[1] ?? ''
  for (const table of ['entrances', 'calendar_feeds', 'idempotency_keys', 'events'] as const) {
    const rows = await transaction(owner, (tx) => tx.db.selectFrom(table).selectAll().execute())
    for (const secret of [key, second]) assert.ok(!JSON.stringify(rows).includes(secret), table)
  }
})

test('made anew, revoked, unknown or with the access gone, an address leads nowhere and tells nothing', async () => {
  const nowhere = await visit(`/calendar/${'x'.repeat(32)}.ics`)
  assert.equal(nowhere.status, 404)
  const isClosed = async (url: string) => {
    const { status, text, headers } = await visit(url)
    assert.deepEqual([status, text, headers.get('cache-control')], [404, nowhere.text, 'no-store'])
  }
  const first = await make()
  const second = await make()
  await isClosed(first.url)
  assert.ok((await call(ada, 'GET', '/calendar-feed')).json.since)
  await call(ada, 'DELETE', '/calendar-feed')
  await isClosed(second.url)
  assert.equal((await call(ada, 'GET', '/calendar-feed')).json.since, null)

  const ben = await person('Ben')
  const bens = await make(ben)
  assert.ok((await titlesAt(bens.url)).length > 0)
  await db.deleteFrom('auth.memberships').where('person_id', '=', ben.actor.personId).execute()
  await isClosed(bens.url)
  await jobs['calendar.end_feeds']!({ ...owner, actor: { kind: 'system' } }, { personId: ben.actor.personId })
  await db
    .insertInto('auth.memberships')
    .values({ ecosystem_id: ecosystemId, person_id: ben.actor.personId, role: 'owner', party_id: null, created_at: clock.at })
    .execute()
  await isClosed(bens.url)

  const cy = await person('Cy')
  const cys = await make(cy)
  const subject = { kind: 'account' as const, id: cy.actor.personId, name: 'Cy', email: 'cy@example.org' }
  await transaction(owner, (tx) => personalData.erase(tx, subject, []))
  await isClosed(cys.url)
})

test('a member’s feed holds what they may see, and no more once their role says so', async () => {
  const [mine, other] = await parties('Mine', 'Other')
  await meeting('With mine', '2026-06-15', { partyIds: [mine] })
  await meeting('With other', '2026-06-15', { partyIds: [other] })
  const mia = await person('Mia', 'member', mine!)
  const { url } = await make(mia)
  assert.deepEqual(await titlesAt(url), ['With mine'])
  await db.updateTable('auth.memberships').set({ role: 'viewer', party_id: null }).where('person_id', '=', mia.actor.personId).execute()
  assert.equal((await visit(url)).status, 404)
  assert.equal((await call(viewer, 'POST', '/calendar-feed')).status, 403)
  const key = { ...ada, actor: { ...ada.actor, kind: 'key' as const, keyId: newId(), scopes: ['private.write'] } }
  assert.equal((await call(key, 'POST', '/calendar-feed')).status, 403)
})

test('of too many entries the latest two thousand are read', async () => {
  const dora = await person('Dora')
  const rows = Array.from({ length: 2100 }, (_, index) => ({
    ecosystem_id: ecosystemId,
    id: newId(),
    title: `Meeting ${index}`,
    starts_at: new Date(Date.parse('2026-07-01T00:00:00Z') + index * 3_600_000),
    ends_at: new Date(Date.parse('2026-07-01T00:30:00Z') + index * 3_600_000),
    source: 'system',
    created_at: clock.at,
    updated_at: clock.at,
  }))
  await transaction(owner, (tx) => tx.db.insertInto('meetings').values(rows).execute())
  const titles = await titlesAt((await make(dora)).url)
  assert.equal(titles.length, 2000)
  assert.ok(titles.includes('Meeting 2099'))
  assert.ok(!titles.includes('Meeting 50'))
})

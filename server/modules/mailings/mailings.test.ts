// Mailings against a real mail server: who gets one, who does not, and what a cut connection, a kill and a restore leave behind.
// long because all of it shares one mail server, one queue and one clock
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../kernel/ctx.ts'
import { mailJobs, smtpDelivery } from '../../kernel/mail.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { personalData as partiesData, routes as partyRoutes } from '../parties/index.ts'
import { eraseContact, exportContact, setPersonalData } from '../people/index.ts'
import { routes as viewRoutes } from '../views/index.ts'
import { jobs, pauseRestoredMailings, personalData, resumeMailings, routes, setMailingWay } from './index.ts'
import { testMailPages, testMailSink } from './testing.ts'

const database = await testDatabase()
const { db, closeWith } = database
const sink = await testMailSink(closeWith)
const way = { smtpUrl: sink.smtpUrl, from: 'Mosel <mosel@example.org>', perMinute: 60_000 }
setMailingWay(way, 'https://tutti.example.org')
setPersonalData([personalData, partiesData])
let now = new Date('2026-03-01T10:00:00Z')
const allWorked = await testJobs(
  database,
  { ...jobs, ...mailJobs(smtpDelivery(way)), 'privacy.note_erasure': async () => {} },
  {},
  () => now,
)
/** Works all jobs, those that wait for a later try as well. */
const waitForJobs = async () => {
  await sql`update pgboss.job set start_after = now() where state = 'created'`.execute(db)
  await allWorked()
}
const until = async (condition: () => Promise<boolean>) => {
  for (let tries = 0; tries < 400; tries++) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail('it did not come to that within 20 seconds')
}
const call = testApi(db, [partyRoutes, viewRoutes, routes], () => now)
const page = testMailPages(db, () => now)
const TEXTS = {
  en: { subject: 'News for {{organisation}}', body: 'Dear {{name|friends}},\n\ncome to {{city|us}}: https://example.org/fair.' },
  de: { subject: 'Neues für {{organisation}}', body: 'Guten Tag {{name|zusammen}},\n\nauf nach {{city|hier}}.' },
}

/** An ecosystem of its own with organisations, people and a shared view of all that have the tag. */
async function valley() {
  const { owner, as, viewer, coordinator, ecosystemId, system } = await testEcosystem(db, { now: () => now })
  const made = async (path: string, body: object) => {
    const { status, json, text } = await call(owner, 'POST', path, body)
    assert.equal(status, 201, text)
    return json
  }
  await made('/fields', { key: 'language', label: 'Language', type: 'text' })
  const mill = await made('/parties', {
    name: 'Mill',
    tags: ['fair'],
    city: 'Zell',
    email: 'Mill@example.org',
    fields: { language: 'Deutsch' },
  })
  const bakery = await made('/parties', { name: 'Bakery <b>', tags: ['fair'] })
  const silent = await made('/parties', { name: 'Silent', tags: ['fair'] })
  await made('/parties', { name: 'Elsewhere', email: 'elsewhere@example.org' })
  const anna = await made(`/parties/${bakery.id}/contacts`, { name: 'Anna Beispiel', email: 'anna@example.org' })
  const ben = await made(`/parties/${bakery.id}/contacts`, { name: 'Ben Beispiel', email: 'ben@example.org' })
  await made(`/parties/${bakery.id}/contacts`, { name: 'Anna again', email: 'ANNA@example.org' })
  const view = await made('/views', { name: 'Fair', mode: 'table', filter: { tag: ['fair'] }, shared: true })
  const list = await made('/mailing-lists', { name: 'Fair', ground: 'relationship' })
  const write = (more: object = {}) =>
    made('/mailings', {
      name: 'Spring',
      listId: list.id,
      viewId: view.id,
      languageField: 'language',
      texts: TEXTS,
      replyTo: 'fair@example.org',
      ...more,
    })
  const start = async (id: string, expected: number) => {
    const answer = await call(owner, 'POST', `/mailings/${id}/sending`, { expected })
    assert.equal(answer.status, 202, answer.text)
  }
  const see = async (id: string) => (await call(owner, 'GET', `/mailings/${id}`)).json
  const recipients = async (id: string) => (await call(owner, 'GET', `/mailings/${id}/recipients`)).json.items
  return {
    owner,
    as,
    viewer,
    coordinator,
    system,
    ecosystemId,
    made,
    mill,
    bakery,
    silent,
    anna,
    ben,
    view,
    list,
    write,
    start,
    see,
    recipients,
  }
}

const sentTo = (from: number) => sink.mails.slice(from).map(({ to }) => to).sort() // biome-ignore format: one line reads better
const linkIn = (text: string) => /https:\/\/tutti\.example\.org\/mail\/\S+/.exec(text)?.[0] ?? ''

test('a mailing goes to the people and organisations of a view, once to each address, in their language, and says who is left out', async () => {
  const { owner, write, start, see, recipients } = await valley()
  const from = sink.mails.length
  const { id } = await write()
  const audience = (await call(owner, 'GET', `/mailings/${id}/audience`)).json
  assert.deepEqual(audience, {
    count: 3,
    organisations: 3,
    languages: { en: 2, de: 1 },
    leftOut: { no_address: 1, twice: 1 },
    emptyFields: [],
  })
  await start(id, 3)
  await waitForJobs()
  assert.deepEqual(sentTo(from), ['anna@example.org', 'ben@example.org', 'mill@example.org'])
  const mill = sink.mails.slice(from).find(({ to }) => to === 'mill@example.org')!
  assert.deepEqual([mill.subject, mill.text.split('\n')[2]], ['Neues für Mill', 'auf nach Zell.'])
  const anna = sink.mails.slice(from).find(({ to }) => to === 'anna@example.org')!
  assert.equal(anna.subject, 'News for Bakery <b>')
  assert.match(anna.html, /Dear Anna Beispiel,<\/p>/)
  assert.match(anna.html, /<a href="https:\/\/example\.org\/fair"[^>]*>https:\/\/example\.org\/fair<\/a>\./)
  assert.equal(anna.header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
  assert.equal(anna.header('list-unsubscribe'), `<${linkIn(anna.text)}>`)
  assert.equal(anna.header('reply-to'), 'fair@example.org')
  const { state, counts } = await see(id)
  assert.deepEqual([state, counts.delivered, counts.queued], ['done', 3, 0])
  const ids = (await recipients(id)).map((recipient: { id: string }) => `<${recipient.id}@example.org>`).sort()
  assert.deepEqual(sink.mails.slice(from).map(({ messageId }) => messageId).sort(), ids) // biome-ignore format: one line reads better
})

test('the preview is the very mail of each recipient, and a test goes to nobody but oneself', async () => {
  const { owner, write } = await valley()
  const from = sink.mails.length
  const { id } = await write()
  const preview = async (position: number) => await call(owner, 'GET', `/mailings/${id}/preview?position=${position}`)
  const [first, second] = [(await preview(0)).json, (await preview(1)).json]
  assert.deepEqual([first.to, first.total, second.to], ['anna@example.org', 3, 'ben@example.org'])
  assert.match(second.text, /^Dear Ben Beispiel,/)
  assert.equal((await preview(3)).status, 404)
  assert.equal((await call(owner, 'POST', `/mailings/${id}/test`, { position: 1 })).status, 404)
  await sql`insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
    values (${owner.actor.personId}, 'Olga', 'olga@example.org', true, now(), now())`.execute(db)
  assert.deepEqual((await call(owner, 'POST', `/mailings/${id}/test`, { position: 1 })).json, { to: 'olga@example.org' })
  assert.deepEqual(sentTo(from), ['olga@example.org'])
  assert.match(sink.mails.at(-1)!.text, /^Dear Ben Beispiel,/)
  sink.state.onRecipient = () => 550
  assert.equal((await call(owner, 'POST', `/mailings/${id}/test`, { position: 1 })).json.code, 'test_refused')
  delete sink.state.onRecipient
  const shown = await page('GET', linkIn(first.text))
  assert.deepEqual([shown.status, shown.text.includes('from a test')], [200, true])
})

test('unknown fields, open braces and an empty text are refused with their place, and nothing is sent', async () => {
  const { owner, write } = await valley()
  const from = sink.mails.length
  const { id, version } = await write({ texts: { en: { subject: 'Hi {{nobody}}', body: 'One\n{{name' } } })
  const { status, json } = await call(owner, 'GET', `/mailings/${id}/audience`)
  assert.equal(status, 422)
  assert.deepEqual(json.errors.map(({ path, code }: { path: string; code: string }) => [path, code]), [['texts.en.subject', 'merge_field_unknown'], ['texts.en.body', 'merge_field_open']]) // biome-ignore format: one line reads better
  assert.equal((await call(owner, 'POST', `/mailings/${id}/sending`, { expected: 3 })).status, 422)
  assert.equal((await call(owner, 'PATCH', `/mailings/${id}`, { version, texts: {} })).status, 200)
  assert.equal((await call(owner, 'POST', `/mailings/${id}/sending`, { expected: 3 })).json.errors[0].code, 'text_missing')
  assert.equal((await call(owner, 'PATCH', `/mailings/${id}`, { version, texts: {} })).json.code, 'mailing_changed')
  assert.deepEqual(sentTo(from), [])
})

test('whoever would find a hole in the text is left out, with the field that is empty', async () => {
  const { owner, write } = await valley()
  const { id } = await write({ texts: { en: { subject: 'Hi', body: 'In {{city}}' } } })
  const { count, leftOut, emptyFields } = (await call(owner, 'GET', `/mailings/${id}/audience`)).json
  assert.deepEqual([count, leftOut.empty_field, emptyFields], [1, 2, ['city']])
})

test('a view that is gone, or asks for something that is gone, stops the mailing before anybody is written to', async () => {
  const { owner, write, made, system, coordinator, list } = await valley()
  const from = sink.mails.length
  const broken = await made('/views', { name: 'Broken', mode: 'table', filter: { kind: ['vintners'] }, shared: true })
  const refused = async (id: string, ctx = owner) => {
    const codes = []
    for (const [method, path, body] of [['GET', 'audience'], ['GET', 'preview'], ['POST', 'sending', { expected: 1 }]] as const) codes.push((await call(ctx, method, `/mailings/${id}/${path}`, body)).json.code) // biome-ignore format: one line reads better
    return [...new Set(codes)]
  }
  assert.deepEqual(await refused((await write({ viewId: broken.id })).id), ['mailing_view_broken'])
  // a part of the filter that the program does not know any more would be passed over, and everybody be written to
  await transaction(system, (tx) => sql`update saved_views set filter = '{"rating":"5"}' where id = ${broken.id}`.execute(tx.db))
  assert.deepEqual(await refused((await write({ viewId: broken.id })).id), ['mailing_view_broken'])
  await call(owner, 'DELETE', `/views/${broken.id}`)
  assert.deepEqual(await refused((await write({ viewId: broken.id })).id), ['mailing_view_gone'])
  assert.deepEqual(await refused((await write({ viewId: null })).id), ['mailing_without_view'])
  const mine = await made('/views', { name: 'Only mine', mode: 'table', filter: {}, shared: false })
  assert.deepEqual(await refused((await write({ viewId: mine.id, listId: list.id })).id, coordinator), ['mailing_view_gone'])
  assert.deepEqual(await refused((await write({ languageField: 'tongue' })).id), ['mailing_language_gone'])
  assert.deepEqual(sentTo(from), [])
})

test('when the number of recipients is another one than was shown, nothing is sent', async () => {
  const { owner, write } = await valley()
  const from = sink.mails.length
  const { id } = await write()
  const { status, json } = await call(owner, 'POST', `/mailings/${id}/sending`, { expected: 2 })
  assert.deepEqual([status, json.code], [409, 'mailing_count_changed'])
  await waitForJobs()
  assert.deepEqual(sentTo(from), [])
})

test('a mailing is started once, and what was started is not changed', async () => {
  const { owner, write, start } = await valley()
  const from = sink.mails.length
  const { id, version } = await write()
  const tries = await Promise.all([1, 2, 3].map(() => call(owner, 'POST', `/mailings/${id}/sending`, { expected: 3 })))
  assert.deepEqual(tries.map(({ status }) => status).sort(), [202, 409, 409])
  await waitForJobs()
  assert.equal(sentTo(from).length, 3)
  assert.equal((await call(owner, 'PATCH', `/mailings/${id}`, { version, name: 'x' })).json.code, 'mailing_started')
  assert.equal((await call(owner, 'DELETE', `/mailings/${id}`)).json.code, 'mailing_started')
  await assert.rejects(start(id, 3))
})

test('one click ends the mails of the list at once; looking at the link changes nothing', async () => {
  const { write, start, see, made, list, view, owner } = await valley()
  const from = sink.mails.length
  const first = await write()
  await start(first.id, 3)
  await waitForJobs()
  const link = linkIn(sink.mails.slice(from).find(({ to }) => to === 'anna@example.org')!.text)
  for (const method of ['GET', 'HEAD', 'GET']) assert.equal((await page(method, link)).status, 200)
  const shown = await page('GET', link)
  assert.match(shown.text, /anna@example\.org/)
  assert.match(shown.text, /Bakery &lt;b&gt;/)
  assert.deepEqual([shown.headers.get('cache-control'), shown.headers.get('referrer-policy')], ['no-store', 'no-referrer'])
  assert.doesNotMatch(shown.text, /<script/)
  assert.match((await page('GET', `${link}?lang=de`)).text, /Gar nicht mehr an mich schreiben/)
  assert.equal((await see(first.id)).counts.unsubscribed, 0)
  assert.equal((await page('POST', link, { what: 'something' })).status, 422)
  assert.equal((await see(first.id)).counts.unsubscribed, 0)
  for (let times = 0; times < 2; times++) assert.equal((await page('POST', link, { 'List-Unsubscribe': 'One-Click' })).status, 200)
  assert.equal((await see(first.id)).counts.unsubscribed, 1)
  const second = await write()
  assert.deepEqual((await call(owner, 'GET', `/mailings/${second.id}/audience`)).json.leftOut, { no_address: 1, unsubscribed: 1, twice: 1 })
  // of another list they have said nothing
  const other = await made('/mailing-lists', { name: 'Other', ground: 'relationship' })
  const third = await made('/mailings', { name: 'Third', listId: other.id, viewId: view.id, texts: TEXTS })
  assert.equal((await call(owner, 'GET', `/mailings/${third.id}/audience`)).json.count, 3)
  assert.equal((await page('POST', link, { what: 'all' })).status, 200)
  assert.equal((await call(owner, 'GET', `/mailings/${third.id}/audience`)).json.count, 2)
  assert.equal((await call(owner, 'POST', `/mailing-lists/${list.id}/consents`, { address: 'anna@example.org', locale: 'en', told: 'x' })).json.code, 'address_left_alone') // biome-ignore format: one line reads better
  for (const wrong of ['/mail/stop/unknown', '/mail/yes/unknown'])
    assert.equal((await page('GET', `https://tutti.example.org${wrong}`)).status, 404)
})

test('whoever unsubscribes while a mailing is paused does not get it when it goes on', async () => {
  const { owner, write, start, see, recipients } = await valley()
  const from = sink.mails.length
  sink.state.onRecipient = (to) => (to === 'ben@example.org' ? 451 : undefined)
  const { id } = await write()
  await start(id, 3)
  await until(
    async () =>
      (await see(id)).counts.delivered === 2 && (await recipients(id)).every(({ attempts }: { attempts: number }) => attempts > 0),
  )
  assert.equal((await call(owner, 'POST', `/mailings/${id}/pause`)).json.state, 'paused')
  const ben = (await recipients(id)).find(({ address }: { address: string }) => address === 'ben@example.org')
  assert.deepEqual([ben.state, ben.attempts], ['queued', 1])
  await transaction(owner, (tx) =>
    sql`
    insert into mail_consents (ecosystem_id, list_id, address, state, locale, told, noted_by, noted_at, unsubscribed_at)
    select ecosystem_id, list_id, 'ben@example.org', 'unsubscribed', 'en', '', 'x', now(), now() from mailings where id = ${id}`.execute(
      tx.db,
    ),
  )
  delete sink.state.onRecipient
  now = new Date(now.getTime() + 3_600_000)
  assert.equal((await call(owner, 'POST', `/mailings/${id}/resumption`)).json.state, 'sending')
  await waitForJobs()
  assert.deepEqual(sentTo(from), ['anna@example.org', 'mill@example.org'])
  const { state, counts } = await see(id)
  assert.deepEqual([state, counts.delivered, counts.skipped], ['done', 2, 1])
  assert.equal((await call(owner, 'POST', `/mailings/${id}/resumption`)).json.code, 'mailing_not_paused')
  assert.equal((await call(owner, 'POST', `/mailings/${id}/pause`)).json.code, 'mailing_not_under_way')
})

test('a mailing stopped half-way says who got it and who does not, and sends nothing more', async () => {
  const { owner, write, start, see, recipients } = await valley()
  const from = sink.mails.length
  sink.state.onRecipient = (to) => (to === 'ben@example.org' ? 451 : undefined)
  const { id } = await write()
  await start(id, 3)
  await until(
    async () =>
      (await see(id)).counts.delivered === 2 && (await recipients(id)).every(({ attempts }: { attempts: number }) => attempts > 0),
  )
  const { state, counts } = (await call(owner, 'POST', `/mailings/${id}/stop`)).json
  delete sink.state.onRecipient
  assert.deepEqual([state, counts.delivered, counts.skipped, counts.queued], ['stopped', 2, 1, 0])
  now = new Date(now.getTime() + 3_600_000)
  await resumeMailings(db, () => now)
  await waitForJobs()
  assert.equal(sentTo(from).length, 2)
  for (const path of ['stop', 'pause', 'resumption']) assert.equal((await call(owner, 'POST', `/mailings/${id}/${path}`)).status, 409, path)
})

test('an address that does not exist is written to never again; one that says later is tried again; a refused text is no bounce', async () => {
  const { owner, write, start, see, recipients } = await valley()
  const from = sink.mails.length
  sink.state.onRecipient = (to) => (to === 'ben@example.org' ? 550 : undefined)
  sink.state.onLetter = (to) => (to === 'mill@example.org' ? 554 : undefined)
  const { id } = await write()
  await start(id, 3)
  await waitForJobs()
  delete sink.state.onRecipient
  delete sink.state.onLetter
  const { counts, state } = await see(id)
  assert.deepEqual([state, counts.bounced, counts.failed, counts.delivered], ['done', 1, 1, 1])
  const next = await write()
  assert.deepEqual((await call(owner, 'GET', `/mailings/${next.id}/audience`)).json.leftOut, { no_address: 1, bounced: 1, twice: 1 })
  const failed = (await recipients(id)).find((recipient: { state: string }) => recipient.state === 'failed')
  assert.equal((await call(owner, 'POST', `/mailing-recipients/${failed.id}/sending`)).status, 202)
  await waitForJobs()
  assert.deepEqual(sentTo(from), ['anna@example.org', 'mill@example.org'])
  assert.equal((await call(owner, 'POST', `/mailing-recipients/${failed.id}/sending`)).json.code, 'recipient_settled')
})

test('of a mail whose answer never came nobody knows, so it is shown, and sent again only when somebody says so, as the same mail', async () => {
  const { owner, write, start, see, recipients } = await valley()
  const from = sink.mails.length
  let cuts = 1
  sink.state.cut = (to) => to === 'ben@example.org' && cuts-- > 0
  const { id } = await write()
  await start(id, 3)
  await until(async () => (await see(id)).state === 'done')
  delete sink.state.cut
  const { state, counts } = await see(id)
  assert.deepEqual([state, counts.delivered, counts.unknown], ['done', 2, 1])
  assert.equal(sentTo(from).filter((to) => to === 'ben@example.org').length, 1)
  const ben = (await recipients(id)).find((recipient: { state: string }) => recipient.state === 'unknown')
  assert.equal((await call(owner, 'POST', `/mailing-recipients/${ben.id}/sending`)).status, 202)
  await waitForJobs()
  const twice = sink.mails.slice(from).filter(({ to }) => to === 'ben@example.org')
  assert.deepEqual([twice.length, new Set(twice.map(({ messageId }) => messageId)).size], [2, 1])
  assert.equal((await see(id)).counts.delivered, 3)
})

test('after a kill, what was on its way is unknown and the rest goes on, each once; after a restore it waits for somebody', async () => {
  const { owner, write, start, see, recipients, system } = await valley()
  const from = sink.mails.length
  const { id } = await write()
  setMailingWay(undefined, 'https://tutti.example.org')
  assert.equal((await call(owner, 'POST', `/mailings/${id}/sending`, { expected: 3 })).json.code, 'mail_not_set_up')
  setMailingWay(way, 'https://tutti.example.org')
  await start(id, 3)
  setMailingWay(undefined, 'https://tutti.example.org')
  await waitForJobs()
  assert.deepEqual([(await see(id)).state, (await see(id)).problem], ['paused', 'mail_not_set_up'])
  setMailingWay(way, 'https://tutti.example.org')
  // as a killed program leaves it: one was marked, and nobody wrote down what became of it
  const [first] = await recipients(id)
  await transaction(system, (tx) =>
    sql`update mailing_recipients set state = 'handing', handed_at = now() where id = ${first.id}`.execute(tx.db),
  )
  await transaction(system, (tx) => sql`update mailings set state = 'sending' where id = ${id}`.execute(tx.db))
  await sql`insert into auth.memberships (ecosystem_id, person_id, role, created_at) values (${system.ecosystemId}, 'somebody', 'owner', now())`.execute(
    db,
  )
  await pauseRestoredMailings(db, () => now)
  assert.deepEqual([(await see(id)).state, (await see(id)).problem], ['paused', 'mailing_restored'])
  await transaction(system, (tx) => sql`update mailings set state = 'sending' where id = ${id}`.execute(tx.db))
  await resumeMailings(db, () => now)
  await resumeMailings(db, () => now)
  await waitForJobs()
  const { state, counts } = await see(id)
  assert.deepEqual([state, counts.unknown, counts.delivered, sentTo(from).length], ['done', 1, 2, 2])
  assert.ok(!sentTo(from).includes(first.address))
})

test('when the mail server cannot be reached, or does not take our sender, the mailing pauses and says so', async () => {
  const { write, start, see } = await valley()
  setMailingWay({ ...way, smtpUrl: 'smtp://127.0.0.1:1' }, 'https://tutti.example.org')
  const { id } = await write()
  await start(id, 3)
  for (let tries = 0; tries < 100 && (await see(id)).state === 'sending'; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    await sql`update pgboss.job set start_after = now() where name = 'mailings.send' and state = 'created'`.execute(db)
  }
  setMailingWay(way, 'https://tutti.example.org')
  const { state, problem, counts } = await see(id)
  assert.deepEqual([state, problem, counts.queued], ['paused', 'mail_server_unreachable', 3])
})

test('on a list by consent only those get it who confirmed by their own press of a button', async () => {
  const { owner, made, view, start, see } = await valley()
  const list = await made('/mailing-lists', { name: 'By consent', ground: 'consent' })
  const write = () => made('/mailings', { name: 'Consented', listId: list.id, viewId: view.id, texts: TEXTS })
  const draft = await write()
  assert.deepEqual((await call(owner, 'GET', `/mailings/${draft.id}/audience`)).json.count, 0)
  const from = sink.mails.length
  const consent = await made(`/mailing-lists/${list.id}/consents`, { address: 'Anna@Example.org', locale: 'de', told: 'At the market' })
  assert.deepEqual([consent.address, consent.state], ['anna@example.org', 'unconfirmed'])
  await waitForJobs()
  const asked = sink.mails[from]!
  assert.equal(asked.subject, 'Möchten Sie Mails von Test?')
  const link = linkIn(asked.text)
  assert.match((await page('GET', link)).text, /Ja, ich möchte diese Mails/)
  assert.equal((await call(owner, 'GET', `/mailings/${draft.id}/audience`)).json.count, 0)
  assert.equal((await page('POST', link, {})).status, 200)
  assert.equal((await call(owner, 'GET', `/mailing-lists/${list.id}/consents`)).json.items[0].state, 'confirmed')
  assert.equal((await call(owner, 'POST', `/mailing-lists/${list.id}/consents`, { address: 'anna@example.org', locale: 'de', told: 'x' })).json.code, 'consent_confirmed') // biome-ignore format: one line reads better
  await start(draft.id, 1)
  await waitForJobs()
  assert.equal((await see(draft.id)).counts.delivered, 1)
  for (const bad of [{ address: 'nobody', locale: 'de', told: 'x' }, { address: 'a@b', locale: 'de', told: 'x' }, { address: 'a@example.org', locale: 'fr', told: 'x' }, { address: 'a@example.org', locale: 'de', told: ' ' }]) assert.equal((await call(owner, 'POST', `/mailing-lists/${list.id}/consents`, bad)).status, 422, JSON.stringify(bad)) // biome-ignore format: one line reads better
  assert.equal((await call(owner, 'POST', '/mailing-lists', { name: 'by CONSENT', ground: 'consent' })).json.code, 'mailing_list_exists')
})

test('who is erased goes out of recipients and consents, is not written to, and a wish to be left alone stays', async () => {
  const { owner, write, start, see, recipients, anna, ben, system } = await valley()
  const { id } = await write()
  sink.state.onRecipient = () => 451
  await start(id, 3)
  await until(async () =>
    (await recipients(id)).every(({ attempts, state }: { attempts: number; state: string }) => attempts > 0 && state === 'queued'),
  )
  delete sink.state.onRecipient
  const held = JSON.stringify(await transaction(owner, (tx) => exportContact(tx, anna.id)))
  assert.ok(held.includes('"mailing":"Spring"'), held)
  await transaction(system, (tx) =>
    sql`
    insert into mail_consents (ecosystem_id, list_id, address, state, locale, told, noted_by, noted_at, confirmed_at, unsubscribed_at)
    select ecosystem_id, list_id, a.address, a.state, 'en', 'said Anna', 'x', now(), now(), now() from mailings,
      (values ('anna@example.org', 'confirmed'), ('ben@example.org', 'unsubscribed')) as a (address, state) where id = ${id}`.execute(
      tx.db,
    ),
  )
  for (const person of [anna, ben]) await transaction(owner, (tx) => eraseContact(tx, person.id))
  const { rows } = await transaction(system, (tx) =>
    sql<{ text: string }>`
    select (select string_agg(r::text, ' ') from mailing_recipients r) || (select string_agg(c::text, ' ') from mail_consents c) as text`.execute(
      tx.db,
    ),
  )
  assert.ok(!/anna|beispiel/i.test(rows[0]!.text), rows[0]!.text)
  assert.match(rows[0]!.text, /ben@example\.org,unsubscribed/)
  const from = sink.mails.length
  now = new Date(now.getTime() + 3_600_000)
  await waitForJobs()
  assert.deepEqual(sentTo(from), ['mill@example.org'])
  const { counts, state } = await see(id)
  assert.deepEqual([state, counts.delivered, counts.skipped], ['done', 1, 2])
  assert.equal((await recipients(id)).filter(({ address }: { address: string | null }) => address === null).length, 2)
})

test('members and viewers see no mailings and send none; events and answers of the log hold ids only', async () => {
  const { as, viewer, coordinator, bakery, write, start, list, view, owner } = await valley()
  const { id } = await write()
  for (const ctx of [as('member', bakery.id), viewer]) {
    for (const [method, path, body] of [
      ['GET', '/mailings'],
      ['GET', `/mailings/${id}`],
      ['GET', `/mailings/${id}/audience`],
      ['GET', `/mailings/${id}/preview`],
      ['GET', `/mailings/${id}/recipients`],
      ['GET', '/mailing-lists'],
      ['POST', '/mailing-lists', { name: 'x', ground: 'consent' }],
      ['POST', `/mailing-lists/${list.id}/consents`, { address: 'x@example.org', locale: 'en', told: 'x' }],
      ['POST', '/mailings', { name: 'x', listId: list.id, viewId: view.id }],
      ['POST', `/mailings/${id}/test`, { position: 0 }],
      ['POST', `/mailings/${id}/sending`, { expected: 3 }],
    ] as const)
      assert.equal((await call(ctx, method, path, body)).status, 403, `${ctx.actor.role} ${method} ${path}`)
  }
  assert.equal((await call(coordinator, 'GET', `/mailings/${id}`)).status, 200)
  for (const bad of [{}, { name: '', listId: list.id }, { name: 'x', listId: 'no' }, { name: 'x', listId: list.id, replyTo: 'a\nBcc: b@example.org' }, { name: 'x', listId: list.id, more: 1 }]) assert.equal((await call(owner, 'POST', '/mailings', bad)).status, 422, JSON.stringify(bad)) // biome-ignore format: one line reads better
  await start(id, 3)
  await waitForJobs()
  const { rows } = await transaction(owner, (tx) => sql<{ row: string }>`select e::text as row from events e`.execute(tx.db))
  assert.ok(!/example\.org|Beispiel|Spring/.test(JSON.stringify(rows)), JSON.stringify(rows))
})

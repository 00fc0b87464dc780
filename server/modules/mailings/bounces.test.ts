// Mails that come back later: sent to a real mail server, returned to a real mailbox, and read by the job.
// long because all of it shares a mail server, a mailbox, a queue and a clock
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { type Mailbox, MailboxError } from '../../kernel/mailbox.ts'
import { notePlace, noteProblem, noteTry, readMailboxNote } from '../../kernel/mailbox-notes.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { testImapServer } from '../../kernel/testing-imap.ts'
import { routes as importRoutes } from '../imports/index.ts'
import { personalData as partiesData, routes as partyRoutes } from '../parties/index.ts'
import { eraseContact, exportContact, setPersonalData } from '../people/index.ts'
import { routes as viewRoutes } from '../views/index.ts'
import { jobs, personalData, readBouncesSoon, routes, setMailingWay } from './index.ts'
import { deliveryReport, type Taken, testMailPages, testMailSink } from './testing.ts'
import { tokenOf } from './tokens.ts'

const database = await testDatabase()
const { db, closeWith } = database
const sink = await testMailSink(closeWith)
const imap = await testImapServer(closeWith)
const SECRET = 'a secret of more than thirty-two characters'
const ORIGIN = 'https://tutti.example.org'
const way = { smtpUrl: sink.smtpUrl, from: 'Mosel <mosel@example.org>', perMinute: 60_000 }
const back = (address = 'bounces+{token}@example.org', mailbox: Mailbox = imap.mailbox) => setMailingWay(way, ORIGIN, { mailbox, address, secret: SECRET }) // biome-ignore format: one line reads better
back()
setPersonalData([personalData, partiesData])
let now = new Date('2026-03-01T10:00:00Z')
const days = (count: number) => {
  now = new Date(now.getTime() + count * 86_400_000)
}
const worked = await testJobs(database, { ...jobs, 'privacy.note_erasure': async () => {} }, {}, () => now)
const call = testApi(db, [partyRoutes, viewRoutes, importRoutes, routes], () => now)
const page = testMailPages(db, () => now)
const TEXTS = { en: { subject: 'News', body: 'Dear {{name|friends}}, come to the fair.' } }

/** Reads the mailbox as the program does at its start, and every five minutes. */
const readMailbox = async () => {
  await readBouncesSoon(db, () => now)
  await worked()
}
const noteOf = (mailbox = imap.mailbox) => readMailboxNote({ db }, mailbox)

/** An ecosystem with two people at one organisation, and what it takes to write to them. */
async function valley() {
  const { owner, viewer, as, system, ecosystemId } = await testEcosystem(db, { now: () => now })
  const made = async (path: string, body: object) => {
    const { status, json, text } = await call(owner, 'POST', path, body)
    assert.equal(status, 201, text)
    return json
  }
  const bakery = await made('/parties', { name: 'Bakery', tags: ['fair'] })
  const anna = await made(`/parties/${bakery.id}/contacts`, { name: 'Anna Beispiel', email: 'anna@example.org' })
  await made(`/parties/${bakery.id}/contacts`, { name: 'Ben Beispiel', email: 'ben@example.org' })
  const view = await made('/views', { name: 'Fair', mode: 'table', filter: { tag: ['fair'] }, shared: true })
  const list = await made('/mailing-lists', { name: 'Fair', ground: 'relationship' })
  const draft = () => made('/mailings', { name: 'Spring', listId: list.id, viewId: view.id, texts: TEXTS })
  /** Writes a mailing, sends it, and answers the mail that each got. */
  const send = async (expected = 2) => {
    const from = sink.mails.length
    const { id } = await draft()
    assert.equal((await call(owner, 'POST', `/mailings/${id}/sending`, { expected })).status, 202)
    await worked()
    const mails = sink.mails.slice(from)
    assert.equal(mails.length, expected)
    return { id: id as string, to: (address: string) => mails.find(({ to }) => to === address)! }
  }
  const see = async (id: string) => (await call(owner, 'GET', `/mailings/${id}`)).json
  const recipientOf = async (id: string, address: string) => (await call(owner, 'GET', `/mailings/${id}/recipients`)).json.items.find((recipient: { address: string }) => recipient.address === address) // biome-ignore format: one line reads better
  const audience = async () => (await call(owner, 'GET', `/mailings/${(await draft()).id}/audience`)).json
  const mark = (id: string, method = 'POST', ctx = owner) => call(ctx, method, `/mailing-recipients/${id}/bounce`)
  return { owner, viewer, as, system, ecosystemId, made, bakery, anna, view, list, send, see, recipientOf, audience, mark }
}

/** As the mail server of the recipient would return it. */
const comeBack = ({ returnTo, to, messageId }: Taken, status: string, more: { action?: string } = {}) => imap.arrive(deliveryReport({ to: returnTo, recipient: to, messageId, status, ...more })) // biome-ignore format: one line reads better

test('a mail that comes back gives its address up: shown in the report, left out by later mailings, and put aside in the mailbox', async () => {
  const { send, see, recipientOf, audience, system, ecosystemId } = await valley()
  const { id, to } = await send()
  const anna = to('anna@example.org')
  const token = tokenOf((await recipientOf(id, 'anna@example.org')).id, SECRET)
  assert.deepEqual([anna.returnTo, anna.messageId], [`bounces+${token}@example.org`, `<${token}@example.org>`])
  comeBack(anna, '5.1.1')
  days(1)
  await readMailbox()
  const shown = await recipientOf(id, 'anna@example.org')
  assert.deepEqual([shown.state, shown.reason, shown.returnedStatus, shown.returnedAt, shown.isGivenUp], ['bounced', 'returned', '5.1.1', now.toISOString(), true]) // biome-ignore format: one line reads better
  assert.deepEqual([(await see(id)).counts.bounced, (await see(id)).counts.delivered], [1, 1])
  assert.deepEqual((await audience()).leftOut, { bounced: 1 })
  assert.deepEqual([imap.inbox(), imap.aside().length], [[], 1])
  assert.equal((await noteOf())?.readAt?.toISOString(), now.toISOString())
  const next = await send(1)
  assert.equal(next.to('ben@example.org').to, 'ben@example.org')
  // of the report nothing is kept but a code and a time, and the log says no more
  const { rows } = await transaction(system, (tx) => sql<{ row: string }>`select r::text || (select string_agg(e::text, ' ') from events e) as row from mailing_recipients r`.execute(tx.db)) // biome-ignore format: one line reads better
  assert.ok(!/what the server said|MAILER-DAEMON|mx\.example/.test(JSON.stringify(rows)))
  const { rows: events } = await transaction(system, (tx) => sql<{ payload: object; subject_id: string; ecosystem_id: string }>`select payload, subject_id, ecosystem_id from events where type = 'mailing.returned'`.execute(tx.db)) // biome-ignore format: one line reads better
  assert.deepEqual(events, [{ payload: { final: true }, subject_id: id, ecosystem_id: ecosystemId }])
})

test('where the mailbox keeps no marks in addresses, the Message-ID of the returned mail is known', async () => {
  const { send, recipientOf } = await valley()
  back('bounces@example.org')
  const { id, to } = await send()
  assert.equal(to('anna@example.org').returnTo, 'bounces@example.org')
  comeBack(to('anna@example.org'), '5.1.1')
  await readMailbox()
  back()
  assert.equal((await recipientOf(id, 'anna@example.org')).state, 'bounced')
})

test('read again after a kill, a report does nothing twice, and each ecosystem hears of its own only', async () => {
  const [ours, theirs] = [await valley(), await valley()]
  const [first, second] = [await ours.send(), await theirs.send()]
  comeBack(first.to('anna@example.org'), '5.1.1')
  comeBack(second.to('ben@example.org'), '5.1.1')
  comeBack(first.to('anna@example.org'), '5.1.1')
  await readMailbox()
  await notePlace({ db, now: () => now }, imap.mailbox, { validity: '7', uid: 0 })
  for (const mail of imap.folders.get('Tutti')!.mails.splice(0)) imap.arrive(mail.source)
  await readMailbox()
  const counts = async ({ see }: typeof ours, id: string) => (await see(id)).counts
  assert.deepEqual([(await counts(ours, first.id)).bounced, (await counts(theirs, second.id)).bounced], [1, 1])
  assert.equal((await ours.recipientOf(first.id, 'ben@example.org')).state, 'delivered')
  assert.equal((await theirs.recipientOf(second.id, 'anna@example.org')).state, 'delivered')
  for (const { system } of [ours, theirs]) {
    const { rows } = await transaction(system, (tx) => sql`select from events where type = 'mailing.returned'`.execute(tx.db))
    assert.equal(rows.length, 1)
  }
})

test('what came back for now is shown as not arrived; three mailings in half a year give the address up, and clearing begins anew', async () => {
  const { send, see, recipientOf, audience, mark } = await valley()
  const first = await send()
  comeBack(first.to('anna@example.org'), '4.4.7')
  comeBack(first.to('anna@example.org'), '4.4.7')
  comeBack(first.to('ben@example.org'), '4.4.7', { action: 'delayed' })
  await readMailbox()
  const { state, reason, returnedStatus, isGivenUp } = await recipientOf(first.id, 'anna@example.org')
  assert.deepEqual([state, reason, returnedStatus, isGivenUp], ['failed', 'returned_for_now', '4.4.7', false])
  assert.equal((await recipientOf(first.id, 'ben@example.org')).state, 'delivered')
  const often = async () => {
    const sent = await send()
    comeBack(sent.to('anna@example.org'), '5.2.2')
    await readMailbox()
    return await recipientOf(sent.id, 'anna@example.org')
  }
  days(179)
  assert.equal((await often()).state, 'failed')
  days(2) // the first one is half a year old and weighs no more
  assert.equal((await often()).state, 'failed')
  const third = await often()
  assert.deepEqual([third.state, third.reason, third.isGivenUp], ['bounced', 'returned_often', true])
  assert.deepEqual([(await audience()).count, (await see(first.id)).counts.failed], [1, 1])
  assert.equal((await mark(third.id, 'DELETE')).json.isGivenUp, false)
  assert.equal((await audience()).count, 2)
  assert.equal((await often()).state, 'failed')
})

test('a forged mark, a stranger’s Message-ID, an answer, a note of absence and a receipt do nothing, and stay in the mailbox, unread', async () => {
  const { send, see, recipientOf } = await valley()
  const { id, to } = await send()
  const anna = to('anna@example.org')
  const { id: recipientId } = await recipientOf(id, 'anna@example.org')
  const before = imap.inbox().length
  const uids = [
    deliveryReport({ to: `bounces+${tokenOf(recipientId, 'another secret, also of thirty-two characters')}@example.org`, status: '5.1.1' }),
    deliveryReport({ to: 'bounces@example.org', messageId: `<${recipientId}@example.org>`, status: '5.1.1' }),
    deliveryReport({ status: '5.1.1' }),
    `To: ${anna.returnTo}\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: ${anna.messageId}\r\nContent-Type: text/plain\r\n\r\nI am away. Action: failed, Status: 5.1.1`,
    deliveryReport({ to: anna.returnTo, messageId: anna.messageId, status: '5.1.1', kind: 'disposition-notification' }),
    deliveryReport({ to: anna.returnTo, messageId: anna.messageId, status: 'five' }),
    `Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\nTo: ${anna.returnTo}\r\n\r\n${'--b\r\n\r\n'.repeat(5_000)}`,
  ].map((source) => imap.arrive(source))
  await readMailbox()
  const { counts } = await see(id)
  assert.deepEqual([counts.delivered, counts.bounced, counts.failed], [2, 0, 0])
  assert.equal(imap.inbox().length, before + uids.length)
  for (const uid of uids) assert.deepEqual(imap.flagsOf(uid), [])
  // a mark of ours whose recipient is nobody, as that of a test, is put aside
  imap.arrive(deliveryReport({ to: `bounces+${tokenOf(newId(), SECRET)}@example.org`, status: '5.1.1' }))
  await readMailbox()
  assert.equal(imap.inbox().length, before + uids.length)
})

test('a huge report is read by its beginning, and one that cannot be fetched holds up nobody for long', async () => {
  const { send, see } = await valley()
  const { id, to } = await send()
  imap.arrive(deliveryReport({ to: to('anna@example.org').returnTo, status: '5.1.1', text: 'x'.repeat(5_000_000) }))
  await readMailbox()
  assert.equal((await see(id)).counts.bounced, 1)
  imap.state.cutAt = comeBack(to('anna@example.org'), '5.1.1')
  comeBack(to('ben@example.org'), '5.1.1')
  for (let run = 1; run <= 3; run++) {
    await readMailbox()
    assert.deepEqual([(await noteOf())?.problem?.what, (await see(id)).counts.bounced], ['unreachable', 1], `run ${run}`)
  }
  await readMailbox()
  delete imap.state.cutAt
  assert.deepEqual([(await noteOf())?.problem, (await see(id)).counts.bounced], [undefined, 2])
})

test('a mailbox that cannot be read is noted without a word of the server’s, and a refused password is not tried every five minutes', async () => {
  back(undefined, { ...imap.mailbox, password: 'old' })
  const logins = () => imap.state.logins
  const before = logins()
  await readMailbox()
  const note = await noteOf()
  assert.deepEqual([note?.problem?.what, note?.problem?.code, logins() - before], ['refused', 'EAUTH', 1])
  const poll = () => jobs['mailings.read_bounces']!({ db, now: () => now, actor: { kind: 'system' }, ecosystemId: newId() }, {})
  await poll()
  assert.equal(logins() - before, 1)
  now = new Date(now.getTime() + 6 * 60_000)
  await poll()
  await poll()
  assert.equal(logins() - before, 2)
  const { rows } = await sql<{ row: string }>`select m::text as row from auth.mailbox_reads m`.execute(db)
  assert.ok(!/example|hunter2|bounces/.test(JSON.stringify(rows)), JSON.stringify(rows))
  back(undefined, { ...imap.mailbox, port: 1 })
  await readMailbox()
  assert.deepEqual([(await noteOf())?.problem?.code], ['ECONNREFUSED'])
  back()
  await readMailbox()
  assert.equal((await noteOf())?.problem, undefined)
  setMailingWay(way, ORIGIN)
  await readMailbox()
  await poll()
  back()
})

test('what goes wrong here is no problem of the mailbox: the job fails and is tried again, and no report is lost', async () => {
  const { send, see, system } = await valley()
  const { id, to } = await send()
  const before = await noteOf()
  comeBack(to('anna@example.org'), '5.1.1')
  const clock = (): Date => {
    if (new Error().stack?.includes('noteReturn')) throw new Error('out of order')
    return now
  }
  await assert.rejects(jobs['mailings.read_bounces']!({ ...system, now: clock }, {}), /out of order/)
  assert.deepEqual([await noteOf(), (await see(id)).counts.bounced], [before, 0])
  await readMailbox()
  assert.equal((await see(id)).counts.bounced, 1)
})

test('tries are counted for one mail at a time', async () => {
  const mailbox = { ...imap.mailbox, folder: 'Other' }
  const door = { db, now: () => now }
  const place = (uid: number) => ({ validity: '1', uid })
  const tries = []
  for (const uid of [1, 1, 1, 1, 2, 1]) tries.push(await noteTry(door, mailbox, place(uid)))
  assert.deepEqual(tries, [true, true, true, false, true, true])
  await noteProblem(door, mailbox, new MailboxError('folder', 'ENOFOLDER'))
  await notePlace(door, mailbox, place(5))
  const note = await noteOf(mailbox)
  assert.deepEqual([note?.place, note?.readAt, note?.problem?.what], [place(5), null, 'folder'])
})

test('a coordinator says by hand that an address did not work, and takes it back; others may not', async () => {
  const { owner, viewer, as, bakery, send, see, recipientOf, audience, mark } = await valley()
  const { id } = await send()
  const anna = await recipientOf(id, 'anna@example.org')
  for (const ctx of [viewer, as('member', bakery.id)]) {
    for (const method of ['POST', 'DELETE']) assert.equal((await mark(anna.id, method, ctx)).status, 403)
  }
  for (const method of ['POST', 'DELETE']) assert.equal((await mark(newId(), method)).status, 404)
  for (let times = 0; times < 2; times++) {
    const { json } = await mark(anna.id, 'POST', as('coordinator'))
    assert.deepEqual([json.state, json.isGivenUp, json.markedAt], ['delivered', true, now.toISOString()])
  }
  assert.deepEqual([(await see(id)).counts.marked, (await audience()).leftOut], [1, { bounced: 1 }])
  for (let times = 0; times < 2; times++) {
    const { json } = await mark(anna.id, 'DELETE')
    assert.deepEqual([json.state, json.isGivenUp, json.markedAt], ['delivered', false, null])
  }
  assert.equal((await audience()).count, 2)
  const { rows } = await transaction(owner, (tx) => sql<{ type: string; payload: object }>`select type, payload from events where type like 'mailing.address%' order by id`.execute(tx.db)) // biome-ignore format: one line reads better
  assert.deepEqual(rows, [{ type: 'mailing.address_marked', payload: {} }, { type: 'mailing.address_cleared', payload: {} }]) // biome-ignore format: one line reads better
})

test('nothing is said of an address that was not written to', async () => {
  const { owner, send, recipientOf, mark, made, view, list } = await valley()
  await send()
  const { id } = await made('/mailings', { name: 'Stopped', listId: list.id, viewId: view.id, texts: TEXTS })
  sink.state.onRecipient = () => 451
  assert.equal((await call(owner, 'POST', `/mailings/${id}/sending`, { expected: 2 })).status, 202)
  assert.equal((await call(owner, 'POST', `/mailings/${id}/stop`)).status, 200)
  delete sink.state.onRecipient
  const refused = await mark((await recipientOf(id, 'anna@example.org')).id)
  assert.deepEqual([refused.status, refused.json.code], [409, 'recipient_not_written'])
})

test('a wish to be left alone outlives both a mail that comes back and somebody who says the address works', async () => {
  const { owner, send, recipientOf, audience, mark } = await valley()
  const { id, to } = await send()
  const anna = to('anna@example.org')
  const link = /https:\/\/tutti\.example\.org\/mail\/\S+/.exec(anna.text)![0]
  assert.equal((await page('POST', link, { what: 'all' })).status, 200)
  comeBack(anna, '5.1.1')
  await readMailbox()
  const recipient = await recipientOf(id, 'anna@example.org')
  assert.deepEqual([recipient.state, recipient.isGivenUp], ['bounced', false])
  await mark(recipient.id)
  await mark(recipient.id, 'DELETE')
  assert.deepEqual((await audience()).leftOut, { unsubscribed: 1 })
  assert.equal((await call(owner, 'GET', '/suppressions')).json.items[0].reason, 'unsubscribed')
})

test('what came back is among what is exported of a person, and goes when they are erased; a report after that says nothing', async () => {
  const { owner, system, anna, send, see, recipientOf, mark } = await valley()
  const { id, to } = await send()
  comeBack(to('anna@example.org'), '5.1.1')
  await readMailbox()
  const held = JSON.stringify(await transaction(owner, (tx) => exportContact(tx, anna.id)))
  assert.match(held, /"returned_status":"5\.1\.1"/)
  const { id: recipientId } = await recipientOf(id, 'anna@example.org')
  await transaction(owner, (tx) => eraseContact(tx, anna.id))
  const { rows } = await transaction(system, (tx) => sql<{ text: string }>`select coalesce((select string_agg(r::text, ' ') from mailing_recipients r), '') || coalesce((select string_agg(s::text, ' ') from suppressions s), '') as text`.execute(tx.db)) // biome-ignore format: one line reads better
  assert.ok(!/anna/i.test(rows[0]!.text), rows[0]!.text)
  comeBack(to('anna@example.org'), '5.1.1')
  await readMailbox()
  assert.equal((await see(id)).counts.bounced, 1)
  for (const method of ['POST', 'DELETE']) assert.equal((await mark(recipientId, method)).json.code, 'recipient_erased')
})

test('sent once more and come back for good, the address is given up before it is written to a third time', async () => {
  const { owner, send, see, recipientOf } = await valley()
  const { id, to } = await send()
  comeBack(to('anna@example.org'), '4.4.7')
  await readMailbox()
  const { id: recipientId } = await recipientOf(id, 'anna@example.org')
  sink.state.onRecipient = () => 451
  const again = (await call(owner, 'POST', `/mailing-recipients/${recipientId}/sending`)).json
  assert.deepEqual([again.state, again.returnedAt], ['queued', null])
  await transaction(owner, (tx) => sql`update mailings set state = 'paused' where id = ${id}`.execute(tx.db))
  comeBack(to('anna@example.org'), '5.1.1')
  await readMailbox()
  delete sink.state.onRecipient
  const sent = sink.mails.length
  assert.equal((await call(owner, 'POST', `/mailings/${id}/resumption`)).status, 200)
  now = new Date(now.getTime() + 3_600_000)
  await sql`update pgboss.job set start_after = now() where state = 'created'`.execute(db)
  await worked()
  const recipient = await recipientOf(id, 'anna@example.org')
  assert.deepEqual([recipient.state, recipient.reason, sink.mails.length - sent], ['skipped', 'bounced', 0])
  assert.equal((await see(id)).state, 'done')
})

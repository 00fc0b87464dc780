import assert from 'node:assert/strict'
import { test } from 'node:test'
import ICAL from 'ical.js'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { nameOwnParty } from '../parties/index.ts'
import { personalData } from './index.ts'
import { testCalendar } from './testing.ts'

const NOON = '2026-06-10T10:00:00Z'
const { db, owner, viewer, clock, worked, call, person, parties, contact, visit, linkIn, mails, ecosystemId } = await testCalendar(NOON)
const ada = await person('Ada')
const times = { startsAt: '2026-06-12T08:00:00Z', endsAt: '2026-06-12T09:30:00Z' }
const plan = async (body: object) => {
  const answer = await call(ada, 'POST', '/meetings', { title: 'Round table', ...times, ...body })
  assert.equal(answer.status, 201, answer.text)
  return answer.json
}
const invite = ({ id, version }: { id: string; version: number }) => call(ada, 'POST', `/meetings/${id}/invitations`, { version })
const mailsTo = (address: string) => mails.filter(({ to }) => to === address)
const calendarIn = (mail: { calendar?: string } | undefined) => {
  const calendar = new ICAL.Component(ICAL.parse(mail?.calendar ?? ''))
  return { method: calendar.getFirstPropertyValue('method'), event: new ICAL.Event(calendar.getFirstSubcomponent('vevent')!) }
}

test('a meeting is planned, everybody with an address is invited once, changed and called off with one UID and a rising sequence', async () => {
  const [hotel, bakery] = await parties('Hotel', 'Bakery')
  const eva = await contact(hotel!, 'Eva Köhler', 'eva@example.org')
  const mute = await contact(bakery!, 'Without Address', null)
  const ben = await person('Ben', 'coordinator', null, 'de')
  const made = await plan({ partyIds: [hotel, bakery], contactIds: [eva, mute], personIds: [ben.actor.personId], place: 'Town hall' })
  assert.deepEqual(
    made.parties.map(({ name }: { name: string }) => name),
    ['Bakery', 'Hotel'],
  )
  await worked()
  assert.equal(mails.length, 0, 'planning writes to nobody')
  assert.deepEqual((await invite(made)).json, { sent: 2, withoutAddress: 1 })
  assert.deepEqual((await invite(made)).json, { sent: 0, withoutAddress: 1 })
  await worked()
  const [first, ...more] = mailsTo('eva@example.org')
  assert.equal(more.length, 0)
  assert.equal(first?.subject, 'Invitation: Round table')
  assert.match(first?.text ?? '', /Friday,? 12 June 2026.*10:00.*11:30 \(Europe\/Berlin\)[\s\S]*Town hall/)
  assert.doesNotMatch(first?.text ?? '', /Ben|Without/, 'no other guest is named')
  assert.equal(mailsTo('ben@example.org')[0]?.subject, 'Einladung: Round table')
  const invited = calendarIn(first)
  assert.deepEqual([invited.method, invited.event.uid, invited.event.sequence], ['REQUEST', made.id, 0])
  assert.equal(first?.replyTo, 'ada@example.org')

  const moved = await call(ada, 'PATCH', `/meetings/${made.id}`, {
    version: 1,
    startsAt: '2026-06-12T08:30:00Z',
    endsAt: '2026-06-12T10:00:00Z',
  })
  assert.deepEqual([moved.json.sequence, moved.json.version], [1, 2])
  await worked()
  const change = calendarIn(mailsTo('eva@example.org')[1])
  assert.deepEqual([change.method, change.event.uid, change.event.sequence], ['REQUEST', made.id, 1])
  const off = await call(ada, 'POST', `/meetings/${made.id}/cancellation`, { version: 2 })
  assert.ok(off.json.cancelled)
  await worked()
  const cancelled = calendarIn(mailsTo('eva@example.org')[2])
  assert.deepEqual([cancelled.method, cancelled.event.uid, cancelled.event.sequence], ['CANCEL', made.id, 2])
  assert.equal((await call(ada, 'PATCH', `/meetings/${made.id}`, { version: 3, title: 'X' })).json.code, 'meeting_cancelled')
  assert.equal((await invite({ id: made.id, version: 3 })).json.code, 'meeting_cancelled')
})

test('a guest answers by the link without signing in; looking changes nothing; a new time asks anew; withdrawn, unknown and late links say so', async () => {
  const [mill] = await parties('Mill')
  const max = await contact(mill!, 'Max Müller', 'max@example.org')
  const made = await plan({ partyIds: [mill], contactIds: [max] })
  await invite(made)
  await worked()
  const link = linkIn(mailsTo('max@example.org')[0]?.text ?? '')
  const answerNow = async () => (await call(ada, 'GET', `/meetings/${made.id}`)).json.guests[0].answer
  const page = await visit(link)
  assert.deepEqual([page.status, page.headers.get('cache-control'), page.headers.get('referrer-policy')], [200, 'no-store', 'no-referrer'])
  assert.match(page.text, /Do you come\?/)
  assert.doesNotMatch(page.text, /<script/)
  assert.match((await visit(`${link}?lang=de`)).text, /Kommen Sie\?/)
  assert.equal(await answerNow(), null, 'looking changed nothing')
  assert.equal((await visit(link, { answer: 'yes' }, { 'sec-fetch-site': 'cross-site' })).status, 403)
  assert.equal((await visit(link, { answer: 'perhaps' })).status, 422)
  assert.equal(await answerNow(), null)
  assert.match((await visit(link, { answer: 'yes' })).text, /You said yes/)
  assert.equal(await answerNow(), 'yes')
  assert.match((await visit(link, { answer: 'maybe' })).text, /You said maybe/)
  const file = await visit(`${link}/meeting.ics`)
  assert.match(file.headers.get('content-type') ?? '', /text\/calendar/)
  assert.match(file.text, new RegExp(`UID:${made.id}`))
  const [guest] = (await call(ada, 'GET', `/meetings/${made.id}`)).json.guests
  const byHand = await call(ada, 'POST', `/meetings/${made.id}/guests/${guest.id}/link`)
  assert.match((await visit(byHand.json.link, { answer: 'no' })).text, /You said no/)
  assert.equal((await call(ada, 'POST', `/meetings/${made.id}/guests/${newId()}/link`)).json.code, 'guest_not_found')
  const { version } = (await call(ada, 'GET', `/meetings/${made.id}`)).json
  const moved = await call(ada, 'PATCH', `/meetings/${made.id}`, { version, endsAt: '2026-06-12T10:00:00Z' })
  assert.equal(moved.json.guests[0].answer, null, 'who said yes to one time has not said it to another')
  clock.at = new Date('2026-06-12T11:00:00Z')
  assert.equal((await visit(link)).status, 410)
  assert.equal((await visit(link, { answer: 'no' })).status, 410)
  clock.at = new Date(NOON)
  const off = await call(ada, 'PATCH', `/meetings/${made.id}`, { version: moved.json.version, contactIds: [] })
  assert.equal(off.json.guests.length, 0)
  await worked()
  assert.equal(calendarIn(mailsTo('max@example.org').at(-1)).method, 'CANCEL')
  const withdrawn = await visit(link)
  const unknown = await visit(`/meetings/${'x'.repeat(32)}`)
  const plain = (text: string) => text.replace(/nonce="[^"]*"/, '')
  assert.deepEqual([withdrawn.status, unknown.status], [404, 404])
  assert.equal(plain(withdrawn.text), plain(unknown.text))
})

test('what came of it is kept, whoever came counts as met with the own organisation, and is forgotten again', async () => {
  const [own, farm, inn] = await parties('Own', 'Farm', 'Inn')
  await transaction(owner, (tx) => nameOwnParty(tx, own!))
  const tie = (await call(owner, 'POST', '/ties', { fromId: own, toId: farm, type: 'partners' })).json
  const made = await plan({ partyIds: [own, farm, inn] })
  const report = (version: number, cameIds: unknown[], notes: string | null = 'They want a shared van.') =>
    call(ada, 'PUT', `/meetings/${made.id}/report`, { version, cameIds, notes })
  assert.equal((await report(1, [farm])).json.code, 'meeting_not_begun')
  clock.at = new Date('2026-06-12T10:00:00Z')
  assert.equal((await invite(made)).json.code, 'meeting_over')
  const [stranger] = await parties('Stranger')
  assert.equal((await report(1, [stranger])).json.errors[0].code, 'not_with_this_party')
  const held = await report(1, [own, farm])
  assert.equal(held.status, 200, held.text)
  assert.equal(held.json.notes, 'They want a shared van.')
  assert.deepEqual(
    held.json.parties.filter(({ came }: { came: boolean }) => came).map(({ name }: { name: string }) => name),
    ['Farm', 'Own'],
  )
  const met = (await call(owner, 'GET', `/interactions?partyId=${farm}`)).json.items
  assert.deepEqual(
    met.map(({ kind, partyId, otherPartyId, at, text }: Record<string, string>) => [kind, partyId, otherPartyId, at, text]),
    [['met', farm, own, '2026-06-12T08:00:00.000Z', 'Round table']],
  )
  assert.ok((await call(owner, 'GET', `/ties/${tie.id}`)).json.currentStrength > tie.currentStrength)
  assert.equal((await report(2, [farm, inn])).status, 200)
  assert.equal((await call(owner, 'GET', `/interactions?partyId=${inn}`)).json.items.length, 1)
  assert.equal((await call(owner, 'GET', `/interactions?partyId=${farm}`)).json.items.length, 1, 'once')
  const follow = await call(ada, 'POST', '/tasks', { title: 'Ask for a van', partyId: farm, proposedBy: `meeting:${made.id}` })
  assert.equal(follow.status, 201)
  assert.equal((await call(ada, 'GET', `/tasks?proposedBy=meeting:${made.id}`)).json.items.length, 1)
  const removed = await call(ada, 'DELETE', `/meetings/${made.id}/report?version=3`)
  assert.deepEqual([removed.json.notes, removed.json.held], [null, null])
  assert.equal((await call(owner, 'GET', `/interactions?partyId=${farm}`)).json.items.length, 0)
  clock.at = new Date(NOON)
})

test('lists are by time and by organisation, page by page, the earliest or the latest first', async () => {
  const [brewery] = await parties('Brewery')
  const days = ['2026-07-01', '2026-07-02', '2026-07-03']
  for (const day of days) await plan({ title: day, startsAt: `${day}T08:00:00Z`, endsAt: `${day}T09:00:00Z`, partyIds: [brewery] })
  const titles = async (query: string) =>
    (await call(ada, 'GET', `/meetings?partyId=${brewery}&${query}`)).json.items.map(({ title }: { title: string }) => title)
  assert.deepEqual(await titles(''), days)
  assert.deepEqual(await titles('order=last'), [...days].reverse())
  assert.deepEqual(await titles('from=2026-07-02T08:30:00Z'), days.slice(1))
  assert.deepEqual(await titles('until=2026-07-02T08:00:00Z'), days.slice(0, 1))
  const first = (await call(ada, 'GET', `/meetings?partyId=${brewery}&limit=2`)).json
  assert.deepEqual(await titles(`limit=2&cursor=${first.nextCursor}`), days.slice(2))
})

test('members see meetings with their organisation and those they are asked to, no foreign people and no notes; viewers none', async () => {
  const [mine, other] = await parties('Mine', 'Other')
  const theirs = await contact(other!, 'Foreign Person', 'foreign@example.org')
  const ours = await contact(mine!, 'Own Person', 'own@example.org')
  const member = await person('Mia', 'member', mine!)
  const both = await plan({ title: 'Both', partyIds: [mine, other], contactIds: [theirs, ours] })
  const hidden = await plan({ title: 'Canary', partyIds: [other] })
  const asked = await plan({ title: 'Asked', partyIds: [other], personIds: [member.actor.personId], contactIds: [theirs] })
  const seen = (await call(member, 'GET', '/meetings')).json.items
  assert.deepEqual(seen.map(({ title }: { title: string }) => title).sort(), ['Asked', 'Both'])
  const shown = (await call(member, 'GET', `/meetings/${both.id}`)).json
  assert.deepEqual([shown.guests.map(({ name }: { name: string }) => name), shown.guestCount, shown.notes], [['Own Person'], 2, null])
  assert.deepEqual(
    (await call(member, 'GET', `/meetings/${asked.id}`)).json.guests.map(({ name }: { name: string }) => name),
    ['Mia'],
  )
  assert.equal((await call(member, 'GET', `/meetings/${hidden.id}`)).status, 404)
  assert.equal((await call(member, 'GET', `/meetings/${hidden.id}/file`)).status, 404)
  assert.match((await call(member, 'GET', `/meetings/${both.id}/file`)).text, /SUMMARY:Both/)
  assert.equal((await call(member, 'POST', '/meetings', { title: 'X', ...times })).status, 403)
  assert.equal((await call(member, 'PATCH', `/meetings/${both.id}`, { version: 1, title: 'X' })).status, 403)
  assert.equal((await call(viewer, 'GET', '/meetings')).status, 403)
})

test('a meeting that makes no sense is refused', async () => {
  const refused = async (body: object) => {
    const { status, json } = await call(ada, 'POST', '/meetings', { title: 'Round table', ...times, ...body })
    return [status, json.errors?.[0]?.code ?? json.code]
  }
  assert.deepEqual(await refused({ endsAt: times.startsAt }), [422, 'end_before_start'])
  assert.deepEqual(await refused({ endsAt: '2026-07-12T08:00:00Z' }), [422, 'meeting_too_long'])
  assert.deepEqual(await refused({ startsAt: '2036-06-12T08:00:00Z', endsAt: '2036-06-12T09:00:00Z' }), [422, 'too_far_ahead'])
  assert.deepEqual(await refused({ partyIds: [newId()] }), [404, 'party_not_found'])
  assert.deepEqual(await refused({ contactIds: [newId()] }), [422, 'contact_unknown'])
  assert.deepEqual(await refused({ personIds: [newId()] }), [422, 'person_without_access'])
  assert.deepEqual(await refused({ link: 'javascript:alert(1)' }), [422, 'web_address_needed'])
  assert.deepEqual(await refused({ title: ' ' }), [422, 'empty'])
  const made = await plan({})
  assert.equal((await call(ada, 'PATCH', `/meetings/${made.id}`, { version: 7, title: 'X' })).json.code, 'meeting_changed')
})

test('of two organisations that were merged the meeting names the one that is left', async () => {
  const [target, twin] = await parties('Target', 'Twin')
  const made = await plan({ partyIds: [target, twin] })
  await call(owner, 'POST', '/merges', { targetId: target, aliasId: twin })
  const shown = (await call(ada, 'GET', `/meetings/${made.id}`)).json
  assert.deepEqual(
    shown.parties.map(({ name }: { name: string }) => name),
    ['Target'],
  )
  assert.equal((await call(ada, 'GET', `/meetings?partyId=${twin}`)).json.items.length, 1)
})

test('who is erased goes out of lists, texts, links and mails', async () => {
  const [shop] = await parties('Shop')
  const lea = await contact(shop!, 'Lea Winter', 'lea@example.org')
  const uwe = await person('Uwe')
  const made = await plan({ title: 'Tea with Lea Winter', partyIds: [shop], contactIds: [lea], personIds: [uwe.actor.personId] })
  await invite(made)
  await worked()
  const link = linkIn(mailsTo('lea@example.org')[0]?.text ?? '')
  await visit(link, { answer: 'yes' })
  const subject = { kind: 'contact' as const, id: lea }
  const held = await transaction(owner, (tx) => personalData.collect(tx, subject))
  assert.equal((held.meetingsAskedTo as { answer: string }[])[0]?.answer, 'yes')
  await transaction(owner, (tx) => personalData.erase(tx, subject, ['Lea Winter', 'lea@example.org']))
  const left = (await call(ada, 'GET', `/meetings/${made.id}`)).json
  assert.deepEqual([left.title, left.guests.length], ['Tea with […]', 1])
  assert.equal((await visit(link)).status, 404)
  const kept = await db.selectFrom('auth.mails').selectAll().where('ecosystem_id', '=', ecosystemId).execute()
  assert.doesNotMatch(JSON.stringify(kept), /Lea Winter|lea@example/)
  const { personId } = ada.actor
  const account = { kind: 'account' as const, id: personId, name: 'Ada', email: 'ada@example.org' }
  assert.ok(((await transaction(owner, (tx) => personalData.collect(tx, account))).meetingsPlanned as object[]).length > 0)
  await transaction(owner, (tx) => personalData.erase(tx, account, ['ada@example.org']))
  assert.equal((await call(owner, 'GET', `/meetings/${made.id}`)).json.organiserId, null)
  const after = await db.selectFrom('auth.mails').select(['text', 'subject']).where('ecosystem_id', '=', ecosystemId).execute()
  assert.doesNotMatch(JSON.stringify(after), /Ada/)
})

test('the log holds ids and no names', async () => {
  const rows = await transaction(owner, (tx) => tx.db.selectFrom('events').select(['type', 'payload']).execute())
  const told = rows.filter(({ type }) => type.startsWith('meeting.'))
  assert.ok(told.length > 10)
  assert.doesNotMatch(JSON.stringify(told), /Round table|Eva|example\.org/)
})

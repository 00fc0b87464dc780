// A hotel owner plans a meeting with two organisations, invites over a real mail server, is answered through the link, and writes up what came of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import ICAL from 'ical.js'
import { testMailServer } from '../../server/modules/people/testing.ts'
import { inspect, testWorkspace } from './harness.ts'

let mails: Awaited<ReturnType<typeof testMailServer>>['mails'] = []
const { ask, open, visit, complaints, base, db } = await testWorkspace(async (_, closeWith) => {
  const server = await testMailServer(closeWith)
  mails = server.mails
  return { mail: { smtpUrl: server.smtpUrl, from: 'Tutti <tutti@example.org>' } }
})
const [hotel, bakery, winery] = await Promise.all(
  ['Hotel Moselblick', 'Bäckerei Moselglück', 'Weingut Sonnenhang'].map(
    async (name) => (await ask('POST', '/parties', { name })).id as string,
  ),
)
await ask('PUT', '/own-party', { partyId: hotel })
const tie = await ask('POST', '/ties', { fromId: hotel, toId: bakery, type: 'partners' })
await ask('POST', `/parties/${bakery}/contacts`, { name: 'Eva Köhler', email: 'eva@example.org' })
await ask('POST', `/parties/${winery}/contacts`, { name: 'Max Winter' })
const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
let meeting = ''

/** The mail that came to an address, once it has. */
async function mailTo(address: string, subject: RegExp) {
  for (let tries = 0; tries < 200; tries++) {
    const mail = mails.find(({ to, subject: said }) => to === address && subject.test(said))
    if (mail) return mail
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`no mail to ${address}`)
}

test('an empty calendar says what belongs there', async () => {
  const page = await open('/calendar')
  await page.getByRole('heading', { name: 'No meetings here yet' }).waitFor()
  await inspect(page, 'calendar-empty')
})

test('a meeting with two organisations is planned, refused while it ends before it begins', async () => {
  const page = await open(`/calendar?new&with=${bakery}`)
  await page.getByLabel('What about').fill('Round table of the valley')
  await page.getByLabel(/^Day/).fill(day)
  await page.getByLabel(/^From/).fill('10:00')
  await page.getByLabel('Until').fill('09:00')
  await page.getByLabel('Where').fill('Town hall, room 1')
  await page.getByRole('combobox', { name: 'With which organisation' }).fill('sonnen')
  await page.getByRole('option', { name: 'Weingut Sonnenhang' }).click()
  await page.getByRole('combobox', { name: 'Contact people to invite' }).click()
  await page.getByRole('option', { name: 'Eva Köhler' }).click()
  await page.getByRole('option', { name: 'Max Winter (no e-mail)' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Plan it' }).click()
  await page.getByText('The end lies before the beginning.').waitFor()
  await inspect(page, 'calendar-refused')
  await page.getByLabel('Until').fill('11:30')
  await page.getByRole('button', { name: 'Plan it' }).click()
  await page.getByRole('heading', { name: 'Round table of the valley' }).waitFor()
  meeting = page.url().split('/').at(-1)!
  assert.equal(mails.length, 0, 'nobody was written to yet')
})

test('invitations go out over SMTP, one answers through the link without signing in, another by a link that is handed over', async () => {
  const page = await open(`/calendar/${meeting}`)
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByText('One invitation is on its way.').waitFor()
  const mail = await mailTo('eva@example.org', /Invitation: Round table/)
  const event = new ICAL.Event(new ICAL.Component(ICAL.parse(mail.calendar)).getFirstSubcomponent('vevent')!)
  assert.deepEqual([event.uid, event.summary, event.sequence], [meeting, 'Round table of the valley', 0])
  const link = /http:\/\/localhost:\d+\/meetings\/[\w-]{32}/.exec(mail.text)?.[0] ?? ''
  const guest = await visit(link, { viewport: 'phone' })
  await guest.getByRole('heading', { name: 'Round table of the valley' }).waitFor()
  await inspect(guest, 'calendar-answer-phone')
  await guest.getByRole('link', { name: 'Auf Deutsch lesen' }).click()
  await guest.getByRole('button', { name: 'Ja' }).click()
  await guest.getByText('Sie haben zugesagt.').waitFor()
  const dark = await visit(link, { scheme: 'dark' })
  await dark.getByText('You said yes.').waitFor()
  await inspect(dark, 'calendar-answer-dark')

  await page.getByRole('listitem').filter({ hasText: 'Max Winter' }).getByRole('button', { name: 'Link to answer' }).click()
  const handed = (await page.getByTestId('ask-link').textContent())?.trim() ?? ''
  await inspect(page, 'calendar-hand-over')
  await page.getByRole('button', { name: 'Print a letter' }).click()
  await page.getByText('Deutsch', { exact: true }).click()
  const letter = page.getByRole('dialog', { name: 'A letter to print' }).getByRole('article')
  await letter.getByText(/^wir laden Sie ein zu „Round table of the valley“, \S+, \d+\. \S+ \d{4} um \d\d:\d\d/).waitFor()
  assert.equal(await page.getByLabel('Goes to').inputValue(), 'Max Winter')
  await inspect(page, 'calendar-hand-over-letter')
  await page.getByRole('dialog', { name: 'A letter to print' }).getByRole('button', { name: 'Close' }).last().click()
  const second = await visit(handed)
  await second.getByRole('button', { name: 'Maybe' }).click()
  await second.getByText('You said maybe.').waitFor()
  await page.reload()
  await page.getByText('comes', { exact: true }).waitFor()
  await page.getByText('maybe', { exact: true }).waitFor()
  await inspect(page, 'calendar-meeting', { fullPage: true })
})

test('what came of it is written down: the tie grows, and a line becomes a task with one press', async () => {
  const hour = 3_600_000
  const [startsAt, endsAt] = [2, 1].map((hours) => new Date(Date.now() - hours * hour).toISOString())
  const past = await ask('POST', '/meetings', { title: 'Tasting', startsAt, endsAt, partyIds: [bakery, winery] })
  const page = await open(`/calendar/${past.id}`)
  await page.getByRole('checkbox', { name: 'Weingut Sonnenhang' }).uncheck()
  await page.getByLabel('Notes').fill('They want to share a van.\n- Ask for offers for a van')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByText('They want to share a van.').waitFor()
  await page.getByRole('button', { name: 'Make it a task' }).first().click()
  await page.getByRole('link', { name: 'Ask for offers for a van' }).waitFor()
  await inspect(page, 'calendar-held', { fullPage: true })
  const [task] = (await ask('GET', `/tasks?proposedBy=meeting:${past.id}`)).items
  assert.deepEqual([task.title, task.partyId], ['Ask for offers for a van', bakery])
  const met = (await ask('GET', `/interactions?partyId=${bakery}`)).items
  assert.deepEqual(
    met.map(({ kind, otherPartyId }: { kind: string; otherPartyId: string }) => [kind, otherPartyId]),
    [['met', hotel]],
  )
  assert.ok((await ask('GET', `/ties/${tie.id}`)).currentStrength > tie.currentStrength)
  const story = await open(`/organisations/${bakery}`)
  await story.getByRole('region', { name: 'Meetings' }).getByRole('link', { name: 'Tasting' }).waitFor()
})

test('a feed is made, read by another program, and closed; then it tells nobody anything', async () => {
  const page = await open('/calendar', { locale: 'de' })
  await page.getByRole('button', { name: 'Adresse anlegen' }).click()
  const url = (await page.getByTestId('ask-link').textContent())?.trim() ?? ''
  await page.getByRole('link', { name: 'Im Kalenderprogramm öffnen' }).waitFor()
  await inspect(page, 'calendar-de', { fullPage: true })
  const read = await fetch(url)
  assert.equal(read.status, 200)
  const events = new ICAL.Component(ICAL.parse(await read.text())).getAllSubcomponents('vevent')
  const titles = events.map((event) => new ICAL.Event(event).summary)
  assert.ok(titles.includes('Round table of the valley') && titles.includes('Tasting'))
  await page.getByRole('button', { name: 'Beenden' }).click()
  await page.getByText('Die Adresse ist geschlossen.').waitFor()
  const closed = await fetch(url)
  const unknown = await fetch(`${base}/calendar/${'x'.repeat(32)}.ics`)
  assert.deepEqual([closed.status, unknown.status], [404, 404])
  assert.equal(await closed.text(), await unknown.text())
})

test('called off, everybody invited is told, and the link says so; one that has run out says that', async () => {
  const page = await open(`/calendar/${meeting}`, { scheme: 'dark' })
  await page.getByRole('button', { name: 'Call it off' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Call it off' }).click()
  await page.getByText('The meeting was called off.').waitFor()
  const mail = await mailTo('eva@example.org', /Cancelled/)
  const calendar = new ICAL.Component(ICAL.parse(mail.calendar))
  assert.equal(calendar.getFirstPropertyValue('method'), 'CANCEL')
  const link = /http:\/\/localhost:\d+\/meetings\/[\w-]{32}/.exec((await mailTo('eva@example.org', /Invitation/)).text)?.[0] ?? ''
  const guest = await visit(link)
  await guest.getByText('This meeting was cancelled.').waitFor()
  await db
    .updateTable('entrances')
    .set({ expires_at: new Date(0) })
    .where('kind', '=', 'meeting_answer')
    .execute()
  const late = await visit(link)
  await late.getByRole('heading', { name: 'This link leads nowhere' }).waitFor()
  await late.getByText('It has expired.').waitFor()
  await inspect(late, 'calendar-expired')
  await page.getByRole('link', { name: 'Calendar' }).last().click()
  await inspect(page, 'calendar-dark')
  const phone = await open('/calendar?past', { viewport: 'phone' })
  await phone.getByRole('link', { name: 'Tasting' }).waitFor()
  await inspect(phone, 'calendar-phone')
})

test('the content security policy and the console are silent', () => assert.deepEqual(complaints, []))

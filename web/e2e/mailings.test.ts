import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testImapServer } from '../../server/kernel/testing-imap.ts'
import { readBouncesSoon } from '../../server/modules/mailings/index.ts'
import { deliveryReport, testMailSink } from '../../server/modules/mailings/testing.ts'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, visit, complaints, sink, imap, db, base } = await workspace()

async function workspace() {
  let sink: Awaited<ReturnType<typeof testMailSink>> | undefined
  let imap: Awaited<ReturnType<typeof testImapServer>> | undefined
  const made = await testWorkspace(async (_, closeWith) => {
    sink = await testMailSink(closeWith)
    imap = await testImapServer(closeWith)
    return {
      mail: { smtpUrl: sink.smtpUrl, from: 'Chamber <chamber@example.org>', perMinute: 60_000 },
      bounces: { mailbox: imap.mailbox, address: 'bounces+{token}@example.org' },
    }
  })
  return { ...made, sink: sink!, imap: imap! }
}

const bakery = (await ask('POST', '/parties', { name: 'Bäckerei Moselglück', tags: ['fair'], city: 'Zell' })).id
await ask('POST', '/parties', { name: 'Weingut Steffen', tags: ['fair'], email: 'steffen@example.org', city: 'Trier' })
await ask('POST', '/parties', { name: 'Wandergruppe', tags: ['fair'] })
await ask('POST', `/parties/${bakery}/contacts`, { name: 'Anna Beispiel', email: 'anna@example.org' })
await ask('POST', '/views', { name: 'Spring fair', mode: 'table', filter: { tag: ['fair'] }, shared: true })

test('an empty page says what belongs there, and a mailing is begun with a name and a list', async () => {
  const page = await open('/mailings')
  await page.getByRole('heading', { name: 'Write to everybody in a view' }).waitFor()
  await inspect(page, 'mailings-empty')
  await page.getByRole('button', { name: 'New mailing' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Invitation')
  await page.getByRole('textbox', { name: 'Name of the list' }).fill('Spring fair')
  await inspect(page, 'mailings-new')
  await page.getByRole('button', { name: 'Write it' }).click()
  await page.getByRole('heading', { name: 'Invitation' }).waitFor()
  await page.getByText('No saved view is chosen yet.').or(page.getByText('Something in the text is not right yet.')).first().waitFor()
})

test('a field that there is not is refused with its line; then each mail is looked at, tested on oneself and sent to a stated number', async () => {
  const page = await open('/mailings')
  await page.getByRole('link', { name: 'Invitation' }).click()
  await page.getByRole('combobox', { name: 'Saved view' }).click()
  await page.getByRole('option', { name: 'Spring fair' }).click()
  await page.getByRole('textbox', { name: 'Subject' }).fill('The fair in {{city|our valley}}')
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Dear {{nobody}},\n\ncome to the fair: https://example.org/fair')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('There is no field nobody to fill in, in line 1.').waitFor()
  assert.equal(await page.getByRole('button', { name: /^Send to/ }).count(), 0)
  await inspect(page, 'mailings-refused', { fullPage: true })
  await page
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill('Dear {{name|friends}},\n\ncome to the fair: https://example.org/fair')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('It would go to 2 addresses, out of 3 organisations.').waitFor()
  await page.getByText('1 organisation has nobody with an address').waitFor()
  await page.getByText('The fair in Zell').waitFor()
  await page.getByText('Dear Anna Beispiel,').waitFor()
  await page.getByRole('button', { name: 'The next mail' }).click()
  await page.getByText('Dear friends,').waitFor()
  await inspect(page, 'mailings-draft', { fullPage: true })
  await page.getByRole('button', { name: 'Send this one to myself' }).click()
  await page.getByText('Sent to ada@example.org.').waitFor()
  assert.deepEqual(sink.mails.map(({ to }) => to), ['ada@example.org']) // biome-ignore format: one line reads better
  await page.getByRole('button', { name: 'Send to 2 addresses' }).click()
  await page.getByRole('button', { name: 'Send now' }).click()
  await page.getByText('Sent to 2 of 2.').waitFor()
})

test('a recipient ends the mails on a page without JavaScript, looking changes nothing, and the result shows it', async () => {
  const link = /http:\/\/\S+\/mail\/stop\/\S+/.exec(sink.mails.find(({ to }) => to === 'anna@example.org')!.text)![0]
  const stop = await visit(link)
  await stop.getByText('Mosel valley writes to anna@example.org.').waitFor()
  await inspect(stop, 'mailings-stop')
  const result = await open('/mailings')
  await result.getByRole('link', { name: 'Invitation' }).click()
  await result.getByText('2 were taken by the mail server').waitFor()
  assert.equal(await result.getByText('wants no more of these mails').count(), 0)
  await stop.getByRole('link', { name: 'Auf Deutsch lesen' }).click()
  await stop.getByRole('button', { name: 'Keine Mails mehr zu „Spring fair“' }).click()
  await stop
    .getByText('You get no more mails on “Spring fair”.')
    .or(stop.getByText('Sie bekommen keine Mails mehr zu „Spring fair“.'))
    .waitFor()
  await inspect(stop, 'mailings-stopped')
  await result.reload()
  await result.getByText('1 wants no more of these mails').waitFor()
  await inspect(result, 'mailings-result', { fullPage: true })
  const again = await ask('POST', '/mailings', {
    name: 'Second',
    listId: (await ask('GET', '/mailing-lists')).items[0].id,
    viewId: (await ask('GET', '/views')).items[0].id,
    texts: { de: { subject: 'Markt', body: 'Guten Tag {{name|zusammen}},\n\nbis bald.' } },
  })
  assert.deepEqual((await ask('GET', `/mailings/${again.id}/audience`)).count, 1)
})

test('a mail that comes back is shown, an address is noted as not working by hand, and both are taken back', async () => {
  const returned = sink.mails.findLast(({ to }) => to === 'steffen@example.org')!
  imap.arrive(deliveryReport({ to: returned.returnTo, recipient: returned.to, messageId: returned.messageId, status: '5.1.1' }))
  await readBouncesSoon(db, () => new Date())
  for (let tries = 0; tries < 100 && imap.aside().length === 0; tries++) await new Promise((resolve) => setTimeout(resolve, 100))
  const page = await open('/mailings')
  await page.getByRole('link', { name: 'Invitation' }).click()
  await page.getByText('1 came back: the address does not work').waitFor()
  await page.getByText('Came back: the address does not work (5.1.1').waitFor()
  await page.getByRole('button', { name: 'Did not work: anna@example.org' }).click()
  await page.getByText('1 address did not work, somebody noted').waitFor()
  await page.getByText('Noted: anna@example.org is not written to any more.').waitFor()
  await inspect(page, 'mailings-returned', { fullPage: true })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Did not work: anna@example.org' }).waitFor()
  await page.getByRole('button', { name: 'It works after all: steffen@example.org' }).click()
  await page.getByText('is not written to any more').first().waitFor({ state: 'hidden' })
  const phone = await open('/mailings', { viewport: 'phone', locale: 'de' })
  await phone.getByRole('link', { name: 'Invitation' }).click()
  await phone.getByText('Kam zurück: die Adresse geht nicht (5.1.1').waitFor()
  await inspect(phone, 'mailings-returned-phone-de', { fullPage: true })
  await page.goto(`${base}/app/installation`)
  await page.getByText('Returned mails are read. Read last').waitFor()
})

test('in German and in the dark, and on a phone', async () => {
  const dark = await open('/mailings', { locale: 'de', scheme: 'dark' })
  await dark.getByText('Ein Entwurf wartet darauf, fertig zu werden.').waitFor()
  await inspect(dark, 'mailings-dark-de')
  const phone = await open('/mailings', { viewport: 'phone', locale: 'de' })
  await phone.getByRole('link', { name: 'Second' }).click()
  await phone.getByText('Es ginge an 1 Adresse, aus 3 Organisationen.').waitFor()
  await phone.getByText('Guten Tag zusammen,').waitFor()
  await inspect(phone, 'mailings-phone', { fullPage: true })
})

test('the content security policy and the console are silent', () => assert.deepEqual(complaints, []))

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resumeMails } from '../../kernel/mail.ts'
import { firstAccount, joinAs, keyIn, PASSWORD, testAccounts } from './testing.ts'

test('a mail that the server turns away is sent later, once, and its link is kept no longer than needed', async () => {
  const installation = await testAccounts()
  const { mailServer, waitForJobs, pool } = installation
  const { ada } = await firstAccount(installation)
  mailServer.state.refuse = true
  await ada.post('/api/sign-in-links', { email: 'ada@example.org' })
  for (let tries = 0; tries < 100 && mailServer.state.offered === 0; tries++) await new Promise((resolve) => setTimeout(resolve, 50))
  mailServer.state.refuse = false
  await waitForJobs()
  assert.equal(mailServer.mails.length, 1)
  const { rows } = await pool.query('select attempts, link, sent_at, last_error from auth.mails')
  assert.equal(rows[0].link, null)
  assert.ok(rows[0].attempts >= 2)
  assert.ok(rows[0].sent_at)
  // another job for the same mail, as after a crash of the queue, finds it sent
  await resumeMails(installation.db, installation.now)
  await waitForJobs()
  assert.equal(mailServer.mails.length, 1)
  assert.match(mailServer.mails[0]?.messageId ?? '', /^<[0-9a-f-]{36}@example\.org>$/)
})

test('two jobs for one mail send it once', async () => {
  const installation = await testAccounts()
  const { ada, base } = await firstAccount(installation)
  await ada.post(`${base}/invitations`, { email: 'ben@example.org', role: 'viewer' })
  await Promise.all([1, 2, 3].map(() => resumeMails(installation.db, installation.now)))
  await installation.waitForJobs()
  assert.equal(installation.mailServer.mails.length, 1)
})

test('without a mail server the operator finds the links in the outbox, until there is a second account', async () => {
  const installation = await testAccounts({ mail: undefined })
  const { ada, base } = await firstAccount(installation)
  await ada.post(`${base}/invitations`, { email: 'ben@example.org', role: 'viewer' })
  await installation.waitForJobs()
  const [mail] = (await ada.get('/api/outbox')).json.items
  assert.equal(mail.sentAt, null)
  const key = keyIn(mail.text)
  assert.equal(key.length, 32)
  const ben = installation.browser()
  assert.equal((await ben.post('/api/invitations/acceptance', { key, name: 'Ben', password: PASSWORD })).status, 201)
  await ben.post('/api/sign-in-links', { email: 'ben@example.org' })
  await installation.waitForJobs()
  const { json, text } = await ada.get('/api/outbox')
  assert.equal(json.items.length, 2)
  assert.doesNotMatch(text, /#[A-Za-z0-9_-]{32}/)
  assert.match(json.items[0].text, /•••/)
  assert.equal((await ben.get('/api/outbox')).status, 403)
  assert.equal((await ben.post(`/api/outbox/${mail.id}/sending`)).status, 403)
  assert.equal((await installation.browser().get('/api/outbox')).status, 401)
})

test('the operator has a mail tried again, but not one that is sent', async () => {
  const installation = await testAccounts()
  const { ada, base } = await firstAccount(installation)
  await joinAs(installation, { ada, base }, { name: 'Ben', role: 'viewer' })
  const [mail] = (await ada.get('/api/outbox')).json.items
  assert.equal((await ada.post(`/api/outbox/${mail.id}/sending`)).json.code, 'mail_sent')
  assert.equal((await ada.post(`/api/operators`, { email: 'ben@example.org' })).status, 201)
  assert.equal((await ada.get('/api/operators')).json.items.length, 2)
  assert.equal((await ada.post(`/api/operators`, { email: 'nobody@example.org' })).status, 422)
})

test('a mail is written in the language of its reader', async () => {
  const installation = await testAccounts()
  const { ada } = await firstAccount(installation)
  await ada.patch('/api/me', { locale: 'de', name: 'Ada <b>' })
  await ada.post('/api/sign-in-links', { email: 'ada@example.org' })
  await installation.waitForJobs()
  const [mail] = installation.mailServer.mails
  assert.equal(mail?.subject, 'Ihr Link zur Anmeldung')
  assert.match(mail?.html ?? '', /Ada &lt;b&gt;/)
})

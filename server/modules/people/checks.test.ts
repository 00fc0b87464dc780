import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstAccount, joinAs, keyIn, testAccounts } from './testing.ts'

const installation = await testAccounts()
const { ada, base } = await firstAccount(installation)
const { mailServer, waitForJobs } = installation

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
const stateOf = (answer: any, name: string) => answer.json.items.find(({ check }: { check: string }) => check === name)

test('an operator sees what was looked at; a coordinator, a key and a stranger do not', async () => {
  const seen = await ada.get('/api/installation/checks')
  assert.equal(seen.status, 200)
  assert.deepEqual(
    seen.json.items
      .map(({ check, code }: { check: string; code: string }) => [check, code])
      .filter(([check]: [string]) => check !== 'room'),
    [
      ['address', 'address_local'],
      ['certificate', 'certificate_local'],
      ['mail', 'mail_never'],
      ['bounces', 'bounces_none'],
      ['backup', 'backup_none_yet'],
    ],
  )
  assert.match(stateOf(seen, 'room').code, /^room_/)
  assert.ok(stateOf(seen, 'room').figures.databaseBytes > 1e6)
  const { client } = await joinAs(installation, { ada, base }, { name: 'Ben', role: 'coordinator' })
  for (const [path, call] of [['checks', client.get], ['checks', client.post], ['mail-checks', client.post]] as const) assert.equal((await call(`/api/installation/${path}`)).status, 403) // biome-ignore format: one line reads better
  assert.equal((await installation.browser().get('/api/installation/checks')).status, 401)
})

test('a mail on trial arrives when its button is pressed: looking at the link changes nothing', async () => {
  const page = installation.browser()
  assert.equal((await ada.post('/api/installation/mail-checks')).status, 202)
  await waitForJobs()
  const mail = mailServer.mails.findLast(({ to }) => to === 'ada@example.org')
  assert.match(mail?.text ?? '', /\/app\/mail-check#/)
  const key = keyIn(mail?.text ?? '')
  assert.equal((await page.post('/api/installation/mail-checks/arrival', { key: 'x'.repeat(32) })).status, 404)
  assert.equal((await page.post('/api/installation/mail-checks/arrival', {})).status, 422)
  const before = await installation.db.selectFrom('entrances').select('used_at').where('kind', '=', 'mail_check').executeTakeFirstOrThrow()
  assert.equal(before.used_at, null)
  assert.equal((await page.post('/api/installation/mail-checks/arrival', { key })).status, 201)
  assert.equal((await page.post('/api/installation/mail-checks/arrival', { key })).status, 410)
})

test('without a mail server there is nothing to try, and what the mail server refuses is said', async () => {
  const bare = await testAccounts({ mail: undefined })
  const first = await firstAccount(bare)
  assert.equal(stateOf(await first.ada.get('/api/installation/checks'), 'mail').code, 'mail_none')
  const refused = await first.ada.post('/api/installation/mail-checks')
  assert.deepEqual([refused.status, refused.json.code], [409, 'mail_not_set'])
  const lost = await testAccounts({ mail: { smtpUrl: 'smtp://127.0.0.1:1', from: 'tutti@example.org' } })
  const second = await firstAccount(lost)
  const { state, code, figures } = stateOf(await second.ada.get('/api/installation/checks'), 'mail')
  assert.deepEqual([state, code], ['problem', 'mail_refused'])
  assert.match(figures.reason, /^E[A-Z]+$/)
})

test('what was found is kept for a minute, and the button looks again', async () => {
  let minutes = 0
  const clock = await testAccounts({ now: () => new Date(Date.now() + minutes * 60_000) })
  const first = await firstAccount(clock)
  const at = async (method: 'get' | 'post') => (await first.ada[method]('/api/installation/checks')).json.items[0].at
  const start = await at('get')
  assert.equal(await at('get'), start)
  assert.equal(await at('post'), start)
  minutes = 0.5
  assert.equal(await at('get'), start)
  const pressed = await at('post')
  assert.notEqual(pressed, start)
  minutes = 2
  assert.notEqual(await at('get'), pressed)
})

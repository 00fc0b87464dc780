import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstAccount, joinAs, keyIn, PASSWORD, testAccounts, totp } from './testing.ts'

const installation = await testAccounts()
const { waitForJobs, mailServer } = installation
const { ada, base } = await firstAccount(installation)
const inAYear = () => new Date(Date.now() + 300 * 24 * 3600 * 1000).toISOString()

async function mailedKey(to: string): Promise<string> {
  await waitForJobs()
  return keyIn(mailServer.mails.findLast((mail) => mail.to === to)?.text ?? '')
}

/** An account made with a link from hand to hand: nobody has read a mail to its address. */
async function joinByHand(email: string, role = 'viewer') {
  const { json } = await ada.post(`${base}/invitations`, { email, role })
  const { link } = (await ada.post(`${base}/invitations/${json.id}/links`)).json
  const client = installation.browser()
  assert.equal((await client.post('/api/invitations/acceptance', { key: keyIn(link), name: 'By hand', password: PASSWORD })).status, 201)
  return client
}

test('an address that nobody has confirmed makes no operator, is shown as such, and gives away no mails', async () => {
  const cora = await joinByHand('boss@example.org', 'coordinator')
  const refused = await ada.post('/api/operators', { email: 'boss@example.org' })
  assert.deepEqual([refused.status, refused.json.code], [422, 'address_unconfirmed'])
  assert.equal((await cora.get('/api/me')).json.operator, false)
  assert.equal((await cora.get('/api/outbox')).status, 403)
  const confirmed = async () =>
    (await ada.get(`${base}/people`)).json.items.map((person: { email: string; emailConfirmed: boolean }) => [person.email, person.emailConfirmed]) // biome-ignore format: one line reads better
  assert.deepEqual(await confirmed(), [['ada@example.org', false], ['boss@example.org', false]]) // biome-ignore format: one line reads better
  await waitForJobs()
  assert.ok(mailServer.mails.some(({ to }) => to === 'boss@example.org'))
  assert.deepEqual((await cora.get('/api/me/export')).json.account.mails, [])

  const boss = installation.browser()
  await boss.post('/api/sign-in-links', { email: 'boss@example.org' })
  assert.equal((await boss.post('/api/sign-ins', { key: await mailedKey('boss@example.org') })).status, 201)
  assert.equal((await ada.post('/api/operators', { email: 'boss@example.org' })).status, 201)
  assert.deepEqual(await confirmed(), [['ada@example.org', false], ['boss@example.org', true]]) // biome-ignore format: one line reads better
  const { items } = (await ada.get('/api/operators')).json
  assert.deepEqual(items.map((person: { email: string; emailConfirmed: boolean }) => [person.email, person.emailConfirmed]), [['ada@example.org', false], ['boss@example.org', true]]) // biome-ignore format: one line reads better
  assert.ok((await boss.get('/api/me/export')).json.account.mails.length > 0)
})

test('the first mail to an account made by hand ends its second factor, waiting sign-ins and keys as well', async () => {
  const impostor = await joinByHand('owner@example.org')
  const made = await impostor.post(`${base}/keys`, { name: 'Stays', scopes: ['map.read'], expiresAt: inAYear() })
  const bearer = { authorization: `Bearer ${made.json.key}` }
  const program = installation.browser()
  assert.equal((await program.get(base, bearer)).status, 200)
  const on = (await impostor.post('/auth/two-factor/enable', { password: PASSWORD })).json
  const secret = String(new URL(on.totpURI).searchParams.get('secret'))
  assert.equal((await impostor.post('/auth/two-factor/verify-totp', { code: totp(secret) })).status, 200)
  const waiting = installation.browser()
  const asked = await waiting.post('/auth/sign-in/email', { email: 'owner@example.org', password: PASSWORD })
  assert.equal(asked.json.twoFactorRedirect, true)

  const owner = installation.browser()
  await owner.post('/api/password-reset-links', { email: 'owner@example.org' })
  const reset = await owner.post('/api/password-resets', { key: await mailedKey('owner@example.org'), password: 'a new and good one' })
  assert.deepEqual([reset.status, reset.json.twoFactor], [201, false])
  assert.equal((await owner.get('/api/me')).json.person.twoFactor, false)
  assert.equal((await waiting.post('/auth/two-factor/verify-totp', { code: totp(secret) })).status, 401)
  assert.equal((await waiting.get('/api/me')).status, 401)
  assert.equal((await impostor.get('/api/me')).status, 401)
  assert.equal((await program.get(base, bearer)).json.code, 'key_not_valid')
  const { rows } = await installation.pool.query('select count(*)::int as held from auth."twoFactor"')
  assert.equal(rows[0].held, 0)
})

test('a second mail to a confirmed address leaves its second factor and keys alone', async () => {
  const { client, email } = await joinAs(installation, { ada, base }, { name: 'Ben', role: 'viewer' })
  const made = await client.post(`${base}/keys`, { name: 'Shop', scopes: ['map.read'], expiresAt: inAYear() })
  const again = installation.browser()
  await again.post('/api/sign-in-links', { email })
  assert.equal((await again.post('/api/sign-ins', { key: await mailedKey(email) })).status, 201)
  assert.equal((await installation.browser().get(base, { authorization: `Bearer ${made.json.key}` })).status, 200)
  assert.equal((await client.get('/api/me')).status, 200)
})

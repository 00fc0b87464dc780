import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { getMigrations } from 'better-auth/db/migration'
import { openPool } from '../../kernel/db.ts'
import { createSignInLimits } from './limits.ts'
import { firstAccount, keyIn, PASSWORD, TEST_URL, testAccounts, totp } from './testing.ts'

const installation = await testAccounts()
const { waitForJobs, mailServer } = installation
const oldLink = keyIn((await installation.firstLink()) ?? '')
const { ada, base, key, made } = await firstAccount(installation)

const mailTo = (address: string) => mailServer.mails.findLast(({ to }) => to === address)

async function signIn(password = PASSWORD) {
  const client = installation.browser()
  return { client, answer: await client.post('/auth/sign-in/email', { email: 'ada@example.org', password }) }
}

test('the tables are those better-auth expects', async () => {
  const pool = openPool({ host: installation.host, user: 'tutti_owner', database: installation.database, options: '-c search_path=auth' })
  const { toBeCreated, toBeAdded } = await getMigrations({ ...installation.accounts.auth().options, database: pool })
  await pool.end()
  assert.deepEqual([...toBeCreated, ...toBeAdded], [])
})

test('the first-run link makes an account, an operator and an ecosystem, and signs in', async () => {
  assert.equal(made.status, 201, made.text)
  assert.match(made.headers.getSetCookie().join(), /tutti\.session_token=.*HttpOnly; SameSite=Lax/)
  const { json } = await ada.get('/api/me')
  assert.equal(json.person.email, 'ada@example.org')
  assert.equal(json.operator, true)
  assert.deepEqual(json.ecosystems.map(({ name, role }: { name: string; role: string }) => [name, role]), [['Mosel', 'owner']]) // biome-ignore format: one line reads better
  assert.equal((await ada.get(base)).json.timeZone, 'Europe/Berlin')
})

test('a used, a withdrawn and an unknown first-run link are refused, and there is no further one', async () => {
  const body = { name: 'Eve', email: 'eve@example.org', password: PASSWORD, locale: 'en', ecosystem: { name: 'X', timeZone: 'UTC' } }
  const eve = installation.browser()
  assert.deepEqual([(await eve.post('/api/first-run', { ...body, key })).status, (await eve.post('/api/first-run', { ...body, key: oldLink })).status], [410, 410]) // biome-ignore format: one line reads better
  assert.equal((await eve.post('/api/first-run', { ...body, key: 'x'.repeat(32) })).json.code, 'entrance_not_found')
  assert.equal(await installation.firstLink(), undefined)
  assert.equal((await eve.get('/api/installation')).json.firstRun, false)
})

test('nobody signs up without an invitation', async () => {
  const eve = installation.browser()
  const answer = await eve.post('/auth/sign-up/email', { email: 'eve@example.org', password: PASSWORD, name: 'Eve' })
  assert.equal(answer.status, 404)
  const start = await eve.post('/auth/sign-in/entrance', { personId: 'x' })
  assert.equal(start.status, 404)
})

test('a password signs in, a wrong one does not, and no answer holds the token of a session', async () => {
  const { client, answer } = await signIn()
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.json.token, undefined)
  assert.equal((await client.get('/api/me')).status, 200)
  const wrong = await signIn('not the password')
  assert.equal(wrong.answer.status, 401)
  assert.match(String(wrong.answer.headers.get('content-type')), /problem\+json/)
  assert.equal((await wrong.client.get('/api/me')).status, 401)
  assert.equal((await wrong.client.get(base)).status, 401)
})

test('a forged, a changed and an ended session are refused', async () => {
  const { client } = await signIn()
  const [name = '', value = ''] = [...client.cookies].find(([cookie]) => cookie.endsWith('session_token')) ?? []
  assert.equal((await client.get(base)).status, 200)
  client.cookies.set(name, `${decodeURIComponent(value).split('.')[0]}.${'A'.repeat(43)}=`)
  assert.equal((await client.get(base)).status, 401)
  client.cookies.set(name, value)
  assert.equal((await client.post('/auth/sign-out')).status, 200)
  client.cookies.set(name, value)
  assert.equal((await client.get(base)).status, 401)
})

test('sessions are listed without their tokens and ended one by one', async () => {
  const { client } = await signIn()
  const { json, text } = await ada.get('/api/me/sessions')
  assert.ok(json.items.length >= 2)
  assert.doesNotMatch(text, /token/i)
  const other = json.items.find(({ current }: { current: boolean }) => !current)
  const mine = (await client.get('/api/me/sessions')).json.items.find(({ current }: { current: boolean }) => current)
  assert.equal((await ada.delete(`/api/me/sessions/${mine.id}`)).status, 200)
  assert.equal((await client.get('/api/me')).status, 401)
  assert.equal((await ada.delete(`/api/me/sessions/${mine.id}`)).status, 404)
  assert.ok(other)
})

test('a link in a mail signs in once', async () => {
  const client = installation.browser()
  assert.equal((await client.post('/api/sign-in-links', { email: 'Ada@example.org' })).status, 202)
  await waitForJobs()
  const mail = mailTo('ada@example.org')
  assert.match(String(mail?.text), new RegExp(`${TEST_URL}/app/sign-in/link#`))
  assert.match(String(mail?.html), /Sign in<\/a>/)
  const link = keyIn(mail?.text ?? '')
  assert.equal((await client.post('/api/sign-ins', { key: link })).json.twoFactor, false)
  assert.equal((await client.get('/api/me')).status, 200)
  const again = await installation.browser().post('/api/sign-ins', { key: link })
  assert.equal(again.json.code, 'entrance_used')
})

test('an unknown address gets the same answer and no mail', async () => {
  const before = mailServer.mails.length
  assert.equal((await installation.browser().post('/api/sign-in-links', { email: 'nobody@example.org' })).status, 202)
  assert.equal((await installation.browser().post('/api/password-reset-links', { email: 'nobody@example.org' })).status, 202)
  await waitForJobs()
  assert.equal(mailServer.mails.length, before)
})

test('a new password by mail ends all sessions', async () => {
  const { client } = await signIn()
  await client.post('/api/password-reset-links', { email: 'ada@example.org' })
  await waitForJobs()
  const link = keyIn(mailTo('ada@example.org')?.text ?? '')
  const fresh = installation.browser()
  assert.equal((await fresh.post('/api/password-resets', { key: link, password: 'short' })).status, 422)
  assert.equal((await fresh.post('/api/password-resets', { key: link, password: 'another good one' })).status, 201)
  assert.equal((await client.get('/api/me')).status, 401)
  assert.equal((await ada.get('/api/me')).status, 401)
  assert.equal((await signIn()).answer.status, 401)
  assert.equal((await signIn('another good one')).answer.status, 200)
  assert.equal((await fresh.post('/api/password-resets', { key: link, password: PASSWORD })).status, 410)
  const back = await fresh.post('/auth/change-password', { currentPassword: 'another good one', newPassword: PASSWORD })
  assert.equal(back.status, 200, back.text)
  await ada.post('/auth/sign-in/email', { email: 'ada@example.org', password: PASSWORD })
})

test('the second factor is asked for after a password and after a link alike, and backup codes work once', async () => {
  const on = await ada.post('/auth/two-factor/enable', { password: PASSWORD })
  assert.equal(on.status, 200, on.text)
  const secret = String(new URL(on.json.totpURI).searchParams.get('secret'))
  assert.equal((await ada.post('/auth/two-factor/verify-totp', { code: totp(secret) })).status, 200)
  const { client, answer } = await signIn()
  assert.equal(answer.json.twoFactorRedirect, true)
  assert.equal((await client.get('/api/me')).status, 401)
  assert.equal((await client.post('/auth/two-factor/verify-totp', { code: '000000' })).status, 401)
  assert.equal((await client.post('/auth/two-factor/verify-totp', { code: totp(secret) })).status, 200)
  assert.equal((await client.get('/api/me')).json.person.twoFactor, true)

  const byLink = installation.browser()
  await byLink.post('/api/sign-in-links', { email: 'ada@example.org' })
  await waitForJobs()
  const answered = await byLink.post('/api/sign-ins', { key: keyIn(mailTo('ada@example.org')?.text ?? '') })
  assert.equal(answered.json.twoFactor, true)
  assert.equal((await byLink.get('/api/me')).status, 401)
  const [code] = on.json.backupCodes
  assert.equal((await byLink.post('/auth/two-factor/verify-backup-code', { code })).status, 200)
  assert.equal((await byLink.get('/api/me')).status, 200)
  const second = (await signIn()).client
  assert.equal((await second.post('/auth/two-factor/verify-backup-code', { code })).status, 401)
  assert.equal((await ada.post('/auth/two-factor/disable', { password: PASSWORD })).status, 200)
})

test('a page of another origin cannot act', async () => {
  assert.equal((await ada.post('/auth/sign-out', {}, { origin: 'https://evil.example' })).status, 403)
  assert.equal((await ada.get('/api/me')).status, 200)
})

test('after ten wrong passwords the eleventh try waits, also with the right one', async () => {
  for (let tries = 0; tries < 10; tries++) assert.equal((await signIn('wrong password')).answer.status, 401)
  const refused = (await signIn()).answer
  assert.equal(refused.status, 429)
  assert.equal(refused.json.code, 'too_many_tries')
  await installation.pool.query('delete from auth.rate_limits')
  assert.equal((await signIn()).answer.status, 200)
})

test('a password is tried as JSON only, so that every try is counted', async () => {
  const client = installation.browser()
  const body = { email: 'ada@example.org', password: PASSWORD }
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/jsonx', 'application/vnd.x+json']) {
    const refused = await client.post('/auth/sign-in/email', body, { 'content-type': type })
    assert.deepEqual([refused.status, refused.json.code], [415, 'json_needed'], type)
  }
  const taken = await client.post('/auth/sign-in/email', body, { 'content-type': 'application/json; charset=utf-8' })
  assert.equal(taken.status, 200)
})

test('tries at one account from many addresses are counted together, and a success counts as none', async () => {
  const limits = createSignInLimits(installation.pool)
  const at = (n: number) => `2001:db8:0:${n.toString(16)}::1`
  for (let n = 0; n < 60; n++) {
    await limits.spend(at(n), 'eve@example.org')
    await limits.forgive(at(n), 'eve@example.org')
  }
  for (let n = 0; n < 50; n++) await limits.spend(at(n), 'eve@example.org')
  await assert.rejects(limits.spend(at(99), 'Eve@example.org'), { code: 'too_many_tries_at_account', message: /link by mail/ })
  await limits.spend(at(99), 'other@example.org')
  for (let n = 0; n < 9; n++) await limits.spend(`2001:db8:0:63::${n}`, 'other@example.org')
  await assert.rejects(limits.spend('2001:db8:0:63:1:2:3:4', 'other@example.org'), { code: 'too_many_tries' })
  await installation.pool.query('delete from auth.rate_limits')
})

test('codes of a second factor are counted together, from however many addresses and at once, and are taken again after the pause', async () => {
  const watched = await testAccounts({ trustedProxies: ['127.0.0.1/32'] })
  const { ada: holder } = await firstAccount(watched)
  const on = (await holder.post('/auth/two-factor/enable', { password: PASSWORD })).json
  const secret = String(new URL(on.totpURI).searchParams.get('secret'))
  assert.equal((await holder.post('/auth/two-factor/verify-totp', { code: totp(secret) })).status, 200)
  let address = 0
  const atSecondFactor = async () => {
    const from = { 'x-forwarded-for': `203.0.113.${address++}` }
    const client = watched.browser()
    const { json } = await client.post('/auth/sign-in/email', { email: 'ada@example.org', password: PASSWORD }, from)
    assert.equal(json.twoFactorRedirect, true)
    return (kind: string, code: string) => client.post(`/auth/two-factor/verify-${kind}`, { code }, from)
  }
  for (let n = 0; n < 12; n++) assert.equal((await (await atSecondFactor())('totp', totp(secret))).status, 200)
  const guesses = []
  for (let n = 0; n < 15; n++) guesses.push(await atSecondFactor())
  const answers = await Promise.all(guesses.map((guess, n) => guess(n % 2 ? 'totp' : 'backup-code', `00000${n % 10}`)))
  const counts = Object.groupBy(answers, ({ status }) => status)
  assert.deepEqual([counts[401]?.length, counts[429]?.length], [10, 5])
  const late = await atSecondFactor()
  const refused = await late('totp', totp(secret))
  assert.deepEqual([refused.status, refused.json.code], [429, 'too_many_codes'])
  assert.equal((await late('backup-code', on.backupCodes[0])).status, 429)
  await watched.pool.query('update auth.rate_limits set expire = expire - $1', [15 * 60_000])
  assert.equal((await late('totp', totp(secret))).status, 200)
})

test('name and language are one’s own to change', async () => {
  assert.equal((await ada.patch('/api/me', { name: 'Ada L.', locale: 'de' })).json.person.locale, 'de')
  assert.equal((await ada.patch('/api/me', { locale: 'fr' })).status, 422)
  assert.equal((await ada.patch('/api/me', { name: ' ' })).status, 422)
})

test('a single sign-on that was out of reach at the first try is asked again', async () => {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const { port: free } = probe.address() as { port: number }
      probe.close(() => resolve(free))
    })
  })
  const issuer = `http://localhost:${port}`
  const later = await testAccounts({ oidc: { issuer, clientId: 'tutti', clientSecret: 'x', name: 'Valley ID' } })
  const ask = () => later.browser().post('/auth/sign-in/social', { provider: 'sso', callbackURL: '/app' })
  assert.equal((await ask()).status, 404)
  const server = createServer((_request, response) => {
    const found = { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ...found, id_token_signing_alg_values_supported: ['RS256'] }))
  })
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  later.closeWith(async () => server.close())
  const { status, json } = await ask()
  assert.equal(status, 200)
  assert.equal(new URL(json.url).origin, issuer)
  assert.ok(new URL(json.url).searchParams.get('code_challenge'))
})

test('a single sign-on out of reach is asked again once a minute, and without one nothing is made anew', async () => {
  let at = new Date()
  const oidc = { issuer: 'http://localhost:9', clientId: 'tutti', clientSecret: 'x', name: 'Valley ID' }
  const away = await testAccounts({ now: () => at, oidc })
  const ask = (from: typeof away) => from.browser().post('/auth/sign-in/social', { provider: 'sso', callbackURL: '/app' })
  const first = away.accounts.auth()
  assert.equal((await ask(away)).status, 404)
  const second = away.accounts.auth()
  assert.notEqual(second, first)
  assert.equal((await ask(away)).status, 404)
  assert.equal(away.accounts.auth(), second)
  at = new Date(at.getTime() + 61_000)
  assert.equal((await ask(away)).status, 404)
  assert.notEqual(away.accounts.auth(), second)
  const made = installation.accounts.auth()
  assert.equal((await ask(installation)).status, 404)
  assert.equal(installation.accounts.auth(), made)
})

test('the sign-in of a proxy in front is not taken for a key', async () => {
  assert.equal((await ada.get(base, { authorization: 'Basic eDp5' })).status, 200)
  assert.equal((await installation.browser().get(base, { authorization: 'Basic eDp5' })).status, 401)
  assert.equal((await ada.get(base, { authorization: 'Bearer nonsense' })).status, 401)
})

test('over https the cookie is secure', async () => {
  const secure = await testAccounts({ url: 'https://tutti.example.org' })
  const { made: answer } = await firstAccount(secure)
  assert.match(answer.headers.getSetCookie().join(), /__Secure-tutti\.session_token=.*Secure/)
})

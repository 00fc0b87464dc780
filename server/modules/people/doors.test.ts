import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTurn } from './passwords.ts'
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

test('a password asked for within a session is counted, wherever it is asked for, and taken again after the pause', async () => {
  const { client, email } = await joinAs(installation, { ada, base }, { name: 'Cem', role: 'viewer' })
  const wrong = 'not the password'
  const paths = [
    'two-factor/enable',
    'two-factor/disable',
    'two-factor/generate-backup-codes',
    'two-factor/get-totp-uri',
    'verify-password',
  ]
  const change = (currentPassword: string) => client.post('/auth/change-password', { currentPassword, newPassword: PASSWORD })
  for (let n = 0; n < 12; n++) assert.equal((await change(PASSWORD)).status, 200)
  for (let n = 0; n < 5; n++) assert.deepEqual([(await change(wrong)).json.code], ['invalid_password'])
  for (const path of paths) assert.ok([400, 404].includes((await client.post(`/auth/${path}`, { password: wrong })).status), path)
  const refused = await change(PASSWORD)
  assert.deepEqual([refused.status, refused.json.code], [429, 'too_many_passwords'])
  for (const path of paths) assert.equal((await client.post(`/auth/${path}`, { password: PASSWORD })).status, 429, path)
  const asForm = await client.post('/auth/change-password', {}, { 'content-type': 'application/x-www-form-urlencoded' })
  assert.equal(asForm.status, 415)
  const elsewhere = await installation.browser().post('/auth/sign-in/email', { email, password: PASSWORD })
  assert.equal(elsewhere.status, 200)
  await installation.pool.query('update auth.rate_limits set expire = expire - $1', [15 * 60_000])
  assert.equal((await change(PASSWORD)).status, 200)
})

test('passwords are hashed two at a time, and when too many wait the next is sent away', async () => {
  let now = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setTimeout(resolve, 5))
    now--
  }
  const done = await Promise.allSettled(Array.from({ length: 40 }, () => inTurn(work)))
  assert.equal(most, 2)
  const sentAway = done.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  assert.deepEqual(
    sentAway,
    Array.from({ length: 8 }, () => 'too_many_sign_ins'),
  )
  await assert.rejects(
    inTurn(() => Promise.reject(new Error('broken'))),
    /broken/,
  )
  await inTurn(work)
})

test('many sign-ins at once are hashed in turn', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      installation.browser().post('/auth/sign-in/email', { email: `n${n}@example.org`, password: PASSWORD }),
    ),
  )
  const counts = Object.groupBy(answers, ({ status }) => status)
  assert.ok((counts[401]?.length ?? 0) >= 32)
  assert.ok((counts[429] ?? []).every(({ json }) => json.code === 'too_many_sign_ins'))
  assert.ok((counts[429]?.length ?? 0) > 0)
  await installation.pool.query('delete from auth.rate_limits')
})

test('a stranger who asks for links shuts nobody out: earlier ones stay good until one is used', async () => {
  const watched = await testAccounts({ trustedProxies: ['127.0.0.1/32'] })
  const { ada: holder } = await firstAccount(watched)
  const email = 'ada@example.org'
  const ask = (from: number, path = 'sign-in-links') =>
    watched.browser().post(`/api/${path}`, { email }, { 'x-forwarded-for': `203.0.113.${from}` })
  assert.equal((await ask(1)).status, 202)
  await watched.waitForJobs()
  const first = keyIn(watched.mailServer.mails.at(-1)?.text ?? '')
  for (let n = 0; n < 5; n++) assert.equal((await ask(2)).status, 202)
  assert.equal((await ask(2)).json.code, 'too_many_tries')
  assert.equal((await ask(2, 'password-reset-links')).status, 429)
  assert.equal((await ask(1, 'password-reset-links')).status, 202)
  for (let n = 0; n < 5; n++) assert.equal((await ask(3)).status, 202)
  const full = await ask(4)
  assert.deepEqual([full.status, full.json.code], [429, 'too_many_links'])
  await watched.waitForJobs()
  const last = keyIn(watched.mailServer.mails.findLast(({ subject }) => subject === 'Your link to sign in')?.text ?? '')
  const use = (key: string) => watched.browser().post('/api/sign-ins', { key })
  assert.equal((await use(first)).status, 201)
  assert.equal((await use(last)).json.code, 'entrance_revoked')
  assert.equal((await holder.get('/api/me')).status, 200)
})

test('the same work is left for later whether an address has an account or not', async () => {
  const jobs = async () =>
    (await installation.pool.query(`select data->>'kind' as kind from pgboss.job where name = 'people.send_link' order by 1`)).rows
  await waitForJobs()
  const before = await jobs()
  for (const email of ['ada@example.org', 'nobody@example.org']) {
    assert.equal((await installation.browser().post('/api/sign-in-links', { email })).status, 202)
    assert.equal((await installation.browser().post('/api/password-reset-links', { email })).status, 202)
  }
  assert.equal((await jobs()).length, before.length + 4)
  const { rows } = await installation.pool.query(`select data from pgboss.job where data::text like '%@%' and name = 'people.send_link'`)
  assert.deepEqual(rows, [])
  await waitForJobs()
  assert.ok(mailServer.mails.every(({ to }) => to !== 'nobody@example.org'))
})

test('an invitation says to nobody whether the invited address has an account', async () => {
  const other = await ada.post('/api/ecosystems', { name: 'Saar', locale: 'en', timeZone: 'UTC' })
  const saar = `/api/ecosystems/${other.json.id}`
  const { client: dan } = await joinAs(installation, { ada, base }, { name: 'Dan', role: 'viewer' })
  await dan.patch('/api/me', { locale: 'de' })
  const { client: eli } = await joinAs(installation, { ada, base }, { name: 'Eli', role: 'viewer' })
  const look = async (email: string) => {
    const { json } = await ada.post(`${saar}/invitations`, { email, role: 'viewer' })
    const handed = (await ada.post(`${saar}/invitations/${json.id}/links`)).json
    const key = keyIn(handed.link)
    const preview = (await installation.browser().post('/api/invitations/preview', { key })).json
    const tries = []
    for (const [client, more] of [
      [installation.browser(), {}],
      [installation.browser(), { name: 'X' }],
      [eli, {}],
      [eli, { name: 'X' }],
    ] as const) {
      // biome-ignore format: one line reads better
      const { status, json: answer } = await client.post('/api/invitations/acceptance', { key, ...more })
      tries.push([status, answer.code, answer.title])
    }
    return { key, seen: { locale: handed.locale, preview: { ...preview, email: '' }, tries } }
  }
  const known = await look('dan@example.org')
  const unknown = await look('unknown@example.org')
  assert.deepEqual(known.seen, unknown.seen)
  assert.deepEqual(known.seen.tries.map(([status, code]) => [status, code]), [[422, 'account_needed'], [422, 'account_needed'], [403, 'invitation_for_another'], [422, 'account_needed']]) // biome-ignore format: one line reads better
  assert.equal((await dan.post('/api/invitations/acceptance', { key: known.key })).status, 201)
})

test('a new password by mail ends API keys and passkeys, which stay only where a second factor is on', async () => {
  const passkeysOf = async (id: string) =>
    (await installation.pool.query('select count(*)::int as held from auth.passkey where "userId" = $1', [id])).rows[0].held
  const reset = async (email: string) => {
    const client = installation.browser()
    await client.post('/api/password-reset-links', { email })
    const key = await mailedKey(email)
    assert.equal((await client.post('/api/password-resets', { key, password: 'another good one' })).status, 201)
    return mailServer.mails.findLast(({ to }) => to === email)?.text ?? ''
  }
  const { client: fay, email, personId } = await joinAs(installation, { ada, base }, { name: 'Fay', role: 'viewer' })
  const { client: gus, personId: gusId } = await joinAs(installation, { ada, base }, { name: 'Gus', role: 'viewer' })
  for (const id of [personId, gusId]) {
    await installation.pool.query(
      `insert into auth.passkey (id, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp") values ($1, '', $1, $1, 0, '', false)`,
      [id],
    )
  }
  const made = await fay.post(`${base}/keys`, { name: 'Shop', scopes: ['map.read'], expiresAt: inAYear() })
  const bearer = { authorization: `Bearer ${made.json.key}` }
  const on = (await gus.post('/auth/two-factor/enable', { password: PASSWORD })).json
  const code = totp(String(new URL(on.totpURI).searchParams.get('secret')))
  assert.equal((await gus.post('/auth/two-factor/verify-totp', { code })).status, 200)
  assert.equal((await installation.browser().get(base, bearer)).status, 200)
  assert.match(await reset(email), /your API keys and passkeys end/)
  assert.equal((await installation.browser().get(base, bearer)).json.code, 'key_not_valid')
  assert.equal(await passkeysOf(personId), 0)
  assert.match(await reset('gus@example.org'), /your API keys end/)
  assert.equal(await passkeysOf(gusId), 1)
})

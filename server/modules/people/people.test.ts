import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { SCOPES } from './rights.ts'
import { firstAccount, joinAs, keyIn, PASSWORD, testAccounts } from './testing.ts'

const installation = await testAccounts()
const { waitForJobs, mailServer } = installation
const { ada, base, ecosystemId } = await firstAccount(installation)
const adaId = (await ada.get('/api/me')).json.person.id as string
const by = { ada, base }
const inAYear = () => new Date(Date.now() + 300 * 24 * 3600 * 1000).toISOString()

const mailTo = (address: string) => mailServer.mails.findLast(({ to }) => to === address)

test('an invitation by mail brings a second person in, once', async () => {
  const made = await ada.post(`${base}/invitations`, { email: 'Ben@example.org', role: 'coordinator' })
  assert.equal(made.status, 201, made.text)
  await waitForJobs()
  const mail = mailTo('ben@example.org')
  assert.match(String(mail?.subject), /Invitation to Mosel/)
  assert.match(String(mail?.text), /Ada invites you/)
  const key = keyIn(mail?.text ?? '')
  const ben = installation.browser()
  const preview = await ben.post('/api/invitations/preview', { key })
  assert.deepEqual(preview.json, {
    ecosystemName: 'Mosel',
    locale: 'en',
    invitedBy: 'Ada',
    email: 'ben@example.org',
    role: 'coordinator',
  })
  assert.equal((await ben.post('/api/invitations/acceptance', { key })).json.code, 'account_needed')
  assert.equal((await ben.post('/api/invitations/acceptance', { key, name: 'Ben', password: PASSWORD })).status, 201)
  assert.equal((await ben.get(base)).json.name, 'Mosel')
  const again = await installation.browser().post('/api/invitations/acceptance', { key, name: 'Eve', password: PASSWORD })
  assert.deepEqual([again.status, again.json.code], [410, 'entrance_used'])
  assert.deepEqual((await ada.get(`${base}/invitations`)).json.items, [])
  assert.deepEqual((await ada.get(`${base}/people`)).json.items.map(({ name, role }: { name: string; role: string }) => [name, role]), [['Ada', 'owner'], ['Ben', 'coordinator']]) // biome-ignore format: one line reads better
})

test('whoever has an account accepts with it, and nobody else can', async () => {
  const { client: cem } = await joinAs(installation, by, { name: 'Cem', role: 'viewer' })
  const other = await ada.post('/api/ecosystems', { name: 'Saar', locale: 'de', timeZone: 'Europe/Berlin' })
  assert.equal(other.status, 201, other.text)
  const saar = `/api/ecosystems/${other.json.id}`
  assert.equal((await cem.get(saar)).status, 404)
  await ada.post(`${saar}/invitations`, { email: 'cem@example.org', role: 'owner' })
  await waitForJobs()
  assert.match(String(mailTo('cem@example.org')?.subject), /Invitation to Saar/)
  const key = keyIn(mailTo('cem@example.org')?.text ?? '')
  const stranger = installation.browser()
  assert.equal(
    (await stranger.post('/api/invitations/acceptance', { key, name: 'Eve', password: PASSWORD })).json.code,
    'sign_in_to_accept',
  )
  const accepted = await ada.post('/api/invitations/acceptance', { key })
  assert.deepEqual([accepted.status, accepted.json.code], [403, 'invitation_for_another'])
  assert.equal((await cem.post('/api/invitations/acceptance', { key })).status, 201)
  const mine = (await cem.get('/api/me')).json.ecosystems
  assert.deepEqual(mine.map(({ name, role }: { name: string; role: string }) => [name, role]), [['Mosel', 'viewer'], ['Saar', 'owner']]) // biome-ignore format: one line reads better
})

test('an invitation is refused to whoever may not invite, for whoever is in or invited, and withdrawn', async () => {
  const { client: dan } = await joinAs(installation, by, { name: 'Dan', role: 'viewer' })
  const { client: eli } = await joinAs(installation, by, { name: 'Eli', role: 'coordinator' })
  assert.equal((await dan.post(`${base}/invitations`, { email: 'x@example.org', role: 'viewer' })).status, 403)
  assert.equal((await eli.post(`${base}/invitations`, { email: 'x@example.org', role: 'owner' })).status, 403)
  assert.equal((await ada.post(`${base}/invitations`, { email: 'dan@example.org', role: 'viewer' })).json.code, 'already_a_member')
  assert.equal((await ada.post(`${base}/invitations`, { email: 'x@example.org', role: 'member' })).status, 422)
  assert.equal((await ada.post(`${base}/invitations`, { email: 'no address', role: 'viewer' })).status, 422)
  const { json } = await eli.post(`${base}/invitations`, { email: 'x@example.org', role: 'viewer' })
  assert.equal((await eli.post(`${base}/invitations`, { email: 'x@example.org', role: 'viewer' })).json.code, 'already_invited')
  await waitForJobs()
  const key = keyIn(mailTo('x@example.org')?.text ?? '')
  assert.equal((await eli.delete(`${base}/invitations/${json.id}`)).status, 200)
  assert.equal((await eli.delete(`${base}/invitations/${json.id}`)).status, 404)
  const late = await installation.browser().post('/api/invitations/preview', { key })
  assert.deepEqual([late.status, late.json.code], [410, 'entrance_revoked'])
})

test('a link by hand opens an invitation once, and ends with it; whoever may not invite gets none', async () => {
  const dan = await joinAs(installation, { ada, base }, { name: 'Gast', role: 'viewer' })
  const eli = await joinAs(installation, { ada, base }, { name: 'Koor', role: 'coordinator' })
  const owner = await ada.post(`${base}/invitations`, { email: 'hand-owner@example.org', role: 'owner' })
  assert.equal((await dan.client.post(`${base}/invitations/${owner.json.id}/links`)).status, 403)
  assert.equal((await eli.client.post(`${base}/invitations/${owner.json.id}/links`)).status, 403)
  assert.equal((await ada.post(`${base}/invitations/${newId()}/links`)).status, 404)
  const { json } = await eli.client.post(`${base}/invitations`, { email: 'hand@example.org', role: 'viewer' })
  const made = await eli.client.post(`${base}/invitations/${json.id}/links`, {}, { 'idempotency-key': newId() })
  const key = keyIn(made.json.link)
  const stored = await installation.db.selectFrom('idempotency_keys').select('answer').execute()
  assert.ok(!stored.some(({ answer }) => answer?.includes(key)))
  await installation.waitForJobs()
  const mailed = keyIn(installation.mailServer.mails.findLast(({ to }) => to === 'hand@example.org')?.text ?? '')
  const hand = installation.browser()
  assert.equal((await hand.post('/api/invitations/acceptance', { key, name: 'Hand', password: PASSWORD })).status, 201)
  for (const [spent, code] of [[key, 'entrance_used'], [mailed, 'entrance_revoked']] as const) assert.equal((await hand.post('/api/invitations/preview', { key: spent })).json.code, code) // biome-ignore format: one line reads better
  const withdrawn = await ada.post(`${base}/invitations/${owner.json.id}/links`)
  await ada.delete(`${base}/invitations/${owner.json.id}`)
  assert.equal((await hand.post('/api/invitations/preview', { key: keyIn(withdrawn.json.link) })).json.code, 'entrance_revoked')
})

test('an account made with a link by hand belongs to the mailbox as soon as that speaks', async () => {
  const { json } = await ada.post(`${base}/invitations`, { email: 'mailbox@example.org', role: 'viewer' })
  const { link } = (await ada.post(`${base}/invitations/${json.id}/links`)).json
  const impostor = installation.browser()
  await impostor.post('/api/invitations/acceptance', { key: keyIn(link), name: 'Not they', password: PASSWORD })
  assert.equal((await impostor.get('/api/me')).status, 200)
  const holder = installation.browser()
  await holder.post('/api/sign-in-links', { email: 'mailbox@example.org' })
  await installation.waitForJobs()
  const mail = installation.mailServer.mails.findLast(({ to }) => to === 'mailbox@example.org')
  assert.match(mail?.text ?? '', /confirms your address for the first time/)
  assert.equal((await holder.post('/api/sign-ins', { key: keyIn(mail?.text ?? '') })).status, 201)
  assert.equal((await impostor.get('/api/me')).status, 401)
  const again = await installation.browser().post('/auth/sign-in/email', { email: 'mailbox@example.org', password: PASSWORD })
  assert.equal(again.status, 401)
  assert.equal((await holder.get('/api/me')).json.person.hasPassword, false)
})

test('an invitation runs out after two weeks', async () => {
  let at = new Date()
  const later = await testAccounts({ now: () => at })
  const first = await firstAccount(later)
  await first.ada.post(`${first.base}/invitations`, { email: 'late@example.org', role: 'viewer' })
  await later.waitForJobs()
  const key = keyIn(later.mailServer.mails[0]?.text ?? '')
  at = new Date(Date.now() + 15 * 24 * 3600 * 1000)
  const answer = await later.browser().post('/api/invitations/acceptance', { key, name: 'Late', password: PASSWORD })
  assert.deepEqual([answer.status, answer.json.code], [410, 'entrance_expired'])
})

test('roles change, access ends at once, and the last owner stays', async () => {
  const { client: fay, personId } = await joinAs(installation, by, { name: 'Fay', role: 'viewer' })
  const { client: gus, personId: gusId } = await joinAs(installation, by, { name: 'Gus', role: 'coordinator' })
  assert.equal((await fay.get(`${base}/people`)).status, 403)
  assert.equal((await fay.patch(`${base}/people/${personId}`, { role: 'owner' })).status, 403)
  assert.equal((await gus.patch(`${base}/people/${gusId}`, { role: 'owner' })).status, 403)
  assert.equal((await gus.delete(`${base}/people/${adaId}`)).status, 403)
  const party = newId()
  assert.equal((await gus.patch(`${base}/people/${personId}`, { role: 'member', partyId: party })).status, 200)
  assert.equal((await fay.get('/api/me')).json.ecosystems[0].partyId, party)
  assert.equal((await ada.patch(`${base}/people/${adaId}`, { role: 'viewer' })).json.code, 'last_owner')
  assert.equal((await ada.delete(`${base}/people/${adaId}`)).json.code, 'last_owner')
  assert.equal((await ada.delete(`${base}/people/${personId}`)).status, 200)
  assert.equal((await fay.get(base)).status, 404)
  assert.equal((await gus.delete(`${base}/people/${gusId}`)).status, 200)
})

test('of two owners who leave at the same time, one stays', async () => {
  const { client: hal, personId } = await joinAs(installation, by, { name: 'Hal', role: 'owner' })
  const left = await Promise.all([ada.delete(`${base}/people/${adaId}`), hal.delete(`${base}/people/${personId}`)])
  assert.deepEqual(left.map(({ status }) => status).sort(), [200, 409])
  const stayed = left[0]?.status === 409 ? ada : hal
  if (stayed === hal) {
    await hal.post(`${base}/invitations`, { email: 'ada@example.org', role: 'owner' })
    await waitForJobs()
    assert.equal((await ada.post('/api/invitations/acceptance', { key: keyIn(mailTo('ada@example.org')?.text ?? '') })).status, 201)
    assert.equal((await ada.delete(`${base}/people/${personId}`)).status, 200)
  }
})

test('a key opens one ecosystem, within its scopes, until it ends', async () => {
  const made = await ada.post(`${base}/keys`, { name: 'Shop', scopes: ['people.read'], expiresAt: inAYear() })
  assert.equal(made.status, 201, made.text)
  const program = installation.browser()
  const bearer = { authorization: `Bearer ${made.json.key}` }
  assert.equal((await program.get(`${base}/people`, bearer)).status, 200)
  assert.equal((await program.get(base, bearer)).status, 403)
  assert.equal((await program.post(`${base}/invitations`, { email: 'k@example.org', role: 'viewer' }, bearer)).status, 403)
  assert.equal((await program.post(`${base}/keys`, { name: 'More', scopes: ['people.write'], expiresAt: inAYear() }, bearer)).status, 403)
  const other = (await ada.get('/api/me')).json.ecosystems.find(({ name }: { name: string }) => name === 'Saar')
  assert.equal((await program.get(`/api/ecosystems/${other.id}/people`, bearer)).status, 401)
  assert.equal((await program.get('/api/me', bearer)).status, 401)
  const [listed] = (await ada.get(`${base}/keys`)).json.items
  assert.equal(listed.key, undefined)
  assert.ok(listed.lastUsedAt)
  assert.ok(made.json.key.startsWith(listed.start))
  assert.equal((await ada.delete(`${base}/keys/${listed.id}`)).status, 200)
  assert.equal((await program.get(`${base}/people`, bearer)).json.code, 'key_not_valid')
  const { rows } = await installation.pool.query('select count(*)::int as held from auth.keys where key_hash = $1', [
    Buffer.from(made.json.key),
  ])
  assert.equal(rows[0].held, 0)
})

test('a key is never stronger than its owner, ends with their access, and is nobody else’s to withdraw', async () => {
  const { client: ida, personId } = await joinAs(installation, by, { name: 'Ida', role: 'coordinator' })
  const { client: jon } = await joinAs(installation, by, { name: 'Jon', role: 'viewer' })
  const made = await ida.post(`${base}/keys`, { name: 'Ida', scopes: ['people.read', 'people.write'], expiresAt: inAYear() })
  const bearer = { authorization: `Bearer ${made.json.key}` }
  const program = installation.browser()
  assert.equal((await program.get(`${base}/people`, bearer)).status, 200)
  await ada.patch(`${base}/people/${personId}`, { role: 'viewer' })
  assert.equal((await program.get(`${base}/people`, bearer)).status, 403)
  assert.equal((await jon.delete(`${base}/keys/${made.json.id}`)).status, 404)
  assert.deepEqual((await jon.get(`${base}/keys`)).json.items, [])
  assert.equal((await ada.get(`${base}/keys`)).json.items.length, 1)
  await ada.delete(`${base}/people/${personId}`)
  assert.equal((await program.get(`${base}/people`, bearer)).status, 401)
  const past = await ada.post(`${base}/keys`, { name: 'x', scopes: ['map.read'], expiresAt: new Date(0).toISOString() })
  assert.deepEqual([past.json.code, past.json.errors[0].path, past.json.errors[0].code], ['key_expiry', 'expiresAt', 'expiry_past'])
  assert.match(past.json.title, /lies in the past/)
  const far = await ada.post(`${base}/keys`, { name: 'x', scopes: ['map.read'], expiresAt: '2199-01-01T00:00:00Z' })
  assert.match(far.json.title, /within 2 years/)
  assert.equal((await ada.post(`${base}/keys`, { name: 'x', scopes: ['everything'], expiresAt: inAYear() })).status, 422)
})

test('a person has at most fifty keys that work, and a scope counts once', async () => {
  const { client: kai, personId } = await joinAs(installation, by, { name: 'Kai', role: 'viewer' })
  const make = (scopes = ['map.read']) => kai.post(`${base}/keys`, { name: 'Many', scopes, expiresAt: inAYear() })
  const made = await make(['map.read', 'map.read', 'tasks.read'])
  assert.deepEqual(made.json.scopes, ['map.read', 'tasks.read'])
  assert.equal((await make(Array.from({ length: SCOPES.length + 1 }, () => 'map.read'))).status, 422)
  const { json } = await ada.get(`${base}/events?limit=1&type=key.created`)
  assert.deepEqual(json.items[0].payload, { keyId: made.json.id, scopes: ['map.read', 'tasks.read'] })
  await installation.pool.query(
    `insert into auth.keys (id, ecosystem_id, person_id, name, start, key_hash, scopes, created_at, expires_at)
     select gen_random_uuid(), $1, $2, 'x', 'x', sha256(n::text::bytea), '{map.read}', now(), now() + case when n > 48 then interval '-1 s' else interval '1 day' end
     from generate_series(1, 60) n`,
    [ecosystemId, personId],
  )
  const last = await Promise.all([make(), make()])
  assert.deepEqual(last.map(({ status, json }) => [status, json.code]).sort(), [[201, undefined], [409, 'too_many_keys']]) // biome-ignore format: one line reads better
  assert.equal((await kai.delete(`${base}/keys/${made.json.id}`)).status, 200)
  assert.equal((await make()).status, 201)
})

test('the log tells who did what, to those who may read it', async () => {
  const { json } = await ada.get(`${base}/events?limit=200`)
  const types = new Set(json.items.map(({ type }: { type: string }) => type))
  for (const type of ['ecosystem.created', 'person.invited', 'person.joined', 'person.role_changed', 'person.removed', 'key.created', 'key.revoked']) assert.ok(types.has(type), type) // biome-ignore format: one line reads better
  assert.equal(json.items.at(-1).type, 'ecosystem.created')
  assert.equal(json.items.at(-1).actor.name, 'Ada')
  assert.doesNotMatch(JSON.stringify(json.items.map(({ payload }: { payload: unknown }) => payload)), /@example/)
  const first = await ada.get(`${base}/events?limit=2&type=person.joined`)
  const second = await ada.get(`${base}/events?limit=2&type=person.joined&cursor=${first.json.nextCursor}`)
  assert.equal(first.json.items.length, 2)
  assert.notEqual(first.json.items[1].id, second.json.items[0].id)
  const { client: kim } = await joinAs(installation, by, { name: 'Kim', role: 'viewer' })
  assert.equal((await kim.get(`${base}/events`)).status, 403)
})

test('the owner changes the ecosystem, others do not', async () => {
  const { client: lea } = await joinAs(installation, by, { name: 'Lea', role: 'coordinator' })
  assert.equal((await lea.patch(base, { name: 'Mine' })).status, 403)
  assert.equal((await ada.patch(base, { timeZone: 'Mars/Olympus' })).status, 422)
  assert.equal((await ada.patch(base, { name: 'Moselle', timeZone: 'Europe/Luxembourg' })).json.timeZone, 'Europe/Luxembourg')
  assert.equal((await lea.get(base)).json.name, 'Moselle')
  assert.equal((await lea.post('/api/ecosystems', { name: 'X', locale: 'en', timeZone: 'UTC' })).status, 403)
  const rights = await lea.get(`${base}/rights?locale=de`)
  assert.match(rights.text, /Die Koordination darf/)
  assert.equal((await installation.browser().get(`/api/ecosystems/${ecosystemId}/rights`)).status, 401)
})

test('there is a bound to how many can be invited, and withdrawing makes room', async () => {
  const { json } = await ada.post('/api/ecosystems', { name: 'Crowded', locale: 'en', timeZone: 'Europe/Berlin' })
  const crowded = `/api/ecosystems/${json.id}`
  const ctx = { db: installation.db, now: installation.now, actor: { kind: 'system' as const }, ecosystemId: json.id }
  await transaction(ctx, (tx) =>
    sql`insert into invitations (ecosystem_id, id, email, role, created_at, expires_at)
      select ${json.id}, gen_random_uuid(), 'person' || n || '@example.org', 'viewer', now(), now() + interval '1 day' from generate_series(1, 999) n`.execute(
      tx.db,
    ),
  )
  const invite = () => ada.post(`${crowded}/invitations`, { email: 'late@example.org', role: 'viewer' })
  assert.deepEqual([(await invite()).status, (await invite()).json.code], [409, 'too_many_people'])
  const { items } = (await ada.get(`${crowded}/invitations`)).json
  assert.equal(items.length, 999)
  assert.equal((await ada.delete(`${crowded}/invitations/${items[0].id}`)).status, 200)
  assert.equal((await invite()).status, 201)
})

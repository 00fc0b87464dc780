import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { readErasureNotes } from './erasure-notes.ts'
import { personalData } from './personal-data.ts'
import { applyErasures, eraseContact, type PersonalData, setPersonalData } from './privacy.ts'
import { firstAccount, joinAs, PASSWORD, testAccounts } from './testing.ts'

const installation = await testAccounts()
const { db, pool, now, waitForJobs, dataFolder } = installation
const { ada, base, ecosystemId } = await firstAccount(installation)
const asked: string[] = []
const other: PersonalData = {
  module: 'other',
  collect: async (_tx, subject) => ({ seen: subject.id }),
  erase: async (tx, subject) => {
    asked.push(`${tx.ecosystemId} ${subject.id}`)
  },
  traces: async () => ['a trace of Zoe'],
}
setPersonalData([personalData, other])

test('a person gets everything held on them as a file, and nothing of others', async () => {
  const { client: ben } = await joinAs(installation, { ada, base }, { name: 'Ben', role: 'coordinator' })
  await ben.post(`${base}/keys`, { name: 'Shop', scopes: ['map.read'], expiresAt: new Date(Date.now() + 1e9).toISOString() })
  const answer = await ben.get('/api/me/export')
  assert.match(String(answer.headers.get('content-disposition')), /attachment/)
  assert.equal(answer.json.account.email, 'ben@example.org')
  assert.equal(answer.json.account.sessions.length, 1)
  assert.equal(answer.json.account.mails.length, 1)
  const [inside] = answer.json.ecosystems
  assert.equal(inside.people.membership[0].role, 'coordinator')
  assert.equal(inside.people.keys[0].name, 'Shop')
  assert.ok(inside.people.log.some(({ type }: { type: string }) => type === 'person.joined'))
  assert.ok(inside.other.seen)
  assert.doesNotMatch(answer.text, /ada@example\.org|password|token/)
  assert.equal((await installation.browser().get('/api/me/export')).status, 401)
})

test('an erased account leaves no name, address, session, key, mail or answer behind, here and where the person once was', async () => {
  const { client: zoe, personId } = await joinAs(installation, { ada, base }, { name: 'Zoe', role: 'coordinator' })
  await zoe.post(`${base}/invitations`, { email: 'guest@example.org', role: 'viewer' }, { 'idempotency-key': newId() })
  const saar = (await ada.post('/api/ecosystems', { name: 'Saar', locale: 'de', timeZone: 'UTC' })).json.id
  await pool.query(`insert into auth.former_memberships values ($1, $2, 'viewer', null, now(), now())`, [saar, personId])
  await transaction({ db, now, actor: { kind: 'system' }, ecosystemId: saar }, (tx) =>
    tx.db
      .insertInto('idempotency_keys')
      .values({
        ecosystem_id: saar,
        actor_id: 'person:x',
        key: 'k',
        request_hash: Buffer.alloc(1),
        status: 200,
        answer: 'with A TRACE of Zoe',
        at: now(),
      })
      .execute(),
  )
  assert.equal((await zoe.post('/api/me/erasure', { email: 'other@example.org' })).json.code, 'address_differs')
  assert.equal((await zoe.post('/api/me/erasure', { email: 'zoe@example.org' })).status, 200)
  await waitForJobs()
  assert.equal((await zoe.get('/api/me')).status, 401)
  assert.equal((await installation.browser().post('/auth/sign-in/email', { email: 'zoe@example.org', password: PASSWORD })).status, 401)
  assert.deepEqual(await rowsWith('zoe'), [])
  assert.deepEqual(asked.filter((line) => line.endsWith(personId)).sort(), [`${ecosystemId} ${personId}`, `${saar} ${personId}`].sort())
  const log = (await ada.get(`${base}/events?limit=200`)).json.items
  assert.ok(log.some(({ actor }: { actor: { id: string; name: string | null } }) => actor.id === personId && actor.name === null))
  assert.deepEqual(readErasureNotes(dataFolder).map(({ kind, subjectId }) => [kind, subjectId]), [['account', personId]]) // biome-ignore format: one line reads better
})

test('after a restore the erasures are done again', async () => {
  const { personId } = await joinAs(installation, { ada, base }, { name: 'Yan', role: 'viewer' })
  const note = { id: newId(), ecosystemId: null, kind: 'account' as const, subjectId: personId, at: now().toISOString() }
  assert.ok((await applyErasures({ db, now }, [note, note])) >= 2)
  assert.deepEqual(await rowsWith('yan@'), [])
  await applyErasures({ db, now }, [note])
})

test('a contact person is erased by the modules that know them, and noted', async () => {
  const contactId = newId()
  await transaction({ db, now, actor: { kind: 'system' }, ecosystemId }, (tx) => eraseContact(tx, contactId))
  await waitForJobs()
  assert.ok(asked.includes(`${ecosystemId} ${contactId}`))
  assert.ok(readErasureNotes(dataFolder).some(({ subjectId, kind }) => subjectId === contactId && kind === 'contact'))
})

test('mails that name the one who invites lose the name, and those that wait are sent without it', async () => {
  const { mailServer } = installation
  const { client: una } = await joinAs(installation, { ada, base }, { name: 'Una', role: 'coordinator' })
  await una.patch('/api/me', { name: "Una <O'Hara> & Co" })
  await una.post(`${base}/invitations`, { email: 'sent@example.org', role: 'viewer' })
  await waitForJobs()
  assert.match(mailServer.mails.at(-1)?.html ?? '', /Una &lt;O&#39;Hara&gt; &amp; Co invites you/)
  const offered = mailServer.state.offered
  mailServer.state.refuse = true
  await una.post(`${base}/invitations`, { email: 'waits@example.org', role: 'viewer' })
  await ada.post(`${base}/invitations`, { email: 'other@example.org', role: 'viewer' })
  for (let tries = 0; tries < 100 && mailServer.state.offered < offered + 2; tries++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal((await una.post('/api/me/erasure', { email: 'una@example.org' })).status, 200)
  mailServer.state.refuse = false
  await waitForJobs()
  assert.deepEqual([...(await rowsWith('Una ')), ...(await rowsWith('Hara'))], [])
  const late = mailServer.mails.findLast(({ to }) => to === 'waits@example.org')
  assert.match(late?.text ?? '', /^You are invited to “Mosel”\./)
  assert.match(late?.html ?? '', />You are invited to “Mosel”\./)
  assert.match(mailServer.mails.findLast(({ to }) => to === 'other@example.org')?.text ?? '', /^Ada invites you/)
})

test('of two owners who erase themselves at the same time, one stays', async () => {
  const own = await testAccounts()
  const first = await firstAccount(own)
  const [max, ned] = [
    await joinAs(own, first, { name: 'Max', role: 'owner' }),
    await joinAs(own, first, { name: 'Ned', role: 'owner' }),
    await joinAs(own, first, { name: 'Oda', role: 'viewer' }),
  ]
  const adaId = (await first.ada.get('/api/me')).json.person.id
  assert.equal((await first.ada.delete(`${first.base}/people/${adaId}`)).status, 200)
  const answers = await Promise.all([max, ned].map(({ client, email }) => client.post('/api/me/erasure', { email })))
  assert.deepEqual(answers.map(({ status, json }) => [status, json.code]).sort(), [[200, undefined], [409, 'last_owner']]) // biome-ignore format: one line reads better
})

test('when nobody is left, a fresh first-run link is made and works', async () => {
  const own = await testAccounts()
  const { ada: last } = await firstAccount(own)
  assert.equal(await own.firstLink(), undefined)
  assert.equal((await last.post('/api/me/erasure', { email: 'ada@example.org' })).status, 200)
  assert.equal((await own.browser().get('/api/installation')).json.firstRun, true)
  const { made } = await firstAccount(own, 'Bea')
  assert.equal(made.status, 201, made.text)
  assert.equal(await own.firstLink(), undefined)
})

test('the only owner of an ecosystem with others, and the only operator, cannot erase themselves', async () => {
  assert.equal((await ada.post('/api/me/erasure', { email: 'ada@example.org' })).json.code, 'last_owner')
  const { client: max } = await joinAs(installation, { ada, base }, { name: 'Max', role: 'owner' })
  assert.equal((await ada.post('/api/me/erasure', { email: 'ada@example.org' })).json.code, 'last_operator')
  await ada.post('/api/operators', { email: 'max@example.org' })
  assert.equal((await ada.post('/api/me/erasure', { email: 'ada@example.org' })).status, 200)
  assert.equal((await max.get(base)).status, 200)
})

/** Where a word still stands, in any table the program reaches, in any ecosystem. */
async function rowsWith(word: string): Promise<string[]> {
  const { rows: tables } = await pool.query(
    `select schemaname || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('auth', 'public') and tablename <> 'migrations'`,
  )
  const { rows: ecosystems } = await pool.query(
    'select ecosystem_id as id from auth.memberships union select ecosystem_id from auth.former_memberships',
  )
  const found: string[] = []
  for (const { id } of ecosystems) {
    await transaction({ db, now, actor: { kind: 'system' }, ecosystemId: id }, async (tx) => {
      const { sql } = await import('kysely')
      for (const { name } of tables) {
        const { rows } = await sql`select from ${sql.raw(name)} t where t::text ilike ${`%${word}%`}`.execute(tx.db)
        if (rows.length > 0) found.push(name)
      }
    })
  }
  return found
}

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

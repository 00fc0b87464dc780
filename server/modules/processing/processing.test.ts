import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem } from '../../kernel/testing.ts'
import { createParty } from '../parties/index.ts'
import { routes as partyRoutes } from '../parties/routes.ts'
import { setRecipients } from './record.ts'
import { routes } from './routes.ts'
import { activityOf } from './rules.ts'

const { db } = await testDatabase()
const call = testApi(db, [routes, partyRoutes])

test('the record holds what is stored here and nothing else, in both languages', async () => {
  const { owner } = await testEcosystem(db)
  const others = await testEcosystem(db)
  const party = await transaction(others.owner, (tx) => createParty(tx, { name: 'Elsewhere' }))
  await call(others.owner, 'POST', `/parties/${party.id}/contacts`, { name: 'Erika Beispiel', email: 'erika@example.org' })
  const before = await call(owner, 'GET', '/processing-record')
  assert.equal(before.status, 200, before.text)
  assert.deepEqual(before.json.activities, [])
  const own = await transaction(owner, (tx) => createParty(tx, { name: 'Here', city: 'Erden' }))
  await call(owner, 'POST', `/parties/${own.id}/contacts`, { name: 'Max Muster', phone: '123456' })
  setRecipients({ geocoder: 'geocoder.example.org' })
  const { json } = await call(owner, 'GET', '/processing-record')
  const keys = json.activities.map(({ key }: { key: string }) => key)
  assert.deepEqual(keys, ['map', 'contacts', 'log'])
  const contacts = json.activities[1]
  const [table] = contacts.data
  assert.deepEqual([table.table, table.rows], ['contacts', 1])
  assert.ok(table.columns.includes('phone') && !table.columns.includes('email') && !table.columns.includes('mobile'))
  assert.ok(contacts.access.includes('A coordinator may see contact people.'))
  assert.ok(!contacts.access.some((sentence: string) => sentence.startsWith('A viewer')))
  assert.match(json.activities[0].recipients.join(), /geocoder\.example\.org/)
  assert.doesNotMatch(JSON.stringify(json), /Max|Erika/)
  const german = await call(owner, 'GET', '/processing-record?locale=de')
  assert.match(
    german.json.text,
    /^# Verzeichnis von Verarbeitungstätigkeiten.*## Ansprechpersonen und Notizen.*Die Koordination darf Ansprechpersonen sehen/s,
  )
})

test('a viewer does not see the record, and a language there is not is refused', async () => {
  const { owner, viewer } = await testEcosystem(db)
  assert.equal((await call(viewer, 'GET', '/processing-record')).status, 403)
  assert.equal((await call(owner, 'GET', '/processing-record?locale=fr')).json.errors[0].code, 'value_unknown')
})

test('every table of an ecosystem is kept for a reason that is written down', async () => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname = 'public' and c.relrowsecurity order by 1`.execute(db)
  const undescribed = rows.map(({ name }) => name).filter((name) => name !== 'ecosystems' && activityOf(name).key === 'other')
  // of modules that bring their own tables later: they are in the record by name until they are described here
  assert.deepEqual(undescribed, [])
})

// Reads the database's own catalogue: what is true of every table, also of those that are added later.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from './testing.ts'

const { db, pool } = await testDatabase()

/** Tables that are met before the ecosystem is known, or belong to the installation. Everything else is apart by ecosystem. */
const OUTSIDE = ['entrances', 'migrations']
const OUTSIDE_SCHEMAS = ['auth', 'pgboss']

type Table = { name: string; enabled: boolean; forced: boolean; policies: string[]; keys: string[] }
const { rows: tables } = await sql<Table>`
  select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    array(select p.polname::text from pg_policy p where p.polrelid = c.oid) as policies,
    array(select (select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0])
      from pg_index i where i.indrelid = c.oid and i.indisunique) as keys
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname = 'public' order by 1`.execute(db)
const inside = tables.filter(({ name }) => !OUTSIDE.includes(name))

test('every table of an ecosystem has forced row level security and the tenant policy', () => {
  assert.ok(inside.length > 10)
  assert.deepEqual(
    inside.filter(({ enabled, forced, policies }) => !enabled || !forced || !policies.includes('ecosystem')).map(({ name }) => name),
    [],
  )
})

test('every primary and unique key of an ecosystem’s table begins with ecosystem_id', () => {
  assert.deepEqual(
    inside.filter(({ keys }) => keys.length === 0 || keys.some((first) => first !== 'ecosystem_id')).map(({ name }) => name),
    [],
  )
})

test('no other schema holds tables than the accounts’ and the queue’s', async () => {
  const { rows } = await sql<{ schema: string }>`
    select distinct n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not like 'pg\_%' and n.nspname <> 'information_schema' order by 1`.execute(db)
  assert.deepEqual(
    rows.map(({ schema }) => schema).filter((schema) => schema !== 'public' && !OUTSIDE_SCHEMAS.includes(schema)),
    [],
  )
})

test('the program’s role is no superuser, cannot bypass row level security, and owns no table', async () => {
  const { rows } = await sql<{ rolsuper: boolean; rolbypassrls: boolean; owned: number }>`
    select rolsuper, rolbypassrls,
      (select count(*)::int from pg_tables where tableowner = current_user and schemaname in ('public', 'auth')) as owned
    from pg_roles where rolname = current_user`.execute(db)
  assert.deepEqual(rows, [{ rolsuper: false, rolbypassrls: false, owned: 0 }])
})

test('no function runs with the rights of its owner', async () => {
  const { rows } = await sql<{ name: string }>`
    select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname in ('public', 'auth')`.execute(db)
  assert.deepEqual(rows, [])
})

test('the log can be added to and read, not changed, by nobody', async () => {
  const { rows } = await pool.query(`
    select privilege_type from information_schema.role_table_grants
    where grantee = 'tutti_app' and table_name = 'events' order by 1`)
  assert.deepEqual(
    rows.map(({ privilege_type }) => privilege_type),
    ['INSERT', 'SELECT'],
  )
  const { rows: triggers } = await pool.query(
    `select tgname from pg_trigger where tgrelid = 'events'::regclass and not tgisinternal order by 1`,
  )
  assert.deepEqual(
    triggers.map(({ tgname }) => tgname),
    ['append_only', 'append_only_truncate'],
  )
  for (const statement of ['update events set type = type', 'delete from events', 'truncate events']) {
    await assert.rejects(pool.query(statement), /permission denied/)
  }
})

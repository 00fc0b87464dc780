import assert from 'node:assert/strict'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type pg from 'pg'
import { backUp } from './backup.ts'
import { restoreBackup } from './backup-restore.ts'
import { type Connections, connect } from './connections.ts'
import { transaction } from './ctx.ts'
import { openDb, openPool, withClient } from './db.ts'
import { createEntrance } from './entrances.ts'
import { readFile as readStored, saveFile } from './files.ts'
import { newId } from './ids.ts'
import { enqueue, startJobs } from './jobs.ts'
import { ALREADY_RUNNING, lockInstance } from './lock.ts'
import { migrate, migrationNames } from './migrate.ts'
import { startPostgres } from './postgres.ts'
import { testDatabase, testEcosystem } from './testing.ts'

const PASSPHRASE = 'correct horse battery staple'
const FAST = { fsync: 'off' }
const ROWS = 1000
const now = () => new Date()

const source = await testDatabase()
const sourceOwner = { host: source.host, user: 'tutti_owner', database: source.database }
const folder = fs.mkdtempSync(join(tmpdir(), 'tutti-backup-'))
fs.chmodSync(folder, 0o755)
after(() => fs.rmSync(folder, { recursive: true, force: true }))

const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 31) % 251))
const first = await testEcosystem(source.db)
const second = await testEcosystem(source.db)
const fileId = await fillSource()

const external = await startExternal()
const embedded: Connections = await connect({
  dataFolder: join(folder, 'embedded'),
  databaseUrl: undefined,
  migrationDatabaseUrl: undefined,
})
after(async () => {
  await embedded.stop()
  await external.stop()
})
const plain = join(folder, 'plain.tutti')
const encrypted = join(folder, 'encrypted.tutti')

test('a backup is one private file, of an installation that is running', async () => {
  const release = await lockInstance({ ...sourceOwner, user: 'tutti_app' })
  const base = { owner: sourceOwner, now: now(), secret: 's'.repeat(40) }
  const rows = await backUp({ ...base, path: plain, passphrase: undefined })
  assert.ok(rows > 2 * ROWS)
  assert.equal(fs.statSync(plain).mode & 0o777, 0o600)
  assert.equal(await backUp({ ...base, path: encrypted, passphrase: PASSPHRASE }), rows + 1)
  await release()
})

test('embedded to external: a restored backup holds the same rows, and passwords are asked for', async () => {
  const connections = await external.connect('first')
  const { secret } = await restoreBackup({ connections, path: plain, passphrase: undefined })
  assert.equal(secret, undefined)
  assert.deepEqual(await fingerprint(connections.owner), await fingerprint(sourceOwner))
  await assertWorks(connections.app)
  await assert.rejects(
    withClient({ connectionString: external.url('tutti_app', 'first', 'wrong') }, async () => {}),
    /password/,
  )
})

test('external to embedded: back again, encrypted, with the secret of the installation', async () => {
  const { owner } = await external.connect('first')
  const path = join(folder, 'back.tutti')
  await backUp({ owner, path, now: now(), passphrase: PASSPHRASE, secret: 'x'.repeat(40) })
  const { secret } = await restoreBackup({ connections: embedded, path, passphrase: PASSPHRASE })
  assert.equal(secret, 'x'.repeat(40))
  assert.deepEqual(await fingerprint(embedded.owner), await fingerprint(sourceOwner))
  await assertWorks(embedded.app)
})

test('sessions, short-lived links and answers kept for a day are not in a backup, work still to be done is', async () => {
  const { rows } = await withClient(embedded.owner, (client) => client.query<{ target: string }>('select target from entrances'))
  assert.deepEqual(rows, [{ target: 'calendar' }])
  const counts = await withClient(embedded.owner, async (client) => {
    const jobs = await client.query<{ name: string; data: { n: number } }>(`select name, data from pgboss.job where state = 'created'`)
    await client.query(`set tutti.ecosystem_id = '${first.ecosystemId}'`)
    const keys = await client.query('select from idempotency_keys')
    return { jobs: jobs.rows.map(({ name, data }) => [name, data.n]), keys: keys.rowCount }
  })
  assert.deepEqual(counts, { jobs: [['test.later', 7]], keys: 0 })
})

test('after a restore the rules of the tables hold as before', async () => {
  await assertSameRules(embedded.owner)
  await assertSameRules((await external.connect('first')).owner)
})

test('a database that is not empty is left alone, and so is one that is in use', async () => {
  await assert.rejects(restoreBackup({ connections: embedded, path: plain, passphrase: undefined }), /not empty/)
  const release = await lockInstance(embedded.app)
  await assert.rejects(restoreBackup({ connections: embedded, path: plain, passphrase: undefined }), { message: ALREADY_RUNNING })
  await release()
})

test('a damaged, cut-off, newer or locked file changes nothing', async () => {
  const connections = await external.connect('second')
  const bytes = fs.readFileSync(plain)
  const bad = join(folder, 'bad.tutti')
  const refused = async (content: Buffer, reason: RegExp) => {
    fs.writeFileSync(bad, content)
    await assert.rejects(restoreBackup({ connections, path: bad, passphrase: undefined }), reason)
  }
  const middle = bytes.length >> 1
  await refused(bytes.subarray(0, middle), /damaged or cut off/)
  await refused(Buffer.concat([bytes.subarray(0, middle), Buffer.from([bytes[middle]! ^ 1]), bytes.subarray(middle + 1)]), /damaged/)
  await refused(Buffer.from(bytes.toString('latin1').replace('.sql"]', '.sql","29991231T2359-later.sql"]'), 'latin1'), /newer version/)
  await refused(fs.readFileSync(encrypted), /TUTTI_BACKUP_PASSPHRASE/)
  const { rows } = await withClient(connections.owner, (client) => client.query(`select from pg_tables where schemaname = 'public'`))
  assert.equal(rows.length, 0)
})

test('a row that the tables refuse rolls everything back', async () => {
  const connections = await external.connect('second')
  await migrate(connections.owner)
  await withClient(connections.owner, (client) => client.query(`alter table files add constraint no_files check (name = '')`))
  await assert.rejects(restoreBackup({ connections, path: plain, passphrase: undefined }), /no_files/)
  const { rows } = await withClient(connections.owner, (client) => client.query('select from ecosystems'))
  assert.equal(rows.length, 0)
})

test('an older backup is restored as the older version had it and then migrated', async () => {
  const connections = await external.connect('third')
  const known = migrationNames()
  await migrate(connections.owner, undefined, known.slice(0, -1))
  await withClient(connections.owner, (client) => client.query('select 1'))
  const older = join(folder, 'older.tutti')
  await backUp({ owner: connections.owner, path: older, now: now(), passphrase: undefined, secret: '' })
  await restoreBackup({ connections, path: older, passphrase: undefined })
  const { rows } = await withClient(connections.owner, (client) => client.query<{ name: string }>('select name from migrations order by 1'))
  assert.deepEqual(
    rows.map(({ name }) => name),
    known,
  )
})

async function fillSource(): Promise<string> {
  const boss = await startJobs(source.db, source.pool, {}, now)
  await boss.createQueue('test.later')
  await boss.createQueue('mail.send')
  for (const { system } of [first, second]) {
    await transaction(system, async (tx) => {
      const events = Array.from({ length: ROWS }, (_, index) => ({
        ecosystem_id: system.ecosystemId,
        id: newId(),
        at: new Date(1e12 + index * 1000.5),
        type: 'test.happened',
        actor_kind: 'system',
        actor_id: null,
        subject_id: index % 2 ? newId() : null,
        payload: JSON.stringify({ index, text: 'ä "quoted"\n\t\\ 🎉', exact: 0.1 + 0.2 }),
      }))
      await tx.db
        .insertInto('events')
        .values(events as never)
        .execute()
    })
  }
  await createEntrance(
    { db: source.db, now },
    { kind: 'link', ecosystemId: null, target: 'short', scope: {}, expiresAt: new Date(Date.now() + 60_000) },
  )
  await createEntrance(
    { db: source.db, now },
    { kind: 'feed', ecosystemId: null, target: 'calendar', scope: {}, expiresAt: new Date(Date.now() + 1e10) },
  )
  return await transaction(first.system, async (tx) => {
    await enqueue(tx, 'test.later', { n: 7 })
    await enqueue(tx, 'mail.send', { n: 8 })
    const kept = {
      ecosystem_id: first.ecosystemId,
      actor_id: 'a',
      key: 'k',
      request_hash: Buffer.from('h'),
      status: 200,
      answer: '{}',
      at: now(),
    }
    await tx.db.insertInto('idempotency_keys').values(kept).execute()
    const chunks = (async function* () {
      yield content
    })()
    return (await saveFile(tx, { name: 'photo', mediaType: 'image/png', content: chunks, maxBytes: 1e7 })).id
  }).finally(() => boss.stop({ graceful: false }))
}

/** A second PostgreSQL that listens on the network and asks for passwords, as one of your own would. */
async function startExternal() {
  const home = join(folder, 'external')
  const port = 20_000 + (process.pid % 20_000)
  const { socketDir: host, stop } = await startPostgres(home, { ...FAST, listen_addresses: '127.0.0.1', port: String(port) })
  const superuser = { host, port, user: 'postgres' }
  await withClient({ ...superuser, database: 'postgres' }, async (client) => {
    await client.query(`create role tutti_owner login password 'owner'`)
    await client.query(`create role tutti_app login password 'app'`)
    await client.query('grant tutti_app to tutti_owner')
    for (const name of ['first', 'second', 'third']) await client.query(`create database ${name} owner tutti_owner`)
    fs.writeFileSync(join(home, 'postgres-18', 'pg_hba.conf'), 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n')
    await client.query('select pg_reload_conf()')
  })
  const url = (user: string, database: string, password: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
  return {
    url,
    stop,
    connect: (database: string) =>
      connect({
        dataFolder: join(folder, 'none'),
        databaseUrl: url('tutti_app', database, 'app'),
        migrationDatabaseUrl: url('tutti_owner', database, 'owner'),
      }),
  }
}

/** A sum over every row that a backup keeps. */
async function fingerprint(owner: pg.ClientConfig): Promise<unknown> {
  return await withClient(owner, async (client) => {
    const sums: unknown[] = []
    for (const { ecosystemId } of [first, second]) {
      await client.query(`set tutti.ecosystem_id = '${ecosystemId}'`)
      for (const table of ['ecosystems', 'events', 'files', 'file_chunks']) {
        const { rows } = await client.query(
          `select count(*)::int as rows, md5(string_agg(md5(t::text), '' order by md5(t::text))) as sum from ${table} t where ecosystem_id = current_ecosystem()`,
        )
        sums.push([table, rows[0]])
      }
    }
    return sums
  })
}

/** The program can read what was restored, and cannot read the other ecosystem. */
async function assertWorks(app: pg.ClientConfig): Promise<void> {
  const db = openDb(openPool({ ...app, max: 2 }))
  try {
    await transaction({ ...first.system, db }, async (tx) => {
      const bytes: Buffer[] = []
      for await (const chunk of readStored(tx, fileId)) bytes.push(chunk)
      assert.ok(Buffer.concat(bytes).equals(content))
      const seen = await tx.db.selectFrom('events').select('ecosystem_id').distinct().execute()
      assert.deepEqual(seen, [{ ecosystem_id: first.ecosystemId }])
    })
  } finally {
    await db.destroy()
  }
}

/** Constraints, triggers and row security, as text, are those of a database that was only migrated. */
async function assertSameRules(owner: pg.ClientConfig): Promise<void> {
  const query = `select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(c.oid), convalidated::text from pg_constraint c
      join pg_namespace n on n.oid = connamespace where nspname in ('public', 'auth')
    union all select 'trigger', tgrelid::regclass::text, tgname, tgenabled::text, '' from pg_trigger where not tgisinternal and tgname not like '%pgboss%'
    union all select 'table', c.oid::regclass::text, relrowsecurity::text, relforcerowsecurity::text, '' from pg_class c
      join pg_namespace n on n.oid = relnamespace where nspname in ('public', 'auth') and relkind = 'r' order by 1, 2, 3`
  const rules = (config: pg.ClientConfig) =>
    withClient(config, async (client) => (await client.query({ text: query, rowMode: 'array' })).rows)
  assert.deepEqual(await rules(owner), await rules(sourceOwner))
}

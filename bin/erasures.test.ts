import assert from 'node:assert/strict'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { backUp } from '../server/kernel/backup.ts'
import { readHeader } from '../server/kernel/backup-format.ts'
import { restoreBackup } from '../server/kernel/backup-restore.ts'
import { connect } from '../server/kernel/connections.ts'
import { withClient } from '../server/kernel/db.ts'
import { newId } from '../server/kernel/ids.ts'
import { testDatabase } from '../server/kernel/testing.ts'
import { applyDueErasures, markErasuresDue } from './erasures.ts'

const source = await testDatabase()
const dataFolder = fs.mkdtempSync(join(tmpdir(), 'tutti-erasures-'))
fs.chmodSync(dataFolder, 0o755)
const backup = join(dataFolder, 'backup.tutti')
after(() => fs.rmSync(dataFolder, { recursive: true, force: true }))

const [erasedId, keptId] = [newId(), newId()]
const secrets = ['SessionTokenCanary', 'AccessTokenCanary', 'RefreshTokenCanary', 'CodeCanary', 'MailLinkCanary']

test('a backup holds people and their passwords, and none of the secrets of the day', async () => {
  for (const [id, name] of [
    [erasedId, 'Zoe Erased'],
    [keptId, 'Jo Kept'],
  ]) {
    await source.pool.query(`insert into auth."user" (id, name, email, "emailVerified") values ($1, $2, $1 || '@example.org', true)`, [
      id,
      name,
    ])
    await source.pool.query(
      `insert into auth.session (id, "expiresAt", token, "updatedAt", "userId") values ($1, now(), 'SessionTokenCanary' || $1, now(), $1)`,
      [id],
    )
    await source.pool.query(
      `insert into auth.account (id, "accountId", "providerId", "userId", password, "accessToken", "refreshToken", "updatedAt")
       values ($1, $1, 'credential', $1, 'a-hash', 'AccessTokenCanary', 'RefreshTokenCanary', now())`,
      [id],
    )
  }
  await source.pool.query(`insert into auth.verification (id, identifier, value, "expiresAt") values ('1', 'x', 'CodeCanary', now())`)
  await source.pool.query(
    `insert into auth.mails (id, kind, to_address, subject, text, html, link, created_at, expires_at)
     values ($1, 'invitation', 'a@example.org', 's', 't', 'h', 'MailLinkCanary', now(), now())`,
    [newId()],
  )
  const owner = { host: source.host, user: 'tutti_owner', database: source.database }
  await backUp({ owner, path: backup, now: new Date(), passphrase: undefined, secret: 'InstallationSecretCanary' })
  const text = gunzipSync(fs.readFileSync(backup).subarray(readHeader(backup).line.length)).toString()
  for (const secret of [...secrets, 'InstallationSecretCanary']) assert.ok(!text.includes(secret), secret)
  for (const kept of ['Zoe Erased', 'Jo Kept', 'a-hash']) assert.ok(text.includes(kept), kept)
})

test('who was erased after the backup is erased again after the restore, and nobody else', async () => {
  const connections = await connect({ dataFolder, databaseUrl: undefined, migrationDatabaseUrl: undefined })
  try {
    const note = { id: newId(), ecosystemId: null, kind: 'account', subjectId: erasedId, at: new Date().toISOString() }
    fs.writeFileSync(join(dataFolder, 'erasures.jsonl'), `${JSON.stringify(note)}\n`)
    const onBegin = () => markErasuresDue(dataFolder)
    await restoreBackup({ connections, path: backup, passphrase: undefined, onBegin })
    assert.equal(await applyDueErasures(dataFolder, connections.app), 1)
    assert.equal(await applyDueErasures(dataFolder, connections.app), 0)
    const { rows } = await withClient(connections.owner, (client) =>
      client.query<{ name: string; email: string; accounts: number }>(
        `select name, email, (select count(*)::int from auth.account where "userId" = u.id) as accounts from auth."user" u order by name`,
      ),
    )
    assert.deepEqual(rows, [
      { name: '', email: `${erasedId}@erased.invalid`, accounts: 0 },
      { name: 'Jo Kept', email: `${keptId}@example.org`, accounts: 1 },
    ])
  } finally {
    await connections.stop()
  }
})

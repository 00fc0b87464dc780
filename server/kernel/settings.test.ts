import assert from 'node:assert/strict'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadSettings, parseSettings, SETTINGS, SettingsError, settingsTable } from './settings.ts'

const MAIL = { SMTP_URL: 'smtp://mail', TUTTI_MAIL_FROM: 'tutti@example.org' }

test('without any setting the program serves this machine from the embedded database', () => {
  const settings = parseSettings({})
  assert.equal(settings.port, 4180)
  assert.equal(settings.host, '127.0.0.1')
  assert.equal(settings.url, 'http://localhost:4180')
  assert.equal(settings.databaseUrl, undefined)
  assert.equal(settings.mail, undefined)
  assert.equal(settings.oidc, undefined)
  assert.deepEqual(settings.trustedProxies, [])
})

test('an empty value counts as not set', () => {
  assert.equal(parseSettings({ TUTTI_PORT: ' ', DATABASE_URL: '' }).port, 4180)
})

test('the address follows the port and loses its last slash', () => {
  assert.equal(parseSettings({ TUTTI_PORT: '80' }).url, 'http://localhost:80')
  assert.equal(parseSettings({ TUTTI_URL: 'https://tutti.example.org/' }).url, 'https://tutti.example.org')
})

test('the migrating connection falls back to the running one', () => {
  const url = 'postgres://a:b@db/tutti'
  assert.equal(parseSettings({ DATABASE_URL: url }).migrationDatabaseUrl, url)
  assert.equal(parseSettings({ DATABASE_URL: url, MIGRATION_DATABASE_URL: `${url}2` }).migrationDatabaseUrl, `${url}2`)
})

test('a single trusted address becomes a block of one', () => {
  assert.deepEqual(parseSettings({ TUTTI_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,::1' }).trustedProxies, [
    '127.0.0.1/32',
    '10.0.0.0/8',
    '::1/128',
  ])
})

test('a mailbox is read from its address, with what is written in codes', () => {
  const bouncesOf = (TUTTI_BOUNCES_URL: string) => parseSettings({ TUTTI_BOUNCES_URL, TUTTI_BOUNCES_ADDRESS: 'bounces+{token}@example.org', ...MAIL }).bounces?.mailbox // biome-ignore format: one line reads better
  const common = { host: 'mail.example.org', port: 993, isSecure: true, user: 'bounces@example.org', password: '/?#%', folder: 'INBOX' }
  assert.deepEqual(bouncesOf('imaps://bounces%40example.org:%2F%3F%23%25@mail.example.org'), common)
  assert.deepEqual(bouncesOf('imaps://bounces%40example.org:%2F%3F%23%25@mail.example.org:9930/Lists/Zur%C3%BCck'), { ...common, port: 9930, folder: 'Lists/Zurück' }) // biome-ignore format: one line reads better
  const near = { port: 143, isSecure: false, user: 'a', password: 'b', folder: 'INBOX' }
  for (const host of ['localhost', '127.0.0.1', '::1']) assert.deepEqual(bouncesOf(`imap://a:b@${host.includes(':') ? `[${host}]` : host}/`), { host, ...near }) // biome-ignore format: one line reads better
  for (const url of ['imap://a:b@192.168.1.4', 'imaps://a@mail.example.org', 'imaps://:b@mail.example.org', 'imaps://mail.example.org', 'imaps:///INBOX', 'imaps://a:b?c@mail.example.org', 'imaps://a:b@mail.example.org/?tls=no', 'imaps://a:100%@mail.example.org', 'imaps://a:b%0D%0AX@mail.example.org', 'https://a:b@mail.example.org', 'mail.example.org']) assert.throws(() => bouncesOf(url), SettingsError, url) // biome-ignore format: one line reads better
})

test('an address that mails come back to keeps its mark apart, and has room for it', () => {
  const take = (TUTTI_BOUNCES_ADDRESS: string) => parseSettings({ TUTTI_BOUNCES_URL: 'imaps://a:b@mail.example.org', TUTTI_BOUNCES_ADDRESS, ...MAIL }).bounces?.address // biome-ignore format: one line reads better
  for (const fine of ['bounces@example.org', 'bounces+{token}@example.org', 'b-{token}@example.org', '{token}@bounces.example.org']) assert.equal(take(fine), fine) // biome-ignore format: one line reads better
  for (const bad of ['bounces', 'bounces{token}@example.org', 'bounces+{token}x@example.org', 'bounces@{token}.example.org', `${'a'.repeat(23)}+{token}@example.org`, 'Tutti <bounces@example.org>', '{token}+{token}@example.org']) assert.throws(() => take(bad), SettingsError, bad) // biome-ignore format: one line reads better
})

const wrong: [Record<string, string>, string][] = [
  [{ TUTTI_PORT: 'abc' }, 'TUTTI_PORT must be a whole number from 1 to 65535, not "abc".'],
  [{ TUTTI_PORT: '65536' }, 'TUTTI_PORT must be a whole number from 1 to 65535, not "65536".'],
  [{ TUTTI_PORT: '0' }, 'TUTTI_PORT must be a whole number from 1 to 65535, not "0".'],
  [{ TUTTI_PORT: '-1' }, 'TUTTI_PORT must be a whole number from 1 to 65535, not "-1".'],
  [{ TUTTI_HOST: 'a b' }, 'TUTTI_HOST must be an IP address or a host name, not "a b".'],
  [{ TUTTI_DATA: 'data' }, 'TUTTI_DATA must be an absolute path, not "data".'],
  [{ TUTTI_PROT: '80' }, 'TUTTI_PROT is not a setting; docs/settings.md lists them all.'],
  [{ SMTP_URL: 'smtp://mail' }, 'SMTP_URL needs TUTTI_MAIL_FROM as well.'],
  [{ TUTTI_BOUNCES_ADDRESS: 'bounces@example.org' }, 'TUTTI_BOUNCES_ADDRESS needs TUTTI_BOUNCES_URL as well.'],
  [
    { TUTTI_BOUNCES_URL: 'imap://a:hunter2@mail.example.org', TUTTI_BOUNCES_ADDRESS: 'bounces@example.org', ...MAIL },
    'TUTTI_BOUNCES_URL must be an address such as imaps://user:password@mail.example.org/INBOX (imap only on localhost).',
  ],
  [
    { TUTTI_BOUNCES_URL: 'imaps://a:b@mail.example.org', TUTTI_BOUNCES_ADDRESS: 'bounces+{id}@example.org', ...MAIL },
    'TUTTI_BOUNCES_ADDRESS must be a mail address such as bounces+{token}@example.org or bounces@example.org, not "bounces+{id}@example.org".',
  ],
  [{ MIGRATION_DATABASE_URL: 'postgres://a@b/c' }, 'MIGRATION_DATABASE_URL needs DATABASE_URL as well.'],
  [{ TUTTI_LOG_LEVEL: 'loud' }, 'TUTTI_LOG_LEVEL must be fatal, error, warn, info, debug, trace, silent, not "loud".'],
]
for (const [environment, line] of wrong) {
  test(`${JSON.stringify(environment)} is refused in one clear line`, () => {
    assert.throws(() => parseSettings(environment), { name: 'SettingsError', message: line })
  })
}

test('what cannot be an address, a block or an issuer is refused', () => {
  for (const environment of [
    { TUTTI_URL: 'tutti.example.org' },
    { TUTTI_URL: 'https://tutti.example.org/path' },
    { TUTTI_URL: 'https://user@tutti.example.org' },
    { TUTTI_TILES_URL: 'https://tiles.example.org/{z}/{x}.png' },
    { TUTTI_GEOCODER_URL: 'ftp://example.org' },
    { TUTTI_TRUSTED_PROXIES: '10.0.0.0/33' },
    { TUTTI_TRUSTED_PROXIES: '1' },
    { DATABASE_URL: 'mysql://a@b/c' },
    { DATABASE_URL: 'postgres://a@b' },
    { TUTTI_SECRET: 'short' },
    { TUTTI_OIDC_ISSUER: 'http://example.org', TUTTI_OIDC_CLIENT_ID: 'a', TUTTI_OIDC_CLIENT_SECRET: 'b' },
    { TUTTI_OIDC_ISSUER: 'https://example.org' },
  ]) {
    assert.throws(() => parseSettings(environment), SettingsError, JSON.stringify(environment))
  }
})

test('a complaint never shows the value of a secret', () => {
  for (const name of [
    'DATABASE_URL',
    'MIGRATION_DATABASE_URL',
    'SMTP_URL',
    'TUTTI_BOUNCES_URL',
    'TUTTI_SECRET',
    'TUTTI_BACKUP_PASSPHRASE',
  ]) {
    assert.throws(
      () => parseSettings({ [name]: 'hunter2' }),
      (error: Error) => !error.message.includes('hunter2'),
    )
  }
})

test('every wrong setting is named, not only the first', () => {
  assert.throws(
    () => parseSettings({ TUTTI_PORT: 'x', TUTTI_DATA: 'y' }),
    (error: SettingsError) => error.complaints.length === 2,
  )
})

test('the secret is generated once, kept, and readable by its owner only', () => {
  const folder = fs.mkdtempSync(join(tmpdir(), 'tutti-settings-'))
  try {
    const { secret } = loadSettings({ TUTTI_DATA: folder })
    assert.ok(secret.length >= 32)
    assert.equal(loadSettings({ TUTTI_DATA: folder }).secret, secret)
    assert.equal(fs.statSync(join(folder, 'secret')).mode & 0o777, 0o600)
    assert.deepEqual(fs.readdirSync(folder), ['secret'])
    assert.equal(loadSettings({ TUTTI_DATA: folder, TUTTI_SECRET: 's'.repeat(32) }).secret, 's'.repeat(32))
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
})

test('docs/settings.md shows the table of the code', () => {
  const page = fs.readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8')
  assert.ok(page.includes(`\n${settingsTable()}\n`), `npm run check -- --fix writes it; it must be:\n${settingsTable()}`)
  for (const name of Object.keys(SETTINGS)) assert.ok(page.includes(`\`${name}\``))
})

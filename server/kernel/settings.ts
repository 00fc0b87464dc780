import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import type { Mailbox } from './mailbox.ts'
import { mailboxOf, RETURN_ADDRESS } from './mailbox-address.ts'

/** Everything that can be set from outside. Read once at the start; nothing else in the program looks at the environment. */
export type Settings = {
  host: string
  port: number
  /** Where people reach this installation: an origin without a slash at the end. */
  url: string
  dataFolder: string
  /** Undefined: the embedded database. */
  databaseUrl: string | undefined
  /** Connects as the owner of the tables. Undefined together with `databaseUrl`, otherwise falls back to it. */
  migrationDatabaseUrl: string | undefined
  /** `perMinute`: how many mails of mailings leave in a minute at most. */
  mail: { smtpUrl: string; from: string; perMinute?: number } | undefined
  /** Where mails come back to that could not be delivered: the mailbox, and its address with `{token}` where it can be told from which mail. */
  bounces: { mailbox: Mailbox; address: string } | undefined
  tiles: { url: string; attribution: string } | undefined
  geocoder: { url: string; style: 'nominatim' | 'photon'; perSecond: number } | undefined
  /** CIDR blocks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  trustedProxies: readonly string[]
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined
  /** Signs cookies and links: at least 32 characters. */
  secret: string
  logLevel: (typeof LOG_LEVELS)[number]
  backupPassphrase: string | undefined
}

/** One or more settings are wrong; every complaint is a line for the person who starts the program. */
export class SettingsError extends Error {
  override name = 'SettingsError'
  readonly complaints: readonly string[]

  constructor(complaints: readonly string[]) {
    super(complaints.join('\n'))
    this.complaints = complaints
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

type Setting = {
  /** What stands in the documentation; the value itself comes from `read` where it is computed. */
  shownDefault: string
  meaning: string
  /** Finishes the sentence "TUTTI_PORT must be …". */
  rule: string
  schema: z.ZodType
  /** Its value never appears in a message. */
  secret?: true
}

const text = z.string().min(1)

/** The one table of settings: parsing, messages and docs/settings.md come from here. */
export const SETTINGS = {
  TUTTI_PORT: {
    shownDefault: '`4180`',
    meaning: 'The port to listen on.',
    rule: 'a whole number from 1 to 65535',
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().min(1).max(65_535)),
  },
  TUTTI_HOST: {
    shownDefault: '`127.0.0.1`',
    meaning: 'The address to listen on. `0.0.0.0` lets other machines in; put a reverse proxy with HTTPS in front first.',
    rule: 'an IP address or a host name',
    schema: z.string().regex(/^[A-Za-z0-9.:-]+$/),
  },
  TUTTI_URL: {
    shownDefault: '`http://localhost:` and the port',
    meaning: 'The address people type; it stands in links and mails. Passkeys need HTTPS, except on `localhost`.',
    rule: 'an http or https address without path, such as https://tutti.example.org',
    schema: z
      .string()
      .refine(isOrigin)
      .transform((url) => new URL(url).origin),
  },
  TUTTI_DATA: {
    shownDefault: '`/var/lib/tutti` for root, otherwise `~/.local/share/tutti`',
    meaning: 'The folder of the embedded database and of the generated secret.',
    rule: 'an absolute path',
    schema: z.string().refine(isAbsolute),
  },
  DATABASE_URL: {
    shownDefault: 'the embedded PostgreSQL',
    meaning: 'A PostgreSQL (15 or newer) of your own, for the running program.',
    rule: 'an address such as postgres://tutti_app:password@db.example.org/tutti',
    schema: z.string().refine(isPostgresUrl),
    secret: true,
  },
  MIGRATION_DATABASE_URL: {
    shownDefault: '`DATABASE_URL`',
    meaning: 'The same database as its owner, who creates and changes the tables.',
    rule: 'an address such as postgres://tutti_owner:password@db.example.org/tutti',
    schema: z.string().refine(isPostgresUrl),
    secret: true,
  },
  SMTP_URL: {
    shownDefault: 'none: mails wait in the outbox of the operator',
    meaning: 'The mail server that sends invitations and reminders.',
    rule: 'an address such as smtps://user:password@mail.example.org',
    schema: z.string().refine((url) => hasProtocol(url, 'smtp:', 'smtps:')),
    secret: true,
  },
  TUTTI_MAIL_FROM: {
    shownDefault: 'none; needed with `SMTP_URL`',
    meaning: 'The sender of mails.',
    rule: 'a mail address such as Tutti <tutti@example.org>',
    schema: z.string().regex(/^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/),
  },
  TUTTI_MAILS_PER_MINUTE: {
    shownDefault: '`120`',
    meaning: 'How many mails of mailings are handed to the mail server in a minute at most, over all ecosystems together.',
    rule: 'a whole number from 1 to 60000',
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().min(1).max(60_000)),
  },
  TUTTI_BOUNCES_URL: {
    shownDefault: 'none: of mails that come back later nothing is known',
    meaning:
      'The mailbox that mails of mailings come back to when they cannot be delivered; read every five minutes ([mailings](mailings.md#mails-that-come-back-later)). Characters such as `/`, `?`, `#`, `@` in user and password are written as `%2F`, `%3F`, `%23`, `%40`.',
    rule: 'an address such as imaps://user:password@mail.example.org/INBOX (imap only on localhost)',
    schema: z
      .string()
      .refine((url) => mailboxOf(url) !== undefined)
      .transform((url) => mailboxOf(url)!),
    secret: true,
  },
  TUTTI_BOUNCES_ADDRESS: {
    shownDefault: 'none; needed with `TUTTI_BOUNCES_URL`',
    meaning:
      'The address of that mailbox. `{token}` stands for a mark that tells which mail came back; leave it out where the mailbox takes no such addresses.',
    rule: 'a mail address such as bounces+{token}@example.org or bounces@example.org',
    schema: z.string().regex(RETURN_ADDRESS),
  },
  TUTTI_TILES_URL: {
    shownDefault: 'none: the built-in outline map',
    meaning: 'Map tiles as raster images.',
    rule: 'an http or https address that contains {z}, {x} and {y}',
    schema: z.string().refine((url) => hasProtocol(url, 'http:', 'https:') && ['{z}', '{x}', '{y}'].every((part) => url.includes(part))),
  },
  TUTTI_TILES_ATTRIBUTION: {
    shownDefault: '`© OpenStreetMap contributors`',
    meaning: 'The credit shown on the map when `TUTTI_TILES_URL` is set.',
    rule: 'a line of text',
    schema: text,
  },
  TUTTI_GEOCODER_URL: {
    shownDefault: 'none: the built-in table of places',
    meaning: 'A service that finds the place of an address; asked only where an owner agreed. A key may stand in its query.',
    rule: 'an http or https address without user and password',
    schema: z.string().refine((url) => hasProtocol(url, 'http:', 'https:') && new URL(url).username + new URL(url).password === ''),
    secret: true,
  },
  TUTTI_GEOCODER_STYLE: {
    shownDefault: '`nominatim`',
    meaning: 'How that service is asked.',
    rule: 'nominatim or photon',
    schema: z.enum(['nominatim', 'photon']),
  },
  TUTTI_GEOCODER_PER_SECOND: {
    shownDefault: '`1`, the most that public services allow',
    meaning: 'How many addresses that service is asked for in a second at most.',
    rule: 'a number from 0.1 to 50',
    schema: z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number)
      .pipe(z.number().min(0.1).max(50)),
  },
  TUTTI_TRUSTED_PROXIES: {
    shownDefault: 'none',
    meaning: 'Reverse proxies whose forwarding headers are believed, separated by commas.',
    rule: 'a list of addresses or CIDR blocks such as 127.0.0.1/32, 10.0.0.0/8',
    schema: z
      .string()
      .refine((list) => blocksOf(list).every(isCidr))
      .transform((list) => blocksOf(list).map(toCidr)),
  },
  TUTTI_OIDC_ISSUER: {
    shownDefault: 'none',
    meaning: 'Single sign-on by OpenID Connect; goes together with client id and secret.',
    rule: 'an https address (http only on localhost)',
    schema: z.string().refine(isIssuer),
  },
  TUTTI_OIDC_CLIENT_ID: { shownDefault: 'none', meaning: 'The client id at that service.', rule: 'a line of text', schema: text },
  TUTTI_OIDC_CLIENT_SECRET: {
    shownDefault: 'none',
    meaning: 'The client secret at that service.',
    rule: 'a line of text',
    schema: text,
    secret: true,
  },
  TUTTI_OIDC_NAME: {
    shownDefault: '`Single sign-on`',
    meaning: 'What the button on the sign-in page says.',
    rule: 'a line of text',
    schema: text,
  },
  TUTTI_SECRET: {
    shownDefault: 'generated once and kept in the data folder',
    meaning: 'Signs cookies and links. Set it where several machines serve one database.',
    rule: 'at least 32 characters',
    schema: z.string().min(32),
    secret: true,
  },
  TUTTI_LOG_LEVEL: {
    shownDefault: '`info`',
    meaning: 'How much is logged.',
    rule: LOG_LEVELS.join(', '),
    schema: z.enum(LOG_LEVELS),
  },
  TUTTI_BACKUP_PASSPHRASE: {
    shownDefault: 'none: a backup is not encrypted',
    meaning: 'Encrypts what `npm run backup` writes and opens what `npm run restore` reads.',
    rule: 'at least 12 characters',
    schema: z.string().min(12),
    secret: true,
  },
} as const satisfies Record<string, Setting>

type Name = keyof typeof SETTINGS
type Values = { [N in Name]?: z.output<(typeof SETTINGS)[N]['schema']> }
type Environment = Record<string, string | undefined>

/** The settings with the secret, which is generated on the first start and kept in the data folder, readable by its owner only. */
export function loadSettings(environment: Environment = process.env): Settings {
  const settings = parseSettings(environment)
  return { ...settings, secret: settings.secret ?? keptSecret(settings.dataFolder) }
}

/** The settings as the environment says them, without touching the disk. Throws a SettingsError with one line for each wrong one. */
export function parseSettings(environment: Environment): Omit<Settings, 'secret'> & { secret: string | undefined } {
  const values = parseEach(environment)
  const port = values.TUTTI_PORT ?? 4180
  return {
    host: values.TUTTI_HOST ?? '127.0.0.1',
    port,
    url: values.TUTTI_URL ?? `http://localhost:${port}`,
    dataFolder: values.TUTTI_DATA ?? defaultDataFolder(),
    databaseUrl: values.DATABASE_URL,
    migrationDatabaseUrl: values.MIGRATION_DATABASE_URL ?? values.DATABASE_URL,
    mail: mailOf(values),
    bounces: bouncesOf(values),
    tiles: values.TUTTI_TILES_URL
      ? { url: values.TUTTI_TILES_URL, attribution: values.TUTTI_TILES_ATTRIBUTION ?? '© OpenStreetMap contributors' }
      : undefined,
    geocoder: values.TUTTI_GEOCODER_URL
      ? {
          url: values.TUTTI_GEOCODER_URL,
          style: values.TUTTI_GEOCODER_STYLE ?? 'nominatim',
          perSecond: values.TUTTI_GEOCODER_PER_SECOND ?? 1,
        }
      : undefined,
    trustedProxies: values.TUTTI_TRUSTED_PROXIES ?? [],
    oidc: oidcOf(values),
    secret: values.TUTTI_SECRET,
    logLevel: values.TUTTI_LOG_LEVEL ?? 'info',
    backupPassphrase: values.TUTTI_BACKUP_PASSPHRASE,
  }
}

/** The table of docs/settings.md. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, { shownDefault, meaning, rule }]) => `| \`${name}\` | ${shownDefault} | ${meaning} Must be ${rule}. |`,
  )
  return ['| setting | default | meaning |', '|---|---|---|', ...rows].join('\n')
}

function parseEach(environment: Environment): Values {
  const complaints: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, { schema, rule, ...setting }] of Object.entries(SETTINGS)) {
    const given = environment[name]?.trim()
    if (!given) continue
    const parsed = schema.safeParse(given)
    if (parsed.success) values[name] = parsed.data
    else complaints.push(`${name} must be ${rule}${'secret' in setting ? '' : `, not "${given}"`}.`)
  }
  complaints.push(...unknownNames(environment), ...incomplete(environment))
  if (complaints.length > 0) throw new SettingsError(complaints)
  return values as Values
}

/** A mistyped name would otherwise be a setting that silently does nothing. */
function unknownNames(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('TUTTI_') && !name.startsWith('TUTTI_TEST_') && !(name in SETTINGS))
    .map((name) => `${name} is not a setting; docs/settings.md lists them all.`)
}

/** Settings that only make sense together. */
function incomplete(environment: Environment): string[] {
  const needs = (name: Name, ...others: Name[]) =>
    environment[name]?.trim() ? others.filter((other) => !environment[other]?.trim()).map((other) => `${name} needs ${other} as well.`) : []
  return [
    ...needs('SMTP_URL', 'TUTTI_MAIL_FROM'),
    ...needs('TUTTI_BOUNCES_URL', 'TUTTI_BOUNCES_ADDRESS', 'SMTP_URL'),
    ...needs('TUTTI_BOUNCES_ADDRESS', 'TUTTI_BOUNCES_URL'),
    ...needs('MIGRATION_DATABASE_URL', 'DATABASE_URL'),
    ...needs('TUTTI_OIDC_ISSUER', 'TUTTI_OIDC_CLIENT_ID', 'TUTTI_OIDC_CLIENT_SECRET'),
    ...needs('TUTTI_OIDC_CLIENT_ID', 'TUTTI_OIDC_ISSUER'),
  ]
}

function oidcOf(values: Values): Settings['oidc'] {
  const { TUTTI_OIDC_ISSUER: issuer, TUTTI_OIDC_CLIENT_ID: clientId, TUTTI_OIDC_CLIENT_SECRET: clientSecret } = values
  if (!issuer || !clientId || !clientSecret) return undefined
  return { issuer, clientId, clientSecret, name: values.TUTTI_OIDC_NAME ?? 'Single sign-on' }
}

function mailOf({ SMTP_URL: smtpUrl, TUTTI_MAIL_FROM: from, TUTTI_MAILS_PER_MINUTE: perMinute }: Values): Settings['mail'] {
  return smtpUrl && from ? { smtpUrl, from, ...(perMinute === undefined ? {} : { perMinute }) } : undefined
}

function bouncesOf({ TUTTI_BOUNCES_URL: mailbox, TUTTI_BOUNCES_ADDRESS: address }: Values): Settings['bounces'] {
  return mailbox && address ? { mailbox, address } : undefined
}

function defaultDataFolder(): string {
  return process.getuid?.() === 0 ? '/var/lib/tutti' : join(homedir(), '.local', 'share', 'tutti')
}

/** Two processes that start at once end up with the same secret: the first link wins, and a half-written file never has the name. */
function keptSecret(dataFolder: string): string {
  const file = join(dataFolder, 'secret')
  const read = () => fs.readFileSync(file, 'utf8').trim()
  if (fs.existsSync(file)) return read()
  fs.mkdirSync(dataFolder, { recursive: true })
  const fresh = join(dataFolder, `.secret-${randomBytes(6).toString('hex')}`)
  fs.writeFileSync(fresh, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    fs.linkSync(fresh, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    fs.unlinkSync(fresh)
  }
  return read()
}

function hasProtocol(value: string, ...protocols: string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol)
}

function isOrigin(value: string): boolean {
  if (!hasProtocol(value, 'http:', 'https:')) return false
  const url = new URL(value)
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
}

function isIssuer(value: string): boolean {
  return hasProtocol(value, 'https:') || (hasProtocol(value, 'http:') && ['localhost', '127.0.0.1'].includes(new URL(value).hostname))
}

/** A socket folder may stand in the query (`?host=/run/postgresql`), so the host may be empty. */
function isPostgresUrl(value: string): boolean {
  return hasProtocol(value, 'postgres:', 'postgresql:') && new URL(value).pathname.length > 1
}

function isCidr(value: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(value) || ipaddr.IPv6.isValid(value) || ipaddr.isValidCIDR(value)
}

function blocksOf(list: string): string[] {
  return list.split(',').map((block) => block.trim())
}

function toCidr(value: string): string {
  if (value.includes('/')) return value
  return `${value}/${ipaddr.parse(value).kind() === 'ipv4' ? 32 : 128}`
}

import type pg from 'pg'
import { withClient } from './db.ts'
import { migrationNames, prepareDatabase } from './migrate.ts'
import { startPostgres } from './postgres.ts'
import type { Settings } from './settings.ts'

const DATABASE = 'tutti'
const VERSION_MIN = 150_000
const CONNECT_TIMEOUT_MS = 10_000

/** How the program reaches its database: `owner` migrates, backs up and restores, `app` is what everything else runs as. */
export type Connections = {
  owner: pg.ClientConfig
  app: pg.ClientConfig
  /** Only embedded: as superuser, to make the database anew. */
  superuser: pg.ClientConfig | undefined
  /** Ends the embedded database; does nothing to one of your own. */
  stop: () => Promise<void>
}

/** Starts the embedded database, or checks the one named by the settings. Roles and rights are in place afterwards; nothing is migrated. */
export async function connect(settings: Pick<Settings, 'dataFolder' | 'databaseUrl' | 'migrationDatabaseUrl'>): Promise<Connections> {
  const { databaseUrl, migrationDatabaseUrl } = settings
  if (databaseUrl && migrationDatabaseUrl) return await connectExternal(databaseUrl, migrationDatabaseUrl)
  const { socketDir: host, stop } = await startPostgres(settings.dataFolder)
  const superuser = { host, user: 'postgres', database: DATABASE }
  await prepareDatabase(superuser, DATABASE)
  return { superuser, owner: { ...superuser, user: 'tutti_owner' }, app: { ...superuser, user: 'tutti_app' }, stop }
}

/**
 * Refuses a database made by a newer version, and a connection that row level security could not hold: as superuser, with BYPASSRLS, or
 * with the rights of an owner of tables. Called after migrating.
 */
export async function checkConnection(app: pg.ClientConfig): Promise<void> {
  await withClient(app, async (client) => {
    const { rows } = await client.query<{ name: string; strong: boolean; owns: boolean }>(
      `select current_user as name, rolsuper or rolbypassrls as strong,
         exists(select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and pg_has_role(current_user, c.relowner, 'usage')) as owns
       from pg_roles where rolname = current_user`,
    )
    const role = rows[0]
    if (role?.strong || role?.owns) {
      throw new Error(
        `Tutti must not run as ${role.name}, ${role.strong ? 'who passes row level security' : 'who owns tables'}: docs/settings.md.`,
      )
    }
  })
}

/** Throws when a newer version of the program has already changed this database. */
export async function checkNotNewer(owner: pg.ClientConfig): Promise<void> {
  const known = new Set(migrationNames())
  const newer = (await appliedMigrations(owner)).filter((name) => !known.has(name))
  if (newer.length > 0) throw new Error(`This database was used by a newer version of Tutti (${newer.at(-1)}): please start that version.`)
}

/** In order; empty for a database that was never migrated. */
export async function appliedMigrations(owner: pg.ClientConfig): Promise<string[]> {
  return await withClient(owner, async (client) => {
    const { rows: tables } = await client.query(`select from pg_tables where schemaname = 'public' and tablename = 'migrations'`)
    if (tables.length === 0) return []
    return (await client.query<{ name: string }>('select name from migrations order by name')).rows.map(({ name }) => name)
  })
}

async function connectExternal(databaseUrl: string, migrationDatabaseUrl: string): Promise<Connections> {
  const owner = { connectionString: migrationDatabaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS }
  const login = { connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS }
  const { user, database } = await reach('DATABASE_URL', login, who)
  await reach(migrationDatabaseUrl === databaseUrl ? 'DATABASE_URL' : 'MIGRATION_DATABASE_URL', owner, async (client) => {
    await checkServer(client)
    const migrates = await who(client)
    if (migrates.database !== database) throw new Error(`names the database ${migrates.database}, DATABASE_URL names ${database}`)
    await prepareRoles(client, user)
  })
  const app = user === 'tutti_app' ? login : { ...login, options: '-c role=tutti_app' }
  return { owner, app, superuser: undefined, stop: async () => {} }
}

async function reach<T>(name: string, config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  try {
    return await withClient(config, work)
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    throw new Error(`${name}: ${message || (code ?? 'cannot be reached')}`, { cause: error })
  }
}

async function who(client: pg.Client): Promise<{ user: string; database: string }> {
  const { rows } = await client.query<{ user: string; database: string }>('select session_user as user, current_database() as database')
  return rows[0]!
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  )
  const { version = 0, encoding } = rows[0] ?? {}
  if (version < VERSION_MIN) throw new Error(`PostgreSQL 15 or newer is needed, this is ${Math.floor(version / 10_000)}`)
  if (encoding !== 'UTF8') throw new Error(`the database must be encoded in UTF8, not ${encoding}`)
}

/** `login` is who the running program connects as; unless it is tutti_app itself, it steps down to that role. */
async function prepareRoles(client: pg.Client, login: string): Promise<void> {
  const { rowCount } = await client.query(`select from pg_roles where rolname = 'tutti_app'`)
  if (!rowCount) await need(client, 'create role tutti_app nologin nosuperuser nobypassrls nocreatedb nocreaterole')
  if (login !== 'tutti_app') {
    const { rows } = await client.query<{ may: boolean }>(
      `select pg_has_role($1, 'tutti_app', case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) as may`,
      [login],
    )
    if (!rows[0]?.may) await need(client, `grant tutti_app to ${client.escapeIdentifier(login)}`)
  }
  // the job queue keeps its own tables up to date, as the program's role
  await client.query('create schema if not exists pgboss')
  await client.query('grant usage, create on schema pgboss to tutti_app')
}

async function need(client: pg.Client, statement: string): Promise<void> {
  try {
    await client.query(statement)
  } catch (error) {
    throw new Error(`${(error as Error).message}; somebody with more rights has to run this first: ${statement};`)
  }
}

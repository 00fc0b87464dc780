import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { withClient } from './db.ts'

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url))
const MIGRATION_LOCK = 8_414_002

/**
 * Makes the two roles and the database of the embedded PostgreSQL; runs as its superuser and may run again. `tutti_owner` owns the tables
 * and migrates, `tutti_app` is what the program runs as.
 */
export async function prepareDatabase(superuser: pg.ClientConfig, database: string): Promise<void> {
  await withClient({ ...superuser, database: 'postgres' }, async (client) => {
    for (const role of ['tutti_owner', 'tutti_app']) {
      await client.query(
        `do $$ begin create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole;
         exception when duplicate_object or unique_violation then null; end $$`,
      )
    }
    await client.query('grant tutti_app to tutti_owner') // who takes a backup reads the job queue as well
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(database)} owner tutti_owner template template0`)
  })
  await withClient({ ...superuser, database }, async (client) => {
    // the job queue keeps its own tables up to date, as the program's role
    await client.query('create schema if not exists pgboss authorization tutti_app')
  })
}

/**
 * Applies the SQL files not yet applied, in name order, each in its own transaction, one migrator at a time. Answers their names. `only`
 * leaves a database as an older version had it, for a backup of that version.
 */
export async function migrate(owner: pg.ClientConfig, folder = FOLDER, only?: readonly string[]): Promise<string[]> {
  return await withClient(owner, async (client) => {
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`)
    await client.query('create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())')
    const done = new Set((await client.query<{ name: string }>('select name from migrations')).rows.map(({ name }) => name))
    const fresh = migrationNames(folder).filter((name) => !done.has(name) && (only?.includes(name) ?? true))
    for (const name of fresh) await apply(client, folder, name)
    return fresh
  })
}

export function migrationNames(folder = FOLDER): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
}

async function apply(client: pg.Client, folder: string, name: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(readFileSync(join(folder, name), 'utf8'))
    await client.query('insert into migrations (name) values ($1)', [name])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`The migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}

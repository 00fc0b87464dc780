import type pg from 'pg'

/** A table as a backup sees it. `name` is written as in SQL, such as `auth."user"`. */
export type BackupTable = {
  name: string
  /** Has row level security: it is read one ecosystem at a time. */
  tenant: boolean
  forced: boolean
  columns: readonly { name: string; type: string }[]
  key: readonly string[]
}

/** What no backup holds, and why. Names as in SQL. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'auth.session': 'whoever finds the file must not be signed in',
  'auth.verification': 'codes and links that are valid for minutes',
  'auth.mailbox_reads': 'how far a mailbox was read; whoever restores reads it from its beginning, which does nothing twice',
  'auth.rate_limits': 'counts of the last minutes',
  idempotency_keys: 'answers kept for a day, for a client that asks the same server again',
  graph_versions: 'how often the map has changed, for telling old readings; those are made anew after a restore',
  insight_readings: 'what was read from the map, which is read anew at the start',
  insight_runs: 'when it was read last',
  region_pictures: 'where everybody lies on the picture of the region, which is drawn anew when somebody looks',
  region_areas: 'parts of those pictures',
  migrations: 'in the header of the file, and applied by restoring',
}

/** What of a table is kept: short-lived entrances, and mails whose link was not sent yet, are secrets of today. */
export const KEPT_ROWS: Readonly<Record<string, string>> = {
  entrances: `used_at is null and revoked_at is null and expires_at > now() and expires_at - created_at > interval '1 day'`,
  'auth.mails': 'link is null',
}

/** Columns whose value is left out: keys to other people's services. */
export const BLANKED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  'auth.account': ['accessToken', 'refreshToken', 'idToken', 'accessTokenExpiresAt', 'refreshTokenExpiresAt'],
}

/** Jobs that are not taken along: the mail they would send is not in the backup, and the map is read anew at the start anyway. */
export const LEFT_OUT_JOBS: readonly string[] = ['mail.send', 'region.draw', 'insight.read']

/** The tables a backup holds. */
export async function backupTables(client: pg.ClientBase): Promise<BackupTable[]> {
  return (await allTables(client)).filter(({ name }) => !(name in LEFT_OUT))
}

/** All tables of the schemas public and auth, from the catalogue of the database. */
export async function allTables(client: pg.ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable>(
    `select c.oid::regclass::text as name, c.relrowsecurity as tenant, c.relforcerowsecurity as forced,
       (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum)
        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
       coalesce((select json_agg(a.attname order by k.position)
        from pg_index i, unnest(i.indkey::smallint[]) with ordinality as k(attnum, position)
        join pg_attribute a on a.attnum = k.attnum and a.attrelid = c.oid
        where i.indrelid = c.oid and i.indisprimary), '[]') as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and not c.relispartition
       and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
     order by n.nspname, c.relname`,
  )
  return rows
}

/** The text form of every value is the same wherever it was written: dates, fractions and bytes look alike on all servers. */
export const TEXT_FORM = [
  'set local search_path = public',
  'set local timezone = utc',
  `set local datestyle = 'ISO, YMD'`,
  `set local intervalstyle = 'iso_8601'`,
  'set local extra_float_digits = 3',
  `set local bytea_output = 'hex'`,
  'set local statement_timeout = 0',
  'set local idle_in_transaction_session_timeout = 0',
]

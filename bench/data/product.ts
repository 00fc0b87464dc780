import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createInterface } from 'node:readline'
import { newId } from '../../server/kernel/ids.ts'
import { startServer } from '../../server/main.ts'
import { asOwner, type BenchDatabase } from './database.ts'
import { freePort } from './port.ts'

export const COOKIE = 'tutti.session_token'
const SECRET = 'a secret of more than thirty-two characters'

/** The whole server on the database of a bench; answers where it is, and how to end it. */
export async function startProduct({ app }: BenchDatabase, workspace: string): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = await startServer({
    database: app,
    workspace,
    settings: {
      host: '127.0.0.1',
      port,
      url,
      dataFolder: process.env.TMPDIR!,
      databaseUrl: undefined,
      migrationDatabaseUrl: undefined,
      mail: undefined,
      bounces: undefined,
      tiles: undefined,
      geocoder: undefined,
      trustedProxies: [],
      oidc: undefined,
      secret: SECRET,
      logLevel: 'error',
      backupPassphrase: undefined,
    },
  })
  return { url, stop: () => server.stop() }
}

/** Owners of these ecosystems with a session each; answers the values of their cookies. */
export async function addPeople(place: BenchDatabase, ecosystemIds: readonly string[], count: number): Promise<string[]> {
  const people = Array.from({ length: count }, () => newId())
  await asOwner(place, async (client) => {
    await client.query(
      `insert into auth."user" (id, name, email, "emailVerified") select p, p, p || '@example.org', true from unnest($1::text[]) p`,
      [people],
    )
    await client.query(
      `insert into auth.session (id, token, "expiresAt", "updatedAt", "userId") select p, 'token-' || p, now() + '1 day', now(), p from unnest($1::text[]) p`,
      [people],
    )
    await client.query(
      `insert into auth.memberships (ecosystem_id, person_id, role, created_at)
       select e, p, 'owner', now() from unnest($1::uuid[]) e cross join unnest($2::text[]) p`,
      [ecosystemIds, people],
    )
  })
  return people.map((person) => encodeURIComponent(`token-${person}.${signatureOf(`token-${person}`)}`))
}

/** As better-auth signs the token of a session. */
export function signatureOf(token: string): string {
  return createHmac('sha256', SECRET).update(token).digest('base64')
}

type Order = { urls: string[]; cookies: string[]; connections: number; ms: number }

/** A process of its own that asks, so that asking does not slow the answering down; answers requests a second. */
export function startLoad(): { run: (order: Order) => Promise<number>; stop: () => void } {
  const child: ChildProcess = spawn(process.execPath, ['bench/data/load.ts'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return {
    async run(order) {
      child.stdin!.write(`${JSON.stringify(order)}\n`)
      const { value } = await lines.next()
      if (value === undefined) throw new Error('the load generator ended')
      return (JSON.parse(value) as { perSecond: number }).perSecond
    },
    stop: () => void child.kill(),
  }
}

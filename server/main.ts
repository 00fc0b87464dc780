import { serve } from '@hono/node-server'
import type pg from 'pg'
import { createApi } from './api.ts'
import { setAddress } from './kernel/address.ts'
import { openDb, openPool } from './kernel/db.ts'
import { setListeners } from './kernel/events.ts'
import { startJobs } from './kernel/jobs.ts'
import { lockInstance } from './kernel/lock.ts'
import { resumeMails } from './kernel/mail.ts'
import { setSealSecret } from './kernel/seals.ts'
import type { Settings } from './kernel/settings.ts'
import { setThreadDatabase } from './kernel/threads.ts'
import { serveGuides, serveWorkspace } from './kernel/web.ts'
import { resumeReadings, setStanding } from './modules/insight/index.ts'
import { setBookChecks } from './modules/ledger/index.ts'
import { readBouncesSoon, resumeMailings, setMailingWay } from './modules/mailings/index.ts'
import { readIdsOf } from './modules/parties/index.ts'
import { installAccounts, setPersonalData } from './modules/people/index.ts'
import { resumeGeocoding, setGeocoder } from './modules/places/index.ts'
import { setRecipients } from './modules/processing/index.ts'
import { servePublicSite } from './modules/publication/index.ts'
import { BOOK_CHECKS, JOBS, LISTENERS, PERSONAL_DATA, SCHEDULE, STANDING } from './modules.ts'

export type ServerOptions = {
  /** How the program's own role reaches the database. */
  database: pg.PoolConfig
  settings: Settings
  /** The folder of the built web app. */
  workspace: string
  now?: () => Date
}

/** Starts serving and working. Throws when another process works on this database. `stop` ends what is under way and closes everything. */
export async function startServer({ database, settings, workspace, now = () => new Date() }: ServerOptions) {
  const release = await lockInstance(database)
  const pool = openPool(database)
  const db = openDb(pool)
  setAddress(settings.url)
  setPersonalData(PERSONAL_DATA)
  setListeners(LISTENERS)
  setBookChecks(BOOK_CHECKS)
  setThreadDatabase(database)
  setSealSecret(settings.secret)
  setStanding(STANDING)
  setRecipients(recipientsOf(settings))
  setGeocoder(settings.geocoder && { ...settings.geocoder, userAgent: `Tutti (${settings.url})` })
  setMailingWay(settings.mail, settings.url, settings.bounces && { ...settings.bounces, secret: settings.secret })
  const accounts = installAccounts({ ...settings, db, pool, now, idsOfParty: readIdsOf })
  const boss = await startJobs(db, pool, { ...JOBS, ...accounts.jobs }, now, SCHEDULE)
  await resumeMails(db, now)
  await resumeGeocoding(db, now)
  await resumeMailings(db, now)
  await readBouncesSoon(db, now)
  await resumeReadings(db, now)
  const app = createApi({ db, now, accounts, origins: originsOf(settings), trustedProxies: settings.trustedProxies })
  serveWorkspace(app, workspace)
  servePublicSite(app, { db, pool, now, url: settings.url, trustedProxies: settings.trustedProxies })
  serveGuides(app, 'docs')
  const server = serve({ fetch: app.fetch, port: settings.port, hostname: settings.host })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  return {
    app,
    db,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS })
      await db.destroy()
      await release()
    },
  }
}

const STOP_TIMEOUT_MS = 5_000

/** Where the pages may load from besides here. A tile address holds placeholders such as {z}, which its origin does not. */
function originsOf({ tiles }: Settings): string[] {
  return tiles ? [new URL(tiles.url).origin] : []
}

/** The services that data leaves the house to, by their host names. */
function recipientsOf({ mail, bounces, tiles, geocoder, oidc }: Settings) {
  const host = (address: string) => new URL(address).hostname
  return {
    ...(mail && { mail: host(mail.smtpUrl) }),
    ...(bounces && { bounces: bounces.mailbox.host }),
    ...(tiles && { tiles: host(tiles.url) }),
    ...(geocoder && { geocoder: host(geocoder.url) }),
    ...(oidc && { oidc: host(oidc.issuer) }),
  }
}

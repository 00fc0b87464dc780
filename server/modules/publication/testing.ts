import { createApp } from '../../kernel/app.ts'
import type { testDatabase } from '../../kernel/testing.ts'
import { SITE_PATHS } from './index.ts'
import { servePublicSite } from './site/site.ts'

export const SITE_URL = 'http://localhost'

export type SiteAnswer = { status: number; headers: Headers; text: string }

/** The public site as a visitor asks it. Several made of one database are several processes. */
export function testSite({ db, pool }: Pick<Awaited<ReturnType<typeof testDatabase>>, 'db' | 'pool'>, now = () => new Date()) {
  const nobody = async () => {
    throw new Error('nobody signs in here')
  }
  const app = createApp({ db, now, actorFor: nobody, routes: [], installationRoutes: [], uploads: [], sites: [SITE_PATHS], origins: [] })
  servePublicSite(app, { db, pool, now, url: SITE_URL, trustedProxies: [] })
  const ask = async (path: string, init: RequestInit = {}): Promise<SiteAnswer> => {
    const response = await app.request(`${SITE_URL}${path}`, init)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  /** Sends a form as the page does. */
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<SiteAnswer> =>
    ask(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: SITE_URL, ...headers } })
  return { ask, post }
}

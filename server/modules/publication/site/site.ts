/** The public site: pages, data and links for whoever comes by, without an account and without the workspace's program. */
import { setTimeout } from 'node:timers/promises'
import type { Context } from 'hono'
import type pg from 'pg'
import { clientAddress } from '../../../kernel/client.ts'
import { type Ctx, transaction } from '../../../kernel/ctx.ts'
import { listOpenEntrances } from '../../../kernel/entrances.ts'
import { DomainError } from '../../../kernel/errors.ts'
import type { Router } from '../../../kernel/http.ts'
import { acceptedLocale } from '../../../kernel/pages.ts'
import { askForLink } from '../links.ts'
import { MAP_KIND } from '../publication.ts'
import type { Locale } from '../schema.ts'
import { finish, HTML, headersFor, once, seeOther, send } from './answers.ts'
import { createSiteCache, type Known, keep, type Page } from './cache.ts'
import { type Content, filtered, filterOf } from './content.ts'
import { csvOf, geojsonOf, partyPath, pointsJson, robotsOf, sitemapOf } from './data.ts'
import { pointsOf } from './drawing.ts'
import { type Reader, SCRIPT, SCRIPT_PATH, to } from './layout.ts'
import { createSiteLimits } from './limits.ts'
import { addLinkPages } from './link-pages.ts'
import { mapPage, partyPage, textPage } from './pages.ts'
import { refusal } from './refusals.ts'

export type SiteOptions = Pick<Ctx, 'db' | 'now'> & {
  pool: pg.Pool
  /** Where people find this installation, for addresses in mails, data and pages. */
  url: string
  trustedProxies: readonly string[]
}

/** The paths of the site: what answers there sets its own headers. */
export const SITE_PATHS = /^\/(?:[mc]\/|robots\.txt$)/

const YEAR_SECONDS = 31_536_000
const MAPS_MAX = 1_000
/** Whether an address was known shall not be told by how long the answer takes. */
const ASK_MS = 400

/** Mounts the public site. Whatever it answers comes from `Content`, which holds only what is public. */
export function servePublicSite(app: Router, options: SiteOptions): void {
  const cache = createSiteCache(options)
  const limits = createSiteLimits(options.pool)
  const readerOf = (c: Context, locale: Locale): Reader => ({ ...languageOf(c, locale), url: options.url })
  app.get('/robots.txt', async () => {
    const slugs = (await listOpenEntrances(options, MAP_KIND, MAPS_MAX)).map(({ scope }) => String(scope.slug))
    return new Response(robotsOf(slugs, options.url), { headers: headersFor('text/plain; charset=utf-8', null) })
  })
  const script = finish(SCRIPT, { ...headersFor('text/javascript; charset=utf-8', null), 'cache-control': `public, max-age=${YEAR_SECONDS}, immutable` }) // biome-ignore format: one line reads better
  app.get(SCRIPT_PATH, async (c) => send(c, await script))
  const answer = async (c: Context): Promise<Response> => {
    try {
      const known = await cache(c.req.param('slug') as string)
      return await answerFrom(c, known, readerOf(c, known.content.locale))
    } catch (error) {
      return refusal(c, error)
    }
  }
  app.get('/m/:slug', answer)
  app.get('/m/:slug/:page', answer)
  app.post('/m/:slug/:page/correction', async (c) => {
    const until = setTimeout(ASK_MS)
    try {
      const { content } = await cache(c.req.param('slug'))
      const reader = readerOf(c, content.locale)
      const party = content.bySuffix.get(c.req.param('page').slice(-12))
      if (!party) throw new DomainError('gone', 'not_public', 'This organisation is not public.')
      await limits.spendAsk(clientAddress(c, options.trustedProxies), party.id)
      const { email } = await c.req.parseBody()
      const isEmail = typeof email === 'string' && email.length <= 320 && /^\S+@\S+$/.test(email.trim())
      if (!isEmail) return once(partyPage(content, reader, party, 'email_needed'), 422, content.frameAncestors)
      const ctx = { ...options, actor: { kind: 'system' as const }, ecosystemId: content.ecosystemId }
      await transaction(ctx, (tx) => askForLink(tx, party.id, email, options.url))
      await until
      return seeOther(`${to(content, reader, partyPath(party), { asked: 'yes' })}#correction`)
    } catch (error) {
      return refusal(c, error)
    }
  })
  addLinkPages(app, { ...options, limits, readerOf })
  for (const path of ['/m/*', '/c/*']) app.all(path, (c) => refusal(c, new DomainError('not_found', 'not_found', 'Nothing here.')))
}

/** The language in the address, else the one the browser likes best, else that of the map. */
function languageOf(c: Context, usual: Locale): Pick<Reader, 'locale' | 'isChosen'> {
  const lang = c.req.query('lang')
  if (lang === 'de' || lang === 'en') return { locale: lang, isChosen: true }
  return { locale: acceptedLocale(c.req.header('accept-language')) ?? usual, isChosen: false }
}

/** A finished page, from memory where it is there. */
async function answerFrom(c: Context, known: Known, reader: Reader): Promise<Response> {
  const { content } = known
  const query = (name: string) => c.req.query(name)
  const filter = filterOf(query)
  const part = c.req.param('page') ?? ''
  const key = JSON.stringify([part, reader.locale, reader.isChosen, filter, query('asked')])
  const kept = known.pages.get(key)
  if (kept) return send(c, kept)
  const party = content.bySuffix.get(part.slice(-12))
  if (party && part !== party.slug) return seeOther(to(content, reader, partyPath(party)))
  const page = await makePage(content, reader, part, filter, query('asked') !== undefined)
  if (!page) throw new DomainError('gone', 'not_public', 'This is not public.')
  // what is typed freely comes once
  if (filter.q === '') keep(known, key, page)
  return send(c, page)
}

async function makePage(
  content: Content,
  reader: Reader,
  part: string,
  filter: ReturnType<typeof filterOf>,
  isAsked: boolean,
): Promise<Page | undefined> {
  const vary = reader.isChosen ? [] : ['accept-language']
  const page = (text: string) => finish(text, headersFor(HTML, content.frameAncestors), { vary })
  const data = (text: string, mediaType: string) => finish(text, { ...headersFor(mediaType, null), 'access-control-allow-origin': '*' })
  switch (part) {
    case '':
      return await page(mapPage(content, reader, filter))
    case 'imprint':
    case 'privacy':
    case 'accessibility':
      return await page(textPage(content, reader, part))
    case 'points.json':
      return await data(pointsJson(pointsOf(filtered(content, filter)), content, reader), 'application/json')
    case 'sitemap.xml':
      return await data(sitemapOf(content, reader.url), 'application/xml')
    case 'data.geojson':
      return content.licence ? await data(geojsonOf(content, reader.url), 'application/geo+json') : undefined
    case 'data.csv':
      return content.licence ? await data(csvOf(content), 'text/csv; charset=utf-8') : undefined
  }
  const party = content.bySuffix.get(part.slice(-12))
  return party && (await page(partyPage(content, reader, party, isAsked ? 'sent' : undefined)))
}

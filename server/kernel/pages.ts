import type { Context, MiddlewareHandler } from 'hono'
import { html } from 'hono/html'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { addressBlock, clientAddress } from './client.ts'
import { DomainError, STATUS } from './errors.ts'
import type { Env, Router } from './http.ts'
import { spend } from './limits.ts'

/** Pages and files for people who do not sign in, mounted at `path`. They work without JavaScript, and a GET changes nothing. */
export type OpenPages = { path: string; router: Router }

export type Locale = 'en' | 'de'
type Markup = ReturnType<typeof html>

const REQUESTS_PER_WINDOW = 120
const WINDOW_SECONDS = 60

const STYLE = `:root{color-scheme:light dark;--paper:#FBF9F5;--card:#fff;--ink:#1F2421;--quiet:#5B615D;--line:#E5E1D8;--accent:#1E6B52;--on:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#151816;--card:#1D211E;--ink:#ECEAE4;--quiet:#A9AFA9;--line:#343A36;--accent:#5CC09C;--on:#10241C}}
*{box-sizing:border-box}body{margin:0;padding:24px 16px;background:var(--paper);color:var(--ink);font:16px/1.5 Inter,system-ui,sans-serif}
main{max-width:560px;margin:0 auto;padding:24px;background:var(--card);border:1px solid var(--line);border-radius:10px}
h1{margin:0 0 16px;font:600 28px/1.25 Georgia,serif;overflow-wrap:anywhere}p{margin:0 0 16px;overflow-wrap:anywhere}.quiet{color:var(--quiet);font-size:14px}
dl{margin:0 0 16px}dt{color:var(--quiet);font-size:14px}dd{margin:0 0 8px;overflow-wrap:anywhere}a{color:var(--accent)}
form{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 16px}
button{min-height:48px;padding:8px 20px;border:1px solid var(--accent);border-radius:8px;background:none;color:var(--accent);font:inherit;font-weight:500;cursor:pointer}
button.main,button[aria-pressed=true]{background:var(--accent);color:var(--on)}footer{max-width:560px;margin:16px auto 0;color:var(--quiet);font-size:14px}`

/** The language a page is asked for, or the given one. */
export function localeOf(c: Context, otherwise: Locale): Locale {
  const asked = c.req.query('lang')
  return asked === 'en' || asked === 'de' ? asked : otherwise
}

/** The language the reader's browser asks for, where nothing else is known of them. */
export function localeOfReader(c: Context): Locale {
  return localeOf(c, acceptedLocale(c.req.header('accept-language')) ?? 'en')
}

const LANGUAGES_MAX = 20

/** Which of our languages a browser likes best, by its Accept-Language (RFC 9110); undefined where it names none of them. */
export function acceptedLocale(header: string | undefined): Locale | undefined {
  let best: { locale: Locale; weight: number } | undefined
  for (const range of header?.split(',', LANGUAGES_MAX) ?? []) {
    const [, language, weight = '1'] = /^\s*(en|de)(?:-[a-z0-9-]+)?\s*(?:;\s*q=(\d(?:\.\d{1,3})?))?\s*$/i.exec(range) ?? []
    if (language && Number(weight) > (best?.weight ?? 0)) best = { locale: language.toLowerCase() as Locale, weight: Number(weight) }
  }
  return best?.locale
}

const OTHER = { en: { lang: 'de', label: 'Auf Deutsch lesen' }, de: { lang: 'en', label: 'Read in English' } } as const

/** One page: a title, what there is to say and do, and the way to the other language. Nobody keeps it and no search engine finds it. */
export function answerPage(c: Context<Env>, status: number, page: { locale: Locale; title: string; body: Markup }): Response {
  const { locale, title, body } = page
  const other = OTHER[locale]
  const text = html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title} · Tutti</title><style nonce="${c.var.secureHeadersNonce}">${STYLE}</style></head>
<body><main><h1>${title}</h1>${body}</main><footer><a href="?lang=${other.lang}" hreflang="${other.lang}" lang="${other.lang}">${other.label}</a></footer></body></html>`
  return c.body(String(text), status as 200, { 'content-type': 'text/html; charset=utf-8', ...PRIVATE_HEADERS })
}

/** For everything behind a secret address. */
export const PRIVATE_HEADERS = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer' } as const

const CLOSED = {
  en: {
    title: 'This link leads nowhere',
    entrance_expired: 'It has expired. Please ask whoever sent it for a new one.',
    other: 'It is not known here or was withdrawn. Please check that it is complete, or ask whoever sent it for a new one.',
    nothing: 'Nothing was changed.',
  },
  de: {
    title: 'Dieser Link führt nirgendwohin',
    entrance_expired: 'Er ist abgelaufen. Bitte lassen Sie sich einen neuen schicken.',
    other:
      'Er ist hier nicht bekannt oder wurde zurückgezogen. Bitte prüfen Sie, ob er vollständig ist, oder lassen Sie sich einen neuen schicken.',
    nothing: 'Es wurde nichts geändert.',
  },
} as const

/** The page for a link that does not open. Of one that was withdrawn it tells no more than of one that never was. */
export function answerClosed(c: Context<Env>, error: unknown, locale: Locale): Response {
  if (!(error instanceof DomainError) || !['not_found', 'gone'].includes(error.kind)) throw error
  const texts = CLOSED[locale]
  const isExpired = error.code === 'entrance_expired'
  const body = html`<p>${isExpired ? texts.entrance_expired : texts.other}</p><p>${texts.nothing}</p>`
  return answerPage(c, isExpired ? STATUS.gone : STATUS.not_found, { locale, title: texts.title, body })
}

/** Counts what one address asks of the open pages, so that nobody tries keys by the thousand. */
export function limitVisitors(trustedProxies: readonly string[]): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: REQUESTS_PER_WINDOW, duration: WINDOW_SECONDS })
  return async (c, next) => {
    await spend(limiter, addressBlock(clientAddress(c, trustedProxies)), tooMany)
    await next()
  }
}

function tooMany(): DomainError {
  return new DomainError('too_many', 'too_many_requests', 'Too many requests from your address. Please try again in a minute.')
}

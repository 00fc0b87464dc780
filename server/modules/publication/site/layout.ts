import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Locale } from '../schema.ts'
import type { Content } from './content.ts'
import { WORDS } from './words.ts'

/** A piece of a page: whatever is put into it is escaped, unless it is such a piece itself. */
export type Html = ReturnType<typeof html>

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const style = ['./site.css', './forms.css']
  .map(read)
  .join('')
  .replaceAll(/\s*\n\s*/g, '\n')
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')

/** The one script of the pages, without which they work as well. Its name changes with its content. */
export const SCRIPT = read('./movable.js')
export const SCRIPT_PATH = `/m/assets/movable-${sha256(SCRIPT).replaceAll(/\W/g, '').slice(0, 8)}.js`

const STYLE_HASH = `'sha256-${sha256(style)}'`

/** Nothing from elsewhere, no scripts but ours, and in frames of those sites only that were named. */
export function policyOf(frameAncestors: readonly string[] | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${STYLE_HASH}`,
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors === null ? "'none'" : ["'self'", ...frameAncestors].join(' ')}`,
  ].join('; ')
}

/** Who reads. `isChosen`: the language stands in the address, so it is kept in every link; otherwise each page finds it anew. */
export type Reader = { locale: Locale; isChosen: boolean; url: string }

/** An address of the map, in the language the reader chose. */
export function to({ slug }: Pick<Content, 'slug'>, reader: Reader, path = '', query: Record<string, string | number> = {}): string {
  const params = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === '' ? [] : [[name, String(value)]])))
  if (reader.isChosen) params.set('lang', reader.locale)
  const text = params.toString()
  return `/m/${slug}${path}${text === '' ? '' : `?${text}`}`
}

type PageParts = {
  title: string
  description: string
  /** Of this page below the map, without the language. */
  path: string
  body: Html
  json?: object
  /** Loads the script. */
  isMovable?: boolean
  isPrivate?: boolean
}

/** A whole page of a public map. */
export function layout(
  content: Content,
  reader: Reader,
  { title, description, path, body, json, isMovable, isPrivate }: PageParts,
): string {
  const words = WORDS[reader.locale]
  const other: Reader = { ...reader, locale: reader.locale === 'de' ? 'en' : 'de', isChosen: true }
  // whoever names no language, as search engines do, gets that of the map: its address is the plain one
  const address = ({ locale }: Reader) => `${reader.url}${to(content, { ...reader, locale, isChosen: locale !== content.locale }, path)}`
  const head = isPrivate
    ? html`<meta name="robots" content="noindex">`
    : html`<meta name="description" content="${description}">
<link rel="canonical" href="${address(reader)}">
<link rel="alternate" hreflang="${reader.locale}" href="${address(reader)}">
<link rel="alternate" hreflang="${other.locale}" href="${address(other)}">
<meta property="og:title" content="${title}"><meta property="og:description" content="${description}"><meta property="og:type" content="website"><meta property="og:url" content="${address(reader)}">
${json === undefined ? '' : html`<script type="application/ld+json">${raw(jsonOf(json))}</script>`}`
  const language = html`<a href="${to(content, other, path)}" lang="${other.locale}" hreflang="${other.locale}">${words.language}</a>`
  return document(
    reader.locale,
    title,
    head,
    isMovable === true,
    html`<a class="skip" href="#content">${words.skip}</a>
<header class="top"><a class="home" href="${to(content, reader)}">${MARK}<span>${content.name}</span></a>${isPrivate ? '' : language}</header>
<main id="content">${body}</main>
<footer><nav aria-label="${words.about}"><ul>
<li><a href="${to(content, reader, '/imprint')}">${words.imprint}</a></li>
<li><a href="${to(content, reader, '/privacy')}">${words.privacy}</a></li>
<li><a href="${to(content, reader, '/accessibility')}">${words.accessibility}</a></li></ul></nav>
<p>${[words.outline, ...content.credits.map((credit) => words[credit])].join(' · ')} · ${words.made}</p></footer>`,
  )
}

/** A page that belongs to no map: for addresses that lead nowhere. */
export function bare(locale: Locale, title: string, text: string): string {
  return document(
    locale,
    title,
    html`<meta name="robots" content="noindex">`,
    false,
    html`<header class="top"><span class="home">${MARK}<span>Tutti</span></span></header><main id="content"><h1>${title}</h1><p>${text}</p></main>`,
  )
}

function document(locale: Locale, title: string, head: Html, isMovable: boolean, body: Html): string {
  return String(html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><meta name="color-scheme" content="light dark"><link rel="icon" type="image/svg+xml" href="/assets/mark.svg">
<style>${raw(style)}</style>${head}${isMovable ? html`<script type="module" src="${SCRIPT_PATH}"></script>` : ''}</head>
<body>${body}</body></html>`)
}

/** Seven dots in an open ring, tied to the middle. */
const MARK = raw(
  `<svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true"><g stroke="currentColor" stroke-width=".9">${dots((x, y) => `<path d="M16 16L${x} ${y}"/>`)}</g><g fill="currentColor"><circle cx="16" cy="16" r="2.4"/>${dots((x, y) => `<circle cx="${x}" cy="${y}" r="2.35"/>`)}</g></svg>`,
)

function dots(draw: (x: number, y: number) => string): string {
  return Array.from({ length: 7 }, (_, index) => {
    const angle = ((90 + index * 46) * Math.PI) / 180
    return draw(Math.round(1600 + 1160 * Math.cos(angle)) / 100, Math.round(1600 + 1160 * Math.sin(angle)) / 100)
  }).join('')
}

/** JSON that cannot end the element it stands in. */
function jsonOf(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

/** Texts as people write them: paragraphs apart by an empty line, `## ` before a heading, line ends kept, web and mail addresses as links. */
export function prose(text: string): Html {
  const blocks = text.replaceAll('\r\n', '\n').split(/\n{2,}/)
  return html`${blocks.map((block) => (block.startsWith('## ') ? html`<h2>${block.slice(3)}</h2>` : html`<p>${lines(block)}</p>`))}`
}

function lines(block: string): Html[] {
  return block.split('\n').map((line, index) => html`${index > 0 ? raw('<br>') : ''}${linked(line)}`)
}

const ADDRESS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]|[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[a-z]{2,})/gi

function linked(line: string): Html[] {
  return line.split(ADDRESS).map((part, index) => {
    if (index % 2 === 0) return html`${part}`
    return html`<a href="${part.startsWith('http') ? part : `mailto:${part}`}">${part}</a>`
  })
}

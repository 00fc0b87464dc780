import { html } from 'hono/html'
import { type Kind, shapePath } from '../../../../web/src/ui/kinds.ts'
import { kindName, sectorName } from '../../parties/index.ts'
import type { PublicParty } from '../rules.ts'
import type { TextPage } from '../schema.ts'
import { type Choice, type Content, choicesOf, type Filter, filtered } from './content.ts'
import { mapJson, partyJson, partyPath } from './data.ts'
import { drawMap } from './drawing.ts'
import { type Html, layout, prose, type Reader, to } from './layout.ts'
import { WORDS, type Words } from './words.ts'

const PER_PAGE = 60
const DESCRIPTION_CHARS = 160

/** The map, the filter and the list. */
export function mapPage(content: Content, reader: Reader, filter: Filter): string {
  const words = WORDS[reader.locale]
  const n = (value: number) => value.toLocaleString(reader.locale)
  const found = filtered(content, filter)
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE))
  const page = Math.min(filter.page, pages)
  const listed = found.slice((page - 1) * PER_PAGE, page * PER_PAGE)
  const count = content.parties.length === 1 && found.length === 1 ? words.one : words.count(n(found.length), n(content.parties.length))
  const intro = content.texts.intro[reader.locale]
  const body = html`<h1>${content.name}</h1>
<div class="lead">${prose(intro)}</div>
<p><strong>${count}</strong></p>
${figure(content, reader, filter, found, words)}
${content.parties.length > 1 ? filterForm(content, reader, filter, words) : ''}
<h2 id="list">${words.list}</h2>
${listed.length === 0 ? html`<p>${content.parties.length === 0 ? words.empty : words.none}</p>` : html`<ul class="list">${listed.map((party) => entry(content, reader, party))}</ul>`}
${pages > 1 ? pager(content, reader, filter, { page, pages }, words) : ''}
${openData(content, words)}`
  const narrowed = Object.values({ ...filter, page: 0 }).some((value) => value !== '' && value !== 0)
  const parts = { title: content.name, description: `${intro} ${count}.`.slice(0, DESCRIPTION_CHARS), path: '', body, isMovable: true }
  // a part of the list is no page of its own for search engines: the canonical address is that of the whole
  return layout(content, reader, { ...parts, ...(narrowed ? {} : { json: mapJson(content, reader, listed) }) })
}

function figure(content: Content, reader: Reader, filter: Filter, found: readonly PublicParty[], words: Words): Html | string {
  const n = (value: number) => value.toLocaleString(reader.locale)
  const placed = found.filter(({ latitude }) => latitude !== null)
  const kinds = content.kinds.map(({ key, colour, shape }) => ({ key, colour, shape }) as Kind)
  const drawing = drawMap(found, kinds, words.map(n(placed.length)))
  if (!drawing) return ''
  const missing = found.length - placed.length
  const used = content.kinds.filter(({ key }) => placed.some((party) => party.kinds.includes(key)))
  return html`<figure data-points="${to(content, reader, '/points.json', queryOf(filter, 1))}" data-in="${words.zoomIn}" data-out="${words.zoomOut}" data-all="${words.zoomAll}">${drawing}
<figcaption>${used.length > 0 ? html`<ul class="kinds">${used.map((kind) => html`<li>${shape(kind as Kind)}${kindName(reader.locale, kind)}</li>`)}</ul>` : ''}
${missing > 0 ? words.withoutPlace(n(missing)) : ''}</figcaption></figure>`
}

function shape({ shape: name, colour }: Kind): Html {
  return html`<svg width="14" height="14" viewBox="-1.4 -1.4 2.8 2.8" aria-hidden="true"><path d="${shapePath(name, 0, 0, 1)}" fill="${colour}"/></svg>`
}

function filterForm(content: Content, reader: Reader, filter: Filter, words: Words): Html {
  const choices = choicesOf(content, reader.locale)
  const select = (name: 'sector' | 'city' | 'kind' | 'tag', label: string) => choice(name, label, filter[name], choices[name], words)
  return html`<form class="filter" method="get" action="/m/${content.slug}" role="search" aria-label="${words.filter}">
${!reader.isChosen ? '' : html`<input type="hidden" name="lang" value="${reader.locale}">`}
<div><label for="q">${words.search}</label><input id="q" name="q" type="search" maxlength="80" value="${filter.q}"></div>
${select('sector', words.sector)}${select('city', words.town)}${select('kind', words.kind)}${select('tag', words.tag)}
<div><button type="submit">${words.show}</button> <a href="${to(content, reader)}">${words.reset}</a></div></form>`
}

function choice(name: string, label: string, chosen: string, choices: readonly Choice[], words: Words): Html | string {
  if (choices.length < 2) return ''
  return html`<div><label for="${name}">${label}</label><select id="${name}" name="${name}"><option value="">${words.all}</option>
${choices.map(({ value, label: text, count }) => html`<option value="${value}"${value === chosen ? ' selected' : ''}>${text} (${count})</option>`)}</select></div>`
}

function entry(content: Content, reader: Reader, party: PublicParty): Html {
  const about = [party.sector && sectorName(reader.locale, party.sector), party.city].filter(Boolean).join(' · ')
  return html`<li><a href="${to(content, reader, partyPath(party))}">${party.name}</a>${about === '' ? '' : html`<span>${about}</span>`}</li>`
}

function pager(content: Content, reader: Reader, filter: Filter, { page, pages }: { page: number; pages: number }, words: Words): Html {
  const link = (target: number, label: string, rel: string) =>
    html`<a rel="${rel}" href="${to(content, reader, '', queryOf(filter, target))}#list">${label}</a>`
  return html`<nav class="pages" aria-label="${words.list}">${page > 1 ? link(page - 1, words.previous, 'prev') : ''}
<span>${words.page(String(page), String(pages))}</span>${page < pages ? link(page + 1, words.next, 'next') : ''}</nav>`
}

function queryOf({ q, sector, city, kind, tag }: Filter, page: number): Record<string, string | number> {
  return { q, sector, city, kind, tag, page: page === 1 ? '' : page }
}

function openData(content: Content, words: Words): Html {
  const { licence } = content
  if (!licence) return html`<h2>${words.data}</h2><p>${words.noData}</p>`
  const file = (path: string, name: string) => html`<a href="/m/${content.slug}${path}" download>${name}</a>`
  return html`<h2>${words.data}</h2><p>${file('/data.geojson', 'GeoJSON')}, ${file('/data.csv', 'CSV')}. ${words.licence}: <a rel="license" href="${licence.url}">${licence.name}</a></p>`
}

/** One organisation. `asked`: the form was sent, or why it was not. */
export function partyPage(content: Content, reader: Reader, party: PublicParty, asked?: 'sent' | 'email_needed'): string {
  const words = WORDS[reader.locale]
  const town = [party.postalCode, party.city].filter(Boolean).join(' ')
  const address = [party.street, town, party.region].filter(Boolean)
  const about = [party.sector && sectorName(reader.locale, party.sector), party.city].filter(Boolean).join(' · ')
  const facts: [string, Html | string | null][] = [
    [words.address, address.length > 0 ? html`${address.map((line, index) => html`${index > 0 ? html`<br>` : ''}${line}`)}` : null],
    [
      words.website,
      party.website?.startsWith('http') ? html`<a href="${party.website}">${party.website.replace(/^https?:\/\//, '')}</a>` : null,
    ],
    [words.email, party.email && html`<a href="mailto:${party.email}">${party.email}</a>`],
    [words.phone, party.phone && html`<a href="tel:${party.phone.replaceAll(/[^\d+]/g, '')}">${party.phone}</a>`],
    [words.place, placeOf(party, words)],
    [words.kind, party.kinds.map((key) => kindName(reader.locale, content.kinds.find((kind) => kind.key === key) ?? { key, label: null })).join(', ') || null], // biome-ignore format: one line reads better
    [words.keywords, party.tags.join(', ') || null],
    [words.source, party.source && prose(party.source)],
  ]
  const body = html`<p><a href="${to(content, reader)}">${words.back}</a></p>
<h1>${party.name}</h1>${about === '' ? '' : html`<p class="lead">${about}</p>`}
${party.description ? prose(party.description) : ''}
<dl>${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<p class="quiet">${words.updated(new Date(party.updatedAt).toLocaleDateString(reader.locale, { dateStyle: 'long' }))}</p>
${asked === 'sent' ? thanks(content, words) : askForm(content, reader, party, words, asked)}`
  const description = (party.description ?? [party.name, about].filter(Boolean).join(', ')).slice(0, DESCRIPTION_CHARS)
  const parts = { title: `${party.name} – ${content.name}`, description, path: partyPath(party), body }
  return layout(content, reader, asked ? { ...parts, isPrivate: true } : { ...parts, json: partyJson(content, reader, party) })
}

function placeOf({ latitude, longitude, isApproximate }: PublicParty, words: Words): Html | null {
  if (latitude === null || longitude === null) return null
  const [lat, lon] = [latitude, longitude].map((degrees) => degrees.toFixed(5))
  return html`<a href="https://www.openstreetmap.org/?mlat=${lat}&amp;mlon=${lon}#map=16/${lat}/${lon}">${lat}, ${lon}</a>${isApproximate ? html`<br>${words.approximate}` : ''}`
}

function askForm(content: Content, reader: Reader, party: PublicParty, words: Words, asked: 'email_needed' | undefined): Html {
  return html`<section class="card" id="correction"><h2>${words.wrong}</h2><p>${words.wrongWhy(party.name)}</p>
${asked ? html`<p class="note bad" role="alert">${words.emailNeeded}</p>` : ''}
<form class="fields" method="post" action="${to(content, reader, `${partyPath(party)}/correction`)}">
<div><label for="email">${words.yourEmail}</label><input id="email" name="email" type="email" required maxlength="320" autocomplete="email"></div>
<button type="submit">${words.askLink}</button></form></section>`
}

function thanks({ contactEmail }: Content, words: Words): Html {
  return html`<section class="card" id="correction"><h2>${words.asked}</h2><p role="status">${words.askedText}</p>
${contactEmail ? html`<p>${words.writeTo} <a href="mailto:${contactEmail}">${contactEmail}</a></p>` : ''}</section>`
}

/** Imprint, privacy, accessibility. */
export function textPage(content: Content, reader: Reader, page: Exclude<TextPage, 'intro'>): string {
  const title = WORDS[reader.locale][page]
  const body = html`<h1>${title}</h1>${prose(content.texts[page][reader.locale])}`
  return layout(content, reader, { title: `${title} – ${content.name}`, description: `${title}, ${content.name}`, path: `/${page}`, body })
}

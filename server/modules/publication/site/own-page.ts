/** What an organisation sees through its own link: what is public of it, to be corrected or withdrawn. */
import { html } from 'hono/html'
import type { CorrectableFact, PublicParty } from '../rules.ts'
import type { Content } from './content.ts'
import { type Html, layout, type Reader } from './layout.ts'
import { WORDS, type Words } from './words.ts'

export type OwnPage = {
  key: string
  name: string
  /** Undefined: it is not public. */
  party: PublicParty | undefined
  /** What may be corrected, in the order of the form. */
  facts: readonly CorrectableFact[]
  latest: { decision: string | null; madeAt: Date; decidedAt: Date | null; reason: string | null } | undefined
  /** What the last act came to. */
  notice?: { text: string; isBad: boolean } | undefined
  /** What was typed, where it was not taken. */
  typed?: Partial<Record<CorrectableFact | 'message', string>> | undefined
}

export function ownPage(content: Content, reader: Reader, own: OwnPage): string {
  const words = WORDS[reader.locale]
  const body = html`<h1>${words.correct(own.name)}</h1>
${own.notice ? html`<p class="${own.notice.isBad ? 'note bad' : 'note'}" role="${own.notice.isBad ? 'alert' : 'status'}">${own.notice.text}</p>` : ''}
${latest(own, reader, words)}
${own.party ? html`${correctionForm(own, own.party, words)}${withdrawalForm(own, words)}` : html`<p>${words.notPublic(own.name)}</p><p>${words.notPublicWhy} ${content.contactEmail ? html`<a href="mailto:${content.contactEmail}">${content.contactEmail}</a>` : ''}</p>`}`
  return layout(content, reader, { title: words.correct(own.name), description: '', path: '', body, isPrivate: true })
}

function latest({ latest: found, party }: OwnPage, reader: Reader, words: Words): Html | string {
  if (!found || !party) return ''
  const day = (at: Date | null) => (at ?? new Date(0)).toLocaleDateString(reader.locale, { dateStyle: 'long' })
  if (found.decision === null) return html`<p class="note">${words.waiting(day(found.madeAt))}</p>`
  if (found.decision === 'accepted') return html`<p class="note">${words.accepted(day(found.decidedAt))}</p>`
  return found.decision === 'refused' ? html`<p class="note">${words.refused(day(found.decidedAt), found.reason ?? '')}</p>` : ''
}

function correctionForm({ key, facts, typed }: OwnPage, party: PublicParty, words: Words): Html {
  return html`<p>${words.correctWhy}</p><form class="fields" method="post" action="/c/${key}/correction">
${facts.map((fact) => field(fact, words.facts[fact], typed?.[fact] ?? party[fact] ?? ''))}
<div><label for="message">${words.message}</label><textarea id="message" name="message" maxlength="2000" aria-describedby="message-hint">${typed?.message ?? ''}</textarea><p class="hint" id="message-hint">${words.messageHint}</p></div>
<button type="submit">${words.sendCorrection}</button></form>`
}

const LENGTHS: Record<CorrectableFact, number> = { name: 300, description: 10_000, street: 300, postalCode: 20, city: 200, website: 500, email: 320, phone: 60 } // biome-ignore format: one line reads better

function field(fact: CorrectableFact, label: string, value: string): Html {
  const length = LENGTHS[fact]
  return fact === 'description'
    ? html`<div><label for="${fact}">${label}</label><textarea id="${fact}" name="${fact}" maxlength="${length}">${value}</textarea></div>`
    : html`<div><label for="${fact}">${label}</label><input id="${fact}" name="${fact}" maxlength="${length}" value="${value}"${fact === 'name' ? ' required' : ''}></div>`
}

function withdrawalForm({ key, name }: OwnPage, words: Words): Html {
  return html`<section class="card"><h2>${words.withdraw}</h2><p>${words.withdrawWhy}</p>
<form class="fields" method="post" action="/c/${key}/withdrawal">
<label class="check"><input type="checkbox" name="sure" value="yes" required>${words.withdrawSure(name)}</label>
<button type="submit" class="danger">${words.withdrawDo}</button></form></section>`
}

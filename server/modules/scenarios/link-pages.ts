import type { Context } from 'hono'
import { html } from 'hono/html'
import { type Env, newRouter } from '../../kernel/http.ts'
import { answerClosed, answerPage, localeOf, localeOfReader, type OpenPages } from '../../kernel/pages.ts'
import { number, percent, sayChange, WORDS } from './link-words.ts'
import { openLink, type ToldScenario } from './links.ts'

const router = newRouter()

router.get('/:key', async (c) => {
  try {
    return show(c, await openLink(c.var.door, c.req.param('key')))
  } catch (error) {
    return answerClosed(c, error, localeOfReader(c))
  }
})

/** Where a scenario is read without signing in. */
export const pages: readonly OpenPages[] = [{ path: '/scenarios', router }]

function show(c: Context<Env>, told: ToldScenario): Response {
  const locale = localeOf(c, told.locale)
  const words = WORDS[locale]
  const day = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'de-DE', { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(told.at),
  )
  const { cutOff, joined, became, before, after } = told
  const names = ({ ids, total }: ToldScenario['cutOff']) => {
    const shown = ids.map((id) => html`<li>${told.nameOf(id) ?? words.nobody}</li>`)
    return html`<ul>${shown}${total > ids.length ? html`<li>${words.more(total - ids.length)}</li>` : ''}</ul>`
  }
  const list = (said: string, which: ToldScenario['cutOff']) => (which.total === 0 ? '' : html`<p>${said}</p>${names(which)}`)
  const counts = (['parties', 'ties', 'pieces'] as const).map((key) => ({ key, values: [before[key], after[key]].map((value) => number(locale, value)) })) // biome-ignore format: one line reads better
  const shares = (['largest', 'fragmentation'] as const).map((key) => ({ key, values: [before[key], after[key]].map((value) => percent(locale, value)) })) // biome-ignore format: one line reads better
  const body = html`<p class="quiet">${words.madeUp(told.ecosystem, day)}</p>
${told.description === null ? '' : html`<p>${told.description}</p>`}
${cutOff.total === 0 ? html`<p>${words.safe}</p>` : list(words.cutOff(cutOff.total, after.parties), cutOff)}
${list(words.joined(joined.total), joined)}${list(words.became(became.total), became)}
<p><strong>${words.changes}</strong></p>
${told.changes.length === 0 ? html`<p>${words.nothing}</p>` : html`<ul>${told.changes.map((change) => html`<li>${sayChange(locale, change, told.nameOf)}</li>`)}</ul>`}
<p><strong>${words.figures}</strong></p>
<dl>${[...counts, ...shares].map(({ key, values }) => html`<dt>${words[key]}</dt><dd>${values.join(' → ')}</dd>`)}</dl>`
  return answerPage(c, 200, { locale, title: told.name, body })
}

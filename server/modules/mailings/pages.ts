import type { Context } from 'hono'
import { html } from 'hono/html'
import { DomainError } from '../../kernel/errors.ts'
import { type Env, newRouter } from '../../kernel/http.ts'
import { answerClosed, answerPage, localeOf, localeOfReader, type OpenPages } from '../../kernel/pages.ts'
import { confirmConsent, type Held, readAsked, readHeld, stopMails } from './leaving.ts'
import { TEST_KEY } from './letter.ts'
import type { Locale } from './rules.ts'
import { PAGES } from './words.ts'

type Page = Context<Env>

const router = newRouter()

router.get('/stop/:key', (c) => opened(c, async (key) => answerStop(c, await readHeld(c.var.door, key))))

router.post('/stop/:key', (c) =>
  opened(c, async (key) => {
    const form = await c.req.parseBody()
    const isOneClick = form['List-Unsubscribe'] === 'One-Click'
    if (!isOneClick && form.what !== 'list' && form.what !== 'all')
      throw new DomainError('invalid', 'invalid', 'The form says neither which list nor all.')
    const everything = !isOneClick && form.what === 'all'
    await stopMails(c.var.door, key, everything)
    const held = await readHeld(c.var.door, key)
    const locale = localeOf(c, held.locale)
    const t = PAGES[locale]
    const said = everything ? t.stoppedAll(held.ecosystem) : t.stoppedList(held.list)
    return answerPage(c, 200, { locale, title: t.stoppedTitle, body: html`<p>${said}</p>${everything ? '' : button('all', t.stopAll)}` })
  }),
)

router.get('/yes/:key', (c) =>
  opened(c, async (key) => {
    const { locale: own, ecosystem, list, address } = await readAsked(c.var.door, key)
    const locale = localeOf(c, own)
    const t = PAGES[locale]
    const body = html`<p>${t.yesWhy(ecosystem, list, address)}</p>
<form method="post"><button class="main" type="submit">${t.yes}</button></form><p class="quiet">${t.yesNote}</p>`
    return answerPage(c, 200, { locale, title: t.yesTitle, body })
  }),
)

router.post('/yes/:key', (c) =>
  opened(c, async (key) => {
    await confirmConsent(c.var.door, key)
    const { locale: own, list } = await readAsked(c.var.door, key)
    const locale = localeOf(c, own)
    return answerPage(c, 200, { locale, title: PAGES[locale].stoppedTitle, body: html`<p>${PAGES[locale].yesDone(list)}</p>` })
  }),
)

/**
 * The pages behind the links in mails. They change nothing by being looked at, since mail programs and virus scanners look at every link;
 * a press of the button does, and so does the one-click request of RFC 8058.
 */
export const pages: readonly OpenPages[] = [{ path: '/mail', router }]

/** These take forms from anywhere: the program of a mail provider sends no origin, and the address is itself the secret. */
export const OPEN_FORMS = /^\/mail\/(?:stop|yes)\/[\w-]+$/

async function opened(c: Page, work: (key: string) => Promise<Response>): Promise<Response> {
  const key = c.req.param('key') ?? ''
  if (key === TEST_KEY) return answerTest(c)
  try {
    return await work(key)
  } catch (error) {
    return answerClosed(c, error, localeOfReader(c))
  }
}

function answerStop(c: Page, held: Held): Response {
  const locale = localeOf(c, held.locale)
  const t = PAGES[locale]
  const rows = rowsOf(locale, held).map(([name, values]) => html`<dt>${name}</dt>${values.map((value) => html`<dd>${value}</dd>`)}`)
  const body = html`<p>${t.stopWhy(held.address, held.ecosystem)}</p>
${button('list', t.stopList(held.list), 'main')}${button('all', t.stopAll)}<p class="quiet">${t.stopNote}</p>
<h2>${t.data}</h2><dl>${rows}</dl><p class="quiet">${t.dataWhy(held.ecosystem)}</p>`
  return answerPage(c, 200, { locale, title: t.stopTitle, body })
}

function rowsOf(locale: Locale, held: Held): [string, string[]][] {
  const { fields, states, nothing } = PAGES[locale]
  const day = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long' })
  const mails = held.mails.map(({ name, at }) => `${name}, ${day.format(at)}`)
  return [
    [fields.address, [held.address]],
    [fields.name, [held.name || nothing]],
    [fields.role, [held.role || nothing]],
    [fields.organisation, [held.organisation || nothing]],
    [fields.lists, held.lists.map(({ name, state }) => `${name}: ${states[state]}`)],
    [fields.mails, mails.length === 0 ? [nothing] : mails],
  ]
}

function answerTest(c: Page): Response {
  const locale = localeOfReader(c)
  return answerPage(c, 200, { locale, title: PAGES[locale].testTitle, body: html`<p>${PAGES[locale].testWhy}</p>` })
}

function button(what: 'list' | 'all', label: string, look = '') {
  return html`<form method="post"><button class="${look}" name="what" value="${what}">${label}</button></form>`
}

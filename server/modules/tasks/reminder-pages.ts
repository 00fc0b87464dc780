import type { Context } from 'hono'
import { html } from 'hono/html'
import { type Env, newRouter } from '../../kernel/http.ts'
import { answerClosed, answerPage, localeOf, localeOfReader, type OpenPages } from '../../kernel/pages.ts'
import { endReminderByLink, previewReminderEnd } from './reminders.ts'

const WORDS = {
  en: {
    title: 'No more mails about your tasks?',
    about: (name: string) => `Once a day you get a mail with what is due in “${name}”. Your tasks stay as they are.`,
    button: 'Get no more of these mails',
    doneTitle: 'You get no more of these mails',
    done: 'You can switch them on again at any time on the page with your tasks.',
  },
  de: {
    title: 'Keine Mails mehr zu Ihren Aufgaben?',
    about: (name: string) =>
      `Einmal am Tag erhalten Sie eine Mail mit dem, was in „${name}“ fällig ist. Ihre Aufgaben bleiben, wie sie sind.`,
    button: 'Diese Mails nicht mehr erhalten',
    doneTitle: 'Sie erhalten diese Mails nicht mehr',
    done: 'Auf der Seite mit Ihren Aufgaben können Sie sie jederzeit wieder einschalten.',
  },
} as const

const router = newRouter()

router.get('/:key', (c) =>
  opened(c, async (key) => {
    const { ecosystemName, locale: own } = await previewReminderEnd(c.var.door, key)
    const locale = localeOf(c, own)
    const words = WORDS[locale]
    const body = html`<p>${words.about(ecosystemName)}</p><form method="post"><button class="main" type="submit">${words.button}</button></form>`
    return answerPage(c, 200, { locale, title: words.title, body })
  }),
)

router.post('/:key', (c) =>
  opened(c, async (key) => {
    const { locale: own } = await previewReminderEnd(c.var.door, key)
    await endReminderByLink(c.var.door, key)
    const locale = localeOf(c, own)
    return answerPage(c, 200, { locale, title: WORDS[locale].doneTitle, body: html`<p>${WORDS[locale].done}</p>` })
  }),
)

/** Where the mails with what is due are switched off. */
export const pages: readonly OpenPages[] = [{ path: '/reminders', router }]

async function opened(c: Context<Env>, work: (key: string) => Promise<Response>): Promise<Response> {
  try {
    return await work(c.req.param('key') ?? '')
  } catch (error) {
    return answerClosed(c, error, localeOfReader(c))
  }
}

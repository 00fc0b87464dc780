import type { Context } from 'hono'
import { html } from 'hono/html'
import { DomainError } from '../../kernel/errors.ts'
import { type Env, newRouter } from '../../kernel/http.ts'
import { answerClosed, answerPage, type Locale, localeOf, localeOfReader, type OpenPages, PRIVATE_HEADERS } from '../../kernel/pages.ts'
import { type AskedMeeting, answerMeeting, askedMeetingFile, previewMeeting } from './answers.ts'
import { readFeed } from './feeds.ts'
import { whenOf } from './mails.ts'
import { ANSWERS, isAnswer } from './rules.ts'

const CALENDAR = 'text/calendar; charset=utf-8'

const WORDS = {
  en: {
    lead: (who: string | null, ecosystem: string) =>
      who === null ? `You are invited by ${ecosystem}.` : `${who} (${ecosystem}) invites you.`,
    when: 'When',
    where: 'Where',
    online: 'From afar',
    ask: 'Do you come?',
    answers: { yes: 'Yes', maybe: 'Maybe', no: 'No' },
    said: { yes: 'You said yes.', maybe: 'You said maybe.', no: 'You said no.' },
    change: 'You can change this until the meeting is over.',
    cancelled: 'This meeting was cancelled.',
    over: 'This meeting is over.',
    choose: 'Please choose yes, maybe or no. Nothing was kept.',
    add: 'Put it into your calendar',
  },
  de: {
    lead: (who: string | null, ecosystem: string) => (who === null ? `${ecosystem} lädt Sie ein.` : `${who} (${ecosystem}) lädt Sie ein.`),
    when: 'Wann',
    where: 'Wo',
    online: 'Aus der Ferne',
    ask: 'Kommen Sie?',
    answers: { yes: 'Ja', maybe: 'Vielleicht', no: 'Nein' },
    said: { yes: 'Sie haben zugesagt.', maybe: 'Sie haben „vielleicht“ gesagt.', no: 'Sie haben abgesagt.' },
    change: 'Sie können das ändern, bis das Treffen vorbei ist.',
    cancelled: 'Dieses Treffen wurde abgesagt.',
    over: 'Dieses Treffen ist vorbei.',
    choose: 'Bitte wählen Sie Ja, Vielleicht oder Nein. Es wurde nichts gespeichert.',
    add: 'In den Kalender eintragen',
  },
} as const

const answers = newRouter()

answers.get('/:key', (c) =>
  opened(c, async (key) => {
    const asked = await previewMeeting(c.var.door, key)
    return showMeeting(c, 200, key, asked)
  }),
)

answers.post('/:key', (c) =>
  opened(c, async (key) => {
    const asked = await previewMeeting(c.var.door, key)
    const { answer } = await c.req.parseBody()
    if (!isAnswer(answer)) return showMeeting(c, 422, key, asked, 'choose')
    try {
      await answerMeeting(c.var.door, key, answer)
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
      return showMeeting(c, 409, key, await previewMeeting(c.var.door, key))
    }
    return showMeeting(c, 200, key, await previewMeeting(c.var.door, key))
  }),
)

answers.get('/:key/meeting.ics', (c) =>
  opened(c, async (key) => {
    const file = await askedMeetingFile(c.var.door, key)
    return c.body(file, 200, { 'content-type': CALENDAR, 'content-disposition': 'attachment; filename="meeting.ics"', ...PRIVATE_HEADERS })
  }),
)

const feeds = newRouter()

feeds.get('/:file', async (c) => {
  const feed = await readFeed(c.var.door, c.req.param('file').replace(/\.ics$/, ''))
  // who has the address no more and who makes one up hear the same
  if (!feed) return c.body('There is no calendar at this address.\nAn diesem Ort gibt es keinen Kalender.\n', 404, { 'content-type': 'text/plain; charset=utf-8', ...PRIVATE_HEADERS }) // biome-ignore format: one line reads better
  const headers = { etag: feed.etag, ...PRIVATE_HEADERS }
  if (c.req.header('if-none-match') === feed.etag) return c.body(null, 304, headers)
  return c.body(feed.content, 200, { 'content-type': CALENDAR, 'content-disposition': 'inline; filename="tutti.ics"', ...headers })
})

/** Where guests answer, and where calendar programs read. */
export const pages: readonly OpenPages[] = [
  { path: '/meetings', router: answers },
  { path: '/calendar', router: feeds },
]

async function opened(c: Context<Env>, work: (key: string) => Promise<Response>): Promise<Response> {
  try {
    return await work(c.req.param('key') ?? '')
  } catch (error) {
    return answerClosed(c, error, localeOfReader(c))
  }
}

function showMeeting(c: Context<Env>, status: number, key: string, asked: AskedMeeting, problem?: 'choose'): Response {
  const { meeting, ecosystem, organiser, answer, state } = asked
  const locale: Locale = localeOf(c, asked.locale)
  const words = WORDS[locale]
  const fact = (name: string, value: string | null) => value === null ? '' : html`<dt>${name}</dt><dd>${value}</dd>` // biome-ignore format: one line reads better
  const said =
    answer === null ? html`<p>${words.ask}</p>` : html`<p role="status"><strong>${words.said[answer]}</strong> ${words.change}</p>`
  const buttons = ANSWERS.map(
    (one) => html`<button type="submit" name="answer" value="${one}" aria-pressed="${one === answer}">${words.answers[one]}</button>`,
  )
  const open = html`${problem ? html`<p role="alert"><strong>${words[problem]}</strong></p>` : ''}${said}<form method="post">${buttons}</form>
<p><a href="/meetings/${key}/meeting.ics" download>${words.add}</a></p>`
  const body = html`<p>${words.lead(organiser, ecosystem.name)}</p>
<dl>${fact(words.when, whenOf(locale, meeting, ecosystem.timeZone))}${fact(words.where, meeting.place)}${
    meeting.link === null ? '' : html`<dt>${words.online}</dt><dd><a href="${meeting.link}" rel="noreferrer">${meeting.link}</a></dd>`
  }</dl>${state === 'open' ? open : html`<p role="status"><strong>${words[state]}</strong></p>`}`
  return answerPage(c, status, { locale, title: meeting.title, body })
}

import { html, raw } from 'hono/html'
import type { Letter } from '../../kernel/mail-line.ts'
import { fillTemplate, type Locale, type Texts } from './rules.ts'
import { returnMarks, stopLink } from './way.ts'
import { footText } from './words.ts'

type Addressed = { id: string; address: string; locale: Locale; fields: Readonly<Record<string, string>> }
type Sent = { texts: Texts; replyTo: string | null; list: string; ecosystem: string }

/** In place of the key of a link, in previews and tests: it opens a page that says so. */
export const TEST_KEY = 'test'

/**
 * The mail that a recipient gets. Both headers together let a mail program show a button that ends the mails at once (RFC 8058).
 * Undefined where a field is empty and has no fallback.
 */
export function writeLetter({ id, address, locale, fields }: Addressed, sent: Sent, key: string): Letter | undefined {
  const text = sent.texts[locale]
  const [subject, body] = [text?.subject ?? '', text?.body ?? ''].map((template) => fillTemplate(template, fields))
  if (!subject || !body || 'empty' in subject || 'empty' in body) return undefined
  const link = stopLink(key)
  const foot = footText(locale, sent)
  return {
    ...returnMarks(id),
    to: address,
    subject: subject.text.replace(/\s+/g, ' ').trim(),
    text: `${body.text.trim()}\n\n-- \n${foot.why}\n${foot.stop}:\n${link}\n`,
    html: String(page(locale, subject.text, body.text, foot, link)),
    headers: { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', Precedence: 'bulk' },
    ...(sent.replyTo === null ? {} : { replyTo: sent.replyTo }),
  }
}

function page(locale: Locale, subject: string, body: string, foot: { why: string; stop: string }, link: string) {
  return html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body style="margin:0;padding:24px;background:#FBF9F5;color:#1F2421;font:16px/1.5 Inter,Helvetica,Arial,sans-serif">
<div style="max-width:560px;margin:0 auto;background:#fff;border:1px solid #E5E1D8;border-radius:10px;padding:24px">
${body
  .trim()
  .split(/\n{2,}/)
  .map(
    (paragraph) =>
      html`<p style="margin:0 0 16px">${paragraph.split('\n').map((line, index) => html`${index > 0 ? raw('<br>') : ''}${withLinks(line)}`)}</p>`,
  )}
</div><p style="max-width:560px;margin:16px auto 0;color:#5B615D;font-size:14px">${foot.why}<br>
<a href="${link}" style="color:#1E6B52">${foot.stop}</a></p></body></html>`
}

const LINK = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/

function withLinks(line: string) {
  return line.split(LINK).map((piece, index) => (index % 2 === 1 ? html`<a href="${piece}" style="color:#1E6B52">${piece}</a>` : piece))
}

import type { Context } from 'hono'
import { html } from 'hono/html'
import { transaction } from '../../kernel/ctx.ts'
import { found } from '../../kernel/errors.ts'
import { type Env, newRouter } from '../../kernel/http.ts'
import { answerClosed, answerPage, type Locale, localeOf, localeOfReader, type OpenPages } from '../../kernel/pages.ts'
import { getEcosystem } from '../people/index.ts'
import { openCode, readHeld } from './redeeming.ts'
import { codeIn, grouped } from './rules.ts'
import type { HeldVoucher } from './schema.ts'
import { findVoucher } from './vouchers.ts'

const router = newRouter()

router.get('/:key', async (c) => {
  try {
    return show(c, await openHeld(c))
  } catch (error) {
    return answerClosed(c, error, localeOfReader(c))
  }
})

/** Where whoever holds a voucher sees what is left on it. */
export const pages: readonly OpenPages[] = [{ path: '/vouchers', router }]

const WORDS = {
  en: {
    title: 'Voucher',
    of: (name: string) => `of ${name}`,
    left: 'Left on it',
    value: 'It was worth',
    until: 'Good until',
    code: 'Code',
    used: 'It has been redeemed completely.',
    expired: 'Its time has run out, so it can no longer be redeemed.',
    how: 'Show this page or say the code where you would like to redeem it. Whoever knows the code can redeem the voucher, so keep it to yourself.',
    redeem: 'Redeem it for your organisation',
  },
  de: {
    title: 'Gutschein',
    of: (name: string) => `von ${name}`,
    left: 'Noch darauf',
    value: 'Ursprünglicher Wert',
    until: 'Gültig bis',
    code: 'Code',
    used: 'Er ist ganz eingelöst.',
    expired: 'Er ist abgelaufen und kann nicht mehr eingelöst werden.',
    how: 'Zeigen Sie diese Seite dort, wo Sie ihn einlösen möchten, oder nennen Sie den Code. Wer den Code kennt, kann den Gutschein einlösen: Behalten Sie ihn für sich.',
    redeem: 'Für die eigene Organisation einlösen',
  },
} as const

type Held = HeldVoucher & { ecosystemId: string; ecosystem: string; locale: Locale; code: string }

async function openHeld(c: Context<Env>): Promise<Held> {
  const typed = c.req.param('key') ?? ''
  const { ecosystemId, target } = await openCode(c.var.door, typed)
  return await transaction({ ...c.var.door, actor: { kind: 'system' }, ecosystemId }, async (tx) => {
    const { name, locale } = await getEcosystem(tx)
    const held = await readHeld(tx, found(await findVoucher(tx, target), 'voucher'))
    return { ...held, ecosystemId, ecosystem: name, locale, code: codeIn(typed)! }
  })
}

function show(c: Context<Env>, { ecosystemId, ecosystem, money, value, left, expiresOn, state, code, ...held }: Held): Response {
  const locale = localeOf(c, held.locale)
  const words = WORDS[locale]
  const language = locale === 'en' ? 'en-GB' : 'de-DE'
  const amount = (minor: string) => inMoney(language, minor, money)
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${expiresOn}T00:00Z`))
  const body = html`<p class="quiet">${words.of(ecosystem)}</p>
<dl><dt>${words.left}</dt><dd><strong>${amount(left)}</strong></dd><dt>${words.value}</dt><dd>${amount(value)}</dd>
<dt>${words.until}</dt><dd>${day}</dd><dt>${words.code}</dt><dd>${grouped(code)}</dd></dl>
<p>${state === 'open' ? words.how : words[state]}</p>
${state === 'open' ? html`<p><a href="/app/${ecosystemId}/value/vouchers#${grouped(code)}">${words.redeem}</a></p>` : ''}`
  return answerPage(c, 200, { locale, title: words.title, body })
}

/** Digits stay digits: a number would round large amounts. */
function inMoney(language: string, minor: string, currency: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const padded = minor.padStart(digits + 1, '0')
  const text = digits === 0 ? minor : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`
  return format.format(text as unknown as number)
}

import type { Context } from 'hono'
import { DomainError, STATUS } from '../../../kernel/errors.ts'
import { localeOfReader } from '../../../kernel/pages.ts'
import { once } from './answers.ts'
import { bare } from './layout.ts'
import { WORDS } from './words.ts'

/** Every refusal as a page in words. What is no refusal goes on to whoever logs it. */
export function refusal(c: Context, error: unknown): Response {
  if (!(error instanceof DomainError)) throw error
  const locale = localeOfReader(c)
  const words = WORDS[locale]
  const isLink = error.code.startsWith('entrance_') && c.req.path.startsWith('/c/')
  const [title, text] =
    error.kind === 'too_many'
      ? [words.tooMany, words.tooManyText]
      : isLink
        ? [words.linkGone, words.linkGoneText]
        : error.kind === 'gone'
          ? [words.gone, words.goneText]
          : [words.notFound, words.notFoundText]
  return once(bare(locale, title, text), STATUS[error.kind])
}

import type { TFunction } from 'i18next'

/** The numbers that are offered by name; others are named by whoever enters them. */
export const OFFERED = ['vat', 'register', 'lei', 'duns'] as const

/** Numbers that only the program itself needs to know. */
const HIDDEN = 'tutti'

export const isShown = ({ scheme }: { scheme: string }) => scheme !== HIDDEN

/** The kind of a number in the reader's language; one's own as it was named. */
export function schemeName(t: TFunction, scheme: string): string {
  const known = /^list-[0-9a-f]+\./.test(scheme) ? 'list' : scheme.replaceAll(/[.-]/g, '_')
  const own = scheme.charAt(0).toUpperCase() + scheme.slice(1).replaceAll('_', ' ')
  return t(`parties.numbers.schemes.${known}`, { defaultValue: own })
}

/** The scheme that a person means by what they typed: one that is offered, or one of their own in the letters a scheme has. */
export function schemeOf(t: TFunction, typed: string): string {
  const wanted = typed.trim().toLowerCase()
  const offered = OFFERED.find((scheme) => schemeName(t, scheme).toLowerCase() === wanted)
  if (offered !== undefined) return offered
  const plain = wanted.replaceAll('ß', 'ss').normalize('NFD').replaceAll(/\p{M}/gu, '')
  return plain.replaceAll(/[^a-z0-9.-]+/g, '_').replaceAll(/^[_.-]+|[_.-]+$/g, '')
}

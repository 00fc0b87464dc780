import type { TFunction } from 'i18next'
import { sectorName } from '../../data/sectors.ts'
import type { Formats } from '../../ui/format.ts'
import type { Proposal, Reason } from './queries.ts'

export type Language = { t: TFunction; formats: Formats; nameOf: (id: string) => string; kindName: (key: string) => string }

/** A reason as a sentence. */
export function sayReason({ t, formats, nameOf, kindName }: Language, proposal: Proposal, reason: Reason): string {
  const { key, partyIds, word, value } = reason
  const names = partyIds.map(nameOf)
  const [first = '', second = ''] = names
  switch (key) {
    case 'meets':
      return t('introductions.reason.meets', { from: first, to: second, word })
    case 'contacts':
      return sayContacts({ t, formats }, names, value ?? names.length)
    case 'path':
      return t('introductions.reason.path', { one: nameOf(proposal.oneId), other: nameOf(proposal.otherId), first, second })
    case 'sector':
      return t('introductions.reason.sector', { word: sectorName(t, null, word) })
    case 'kind':
      return t('introductions.reason.kind', { word: kindName(word ?? '') })
    case 'apart':
      return (value ?? 0) < 1 ? t('introductions.reason.beside') : t('introductions.reason.apart', { number: formats.number(Math.round(value ?? 0)) }) // biome-ignore format: one line reads better
    default:
      return t(`introductions.reason.${key}`, { word, count: value ?? 0, number: formats.number(value ?? 0) })
  }
}

function sayContacts({ t, formats }: Pick<Language, 't' | 'formats'>, names: readonly string[], total: number): string {
  const more = total - names.length
  if (more === 0) return t('introductions.reason.contacts', { names: formats.list(names) })
  return t('introductions.reason.contacts', { names: formats.list([...names, t('introductions.reason.more', { count: more, number: formats.number(more) })]) }) // biome-ignore format: one line reads better
}

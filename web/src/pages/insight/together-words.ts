import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useKinds } from '../../data/kinds.ts'
import { sectorName } from '../../data/sectors.ts'
import { type Formats, useFormats } from '../../ui/format.ts'
import type { Proposal } from './proposed-task.tsx'
import { type Answer, type GroupName, type Groups, type NamedParty, type Sentence, say, type Together } from './words.ts'

type Words = { t: TFunction; formats: Formats }

/** The cards that "What your map says" has too are said as there. */
const SHARED: ReadonlySet<Answer['key']> = new Set(['bestConnected', 'bridgesGroups'])

export function sayTogether(words: Words, sentence: Sentence): string {
  return say(words, sentence, (key) => `together.${key}`)
}

/** The one or two sentences of how the map falls into groups; that there is too little to tell is said as everywhere. */
export function sayGroups(words: Words, { sentence }: Groups): string {
  if (sentence.key.startsWith('sentence.unknown.')) return say(words, sentence)
  return say(words, sentence, (key) => `together.groups.${key}`)
}

/** Question, sentence and proposed task of a card, in the reader's words. */
export function useCardWords({ key, sentence, task }: Answer): { question: string; sentence: string; proposal: Proposal | null } {
  const { t } = useTranslation()
  const formats = useFormats()
  const isShared = SHARED.has(key)
  const said = (what: Sentence) => (isShared ? say({ t, formats }, what) : sayTogether({ t, formats }, what))
  const why = said(sentence)
  return {
    question: isShared ? t(`insight.question.${key}`) : t(`together.question.${key}`),
    sentence: why,
    proposal: task && { about: key, title: said(task.title), why, partyId: task.partyIds[0] ?? null },
  }
}

/** What a group is called: what its members share, or whom it is around. */
export function useGroupNames(): (name: GroupName, parties: ReadonlyMap<string, NamedParty>) => string {
  const { t } = useTranslation()
  const traitName = useTraitName()
  return ({ by, value, partyId }, parties) =>
    by === 'around' ? t('together.groups.around', { name: parties.get(partyId ?? '')?.name ?? '' }) : traitName(by, value ?? '')
}

/** A kind, a sector, a town, a tag or a category in the reader's words. */
export function useTraitName(): (by: Exclude<GroupName['by'], 'around'>, value: string) => string {
  const { t } = useTranslation()
  const kinds = useKinds()
  return (by, value) => {
    if (by === 'kind') return kinds.of(value).label
    return by === 'sector' ? sectorName(t, null, value) : value
  }
}

type Broker = Together['brokerage'][number]['brokers'][number]

/** Between whom a broker mostly stands, in a sentence; nothing where its group, or that of its contacts, is not known. */
export function sayRole({ t }: Pick<Words, 't'>, { role, isMostly, group, from, to }: Broker, names: readonly string[]): string | null {
  if (role === null || group === null || from === null || to === null) return null
  const quoted = (place: number) => t('insight.quoted', { name: names[place] ?? '' })
  return t(`together.role.${role}`, {
    mostly: t(isMostly ? 'together.mostly' : 'together.often'),
    own: quoted(group),
    from: quoted(from),
    to: quoted(to),
    // at the door of its own group: the other one
    other: quoted(from === group ? to : from),
  })
}

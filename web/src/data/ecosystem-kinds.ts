import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api.ts'
import type { components } from '../api-types.ts'
import { showUndo } from '../ui/toast.tsx'
import { useEcosystem } from './session.ts'

export type KindOfEcosystem = components['schemas']['KindOfEcosystem']
export type KindChange = components['schemas']['KindOfEcosystemChange']
type KindChoice = components['schemas']['KindOfEcosystemChoice']

/** What somebody says whose ecosystem is of no kind in the list. */
export const OTHER_KIND = 'other'

/** The kinds of ecosystem there are, in the reader's language; also before anybody has an account. */
export function useKindsOfEcosystem() {
  const locale = useWordLocale()
  return useQuery({
    queryKey: ['ecosystem-kinds', locale],
    queryFn: () => answer(api.GET('/api/ecosystem-kinds', { params: { query: { locale } } })),
    staleTime: 3_600_000,
  })
}

/** Which of them this ecosystem is, with the sectors it is typically made of. */
export function useChosenKind() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['ecosystem-kind', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/ecosystem-kind', { params: { path: { ecosystemId } } })),
    staleTime: 300_000,
  })
}

/** Chooses for an ecosystem that may be seconds old: its words are added in the language that is shown. */
export function chooseKind(ecosystemId: string, body: KindChoice): Promise<KindChange> {
  return answer(api.PUT('/api/ecosystems/{ecosystemId}/ecosystem-kind', { params: { path: { ecosystemId } }, body }))
}

/** Chooses the kind of this ecosystem, says what came of it, and offers to take it back. `onChange` is told of both. */
export function useChooseKind(onChange: (change: KindChange) => void = () => undefined) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const locale = useWordLocale()
  const known = useQueryClient()
  const send = async (choice: KindChoice) => {
    const change = await chooseKind(ecosystemId, choice)
    const touched = ['ecosystem-kind', 'kinds', 'fields', 'tie-types', 'guide', 'events']
    await Promise.all(touched.map((key) => known.invalidateQueries({ queryKey: [key, ecosystemId] })))
    onChange(change)
    return change
  }
  return useMutation({
    mutationFn: (choice: { kind: string | null; locale?: KindChoice['locale'] }) => send({ locale, ...choice }),
    onSuccess: ({ added, kept, removed, undo }) => {
      const message = t('ecosystem-kind.done', { added: added.length, kept: kept.length, removed: removed.length })
      if (undo) showUndo(message, () => send(undo))
    },
  })
}

/** The language in which words are added, as far as there are any in it. */
export function useWordLocale(): 'en' | 'de' {
  return useTranslation().i18n.language === 'de' ? 'de' : 'en'
}

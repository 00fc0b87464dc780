import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api.ts'
import type { components } from '../api-types.ts'
import { useEcosystem, useMayWrite } from './session.ts'

export type Guide = components['schemas']['Guide']
export type GuideStep = Guide['steps'][number]
export type GuideStepKey = GuideStep['key']
export type GuideMade = NonNullable<GuideStep['finishedBy']>
export type GuideProposal = components['schemas']['GuideProposal']

/** The steps of the first hour, for those who may walk through it. Asked again whenever one comes back to it, as a step may have finished elsewhere. */
export function useGuide() {
  const { i18n } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const locale = i18n.language === 'de' ? 'de' : 'en'
  return useQuery({
    queryKey: ['guide', ecosystemId, locale],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/guide', { params: { path: { ecosystemId }, query: { locale } } })),
    enabled: useMayWrite(),
    staleTime: 0,
  })
}

/** The steps that are neither finished nor set aside. */
export function stepsLeft({ steps }: Guide): number {
  return steps.filter(({ finishedBy, skip }) => finishedBy === null && skip === null).length
}

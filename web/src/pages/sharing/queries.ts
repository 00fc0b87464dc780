import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'

export type RuleSummary = components['schemas']['SharingRuleSummary']
export type RuleWithVersions = components['schemas']['SharingRuleWithVersions']
export type Version = components['schemas']['SharingVersion']
export type NewVersion = components['schemas']['NewSharingVersion']
export type Trial = components['schemas']['SharingTrial']
export type Tried = components['schemas']['SharingTried']
export type FairnessQuestion = components['schemas']['SharingFairnessQuestion']

const RULES = '/api/ecosystems/{ecosystemId}/sharing/rules'
const TRIALS = '/api/ecosystems/{ecosystemId}/sharing/trials'
const FAIRNESS = '/api/ecosystems/{ecosystemId}/sharing/fairness'

function useKey() {
  const { id: ecosystemId } = useEcosystem()
  return { ecosystemId, key: ['sharing', ecosystemId] as const }
}

export function useRules() {
  const { ecosystemId, key } = useKey()
  return useQuery({
    queryKey: [...key, 'rules'],
    queryFn: async () => (await answer(api.GET(RULES, { params: { path: { ecosystemId } } }))).items,
  })
}

export function useRule(id: string | undefined) {
  const { ecosystemId, key } = useKey()
  const { i18n } = useTranslation()
  const language = i18n.language === 'de' ? 'de' : 'en'
  return useQuery({
    queryKey: [...key, 'rule', id, language],
    queryFn: () => answer(api.GET(`${RULES}/{id}`, { params: { path: { ecosystemId, id: id! }, query: { language } } })),
    enabled: id !== undefined,
  })
}

/** Tries a rule while it is written; the last result stays on screen until the next is there. */
export function useTrial(trial: Trial | null) {
  const { ecosystemId, key } = useKey()
  return useQuery({
    queryKey: [...key, 'trial', trial],
    queryFn: () => answer(api.POST(TRIALS, { params: { path: { ecosystemId } }, body: trial! })),
    enabled: trial !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** A change of one rule or all, after which everything about rules is read anew. */
function useChange<T, R>(change: (ecosystemId: string, input: T) => Promise<R>) {
  const { ecosystemId, key } = useKey()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: T) => change(ecosystemId, input),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
}

export function useCreateRule() {
  return useChange((ecosystemId, body: { name: string; version: NewVersion }) =>
    answer(api.POST(RULES, { params: { path: { ecosystemId } }, body })),
  )
}

export function useWriteVersion(id: string) {
  return useChange((ecosystemId, body: NewVersion) =>
    answer(api.POST(`${RULES}/{id}/versions`, { params: { path: { ecosystemId, id } }, body })),
  )
}

export function useApproval(id: string) {
  return useChange((ecosystemId, versionId: string) =>
    answer(api.POST(`${RULES}/{id}/versions/{versionId}/approval`, { params: { path: { ecosystemId, id, versionId } } })),
  )
}

export function useRename(id: string) {
  return useChange((ecosystemId, name: string) =>
    answer(api.PATCH(`${RULES}/{id}`, { params: { path: { ecosystemId, id } }, body: { name } })),
  )
}

export function useRemoval() {
  return useChange((ecosystemId, id: string) => answer(api.DELETE(`${RULES}/{id}`, { params: { path: { ecosystemId, id } } })))
}

export function useRestoration() {
  return useChange((ecosystemId, id: string) => answer(api.POST(`${RULES}/{id}/restoration`, { params: { path: { ecosystemId, id } } })))
}

export function useFairness() {
  return useChange((ecosystemId, body: FairnessQuestion) => answer(api.POST(FAIRNESS, { params: { path: { ecosystemId } }, body })))
}

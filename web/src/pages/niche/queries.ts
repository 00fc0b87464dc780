import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'

export type Evidence = components['schemas']['NicheShownEvidence']
export type Statement = components['schemas']['NicheStatement']
export type NewStatement = components['schemas']['NewNicheStatement']
export type Measure = NewStatement['goals'][number]['measure']

export const MEASURES = ['organisations', 'tiedToUs', 'offers', 'unmetNeeds'] as const satisfies readonly Measure[]

export function useStatements() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['niche', ecosystemId, 'statements'],
    queryFn: async () =>
      (await answer(api.GET('/api/ecosystems/{ecosystemId}/niche/statements', { params: { path: { ecosystemId } } }))).items,
  })
}

export function useEvidence() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['niche', ecosystemId, 'evidence'],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/niche/evidence', { params: { path: { ecosystemId } } })),
  })
}

export function useWriteStatement() {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewStatement) =>
      answer(api.POST('/api/ecosystems/{ecosystemId}/niche/statements', { params: { path: { ecosystemId } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['niche', ecosystemId] }),
  })
}

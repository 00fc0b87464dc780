import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../../api.ts'
import type { components } from '../../../api-types.ts'
import { pauseUntilAskedAnew } from '../../../data/reading-age.tsx'
import { useEcosystem } from '../../../data/session.ts'

export type Summary = components['schemas']['ScenarioSummary']
export type Scenario = components['schemas']['Scenario']
export type ChangeRow = components['schemas']['ScenarioChangeRow']
export type Change = components['schemas']['ScenarioChange']
export type NewChange = components['schemas']['NewScenarioChange']
export type NewScenario = components['schemas']['NewScenario']
export type Comparison = components['schemas']['ScenarioComparison']
export type Outcome = Comparison['outcomes'][number]

const ALL = '/api/ecosystems/{ecosystemId}/scenarios'
const ONE = '/api/ecosystems/{ecosystemId}/scenarios/{id}'
const CHANGE = '/api/ecosystems/{ecosystemId}/scenarios/{id}/changes/{changeId}'
/** As many as there can be. */
const LISTED = 100

export function useScenarios() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['scenarios', ecosystemId, 'list'],
    queryFn: async () => (await answer(api.GET(ALL, { params: { path: { ecosystemId }, query: { limit: LISTED } } }))).items,
  })
}

export function useScenario(id: string) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['scenarios', ecosystemId, id],
    queryFn: () => answer(api.GET(ONE, { params: { path: { ecosystemId, id } } })),
  })
}

/** What a scenario would make of the map; `stamp` changes with its changes, so that nothing stale is shown as its answer. */
export function comparisonQuery(ecosystemId: string, id: string, stamp: string) {
  return {
    queryKey: ['scenarios', ecosystemId, id, 'comparison', stamp],
    queryFn: () => answer(api.GET(`${ONE}/comparison`, { params: { path: { ecosystemId, id } } })),
    refetchInterval: ({ state }: { state: { data: Comparison | undefined } }) => pauseUntilAskedAnew(state.data?.freshness),
  }
}

export function useCreateScenario() {
  const { ecosystemId, fresh } = useFresh()
  return useMutation({
    mutationFn: (body: NewScenario) => answer(api.POST(ALL, { params: { path: { ecosystemId } }, body })),
    onSuccess: fresh,
  })
}

/** What can be done to one scenario. Each answers the scenario as it is then. */
export function useScenarioWork(id: string) {
  const { ecosystemId, fresh } = useFresh()
  const params = { path: { ecosystemId, id } }
  const at = (changeId: string) => ({ path: { ecosystemId, id, changeId } })
  return {
    update: useMutation({
      mutationFn: (body: components['schemas']['ScenarioUpdate']) => answer(api.PATCH(ONE, { params, body })),
      onSuccess: fresh,
    }),
    copy: useMutation({
      mutationFn: (name: string) => answer(api.POST(`${ONE}/copies`, { params, body: { name } })),
      onSuccess: fresh,
    }),
    share: useMutation({ mutationFn: () => answer(api.POST(`${ONE}/links`, { params })) }),
    withdraw: useMutation({ mutationFn: () => answer(api.DELETE(`${ONE}/links`, { params })) }),
    // without asking anew: the page it is on would find nothing before it is left
    end: useMutation({ mutationFn: () => answer(api.DELETE(ONE, { params })) }),
    fresh,
    restore: useMutation({ mutationFn: () => answer(api.POST(`${ONE}/restoration`, { params })), onSuccess: fresh }),
    add: useMutation({
      mutationFn: (body: NewChange) => answer(api.POST(`${ONE}/changes`, { params, body })),
      onSuccess: fresh,
    }),
    remove: useMutation({ mutationFn: (changeId: string) => answer(api.DELETE(CHANGE, { params: at(changeId) })), onSuccess: fresh }),
    putBack: useMutation({
      mutationFn: (changeId: string) => answer(api.POST(`${CHANGE}/restoration`, { params: at(changeId) })),
      onSuccess: fresh,
    }),
  }
}

function useFresh() {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return { ecosystemId, fresh: () => queries.invalidateQueries({ queryKey: ['scenarios', ecosystemId] }) }
}

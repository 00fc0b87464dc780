import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useKey } from './queries.ts'

export type Plan = components['schemas']['MoneyPlan']
export type PlanLine = Plan['lines'][number]
export type NewPlan = components['schemas']['NewMoneyPlan']

const PLANS = '/api/ecosystems/{ecosystemId}/money/plans'

export function usePlan(year: number, asset: string) {
  const { key, path } = useKey()
  const query = { year, asset }
  return useQuery({
    queryKey: [...key, 'plan', query],
    queryFn: () => answer(api.GET(PLANS, { params: { path, query } })),
    placeholderData: keepPreviousData,
  })
}

export function useWritePlan() {
  const { key, path } = useKey()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewPlan) => answer(api.POST(PLANS, { params: { path }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
}

/** What was planned for a month so far. */
export function usePlanHistory(place: { subject: string; way: 'in' | 'out'; month: string; asset: string } | undefined) {
  const { key, path } = useKey()
  return useQuery({
    queryKey: [...key, 'plan-history', place],
    queryFn: async () => (await answer(api.GET(`${PLANS}/history`, { params: { path, query: place! } }))).items,
    enabled: place !== undefined,
  })
}

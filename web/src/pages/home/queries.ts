import { useQuery } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import { useEcosystem, useMayWrite } from '../../data/session.ts'

const LOG_ENTRIES = 60

export function useFacets() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['facets', ecosystemId, {}],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/facets', { params: { path: { ecosystemId } } })),
  })
}

export function useOpenTasks() {
  const { id: ecosystemId, role } = useEcosystem()
  return useQuery({
    queryKey: ['tasks', ecosystemId, 'home'],
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/tasks', { params: { path: { ecosystemId }, query: { state: 'open', limit: 200 } } })),
    enabled: role !== 'viewer',
  })
}

export function useLog() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['events', ecosystemId, 'home'],
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/events', { params: { path: { ecosystemId }, query: { limit: LOG_ENTRIES } } })),
    enabled: useMayWrite(),
  })
}

/** How many organisations nobody has tied to the own one yet; for those who may do so. */
export function useSorting() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['sorting', ecosystemId, 'home'],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/sorting', { params: { path: { ecosystemId } } })),
    enabled: useMayWrite(),
  })
}

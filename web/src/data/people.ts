import { useQuery } from '@tanstack/react-query'
import { answer, api } from '../api.ts'
import { useEcosystem, useMayWrite } from './session.ts'

/** Everybody with access. Only coordinators may see the list; for others it stays empty. */
export function usePeople() {
  const { id: ecosystemId } = useEcosystem()
  const people = useQuery({
    queryKey: ['people', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/people', { params: { path: { ecosystemId } } })),
    enabled: useMayWrite(),
    staleTime: 300_000,
  })
  return people.data?.items ?? []
}

import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import type { NewParty, Party, PartyChange } from '../../data/types.ts'

export function partyQuery(ecosystemId: string, id: string) {
  return queryOptions({
    queryKey: ['party', ecosystemId, id],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path: { ecosystemId, id } } })),
  })
}

export function useParty(id: string) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery(partyQuery(ecosystemId, id))
}

export function useFields() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['fields', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/fields', { params: { path: { ecosystemId } } })),
    staleTime: 300_000,
  })
}

/** What stands below a party and is fetched with it: contacts, notes, ties, offers, timeline. */
export function usePartyKey(partyId: string, part: string): readonly string[] {
  const { id: ecosystemId } = useEcosystem()
  return ['party', ecosystemId, partyId, part]
}

/** After a change: whatever shows parties is fetched again, starting with this one. */
export function useRefreshParty() {
  const queries = useQueryClient()
  const { id: ecosystemId } = useEcosystem()
  return (party?: Party) => {
    if (party !== undefined) queries.setQueryData(partyQuery(ecosystemId, party.id).queryKey, party)
    for (const part of ['party', 'parties', 'facets', 'map', 'insight', 'events'])
      queries.invalidateQueries({ queryKey: [part, ecosystemId] })
  }
}

export function useCreateParty() {
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshParty()
  return useMutation({
    mutationFn: (body: NewParty) => answer(api.POST('/api/ecosystems/{ecosystemId}/parties', { params: { path: { ecosystemId } }, body })),
    onSuccess: refresh,
  })
}

export function useUpdateParty(id: string) {
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshParty()
  return useMutation({
    mutationFn: (body: PartyChange) =>
      answer(api.PATCH('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path: { ecosystemId, id } }, body })),
    onSuccess: refresh,
  })
}

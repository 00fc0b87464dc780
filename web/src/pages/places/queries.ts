import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'

type Schemas = components['schemas']
export type Places = Schemas['Places']
export type PlaceRun = NonNullable<Schemas['PlaceRun']>
export type TownSearchResult = Schemas['TownSearchResult']
export type Question = TownSearchResult['questions'][number]
export type Choice = NonNullable<Schemas['TownSearch']['choices']>[number]

const POLL_MS = 1_000
const LIMIT = 50

/** How many have a place, and how far the latest search is; asked for again each second while one is under way. */
export function usePlaces() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['places', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/places', { params: { path: { ecosystemId } } })),
    refetchInterval: ({ state }) => (state.data?.run?.state === 'working' ? POLL_MS : false),
    staleTime: 0,
  })
}

/** Who has no place; `version` changes when somebody was given one. */
export function useMissing(version: number | undefined) {
  const { id: ecosystemId } = useEcosystem()
  return useInfiniteQuery({
    queryKey: ['parties', ecosystemId, 'without-place', version],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/parties', {
          params: { path: { ecosystemId }, query: { place: 'none', limit: LIMIT, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: version !== undefined,
  })
}

/** What can be done about it. Whatever shows parties is fetched again. */
export function usePlaceActions() {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const path = { ecosystemId }
  const refresh = () => {
    for (const part of ['places', 'party', 'parties', 'facets', 'map']) queries.invalidateQueries({ queryKey: [part, ecosystemId] })
  }
  const byTown = useMutation({
    mutationFn: (choices: Choice[]) =>
      answer(api.POST('/api/ecosystems/{ecosystemId}/places/town-searches', { params: { path }, body: { choices } })),
    onSuccess: refresh,
  })
  const ask = useMutation({
    mutationFn: () => answer(api.POST('/api/ecosystems/{ecosystemId}/places/geocoder-searches', { params: { path } })),
    onSettled: refresh,
  })
  const stop = useMutation({
    mutationFn: (id: string) =>
      answer(api.POST('/api/ecosystems/{ecosystemId}/places/searches/{id}/cancellation', { params: { path: { ecosystemId, id } } })),
    onSettled: refresh,
  })
  const takeBack = useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE('/api/ecosystems/{ecosystemId}/places/searches/{id}/placements', { params: { path: { ecosystemId, id } } })),
    onSettled: refresh,
  })
  const allow = useMutation({
    mutationFn: (service: string) =>
      answer(api.PUT('/api/ecosystems/{ecosystemId}/places/geocoder-consent', { params: { path }, body: { service } })),
    onSettled: refresh,
  })
  const forbid = useMutation({
    mutationFn: () => answer(api.DELETE('/api/ecosystems/{ecosystemId}/places/geocoder-consent', { params: { path } })),
    onSettled: refresh,
  })
  return { byTown, ask, stop, takeBack, allow, forbid }
}

export type PlaceActions = ReturnType<typeof usePlaceActions>

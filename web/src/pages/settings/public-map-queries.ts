import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'

type Schemas = components['schemas']
export type Publication = Schemas['Publication']
export type PublicationSettings = Omit<Schemas['PublicationChange'], 'version'>
export type PublicField = Publication['fields'][number]
export type PublicParty = Schemas['PublicParty']
export type Correction = Schemas['Correction']

export const FIELDS: readonly PublicField[] = [
  'sector',
  'description',
  'city',
  'street',
  'place',
  'website',
  'email',
  'phone',
  'tags',
  'kinds',
]
const LIMIT = 50

export function usePublication() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['publication', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/publication', { params: { path: { ecosystemId } } })),
  })
}

/** Everything about the public map is fetched again: each act changes several of its numbers. */
export function useRefresh(): () => Promise<void> {
  const { id: ecosystemId } = useEcosystem()
  const known = useQueryClient()
  return () => known.invalidateQueries({ queryKey: ['publication', ecosystemId] })
}

export function usePublicParties() {
  const { id: ecosystemId } = useEcosystem()
  return useInfiniteQuery({
    queryKey: ['publication', ecosystemId, 'parties'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/publication/parties', {
          params: { path: { ecosystemId }, query: { limit: LIMIT, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

export function useCorrections() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['publication', ecosystemId, 'corrections'],
    queryFn: () =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/publication/corrections', {
          params: { path: { ecosystemId }, query: { limit: LIMIT, state: 'waiting' } },
        }),
      ),
  })
}

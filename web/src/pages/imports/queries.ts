import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { keepAnswer } from '../../data/keep-answer.ts'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'

type Schemas = components['schemas']
export type Import = Schemas['Import']
export type ImportFile = Schemas['ImportFile']
export type ImportChange = Schemas['ImportChange']
export type ImportRow = Schemas['ImportRow']
export type Duplicate = Schemas['Duplicate']
export type Target = NonNullable<ImportFile['targets'][number]>
export type Action = ImportRow['action']

const POLL_MS = 1_000
const ROWS_LIMIT = 100
const BUSY: readonly Import['state'][] = ['checking', 'applying', 'undoing']

export const isBusy = ({ state }: Pick<Import, 'state'>) => BUSY.includes(state)

export function useImports() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['imports', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/imports', { params: { path: { ecosystemId }, query: { limit: 20 } } })),
  })
}

/** One import, asked for again each second while work is going on. */
export function useImport(id: string) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['import', ecosystemId, id],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/imports/{id}', { params: { path: { ecosystemId, id } } })),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? POLL_MS : false),
    staleTime: 0,
  })
}

/** The rows of one action, or with `noted` those about which there is something to say. `version` changes with every new check. */
export function useRows(id: string, filter: { action?: Action; noted?: 'true' }, version: string | null) {
  const { id: ecosystemId } = useEcosystem()
  return useInfiniteQuery({
    queryKey: ['import-rows', ecosystemId, id, filter, version],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/imports/{id}/rows', {
          params: { path: { ecosystemId, id }, query: { ...filter, limit: ROWS_LIMIT, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

export function useSendFiles() {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (files: readonly File[]) => {
      const form = new FormData()
      for (const file of files) form.append('files', file)
      const request = { params: { path: { ecosystemId } }, body: { files: [] }, bodySerializer: () => form }
      return answer(api.POST('/api/ecosystems/{ecosystemId}/imports', request))
    },
    onSuccess: (made) => {
      queries.invalidateQueries({ queryKey: ['imports', ecosystemId] })
      navigate(paths.import(ecosystemId, made.id))
    },
  })
}

/** What can be done with one import. Each answers the import as it is then. */
export function useImportActions(id: string) {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const params = { params: { path: { ecosystemId, id } } }
  const settled = async (made: Import) => {
    await keepAnswer(queries, ['import', ecosystemId, id], made)
    queries.invalidateQueries({ queryKey: ['imports', ecosystemId] })
  }
  const change = useMutation({
    mutationFn: (body: ImportChange) => answer(api.PATCH('/api/ecosystems/{ecosystemId}/imports/{id}', { ...params, body })),
    onSuccess: settled,
  })
  const apply = useMutation({
    mutationFn: () => answer(api.POST('/api/ecosystems/{ecosystemId}/imports/{id}/application', params)),
    onSuccess: settled,
  })
  const undo = useMutation({
    mutationFn: () => answer(api.DELETE('/api/ecosystems/{ecosystemId}/imports/{id}/application', params)),
    onSuccess: settled,
  })
  const cancel = useMutation({
    mutationFn: () => answer(api.POST('/api/ecosystems/{ecosystemId}/imports/{id}/cancellation', params)),
    onSuccess: settled,
  })
  return { change, apply, undo, cancel }
}

/** What an undo left: taken off the map too, or put back. Whatever shows parties is fetched again. */
export function useLeftovers(id: string) {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const params = { params: { path: { ecosystemId, id } } }
  const settled = async (made: Import) => {
    await keepAnswer(queries, ['import', ecosystemId, id], made)
    for (const part of ['party', 'parties', 'facets', 'map', 'insight', 'events', 'tasks'])
      queries.invalidateQueries({ queryKey: [part, ecosystemId] })
  }
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/api/ecosystems/{ecosystemId}/imports/{id}/leftovers', params)),
    onSuccess: settled,
  })
  const restore = useMutation({
    mutationFn: () => answer(api.POST('/api/ecosystems/{ecosystemId}/imports/{id}/leftovers/restoration', params)),
    onSuccess: settled,
  })
  return { remove, restore }
}

/** How many on the map have no place yet, and how many of those could be found by their town. */
export function useUnplaced() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['places', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/places', { params: { path: { ecosystemId } } })),
    staleTime: 0,
  })
}

/** How lists are read here, as the file that can be given to others. */
export function useMappings() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['import-mappings', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/import-mappings', { params: { path: { ecosystemId } } })),
  })
}

/** Takes a file of remembered columns over. What is no JSON fails with a SyntaxError. */
export function useBringMappings() {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (file: File) =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/import-mappings', {
          params: { path: { ecosystemId } },
          body: JSON.parse(await file.text()),
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['import-mappings', ecosystemId] }),
  })
}

export function useDuplicates() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['duplicates', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/duplicates', { params: { path: { ecosystemId }, query: { limit: 50 } } })),
    staleTime: 0,
  })
}

export function useDecide() {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, decision }: { id: string; decision: 'same' | 'different' | 'later' }) =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/duplicates/{id}/decision', { params: { path: { ecosystemId, id } }, body: { decision } }),
      ),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ['duplicates', ecosystemId] })
      queries.invalidateQueries({ queryKey: ['parties', ecosystemId] })
    },
  })
}

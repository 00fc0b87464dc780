import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { keepAnswer } from '../../data/keep-answer.ts'
import { useEcosystem } from '../../data/session.ts'
import { download } from '../../ui/download.ts'

export type Settings = components['schemas']['AccountingSettings']
export type NewSettings = components['schemas']['NewAccountingSettings']
export type NewExport = components['schemas']['NewAccountingExport']
export type Period = components['schemas']['AccountingPeriods']['items'][number]
export type Handed = components['schemas']['AccountingExports']['items'][number]

const ACCOUNTING = '/api/ecosystems/{ecosystemId}/accounting'
const PAGE = 50

function useKey() {
  const { id: ecosystemId } = useEcosystem()
  return { key: ['accounting', ecosystemId] as const, path: { ecosystemId } }
}

export function useSettings() {
  const { key, path } = useKey()
  return useQuery({ queryKey: [...key, 'settings'], queryFn: () => answer(api.GET(`${ACCOUNTING}/settings`, { params: { path } })) })
}

export function useKeepSettings() {
  const { key, path } = useKey()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewSettings) => answer(api.PUT(`${ACCOUNTING}/settings`, { params: { path }, body })),
    onSuccess: (settings) => keepAnswer(queries, [...key, 'settings'], settings),
  })
}

/** Kinds of value that are money. */
export function useCurrencies() {
  const { key, path } = useKey()
  return useQuery({
    queryKey: [...key, 'currencies'],
    queryFn: async () => {
      const { items } = await answer(api.GET('/api/ecosystems/{ecosystemId}/ledger/assets', { params: { path } }))
      return items.filter(({ kind }) => kind === 'money').map(({ code }) => code)
    },
  })
}

export function usePeriods() {
  const { key, path } = useKey()
  return useInfiniteQuery({
    queryKey: [...key, 'periods'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET(`${ACCOUNTING}/periods`, { params: { path, query: { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) } } }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

export function useHanded() {
  const { key, path } = useKey()
  return useInfiniteQuery({
    queryKey: [...key, 'exports'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET(`${ACCOUNTING}/exports`, { params: { path, query: { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) } } }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** Takes the file, and shows afterwards that it was taken. */
export function useHandOver() {
  const { key, path } = useKey()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (body: NewExport) => {
      const asked = await api.POST(`${ACCOUNTING}/exports`, { params: { path }, body, parseAs: 'blob' })
      const file = (await answer(Promise.resolve(asked))) as unknown as Blob
      const name = /filename="([^"]+)"/.exec(asked.response.headers.get('content-disposition') ?? '')?.[1] ?? 'bookings.csv'
      download(file, name)
      return name
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
}

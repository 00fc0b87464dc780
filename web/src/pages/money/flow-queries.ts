import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import type { Period } from './period.ts'
import { useKey } from './queries.ts'

export type Flows = components['schemas']['MoneyFlows']
export type Flow = Flows['flows'][number]

const FLOWS = '/api/ecosystems/{ecosystemId}/money/flows'
export const TOP = 8
const PAGE = 30

export function useFlows(period: Period, asset: string) {
  const { key, path } = useKey()
  const { i18n } = useTranslation()
  const language = i18n.language === 'de' ? 'de' : 'en'
  const query = { ...period, asset, top: TOP, language } as const
  return useQuery({
    queryKey: [...key, 'flows', query],
    queryFn: () => answer(api.GET(FLOWS, { params: { path, query } })),
    placeholderData: keepPreviousData,
  })
}

export function useFlowPostings(period: Period, asset: string, { source, middle, target }: Flow) {
  const { key, path } = useKey()
  const wanted = { ...period, asset, top: TOP, source, middle, target }
  return useInfiniteQuery({
    queryKey: [...key, 'flow', wanted],
    queryFn: ({ pageParam }) => {
      const query = { ...wanted, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }
      return answer(api.GET(`${FLOWS}/postings`, { params: { path, query } }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

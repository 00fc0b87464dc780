import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../../../api.ts'

export function regionQuery(ecosystemId: string) {
  return queryOptions({
    queryKey: ['region', ecosystemId],
    queryFn: ({ signal }) => answer(api.GET('/api/ecosystems/{ecosystemId}/region', { params: { path: { ecosystemId } }, signal })),
    staleTime: 10_000,
  })
}

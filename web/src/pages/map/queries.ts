import { queryOptions } from '@tanstack/react-query'
import type { LoaderFunctionArgs } from 'react-router'
import { answer, api } from '../../api.ts'
import { kindsQuery } from '../../data/kinds.ts'
import { queries } from '../../queries.ts'
import { type Filter, filterQuery, readFilter } from './filter.ts'
import type { Kept } from './network/place.ts'
import { fieldsIn, readSettings } from './settings.ts'

/** Parties and ties of the filter, with the values of these own fields. */
export function mapQuery(ecosystemId: string, filter: Filter, fields: readonly string[]) {
  const query = { ...filterQuery(filter), ...(fields.length > 0 && { fields: [...fields] }) }
  return queryOptions({
    queryKey: ['map', ecosystemId, query],
    queryFn: ({ signal }) => answer(api.GET('/api/ecosystems/{ecosystemId}/map', { params: { path: { ecosystemId }, query }, signal })),
    staleTime: 30_000,
  })
}

/** Under which key the positions of a layout are kept. */
export function layoutKeyOf(layout: string): string {
  return layout === 'force' ? 'force' : `group-${layout.replace(':', '-').toLowerCase()}`
}

export function layoutQuery(ecosystemId: string, key: string) {
  return queryOptions({
    queryKey: ['layout', ecosystemId, key],
    queryFn: ({ signal }): Promise<Kept> =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/layouts/{key}', { params: { path: { ecosystemId, key } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Asks for what the map will show while the page itself is still on its way. */
export function askAhead({ params, request }: LoaderFunctionArgs): null {
  const { ecosystemId = '' } = params
  const address = new URL(request.url).searchParams
  const settings = readSettings(address)
  // own fields may be unknown by now, which has to be found out first
  if (fieldsIn(settings).length === 0) void queries.prefetchQuery(mapQuery(ecosystemId, readFilter(address), []))
  // own kinds have colours, and the picture should be drawn once
  void queries.prefetchQuery(kindsQuery(ecosystemId))
  if (settings.mode === 'network') void queries.prefetchQuery(layoutQuery(ecosystemId, layoutKeyOf(settings.layout)))
  return null
}

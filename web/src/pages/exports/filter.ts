import type { NewExport } from './queries.ts'

export type Filter = NonNullable<NewExport['filter']>

const LISTS = ['kind', 'sector', 'tag', 'city', 'tieType'] as const
const TEXTS = ['q', 'source', 'area', 'asOf'] as const

/** The filter that the address names, as the API takes it; undefined where it names none. */
export function filterOf(params: URLSearchParams): Filter | undefined {
  const filter: Filter = {}
  for (const field of LISTS) if (params.has(field)) filter[field] = params.getAll(field)
  for (const field of TEXTS) {
    const value = params.get(field)
    if (value) filter[field] = value
  }
  const form = params.get('form')
  if (form === 'organisation' || form === 'group') filter.form = form
  return Object.keys(filter).length === 0 ? undefined : filter
}

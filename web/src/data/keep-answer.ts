import type { QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Shows what a write answered in place of what was known. A look that began before the write and is still under way would bring back what was, so it
 * is given up first.
 */
export async function keepAnswer<T>(queries: QueryClient, queryKey: QueryKey, data: T): Promise<T> {
  await queries.cancelQueries({ queryKey, exact: true })
  queries.setQueryData(queryKey, data)
  return data
}

import { QueryClient } from '@tanstack/react-query'
import { onConnection } from './connection.ts'
import { problemOf } from './problem.ts'

const TRIES = 2

/** What was fetched, kept for the pages. A refusal is final; a server in trouble is asked again. */
export const queries = new QueryClient({
  defaultOptions: {
    // the api client finds out itself whether the server can be reached, and says so
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 15_000,
      // the api client has asked again on its own when nothing came back at all
      retry: (count, error) => problemOf(error).status >= 500 && count < TRIES,
    },
  },
})

onConnection((reached) => {
  if (reached) queries.invalidateQueries()
})

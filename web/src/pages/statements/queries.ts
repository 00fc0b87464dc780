import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'
import type { RowSource } from '../../ui/data-table.tsx'
import { download } from '../../ui/download.ts'

export type Summary = components['schemas']['StatementSummary']
export type Heading = components['schemas']['StatementHeading']
export type Statement = components['schemas']['Statement']
export type Line = components['schemas']['StatementLine']
/** A statement that was made, or the days that are still open. */
export type Which = { id: string; isRunning: boolean }

const STATEMENTS = '/api/ecosystems/{ecosystemId}/statements'
const PAGE = 50
const LINES = 200

function useBase() {
  const { id: ecosystemId } = useEcosystem()
  const { i18n } = useTranslation()
  const language: 'en' | 'de' = i18n.language === 'de' ? 'de' : 'en'
  return { key: ['statements', ecosystemId, language] as const, path: { ecosystemId }, language }
}

export function useStatements(partyId: string | null) {
  const { key, path } = useBase()
  return useInfiniteQuery({
    queryKey: [...key, 'list', partyId],
    queryFn: ({ pageParam }) => {
      const query = { limit: PAGE, ...(partyId && { partyId }), ...(pageParam !== null && { cursor: pageParam }) }
      return answer(api.GET(STATEMENTS, { params: { path, query } }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // periods are closed elsewhere
    staleTime: 0,
  })
}

export function useRunning(partyId: string | null) {
  const { key, path } = useBase()
  return useInfiniteQuery({
    queryKey: [...key, 'running', partyId],
    queryFn: ({ pageParam }) => {
      const query = { limit: PAGE, ...(partyId && { partyId }), ...(pageParam !== null && { cursor: pageParam }) }
      return answer(api.GET(`${STATEMENTS}/running`, { params: { path, query } }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // periods are closed elsewhere
    staleTime: 0,
  })
}

export function useStatement({ id, isRunning }: Which) {
  const { key, path, language } = useBase()
  return useQuery({
    queryKey: [...key, 'one', isRunning, id],
    queryFn: () => {
      const params = { path: { ...path, id }, query: { language } }
      return answer(isRunning ? api.GET(`${STATEMENTS}/running/{id}`, { params }) : api.GET(`${STATEMENTS}/{id}`, { params }))
    },
  })
}

/** The lines of a statement, asked for as they come into view. */
export function useLines({ id, isRunning }: Which): Omit<RowSource<Line>, 'total'> & { error: unknown } {
  const { path, language } = useBase()
  const pages = useRef(new Map<number, Line[]>())
  const asked = useRef(new Set<number>())
  const [, setKnown] = useState(0)
  const [error, setError] = useState<unknown>()
  const { ecosystemId } = path
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, or another statement, are other lines
  useEffect(() => {
    pages.current.clear()
    asked.current.clear()
    setKnown(0)
  }, [id, isRunning, language])
  const need = useCallback(
    (first: number, last: number) => {
      for (let page = Math.floor(first / LINES); page <= Math.floor(last / LINES); page++) {
        if (asked.current.has(page)) continue
        asked.current.add(page)
        const params = { path: { ecosystemId, id }, query: { language, limit: LINES, offset: page * LINES } }
        answer(isRunning ? api.GET(`${STATEMENTS}/running/{id}/lines`, { params }) : api.GET(`${STATEMENTS}/{id}/lines`, { params })).then(
          ({ items }) => {
            pages.current.set(page, items)
            setKnown((known) => known + 1)
          },
          (failure) => {
            // asked for again when it comes into view again
            asked.current.delete(page)
            setError(failure)
          },
        )
      }
    },
    [ecosystemId, id, isRunning, language],
  )
  // the first of them come beside the sums, not after them
  useEffect(() => need(0, 0), [need])
  return { at: (index) => pages.current.get(Math.floor(index / LINES))?.[index % LINES], need, error }
}

/** Hands a statement on as a file in the reader's language. */
export function useFile({ id, isRunning }: Which) {
  const { path, language } = useBase()
  return useMutation({
    mutationFn: async (format: 'pdf' | 'csv') => {
      const params = { path: { ...path, id }, query: { format, language } }
      const asked = isRunning
        ? await api.GET(`${STATEMENTS}/running/{id}/file`, { params, parseAs: 'blob' })
        : await api.GET(`${STATEMENTS}/{id}/file`, { params, parseAs: 'blob' })
      const file = (await answer(Promise.resolve(asked))) as unknown as Blob
      download(file, /filename="([^"]+)"/.exec(asked.response.headers.get('content-disposition') ?? '')?.[1] ?? `statement.${format}`)
    },
  })
}

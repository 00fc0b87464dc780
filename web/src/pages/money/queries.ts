import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'

export type Account = components['schemas']['LedgerAccount']
export type Totals = components['schemas']['LedgerTotals']
export type Transaction = components['schemas']['LedgerTransaction']
export type Entry = Transaction['entries'][number]
export type Posting = components['schemas']['LedgerPosting']
export type Origin = components['schemas']['MoneyOrigin']
export type Reversal = components['schemas']['NewLedgerReversal']

const LEDGER = '/api/ecosystems/{ecosystemId}/ledger'
const MONEY = '/api/ecosystems/{ecosystemId}/money'
const PAGE = 50

export function useKey() {
  const { id: ecosystemId } = useEcosystem()
  return { ecosystemId, key: ['money', ecosystemId] as const, path: { ecosystemId } }
}

export function useTotals(enabled: boolean) {
  const { key, path } = useKey()
  return useQuery({ queryKey: [...key, 'totals'], queryFn: () => answer(api.GET(`${LEDGER}/totals`, { params: { path } })), enabled })
}

/** What purposes are called, by purpose. */
export function useNames() {
  const { key, path } = useKey()
  return useQuery({
    queryKey: [...key, 'names'],
    queryFn: async () => {
      const { items } = await answer(api.GET(`${MONEY}/names`, { params: { path } }))
      return new Map(items.map(({ purpose, name }) => [purpose, name]))
    },
    staleTime: 60_000,
  })
}

/** What kinds of value are called, by their codes. */
export function useAssetNames() {
  const { key, path } = useKey()
  return useQuery({
    queryKey: [...key, 'assets'],
    queryFn: async () => {
      const { items } = await answer(api.GET(`${LEDGER}/assets`, { params: { path } }))
      return new Map(items.map(({ code, name }) => [code, name]))
    },
    staleTime: 60_000,
  })
}

type Wanted = { owner?: 'ecosystem' | 'organisations'; purpose?: string; asset?: string }

/** Accounts by what is on them, the most first. */
export function useAccounts(wanted: Wanted) {
  const { key, path } = useKey()
  return useInfiniteQuery({
    queryKey: [...key, 'accounts', wanted],
    queryFn: ({ pageParam }) => {
      const query = { ...wanted, order: 'balance' as const, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }
      return answer(api.GET(`${LEDGER}/accounts`, { params: { path, query } }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

export function useAccount(id: string) {
  const { key, path } = useKey()
  return useQuery({
    queryKey: [...key, 'account', id],
    queryFn: () => answer(api.GET(`${LEDGER}/accounts/{id}`, { params: { path: { ...path, id } } })),
  })
}

export function usePostings(accountId: string, days: { from?: string; to?: string }) {
  const { key, path } = useKey()
  return useInfiniteQuery({
    queryKey: [...key, 'postings', accountId, days],
    queryFn: ({ pageParam }) => {
      const query = { ...days, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }
      return answer(api.GET(`${LEDGER}/accounts/{id}/entries`, { params: { path: { ...path, id: accountId }, query } }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

export function useTransaction(id: string) {
  const { key, path } = useKey()
  return useQuery({
    queryKey: [...key, 'transaction', id],
    queryFn: () => answer(api.GET(`${LEDGER}/transactions/{id}`, { params: { path: { ...path, id } } })),
  })
}

export function useOrigin(id: string) {
  const { key, path } = useKey()
  const { i18n } = useTranslation()
  const language = i18n.language === 'de' ? 'de' : 'en'
  return useQuery({
    queryKey: [...key, 'origin', id, language],
    queryFn: () => answer(api.GET(`${MONEY}/transactions/{id}/origin`, { params: { path: { ...path, id }, query: { language } } })),
  })
}

export function useReversal(id: string) {
  const { key, path } = useKey()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Reversal) => answer(api.POST(`${LEDGER}/transactions/{id}/reversal`, { params: { path: { ...path, id } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
}

/** Reads all books anew: asked for by whoever wants to know, not each time the page is seen. */
export function useCheck() {
  const { key, path } = useKey()
  return useQuery({
    queryKey: [...key, 'check'],
    queryFn: () => answer(api.GET(`${LEDGER}/check`, { params: { path } })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'

type Schemas = components['schemas']
export type Sale = Schemas['Sale']
export type SaleSummary = Schemas['SaleSummary']
export type NewSale = Schemas['NewSale']
export type NewRefund = Schemas['NewSaleRefund']
export type ImportCheck = Schemas['SaleImportCheck']
/** How a file is to be read; it goes along as JSON beside the file. */
export type ImportSettings = {
  ruleId: string
  collectedBy: string | null
  mapping: (string | null)[] | null
  vatRate: string | null
  country: string
  late: 'refuse' | 'next'
  addsUp: boolean
  expected: number | null
}
export type SaleImport = Schemas['SaleImport']
export type Compared = Schemas['SharingCompared']
export type Comparison = Schemas['SharingComparison']

const ECOSYSTEM = '/api/ecosystems/{ecosystemId}'
const SALES = `${ECOSYSTEM}/sales` as const
const IMPORTS = `${ECOSYSTEM}/sale-imports` as const
const RULES = `${ECOSYSTEM}/sharing/rules` as const
const PAGE = 50

function useKey() {
  const { id: ecosystemId } = useEcosystem()
  const { i18n } = useTranslation()
  const language: 'en' | 'de' = i18n.language === 'de' ? 'de' : 'en'
  return { key: ['sales', ecosystemId] as const, path: { ecosystemId }, language }
}

export type Wanted = { from?: string; until?: string; ruleId?: string; partyId?: string; importId?: string; reference?: string }

/** Sales, the newest day first. */
export function useSales(wanted: Wanted) {
  const { key, path } = useKey()
  return useInfiniteQuery({
    queryKey: [...key, 'list', wanted],
    queryFn: ({ pageParam }) => {
      const query = { ...wanted, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }
      return answer(api.GET(SALES, { params: { path, query } }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
}

export function useSale(id: string) {
  const { key, path, language } = useKey()
  return useQuery({
    queryKey: [...key, 'sale', id, language],
    queryFn: () => answer(api.GET(`${SALES}/{id}`, { params: { path: { ...path, id }, query: { language } } })),
  })
}

/** After anything was booked, everything about money is read anew. */
function useBooking<T, R>(book: (path: { ecosystemId: string }, input: T) => Promise<R>) {
  const { key, path } = useKey()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: T) => book(path, input),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: key })
      await queries.invalidateQueries({ queryKey: ['money', path.ecosystemId] })
    },
  })
}

export function useRecording() {
  return useBooking((path, body: NewSale) => answer(api.POST(SALES, { params: { path }, body })))
}

export function useRefund(id: string) {
  return useBooking((path, body: NewRefund) => answer(api.POST(`${SALES}/{id}/refunds`, { params: { path: { ...path, id } }, body })))
}

export function useRules() {
  const { key, path } = useKey()
  return useQuery({
    queryKey: [...key, 'rules'],
    queryFn: async () => (await answer(api.GET(RULES, { params: { path } }))).items,
  })
}

export function useRule(id: string | null) {
  const { key, path, language } = useKey()
  return useQuery({
    queryKey: [...key, 'rule', id, language],
    queryFn: () => answer(api.GET(`${RULES}/{id}`, { params: { path: { ...path, id: id! }, query: { language } } })),
    enabled: id !== null,
  })
}

export type SentFile = { file: File; settings: ImportSettings }

function requestOf(path: { ecosystemId: string }, { file, settings }: SentFile) {
  const form = new FormData()
  form.append('files', file)
  return { params: { path, query: { settings: JSON.stringify(settings) } }, body: { files: [] }, bodySerializer: () => form }
}

/** What would be booked of a file. The file stays with the reader, and is sent anew for each question. */
export function useImportCheck() {
  const { path } = useKey()
  return useMutation({ mutationFn: (sent: SentFile) => answer(api.POST(`${IMPORTS}/check`, requestOf(path, sent))) })
}

export function useImporting() {
  return useBooking((path, sent: SentFile) => answer(api.POST(IMPORTS, requestOf(path, sent))))
}

export function useImports() {
  const { key, path } = useKey()
  return useQuery({
    queryKey: [...key, 'imports'],
    queryFn: async () => (await answer(api.GET(IMPORTS, { params: { path, query: { limit: PAGE } } }))).items,
  })
}

export function useUndoing() {
  return useBooking((path, id: string) => answer(api.POST(`${IMPORTS}/{id}/undoing`, { params: { path: { ...path, id } } })))
}

export function useComparison(asked: Comparison | null) {
  const { key, path } = useKey()
  return useQuery({
    queryKey: [...key, 'comparison', asked],
    queryFn: () => answer(api.POST(`${SALES}/comparison`, { params: { path }, body: asked! })),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'
import { download } from '../../ui/download.ts'

type Schemas = components['schemas']
export type Settlement = NonNullable<Schemas['Settlement']>
export type SettlementItem = NonNullable<Schemas['SettlementItem']>
export type Line = NonNullable<Schemas['SettlementLine']>
export type Total = NonNullable<Schemas['SettlementTotal']>
export type Settings = NonNullable<Schemas['SettlementSettings']>
export type SettingsChange = Schemas['SettlementSettingsChange']
export type BankAccount = NonNullable<Schemas['BankAccount']>
export type NewBankAccount = Schemas['NewBankAccount']
export type Failure = Schemas['NewSettlementFailures']
export type Format = 'sepa' | 'csv'

const SETTLEMENTS = '/api/ecosystems/{ecosystemId}/settlements'
const SETTINGS = '/api/ecosystems/{ecosystemId}/settlement-settings'
const ACCOUNT = '/api/ecosystems/{ecosystemId}/parties/{id}/bank-account'
const LIMIT = 50

function useKey() {
  const { id: ecosystemId } = useEcosystem()
  return { ecosystemId, key: ['settlement', ecosystemId] as const }
}

const at = (pageParam: string) => ({ limit: LIMIT, ...(pageParam === '' ? {} : { cursor: pageParam }) })

export function useSettlements() {
  const { ecosystemId, key } = useKey()
  return useInfiniteQuery({
    queryKey: [...key, 'list'],
    initialPageParam: '',
    queryFn: ({ pageParam }) => answer(api.GET(SETTLEMENTS, { params: { path: { ecosystemId }, query: at(pageParam) } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

export function useSettlement(id: string) {
  const { ecosystemId, key } = useKey()
  return useQuery({
    queryKey: [...key, 'one', id],
    queryFn: () => answer(api.GET(`${SETTLEMENTS}/{id}`, { params: { path: { ecosystemId, id } } })),
  })
}

export function useLines(id: string) {
  const { ecosystemId, key } = useKey()
  return useInfiniteQuery({
    queryKey: [...key, 'lines', id],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(api.GET(`${SETTLEMENTS}/{id}/lines`, { params: { path: { ecosystemId, id }, query: at(pageParam) } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

export function useProposal(enabled: boolean) {
  const { ecosystemId, key } = useKey()
  return useQuery({
    queryKey: [...key, 'proposal'],
    queryFn: () => answer(api.GET(`${SETTLEMENTS}/proposal`, { params: { path: { ecosystemId } } })),
    enabled,
  })
}

export function usePreview(through: string) {
  const { ecosystemId, key } = useKey()
  return useQuery({
    queryKey: [...key, 'preview', through],
    queryFn: () => answer(api.GET(`${SETTLEMENTS}/preview`, { params: { path: { ecosystemId }, query: { through } } })),
    enabled: through !== '',
    retry: false,
  })
}

/** Something was changed, after which everything about settlements is read anew. */
function useChange<T, R>(change: (ecosystemId: string, input: T) => Promise<R>) {
  const { ecosystemId, key } = useKey()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: T) => change(ecosystemId, input),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
}

export function useClose() {
  return useChange((ecosystemId, through: string) =>
    answer(api.POST(SETTLEMENTS, { params: { path: { ecosystemId } }, body: { through } })),
  )
}

export function useApproval(id: string) {
  return useChange((ecosystemId, _: null) => answer(api.POST(`${SETTLEMENTS}/{id}/approval`, { params: { path: { ecosystemId, id } } })))
}

export function useWithdrawal(id: string) {
  return useChange((ecosystemId, _: null) => answer(api.DELETE(`${SETTLEMENTS}/{id}/approval`, { params: { path: { ecosystemId, id } } })))
}

/** Makes a file if there is none, and hands it to the reader. */
export function useTakeFile(id: string) {
  return useChange(async (ecosystemId, { format, executionOn, isMade }: { format: Format; executionOn?: string; isMade: boolean }) => {
    const path = { ecosystemId, id }
    if (!isMade) {
      const body = { format, ...(executionOn && { executionOn }) }
      await answer(api.POST(`${SETTLEMENTS}/{id}/files`, { params: { path }, body }))
    }
    const asked = await api.GET(`${SETTLEMENTS}/{id}/files/{format}`, { params: { path: { ...path, format } }, parseAs: 'blob' })
    const name = /filename="([^"]+)"/.exec(asked.response.headers.get('content-disposition') ?? '')?.[1] ?? `payouts.${format}`
    download((await answer(Promise.resolve(asked))) as unknown as Blob, name)
  })
}

export function usePayment(id: string) {
  return useChange((ecosystemId, payoutIds: string[] | undefined) =>
    answer(api.POST(`${SETTLEMENTS}/{id}/payments`, { params: { path: { ecosystemId, id } }, body: payoutIds ? { payoutIds } : {} })),
  )
}

export function useFailure(id: string) {
  return useChange((ecosystemId, body: Failure) =>
    answer(api.POST(`${SETTLEMENTS}/{id}/failures`, { params: { path: { ecosystemId, id } }, body })),
  )
}

export function useSettings(enabled = true) {
  const { ecosystemId, key } = useKey()
  return useQuery({
    queryKey: [...key, 'settings'],
    queryFn: () => answer(api.GET(SETTINGS, { params: { path: { ecosystemId } } })),
    enabled,
  })
}

export function useSettingsChange() {
  return useChange((ecosystemId, body: SettingsChange) => answer(api.PUT(SETTINGS, { params: { path: { ecosystemId } }, body })))
}

export function useOwnAccountChange() {
  return useChange((ecosystemId, body: NewBankAccount) =>
    answer(api.PUT(`${SETTINGS}/bank-account`, { params: { path: { ecosystemId } }, body })),
  )
}

export function useBankAccounts() {
  const { ecosystemId, key } = useKey()
  return useInfiniteQuery({
    queryKey: [...key, 'accounts'],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/bank-accounts', { params: { path: { ecosystemId }, query: at(pageParam) } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

export function useBankAccount(id: string) {
  const { ecosystemId, key } = useKey()
  return useQuery({
    queryKey: [...key, 'account', id],
    queryFn: () => answer(api.GET(ACCOUNT, { params: { path: { ecosystemId, id } } })),
  })
}

export function useBankAccountChange(id: string) {
  return useChange((ecosystemId, body: NewBankAccount) => answer(api.PUT(ACCOUNT, { params: { path: { ecosystemId, id } }, body })))
}

export function useBankAccountRemoval(id: string) {
  return useChange((ecosystemId, _: null) => answer(api.DELETE(ACCOUNT, { params: { path: { ecosystemId, id } } })))
}

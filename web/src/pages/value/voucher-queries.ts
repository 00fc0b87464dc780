import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'

export type Voucher = components['schemas']['Voucher']
export type VoucherCode = components['schemas']['VoucherCode']
export type NewVoucher = components['schemas']['NewVoucher']
export type HeldVoucher = components['schemas']['HeldVoucher']

const VOUCHERS = '/api/ecosystems/{ecosystemId}/vouchers'

export function useVouchers() {
  const { id: ecosystemId } = useEcosystem()
  return useInfiniteQuery({
    queryKey: ['vouchers', ecosystemId, 'list'],
    queryFn: ({ pageParam }) =>
      answer(api.GET(VOUCHERS, { params: { path: { ecosystemId }, query: { limit: 50, ...(pageParam && { cursor: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

export function useVoucher(id: string) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['vouchers', ecosystemId, id],
    queryFn: () => answer(api.GET(`${VOUCHERS}/{id}`, { params: { path: { ecosystemId, id } } })),
  })
}

/** A change of vouchers, after which everything about them is read anew. */
function useChange<T, R>(change: (ecosystemId: string, input: T) => Promise<R>) {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: T) => change(ecosystemId, input),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['vouchers', ecosystemId] }),
  })
}

export function useSale() {
  return useChange((ecosystemId, body: Partial<NewVoucher> & Pick<NewVoucher, 'value' | 'expiresOn'>) =>
    answer(
      api.POST(VOUCHERS, {
        params: { path: { ecosystemId } },
        body: { money: 'EUR', collectedBy: null, restTo: 'seller', note: null, ...body },
      }),
    ),
  )
}

export function useLookUp() {
  const { id: ecosystemId } = useEcosystem()
  return useMutation({
    mutationFn: (code: string) => answer(api.POST(`${VOUCHERS}/look-ups`, { params: { path: { ecosystemId } }, body: { code } })),
  })
}

export function useRedemption() {
  return useChange((ecosystemId, body: { code: string; partyId: string; amount: string; reference?: string }) =>
    answer(api.POST(`${VOUCHERS}/redemptions`, { params: { path: { ecosystemId } }, body })),
  )
}

export function useNewCode() {
  return useChange((ecosystemId, id: string) => answer(api.POST(`${VOUCHERS}/{id}/code`, { params: { path: { ecosystemId, id } } })))
}

export function useWithdrawal() {
  return useChange((ecosystemId, id: string) => answer(api.DELETE(`${VOUCHERS}/{id}/code`, { params: { path: { ecosystemId, id } } })))
}

import { useMutation } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'
import { useChange, usePages, useRead } from './queries.ts'

export type Voucher = components['schemas']['Voucher']
export type VoucherCode = components['schemas']['VoucherCode']
export type VoucherHistory = components['schemas']['VoucherHistory']
export type NewVoucher = components['schemas']['NewVoucher']
export type HeldVoucher = components['schemas']['HeldVoucher']

const VOUCHERS = '/api/ecosystems/{ecosystemId}/vouchers'

export function useVouchers() {
  return usePages('vouchers', ['list'], (ecosystemId, query) => answer(api.GET(VOUCHERS, { params: { path: { ecosystemId }, query } })))
}

export function useVoucher(id: string) {
  return useRead('vouchers', [id], (ecosystemId) => answer(api.GET(`${VOUCHERS}/{id}`, { params: { path: { ecosystemId, id } } })))
}

export function useRedemptions() {
  return usePages('vouchers', ['redemptions'], (ecosystemId, query) =>
    answer(api.GET(`${VOUCHERS}/redemptions`, { params: { path: { ecosystemId }, query } })),
  )
}

export function takeBackRedemption(id: string) {
  return (ecosystemId: string, reason: string) =>
    answer(api.POST(`${VOUCHERS}/redemptions/{id}/reversal`, { params: { path: { ecosystemId, id } }, body: { reason } }))
}

export function useSale() {
  return useChange('vouchers', (ecosystemId, body: Partial<NewVoucher> & Pick<NewVoucher, 'value' | 'expiresOn'>) =>
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
  return useChange('vouchers', (ecosystemId, body: { code: string; partyId: string; amount: string; reference?: string }) =>
    answer(api.POST(`${VOUCHERS}/redemptions`, { params: { path: { ecosystemId } }, body })),
  )
}

export function useNewCode() {
  return useChange('vouchers', (ecosystemId, id: string) =>
    answer(api.POST(`${VOUCHERS}/{id}/code`, { params: { path: { ecosystemId, id } } })),
  )
}

export function useWithdrawal() {
  return useChange('vouchers', (ecosystemId, id: string) =>
    answer(api.DELETE(`${VOUCHERS}/{id}/code`, { params: { path: { ecosystemId, id } } })),
  )
}

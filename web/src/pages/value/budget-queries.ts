import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useChange, usePages, useRead } from './queries.ts'

type Schemas = components['schemas']
export type BudgetSummary = Schemas['BudgetSummary']
export type Budget = Schemas['Budget']
export type BudgetRequest = Schemas['BudgetRequest']
export type Fund = Schemas['Fund']
export type FundPayment = Schemas['FundPayment']

const BUDGETS = '/api/ecosystems/{ecosystemId}/budgets'
const FUNDS = '/api/ecosystems/{ecosystemId}/funds'
const PAYMENTS = '/api/ecosystems/{ecosystemId}/fund-payments'

export function useBudgets() {
  return usePages('budgets', ['list'], (ecosystemId, query) => answer(api.GET(BUDGETS, { params: { path: { ecosystemId }, query } })))
}

export function useBudget(id: string) {
  return useRead('budgets', [id], (ecosystemId) => answer(api.GET(`${BUDGETS}/{id}`, { params: { path: { ecosystemId, id } } })))
}

export function useRequests(id: string) {
  return usePages('budgets', [id, 'requests'], (ecosystemId, query) =>
    answer(api.GET(`${BUDGETS}/{id}/requests`, { params: { path: { ecosystemId, id }, query } })),
  )
}

export function useNewBudget() {
  return useChange('budgets', (ecosystemId, body: Schemas['NewBudget']) =>
    answer(api.POST(BUDGETS, { params: { path: { ecosystemId } }, body })),
  )
}

export function useNewMember(id: string) {
  return useChange('budgets', (ecosystemId, partyId: string) =>
    answer(api.PUT(`${BUDGETS}/{id}/members/{partyId}`, { params: { path: { ecosystemId, id, partyId } } })),
  )
}

export function useContribution(id: string) {
  return useChange('budgets', (ecosystemId, body: Schemas['NewBudgetContribution']) =>
    answer(api.POST(`${BUDGETS}/{id}/contributions`, { params: { path: { ecosystemId, id } }, body })),
  )
}

export function useContributions(id: string) {
  return usePages('budgets', [id, 'contributions'], (ecosystemId, query) =>
    answer(api.GET(`${BUDGETS}/{id}/contributions`, { params: { path: { ecosystemId, id }, query } })),
  )
}

export function takeBackContribution(id: string, contributionId: string) {
  return (ecosystemId: string, reason: string) => {
    const path = { ecosystemId, id, contributionId }
    return answer(api.POST(`${BUDGETS}/{id}/contributions/{contributionId}/reversal`, { params: { path }, body: { reason } }))
  }
}

export function takeBackSpending(id: string, requestId: string) {
  return (ecosystemId: string, reason: string) => {
    const path = { ecosystemId, id, requestId }
    return answer(api.POST(`${BUDGETS}/{id}/requests/{requestId}/reversal`, { params: { path }, body: { reason } }))
  }
}

export function useNewRequest(id: string) {
  return useChange('budgets', (ecosystemId, body: Schemas['NewBudgetRequest']) =>
    answer(api.POST(`${BUDGETS}/{id}/requests`, { params: { path: { ecosystemId, id } }, body })),
  )
}

export function useApproval(id: string) {
  return useChange('budgets', (ecosystemId, { requestId, partyId }: { requestId: string; partyId: string }) =>
    answer(
      api.POST(`${BUDGETS}/{id}/requests/{requestId}/approvals`, { params: { path: { ecosystemId, id, requestId } }, body: { partyId } }),
    ),
  )
}

export function useRequestWithdrawal(id: string) {
  return useChange('budgets', (ecosystemId, requestId: string) =>
    answer(api.POST(`${BUDGETS}/{id}/requests/{requestId}/withdrawal`, { params: { path: { ecosystemId, id, requestId } } })),
  )
}

export function useFunds() {
  return usePages('levies', ['funds'], (ecosystemId, query) => answer(api.GET(FUNDS, { params: { path: { ecosystemId }, query } })))
}

export function useFundPayments() {
  return usePages('levies', ['payments'], (ecosystemId, query) => answer(api.GET(PAYMENTS, { params: { path: { ecosystemId }, query } })))
}

export function useOrigins(id: string) {
  return usePages('levies', ['origins', id], (ecosystemId, query) =>
    answer(api.GET(`${PAYMENTS}/{id}/origins`, { params: { path: { ecosystemId, id }, query } })),
  )
}

export function useFundPayment(id: string) {
  return useChange('levies', (ecosystemId, body: Schemas['NewFundPayment']) =>
    answer(api.POST(`${FUNDS}/{id}/payments`, { params: { path: { ecosystemId, id } }, body })),
  )
}

/** What purposes are called by the rules that give to them; of others, their own word read aloud. */
export function usePurposeName(): (purpose: string) => string {
  const names = useRead('levies', ['names'], async (ecosystemId) => {
    const { items } = await answer(api.GET('/api/ecosystems/{ecosystemId}/money/names', { params: { path: { ecosystemId } } }))
    return new Map(items.map(({ purpose, name }) => [purpose, name]))
  }).data
  return (purpose) => names?.get(purpose) ?? spoken(purpose.replace(/^fund:/, ''))
}

/** `levy:2026` is Levy 2026. */
function spoken(word: string): string {
  const words = word.replaceAll(/[:._-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

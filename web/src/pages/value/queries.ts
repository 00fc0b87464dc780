import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'

type Schemas = components['schemas']
export type Circle = Schemas['CreditCircle']
export type Member = Schemas['CreditMember']
export type PointsKind = Schemas['PointsKind']
export type Hours = Schemas['VolunteerHours']
export type Move = Schemas['ValueMove']

const CREDIT = '/api/ecosystems/{ecosystemId}/credit'
const POINTS = '/api/ecosystems/{ecosystemId}/points'
const HOURS = '/api/ecosystems/{ecosystemId}/volunteer-hours'

type Page<T> = { items: T[]; nextCursor: string | null }
export type Area = 'vouchers' | 'credit' | 'points' | 'hours' | 'budgets' | 'levies'

/** Something of one kind of value. */
export function useRead<T>(area: Area, parts: readonly unknown[], read: (ecosystemId: string) => Promise<T>, enabled = true) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({ queryKey: [area, ecosystemId, ...parts], queryFn: () => read(ecosystemId), enabled })
}

/** A list of one kind of value, page by page. */
export function usePages<T, P extends Page<T>>(
  area: Area,
  parts: readonly unknown[],
  read: (ecosystemId: string, paging: { limit: number; cursor?: string }) => Promise<P & Page<T>>,
) {
  const { id: ecosystemId } = useEcosystem()
  return useInfiniteQuery({
    queryKey: [area, ecosystemId, ...parts],
    queryFn: ({ pageParam }) => read(ecosystemId, { limit: 30, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

/** A change of one kind of value, after which all of it is read anew. */
export function useChange<T, R>(area: Area, change: (ecosystemId: string, input: T) => Promise<R>) {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: T) => change(ecosystemId, input),
    onSuccess: () => queries.invalidateQueries({ queryKey: [area, ecosystemId] }),
  })
}

export function useCircles() {
  return useRead('credit', ['circles'], async (ecosystemId) => (await answer(api.GET(CREDIT, { params: { path: { ecosystemId } } }))).items)
}

export function useNewCircle() {
  return useChange('credit', (ecosystemId, body: Schemas['NewCreditCircle']) =>
    answer(api.POST(CREDIT, { params: { path: { ecosystemId } }, body })),
  )
}

export function useMembers(asset: string) {
  return usePages('credit', [asset, 'members'], (ecosystemId, query) =>
    answer(api.GET(`${CREDIT}/{asset}/members`, { params: { path: { ecosystemId, asset }, query } })),
  )
}

export function useSetMember(asset: string) {
  return useChange('credit', (ecosystemId, { partyId, ...body }: { partyId: string; limit: string; maximum: string | null }) =>
    answer(api.PUT(`${CREDIT}/{asset}/members/{partyId}`, { params: { path: { ecosystemId, asset, partyId } }, body })),
  )
}

export function useCreditPayment(asset: string) {
  return useChange('credit', (ecosystemId, body: Schemas['NewCreditPayment']) =>
    answer(api.POST(`${CREDIT}/{asset}/payments`, { params: { path: { ecosystemId, asset } }, body })),
  )
}

export function useCreditMoves(asset: string, partyId: string) {
  return usePages('credit', [asset, 'moves', partyId], (ecosystemId, query) =>
    answer(api.GET(`${CREDIT}/{asset}/moves`, { params: { path: { ecosystemId, asset }, query: { ...query, partyId } } })),
  )
}

export function takeBackPayment(asset: string, id: string) {
  return (ecosystemId: string, reason: string) =>
    answer(api.POST(`${CREDIT}/{asset}/moves/{id}/reversal`, { params: { path: { ecosystemId, asset, id } }, body: { reason } }))
}

export function usePointsKinds() {
  return useRead('points', ['kinds'], async (ecosystemId) => (await answer(api.GET(POINTS, { params: { path: { ecosystemId } } }))).items)
}

export function useNewPoints() {
  return useChange('points', (ecosystemId, body: Schemas['NewPoints']) =>
    answer(api.POST(POINTS, { params: { path: { ecosystemId } }, body })),
  )
}

export function useNewReason(asset: string) {
  return useChange('points', (ecosystemId, body: Schemas['NewPointsReason']) =>
    answer(api.POST(`${POINTS}/{asset}/reasons`, { params: { path: { ecosystemId, asset } }, body })),
  )
}

export function useReasonRemoval(asset: string) {
  return useChange('points', (ecosystemId, id: string) =>
    answer(api.DELETE(`${POINTS}/{asset}/reasons/{id}`, { params: { path: { ecosystemId, asset, id } } })),
  )
}

export function useIssue(asset: string) {
  return useChange(
    'points',
    (ecosystemId, body: { partyId: string; points?: string; reasonId?: string; times: number; text: string | null }) =>
      answer(api.POST(`${POINTS}/{asset}/issues`, { params: { path: { ecosystemId, asset } }, body })),
  )
}

export function useSpending(asset: string) {
  return useChange('points', (ecosystemId, body: Schemas['NewPointsSpending']) =>
    answer(api.POST(`${POINTS}/{asset}/spendings`, { params: { path: { ecosystemId, asset } }, body })),
  )
}

export function useHolders(asset: string) {
  return usePages('points', [asset, 'holders'], (ecosystemId, query) =>
    answer(api.GET(`${POINTS}/{asset}/holders`, { params: { path: { ecosystemId, asset }, query } })),
  )
}

export function usePointsHeld(asset: string, partyId: string) {
  return useRead('points', [asset, 'held', partyId], (ecosystemId) =>
    answer(api.GET(`${POINTS}/{asset}/balance`, { params: { path: { ecosystemId, asset }, query: { partyId } } })),
  )
}

export function usePointsMoves(asset: string, partyId: string) {
  return usePages('points', [asset, 'moves', partyId], (ecosystemId, query) =>
    answer(api.GET(`${POINTS}/{asset}/moves`, { params: { path: { ecosystemId, asset }, query: { ...query, partyId } } })),
  )
}

export function takeBackPoints(asset: string, id: string) {
  return (ecosystemId: string, reason: string) =>
    answer(api.POST(`${POINTS}/{asset}/moves/{id}/reversal`, { params: { path: { ecosystemId, asset, id } }, body: { reason } }))
}

export function useHours() {
  return usePages('hours', ['list'], (ecosystemId, query) => answer(api.GET(HOURS, { params: { path: { ecosystemId }, query } })))
}

export function useHourSums() {
  return useRead('hours', ['sums'], (ecosystemId) => answer(api.GET(`${HOURS}/sums`, { params: { path: { ecosystemId } } })))
}

export function useReport() {
  return useChange('hours', (ecosystemId, body: Schemas['NewVolunteerHours']) =>
    answer(api.POST(HOURS, { params: { path: { ecosystemId } }, body })),
  )
}

export function useAnswer() {
  return useChange('hours', (ecosystemId, { id, how }: { id: string; how: 'confirmation' | 'refusal' }) =>
    answer(api.POST(`${HOURS}/{id}/${how}`, { params: { path: { ecosystemId, id } } })),
  )
}

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import type { NewOffer, Offer } from '../../data/types.ts'
import { explain } from '../../problem.ts'
import { showFailed, showUndo } from '../../ui/toast.tsx'

const PAGE = 50

export function useOffers(side: Offer['side'], q: string) {
  const { id: ecosystemId } = useEcosystem()
  return useInfiniteQuery({
    queryKey: ['offers', ecosystemId, side, q],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/offers', {
          params: { path: { ecosystemId }, query: { side, limit: PAGE, ...(q && { q }), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

export function useRefreshOffers() {
  const queries = useQueryClient()
  const { id: ecosystemId } = useEcosystem()
  return () => {
    for (const part of ['offers', 'party', 'events']) queries.invalidateQueries({ queryKey: [part, ecosystemId] })
  }
}

export function useSaveOffer(offer: Offer | undefined) {
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshOffers()
  return useMutation({
    mutationFn: (body: NewOffer) => {
      if (offer === undefined) return answer(api.POST('/api/ecosystems/{ecosystemId}/offers', { params: { path: { ecosystemId } }, body }))
      const { partyId: _party, side: _side, ...facts } = body
      return answer(
        api.PATCH('/api/ecosystems/{ecosystemId}/offers/{id}', {
          params: { path: { ecosystemId, id: offer.id } },
          body: { ...facts, version: offer.version },
        }),
      )
    },
    onSuccess: refresh,
  })
}

export function useEndOffer(offer: Offer) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshOffers()
  const params = { path: { ecosystemId, id: offer.id } }
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/ecosystems/{ecosystemId}/offers/{id}', { params })),
    onSuccess: () => {
      refresh()
      showUndo(t('exchange.ended', { title: offer.title }), async () => {
        await answer(api.POST('/api/ecosystems/{ecosystemId}/offers/{id}/restoration', { params }))
        refresh()
      })
    },
    onError: (error) => showFailed(explain(t, error, 'reading').what),
  })
}

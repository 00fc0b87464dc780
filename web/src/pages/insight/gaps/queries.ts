import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../../api.ts'
import type { components } from '../../../api-types.ts'
import { pauseUntilAskedAnew, pauseUntilRead } from '../../../data/reading-age.tsx'
import { useEcosystem } from '../../../data/session.ts'
import { explain } from '../../../problem.ts'
import { showFailed, showUndo } from '../../../ui/toast.tsx'

type Schemas = components['schemas']
export type Gaps = Schemas['Gaps']
export type Gap = Schemas['Gap']
export type GapSort = Gap['sort']
export type Value = Schemas['GapValue']
export type Reference = Schemas['GapReference']
export type NewAside = Schemas['NewGapAside']
export type Adoption = Schemas['GapReferenceAdoption']

export const SORTS = ['need', 'supplier', 'onlyWay', 'hole', 'sector', 'kind', 'lonely'] as const satisfies readonly GapSort[]

const ASIDES = '/api/ecosystems/{ecosystemId}/gaps/asides'
const REFERENCES = '/api/ecosystems/{ecosystemId}/gaps/references'

export function useGaps(withinKm: number | null) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['gaps', ecosystemId, 'list', withinKm],
    queryFn: () =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/gaps', { params: { path: { ecosystemId }, query: withinKm === null ? {} : { withinKm } } }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (withinKm === null ? pauseUntilRead : pauseUntilAskedAnew)(state.data?.freshness),
  })
}

function useFresh() {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['gaps', ecosystemId] })
}

/** Sets a gap aside, and offers to take that back. */
export function useSetAside() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const fresh = useFresh()
  const end = useEndAside()
  return useMutation({
    mutationFn: (body: NewAside) => answer(api.POST(ASIDES, { params: { path: { ecosystemId } }, body })),
    onSuccess: async ({ id }) => {
      await fresh()
      showUndo(t('gaps.aside.done'), () => end.mutateAsync(id))
    },
  })
}

export function useEndAside() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const fresh = useFresh()
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE(`${ASIDES}/{id}`, { params: { path: { ecosystemId, id } } })),
    onSuccess: fresh,
    onError: (error) => showFailed(explain(t, error, 'reading').what),
  })
}

export function useReferences() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['gaps', ecosystemId, 'references'],
    queryFn: async () => (await answer(api.GET(REFERENCES, { params: { path: { ecosystemId } } }))).items,
  })
}

/** Sends a table to be looked at; nothing is compared with it yet. */
export function useCheckReference() {
  const { id: ecosystemId } = useEcosystem()
  return useMutation({
    mutationFn: (file: File) => {
      const form = new FormData()
      form.append('files', file)
      return answer(api.POST(REFERENCES, { params: { path: { ecosystemId } }, body: { files: [] }, bodySerializer: () => form }))
    },
  })
}

export function useAdoptReference(id: string) {
  const { id: ecosystemId } = useEcosystem()
  const fresh = useFresh()
  return useMutation({
    mutationFn: (body: Adoption) => answer(api.POST(`${REFERENCES}/{id}/adoption`, { params: { path: { ecosystemId, id } }, body })),
    onSuccess: fresh,
  })
}

/** Removes the table that is compared with, and offers to bring it back. */
export function useRemoveReference() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const fresh = useFresh()
  const restore = useRestoreReference()
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE(`${REFERENCES}/{id}`, { params: { path: { ecosystemId, id } } })),
    onSuccess: async ({ id }) => {
      await fresh()
      showUndo(t('gaps.reference.removed'), () => restore.mutateAsync(id))
    },
    onError: (error) => showFailed(explain(t, error, 'reading').what),
  })
}

export function useRestoreReference() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const fresh = useFresh()
  return useMutation({
    mutationFn: (id: string) => answer(api.POST(`${REFERENCES}/{id}/restoration`, { params: { path: { ecosystemId, id } } })),
    onSuccess: fresh,
    onError: (error) => showFailed(explain(t, error, 'reading').what),
  })
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import type { GuideProposal, GuideStepKey } from '../../data/guide.ts'
import { useEcosystem } from '../../data/session.ts'
import { showUndo } from '../../ui/toast.tsx'

function useRefresh() {
  const queries = useQueryClient()
  const { id: ecosystemId } = useEcosystem()
  return () => Promise.all(['guide', 'tasks', 'events'].map((key) => queries.invalidateQueries({ queryKey: [key, ecosystemId] })))
}

/** Sets a step aside (true) or takes it up again (false). */
export function useSkip(step: GuideStepKey) {
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefresh()
  const params = { path: { ecosystemId, step } }
  return useMutation({
    mutationFn: (isSkipped: boolean) =>
      isSkipped
        ? answer(api.PUT('/api/ecosystems/{ecosystemId}/guide/skips/{step}', { params }))
        : answer(api.DELETE('/api/ecosystems/{ecosystemId}/guide/skips/{step}', { params })),
    onSuccess: refresh,
  })
}

/** Makes the tasks of a proposal or of an idea, and offers to take them off the list again. `onTaken` is called before they are shown as taken. */
export function useMakeTasks(step: GuideProposal['step'], onTaken: () => void) {
  const { t, i18n } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefresh()
  const locale = i18n.language === 'de' ? 'de' : 'en'
  const remove = async (ids: string[]) => {
    for (const id of ids) {
      await answer(api.DELETE('/api/ecosystems/{ecosystemId}/tasks/{id}', { params: { path: { ecosystemId, id } } }))
    }
    await refresh()
  }
  return useMutation({
    mutationFn: (chosen: { proposal: string } | { idea: string }) =>
      'proposal' in chosen
        ? answer(
            api.POST('/api/ecosystems/{ecosystemId}/guide/proposals/{key}/tasks', {
              params: { path: { ecosystemId, key: chosen.proposal } },
              body: { locale },
            }),
          )
        : answer(
            api.POST('/api/ecosystems/{ecosystemId}/guide/ideas', {
              params: { path: { ecosystemId } },
              body: { step, title: chosen.idea },
            }),
          ),
    onSuccess: async ({ items }) => {
      onTaken()
      await refresh()
      showUndo(t('guide.tasksMade', { count: items.length }), () => remove(items.map(({ id }) => id)))
    },
    // somebody else may have taken it meanwhile: then it is shown as taken
    onError: refresh,
  })
}

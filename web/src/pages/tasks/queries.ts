import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import type { NewTask, Task } from '../../data/types.ts'
import { explain } from '../../problem.ts'
import { showFailed, showUndo } from '../../ui/toast.tsx'

export type TaskState = 'open' | 'done'

const LIMIT = 200

export function useTasks({ state, owner, partyId }: { state: TaskState; owner?: string | undefined; partyId?: string | undefined }) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['tasks', ecosystemId, state, owner, partyId],
    queryFn: () =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/tasks', {
          params: { path: { ecosystemId }, query: { state, limit: LIMIT, ...(owner && { owner }), ...(partyId && { partyId }) } },
        }),
      ),
  })
}

export function useRefreshTasks() {
  const queries = useQueryClient()
  const { id: ecosystemId } = useEcosystem()
  return () => {
    queries.invalidateQueries({ queryKey: ['tasks', ecosystemId] })
    queries.invalidateQueries({ queryKey: ['events', ecosystemId] })
  }
}

export function useSaveTask(task?: Task) {
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshTasks()
  return useMutation({
    mutationFn: (body: NewTask) =>
      task === undefined
        ? answer(api.POST('/api/ecosystems/{ecosystemId}/tasks', { params: { path: { ecosystemId } }, body }))
        : answer(
            api.PATCH('/api/ecosystems/{ecosystemId}/tasks/{id}', {
              params: { path: { ecosystemId, id: task.id } },
              body: { ...body, version: task.version },
            }),
          ),
    onSuccess: refresh,
  })
}

/** Marks a task as done, or opens it again; each offers to take it back. */
export function useCompletion(task: Task) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshTasks()
  const params = { path: { ecosystemId, id: task.id } }
  const complete = () => answer(api.POST('/api/ecosystems/{ecosystemId}/tasks/{id}/completion', { params }))
  const reopen = () => answer(api.DELETE('/api/ecosystems/{ecosystemId}/tasks/{id}/completion', { params }))
  const isDone = task.completion !== null
  return useMutation({
    mutationFn: isDone ? reopen : complete,
    onSuccess: () => {
      refresh()
      showUndo(t(isDone ? 'tasks.reopened' : 'tasks.done', { title: task.title }), async () => {
        await (isDone ? complete() : reopen())
        refresh()
      })
    },
    onError: (error) => showFailed(explain(t, error, 'reading').what),
  })
}

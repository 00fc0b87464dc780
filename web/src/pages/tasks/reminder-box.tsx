import { Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { keepAnswer } from '../../data/keep-answer.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { showDone } from '../../ui/toast.tsx'
import classes from './tasks.module.css'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** Whether one gets a mail a day with what is due, and at which hour. */
export function ReminderBox() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const params = { path: { ecosystemId } }
  const key = ['task-reminder', ecosystemId]
  const reminder = useQuery({
    queryKey: key,
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/task-reminder', { params })),
  })
  const change = useMutation({
    mutationFn: (hour: number | null) =>
      hour === null
        ? answer(api.DELETE('/api/ecosystems/{ecosystemId}/task-reminder', { params }))
        : answer(api.PUT('/api/ecosystems/{ecosystemId}/task-reminder', { params, body: { hour } })),
    onSuccess: async (kept) => {
      await keepAnswer(queries, key, kept)
      showDone(kept.hour === null ? t('tasks.reminder.ended') : t('tasks.reminder.set', { hour: kept.hour }))
    },
  })
  if (reminder.isError) return <Failure error={reminder.error} again={() => reminder.refetch()} />
  return (
    <section className={`tutti-card ${classes.reminder}`} aria-labelledby="reminder">
      <div>
        <h2 id="reminder">{t('tasks.reminder.title')}</h2>
        <p>{t('tasks.reminder.why')}</p>
      </div>
      <Select
        label={t('tasks.reminder.hour')}
        data={[
          { value: '', label: t('tasks.reminder.off') },
          ...HOURS.map((hour) => ({ value: String(hour), label: t('tasks.reminder.at', { hour }) })),
        ]}
        value={reminder.data === undefined ? null : String(reminder.data.hour ?? '')}
        disabled={reminder.data === undefined || change.isPending}
        allowDeselect={false}
        onChange={(value) => change.mutate(value ? Number(value) : null)}
      />
      {change.isError && <Failure error={change.error} doing="writing" />}
    </section>
  )
}

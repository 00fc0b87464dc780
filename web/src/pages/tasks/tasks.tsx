import { Button, SegmentedControl, Select, Skeleton, Stack } from '@mantine/core'
import { IconChecklist, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { CalendarFeed } from '../../data/calendar-feed.tsx'
import { PartyPicker } from '../../data/party-picker.tsx'
import { usePeople } from '../../data/people.ts'
import { useEcosystem, useMayWrite, useMe } from '../../data/session.ts'
import type { Task } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { dayIn } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { dueOf, groupByDue } from './due.ts'
import { type TaskState, useTasks } from './queries.ts'
import { ReminderBox } from './reminder-box.tsx'
import { TaskForm } from './task-form.tsx'
import { TaskItem } from './task-item.tsx'
import classes from './tasks.module.css'

/**
 * The next steps, by the day they are due. `?new` opens the form, `&about=<party>` with a party in it, `?task=<id>` one of
 * them. `?whose`, `?of=<party>` and `?done` say which stand here, so that a list can be kept and passed on.
 */
export function Component() {
  const { t } = useTranslation()
  const [query, setQuery] = useSearchParams()
  const state: TaskState = query.has('done') ? 'done' : 'open'
  const tasks = useTasks({ state, owner: query.get('whose') ?? undefined, partyId: query.get('of') ?? undefined })
  const items = tasks.data?.items ?? []
  const [editing, setEditing] = useState<Task>()
  const opened = editing ?? items.find(({ id }) => id === query.get('task'))
  const set = (change: (query: URLSearchParams) => void) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before)
        change(next)
        return next
      },
      { replace: true },
    )
  const close = () => {
    setEditing(undefined)
    set((next) => {
      for (const key of ['new', 'about', 'task']) next.delete(key)
    })
  }
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => set((next) => next.set('new', ''))}>
      {t('tasks.new')}
    </Button>
  )
  return (
    <PageFrame>
      <PageHead title={t('tasks.title')} answer={useAnswer(items, state, tasks.isSuccess)} action={create} />
      <Bar query={query} set={set} state={state} />
      {tasks.isError && <Failure error={tasks.error} again={() => tasks.refetch()} />}
      {tasks.isPending && (
        <Stack gap="xs" aria-hidden="true">
          <Skeleton height={52} />
          <Skeleton height={52} />
        </Stack>
      )}
      {tasks.isSuccess && items.length === 0 && (
        <EmptyState
          icon={<IconChecklist size={30} aria-hidden="true" />}
          title={t(`tasks.empty.${state}.title`)}
          why={t(`tasks.empty.${state}.why`)}
          action={state === 'open' ? create : undefined}
          example={t('tasks.empty.example')}
        />
      )}
      <Groups tasks={items} state={state} onEdit={setEditing} />
      <ReminderBox />
      <CalendarFeed />
      {(query.has('new') || opened !== undefined) && <TaskForm key={opened?.id} task={opened} about={query.get('about')} onEnd={close} />}
    </PageFrame>
  )
}

type Change = (change: (query: URLSearchParams) => void) => void

/** Which tasks stand here: whose, about whom, open or done. */
function Bar({ query, set, state }: { query: URLSearchParams; set: Change; state: TaskState }): ReactNode {
  const { t } = useTranslation()
  const me = useMe()
  const mayWrite = useMayWrite()
  const people = usePeople().filter(({ personId }) => personId !== me.data?.person.id)
  const put = (key: string, value: string | null) => set((next) => (value === null ? next.delete(key) : next.set(key, value)))
  const whose = [
    { value: '', label: t('tasks.all') },
    { value: 'me', label: t('tasks.mine') },
    { value: 'nobody', label: t('tasks.nobodys') },
    ...people.map(({ personId, name }) => ({ value: personId, label: name })),
  ]
  return (
    <div className={classes.bar}>
      <Select
        label={t('tasks.whose')}
        data={mayWrite ? whose : whose.slice(0, 2)}
        value={query.get('whose') ?? ''}
        allowDeselect={false}
        onChange={(value) => put('whose', value || null)}
      />
      <PartyPicker label={t('tasks.of')} value={query.get('of')} onChange={(value) => put('of', value)} clearable />
      <SegmentedControl
        aria-label={t('tasks.which')}
        value={state}
        onChange={(value) => put('done', value === 'done' ? '' : null)}
        data={(['open', 'done'] as const).map((value) => ({ value, label: t(`tasks.states.${value}`) }))}
      />
    </div>
  )
}

function Groups({ tasks, state, onEdit }: { tasks: readonly Task[]; state: TaskState; onEdit: (task: Task) => void }) {
  const { t } = useTranslation()
  const { timeZone } = useEcosystem()
  const list = (of: readonly Task[]) => (
    <ul className={`tutti-card ${classes.list}`}>
      {of.map((task) => (
        <TaskItem key={task.id} task={task} onEdit={() => onEdit(task)} />
      ))}
    </ul>
  )
  if (tasks.length === 0) return null
  if (state === 'done') return list(tasks)
  return groupByDue(tasks, dayIn(timeZone)).map(({ due, tasks: those }) => (
    <section key={due} className={classes.group}>
      <h2 data-due={due}>
        {t(`tasks.due.${due}`)} <small>{those.length}</small>
      </h2>
      {list(those)}
    </section>
  ))
}

/** The sentence at the top: what is late comes first. */
function useAnswer(tasks: readonly Task[], state: TaskState, known: boolean): string {
  const { t } = useTranslation()
  const { timeZone } = useEcosystem()
  if (!known) return ''
  if (state === 'done') return t('tasks.answer.done', { count: tasks.length })
  const today = dayIn(timeZone)
  const count = (due: string) => tasks.filter((task) => dueOf(task.due, today) === due).length
  if (tasks.length === 0) return t('tasks.answer.none')
  if (count('overdue') > 0) return t('tasks.answer.overdue', { count: count('overdue'), total: tasks.length })
  if (count('today') > 0) return t('tasks.answer.today', { count: count('today') })
  return t('tasks.answer.calm', { count: tasks.length })
}

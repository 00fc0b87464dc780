import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { answer, api } from '../../api.ts'
import { useKinds } from '../../data/kinds.ts'
import { usePeople } from '../../data/people.ts'
import { useEcosystem } from '../../data/session.ts'
import type { Task } from '../../data/types.ts'
import { withParty } from '../../paths.ts'
import { dayIn, useFormats } from '../../ui/format.ts'
import { PartyChip } from '../../ui/party-chip.tsx'
import { dueOf } from './due.ts'
import { useCompletion } from './queries.ts'
import classes from './tasks.module.css'

/** One next step: done with one tap, opened by its title. */
export function TaskItem({ task, onEdit }: { task: Task; onEdit: () => void }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { timeZone } = useEcosystem()
  const completion = useCompletion(task)
  const owner = usePeople().find(({ personId }) => personId === task.ownerId)
  const isDone = task.completion !== null
  const due = isDone ? undefined : dueOf(task.due, dayIn(timeZone))
  return (
    <li className={classes.task}>
      {/* biome-ignore lint/a11y/useSemanticElements: drawn as a round mark, large enough for a thumb */}
      <button
        type="button"
        role="checkbox"
        aria-checked={isDone}
        className={classes.check}
        aria-label={t('tasks.mark', { title: task.title })}
        disabled={completion.isPending}
        onClick={() => completion.mutate()}
      >
        <IconCheck size={16} aria-hidden="true" />
      </button>
      <div className={classes.main}>
        <button type="button" className={classes.title} data-done={isDone || undefined} onClick={onEdit}>
          {task.title}
        </button>
        {task.body && <p className={classes.body}>{task.body}</p>}
        {(task.partyId !== null || owner !== undefined) && (
          <div className={classes.about}>
            {task.partyEndedAt !== null && <span className={classes.due}>{t('tasks.gone', { name: task.partyName })}</span>}
            {task.partyId !== null && task.partyEndedAt === null && <About partyId={task.partyId} />}
            {owner !== undefined && <span className={classes.due}>{owner.name}</span>}
          </div>
        )}
      </div>
      {task.due !== null && (
        <span className={classes.due} data-due={due}>
          {due === 'today' ? t('tasks.due.today') : date(task.due)}
        </span>
      )}
    </li>
  )
}

function About({ partyId }: { partyId: string }) {
  const { id: ecosystemId } = useEcosystem()
  const kinds = useKinds()
  const { search } = useLocation()
  const party = useQuery({
    queryKey: ['party', ecosystemId, partyId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path: { ecosystemId, id: partyId } } })),
    staleTime: 300_000,
  })
  if (party.data === undefined) return null
  return (
    <PartyChip
      name={party.data.name}
      kind={kinds.of(party.data.kinds[0])}
      detail={party.data.city}
      to={{ search: withParty(search, partyId) }}
    />
  )
}

import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { Section } from './section.tsx'
import classes from './story.module.css'

const SHOWN = 5

/** What is to be done about a party, the most urgent first. */
export function PartyTasks({ partyId }: { partyId: string }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const tasks = useQuery({
    queryKey: ['tasks', ecosystemId, 'party', partyId],
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/tasks', { params: { path: { ecosystemId }, query: { partyId, limit: SHOWN } } })),
  })
  const page = paths.tasks(ecosystemId)
  const add = (
    <Anchor component={Link} to={`${page}?new&about=${partyId}`} size="sm">
      {t('parties.tasks.add')}
    </Anchor>
  )
  return (
    <Section title={t('parties.tasks.title')} action={add}>
      {tasks.isError && <Failure error={tasks.error} again={() => tasks.refetch()} />}
      {tasks.data?.items.length === 0 && <p className={classes.quiet}>{t('parties.tasks.none')}</p>}
      <ul className={classes.list}>
        {tasks.data?.items.map((task) => (
          <li key={task.id} className={classes.item}>
            <div className={classes.itemMain}>
              <Anchor component={Link} to={`${page}?of=${partyId}&task=${task.id}`}>
                {task.title}
              </Anchor>
            </div>
            {task.due !== null && <span className={classes.itemNote}>{date(task.due)}</span>}
          </li>
        ))}
      </ul>
      {tasks.data?.nextCursor != null && (
        <Anchor component={Link} to={`${page}?of=${partyId}`} size="sm">
          {t('parties.tasks.all')}
        </Anchor>
      )}
    </Section>
  )
}

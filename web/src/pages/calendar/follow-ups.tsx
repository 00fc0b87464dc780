import { Anchor, Button, Group, TextInput } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMe } from '../../data/session.ts'
import type { Meeting } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { showDone } from '../../ui/toast.tsx'
import classes from './calendar.module.css'
import { useFollowUps } from './queries.ts'
import { followUpsIn } from './times.ts'

/** The next steps out of a meeting: the tasks that were made, and lines of the notes that can become one with a press. */
export function FollowUps({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const me = useMe()
  const { tasks, make } = useFollowUps(meeting, me.data?.person.id)
  const [typed, setTyped] = useState('')
  const made = tasks.data?.items ?? []
  const offered = followUpsIn(meeting.notes ?? '').filter((line) => !made.some(({ title }) => title === line))
  const makeOf = (title: string, onDone = () => {}) =>
    make.mutate(title, {
      onSuccess: () => {
        onDone()
        showDone(t('calendar.follow.made'))
      },
    })
  const failure = tasks.error ?? make.error
  return (
    <section className={`tutti-card ${classes.part}`} aria-labelledby="follow-ups">
      <h2 id="follow-ups">{t('calendar.follow.title')}</h2>
      {failure && <Failure error={failure} doing={make.isError ? 'writing' : 'reading'} />}
      {tasks.isSuccess && made.length + offered.length === 0 && <p className={classes.quiet}>{t('calendar.follow.none')}</p>}
      <ul className={classes.list}>
        {made.map((task) => (
          <li key={task.id} className={classes.row}>
            <Anchor component={Link} to={`${paths.tasks(ecosystemId)}?task=${task.id}`}>
              {task.title}
            </Anchor>
            {task.completion !== null && <span className={classes.quiet}>{t('calendar.follow.done')}</span>}
          </li>
        ))}
        {offered.map((line) => (
          <li key={line} className={classes.row}>
            <span>{line}</span>
            <Button
              variant="light"
              size="compact-sm"
              leftSection={<IconChecklist size={14} aria-hidden="true" />}
              disabled={make.isPending}
              onClick={() => makeOf(line)}
            >
              {t('calendar.follow.make')}
            </Button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() !== '') makeOf(typed.trim(), () => setTyped(''))
        }}
      >
        <Group align="end" gap="xs" mt="sm">
          <TextInput
            label={t('calendar.follow.other')}
            value={typed}
            maxLength={200}
            onChange={(event) => setTyped(event.currentTarget.value)}
            style={{ flex: '1 1 240px' }}
          />
          <Button type="submit" variant="default" loading={make.isPending} disabled={typed.trim() === ''}>
            {t('calendar.follow.make')}
          </Button>
        </Group>
      </form>
    </section>
  )
}

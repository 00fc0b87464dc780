import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { explain } from '../../problem.ts'
import { useFormats } from '../../ui/format.ts'
import { showFailed, showUndo } from '../../ui/toast.tsx'
import classes from './insight.module.css'
import { type Answer, say } from './words.ts'

const TITLE_MAX = 200

/** The task an answer proposes, and the button that puts it on the list. */
export function ProposedTask({ answer: about }: { answer: Answer }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const title = about.task ? say({ t, formats }, about.task.title) : ''
  const path = '/api/ecosystems/{ecosystemId}/tasks'
  const fresh = () => queries.invalidateQueries({ queryKey: ['tasks', ecosystemId] })
  const remove = async (id: string) => {
    await answer(api.DELETE(`${path}/{id}`, { params: { path: { ecosystemId, id } } }))
    add.reset()
    await fresh()
  }
  const add = useMutation({
    mutationFn: () =>
      answer(
        api.POST(path, {
          params: { path: { ecosystemId } },
          body: {
            title: shortened(title),
            body: say({ t, formats }, about.sentence),
            partyId: about.task?.partyIds[0] ?? null,
            proposedBy: `insight:${about.key.toLowerCase()}`,
          },
        }),
      ),
    onSuccess: async ({ id }) => {
      showUndo(t('insight.task.added'), () => remove(id))
      await fresh()
    },
    onError: (error) => {
      const { what, todo } = explain(t, error, 'reading')
      showFailed(`${what} ${todo}`)
    },
  })
  if (!about.task) return null
  return (
    <div className={classes.task}>
      <div className={classes.taskText}>
        <span className={classes.taskLabel}>{t('insight.task.label')}</span>
        {title}
      </div>
      {add.isSuccess ? (
        <Button component={Link} to={paths.tasks(ecosystemId)} variant="subtle" size="sm">
          {t('insight.task.open')}
        </Button>
      ) : (
        <Button
          variant="light"
          size="sm"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          loading={add.isPending}
          onClick={() => add.mutate()}
        >
          {t('insight.task.add')}
        </Button>
      )}
    </div>
  )
}

function shortened(title: string): string {
  return title.length <= TITLE_MAX ? title : `${title.slice(0, TITLE_MAX - 1)}…`
}

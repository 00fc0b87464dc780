import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { explain } from '../../problem.ts'
import { dayIn, useFormats } from '../../ui/format.ts'
import { showFailed, showUndo } from '../../ui/toast.tsx'
import classes from './insight.module.css'

const TITLE_MAX = 200
/** Until what is well today is looked at again. */
const AGAIN_AFTER_MS = 91 * 86_400_000

/**
 * `about` names the question the task came from; `why` is kept with it; a `hint` stands above the title instead of the word for a proposal; `due` is the day it
 * is for; `who` are those it speaks of, to open.
 */
export type Proposal = { about: string; title: string; why: string; partyId: string | null; hint?: string; due?: string; who?: ReactNode }

/** Where an answer leaves nothing to do today: to look at it again in three months. */
export function LookAgain({ about, question, why }: { about: string; question: string; why: string }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { timeZone } = useEcosystem()
  const due = dayIn(timeZone, new Date(Date.now() + AGAIN_AFTER_MS))
  return (
    <ProposedTask
      about={`again.${about}`}
      title={t('insight.task.again', { question })}
      why={why}
      partyId={null}
      hint={t('insight.task.later', { date: date(due) })}
      due={due}
    />
  )
}

/** The task an answer proposes, and the button that puts it on the list, where it may be already. */
export function ProposedTask({ about, title, why, partyId, hint, due, who }: Proposal) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const proposedBy = `insight:${about.toLowerCase()}`
  const open = useOpenTasks()
  const listed = open.some((task) => task.proposedBy === proposedBy && task.partyId === partyId)
  const add = useAddTask()
  return (
    <div className={classes.task}>
      <div className={classes.taskText}>
        <span className={classes.taskLabel}>{hint ?? t('insight.task.label')}</span>
        {title}
        {who}
      </div>
      {listed ? (
        <Button component={Link} to={paths.tasks(ecosystemId)} variant="subtle" size="sm">
          {t('insight.task.open')}
        </Button>
      ) : (
        <Button
          variant="light"
          size="sm"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          loading={add.isPending}
          onClick={() => add.mutate({ title: shortened(title), body: why, partyId, proposedBy, ...(due !== undefined && { due }) })}
        >
          {t('insight.task.add')}
        </Button>
      )}
    </div>
  )
}

const TASKS_PATH = '/api/ecosystems/{ecosystemId}/tasks'
const OPEN_MAX = 200
const NONE: never[] = []

function useOpenTasks() {
  const { id: ecosystemId } = useEcosystem()
  const asked = useQuery({
    queryKey: ['tasks', ecosystemId, 'proposed'],
    queryFn: () => answer(api.GET(TASKS_PATH, { params: { path: { ecosystemId }, query: { state: 'open', limit: OPEN_MAX } } })),
  })
  return asked.data?.items ?? NONE
}

/** Puts a task on the list, and offers to take it back. */
function useAddTask() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const fresh = () => queries.invalidateQueries({ queryKey: ['tasks', ecosystemId] })
  const remove = async (id: string) => {
    await answer(api.DELETE(`${TASKS_PATH}/{id}`, { params: { path: { ecosystemId, id } } }))
    await fresh()
  }
  return useMutation({
    mutationFn: (body: { title: string; body: string; partyId: string | null; proposedBy: string; due?: string }) =>
      answer(api.POST(TASKS_PATH, { params: { path: { ecosystemId } }, body })),
    onSuccess: async ({ id }) => {
      await fresh()
      showUndo(t('insight.task.added'), () => remove(id))
    },
    onError: (error) => {
      const { what, todo } = explain(t, error, 'reading')
      showFailed(`${what} ${todo}`)
    },
  })
}

function shortened(title: string): string {
  return title.length <= TITLE_MAX ? title : `${title.slice(0, TITLE_MAX - 1)}…`
}

import { Anchor, Button } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { paths, withParty } from '../../paths.ts'
import { type Formats, useFormats } from '../../ui/format.ts'
import { PartyChip } from '../../ui/party-chip.tsx'
import { AcceptDialog, CompleteDialog, DeclineDialog } from './dialogs.tsx'
import classes from './introductions.module.css'
import { type Introduction, useUndo } from './queries.ts'

export function EnteredList({ items }: { items: readonly Introduction[] }) {
  return items.map((introduction) => <Entered key={introduction.id} introduction={introduction} />)
}

/** An introduction that was entered or decided: where it stands, what comes next, and the way back. */
function Entered({ introduction }: { introduction: Introduction }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const undo = useUndo()
  const back = useWork(() => undo(introduction))
  const { one, other, state, task } = introduction
  const note = (introduction.completion ?? introduction.decline)?.note
  return (
    <article className="tutti-card" aria-label={t('introductions.pair', { one: one.name, other: other.name })}>
      <div className={classes.card}>
        <h2 className={classes.pair}>
          <Party party={one} /> <span className={classes.quiet}>{t('introductions.with')}</span> <Party party={other} />
        </h2>
        <p className={classes.sentence}>{stateOf({ t, formats }, introduction)}</p>
        {note && <p className={classes.note}>{note}</p>}
        {state === 'accepted' && task !== null && (
          <Anchor component={Link} to={`${paths.tasks(ecosystemId)}?task=${task.id}`} size="sm" underline="always">
            {task.title}
          </Anchor>
        )}
        {back.error && <Failure error={back.error} />}
        <div className={classes.foot}>
          <span className={classes.quiet}>{t(`introductions.tabs.${introduction.list}`)}</span>
          <div className={classes.actions}>
            <Next introduction={introduction} />
            <Button variant="subtle" loading={back.busy} onClick={() => back.run()}>
              {t('introductions.takeBack')}
            </Button>
          </div>
        </div>
      </div>
    </article>
  )
}

/** What can be done next: decide on one that somebody entered, or say that the two were introduced. */
function Next({ introduction }: { introduction: Introduction }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'accept' | 'decline' | 'complete' | null>(null)
  const { id, one, other, state } = introduction
  const about = { subject: { id }, pair: { one: one.name, other: other.name }, onEnd: () => setOpen(null) }
  return (
    <>
      {state === 'accepted' && <Button onClick={() => setOpen('complete')}>{t('introductions.complete.action')}</Button>}
      {state === 'proposed' && (
        <>
          <Button onClick={() => setOpen('accept')}>{t('introductions.accept.action')}</Button>
          <Button variant="default" onClick={() => setOpen('decline')}>
            {t('introductions.decline.action')}
          </Button>
        </>
      )}
      {open === 'complete' && <CompleteDialog introduction={introduction} onEnd={() => setOpen(null)} />}
      {open === 'accept' && <AcceptDialog {...about} why="" />}
      {open === 'decline' && <DeclineDialog {...about} />}
    </>
  )
}

function Party({ party: { id, name, endedAt } }: { party: Introduction['one'] }) {
  const { t } = useTranslation()
  const { search } = useLocation()
  if (endedAt !== null) return <PartyChip name={name} detail={t('introductions.gone')} />
  return <PartyChip name={name} to={{ search: withParty(search, id) }} />
}

function stateOf({ t, formats }: { t: TFunction; formats: Formats }, introduction: Introduction): string {
  const { state, enteredAt, acceptance, decline, completion, task } = introduction
  if (completion) {
    const key = completion.tieId === null ? 'doneAlone' : 'done'
    return t(`introductions.state.${key}`, { date: formats.date(completion.at) })
  }
  if (decline) {
    return t('introductions.state.declined', {
      date: formats.date(decline.at),
      reason: t(`introductions.decline.reasons.${decline.reason}`),
    })
  }
  if (state === 'proposed') return t('introductions.state.proposed', { date: formats.date(enteredAt) })
  if (task === null) return t('introductions.state.accepted', { date: formats.date(acceptance!.at) })
  if (task.isDone) return t('introductions.state.taskDone')
  const who = task.ownerName ?? t('introductions.state.nobody')
  if (task.due === null) return t('introductions.state.task', { who })
  return t(task.isOverdue ? 'introductions.state.overdue' : 'introductions.state.due', { who, date: formats.date(task.due) })
}

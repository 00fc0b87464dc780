import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { ErrorCard } from '../../ui/error-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { Progress } from '../../ui/progress.tsx'
import { LeftOut } from './left-out.tsx'
import classes from './mailings.module.css'
import { type Mailing, type MailingActions, useMailingActions } from './queries.ts'
import { Recipients, STATES } from './recipients.tsx'

/** A mailing that was started: how far it is, how it went, and who of its recipients needs a look. */
export function Course({ mailing }: { mailing: Mailing }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const actions = useMailingActions(mailing.id)
  const { counts, state, problem } = mailing
  const total = STATES.reduce((sum, name) => sum + counts[name], 0)
  const waiting = counts.queued + counts.handing
  const error =
    actions.pause.error ?? actions.resume.error ?? actions.stop.error ?? actions.again.error ?? actions.mark.error ?? actions.clear.error
  return (
    <PageFrame>
      <PageHead
        title={mailing.name}
        answer={t(`mailings.course.${state}`, { count: counts.delivered, number: number(counts.delivered), total: number(total) })}
        action={<Controls mailing={mailing} actions={actions} />}
      />
      <Stack gap="lg">
        {error && <Failure error={error} />}
        {problem !== null && state === 'paused' && (
          <ErrorCard
            what={t(`mailings.problems.${problem}.what`)}
            kept={t('mailings.problems.kept')}
            todo={t(`mailings.problems.${problem}.todo`)}
          />
        )}
        {(state === 'sending' || state === 'paused') && (
          <Progress label={t(`mailings.states.${state}`)} done={total - waiting} total={total} />
        )}
        <section className={`tutti-card ${classes.panel}`} aria-labelledby="mailing-result">
          <h2 id="mailing-result" className={classes.heading}>
            {t('mailings.course.result')}
          </h2>
          <ul className={classes.reasons}>
            {STATES.filter((name) => counts[name] > 0).map((name) => (
              <li key={name}>{t(`mailings.results.${name}`, { count: counts[name], number: number(counts[name]) })}</li>
            ))}
            {(['marked', 'unsubscribed'] as const)
              .filter((name) => counts[name] > 0)
              .map((name) => (
                <li key={name}>{t(`mailings.results.${name}`, { count: counts[name], number: number(counts[name]) })}</li>
              ))}
          </ul>
          <LeftOut leftOut={mailing.leftOut} />
        </section>
        <Recipients mailing={mailing} actions={actions} />
      </Stack>
    </PageFrame>
  )
}

function Controls({ mailing: { state, counts }, actions }: { mailing: Mailing; actions: MailingActions }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [isStopping, setStopping] = useState(false)
  const waiting = counts.queued
  if (state !== 'sending' && state !== 'paused') return null
  return (
    <Group gap="xs">
      {state === 'sending' && (
        <Button loading={actions.pause.isPending} onClick={() => actions.pause.mutate()}>
          {t('mailings.course.pause')}
        </Button>
      )}
      {state === 'paused' && (
        <Button loading={actions.resume.isPending} onClick={() => actions.resume.mutate()}>
          {t('mailings.course.resume')}
        </Button>
      )}
      <Button variant="default" onClick={() => setStopping(true)}>
        {t('mailings.course.stop')}
      </Button>
      <Modal
        opened={isStopping}
        onClose={() => setStopping(false)}
        title={t('mailings.course.stopTitle')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('mailings.course.stopWhy', { count: waiting, number: number(waiting) })}</Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setStopping(false)}>
              {t('ui.cancel')}
            </Button>
            <Button
              loading={actions.stop.isPending}
              onClick={() => actions.stop.mutate(undefined, { onSettled: () => setStopping(false) })}
            >
              {t('mailings.course.stopNow')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  )
}

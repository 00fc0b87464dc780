import { Button, Group, Select, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { showUndo } from '../../ui/toast.tsx'
import classes from './mailings.module.css'
import { type Mailing, type MailingActions, type Recipient, type RecipientState, useRecipients } from './queries.ts'

export const STATES = ['delivered', 'queued', 'handing', 'unknown', 'failed', 'bounced', 'skipped'] as const

/** Who was written down, what became of each mail, and what can be done about it. */
export function Recipients({ mailing, actions }: { mailing: Mailing; actions: MailingActions }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [state, setState] = useState<RecipientState | undefined>()
  const list = useRecipients(mailing.id, state, JSON.stringify(mailing.counts))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const options = STATES.filter((name) => mailing.counts[name] > 0).map((name) => ({
    value: name,
    label: `${t(`mailings.recipients.${name}`)} (${number(mailing.counts[name])})`,
  }))
  return (
    <section aria-labelledby="mailing-recipients">
      <Group justify="space-between" align="flex-end" mb="xs">
        <h2 id="mailing-recipients" className={classes.heading}>
          {t('mailings.recipients.title')}
        </h2>
        <Select
          aria-label={t('mailings.recipients.which')}
          placeholder={t('mailings.recipients.all')}
          data={options}
          value={state ?? null}
          clearable
          onChange={(value) => setState((value as RecipientState | null) ?? undefined)}
        />
      </Group>
      {list.isError && <Failure error={list.error} again={() => list.refetch()} />}
      <ul className={`tutti-card ${classes.list}`}>
        {items.map((recipient) => (
          <Row key={recipient.id} recipient={recipient} mailing={mailing} actions={actions} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {t('mailings.more')}
          </Button>
        </Group>
      )}
    </section>
  )
}

function Row({ recipient, mailing, actions }: { recipient: Recipient; mailing: Mailing; actions: MailingActions }) {
  const { t } = useTranslation()
  const { address, name, organisation } = recipient
  const who = address ?? t('mailings.recipients.erased')
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <Text fw={500}>{[name, organisation].filter(Boolean).join(', ') || who}</Text>
        <Text size="sm" c="dimmed">
          {who}
        </Text>
      </div>
      <div className={classes.fate}>
        <Fate recipient={recipient} />
        {address !== null && <Doings recipient={recipient} mailing={mailing} actions={actions} who={who} />}
      </div>
    </li>
  )
}

function Fate({ recipient }: { recipient: Recipient }) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const { state, reason, unsubscribedAt, returnedAt, returnedStatus, markedAt, isGivenUp } = recipient
  const back = returnedAt && returnedStatus && t('mailings.recipients.back', { status: returnedStatus, at: dateTime(returnedAt) })
  const parts = [
    t(`mailings.recipients.${state}`) + (reason === null ? '' : `: ${t(`mailings.reasons.${reason}`)}`) + (back ? ` (${back})` : ''),
    markedAt && t('mailings.recipients.marked', { at: dateTime(markedAt) }),
    isGivenUp && markedAt === null && t('mailings.recipients.givenUp'),
    unsubscribedAt && t('mailings.recipients.left', { at: dateTime(unsubscribedAt) }),
  ]
  return <Text size="sm">{parts.filter(Boolean).join(' · ')}</Text>
}

type Doing = { recipient: Recipient; mailing: Mailing; actions: MailingActions; who: string }

function Doings({ recipient: { id, state, isGivenUp, markedAt }, mailing, actions, who }: Doing) {
  const { t } = useTranslation()
  const mayAgain = (state === 'unknown' || state === 'failed') && mailing.state !== 'stopped' && !isGivenUp
  const isOver = isGivenUp || markedAt !== null
  const mayMark = !isOver && (state === 'delivered' || state === 'unknown' || state === 'failed')
  const mark = () =>
    actions.mark.mutate(id, {
      onSuccess: () => showUndo(t('mailings.recipients.markedNow', { who }), () => actions.clear.mutateAsync(id)),
    })
  const button = (name: 'again' | 'mark' | 'clear', variant: 'default' | 'subtle', run = () => actions[name].mutate(id)) => (
    <Button
      variant={variant}
      size="xs"
      loading={actions[name].isPending && actions[name].variables === id}
      aria-label={t(`mailings.recipients.${name}${name === 'again' ? 'To' : 'For'}`, { who })}
      onClick={run}
    >
      {t(`mailings.recipients.${name}`)}
    </Button>
  )
  return (
    <>
      {mayAgain && button('again', 'default')}
      {mayMark && button('mark', 'subtle', mark)}
      {isOver && button('clear', 'default', () => actions.clear.mutate(id))}
    </>
  )
}

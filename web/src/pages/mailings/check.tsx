import { ActionIcon, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { LeftOut } from './left-out.tsx'
import classes from './mailings.module.css'
import { type Mailing, type MailingActions, useAudience, usePreview } from './queries.ts'

type Props = { mailing: Mailing; isChanged: boolean; actions: MailingActions }

/** What the draft would become: to how many, the very mail of each, a test to oneself, and the button that sends. */
export function Check({ mailing, isChanged, actions }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [isSure, setSure] = useState(false)
  const audience = useAudience(mailing)
  const count = audience.data?.count ?? 0
  const send = () => actions.start.mutate(count, { onSettled: () => setSure(false) })
  return (
    <section className={`tutti-card ${classes.panel}`} aria-labelledby="mailing-check">
      <h2 id="mailing-check" className={classes.heading}>
        {t('mailings.check.title')}
      </h2>
      <Stack gap="md">
        {isChanged && <Text size="sm">{t('mailings.check.changed')}</Text>}
        {audience.isError && <Failure error={audience.error} again={() => audience.refetch()} />}
        {audience.data && (
          <div>
            <Text fw={500}>
              {t('mailings.check.count', {
                count,
                number: number(count),
                organisations: t('mailings.check.organisations', {
                  count: audience.data.organisations,
                  number: number(audience.data.organisations),
                }),
              })}
            </Text>
            <LeftOut leftOut={audience.data.leftOut} emptyFields={audience.data.emptyFields} />
          </div>
        )}
        {count > 0 && <Preview mailing={mailing} actions={actions} />}
        {mailing.perMinute === null && <Text size="sm">{t('mailings.check.noServer')}</Text>}
        {actions.start.isError && <Failure error={actions.start.error} />}
        {count > 0 && mailing.perMinute !== null && (
          <Button disabled={isChanged} onClick={() => setSure(true)}>
            {t('mailings.check.send', { count, number: number(count) })}
          </Button>
        )}
      </Stack>
      <Modal
        opened={isSure}
        onClose={() => setSure(false)}
        title={t('mailings.check.sure', { count, number: number(count) })}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('mailings.check.consequence', { minutes: number(Math.ceil(count / (mailing.perMinute ?? 1))) })}</Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setSure(false)}>
              {t('ui.cancel')}
            </Button>
            <Button loading={actions.start.isPending} onClick={send} data-autofocus>
              {t('mailings.check.now')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </section>
  )
}

function Preview({ mailing, actions }: { mailing: Mailing; actions: MailingActions }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [position, setPosition] = useState(0)
  const preview = usePreview(mailing, position)
  const total = preview.data?.total ?? 0
  const test = () => actions.test.mutate(position, { onSuccess: ({ to }) => showDone(t('mailings.check.tested', { to })) })
  if (preview.isError) return <Failure error={preview.error} again={() => setPosition(0)} />
  if (!preview.data) return null
  const { to, organisation, subject, text } = preview.data
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" role="status">
          {t('mailings.check.position', { position: number(position + 1), total: number(total) })}
        </Text>
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="default"
            size="lg"
            disabled={position === 0}
            aria-label={t('mailings.check.before')}
            onClick={() => setPosition(position - 1)}
          >
            <IconChevronLeft size={18} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            disabled={position + 1 >= total}
            aria-label={t('mailings.check.next')}
            onClick={() => setPosition(position + 1)}
          >
            <IconChevronRight size={18} />
          </ActionIcon>
        </Group>
      </Group>
      <Text size="sm" className={classes.who}>
        {t('mailings.check.to', { to, organisation })}
        <br />
        <strong>{subject}</strong>
      </Text>
      <pre className={classes.mail}>{text}</pre>
      {actions.test.isError && <Failure error={actions.test.error} />}
      {mailing.perMinute !== null && (
        <Group>
          <Button variant="default" loading={actions.test.isPending} onClick={test}>
            {t('mailings.check.test')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

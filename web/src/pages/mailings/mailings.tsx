import { Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconMail, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { Lists } from './lists.tsx'
import classes from './mailings.module.css'
import { NewMailing } from './new-mailing.tsx'
import { type Mailing, useMailings } from './queries.ts'

/** Mail to the people of a saved view: what was sent, what is being written, and who is on which list. */
export function Component() {
  const { t } = useTranslation()
  const mailings = useMailings()
  const [isWriting, setWriting] = useState(false)
  const items = mailings.data?.pages.flatMap((page) => page.items) ?? []
  const underWay = items.filter(({ state }) => state === 'sending').length
  const drafts = items.filter(({ state }) => state === 'draft').length
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setWriting(true)}>
      {t('mailings.new')}
    </Button>
  )
  const sentence = !mailings.isSuccess
    ? ''
    : underWay > 0
      ? t('mailings.answer.underWay', { count: underWay })
      : drafts > 0
        ? t('mailings.answer.drafts', { count: drafts })
        : t(items.length === 0 ? 'mailings.answer.none' : 'mailings.answer.calm')
  return (
    <PageFrame>
      <PageHead title={t('mailings.title')} answer={sentence} action={items.length > 0 ? create : undefined} />
      {mailings.isError && <Failure error={mailings.error} again={() => mailings.refetch()} />}
      {mailings.isPending && <Skeleton height={56} aria-hidden="true" />}
      <Stack gap="lg">
        {mailings.isSuccess && items.length === 0 && (
          <EmptyState
            icon={<IconMail size={30} aria-hidden="true" />}
            title={t('mailings.empty.title')}
            why={t('mailings.empty.why')}
            action={create}
            example={t('mailings.empty.example')}
          />
        )}
        {items.length > 0 && (
          <ul className={`tutti-card ${classes.list}`} aria-label={t('mailings.title')}>
            {items.map((mailing) => (
              <Row key={mailing.id} mailing={mailing} />
            ))}
          </ul>
        )}
        {mailings.hasNextPage && (
          <Group justify="center">
            <Button variant="default" loading={mailings.isFetchingNextPage} onClick={() => mailings.fetchNextPage()}>
              {t('mailings.more')}
            </Button>
          </Group>
        )}
        <Lists />
      </Stack>
      {isWriting && <NewMailing onEnd={() => setWriting(false)} />}
    </PageFrame>
  )
}

function Row({ mailing }: { mailing: Mailing }) {
  const { t } = useTranslation()
  const { date, number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const { name, listName, state, counts, startedAt, createdAt } = mailing
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <Anchor component={Link} to={paths.mailing(ecosystemId, mailing.id)} fw={500}>
          {name}
        </Anchor>
        <Text size="sm" c="dimmed">
          {listName} · {date(startedAt ?? createdAt)}
        </Text>
      </div>
      <Text size="sm">
        {t(`mailings.states.${state}`)}
        {state !== 'draft' && ` · ${t('mailings.delivered', { count: counts.delivered, number: number(counts.delivered) })}`}
      </Text>
    </li>
  )
}

import { Anchor, Button, Group, Modal, Skeleton, Stack } from '@mantine/core'
import { IconArrowLeft, IconCalendarDown, IconPencil, IconSend, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useParams } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import type { Meeting } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { paths, withParty } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import classes from './calendar.module.css'
import { FollowUps } from './follow-ups.tsx'
import { Guests } from './guests.tsx'
import { MeetingForm } from './meeting-form.tsx'
import { useMeeting, useMeetingWork } from './queries.ts'
import { Report } from './report.tsx'

/** One meeting: when and where, who is asked and answered what, and what came of it. */
export function Component() {
  const { t } = useTranslation()
  const { meetingId = '' } = useParams()
  const { id: ecosystemId } = useEcosystem()
  const meeting = useMeeting(meetingId)
  return (
    <PageFrame>
      <Anchor component={Link} to={paths.calendar(ecosystemId)} size="sm">
        <IconArrowLeft size={14} aria-hidden="true" /> {t('calendar.page.back')}
      </Anchor>
      {meeting.isError && <Failure error={meeting.error} again={() => meeting.refetch()} />}
      {meeting.isPending && (
        <Stack gap="xs" aria-hidden="true" mt="md">
          <Skeleton height={40} width="50%" />
          <Skeleton height={120} />
        </Stack>
      )}
      {meeting.isSuccess && <Told meeting={meeting.data} />}
    </PageFrame>
  )
}

function Told({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation()
  const { span } = useFormats()
  const mayWrite = useMayWrite()
  const work = useMeetingWork(meeting)
  const [open, setOpen] = useState<'edit' | 'cancel'>()
  const isOff = meeting.cancelled !== null
  const isAhead = new Date(meeting.endsAt) > new Date()
  const waiting = meeting.guests.filter(({ invitedAt, hasAddress }) => invitedAt === null && hasAddress).length
  const invite = mayWrite && isAhead && !isOff && waiting > 0 && (
    <Button
      leftSection={<IconSend size={16} aria-hidden="true" />}
      loading={work.invite.isPending}
      onClick={() => work.invite.mutate(undefined, { onSuccess: ({ sent }) => showDone(t('calendar.page.sent', { count: sent })) })}
    >
      {t('calendar.page.invite', { count: waiting })}
    </Button>
  )
  const when = span(meeting.startsAt, meeting.endsAt)
  return (
    <>
      <PageHead title={meeting.title} answer={isOff ? `${t('calendar.cancelled')}: ${when}` : when} action={invite || undefined} />
      {work.invite.isError && <Failure error={work.invite.error} doing="reading" />}
      <Facts meeting={meeting} />
      <Actions meeting={meeting} mayChange={mayWrite && !isOff} onOpen={setOpen} />
      <Guests meeting={meeting} mayHandOver={mayWrite && isAhead && !isOff} when={when} />
      {mayWrite && !isOff && new Date(meeting.startsAt) <= new Date() && <Report key={meeting.version} meeting={meeting} work={work} />}
      {mayWrite && meeting.held !== null && <FollowUps meeting={meeting} />}
      {open === 'edit' && <MeetingForm meeting={meeting} partyId={null} onEnd={() => setOpen(undefined)} onSaved={() => {}} />}
      {open === 'cancel' && <Cancel work={work} onEnd={() => setOpen(undefined)} />}
    </>
  )
}

function Facts({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation()
  const { search } = useLocation()
  return (
    <section className={`tutti-card ${classes.part}`}>
      <dl className={classes.facts}>
        {meeting.place !== null && (
          <>
            <dt>{t('calendar.page.where')}</dt>
            <dd>{meeting.place}</dd>
          </>
        )}
        {meeting.link !== null && (
          <>
            <dt>{t('calendar.page.online')}</dt>
            <dd>
              <Anchor href={meeting.link} rel="noreferrer">
                {meeting.link}
              </Anchor>
            </dd>
          </>
        )}
        <dt>{t('calendar.page.parties')}</dt>
        <dd className={classes.chips}>
          {meeting.parties.length === 0 && '–'}
          {meeting.parties.map(({ id, name, endedAt, came }) => (
            <span key={id}>
              {endedAt === null ? (
                <Anchor component={Link} to={{ search: withParty(search, id) }}>
                  {name}
                </Anchor>
              ) : (
                t('tasks.gone', { name })
              )}
              {came && <span className={classes.quiet}> · {t('calendar.page.came')}</span>}
            </span>
          ))}
        </dd>
      </dl>
    </section>
  )
}

function Actions({ meeting, mayChange, onOpen }: { meeting: Meeting; mayChange: boolean; onOpen: (open: 'edit' | 'cancel') => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <div className={classes.actions}>
      <Button
        variant="default"
        component="a"
        href={`/api/ecosystems/${ecosystemId}/meetings/${meeting.id}/file`}
        download
        leftSection={<IconCalendarDown size={16} aria-hidden="true" />}
      >
        {t('calendar.page.file')}
      </Button>
      {mayChange && (
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden="true" />} onClick={() => onOpen('edit')}>
          {t('ui.edit')}
        </Button>
      )}
      {mayChange && meeting.held === null && (
        <Button variant="subtle" color="danger" leftSection={<IconX size={16} aria-hidden="true" />} onClick={() => onOpen('cancel')}>
          {t('calendar.page.cancel')}
        </Button>
      )}
    </div>
  )
}

/** Asked beforehand, because mails that were sent cannot be taken back. */
function Cancel({ work, onEnd }: { work: ReturnType<typeof useMeetingWork>; onEnd: () => void }) {
  const { t } = useTranslation()
  const done = () => {
    onEnd()
    showDone(t('calendar.page.cancelled'))
  }
  return (
    <Modal opened onClose={onEnd} title={t('calendar.page.cancelTitle')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack>
        <p className={classes.notes}>{t('calendar.page.cancelWhy')}</p>
        {work.cancel.isError && <Failure error={work.cancel.error} doing="reading" />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onEnd}>
            {t('ui.cancel')}
          </Button>
          <Button color="danger" loading={work.cancel.isPending} onClick={() => work.cancel.mutate(undefined, { onSuccess: done })}>
            {t('calendar.page.cancelNow')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

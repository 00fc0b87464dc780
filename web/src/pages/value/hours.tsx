import { Autocomplete, Button, Group, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { components } from '../../api-types.ts'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { fieldErrors } from '../../problem.ts'
import { dayIn, useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { clockOf, minutesOf } from './amounts.ts'
import { BackToKinds, Listed, Part, Rows, SendForm } from './pieces.tsx'
import { type Hours, useAnswer, useHourSums, useHours, useReport } from './queries.ts'
import classes from './value.module.css'

/** Volunteer hours: reported by who gave them, confirmed by who got them, summed by project. */
export default function VolunteerHours() {
  const { t } = useTranslation()
  const { role } = useEcosystem()
  if (role === 'viewer') {
    return (
      <PageFrame>
        <BackToKinds />
        <PageHead title={t('value.hours.title')} answer={t('value.notForGuests')} />
      </PageFrame>
    )
  }
  return (
    <PageFrame>
      <BackToKinds />
      <PageHead title={t('value.hours.title')} answer={<Total />} />
      <div className={classes.stack}>
        <div className={classes.two}>
          <Report />
          <Sums />
        </div>
        <Reported />
      </div>
    </PageFrame>
  )
}

function Total() {
  const { t } = useTranslation()
  const sums = useHourSums()
  if (!sums.data || sums.data.minutes === '0') return t('value.hours.short')
  return t('value.hours.total', { hours: clockOf(sums.data.minutes) })
}

// long because the fields of one form are read together
function Report() {
  const { t, i18n } = useTranslation()
  const { partyId: own, timeZone } = useEcosystem()
  const mayWrite = useMayWrite()
  const report = useReport()
  const sums = useHourSums()
  const [giverId, setGiver] = useState<string | null>(own)
  const [to, setTo] = useState<'project' | 'organisation'>('project')
  const [project, setProject] = useState('')
  const [receiverId, setReceiver] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [day, setDay] = useState(() => dayIn(timeZone))
  const [what, setWhat] = useState('')
  const minutes = minutesOf(typed)
  const errors = fieldErrors(t, i18n.language, report.error)
  const projects = (sums.data?.received ?? []).flatMap((sum) => sum.project ?? [])
  const receiver = to === 'project' ? { project: project.trim() } : { receiverId: receiverId ?? '' }
  const isReady = giverId !== null && minutes !== null && what.trim() !== '' && Object.values(receiver)[0] !== ''
  const send = () => {
    if (!isReady) return
    report.mutate(
      { giverId, ...receiver, minutes, day, what: what.trim() },
      {
        onSuccess: () => {
          setTyped('')
          setWhat('')
          showDone(t('value.hours.reported'))
        },
      },
    )
  }
  return (
    <Part title={t('value.hours.report')} why={t('value.hours.reportWhy')}>
      <SendForm
        action={t('value.hours.send')}
        isReady={isReady}
        onSend={send}
        sending={report}
        above={
          <SegmentedControl
            aria-label={t('value.hours.for')}
            value={to}
            onChange={(next) => setTo(next === 'project' ? 'project' : 'organisation')}
            data={(['project', 'organisation'] as const).map((each) => ({ value: each, label: t(`value.hours.to.${each}`) }))}
          />
        }
      >
        {mayWrite && <PartyPicker label={t('value.hours.giver')} value={giverId} onChange={setGiver} error={errors.giverId} />}
        {to === 'project' ? (
          <Autocomplete
            label={t('value.hours.project')}
            data={projects}
            value={project}
            maxLength={80}
            error={errors.project}
            onChange={setProject}
          />
        ) : (
          <PartyPicker label={t('value.hours.receiver')} value={receiverId} onChange={setReceiver} error={errors.receiverId} />
        )}
        <TextInput
          label={t('value.hours.howLong')}
          placeholder="1:30"
          value={typed}
          error={errors.minutes}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('value.hours.day')}
          value={day}
          error={errors.day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <TextInput label={t('value.hours.what')} value={what} maxLength={200} onChange={(event) => setWhat(event.currentTarget.value)} />
      </SendForm>
    </Part>
  )
}

function Sums() {
  const { t } = useTranslation()
  const sums = useHourSums()
  const nameOf = ({ party, project }: components['schemas']['VolunteerHourSum']) => project ?? party?.name ?? t('value.somebody')
  const rows = (list: components['schemas']['VolunteerHourSum'][]) =>
    list.map((sum) => ({
      key: sum.party?.id ?? sum.project ?? '',
      what: nameOf(sum),
      amount: t('value.hours.hours', { hours: clockOf(sum.minutes) }),
    }))
  return (
    <Part title={t('value.hours.sums')}>
      {sums.isError && <Failure error={sums.error} again={() => sums.refetch()} />}
      {sums.data?.minutes === '0' && <p className={classes.quiet}>{t('value.hours.none')}</p>}
      {sums.data && sums.data.received.length > 0 && (
        <>
          <h3>{t('value.hours.byProject')}</h3>
          <Rows label={t('value.hours.byProject')} rows={rows(sums.data.received)} />
        </>
      )}
      {sums.data && sums.data.given.length > 0 && (
        <>
          <h3>{t('value.hours.byGiver')}</h3>
          <Rows label={t('value.hours.byGiver')} rows={rows(sums.data.given)} />
        </>
      )}
    </Part>
  )
}

function Reported() {
  const { t } = useTranslation()
  const { date } = useFormats()
  const hours = useHours()
  const reply = useAnswer()
  const items = hours.data?.pages.flatMap((page) => page.items) ?? []
  const buttons = ({ id, what }: Hours) => (
    <Group gap="xs">
      {(['refusal', 'confirmation'] as const).map((how) => (
        <Button
          key={how}
          variant={how === 'confirmation' ? 'light' : 'subtle'}
          {...(how === 'refusal' && { color: 'gray' })}
          size="compact-sm"
          aria-label={t(`value.hours.answerTo.${how}`, { what })}
          onClick={() => reply.mutate({ id, how }, { onSuccess: () => showDone(t(`value.hours.answered.${how}`)) })}
        >
          {t(`value.hours.answer.${how}`)}
        </Button>
      ))}
    </Group>
  )
  return (
    <Part title={t('value.hours.list')}>
      {reply.isError && <Failure error={reply.error} />}
      <Listed query={hours}>
        {items.length === 0 && <p className={classes.quiet}>{t('value.hours.nothing')}</p>}
        <Rows
          label={t('value.hours.list')}
          rows={items.map((each) => ({
            key: each.id,
            what: each.what,
            note: t('value.hours.line', {
              giver: each.giver.name ?? t('value.somebody'),
              receiver: each.project ?? each.receiver?.name ?? t('value.somebody'),
              day: date(each.day),
              state: t(`value.hours.state.${each.state}`),
            }),
            amount: t('value.hours.hours', { hours: clockOf(each.minutes) }),
            ...(each.mayAnswer && { action: buttons(each) }),
          }))}
        />
      </Listed>
    </Part>
  )
}

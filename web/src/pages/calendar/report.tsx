import { Button, Checkbox, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Meeting } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { useDraft } from '../../ui/draft.ts'
import { showDone } from '../../ui/toast.tsx'
import classes from './calendar.module.css'
import type { useMeetingWork } from './queries.ts'

type Props = { meeting: Meeting; work: ReturnType<typeof useMeetingWork> }

/** What came of a meeting: who came, and the notes. */
export function Report({ meeting, work }: Props) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState(meeting.held === null)
  const erased = () => showDone(t('calendar.report.erased'))
  return (
    <section className={`tutti-card ${classes.part}`} aria-labelledby="report">
      <h2 id="report">{t('calendar.report.title')}</h2>
      {editing ? (
        <ReportForm meeting={meeting} work={work} onEnd={meeting.held === null ? undefined : () => setEditing(false)} />
      ) : (
        <>
          <p className={classes.notes}>{meeting.notes ?? t('calendar.report.noNotes')}</p>
          {work.erase.isError && <Failure error={work.erase.error} doing="reading" />}
          <Group gap="xs">
            <Button variant="default" onClick={() => setEditing(true)}>
              {t('calendar.report.change')}
            </Button>
            <Button
              variant="subtle"
              color="danger"
              loading={work.erase.isPending}
              onClick={() => work.erase.mutate(undefined, { onSuccess: erased })}
            >
              {t('calendar.report.erase')}
            </Button>
          </Group>
        </>
      )}
    </section>
  )
}

function ReportForm({ meeting, work, onEnd }: Props & { onEnd: (() => void) | undefined }) {
  const { t } = useTranslation()
  const [initial] = useState(() => ({
    notes: meeting.notes ?? '',
    // before anything is written, everybody who was to come is taken to have come
    cameIds: meeting.parties.filter(({ came }) => came || meeting.held === null).map(({ id }) => id),
  }))
  const draft = useDraft(`report.${meeting.id}.${meeting.version}`, initial)
  const { notes, cameIds } = draft.value
  const keep = () =>
    work.report.mutate(
      { notes: notes.trim() || null, cameIds },
      {
        onSuccess: () => {
          draft.clear()
          showDone(t('calendar.report.kept'))
        },
      },
    )
  return (
    <Stack gap="sm">
      <p className={classes.quiet}>{t('calendar.report.why')}</p>
      {meeting.parties.length > 0 && (
        <Checkbox.Group label={t('calendar.report.who')} value={cameIds} onChange={(ids) => draft.set({ cameIds: ids })}>
          <Stack gap={6} mt={4}>
            {meeting.parties.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      <Textarea
        label={t('calendar.report.notes')}
        description={t('calendar.report.hint')}
        placeholder={t('calendar.report.notesExample')}
        autosize
        minRows={4}
        maxRows={16}
        value={notes}
        onChange={(event) => draft.set({ notes: event.currentTarget.value })}
      />
      {work.report.isError && <Failure error={work.report.error} doing="writing" />}
      <Group gap="xs">
        <Button loading={work.report.isPending} onClick={keep}>
          {t('calendar.report.keep')}
        </Button>
        {onEnd !== undefined && (
          <Button variant="default" onClick={onEnd}>
            {t('ui.cancel')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

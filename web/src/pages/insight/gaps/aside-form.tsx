import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '../../../form-dialog.tsx'
import { fieldErrors } from '../../../problem.ts'
import classes from './gaps.module.css'
import { type Gap, useSetAside } from './queries.ts'

const REASON_MAX = 500

/** Why something is set aside, and until when. */
export function AsideForm({ gap, sentence, onEnd }: { gap: Gap; sentence: string; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const set = useSetAside()
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const errors = fieldErrors(t, i18n.language, set.error)
  const { key, concerned, value } = gap
  const send = () =>
    set.mutate(
      { key, reason, until: until === '' ? null : until, concerned, yearMinor: value.yearMinor, asset: value.asset },
      { onSuccess: onEnd },
    )
  return (
    <FormDialog
      title={t('gaps.aside.title')}
      action={t('gaps.aside.set')}
      onSend={send}
      isSending={set.isPending}
      maySend={reason.trim() !== ''}
      error={set.error}
      onEnd={onEnd}
    >
      <p className={classes.note}>{sentence}</p>
      <Textarea
        label={t('gaps.aside.reason')}
        placeholder={t('gaps.aside.example')}
        value={reason}
        error={errors.reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={REASON_MAX}
        required
        autosize
        minRows={2}
        data-autofocus
      />
      <TextInput
        type="date"
        label={t('gaps.aside.until')}
        description={t('gaps.aside.untilHelp')}
        value={until}
        error={errors.until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

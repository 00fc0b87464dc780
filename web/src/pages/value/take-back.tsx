import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '../../form-dialog.tsx'
import { showDone } from '../../ui/toast.tsx'
import { type Area, useChange } from './queries.ts'
import classes from './value.module.css'

type Props = {
  area: Area
  /** Which of several it is, for whoever hears the button. */
  what: string
  /** What becomes of it. */
  why: string
  send: (ecosystemId: string, reason: string) => Promise<unknown>
}

/** Takes back something that was booked by mistake, with the reason. */
export function TakeBack({ area, what, why, send }: Props) {
  const { t } = useTranslation()
  const [isOpen, open] = useState(false)
  const [reason, setReason] = useState('')
  const change = useChange(area, async (ecosystemId, typed: string) => {
    await send(ecosystemId, typed)
    // said here: once the list is read anew this button is no longer in it, and nobody would hear of it
    showDone(t('value.takeBack.done'))
  })
  const end = () => {
    open(false)
    change.reset()
  }
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-label={t('value.takeBack.it', { what })}
        aria-haspopup="dialog"
        onClick={() => open(true)}
      >
        {t('value.takeBack.short')}
      </Button>
      {isOpen && (
        <FormDialog
          title={t('value.takeBack.short')}
          action={t('value.takeBack.now')}
          onSend={() => change.mutate(reason.trim(), { onSuccess: end })}
          isSending={change.isPending}
          maySend={reason.trim() !== ''}
          error={change.error}
          onEnd={end}
        >
          <p className={classes.told}>{what}</p>
          <p className={classes.quiet}>{why}</p>
          <Textarea
            label={t('value.takeBack.reason')}
            placeholder={t('value.takeBack.example')}
            maxLength={200}
            autosize
            minRows={2}
            required
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </FormDialog>
      )}
    </>
  )
}

import { Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '../../form-dialog.tsx'
import { type Failure, type Line, useFailure } from './queries.ts'

const CAUSES = ['account', 'refused', 'other'] as const
type Props = { settlementId: string; line: Line; onEnd: () => void }

/** Says why a payout did not arrive, or came back. */
export function FailureDialog({ settlementId, line, onEnd }: Props) {
  const { t } = useTranslation()
  const [cause, setCause] = useState<Failure['cause']>('account')
  const [note, setNote] = useState('')
  const failure = useFailure(settlementId)
  const name = line.partyName ?? t('settlement.line.gone')
  const isBack = line.payout?.outcome === 'paid'
  const send = () =>
    failure.mutate({ payoutIds: [line.payout!.id], cause, note: note.trim() === '' ? null : note.trim() }, { onSuccess: onEnd })
  return (
    <FormDialog
      title={t(isBack ? 'settlement.pay.cameBackOf' : 'settlement.pay.failedOf', { name })}
      action={t('settlement.pay.carryForward')}
      onSend={send}
      isSending={failure.isPending}
      error={failure.error}
      onEnd={onEnd}
    >
      <Radio.Group label={t('settlement.pay.why')} value={cause} onChange={(value) => setCause(value as Failure['cause'])}>
        <Stack gap="xs" mt={8}>
          {CAUSES.map((value) => (
            <Radio key={value} value={value} label={t(`settlement.cause.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput label={t('settlement.pay.note')} value={note} maxLength={200} onChange={(event) => setNote(event.currentTarget.value)} />
    </FormDialog>
  )
}

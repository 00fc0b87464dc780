import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEcosystem } from '../../data/session.ts'
import { FormDialog } from '../../form-dialog.tsx'
import { dayIn, decimal } from '../../ui/format.ts'
import { minorOf } from '../../ui/minor.ts'
import { showDone } from '../../ui/toast.tsx'
import { type Sale, useRefund } from './queries.ts'
import classes from './sales.module.css'
import { useAmounts } from './use-amounts.ts'

/** Gives back all of a sale or a part: everybody who got something of it gives back a part alike. */
export function RefundForm({ sale, onEnd }: { sale: Sale; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const { timeZone } = useEcosystem()
  const { amount, digits } = useAmounts(sale.asset)
  const left = BigInt(sale.gross ?? '0') - BigInt(sale.refunded ?? '0')
  const separator = new Intl.NumberFormat(i18n.language).format(1.5).charAt(1)
  const [typed, setTyped] = useState(() => decimal(left, digits).replace('.', separator))
  const [reason, setReason] = useState('')
  const [day, setDay] = useState(dayIn(timeZone))
  const [isLate, setLate] = useState(false)
  const [number] = useState(() => newReference())
  const refund = useRefund(sale.id)
  const minor = minorOf(typed, digits)
  const isFitting = minor !== undefined && minor > 0n && minor <= left
  const send = () =>
    refund.mutate(
      { reference: number, amount: `${minor}`, reason: reason.trim() || null, day, late: isLate ? 'next' : 'refuse' },
      {
        onSuccess: () => {
          showDone(t('sales.refund.done', { amount: amount(minor!) }))
          onEnd()
        },
      },
    )
  return (
    <FormDialog
      title={t('sales.refund.title')}
      action={t('sales.refund.send')}
      onSend={send}
      isSending={refund.isPending}
      maySend={isFitting && day !== ''}
      error={refund.error}
      onEnd={onEnd}
    >
      <p className={classes.quiet}>{t('sales.refund.why')}</p>
      <TextInput
        label={t('sales.refund.amount')}
        description={t('sales.refund.atMost', { amount: amount(left) })}
        inputMode="decimal"
        required
        data-autofocus
        value={typed}
        error={!isFitting && typed !== '' && t('sales.refund.unfit', { amount: amount(left) })}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <TextInput
        label={t('sales.refund.reason')}
        placeholder={t('sales.refund.example')}
        description={t('sales.refund.stays')}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput type="date" label={t('sales.day')} required value={day} onChange={(event) => setDay(event.currentTarget.value)} />
      <Checkbox label={t('sales.nextOpen')} checked={isLate} onChange={(event) => setLate(event.currentTarget.checked)} />
    </FormDialog>
  )
}

/** Names a refund that has no name of its own, so that it is booked once however often it is sent. */
export function newReference(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '../../form-dialog.tsx'
import { decimal } from '../../ui/format.ts'
import { minorOf } from '../../ui/minor.ts'
import { showDone } from '../../ui/toast.tsx'
import classes from './money.module.css'
import { type Entry, type Transaction, useReversal } from './queries.ts'
import { useMoneyWords } from './use-words.ts'

/** Undoes a booking, or parts of it, with the reason. What was booked stays; its contrary is booked beside it. */
export function ReversalForm({ transaction, onEnd }: { transaction: Transaction; onEnd: () => void }) {
  const { t } = useTranslation()
  const { account } = useMoneyWords()
  const [note, setNote] = useState('')
  const [inParts, setInParts] = useState(false)
  const open = transaction.entries.filter((entry) => leftOf(entry) > 0n)
  const [typed, setTyped] = useState(() => new Map(open.map((entry) => [entry.n, decimal(leftOf(entry), entry.scale)])))
  const reversal = useReversal(transaction.id)
  const amounts = open.map((entry) => ({ n: entry.n, amount: minorOf(typed.get(entry.n) ?? '', entry.scale), left: leftOf(entry) }))
  const wrong = new Set(amounts.filter(({ amount, left }) => amount === undefined || amount > left).map(({ n }) => n))
  const parts = amounts.flatMap(({ n, amount }) => (amount ? [{ n, amount: String(amount) }] : []))
  const maySend = note.trim() !== '' && (!inParts || (wrong.size === 0 && parts.length >= 2))
  const send = () =>
    reversal.mutate(
      { note, late: 'next', ...(inParts && { parts }) },
      {
        onSuccess: () => {
          showDone(t('money.reversal.done'))
          onEnd()
        },
      },
    )
  return (
    <FormDialog
      title={t('money.reversal.title')}
      action={t('money.reversal.send')}
      onSend={send}
      isSending={reversal.isPending}
      maySend={maySend}
      error={reversal.error}
      onEnd={onEnd}
    >
      <p className={classes.quiet}>{t('money.reversal.why')}</p>
      <Textarea
        label={t('money.reversal.reason')}
        placeholder={t('money.reversal.example')}
        maxLength={500}
        autosize
        minRows={2}
        required
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Checkbox label={t('money.reversal.parts')} checked={inParts} onChange={(event) => setInParts(event.currentTarget.checked)} />
      {inParts &&
        open.map((entry) => (
          <TextInput
            key={entry.n}
            inputMode="decimal"
            label={account(entry)}
            rightSection={<small>{entry.asset}</small>}
            rightSectionWidth={64}
            value={typed.get(entry.n) ?? ''}
            error={wrong.has(entry.n) && t('money.reversal.atMost', { amount: decimal(leftOf(entry), entry.scale) })}
            onChange={(event) => setTyped(new Map(typed).set(entry.n, event.currentTarget.value))}
          />
        ))}
    </FormDialog>
  )
}

function leftOf({ amount, reversed }: Entry): bigint {
  return BigInt(amount) - BigInt(reversed)
}

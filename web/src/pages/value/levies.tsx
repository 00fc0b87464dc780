import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { FormDialog } from '../../form-dialog.tsx'
import { paths } from '../../paths.ts'
import { fieldErrors } from '../../problem.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { bookable } from './amounts.ts'
import { type Fund, useFundPayment, useFundPayments, useFunds, usePurposeName } from './budget-queries.ts'
import { AmountInput, BackToKinds, Listed, Part, Rows } from './pieces.tsx'
import classes from './value.module.css'

const FUND = 'fund:'

/** Pots that rules give to, such as a levy or a project: what is in them, what was paid out, and from there to the sales it came from. */
export default function Levies() {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  return (
    <PageFrame>
      <BackToKinds />
      <PageHead title={t('value.levies.title')} answer={t(mayWrite ? 'value.levies.short' : 'value.levies.coordinatorsOnly')} />
      {mayWrite && (
        <div className={classes.stack}>
          <Funds />
          <Payments />
        </div>
      )}
    </PageFrame>
  )
}

function Funds() {
  const { t } = useTranslation()
  const { amount } = useFormats()
  const nameOf = usePurposeName()
  const funds = useFunds()
  const [paying, pay] = useState<Fund>()
  const items = funds.data?.pages.flatMap((page) => page.items) ?? []
  if (funds.isSuccess && items.length === 0) {
    return <EmptyState title={t('value.levies.empty.title')} why={t('value.levies.empty.why')} example={t('value.levies.empty.example')} />
  }
  return (
    <Part title={t('value.levies.funds')}>
      <Listed query={funds}>
        <Rows
          label={t('value.levies.funds')}
          rows={items.map((fund) => ({
            key: fund.accountId,
            what: nameOf(fund.purpose),
            amount: amount(fund.left, fund),
            action: (
              <Button
                variant="light"
                size="compact-sm"
                aria-label={t('value.levies.payFrom', { name: nameOf(fund.purpose) })}
                onClick={() => pay(fund)}
              >
                {t('value.levies.pay')}
              </Button>
            ),
          }))}
        />
      </Listed>
      {paying && (
        <PayDialog
          fund={paying}
          others={items.filter(({ asset, accountId }) => asset === paying.asset && accountId !== paying.accountId)}
          onEnd={() => pay(undefined)}
        />
      )}
    </Part>
  )
}

function PayDialog({ fund, others, onEnd }: { fund: Fund; others: readonly Fund[]; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const { amount: amountOf } = useFormats()
  const nameOf = usePurposeName()
  const payment = useFundPayment(fund.accountId)
  const [way, setWay] = useState<'organisation' | 'fund'>('organisation')
  const [partyId, setParty] = useState<string | null>(null)
  const [purpose, setPurpose] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [what, setWhat] = useState('')
  const amount = bookable(typed, fund.scale)
  const errors = fieldErrors(t, i18n.language, payment.error)
  const to = way === 'organisation' ? partyId !== null && { partyId } : purpose !== null && { fund: purpose.slice(FUND.length) }
  const isReady = to !== false && amount !== null && what.trim() !== ''
  return (
    <FormDialog
      title={t('value.levies.payFrom', { name: nameOf(fund.purpose) })}
      action={t('value.levies.payNow')}
      onSend={() =>
        isReady &&
        payment.mutate(
          { ...to, amount, what: what.trim() },
          {
            onSuccess: () => {
              onEnd()
              showDone(t('value.levies.paid'))
            },
          },
        )
      }
      isSending={payment.isPending}
      maySend={isReady}
      error={payment.error}
      onEnd={onEnd}
    >
      <p className={classes.quiet}>{t('value.levies.left', { amount: amountOf(fund.left, fund) })}</p>
      {others.length > 0 && (
        <SegmentedControl
          aria-label={t('value.to')}
          value={way}
          onChange={(next) => setWay(next === 'fund' ? 'fund' : 'organisation')}
          data={(['organisation', 'fund'] as const).map((each) => ({ value: each, label: t(`value.levies.ways.${each}`) }))}
        />
      )}
      {way === 'organisation' ? (
        <PartyPicker label={t('value.to')} value={partyId} onChange={setParty} error={errors.partyId} />
      ) : (
        <Select
          label={t('value.to')}
          data={others.map((one) => ({ value: one.purpose, label: nameOf(one.purpose) }))}
          value={purpose}
          onChange={setPurpose}
          error={errors.fund}
        />
      )}
      <AmountInput label={t('value.amount')} unit={fund.asset} value={typed} onChange={setTyped} error={errors.amount} />
      <TextInput label={t('value.what')} value={what} maxLength={200} onChange={(event) => setWhat(event.currentTarget.value)} />
    </FormDialog>
  )
}

function Payments() {
  const { t } = useTranslation()
  const { date, amount } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const nameOf = usePurposeName()
  const payments = useFundPayments()
  const items = payments.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Part title={t('value.levies.payments')} why={t('value.levies.paymentsWhy')}>
      <Listed query={payments}>
        {items.length === 0 && <p className={classes.quiet}>{t('value.levies.nothingPaid')}</p>}
        <Rows
          label={t('value.levies.payments')}
          rows={items.map((payment) => ({
            key: payment.id,
            what: payment.what,
            to: paths.value(ecosystemId, 'levies', payment.id),
            note: t('value.levies.line', {
              from: nameOf(payment.purpose),
              to: payment.toPurpose === null ? (payment.to?.name ?? t('value.somebody')) : nameOf(payment.toPurpose),
              on: date(payment.day),
            }),
            amount: amount(payment.amount, payment),
          }))}
        />
      </Listed>
    </Part>
  )
}

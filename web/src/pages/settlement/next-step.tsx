import { Button, Group, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { FormDialog } from '../../form-dialog.tsx'
import { paths } from '../../paths.ts'
import { dayIn } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { type Format, type Settlement, useApproval, usePayment, useSettings, useTakeFile, useWithdrawal } from './queries.ts'
import classes from './settlement.module.css'

type Props = { settlement: Settlement }

/** What is to be done next, in words, with the button for it. */
export function NextStep({ settlement }: Props) {
  const { t } = useTranslation()
  if (settlement.state === 'open') return <Approval settlement={settlement} />
  if (settlement.state === 'superseded') return <Step said={t('settlement.next.superseded')} />
  return settlement.state === 'approved' ? <Files settlement={settlement} /> : <Payments settlement={settlement} />
}

function Step({ said, error, children }: { said: string; error?: unknown; children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className={classes.next}>
      <h2>{t('settlement.next.title')}</h2>
      <p>{said}</p>
      {children && (
        <Group gap="xs" align="flex-end">
          {children}
        </Group>
      )}
      {Boolean(error) && <Failure error={error} doing="writing" />}
    </div>
  )
}

function Approval({ settlement: { id, number, approver, totals } }: Props) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const approve = useApproval(id)
  if (totals.every(({ payouts }) => payouts === 0)) return <Step said={t('settlement.next.nothing')} />
  const send = () => approve.mutate(null, { onSuccess: () => showDone(t('settlement.next.approved', { number })) })
  const mayApprove = approver === 'second' || approver === 'alone'
  return (
    <Step said={t(`settlement.next.approver.${approver}`)} error={approve.error}>
      {approver === 'again' && (
        <Button component={Link} to={paths.signIn(pathname)}>
          {t('settlement.next.signIn')}
        </Button>
      )}
      {mayApprove && (
        <Button onClick={send} loading={approve.isPending}>
          {t('settlement.next.approve')}
        </Button>
      )}
    </Step>
  )
}

/** The files of an approved settlement, and the way back. */
function Files({ settlement }: Props) {
  const { t } = useTranslation()
  const { id: ecosystemId, timeZone } = useEcosystem()
  const settings = useSettings()
  const take = useTakeFile(settlement.id)
  const withdraw = useWithdrawal(settlement.id)
  const [executionOn, setExecutionOn] = useState(workingDay(dayIn(timeZone)))
  const isInEuros = hasEuros(settlement)
  const lacksAccount = isInEuros && settings.data?.ownAccount === null
  const said = lacksAccount ? 'settlement.next.ownAccount' : isInEuros ? 'settlement.next.file' : 'settlement.next.table'
  return (
    <Step said={t(said)} error={take.error ?? withdraw.error}>
      {lacksAccount && (
        <Button component={Link} to={paths.settlements(ecosystemId, 'settings')}>
          {t('settlement.next.enterOwn')}
        </Button>
      )}
      {isInEuros && !lacksAccount && (
        <>
          <TextInput
            type="date"
            label={t('settlement.next.executionOn')}
            min={dayIn(timeZone)}
            value={executionOn}
            onChange={(event) => setExecutionOn(event.currentTarget.value)}
          />
          <TakeFile format="sepa" settlement={settlement} take={take} executionOn={executionOn} />
        </>
      )}
      <TakeFile format="csv" settlement={settlement} take={take} />
      <Button variant="subtle" color="gray" loading={withdraw.isPending} onClick={() => withdraw.mutate(null)}>
        {t('settlement.next.withdraw')}
      </Button>
    </Step>
  )
}

type TakeProps = Props & { format: Format; take: ReturnType<typeof useTakeFile>; executionOn?: string }

function TakeFile({ format, settlement, take, executionOn }: TakeProps) {
  const { t } = useTranslation()
  const isMade = settlement.files.some((file) => file.format === format)
  return (
    <Button
      variant={format === 'sepa' && settlement.state === 'approved' ? 'filled' : 'default'}
      leftSection={<IconDownload size={16} aria-hidden="true" />}
      loading={take.isPending && take.variables?.format === format}
      onClick={() => take.mutate({ format, isMade, ...(executionOn && { executionOn }) })}
    >
      {t(`settlement.file.${format}${isMade ? 'Again' : ''}`)}
    </Button>
  )
}

/** Once a file was made: what became of the payouts. */
function Payments({ settlement }: Props) {
  const { t } = useTranslation()
  const { waiting, paid, failed } = settlement.payouts
  const [isAsking, setAsking] = useState(false)
  const take = useTakeFile(settlement.id)
  const said = waiting > 0 ? t('settlement.next.pay', { count: waiting }) : t('settlement.next.done', { paid, failed })
  return (
    <Step said={said} error={take.error}>
      {waiting > 0 && <Button onClick={() => setAsking(true)}>{t('settlement.pay.all', { count: waiting })}</Button>}
      {hasEuros(settlement) && <TakeFile format="sepa" settlement={settlement} take={take} />}
      <TakeFile format="csv" settlement={settlement} take={take} />
      {isAsking && <PayAll settlement={settlement} onEnd={() => setAsking(false)} />}
    </Step>
  )
}

function PayAll({ settlement, onEnd }: Props & { onEnd: () => void }) {
  const { t } = useTranslation()
  const count = settlement.payouts.waiting
  const payment = usePayment(settlement.id)
  return (
    <FormDialog
      title={t('settlement.pay.all', { count })}
      action={t('settlement.pay.book')}
      onSend={() => payment.mutate(undefined, { onSuccess: onEnd })}
      isSending={payment.isPending}
      error={payment.error}
      onEnd={onEnd}
    >
      <p>{t('settlement.pay.allWhy')}</p>
    </FormDialog>
  )
}

function hasEuros({ totals }: Settlement): boolean {
  return totals.some(({ asset, payouts }) => asset === 'EUR' && payouts > 0)
}

/** The day itself, or the Monday after: banks do not work on weekends. */
function workingDay(day: string): string {
  const date = new Date(`${day}T00:00Z`)
  const weekday = date.getUTCDay()
  date.setUTCDate(date.getUTCDate() + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0))
  return date.toISOString().slice(0, 10)
}

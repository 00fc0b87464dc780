import { Alert, Button, Skeleton, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { AccountForm } from './account-form.tsx'
import { type BankAccount, useBankAccount, useBankAccountChange, useBankAccountRemoval } from './queries.ts'
import classes from './settlement.module.css'

/** Where one organisation is paid to, and where it was paid to before. */
export function Component() {
  const { t } = useTranslation()
  const { partyId = '' } = useParams()
  const account = useBankAccount(partyId)
  const mayWrite = useMayWrite()
  const change = useBankAccountChange(partyId)
  const remove = useBankAccountRemoval(partyId)
  const { current = null, past = [] } = account.data ?? {}
  const isWriting = account.data !== undefined
  return (
    <PageFrame>
      <PageHead
        title={mayWrite ? (account.data?.partyName ?? t('settlement.accounts.title')) : t('settlement.account.own')}
        answer={t(mayWrite ? 'settlement.account.why' : 'settlement.account.whyOwn')}
        action={
          current !== null && (
            <Button variant="subtle" color="gray" loading={remove.isPending} onClick={() => remove.mutate(null, { onSuccess: () => showDone(t('settlement.account.removed')) })}>
              {t('settlement.account.remove')}
            </Button>
          )
        }
      />
      {account.isError && <Failure error={account.error} again={() => account.refetch()} />}
      {remove.isError && <Failure error={remove.error} />}
      {account.isPending && <Skeleton height={240} aria-hidden="true" />}
      {isWriting && (
        <Stack gap="lg">
          <section className={`tutti-card ${classes.part}`} aria-label={t('settlement.account.title')}>
            {current?.hasFailed && <Alert color="danger">{t('settlement.account.hasFailed')}</Alert>}
            <AccountForm
              key={current?.id ?? 'none'}
              account={current}
              onSend={(written) => change.mutate(written, { onSuccess: () => showDone(t('settlement.account.saved')) })}
              isSending={change.isPending}
              error={change.error}
            />
            {current && <Written account={current} />}
          </section>
          {past.length > 0 && <Past accounts={past.flatMap((one) => one ?? [])} />}
        </Stack>
      )}
    </PageFrame>
  )
} // biome-ignore format: one line reads better

function Written({ account: { writtenBy, writtenAt } }: { account: BankAccount }) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  return <p className={classes.quiet}>{t('settlement.account.written', { name: writtenBy ?? t('settlement.somebody'), date: dateTime(writtenAt) })}</p> // biome-ignore format: one line reads better
}

function Past({ accounts }: { accounts: readonly BankAccount[] }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  return (
    <section className={`tutti-card ${classes.part}`}>
      <h2>{t('settlement.account.past')}</h2>
      <ul className={classes.plain}>
        {accounts.map(({ id, holder, iban, writtenAt, endedAt }) => (
          <li key={id}>
            {holder}, {iban}
            <span className={classes.quiet}>
              {' '}
              {t('settlement.account.pastDays', { from: date(writtenAt), until: date(endedAt ?? writtenAt) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

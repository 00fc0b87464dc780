import { Button, Group, Select, Skeleton, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { fieldErrors } from '../../problem.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { AccountForm } from './account-form.tsx'
import { type Settings, type SettingsChange, useOwnAccountChange, useSettings, useSettingsChange } from './queries.ts'
import classes from './settlement.module.css'

const PERIODS = ['week', 'month', 'quarter', 'year'] as const

/** How often is settled, what is worth a transfer, and the account that is paid from. */
export function Component() {
  const { t } = useTranslation()
  const settings = useSettings()
  const own = useOwnAccountChange()
  return (
    <PageFrame>
      <PageHead title={t('settlement.settings.title')} answer={t('settlement.settings.why')} />
      {settings.isError && <Failure error={settings.error} again={() => settings.refetch()} />}
      {settings.isPending && <Skeleton height={240} aria-hidden="true" />}
      {settings.data && (
        <Stack gap="lg">
          <Rules settings={settings.data} />
          <section className={`tutti-card ${classes.part}`} aria-labelledby="settlement-own">
            <h2 id="settlement-own">{t('settlement.settings.ownAccount')}</h2>
            <p className={classes.quiet}>{t('settlement.settings.ownWhy')}</p>
            <AccountForm
              key={settings.data.ownAccount?.id ?? 'none'}
              account={settings.data.ownAccount}
              onSend={(account) => own.mutate(account, { onSuccess: () => showDone(t('settlement.account.saved')) })}
              isSending={own.isPending}
              error={own.error}
            />
          </section>
        </Stack>
      )}
    </PageFrame>
  )
}

function Rules({ settings }: { settings: Settings }) {
  const { t, i18n } = useTranslation()
  const [period, setPeriod] = useState<SettingsChange['period']>(settings.period)
  const [minimum, setMinimum] = useState(typed(settings.minimum, i18n.language))
  const change = useSettingsChange()
  const errors = fieldErrors(t, i18n.language, change.error)
  const cents = centsOf(minimum)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (cents !== null) change.mutate({ period, minimum: cents }, { onSuccess: () => showDone(t('settlement.settings.saved')) })
  }
  return (
    <form onSubmit={submit} className={`tutti-card ${classes.part}`}>
      <div className={classes.fields}>
        <Select
          label={t('settlement.settings.period')}
          data={PERIODS.map((value) => ({ value, label: t(`settlement.settings.periods.${value}`) }))}
          value={period}
          onChange={(value) => value !== null && setPeriod(value as SettingsChange['period'])}
          allowDeselect={false}
          error={errors.period}
        />
        <TextInput
          label={t('settlement.settings.minimum')}
          inputMode="decimal"
          rightSection="€"
          value={minimum}
          onChange={(event) => setMinimum(event.currentTarget.value)}
          error={cents === null ? t('settlement.settings.amountForm') : errors.minimum}
        />
      </div>
      <p className={classes.quiet}>{t('settlement.settings.minimumWhy')}</p>
      {change.isError && <Failure error={change.error} doing="writing" />}
      <Group>
        <Button type="submit" loading={change.isPending} disabled={cents === null}>
          {t('settlement.settings.save')}
        </Button>
      </Group>
    </form>
  )
}

/** What somebody typed, `12`, `12.5` or `12,50`, as cents in digits. Null for what is no amount. */
function centsOf(text: string): string | null {
  const parts = /^(\d{1,9})(?:[.,](\d{0,2}))?$/.exec(text.trim())
  return parts ? `${parts[1]}${(parts[2] ?? '').padEnd(2, '0')}`.replace(/^0+(?=\d)/, '') : null
}

function typed(cents: string, language: string): string {
  const digits = cents.padStart(3, '0')
  return `${digits.slice(0, -2)}${language === 'de' ? ',' : '.'}${digits.slice(-2)}`
}

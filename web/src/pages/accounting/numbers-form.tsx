import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { fieldErrors } from '../../problem.ts'
import { showDone } from '../../ui/toast.tsx'
import classes from './accounting.module.css'
import { PurposeName } from './purpose-name.tsx'
import { type NewSettings, type Settings, useKeepSettings } from './queries.ts'

/** What every ecosystem that shares money books on. */
const USUAL = ['bank', 'payable', 'held', 'vat', 'fund']

/** The numbers of the accountant: of the office, of the client, and of every account. */
export function NumbersForm({ settings: { settings, accounts, purposes } }: { settings: Settings }) {
  const { t, i18n } = useTranslation()
  const keep = useKeepSettings()
  const [head, setHead] = useState({
    consultant: `${settings?.consultant ?? ''}`,
    client: `${settings?.client ?? ''}`,
    fiscalYearStart: settings?.fiscalYearStart ?? '01-01',
    accountLength: `${settings?.accountLength ?? 4}`,
  })
  const [numbers, setNumbers] = useState(() => new Map(accounts.map(({ purpose, number }) => [purpose, number])))
  const known = new Map(purposes.map(({ purpose, number }) => [purpose, number]))
  const rows = [...new Set([...USUAL, ...known.keys(), ...accounts.map(({ purpose }) => purpose)])]
  const given = rows.flatMap((purpose) => {
    const number = numbers.get(purpose)?.trim() ?? ''
    return number === '' ? [] : [{ purpose, number }]
  })
  const errors = fieldErrors(t, i18n.language, keep.error)
  const missing = purposes.filter(({ number }) => number === null).length
  const send = (event: FormEvent) => {
    event.preventDefault()
    const whole = (text: string) => Number(text.trim() || Number.NaN)
    const body: NewSettings = {
      consultant: whole(head.consultant),
      client: whole(head.client),
      fiscalYearStart: head.fiscalYearStart.trim(),
      accountLength: whole(head.accountLength),
      accounts: given,
    }
    keep.mutate(body, { onSuccess: () => showDone(t('accounting.numbers.kept')) })
  }
  return (
    <form className={`tutti-card ${classes.part}`} onSubmit={send}>
      <div>
        <h2>{t('accounting.numbers.title')}</h2>
        <p className={classes.quiet}>{t('accounting.numbers.why')}</p>
        {missing > 0 && <p className={classes.missing}>{t('accounting.numbers.missing', { count: missing })}</p>}
      </div>
      <div className={classes.fields}>
        {(['consultant', 'client', 'fiscalYearStart', 'accountLength'] as const).map((field) => (
          <TextInput
            key={field}
            label={t(`accounting.numbers.${field}`)}
            placeholder={field === 'fiscalYearStart' ? '01-01' : ''}
            inputMode={field === 'fiscalYearStart' ? 'text' : 'numeric'}
            required
            value={head[field]}
            error={errors[field]}
            onChange={(event) => setHead({ ...head, [field]: event.currentTarget.value })}
          />
        ))}
      </div>
      <Accounts
        {...{ rows, known, numbers, given, errors }}
        onNumber={(purpose, number) => setNumbers(new Map(numbers).set(purpose, number))}
      />
      {keep.isError && <Failure error={keep.error} doing="writing" />}
      <div className={classes.foot}>
        <Button type="submit" loading={keep.isPending}>
          {t('accounting.numbers.keep')}
        </Button>
      </div>
    </form>
  )
}

type AccountsProps = {
  rows: readonly string[]
  known: ReadonlyMap<string, string | null>
  numbers: ReadonlyMap<string, string>
  given: NewSettings['accounts']
  errors: Record<string, string>
  onNumber: (purpose: string, number: string) => void
}

/** A number for each purpose; what is booked on and has none yet says so. */
function Accounts({ rows, known, numbers, given, errors, onNumber }: AccountsProps) {
  const { t } = useTranslation()
  return (
    <fieldset className={classes.accounts}>
      <legend>{t('accounting.numbers.accounts')}</legend>
      {rows.map((purpose) => {
        const place = given.findIndex((one) => one.purpose === purpose)
        const isMissing = known.get(purpose) === null && place < 0
        return (
          <TextInput
            key={purpose}
            label={<PurposeName purpose={purpose} />}
            description={isMissing ? t('accounting.numbers.needed') : undefined}
            // the number of the purpose it is a part of
            placeholder={numbers.get(purpose) === undefined ? (known.get(purpose) ?? '') : ''}
            inputMode="numeric"
            maxLength={9}
            value={numbers.get(purpose) ?? ''}
            error={place < 0 ? undefined : errors[`accounts.${place}.number`]}
            onChange={(event) => onNumber(purpose, event.currentTarget.value)}
          />
        )
      })}
    </fieldset>
  )
}

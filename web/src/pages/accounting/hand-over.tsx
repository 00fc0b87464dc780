import { Button, Radio, Select, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { fieldErrors, problemOf } from '../../problem.ts'
import { useFormats } from '../../ui/format.ts'
import classes from './accounting.module.css'
import { PurposeName } from './purpose-name.tsx'
import { type Period, useCurrencies, useHandOver, useSettings } from './queries.ts'

type Format = 'csv' | 'datev'
type Days = { from: string; through: string }
const OTHER = 'other'

/** Which days go to the accountant, and in which form. */
export function HandOver({ periods }: { periods: readonly Period[] }) {
  const { t, i18n } = useTranslation()
  const [days, setDays] = useState<Days>({ from: periods[0]!.from ?? '', through: periods[0]!.through })
  const [format, setFormat] = useState<Format>('csv')
  const currencies = useCurrencies().data ?? []
  const [currency, setCurrency] = useState<string | null>(null)
  const handing = useHandOver()
  const numbers = useSettings().dataUpdatedAt
  const { reset } = handing
  // what was missing before may be there now
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the numbers were kept anew
  useEffect(() => reset(), [numbers, reset])
  const asset = currency ?? (currencies.includes('EUR') ? 'EUR' : currencies[0])
  const send = () =>
    handing.mutate({
      format,
      through: days.through,
      language: i18n.language === 'de' ? 'de' : 'en',
      ...(days.from !== '' && { from: days.from }),
      ...(format === 'datev' && asset !== undefined && { asset }),
    })
  return (
    <section className={`tutti-card ${classes.part}`}>
      <h2>{t('accounting.handOver')}</h2>
      <DaysChoice periods={periods} days={days} onDays={setDays} />
      <Radio.Group label={t('accounting.form')} value={format} onChange={(value) => setFormat(value as Format)}>
        <div className={classes.formats}>
          {(['csv', 'datev'] as const).map((value) => (
            <Radio key={value} value={value} label={t(`accounting.format.${value}`)} description={t(`accounting.use.${value}`)} />
          ))}
        </div>
      </Radio.Group>
      {format === 'datev' && currencies.length > 1 && (
        <Select label={t('accounting.currency')} allowDeselect={false} data={currencies} value={asset ?? null} onChange={setCurrency} />
      )}
      {handing.isError && <Refusal error={handing.error} />}
      <div className={classes.foot}>
        <Button
          leftSection={<IconDownload size={18} aria-hidden="true" />}
          loading={handing.isPending}
          disabled={days.through === ''}
          onClick={send}
        >
          {t('accounting.take')}
        </Button>
        {handing.isSuccess && <span role="status">{t('accounting.taken', { name: handing.data })}</span>}
      </div>
    </section>
  )
}

/** A closed period, or some of the closed days. */
function DaysChoice({ periods, days, onDays }: { periods: readonly Period[]; days: Days; onDays: (days: Days) => void }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const [chosen, setChosen] = useState(`${periods[0]!.number}`)
  const named = ({ number, from, through }: Period) => ({
    value: `${number}`,
    label:
      from === null ? t('accounting.until', { day: date(through) }) : t('accounting.between', { from: date(from), through: date(through) }),
  })
  const choose = (value: string | null) => {
    setChosen(value ?? OTHER)
    const period = periods.find(({ number }) => `${number}` === value)
    if (period) onDays({ from: period.from ?? '', through: period.through })
  }
  return (
    <>
      <Select
        label={t('accounting.which')}
        allowDeselect={false}
        data={[...periods.map(named), { value: OTHER, label: t('accounting.otherDays') }]}
        value={chosen}
        onChange={choose}
      />
      {chosen === OTHER && (
        <div className={classes.days}>
          <TextInput
            type="date"
            label={t('accounting.from')}
            value={days.from}
            onChange={(event) => onDays({ ...days, from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t('accounting.through')}
            required
            value={days.through}
            onChange={(event) => onDays({ ...days, through: event.currentTarget.value })}
          />
        </div>
      )}
    </>
  )
}

/** What stood against it, and which accounts have no number or which entry is wrong. */
function Refusal({ error }: { error: unknown }) {
  const { t, i18n } = useTranslation()
  const errors = Object.entries(fieldErrors(t, i18n.language, error))
  const isOfAccounts = problemOf(error).code === 'chart_incomplete'
  return (
    <>
      <Failure error={error} />
      {errors.length > 0 && (
        <ul className={classes.missing}>
          {errors.map(([path, text]) => (
            <li key={path}>{isOfAccounts ? <PurposeName purpose={path} /> : text}</li>
          ))}
        </ul>
      )}
    </>
  )
}

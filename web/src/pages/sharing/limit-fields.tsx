import { Checkbox, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PERIODS, type Period, type StepDraft, type WhenDraft } from './draft.ts'
import classes from './sharing.module.css'

type Props = { step: StepDraft; onChange: (part: Partial<StepDraft>) => void }

/** A cap, a time held back, and when a step counts at all: what few steps need. */
export function LimitFields({ step, onChange }: Props) {
  const { t } = useTranslation()
  const { cap, capPeriod, heldDays, when, isForSent, goes } = step
  const isUsed = cap !== '' || heldDays !== '' || isForSent || Object.values(when).some((value) => value !== '')
  return (
    <details className={classes.further} open={isUsed}>
      <summary>{t('sharing.further.label')}</summary>
      <div className={classes.fields}>
        {goes !== 'split' && (
          <>
            <TextInput
              label={t('sharing.further.cap')}
              inputMode="decimal"
              rightSection="€"
              value={cap}
              onChange={(event) => onChange({ cap: event.currentTarget.value })}
            />
            <Select
              label={t('sharing.further.in')}
              data={PERIODS.map((value) => ({ value, label: t(`sharing.period.${value}`) }))}
              value={capPeriod}
              allowDeselect={false}
              onChange={(period) => period !== null && onChange({ capPeriod: period as Period })}
            />
          </>
        )}
        <TextInput
          label={t('sharing.further.heldDays')}
          inputMode="numeric"
          value={heldDays}
          onChange={(event) => onChange({ heldDays: event.currentTarget.value })}
        />
      </div>
      <ConditionFields step={step} onChange={onChange} />
    </details>
  )
}

function ConditionFields({ step, onChange }: Props) {
  const { t } = useTranslation()
  const { when, goes, isForSent, referrerDays } = step
  const field = (key: keyof WhenDraft) => ({
    label: t(`sharing.when.${key}`),
    value: when[key],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ when: { ...when, [key]: event.currentTarget.value } }),
  })
  return (
    <fieldset className={classes.conditions}>
      <legend>{t('sharing.when.label')}</legend>
      <TextInput {...field('atLeast')} inputMode="decimal" rightSection="€" />
      <TextInput {...field('below')} inputMode="decimal" rightSection="€" />
      <TextInput {...field('from')} type="date" />
      <TextInput {...field('until')} type="date" />
      <TextInput {...field('word')} placeholder={t('sharing.when.wordPlaceholder')} maxLength={40} />
      <TextInput {...field('value')} placeholder={t('sharing.when.valuePlaceholder')} maxLength={80} />
      {goes !== 'referrer' && (
        <Checkbox
          label={t('sharing.when.sent')}
          checked={isForSent}
          className={classes.wide ?? ''}
          onChange={(event) => onChange({ isForSent: event.currentTarget.checked })}
        />
      )}
      {goes !== 'referrer' && isForSent && (
        <TextInput
          label={t('sharing.goes.days')}
          inputMode="numeric"
          value={referrerDays}
          onChange={(event) => onChange({ referrerDays: event.currentTarget.value })}
        />
      )}
    </fieldset>
  )
}

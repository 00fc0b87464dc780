import { ActionIcon, Checkbox, Group, Select, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { counted, type Goes, type Measure, type RuleDraft, type StepDraft, UNITS } from './draft.ts'
import { LimitFields } from './limit-fields.tsx'
import classes from './sharing.module.css'
import { SplitFields } from './split-fields.tsx'
import { TierFields } from './tier-fields.tsx'

type Props = {
  step: StepDraft
  place: number
  draft: RuleDraft
  errors: readonly string[]
  onChange: (part: Partial<StepDraft>) => void
  onMove: (by: number) => void
  onRemove: () => void
}

/** One step of a rule: how much is taken, who gets it, on what condition. */
export function StepForm({ step, place, draft, errors, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation()
  const isLast = step.measure === 'remainder'
  const isLastMovable = place >= draft.steps.length - 2
  return (
    <li className={`tutti-card ${classes.step}`}>
      <Group justify="space-between" wrap="nowrap">
        <h3>{isLast ? t('sharing.steps.last') : t('sharing.steps.step', { number: place + 1 })}</h3>
        {!isLast && (
          <Group gap={4} wrap="nowrap">
            <Tool label={t('sharing.steps.up')} disabled={place === 0} onClick={() => onMove(-1)} Icon={IconArrowUp} />
            <Tool label={t('sharing.steps.down')} disabled={isLastMovable} onClick={() => onMove(1)} Icon={IconArrowDown} />
            <Tool label={t('sharing.steps.remove')} onClick={onRemove} Icon={IconTrash} />
          </Group>
        )}
      </Group>
      {!isLast && <TakeFields step={step} place={place} draft={draft} onChange={onChange} />}
      <GoesFields step={step} draft={draft} onChange={onChange} />
      {!isLast && <LimitFields step={step} onChange={onChange} />}
      {errors.map((error) => (
        <p key={error} role="alert" className={classes.error}>
          {error}
        </p>
      ))}
    </li>
  )
}

const MEASURES = ['pct', 'tiers', 'fixed', 'perUnit', 'upToBalance'] as const

type PartProps = Pick<Props, 'step' | 'draft' | 'onChange'>

function TakeFields({ step, place, draft, onChange }: PartProps & { place: number }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const field = (key: 'percent' | 'amount' | 'maxUnits' | 'min' | 'max') => ({
    label: t(`sharing.take.${key}`),
    value: step[key],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [key]: event.currentTarget.value }),
    inputMode: 'decimal' as const,
  })
  const isPart = step.measure === 'pct' || step.measure === 'tiers'
  const earlier = draft.steps
    .slice(0, place)
    .map(({ id }, k) => ({ value: `step:${id}`, label: t('sharing.base.step', { number: k + 1 }) }))
  const bases = [...(['gross', 'net', 'rest'] as const).map((value) => ({ value, label: t(`sharing.base.${value}`) })), ...earlier]
  return (
    <div className={classes.fields}>
      <Select
        label={t('sharing.take.measure')}
        data={MEASURES.map((value) => ({ value, label: t(`sharing.measure.${value}`) }))}
        value={step.measure}
        allowDeselect={false}
        onChange={(measure) => measure !== null && onChange({ measure: measure as Measure })}
      />
      {step.measure === 'pct' && <TextInput {...field('percent')} placeholder={formats.number(2.5)} rightSection="%" required />}
      {isPart && (
        <Select
          label={t('sharing.take.of')}
          data={bases}
          value={step.of}
          allowDeselect={false}
          onChange={(of) => of !== null && onChange({ of })}
        />
      )}
      {step.measure === 'tiers' && <TierFields tiers={step.tiers} onChange={(tiers) => onChange({ tiers })} />}
      {(step.measure === 'fixed' || step.measure === 'perUnit') && <TextInput {...field('amount')} rightSection="€" required />}
      {step.measure === 'perUnit' && (
        <>
          <Select
            label={t('sharing.take.unit')}
            data={counted(UNITS, step.unit, (word) => t(`sharing.unit.${word}`, { defaultValue: word }))}
            value={step.unit}
            allowDeselect={false}
            onChange={(unit) => unit !== null && onChange({ unit })}
          />
          <TextInput {...field('maxUnits')} />
        </>
      )}
      {step.measure === 'upToBalance' && (
        <RecipientSelect label={t('sharing.take.owedTo')} draft={draft} value={step.owedTo} onChange={(owedTo) => onChange({ owedTo })} />
      )}
      {isPart && (
        <>
          <TextInput {...field('min')} rightSection="€" />
          <TextInput {...field('max')} rightSection="€" />
        </>
      )}
    </div>
  )
}

function GoesFields({ step, draft, onChange }: PartProps) {
  const { t } = useTranslation()
  const ways: Goes[] = step.measure === 'remainder' ? ['one', 'split'] : ['one', 'split', 'referrer']
  return (
    <div className={classes.fields}>
      <Select
        label={t('sharing.goes.label')}
        data={ways.map((value) => ({ value, label: t(`sharing.goes.${value}`) }))}
        value={step.goes}
        allowDeselect={false}
        onChange={(goes) => goes !== null && onChange({ goes: goes as Goes })}
      />
      {step.goes === 'one' && (
        <RecipientSelect label={t('sharing.goes.to')} draft={draft} value={step.to} onChange={(to) => onChange({ to })} />
      )}
      {step.goes === 'referrer' && (
        <TextInput
          label={t('sharing.goes.days')}
          inputMode="numeric"
          value={step.referrerDays}
          onChange={(event) => onChange({ referrerDays: event.currentTarget.value })}
        />
      )}
      {step.goes === 'one' && (
        <Checkbox
          label={t('sharing.goes.passesOn')}
          checked={step.passesOn}
          className={classes.wide ?? ''}
          onChange={(event) => onChange({ passesOn: event.currentTarget.checked })}
        />
      )}
      {(step.goes === 'split' || (step.goes === 'one' && step.passesOn)) && (
        <SplitFields split={step.split} draft={draft} onChange={(part) => onChange({ split: { ...step.split, ...part } })} />
      )}
    </div>
  )
}

type SelectProps = { label: string; draft: RuleDraft; value: number | null; onChange: (id: number | null) => void }

function RecipientSelect({ label, draft, value, onChange }: SelectProps) {
  const { t } = useTranslation()
  return (
    <Select
      label={label}
      placeholder={t('sharing.goes.choose')}
      data={draft.recipients.filter(({ name }) => name.trim() !== '').map(({ id, name }) => ({ value: `${id}`, label: name }))}
      value={value === null ? null : `${value}`}
      nothingFoundMessage={t('sharing.goes.noRecipients')}
      onChange={(id) => onChange(id === null ? null : Number(id))}
    />
  )
}

type ToolProps = { label: string; disabled?: boolean; onClick: () => void; Icon: typeof IconTrash }

function Tool({ label, disabled = false, onClick, Icon }: ToolProps) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
      <Icon size={18} aria-hidden="true" />
    </ActionIcon>
  )
}

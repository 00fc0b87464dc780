import { Checkbox, MultiSelect, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { counted, METRICS, type RuleDraft, type SplitDraft, type Way } from './draft.ts'
import classes from './sharing.module.css'

const WAYS = ['equal', 'shares', 'contribution', 'use', 'standAlone'] as const

type Props = { split: SplitDraft; draft: RuleDraft; onChange: (part: Partial<SplitDraft>) => void }

/** Among whom something is split, and how. */
export function SplitFields({ split, draft, onChange }: Props) {
  const { t } = useTranslation()
  const { way, among, parts, metric, floorEach, isEqualWhenNone } = split
  const named = draft.recipients.filter(({ name }) => name.trim() !== '')
  const isCounted = way === 'contribution' || way === 'standAlone'
  return (
    <>
      <Select
        label={t('sharing.split.way')}
        data={WAYS.map((value) => ({ value, label: t(`sharing.way.${value}`) }))}
        value={way}
        allowDeselect={false}
        onChange={(next) => next !== null && onChange({ way: next as Way })}
      />
      <MultiSelect
        label={t('sharing.split.among')}
        placeholder={among.length === 0 ? t('sharing.goes.choose') : ''}
        data={named.map(({ id, name }) => ({ value: `${id}`, label: name }))}
        value={among.map(String)}
        nothingFoundMessage={t('sharing.goes.noRecipients')}
        className={classes.wide ?? ''}
        onChange={(ids) => onChange({ among: ids.map(Number) })}
      />
      {way === 'contribution' && (
        <Select
          label={t('sharing.split.metric')}
          data={counted(METRICS, metric, (word) => t(`sharing.metric.${word}`, { defaultValue: word }))}
          value={metric}
          allowDeselect={false}
          onChange={(next) => next !== null && onChange({ metric: next })}
        />
      )}
      {(way === 'shares' || isCounted) && among.length > 0 && (
        <fieldset className={classes.parts}>
          <legend>{t(way === 'shares' ? 'sharing.split.shares' : 'sharing.split.weights')}</legend>
          {among.map((id) => (
            <TextInput
              key={id}
              label={named.find((recipient) => recipient.id === id)?.name ?? ''}
              inputMode="decimal"
              value={parts[id] ?? ''}
              placeholder={way === 'shares' ? '' : '1'}
              rightSection={way === 'shares' ? '%' : '×'}
              onChange={(event) => onChange({ parts: { ...parts, [id]: event.currentTarget.value } })}
            />
          ))}
        </fieldset>
      )}
      {(isCounted || way === 'use') && (
        <>
          <TextInput
            label={t('sharing.split.floorEach')}
            inputMode="decimal"
            rightSection="€"
            value={floorEach}
            onChange={(event) => onChange({ floorEach: event.currentTarget.value })}
          />
          <Checkbox
            label={t('sharing.split.whenNone')}
            checked={isEqualWhenNone}
            className={classes.wide ?? ''}
            onChange={(event) => onChange({ isEqualWhenNone: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  )
}

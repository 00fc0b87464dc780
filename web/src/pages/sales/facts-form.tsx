import { Autocomplete, Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Asked, FactsDraft } from './asked.ts'
import classes from './sales.module.css'

const COUNT_MAX = 1_000_000

type Props = {
  asked: Asked
  names: ReadonlyMap<string, string>
  draft: FactsDraft
  day: string
  onChange: (draft: FactsDraft) => void
}

/** What the rule asks of a sale beside its price: how much of what, who sent the guest, what was counted for whom. */
export function FactsForm({ asked, names, draft, day, onChange }: Props) {
  const { t } = useTranslation()
  const word = (kind: string, key: string) => t(`sales.words.${kind}.${key}`, { defaultValue: key.replaceAll('_', ' ') })
  const nameOf = (key: string) => names.get(key) ?? key
  const set = (part: Partial<FactsDraft>) => onChange({ ...draft, ...part })
  return (
    <>
      {asked.units.length > 0 && (
        <div className={classes.fields}>
          {asked.units.map((unit) => (
            <Count
              key={unit}
              label={word('unit', unit)}
              value={draft.units[unit]}
              onChange={(count) => set({ units: { ...draft.units, [unit]: count } })}
            />
          ))}
        </div>
      )}
      {asked.metrics.map(({ word: metric, among }) => (
        <Counts
          key={metric}
          label={word('metric', metric)}
          among={among.map((key) => [key, nameOf(key)])}
          counts={draft.metrics[metric] ?? {}}
          onChange={(counts) => set({ metrics: { ...draft.metrics, [metric]: counts } })}
        />
      ))}
      {asked.names.map((name) => (
        <Named key={name} label={word('name', name)} name={name} {...{ names, draft, day }} onChange={onChange} />
      ))}
      {asked.is.length > 0 && (
        <div className={classes.fields}>
          {asked.is.map(({ word: key, values }) => (
            <Autocomplete
              key={key}
              label={word('is', key)}
              data={values}
              maxLength={80}
              value={draft.is[key] ?? ''}
              onChange={(value) => set({ is: { ...draft.is, [key]: value } })}
            />
          ))}
        </div>
      )}
      {asked.standAlone.length > 0 && (
        <PricesAlone
          among={asked.standAlone.map((key) => [key, nameOf(key)])}
          prices={draft.standAlone}
          onChange={(standAlone) => set({ standAlone })}
        />
      )}
      {asked.used.length > 0 && (
        <Checkbox.Group label={t('sales.used')} value={draft.used} onChange={(used) => set({ used })}>
          <div className={classes.fields}>
            {asked.used.map((key) => (
              <Checkbox key={key} value={key} label={nameOf(key)} />
            ))}
          </div>
        </Checkbox.Group>
      )}
    </>
  )
}

type CountsProps = {
  label: string
  among: (readonly [string, string])[]
  counts: Record<string, number>
  onChange: (counts: Record<string, number>) => void
}

function Counts({ label, among, counts, onChange }: CountsProps) {
  return (
    <fieldset className={classes.group}>
      <legend>{label}</legend>
      {among.map(([key, name]) => (
        <Count key={key} label={name} value={counts[key]} onChange={(count) => onChange({ ...counts, [key]: count })} />
      ))}
    </fieldset>
  )
}

type PricesProps = {
  among: (readonly [string, string])[]
  prices: Record<string, string>
  onChange: (prices: Record<string, string>) => void
}

function PricesAlone({ among, prices, onChange }: PricesProps) {
  const { t } = useTranslation()
  return (
    <fieldset className={classes.group}>
      <legend>{t('sales.standAlone')}</legend>
      {among.map(([key, name]) => (
        <TextInput
          key={key}
          label={name}
          inputMode="decimal"
          value={prices[key] ?? ''}
          onChange={(event) => onChange({ ...prices, [key]: event.currentTarget.value })}
        />
      ))}
    </fieldset>
  )
}

function Count({ label, value, onChange }: { label: string; value: number | undefined; onChange: (count: number) => void }) {
  return (
    <NumberInput
      label={label}
      min={0}
      max={COUNT_MAX}
      allowDecimal={false}
      allowNegative={false}
      value={value ?? ''}
      onChange={(typed) => onChange(typeof typed === 'number' ? typed : 0)}
    />
  )
}

type NamedProps = Omit<Props, 'asked'> & { label: string; name: string }

/** Whom the sale names, and since when: many rules look back some days only. */
function Named({ label, name, names, draft, day, onChange }: NamedProps) {
  const { t } = useTranslation()
  const chosen = draft.names[name]
  const set = (recipient: string | null, since: string) => {
    const { [name]: _, ...others } = draft.names
    onChange({ ...draft, names: recipient === null ? others : { ...others, [name]: { recipient, since } } })
  }
  return (
    <div className={classes.fields}>
      <Select
        label={label}
        placeholder={t('sales.nobody')}
        data={[...names].map(([value, label]) => ({ value, label }))}
        value={chosen?.recipient ?? null}
        onChange={(recipient) => set(recipient, chosen?.since ?? day)}
        clearable
      />
      {chosen && (
        <TextInput
          type="date"
          label={t('sales.since')}
          value={chosen.since}
          onChange={(event) => set(chosen.recipient, event.currentTarget.value)}
        />
      )}
    </div>
  )
}

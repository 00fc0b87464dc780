import { NumberInput, Select, Switch, TextInput } from '@mantine/core'
import type { Field } from '../../data/types.ts'

type Props = { field: Field; value: unknown; error: string | undefined; onChange: (value: unknown) => void }

/** The input for one field of the ecosystem's own, by its type. */
export function CustomField({ field, value, error, onChange }: Props) {
  const { label, type } = field
  if (type === 'boolean')
    return <Switch label={label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} error={error} />
  if (type === 'choice')
    return (
      <Select
        label={label}
        data={field.choices ?? []}
        value={typeof value === 'string' ? value : null}
        onChange={onChange}
        clearable
        error={error}
      />
    )
  if (type === 'number')
    return (
      <NumberInput
        label={label}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(typeof next === 'number' ? next : null)}
        error={error}
      />
    )
  return (
    <TextInput
      label={label}
      type={type === 'date' ? 'date' : 'text'}
      inputMode={type === 'url' ? 'url' : 'text'}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      error={error}
    />
  )
}

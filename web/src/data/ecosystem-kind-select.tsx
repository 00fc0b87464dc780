import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Failure } from '../failure.tsx'
import classes from './ecosystem-kind-select.module.css'
import { OTHER_KIND, useKindsOfEcosystem } from './ecosystem-kinds.ts'

type Props = { label: string; description?: string; isOptional?: boolean; value: string | null; onChange: (kind: string | null) => void }

/** One kind of ecosystem of those there are, or something else; each says what it is, the chosen one also below. */
export function EcosystemKindSelect({ label, description, isOptional = false, value, onChange }: Props) {
  const { t } = useTranslation()
  const kinds = useKindsOfEcosystem()
  if (kinds.isError) return <Failure error={kinds.error} again={() => kinds.refetch()} />
  const options = [
    ...(kinds.data?.items ?? []).map((kind) => ({ value: kind.key, label: kind.name, says: kind.description })),
    { value: OTHER_KIND, label: t('ecosystem-kind.other'), says: t('ecosystem-kind.otherSays') },
  ]
  const saysOf = (key: string | null) => options.find((option) => option.value === key)?.says
  return (
    <div>
      <Select
        label={label}
        description={description}
        placeholder={t('ecosystem-kind.placeholder')}
        data={options.map((option) => ({ value: option.value, label: option.label }))}
        value={kinds.isPending ? null : value}
        onChange={onChange}
        allowDeselect={false}
        clearable={isOptional}
        clearButtonProps={{ 'aria-label': t('ecosystem-kind.clear') }}
        withScrollArea={false}
        classNames={{ options: classes.options ?? '' }}
        renderOption={({ option }) => (
          <span className={classes.option}>
            <span className={classes.name}>{option.label}</span>
            <span className={classes.says}>{saysOf(option.value)}</span>
          </span>
        )}
      />
      {value !== null && <div className={classes.chosen}>{saysOf(value)}</div>}
    </div>
  )
}

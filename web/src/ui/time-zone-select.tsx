import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

type Props = { label: string; value: string; onChange: (value: string) => void; disabled?: boolean }

/** All time zones the browser knows, to be found by typing a part of the name. */
export function TimeZoneSelect({ label, value, onChange, disabled = false }: Props) {
  const { t } = useTranslation()
  const zones = useMemo(() => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', value])].filter(Boolean).sort(), [value])
  return (
    <Select
      label={label}
      data={zones}
      value={value}
      searchable
      allowDeselect={false}
      limit={80}
      disabled={disabled}
      nothingFoundMessage={t('ui.timeZone.none')}
      comboboxProps={{ withinPortal: false }}
      onChange={(zone) => zone !== null && onChange(zone)}
    />
  )
}

/** The time zone of the reader's own clock. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

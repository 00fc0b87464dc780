import { Combobox, InputBase, useCombobox } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

export type Sector = { scheme: 'nace' | 'naics'; code: string; name: string }

type Props = {
  label: string
  description?: string
  error?: string | undefined
  /** The sectors that fit a typed text, the best first. */
  find: (typed: string) => readonly Sector[]
  value: Sector | null
  onChange: (sector: Sector | null) => void
  disabled?: boolean
}

const SHOWN_MAX = 60

/** One sector, looked up by name or code. What is typed is kept only when it is chosen. */
export function SectorSelect({ label, description, error, find, value, onChange, disabled = false }: Props) {
  const { t } = useTranslation()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState<string | null>(null)
  const found = useMemo(() => find(typed ?? '').slice(0, SHOWN_MAX), [find, typed])
  const close = () => {
    setTyped(null)
    combobox.closeDropdown()
  }
  const choose = (key: string) => {
    onChange(found.find((sector) => keyOf(sector) === key) ?? null)
    close()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
      <Combobox.Target>
        <InputBase
          label={label}
          description={description}
          error={error}
          disabled={disabled}
          placeholder={t('ui.sector.placeholder')}
          value={typed ?? (value === null ? '' : `${value.name} (${value.code})`)}
          rightSection={value === null ? <Combobox.Chevron /> : <Combobox.ClearButton onClear={() => onChange(null)} />}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={close}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={label}>
          {found.map((sector) => (
            <Combobox.Option key={keyOf(sector)} value={keyOf(sector)} fw={sector.code.length < 3 ? 600 : 400}>
              {sector.name} <small>{sector.scheme === 'naics' ? `NAICS ${sector.code}` : sector.code}</small>
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t('ui.sector.none')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function keyOf({ scheme, code }: Sector): string {
  return `${scheme}:${code}`
}

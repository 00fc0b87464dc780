import { Combobox, InputBase, useCombobox } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

export type Sector = { scheme: 'nace' | 'naics'; code: string; name: string; isTypical?: boolean }

type Props = {
  label: string
  description?: string
  error?: string | undefined
  /** The sectors that fit a typed text, the best first; those marked as typical stand in a group of their own. */
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
  const typical = found.filter(({ isTypical }) => isTypical)
  const option = (sector: Sector) => (
    <Combobox.Option key={keyOf(sector)} value={keyOf(sector)} fw={sector.code.length < 3 ? 600 : 400}>
      {sector.name} <small>{sector.scheme === 'naics' ? `NAICS ${sector.code}` : sector.code}</small>
    </Combobox.Option>
  )
  const choose = (key: string) => {
    onChange(found.find((sector) => keyOf(sector) === key) ?? null)
    close()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
      <Combobox.Target withExpandedAttribute>
        <InputBase
          role="combobox"
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
          {typical.length > 0 ? (
            <>
              <Combobox.Group label={t('ui.sector.typical')}>{typical.map(option)}</Combobox.Group>
              <Combobox.Group label={t('ui.sector.all')}>{found.slice(typical.length).map(option)}</Combobox.Group>
            </>
          ) : (
            found.map(option)
          )}
          {found.length === 0 && <Combobox.Empty>{t('ui.sector.none')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function keyOf({ scheme, code }: Sector): string {
  return `${scheme}:${code}`
}

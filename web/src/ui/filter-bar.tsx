import { Popover, Stack, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './filter-bar.module.css'
import { useFormats } from './format.ts'

/** The row above a list that narrows it. */
export function FilterBar({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <search className={classes.bar} aria-label={t('ui.filter.label')}>
      {children}
    </search>
  )
}

const PAUSE_MS = 250

/** A text to search for; told once the typing pauses. */
export function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value)
  const tell = useDebouncedCallback(onChange, PAUSE_MS)
  useEffect(() => setTyped(value), [value])
  return (
    <TextInput
      type="search"
      className={classes.search}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        tell(event.currentTarget.value)
      }}
    />
  )
}

export type FilterOption = { value: string; label: string; count?: number | undefined; icon?: ReactNode }

type PillProps = {
  label: string
  options: readonly FilterOption[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

const SEARCHED_FROM = 10

/** One thing to narrow by: opens to its values with how many each has, several may be chosen. */
export function FilterPill({ label, options, chosen, onChange }: PillProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [query, setQuery] = useState('')
  const shown = options.filter((option) => option.label.toLowerCase().includes(query.toLowerCase())).slice(0, 200)
  const toggle = (value: string) => onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value])
  return (
    <Popover position="bottom-start" width={280} trapFocus>
      <Popover.Target>
        <button type="button" className={classes.pill} data-on={chosen.length > 0 || undefined}>
          {label}
          {chosen.length > 0 && <b>{chosen.length}</b>}
          <IconChevronDown size={14} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={label}>
        <Stack gap="xs">
          {options.length >= SEARCHED_FROM && (
            <TextInput
              aria-label={t('ui.filter.search', { label })}
              placeholder={t('ui.filter.search', { label })}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
          )}
          <div className={classes.options}>
            {shown.map((option) => (
              <label key={option.value} className={classes.option}>
                <input type="checkbox" checked={chosen.includes(option.value)} onChange={() => toggle(option.value)} />
                {option.icon}
                <span>{option.label}</span>
                {option.count !== undefined && <small>{number(option.count)}</small>}
              </label>
            ))}
            {shown.length === 0 && <small>{t('ui.filter.none')}</small>}
          </div>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

/** A chosen value with a cross that takes it back. */
export function ChosenFilter({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { t } = useTranslation()
  return (
    <span className={classes.chosen}>
      {label}
      <button type="button" aria-label={t('ui.filter.remove', { label })} onClick={onRemove}>
        <IconX size={14} aria-hidden="true" />
      </button>
    </span>
  )
}

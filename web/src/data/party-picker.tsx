import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api.ts'
import { useEcosystem } from './session.ts'

type Props = {
  label: string
  value: string | null
  onChange: (partyId: string | null) => void
  /** Left out of the list, such as the party itself. */
  without?: string
  /** How one is named that is no longer on the map, and so cannot be found. */
  known?: { id: string | null; label: string } | undefined
  /** Others who can be chosen and are on no list of the server. */
  besides?: readonly { value: string; label: string }[]
  error?: string | undefined
  required?: boolean
  clearable?: boolean
}

const SHOWN = 12
/** The group that gathers people without an organisation is nobody to choose. */
const COLLECTION = 'tutti'
const PAUSE_MS = 180
const NOBODY: never[] = []

/** A field to choose one organisation by typing a part of its name. */
export function PartyPicker({
  label,
  value,
  onChange,
  without,
  known,
  besides = NOBODY,
  error,
  required = false,
  clearable = false,
}: Props) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), PAUSE_MS)
  const [chosen, setChosen] = useState<{ value: string; label: string }>()
  const found = useQuery({
    queryKey: ['parties', ecosystemId, 'pick', q],
    queryFn: () =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/parties', { params: { path: { ecosystemId }, query: { limit: SHOWN, ...(q && { q }) } } }),
      ),
    placeholderData: keepPreviousData,
  })
  // a value that was set from outside, or kept over a reload, is named before anybody types
  const named = useQuery({
    queryKey: ['party', ecosystemId, value],
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path: { ecosystemId, id: value as string } } })),
    enabled: value !== null && chosen?.value !== value && known?.id !== value,
  })
  const fitting = besides.filter(({ label: name }) => name.toLowerCase().includes(q.toLowerCase()))
  const listed = (found.data?.items ?? [])
    .filter(({ id, identifiers }) => id !== without && !identifiers.some(({ scheme }) => scheme === COLLECTION))
    .map(({ id, name, city }) => ({ value: id, label: city ? `${name}, ${city}` : name }))
  const options = [...fitting, ...listed]
  const set =
    known?.id && known.id === value
      ? { value: known.id, label: known.label }
      : named.data && { value: named.data.id, label: named.data.name }
  const current = chosen?.value === value ? chosen : set
  if (current && !options.some((option) => option.value === current.value)) options.unshift(current)
  return (
    <Select
      label={label}
      data={options}
      value={value}
      onChange={(next, option) => {
        setChosen(option ?? undefined)
        onChange(next)
      }}
      searchValue={typed}
      onSearchChange={setTyped}
      searchable
      clearable={clearable}
      required={required}
      filter={({ options: all }) => all}
      // until its name is there: it would be written over what was typed meanwhile
      disabled={value !== null && current === undefined && !named.isError}
      nothingFoundMessage={t('parties.picker.none')}
      placeholder={t('parties.picker.type')}
      error={error}
    />
  )
}

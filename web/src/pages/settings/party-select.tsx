import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'

const SHOWN = 10
const PAUSE_MS = 200

/** The organisation a member speaks for, found by typing. */
export function PartySelect({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed, PAUSE_MS)
  const chosen = useParty(value)
  const query = { limit: SHOWN, ...(q === '' || q === chosen.data?.name ? {} : { q }) }
  const parties = useQuery({
    queryKey: ['parties', ecosystemId, 'choice', query],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties', { params: { path: { ecosystemId }, query } })),
    placeholderData: (before) => before,
  })
  const found = (parties.data?.items ?? []).map(({ id, name, city }) => ({ value: id, label: city ? `${name}, ${city}` : name }))
  const data =
    chosen.data && !found.some((item) => item.value === value) ? [{ value: chosen.data.id, label: chosen.data.name }, ...found] : found
  return (
    <Select
      label={t('settings.party.label')}
      placeholder={t('settings.party.placeholder')}
      nothingFoundMessage={t('settings.party.none')}
      data={data}
      value={value}
      searchable
      onSearchChange={setTyped}
      filter={({ options }) => options}
      onChange={onChange}
    />
  )
}

export function PartyName({ id }: { id: string }) {
  const { t } = useTranslation()
  const party = useParty(id)
  if (party.isError) return <span>{t('settings.party.gone')}</span>
  return <span>{party.data?.name ?? '…'}</span>
}

/** One organisation, for its name. */
export function useParty(id: string | null) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['party', ecosystemId, id],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path: { ecosystemId, id: id ?? '' } } })),
    enabled: id !== null,
    retry: false,
  })
}

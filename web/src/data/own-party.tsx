import { Button, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api.ts'
import { Failure } from '../failure.tsx'
import { type Sector, SectorSelect } from '../ui/sector-select.tsx'
import { useChosenKind } from './ecosystem-kinds.ts'
import { PartyPicker } from './party-picker.tsx'
import { findSectors, sectorOptions } from './sectors.ts'
import { useEcosystem } from './session.ts'
import { useWork } from './use-work.ts'

/** The organisation on the map that runs it: what “we” and “us” mean. */
export function useOwnParty() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['own-party', ecosystemId],
    queryFn: async () => (await answer(api.GET('/api/ecosystems/{ecosystemId}/own-party', { params: { path: { ecosystemId } } }))).party,
  })
}

/** Says which organisation is one's own: one that is on the map, or a new one. */
export function OwnPartyForm({ current, onKept }: { current: string | null; onKept?: () => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId, name } = useEcosystem()
  const queries = useQueryClient()
  const params = { path: { ecosystemId } }
  const [chosen, setChosen] = useState(current)
  const [isNew, setIsNew] = useState(false)
  const [form, setForm] = useState<{ name: string; sector: Sector | null }>({ name, sector: null })
  const typical = useChosenKind().data?.sectors
  const sectors = useMemo(() => sectorOptions('nace'), [])
  const work = useWork(async () => {
    const { sector } = form
    const facts = sector ? { sectorScheme: sector.scheme, sectorCode: sector.code } : {}
    const partyId = isNew
      ? (await answer(api.POST('/api/ecosystems/{ecosystemId}/parties', { params, body: { name: form.name, ...facts } }))).id
      : chosen
    await answer(api.PUT('/api/ecosystems/{ecosystemId}/own-party', { params, body: { partyId } }))
    setIsNew(false)
    setChosen(partyId)
    await queries.invalidateQueries()
    onKept?.()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md" align="stretch" maw={440}>
        {isNew ? (
          <>
            <TextInput
              label={t('own-party.name')}
              value={form.name}
              maxLength={300}
              required
              withAsterisk={false}
              error={work.fields.name}
              onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
            />
            <SectorSelect
              label={t('own-party.sector')}
              description={t('own-party.sectorWhy')}
              find={(typed) => findSectors(sectors, typed, typical)}
              value={form.sector}
              onChange={(sector) => setForm({ ...form, sector })}
            />
          </>
        ) : (
          <PartyPicker label={t('own-party.choose')} value={chosen} onChange={setChosen} />
        )}
        {work.error && <Failure error={work.error} doing="writing" />}
        <div>
          <Button type="submit" loading={work.busy} disabled={!isNew && (chosen === null || chosen === current)} mr="sm">
            {t(isNew ? 'own-party.add' : 'own-party.keep')}
          </Button>
          <Button variant="subtle" onClick={() => setIsNew(!isNew)}>
            {t(isNew ? 'own-party.fromMap' : 'own-party.notOnMap')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

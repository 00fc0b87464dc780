import { Pill, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { answer, api } from '../../api.ts'
import { PartyPicker } from '../../data/party-picker.tsx'
import { sectorName } from '../../data/sectors.ts'
import { useEcosystem } from '../../data/session.ts'
import { useFormats } from '../../ui/format.ts'
import asking from './asking.module.css'
import type { NamedParty } from './words.ts'

/** As many as the server takes. */
const LEAVING_MAX = 50

/** Who is to leave: organisations one by one, and a sector of those on the map. It stands in the address, so that it can be sent on. */
export function LeavingForm({ names }: { names: readonly NamedParty[] }) {
  const { t } = useTranslation()
  const [query, setQuery] = useSearchParams()
  const leaves = query.getAll('leaves')
  const set = (ids: readonly string[], sector: string | null) => {
    const next = new URLSearchParams(ids.map((id) => ['leaves', id]))
    if (sector !== null) next.set('sector', sector)
    setQuery(next)
  }
  const sector = query.get('sector')
  const nameOf = (id: string) => names.find((party) => party.id === id)?.name ?? '…'
  return (
    <fieldset className={asking.leaving}>
      <legend>{t('what-if.question')}</legend>
      {leaves.length > 0 && (
        <div className={asking.pills}>
          {leaves.map((id) => (
            <Pill
              key={id}
              size="lg"
              withRemoveButton
              onRemove={() =>
                set(
                  leaves.filter((each) => each !== id),
                  sector,
                )
              }
              removeButtonProps={{ 'aria-label': t('what-if.remove', { name: nameOf(id) }), tabIndex: 0, 'aria-hidden': false }}
            >
              {nameOf(id)}
            </Pill>
          ))}
        </div>
      )}
      <div className={asking.leavingFields}>
        {leaves.length < LEAVING_MAX && (
          <PartyPicker
            key={leaves.join()}
            label={t('what-if.add')}
            value={null}
            onChange={(id) => id !== null && set([...new Set([...leaves, id])], sector)}
          />
        )}
        <SectorOnMap label={t('what-if.sector')} value={sector} onChange={(next) => set(leaves, next)} />
      </div>
    </fieldset>
  )
}

type SectorProps = { label: string; value: string | null; onChange: (sector: string | null) => void }

/** One of the sectors that there are on the map. */
export function SectorOnMap({ label, value, onChange }: SectorProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const facets = useQuery({
    queryKey: ['facets', ecosystemId, {}],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/facets', { params: { path: { ecosystemId } } })),
  })
  const sectors = Object.entries(facets.data?.sectors ?? {})
  if (sectors.length === 0) return null
  const data = sectors.map(([key, count]) => ({ value: key, label: `${sectorName(t, null, key)} (${number(count)})` }))
  return <Select label={label} data={data} value={value} onChange={onChange} searchable clearable />
}

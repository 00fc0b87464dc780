import { Button, NumberInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { showUndo } from '../../ui/toast.tsx'
import type { Corner } from './filter.ts'
import classes from './map.module.css'

type Place = { latitude: number | null; longitude: number | null; placeApproximate: boolean }
export type Placing = ReturnType<typeof usePlacing>

/** Giving one organisation its place: `?placing=<id>`. A click sets the point, or its numbers are typed; Escape leaves everything as it was. */
export function usePlacing() {
  const { id: ecosystemId } = useEcosystem()
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const partyId = query.get('placing')
  const [point, setPoint] = useState<Partial<Record<'latitude' | 'longitude', number>>>({})
  const path = { ecosystemId, id: partyId ?? '' }
  const party = useQuery({
    queryKey: ['party', ecosystemId, partyId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path } })),
    enabled: partyId !== null,
  })
  const change = async (place: Place) => {
    const { version } = await answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path } }))
    await answer(api.PATCH('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path }, body: { version, ...place } }))
    for (const part of ['party', 'parties', 'facets', 'map', 'places']) queries.invalidateQueries({ queryKey: [part, ecosystemId] })
  }
  const leave = () => navigate(paths.places(ecosystemId))
  const { latitude, longitude } = point
  const save = async (done: string) => {
    const before = party.data
    if (!before || latitude === undefined || longitude === undefined) return
    await change({ latitude, longitude, placeApproximate: false })
    leave()
    showUndo(done, () => change({ latitude: before.latitude, longitude: before.longitude, placeApproximate: before.placeApproximate }))
  }
  const isSet = latitude !== undefined && longitude !== undefined
  return {
    on: partyId !== null,
    party: party.data,
    error: party.error,
    point,
    setPoint,
    points: (isSet ? [[longitude, latitude]] : []) satisfies Corner[] as Corner[],
    set: ([lon, lat]: Corner) => setPoint({ latitude: rounded(lat), longitude: rounded(wrapped(lon)) }),
    isSet,
    save,
    leave,
  }
}

/** What is being placed, its point in numbers, and the two ways out. */
export function PlacingBar({ placing }: { placing: Placing }) {
  const { t } = useTranslation()
  const { party, point, setPoint, isSet, leave } = placing
  const work = useWork(placing.save)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) leave()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })
  const error = placing.error ?? work.error
  const number = (key: 'latitude' | 'longitude', max: number) => (
    <NumberInput
      size="xs"
      w={130}
      hideControls
      label={t(`map.placing.${key}`)}
      value={point[key] ?? ''}
      min={-max}
      max={max}
      clampBehavior="strict"
      decimalScale={6}
      allowedDecimalSeparators={[',', '.']}
      onChange={(value) => setPoint({ ...point, [key]: typeof value === 'number' ? value : undefined })}
      error={work.fields[key]}
    />
  )
  return (
    <form
      className={`${classes.card} ${classes.drawing} ${classes.placing}`}
      aria-label={t('map.placing.label')}
      onSubmit={(event) => {
        event.preventDefault()
        if (party) work.run(t('map.placing.done', { name: party.name }))
      }}
    >
      <span role="status">{t(isSet ? 'map.placing.keepOrMove' : 'map.placing.click', { name: party?.name ?? '' })}</span>
      {number('latitude', 90)}
      {number('longitude', 180)}
      <Button type="submit" size="compact-sm" disabled={!isSet || !party} loading={work.busy}>
        {t('map.placing.keep')}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={leave}>
        {t('map.placing.leave')}
      </Button>
      {error && <Failure error={error} />}
    </form>
  )
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}

/** The map goes round the earth more than once. */
function wrapped(longitude: number): number {
  return ((((longitude + 180) % 360) + 360) % 360) - 180
}

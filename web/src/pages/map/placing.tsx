import { Button, NumberInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
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
type Point = { latitude?: number | undefined; longitude?: number | undefined }
export type Placing = ReturnType<typeof usePlacing>

/** On a phone the panel of a party covers the map, so that nobody would see where it went. */
const PHONE = '(max-width: 48em)'

/**
 * Giving one organisation its place, `?placing=<id>` from the list of those without one, or a better one, `?moving=<id>` from the map. A click
 * sets the point, it is dragged, moved by the arrow keys, or its numbers are typed; Escape leaves everything as it was.
 */
export function usePlacing() {
  const { id: ecosystemId } = useEcosystem()
  const [query, setQuery] = useSearchParams()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const moving = query.get('moving')
  const partyId = moving ?? query.get('placing')
  const [chosen, setChosen] = useState<Point & { of: string | null }>({ of: null })
  const form = useRef<HTMLFormElement>(null)
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
  const end = () => setChosen({ of: null })
  const leave = () => {
    end()
    if (moving === null) return navigate(paths.places(ecosystemId))
    const isPhone = window.matchMedia(PHONE).matches
    setQuery((now) => withMoving(now, null, isPhone ? null : moving), { replace: true, preventScrollReset: true })
  }
  const move = (id: string) => setQuery((now) => withMoving(now, id, null), { replace: true, preventScrollReset: true })
  const isChosen = partyId !== null && chosen.of === partyId
  const point: Point = isChosen ? chosen : placeOf(party.data)
  const { latitude, longitude } = point
  const isSet = latitude !== undefined && longitude !== undefined
  const setPoint = (next: Point) => setChosen({ latitude, longitude, ...next, of: partyId })
  const save = async (done: string) => {
    const before = party.data
    if (!before || latitude === undefined || longitude === undefined) return
    await change({ latitude, longitude, placeApproximate: false })
    leave()
    showUndo(done, () => change({ latitude: before.latitude, longitude: before.longitude, placeApproximate: before.placeApproximate }))
  }
  return {
    on: partyId !== null,
    isMove: moving !== null,
    partyId,
    party: party.data,
    error: party.error,
    point,
    setPoint,
    /** Where the point is now; the same object as long as it stays there. */
    at: useMemo<Corner | null>(
      () => (latitude !== undefined && longitude !== undefined ? [longitude, latitude] : null),
      [latitude, longitude],
    ),
    set: ([lon, lat]: Corner) => setPoint({ latitude: rounded(lat), longitude: rounded(wrapped(lon)) }),
    isSet,
    /** Whether there is something to keep: another place, or the certainty that a place found by the town is the right one. */
    isNews: isSet && (isChosen || party.data?.placeApproximate === true),
    save,
    leave,
    move,
    form,
    keep: () => form.current?.requestSubmit(),
  }
}

/** What is being placed, its point in numbers, and the two ways out. */
export function PlacingBar({ placing }: { placing: Placing }) {
  const { t } = useTranslation()
  const { party, point, setPoint, isSet, isNews, isMove, leave } = placing
  const work = useWork(placing.save)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) leave()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })
  const error = placing.error ?? work.error
  const name = party?.name ?? ''
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
      onChange={(value) => {
        if (value !== (point[key] ?? '')) setPoint({ [key]: typeof value === 'number' ? value : undefined })
      }}
      error={work.fields[key]}
    />
  )
  return (
    <form
      ref={placing.form}
      className={`${classes.card} ${classes.drawing} ${classes.placing}`}
      aria-label={t('map.placing.label')}
      onSubmit={(event) => {
        event.preventDefault()
        if (party && isNews) work.run(t(isMove ? 'map.placing.moved' : 'map.placing.done', { name }))
      }}
    >
      <span role="status">{t(isSet ? (isMove ? 'map.placing.drag' : 'map.placing.keepOrMove') : 'map.placing.click', { name })}</span>
      {number('latitude', 90)}
      {number('longitude', 180)}
      <Button type="submit" size="compact-sm" disabled={!isNews || !party} loading={work.busy}>
        {t('map.placing.keep')}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={leave}>
        {t('map.placing.leave')}
      </Button>
      {error && <Failure error={error} />}
    </form>
  )
}

/** The address with this party being moved, or none, and this one chosen. */
function withMoving(now: URLSearchParams, moving: string | null, chosen: string | null): URLSearchParams {
  const next = new URLSearchParams(now)
  for (const [key, value] of [['moving', moving], ['party', chosen]] as const) // biome-ignore format: a short list
    value === null ? next.delete(key) : next.set(key, value)
  return next
}

function placeOf(party: { latitude: number | null; longitude: number | null } | undefined): Point {
  return typeof party?.latitude === 'number' && typeof party.longitude === 'number'
    ? { latitude: party.latitude, longitude: party.longitude }
    : {}
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}

/** The map goes round the earth more than once. */
function wrapped(longitude: number): number {
  return ((((longitude + 180) % 360) + 360) % 360) - 180
}

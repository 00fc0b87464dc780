import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { answer, api } from '../../../api.ts'
import { useEcosystem } from '../../../data/session.ts'
import { chipsOf, type Filter } from '../filter.ts'
import { loaderOf, WHOLE_MAX } from './loader.ts'
import { addPoints, type Matches, regionOf } from './model.ts'
import { regionQuery } from './queries.ts'

const POLL_MS = 2_000
/** An old picture is on screen meanwhile. */
const CALM_POLL_MS = 5_000

/** The latest picture. Where there is none of today's map one is asked for, and the page looks for it until it is there. */
export function useRegion() {
  const { id: ecosystemId } = useEcosystem()
  const asked = useQuery({
    ...regionQuery(ecosystemId),
    refetchInterval: ({ state: { data } }) => (data && data.picture === null ? POLL_MS : data?.picture?.isStale ? CALM_POLL_MS : false),
  })
  const { mutate, error } = useMutation({
    mutationFn: () => answer(api.POST('/api/ecosystems/{ecosystemId}/region/drawing', { params: { path: { ecosystemId } } })),
  })
  const isWanted = asked.data !== undefined && (asked.data.picture === null || asked.data.picture.isStale)
  useEffect(() => {
    if (isWanted) mutate()
  }, [isWanted, mutate])
  return { ...asked, error: asked.error ?? (asked.data?.picture ? null : error) }
}

/** A picture with its points, which come all at once or, of a large one, when `want` is told which areas are open. */
export function useModel(picture: NonNullable<ReturnType<typeof useRegion>['data']>['picture'] | undefined) {
  const { id: ecosystemId } = useEcosystem()
  const known = useMemo(
    () => (picture ? { loader: loaderOf(ecosystemId, picture), model: regionOf(picture) } : null),
    [ecosystemId, picture],
  )
  // a picture that got points is the same with another number
  const [round, setRound] = useState(0)
  const [error, setError] = useState<Error | null>(null)
  const shown = useMemo(() => (known ? { ...known, round } : null), [known, round])
  const isWhole = picture !== null && picture !== undefined && picture.parties <= WHOLE_MAX
  const want = useRef<(areas: readonly number[]) => void>(() => undefined)
  useEffect(() => {
    setError(null)
    let isOver = false
    const take = (areas: readonly number[] | undefined) => {
      known?.loader.points(areas).then(
        (bytes) => {
          if (isOver) return
          addPoints(known.model, bytes)
          setRound((before) => before + 1)
        },
        (failed: Error) => isOver || setError(failed),
      )
    }
    const waiting = new Set<number>()
    want.current = (areas) => {
      const missing = isWhole ? [] : areas.filter((area) => !waiting.has(area) && !known?.model.known[area])
      for (const area of missing) waiting.add(area)
      for (const area of missing) take([area])
    }
    if (isWhole) take(undefined)
    return () => {
      isOver = true
    }
  }, [known, isWhole])
  return { shown, error, want }
}

type Asking = {
  loader: ReturnType<typeof loaderOf> | undefined
  filter: Filter
  isStale: boolean
  /** Told when the picture is no longer kept. */
  lost: () => void
}

/** Whom the filter finds; null without one, while it is asked for what was found before. */
export function useMatches({ loader, filter, isStale, lost }: Asking): Matches | null {
  const isAsked = chipsOf(filter).length > 0 || isStale
  const queries = useQueryClient()
  const [matches, setMatches] = useState<Matches | null>(null)
  useEffect(() => {
    if (!loader || !isAsked) {
      setMatches(null)
      return
    }
    let isOver = false
    loader.matches(filter).then(
      (found) => {
        if (!isOver) setMatches(found)
      },
      () => {
        if (!isOver) void queries.invalidateQueries({ queryKey: ['region'] }).then(lost)
      },
    )
    return () => {
      isOver = true
    }
  }, [loader, filter, isAsked, queries, lost])
  return matches
}

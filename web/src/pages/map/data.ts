import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useKinds } from '../../data/kinds.ts'
import { sectorName } from '../../data/sectors.ts'
import { useEcosystem } from '../../data/session.ts'
import { type Change, changesOf } from './changes.ts'
import type { Measures } from './encode.ts'
import { type Filter, filterQuery } from './filter.ts'
import { type MapColumns, type MapModel, modelOf } from './model.ts'
import type { Kept } from './network/place.ts'
import { layoutQuery, mapQuery } from './queries.ts'
import { type Drawing, modelWith } from './scenario.ts'

type Asked = {
  enabled?: boolean
  fields?: readonly string[]
  /** A scenario to be drawn on it. */
  drawing?: Drawing | undefined
}

/** Parties and ties of the filter, ready to be walked; what was shown before stays until the new set is here. */
export function useMap(filter: Filter, { enabled = true, fields = NOTHING, drawing }: Asked = {}) {
  const { id: ecosystemId } = useEcosystem()
  const asked = useQuery({ ...mapQuery(ecosystemId, filter, fields), placeholderData: keepPreviousData, enabled })
  const columns: MapColumns | undefined = asked.data
  const model = useMemo<MapModel | undefined>(
    () => columns && (drawing ? modelWith(columns, drawing) : modelOf(columns)),
    [columns, drawing],
  )
  return { ...asked, model }
}

/** The scenario of this id as it is drawn; none for null. */
export function useDrawing(id: string | null) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['scenarios', ecosystemId, id, 'drawing'],
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/scenarios/{id}/drawing', { params: { path: { ecosystemId, id: id as string } } })),
    enabled: id !== null,
  })
}

/** How many parties of the filter have each value: `{ kind: { customers: 12, … }, … }`. */
export function useFacets(filter: Filter) {
  const { id: ecosystemId } = useEcosystem()
  const query = filterQuery(filter)
  return useQuery({
    queryKey: ['facets', ecosystemId, query],
    queryFn: ({ signal }) => answer(api.GET('/api/ecosystems/{ecosystemId}/facets', { params: { path: { ecosystemId }, query }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
}

/** Where in time the filtered set changed, whatever day is looked at; undefined until it is known. */
export function useChanges(filter: Filter): Change[] | undefined {
  const { id: ecosystemId } = useEcosystem()
  const { asOf: _, ...query } = filterQuery(filter)
  const asked = useQuery({
    queryKey: ['map', ecosystemId, 'changes', query],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/map/changes', { params: { path: { ecosystemId }, query }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
  return useMemo(() => asked.data && changesOf(asked.data), [asked.data])
}

/** The kept positions of a layout; none when nobody kept any yet. */
export function useKeptLayout(key: string) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery(layoutQuery(ecosystemId, key))
}

/** Keeps positions: `all` is what is known from now on, `changed` what of it is new. On screen they count at once, also where keeping fails. */
export function useKeepLayout(key: string) {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return useMemo(
    () => async (all: Kept, changed: Kept) => {
      queries.setQueryData(['layout', ecosystemId, key], all)
      if (changed.partyIds.length === 0) return
      const path = { ecosystemId, key }
      await answer(api.PUT('/api/ecosystems/{ecosystemId}/layouts/{key}', { params: { path }, body: changed }))
    },
    [ecosystemId, key, queries],
  )
}

export type TieType = { key: string; label?: string | null }

/** Own tie types beside the ten that everybody has. */
export function useTieTypes(): TieType[] {
  const { id: ecosystemId } = useEcosystem()
  const asked = useQuery({
    queryKey: ['tie-types', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/tie-types', { params: { path: { ecosystemId } } })),
    staleTime: 300_000,
  })
  return asked.data?.items.length ? asked.data.items : NOTHING
}

export type CustomField = { key: string; label: string; type: string; choices: string[] }

/** The ecosystem's own fields; undefined while they are asked for, none when they cannot be had. */
export function useFieldsIfKnown(): CustomField[] | undefined {
  const { id: ecosystemId } = useEcosystem()
  const asked = useQuery({
    queryKey: ['fields', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/fields', { params: { path: { ecosystemId } } })),
    staleTime: 300_000,
  })
  return asked.isPending ? undefined : asked.data?.items.length ? asked.data.items : NOTHING
}

export function useFields(): CustomField[] {
  return useFieldsIfKnown() ?? NOTHING
}

const NOTHING: never[] = []
const NO_MEASURES: Measures = {}
const ASK_AGAIN_MS = 1_500
/** What is thought about anew each time must not be in the way of what all wait for. */
const ASK_ANEW_MS = 15_000

/**
 * Measures of everybody's position in the network, or in what the filter leaves of it; none while they are not known. `readAt` is when the map was read,
 * where it has changed since.
 */
export function useMeasures(wanted: boolean, within: Filter | null): { measures: Measures; readAt: string | null } {
  const { id: ecosystemId } = useEcosystem()
  const query = within === null ? undefined : { ...filterQuery(within), within: 'filter' as const }
  const asked = useQuery({
    queryKey: ['insight', ecosystemId, 'measures', query],
    queryFn: async ({ signal }) => {
      const path = { ecosystemId }
      const {
        partyId,
        freshness: { at, isCurrent, problem },
        ...columns
      } = await answer(api.GET('/api/ecosystems/{ecosystemId}/insight/measures', { params: { path, ...(query && { query }) }, signal }))
      const measures = Object.fromEntries(Object.entries(columns).map(([key, values]) => [key, byParty(partyId, values)]))
      return { measures, readAt: isCurrent ? null : at, isAwaited: !isCurrent && problem === null }
    },
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.data?.isAwaited ? (within === null ? ASK_AGAIN_MS : ASK_ANEW_MS) : false),
    enabled: wanted,
    retry: false,
  })
  return { measures: asked.data?.measures ?? NO_MEASURES, readAt: (wanted && asked.data?.readAt) || null }
}

/**
 * What the group is called that ties make around each party, by its id; undefined until it is known, or where it is not for this reader. `readAt` as of measures.
 */
export function useFoundGroups(wanted: boolean): { found: ReadonlyMap<string, string> | undefined; readAt: string | null } {
  const { t } = useTranslation()
  const kinds = useKinds()
  const { id: ecosystemId } = useEcosystem()
  const asked = useQuery({
    queryKey: ['insight', ecosystemId, 'group-members'],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/insight/groups/members', { params: { path: { ecosystemId } } })),
    staleTime: 60_000,
    refetchInterval: ({ state: { data } }) => (data && !data.freshness.isCurrent && data.freshness.problem === null ? ASK_ANEW_MS : false),
    enabled: wanted,
    retry: false,
  })
  const { data } = asked
  const found = useMemo(() => {
    if (!data) return undefined
    const partyNames = new Map(data.parties.map(({ id, name }) => [id, name]))
    const names = data.names.map(({ by, value, partyId }) => {
      if (by === 'around') return t('map.around', { name: partyNames.get(partyId ?? '') ?? '' })
      if (by === 'kind') return kinds.of(value ?? '').label
      return by === 'sector' ? sectorName(t, null, value) : (value ?? '')
    })
    return new Map(data.partyId.flatMap((id, k) => (data.group[k] === null ? [] : [[id, names[data.group[k]!]!]])))
  }, [data, kinds, t])
  return { found, readAt: wanted && data && !data.freshness.isCurrent ? data.freshness.at : null }
}

function byParty(partyIds: readonly string[], values: readonly (number | null)[] | null): Map<string, number> {
  const known = new Map<string, number>()
  values?.forEach((value, index) => {
    if (value !== null) known.set(partyIds[index]!, value)
  })
  return known
}

/** The tile server of this installation; null for none, undefined while it is asked for. */
export function useTiles(): { url: string; attribution: string } | null | undefined {
  const asked = useQuery({
    queryKey: ['installation'],
    queryFn: () => answer(api.GET('/api/installation')),
    staleTime: Number.POSITIVE_INFINITY,
  })
  // the outline needs no server: without an answer it is what there is
  return asked.isPending ? undefined : (asked.data?.tiles ?? null)
}

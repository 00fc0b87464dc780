import { useEffect, useMemo, useState } from 'react'
import { useMayWrite } from '../../../data/session.ts'
import { useKeepLayout, useKeptLayout, useMap } from '../data.ts'
import { groupBy, isAwaited, type Reading } from '../encode.ts'
import { chipsOf, type Filter, readFilter } from '../filter.ts'
import { degreesOf, type MapModel } from '../model.ts'
import { layoutKeyOf } from '../queries.ts'
import { askCommunities, askForce } from './ask.ts'
import type { Net } from './groups.ts'
import { type Kept, keptFor, mergeKept, placeNewcomers } from './place.ts'
import { seedOf } from './random.ts'
import { regroup } from './regroup.ts'
import type { Bounds } from './scene.ts'
import type { Disc, Positions } from './seats.ts'

export type Arranged = {
  positions: Positions
  discs: (Disc & { value: string })[]
  bounds: Bounds
}
export type Arrangement = {
  arranged: Arranged | undefined
  /** 0…1 while positions are computed for the first time. */
  share: number | undefined
  error: Error | null
  /** Keeps where a party was dragged to. */
  keepMoved: (partyId: string, x: number, y: number) => void
  /** Forgets the kept positions and computes anew; answers how to go back. */
  rearrange: () => () => void
}

const EVERYBODY = readFilter(new URLSearchParams())
const NOBODY: Kept = { partyIds: [], x: [], y: [] }

/** The ties of a model as the layouts take them: what is strong pulls up to twice as much. */
export function netOf({ size, ties }: MapModel): Net {
  return { size, from: ties.from, to: ties.to, weight: ties.strength.map((strength) => 0.5 + (strength ?? 0.5)) }
}

/**
 * Where everybody stands: kept positions first, newcomers beside their neighbours, everybody computed anew only when nothing was kept yet —
 * and then for the whole ecosystem, whatever the filter, so that narrowing never moves anybody.
 */
export function useArrangement(filter: Filter, reading: Reading | undefined, layout: string): Arrangement {
  const key = layoutKeyOf(layout)
  // a scenario moves nobody on the real map
  const isTried = reading?.model.tried !== undefined
  const mayKeep = useMayWrite() && !isTried
  const kept = useKeptLayout(key)
  const keep = useKeepLayout(key)
  const keepIfAllowed = useMemo(
    () => (all: Kept, changed: Kept) => (mayKeep ? keep(all, changed).catch(() => undefined) : undefined),
    [keep, mayKeep],
  )
  const empty = kept.data !== undefined && kept.data.partyIds.length === 0
  const narrowed = chipsOf(filter).length > 0 || filter.asOf !== '' || isTried
  const whole = useMap(EVERYBODY, { enabled: layout === 'force' && empty && narrowed })
  const { share, error, fresh } = useForce(layout === 'force' && empty ? (narrowed ? whole.model : reading?.model) : undefined, key)

  useEffect(() => {
    if (fresh) void keepIfAllowed(fresh.kept, fresh.kept)
  }, [fresh, keepIfAllowed])

  const known = empty && fresh ? fresh.kept : kept.data
  const result = useMemo(() => {
    if (!reading || !known || isAwaited(reading, layout) || (layout === 'force' && known.partyIds.length === 0)) return undefined
    return arrange(reading, known, layout)
  }, [reading, known, layout])
  useEffect(() => {
    if (result && known && reading && result.moved.length > 0) {
      const ids = result.moved.map((party) => reading.model.parties.id[party]!)
      const x = result.moved.map((party) => result.arranged.positions.x[party]!)
      const y = result.moved.map((party) => result.arranged.positions.y[party]!)
      void keepIfAllowed(mergeKept(known, ids, { x, y }), mergeKept(NOBODY, ids, { x, y }))
    }
  }, [result, known, reading, keepIfAllowed])

  return {
    arranged: result?.arranged,
    share: result ? undefined : (share ?? 0),
    error: (kept.error as Error | null) ?? error,
    keepMoved: (partyId, x, y) => {
      const place = { x: [x], y: [y] }
      if (known) void keepIfAllowed(mergeKept(known, [partyId], place), mergeKept(NOBODY, [partyId], place))
    },
    rearrange: () => {
      const before = known ?? NOBODY
      void keepIfAllowed(NOBODY, NOBODY)
      return () => void keepIfAllowed(before, before)
    },
  }
}

type Fresh = { kept: Kept }

function useForce(model: MapModel | undefined, key: string) {
  const [state, setState] = useState<{ share?: number; error: Error | null; fresh?: Fresh }>({ error: null })
  useEffect(() => {
    setState({ error: null })
    if (!model || key !== 'force') return
    const abort = new AbortController()
    askForce(netOf(model), abort.signal, (share) => setState({ share, error: null })).then(
      (positions) => setState({ error: null, fresh: { kept: mergeKept(NOBODY, model.parties.id, positions) } }),
      (error: Error) => abort.signal.aborted || setState({ error }),
    )
    return () => abort.abort(new DOMException('another question was asked', 'AbortError'))
  }, [model, key])
  return state
}

function arrange(reading: Reading, kept: Kept, layout: string): { arranged: Arranged; moved: number[] } {
  const { model } = reading
  const positions = keptFor(kept, model.parties.id)
  if (layout !== 'force') {
    const { group, values } = groupBy(reading, layout)
    const rank = degreesOf(model).map((degree) => -degree)
    const { x, y, discs, moved } = regroup(group, values.length, rank, positions)
    const named = discs.map((disc, number) => ({ ...disc, value: values[number]! }))
    return { arranged: { positions: { x, y }, discs: named, bounds: boundsOf({ x, y }, kept, named) }, moved }
  }
  const seeds = model.parties.id.map(seedOf)
  const moved = placeNewcomers(netOf(model), positions, seeds)
  return { arranged: { positions, discs: [], bounds: boundsOf(positions, kept, []) }, moved }
}

/** Around everybody kept, also those who are filtered away, so that the picture neither jumps nor zooms when the filter changes. */
function boundsOf(positions: Positions, kept: Kept, discs: readonly Disc[]): Bounds {
  const bounds = { x: [0, 0], y: [0, 0] } satisfies Bounds as Bounds
  let first = true
  const include = (x: number, y: number) => {
    bounds.x = first ? [x, x] : [Math.min(bounds.x[0], x), Math.max(bounds.x[1], x)]
    bounds.y = first ? [y, y] : [Math.min(bounds.y[0], y), Math.max(bounds.y[1], y)]
    first = false
  }
  positions.x.forEach((x, party) => {
    include(x, positions.y[party]!)
  })
  kept.x.forEach((x, index) => {
    include(x, kept.y[index]!)
  })
  for (const disc of discs) {
    include(disc.x - disc.radius, disc.y - disc.radius)
    include(disc.x + disc.radius, disc.y + disc.radius)
  }
  const room = Math.max(4, bounds.x[1] - bounds.x[0], bounds.y[1] - bounds.y[0]) * 0.02
  return { x: [bounds.x[0] - room, bounds.x[1] + room], y: [bounds.y[0] - room, bounds.y[1] + room] }
}

/** Groups that hold together, computed beside the page; empty until they are known. */
export function useCommunities(model: MapModel | undefined, wanted: boolean): ArrayLike<number> | undefined {
  const [known, setKnown] = useState<{ model: MapModel; groups: Int32Array }>()
  useEffect(() => {
    if (!model || !wanted) return
    const abort = new AbortController()
    askCommunities(netOf(model), abort.signal).then(
      (groups) => setKnown({ model, groups }),
      () => undefined,
    )
    return () => abort.abort(new DOMException('another question was asked', 'AbortError'))
  }, [model, wanted])
  return known && known.model === model ? known.groups : undefined
}

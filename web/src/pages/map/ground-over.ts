import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { numbersOf, type Reading } from './encode.ts'
import type { Area } from './geography/areas.ts'
import { type FlowLevel, type Flows, flowsIn, keyOfTie, tiesOfFlow } from './geography/flows.ts'
import { heatIn } from './geography/heat.ts'
import type { Over, Seen } from './geography/overlay.ts'
import type { Settings } from './settings.ts'

/** What was chosen of the flows: all ties of one, at one zoom, or a single tie; of one set, for others have other flows. */
type Chosen = { flows: Flows; level: FlowLevel | null; flow: string; ties: readonly number[] }

/** Heat and flows as they are wanted, and what is read off them and chosen. Made once for each set of parties. */
export function useOver(reading: Reading, { heat, flows: by }: Settings) {
  const { model } = reading
  const [seen, setSeen] = useState<Seen | null>(null)
  const [isListed, setListed] = useState(false)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const nameOf = useAreaName()
  const warmth = useMemo(
    () => (heat === '' ? null : heatIn(model, heat === 'count' ? null : (numbersOf(reading, heat) ?? []))),
    [model, reading, heat],
  )
  const flows = useMemo(() => (by === '' ? null : flowsIn(model, by)), [model, by])
  const level = useMemo(() => (flows && seen ? flows.at(seen.zoom) : null), [flows, seen])
  const held = chosen && chosen.flows === flows && (chosen.level === null || chosen.level === level) ? chosen : null
  const over = useMemo<Over>(() => ({ heat: warmth, flows, flow: held?.flow ?? null, nameOf }), [warmth, flows, held?.flow, nameOf])
  const choose = (flow: string | null, tie: number | null) => {
    if (!flows || !level) return
    if (tie !== null) setChosen({ flows, level: null, flow: keyOfTie(tie), ties: [tie] })
    else setChosen(flow === null ? null : { flows, level, flow, ties: tiesOfFlow(model, level, flow) })
    if (flow !== null) setListed(true)
  }
  const list = flows && level && isListed ? { level, chosen: held } : null
  return { over, seen, level, list, setListed, choose, onSeen: useSeen(setSeen) }
}

/** The view tells at every rest; only what says something else is news. */
function useSeen(setSeen: (change: (before: Seen | null) => Seen) => void) {
  return useCallback(
    (next: Seen) => setSeen((before) => (before && JSON.stringify(before) === JSON.stringify(next) ? before : next)),
    [setSeen],
  )
}

/** How an area is called: after its largest town, and how many more there are. */
export function useAreaName(): (area: Area) => string {
  const { t } = useTranslation()
  const { number } = useFormats()
  return useCallback(
    ({ name, others }: Area) => {
      const own = name ?? t('ground.unnamed')
      return others > 0 ? t('ground.around', { count: others, number: number(others), name: own }) : own
    },
    [t, number],
  )
}

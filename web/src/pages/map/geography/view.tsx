import 'maplibre-gl/dist/maplibre-gl.css'
import { useComputedColorScheme } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { SIDE_PANEL_PX } from '../../../ui/side-panel.tsx'
import type { Corner } from '../filter.ts'
import classes from '../map.module.css'
import type { MapModel } from '../model.ts'
import type { Look } from '../network/scene.ts'
import { createGround, type Ground } from './ground.ts'
import type { Carried } from './handle.ts'
import type { Over, Seen } from './overlay.ts'
import { INK, type Tiles } from './style.ts'

type Props = {
  model: MapModel
  look: Look
  tiles: Tiles
  selected: number | null
  area: readonly Corner[]
  isDrawing: boolean
  over: Over
  /** The point that can be moved. */
  carried: Carried | null
  onCarried: (corner: Corner) => void
  onKept: () => void
  onSelect: (party: number | null) => void
  onFlow: (flow: string, tie: number | null) => void
  /** Told what is to be read off heat and flows whenever that changes. */
  onSeen: (seen: Seen) => void
  onCorner: (corner: Corner, closing: boolean) => void
  onFailed: (error: Error) => void
  /** Told of the map when it is made, and of none when it is gone. */
  onGround: (ground: Ground | null) => void
}

/** The map on screen. Everything that can be done with it by mouse can be done by the buttons around it, too. */
export function GeographyView(props: Props) {
  const { model, look, selected, area, isDrawing, carried, over } = props
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const ground = useRef<Ground>(null)
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const shown = useMemo(
    () => ({ model, look, chosen: selected, area, ink: INK[scheme], over }),
    [model, look, selected, area, scheme, over],
  )
  useGround(box, ground, { ...props, shown })
  useEffect(() => ground.current?.update(shown), [shown])
  useEffect(() => {
    if (selected !== null) ground.current?.reveal(selected, SIDE_PANEL_PX)
  }, [selected])
  useEffect(() => ground.current?.draw(isDrawing), [isDrawing])
  useEffect(() => ground.current?.carry(carried), [carried])
  return (
    <section className={classes.canvas} aria-label={t('map.geography.label')}>
      <div ref={box} className={classes.ground} data-testid="geography" />
    </section>
  )
}

type Use = Omit<Props, 'model' | 'look' | 'selected' | 'area' | 'over'> & { shown: Parameters<Ground['update']>[0] }

function useGround(box: RefObject<HTMLDivElement | null>, ground: RefObject<Ground | null>, use: Use) {
  const calm = useReducedMotion()
  const now = useRef(use)
  now.current = use
  const { tiles } = use
  useEffect(() => {
    if (!box.current) return
    ground.current = createGround(box.current, now.current.shown, tiles, calm, {
      selected: (party) => now.current.onSelect(party),
      cornered: (corner, closing) => now.current.onCorner(corner, closing),
      carried: (corner) => now.current.onCarried(corner),
      kept: () => now.current.onKept(),
      flowed: (flow, tie) => now.current.onFlow(flow, tie),
      seen: (seen) => now.current.onSeen(seen),
      failed: (error) => now.current.onFailed(error),
    })
    ground.current.draw(now.current.isDrawing)
    ground.current.carry(now.current.carried)
    now.current.onGround(ground.current)
    return () => {
      now.current.onGround(null)
      ground.current?.remove()
      ground.current = null
    }
  }, [box, ground, calm, tiles])
}

import { useComputedColorScheme } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { type KeyboardEvent, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SIDE_PANEL_PX } from '../../../ui/side-panel.tsx'
import { TOKENS } from '../../../ui/theme.ts'
import classes from '../map.module.css'
import { type MapModel, neighboursOf } from '../model.ts'
import { createScene, type Picture, type Scene } from './scene.ts'
import { type Direction, neighbourTowards, startOfWalk } from './walk.ts'

export type NetworkHandle = { fit: () => void; zoom: (factor: number) => void; goTo: (party: number) => void; scene: () => Scene | null }

type Props = {
  /** None while it is still on its way: the canvas gets ready beside that. */
  picture: Picture | undefined
  selected: number | null
  onSelect: (party: number | null) => void
  onMoved: (party: number, x: number, y: number) => void
  /** Pixels that the legend takes at the left. */
  coveredLeft: number
  handle: React.Ref<NetworkHandle>
}

/** The network on screen, for mouse, finger and keyboard: arrows walk along ties, Enter opens, Escape lets go. */
export function NetworkView({ picture, selected, onSelect, onMoved, coveredLeft, handle }: Props) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const [walker, setWalker] = useState<number | null>(null)
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  const scene = useRef<Scene>(null)
  const calm = useReducedMotion(false, { getInitialValueInEffect: false })
  useScene(box, scene, calm, onMoved, (party) => {
    setWalker(null)
    onSelect(party)
  })
  // calm makes a new scene, which has to be painted and shown anew
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => scene.current?.paint(inkOf(dark)), [dark, calm])
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (picture) {
      scene.current?.cover(coveredLeft)
      scene.current?.show(picture)
    }
    box.current?.toggleAttribute('data-ready', picture !== undefined)
  }, [picture, coveredLeft, calm])
  // after a new picture the focus has to be set again, so the picture is among the reasons
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => scene.current?.focus(walker ?? selected), [walker, selected, picture, calm])
  const isShown = picture !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: calm makes a new scene
  useEffect(() => {
    if (selected !== null && isShown) scene.current?.reveal(selected, SIDE_PANEL_PX)
  }, [selected, isShown, calm])
  useImperativeHandle(handle, () => ({
    fit: () => scene.current?.fit(),
    zoom: (factor) => scene.current?.zoom(factor),
    goTo: (party) => scene.current?.goTo(party),
    scene: () => scene.current,
  }))

  const onKeyDown = (event: KeyboardEvent) => {
    if (picture) walk(event, { picture, here: walker ?? selected, scene: scene.current, setWalker, onSelect })
  }

  return (
    <>
      <div
        ref={box}
        role="application"
        aria-roledescription={t('map.network.role')}
        aria-label={t('map.network.label', { parties: picture?.model.size ?? 0, ties: picture?.model.ties.from.length ?? 0 })}
        aria-describedby="network-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is walked with the arrow keys
        tabIndex={0}
        className={classes.canvas}
        data-testid="network"
        onKeyDown={onKeyDown}
      />
      <p id="network-keys" className="tutti-visually-hidden">
        {t('map.network.keys')}
      </p>
      <p className="tutti-visually-hidden" role="status">
        {picture && walker !== null && walker < picture.model.size && <Said model={picture.model} party={walker} />}
      </p>
    </>
  )
}

function useScene(
  box: RefObject<HTMLDivElement | null>,
  scene: RefObject<Scene | null>,
  calm: boolean,
  onMoved: Props['onMoved'],
  onSelect: Props['onSelect'],
) {
  const told = useRef({ onSelect, onMoved })
  told.current = { onSelect, onMoved }
  useEffect(() => {
    if (!box.current) return
    scene.current = createScene(box.current, inkOf(false), calm, {
      selected: (party) => told.current.onSelect(party),
      moved: (party, x, y) => told.current.onMoved(party, x, y),
    })
    return () => {
      scene.current?.kill()
      scene.current = null
    }
  }, [box, scene, calm])
}

type Walk = {
  picture: Picture
  here: number | null
  scene: Scene | null
  setWalker: (party: number | null) => void
  onSelect: (party: number | null) => void
}

function walk(event: KeyboardEvent, { picture, here, scene, setWalker, onSelect }: Walk) {
  if (event.key === '+' || event.key === '-') scene?.zoom(event.key === '+' ? 0.7 : 1 / 0.7)
  else if (event.key === '0') scene?.fit()
  else if (event.key === 'Enter' && here !== null) onSelect(here)
  else if (event.key === 'Escape' && here !== null) {
    setWalker(null)
    onSelect(null)
  } else if (event.key.startsWith('Arrow')) {
    const direction = event.key as Direction
    const next = here === null ? startOfWalk(picture.model) : neighbourTowards(picture.model, picture.positions, here, direction)
    if (next === undefined) return
    setWalker(next)
    scene?.goTo(next)
  } else return
  event.preventDefault()
}

function Said({ model, party }: { model: MapModel; party: number }) {
  const { t } = useTranslation()
  const kinds = model.parties.kinds[party]!.map((kind) => t(`kinds.${kind}`, { defaultValue: kind })).join(', ')
  return <>{t('map.network.said', { name: model.parties.name[party], kinds, count: neighboursOf(model, party).length })}</>
}

export function inkOf(dark: boolean) {
  const { paper, ink, quiet, accent, border } = dark ? TOKENS.dark : TOKENS.light
  return { paper, ink, quiet, accent, hairline: border }
}

import { useComputedColorScheme } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../ui/format.ts'
import { SIDE_PANEL_PX } from '../../../ui/side-panel.tsx'
import classes from '../map.module.css'
import { OTHER_COLOUR } from '../marks.ts'
import { useNames } from '../names.ts'
import { inkOf } from '../network/view.tsx'
import type { Detail } from './detail.ts'
import { type Loader, NAMED_AT_ONCE } from './loader.ts'
import type { Matches, RegionModel } from './model.ts'
import { createScene, type Scene, type SceneState, type Spot, type Words } from './scene.ts'
import { useGroupName } from './words.ts'

type Props = {
  shown: { model: RegionModel; loader: Loader } | null
  matches: Matches | null
  partyId: string | null
  setParty: (id: string | null) => void
  /** Told which areas are open, so that their points can be asked for. */
  want: RefObject<(areas: readonly number[]) => void>
  scene: RefObject<Scene | null>
  /** Pixels that something takes at the left. */
  coveredLeft: number
}

/** Communities of so many are named at once; more are too small to be read. */
const NAMED_COMMUNITIES = 16
const PAUSE_MS = 120
const STEP = 0.18

/** The region on screen, for mouse, finger and keyboard: arrows move the view, plus, minus and 0 its distance, Escape lets go. */
export function RegionView({ shown, matches, partyId, setParty, want, scene, coveredLeft }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const box = useRef<HTMLDivElement>(null)
  const calm = useReducedMotion(false, { getInitialValueInEffect: false })
  const { look, words } = useLook(shown?.model ?? null)
  const told = useRef({ shown, want, setParty })
  told.current = { shown, want, setParty }
  // biome-ignore lint/correctness/useExhaustiveDependencies: look and words are put on by the next effect
  useEffect(() => {
    if (!box.current) return
    scene.current = createScene(box.current, look, words, calm, listenerOf(told, scene))
    return () => {
      scene.current?.kill()
      scene.current = null
    }
  }, [calm, scene])
  // a calm scene is a new one, which has to be dressed and shown anew
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => scene.current?.dress(look, words), [look, words, calm])
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (shown) scene.current?.show(shown.model, matches)
    const isReady = shown !== null && (shown.model.known.includes(1) || shown.model.picture.parties === 0)
    box.current?.toggleAttribute('data-ready', isReady)
  }, [shown, matches, calm])
  useFocus(shown, partyId, scene, coveredLeft)

  const onKeyDown = (event: KeyboardEvent) => {
    if (move(event, scene.current)) event.preventDefault()
    else if (event.key === 'Escape') setParty(null)
  }
  const { picture } = shown?.model ?? {}
  return (
    <>
      <div
        ref={box}
        role="application"
        aria-roledescription={t('region.role')}
        aria-label={t('region.label', { parties: number(picture?.parties ?? 0), communities: number(picture?.communities.x.length ?? 0) })}
        aria-describedby="region-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is moved with the arrow keys
        tabIndex={0}
        className={classes.canvas}
        data-testid="region"
        onKeyDown={onKeyDown}
      />
      <p id="region-keys" className="tutti-visually-hidden">
        {t('region.keys')}
      </p>
    </>
  )
}

/** Marks the chosen party with everybody it is tied to, and moves it into view. */
function useFocus(shown: Props['shown'], partyId: string | null, scene: RefObject<Scene | null>, coveredLeft: number) {
  const covered = useRef({ left: coveredLeft, right: SIDE_PANEL_PX })
  covered.current.left = coveredLeft
  const isReady = shown?.model.known.includes(1) ?? false
  const loader = shown?.loader
  useEffect(() => {
    let isOver = false
    const mark = async () => {
      const place = partyId === null || !loader ? null : await loader.place(partyId)
      if (isOver || !loader) return
      scene.current?.focus(place, [])
      if (place === null) return
      scene.current?.reveal(place, covered.current)
      const [pairs] = await Promise.all([loader.tiesOf(place), loader.learn(place, 1)])
      if (isOver) return
      scene.current?.focus(
        place,
        [...pairs].filter((_, k) => k % 2 === 1),
      )
      scene.current?.name(loader.names())
    }
    if (isReady) void mark().catch(() => undefined)
    return () => {
      isOver = true
    }
  }, [loader, partyId, isReady, scene])
}

/** How the kinds of the picture look, and what its groups are called. */
function useLook(model: RegionModel | null): { look: SceneState['look']; words: Words } {
  const { t } = useTranslation()
  const { number } = useFormats()
  const names = useNames()
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  const nameOf = useGroupName(model?.picture)
  const kinds = model?.picture.kinds
  const look = useMemo(() => {
    const marks = (kinds ?? []).map((kind) => names.kind(kind))
    return {
      colours: marks.map(({ colour }) => colour),
      shapes: marks.map(({ shape }) => shape),
      other: OTHER_COLOUR,
      ink: inkOf(dark),
      dark,
    }
  }, [kinds, names, dark])
  const words = useMemo<Words>(
    () => ({
      group: nameOf,
      count: (found, all) => (found === all ? number(all) : t('region.of', { found: number(found), all: number(all) })),
    }),
    [nameOf, number, t],
  )
  return { look, words }
}

type Told = RefObject<Pick<Props, 'shown' | 'want' | 'setParty'>>

/** What the scene tells: what was chosen opens, what came into view gets its names and ties. */
function listenerOf(told: Told, scene: RefObject<Scene | null>) {
  let seenBefore = ''
  let pause: ReturnType<typeof setTimeout> | undefined
  const nameIt = (loader: Loader, from: number, limit: number) =>
    loader.learn(from, limit).then(
      () => scene.current?.name(loader.names()),
      () => undefined,
    )
  return {
    chosen(spot: Spot): void {
      const { shown, setParty } = told.current
      if (!shown) return
      const { areas, communities } = shown.model.picture
      if (spot === null) setParty(null)
      else if ('area' in spot) scene.current?.goTo(circleOf(areas, spot.area))
      else if ('community' in spot) scene.current?.goTo(circleOf(communities, spot.community))
      else
        void nameIt(shown.loader, spot.party, 1).then(() => {
          const named = shown.loader.names().get(spot.party)
          if (named) setParty(named.id)
        })
    },
    hovered(spot: Spot): void {
      const { shown } = told.current
      if (shown && spot !== null && 'party' in spot && !shown.loader.names().has(spot.party)) void nameIt(shown.loader, spot.party, 1)
    },
    seen({ openAreas, openCommunities, tied }: Detail): void {
      const { shown, want } = told.current
      const key = `${shown?.model.picture.id} ${openAreas} ${openCommunities.slice(0, NAMED_COMMUNITIES)} ${tied}`
      if (!shown || key === seenBefore) return
      seenBefore = key
      clearTimeout(pause)
      pause = setTimeout(() => {
        want.current(openAreas)
        const { isolates, communities } = shown.model.picture
        const named = openCommunities.filter((c) => shown.model.areaOf[c] !== isolates).slice(0, NAMED_COMMUNITIES)
        for (const c of named) void nameIt(shown.loader, communities.firstParty[c]!, Math.min(NAMED_AT_ONCE, communities.parties[c]!))
        Promise.all(tied.filter((c) => shown.model.known[shown.model.areaOf[c]!]).map(shown.loader.tiesIn)).then(
          (pairs) => key === seenBefore && scene.current?.tie(pairs),
          () => undefined,
        )
      }, PAUSE_MS)
    },
  }
}

function circleOf({ x, y, radius }: { x: number[]; y: number[]; radius: number[] }, group: number) {
  return { x: x[group]!, y: y[group]!, radius: radius[group]! }
}

const PANS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
}

function move({ key }: KeyboardEvent, scene: Scene | null): boolean {
  const pan = PANS[key]
  if (pan) scene?.pan(...pan)
  else if (key === '+' || key === '-') scene?.zoom(key === '+' ? 0.7 : 1 / 0.7)
  else if (key === '0') scene?.fit()
  else return false
  return true
}

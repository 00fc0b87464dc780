import { Anchor, Button, useComputedColorScheme } from '@mantine/core'
import { IconArrowsMove, IconFocusCentered, IconList, IconMinus, IconPlus, IconPolygon, IconRectangle } from '@tabler/icons-react'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { showFailed } from '../../ui/toast.tsx'
import { GroundCredit } from './credits.tsx'
import { useTiles } from './data.ts'
import type { Reading } from './encode.ts'
import { type Corner, type Filter, readArea, writeArea } from './filter.ts'
import { FlowList } from './flow-list.tsx'
import { approximateOf, boxArea, placeOf, unplacedOf } from './geography/features.ts'
import type { Ground } from './geography/ground.ts'
import { INK } from './geography/style.ts'
import { GeographyView } from './geography/view.tsx'
import { GroundLegend } from './ground-legend.tsx'
import { useOver } from './ground-over.ts'
import type { Watched } from './in-view.ts'
import { InViewList } from './in-view-list.tsx'
import { Legend } from './legend.tsx'
import { dress, type TieLegend } from './look.ts'
import { LookSettings } from './look-settings.tsx'
import classes from './map.module.css'
import type { MapModel } from './model.ts'
import { IconButton } from './network-stage.tsx'
import { PlacingBar, usePlacing } from './placing.tsx'
import type { Settings } from './settings.ts'

type Props = {
  filter: Filter
  setFilter: (filter: Filter) => void
  settings: Settings
  setSettings: (changes: Partial<Settings>) => void
  reading: Reading
  partyId: string | null
  setParty: (id: string | null) => void
  onGround: (ground: Ground | null) => void
}

const NO_CORNERS: readonly Corner[] = []
const NO_TIES: readonly TieLegend[] = []

/** The set on the ground with everything around it: legend, drawing an area, who is missing. */
export function GeographyStage({ filter, setFilter, settings, setSettings, reading, partyId, setParty, onGround }: Props) {
  const { t } = useTranslation()
  const ground = useRef<Ground>(null)
  const tiles = useTiles()
  const dressed = useDressed(reading, settings)
  const drawing = useDrawing(filter, setFilter)
  const over = useOver(reading, settings)
  const placing = usePlacing()
  // there is no map before it is known whether there are tiles
  const { isListed, setListed, watched } = useListed(ground, tiles !== undefined, reading.model)
  const writes = useMayWrite()
  const selected = reading.model.indexOf.get(placing.partyId ?? partyId ?? '') ?? null
  const carried = useCarried(placing)
  const take = (made: Ground | null) => {
    ground.current = made
    onGround(made)
  }
  if (tiles === undefined) return <div className={classes.stage} />
  return (
    <div className={classes.stage}>
      <GeographyView
        model={reading.model}
        look={dressed.look}
        tiles={tiles}
        selected={selected}
        over={over.over}
        onFlow={over.choose}
        onSeen={over.onSeen}
        area={placing.on ? NO_CORNERS : drawing.corners}
        isDrawing={placing.on || drawing.on}
        carried={carried}
        onCarried={placing.set}
        onKept={placing.keep}
        onSelect={(party) => setParty(party === null ? null : reading.model.parties.id[party]!)}
        onCorner={placing.on ? placing.set : drawing.addCorner}
        onFailed={() => showFailed(t('map.geography.failed'))}
        onGround={take}
      />
      <div className={`${classes.corner} ${classes.topLeft}`} data-over-map>
        <Legend
          colour={settings.colour}
          entries={dressed.legend}
          scale={dressed.scale}
          ties={settings.flows === '' ? NO_TIES : dressed.ties}
          filter={filter}
          setFilter={setFilter}
        />
        <OverBeside over={over} model={reading.model} settings={settings} setParty={setParty} />
        <Missing reading={reading} />
        {writes && !placing.on && partyId !== null && selected !== null && placeOf(reading.model, selected) && (
          <Move name={reading.model.parties.name[selected]!} move={() => placing.move(partyId)} />
        )}
        <Listed watched={watched} close={() => setListed(false)} {...{ reading, settings, selected, setParty }} />
      </div>
      <div className={`${classes.corner} ${classes.topRight}`} data-over-map>
        <div className={`${classes.card} ${classes.buttons}`}>
          <LookSettings settings={settings} setSettings={setSettings} />
          <Zoom ground={ground} />
          <Narrowing ground={ground} drawing={drawing} filter={filter} setFilter={setFilter} />
          <IconButton label={t('map.inView.label')} onClick={() => setListed(!isListed)} icon={<IconList size={20} />} pressed={isListed} />
        </div>
      </div>
      {drawing.on && !placing.on && <DrawingBar drawing={drawing} />}
      {placing.on && <PlacingBar placing={placing} />}
      <GroundCredit />
    </div>
  )
}

type OverProps = Pick<Props, 'settings' | 'setParty'> & { over: ReturnType<typeof useOver>; model: MapModel }

/** What heat and flows mean, and the flows as a list. */
function OverBeside({ over, model, settings, setParty }: OverProps) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  return (
    <>
      <GroundLegend settings={settings} seen={over.seen} level={over.level} colour={INK[scheme].flow} onList={() => over.setListed(true)} />
      {over.list && (
        <FlowList
          model={model}
          {...over.list}
          onChoose={(flow) => over.choose(flow, null)}
          onParty={(party) => setParty(model.parties.id[party]!)}
          onClose={() => over.setListed(false)}
        />
      )}
    </>
  )
}

function useDressed(reading: Reading, { colour, size }: Settings) {
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  return useMemo(() => dress(reading, colour, size, dark), [reading, colour, size, dark])
}

function Zoom({ ground }: { ground: RefObject<Ground | null> }) {
  const { t } = useTranslation()
  return (
    <>
      <IconButton label={t('map.zoomIn')} onClick={() => ground.current?.zoom(1)} icon={<IconPlus size={20} />} />
      <IconButton label={t('map.zoomOut')} onClick={() => ground.current?.zoom(-1)} icon={<IconMinus size={20} />} />
      <IconButton label={t('map.fit')} onClick={() => ground.current?.fit()} icon={<IconFocusCentered size={20} />} />
    </>
  )
}

type NarrowingProps = Pick<Props, 'filter' | 'setFilter'> & { ground: RefObject<Ground | null>; drawing: Drawing }

/** Two ways to say which part of the ground is meant. */
function Narrowing({ ground, drawing, filter, setFilter }: NarrowingProps) {
  const { t } = useTranslation()
  return (
    <>
      <IconButton label={t('map.geography.draw')} onClick={drawing.toggle} icon={<IconPolygon size={20} />} pressed={drawing.on} />
      <IconButton
        label={t('map.geography.box')}
        onClick={() => setFilter({ ...filter, area: areaOfView(ground.current) ?? filter.area })}
        icon={<IconRectangle size={20} />}
      />
    </>
  )
}

/** Lets the chosen party be carried to its right place, which no accidental drag does. */
function Move({ name, move }: { name: string; move: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={classes.card}>
      <Button variant="subtle" size="compact-sm" leftSection={<IconArrowsMove size={16} aria-hidden="true" />} onClick={move}>
        {t('map.placing.move', { name })}
      </Button>
    </div>
  )
}

/** The point that is being carried, with what a screen reader calls it. */
function useCarried({ at, party }: ReturnType<typeof usePlacing>) {
  const { t } = useTranslation()
  const name = party?.name
  return useMemo(() => (at && name !== undefined ? { point: at, label: t('map.placing.handle', { name }) } : null), [at, name, t])
}

function areaOfView(ground: Ground | null): string | undefined {
  const bounds = ground?.map.getBounds()
  return bounds && writeArea(boxArea([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]))
}

/** Whether those in view are listed, and what the list watches. */
function useListed(ground: RefObject<Ground | null>, isReady: boolean, model: MapModel) {
  const [isListed, setListed] = useState(false)
  const watched = useMemo(() => (isReady && isListed ? watch(ground, model) : null), [ground, isReady, isListed, model])
  return { isListed, setListed, watched }
}

type ListedProps = Pick<Props, 'reading' | 'settings' | 'setParty'> & {
  watched: Watched | null
  selected: number | null
  close: () => void
}

function Listed({ reading, settings, watched, selected, setParty, close }: ListedProps) {
  if (!watched) return null
  const choose = (party: number) => setParty(reading.model.parties.id[party]!)
  return <InViewList reading={reading} size={settings.size} selected={selected} watched={watched} onSelect={choose} onClose={close} />
}

/** Who has a place between the edges of the map, those gathered in a cluster too. */
function watch(ground: RefObject<Ground | null>, { size, parties }: MapModel): Watched {
  return {
    read: () => {
      const bounds = ground.current?.map.getBounds()
      if (!bounds) return []
      return Array.from({ length: size }, (_, party) => party).filter((party) => {
        const [longitude, latitude] = [parties.longitude[party], parties.latitude[party]]
        return typeof longitude === 'number' && typeof latitude === 'number' && bounds.contains([longitude, latitude])
      })
    },
    listen: (moved) => {
      const map = ground.current?.map
      map?.on('move', moved)
      map?.on('resize', moved)
      return () => {
        map?.off('move', moved)
        map?.off('resize', moved)
      }
    },
  }
}

/** How many are not here, or only nearly, and where that can be changed. */
function Missing({ reading }: { reading: Reading }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const writes = useMayWrite()
  const count = unplacedOf(reading.model)
  const approximate = approximateOf(reading.model)
  if (count + approximate === 0) return null
  return (
    <div className={`${classes.card} ${classes.note}`}>
      {count > 0 && <p>{t('map.geography.missing', { count, number: number(count) })}</p>}
      {approximate > 0 && <p>{t('map.geography.approximate', { count: approximate, number: number(approximate) })}</p>}
      {writes && (
        <p>
          <Anchor component={Link} to={paths.places(ecosystemId)} size="xs">
            {t('map.geography.find')}
          </Anchor>
        </p>
      )}
    </div>
  )
}

type Drawing = ReturnType<typeof useDrawing>

function DrawingBar({ drawing }: { drawing: Drawing }) {
  const { t } = useTranslation()
  return (
    <div className={`${classes.card} ${classes.drawing}`} role="status">
      <span>{t('map.geography.drawing', { count: drawing.corners.length })}</span>
      <Button size="compact-sm" disabled={drawing.corners.length < 3} onClick={drawing.finish}>
        {t('map.geography.close')}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={drawing.toggle}>
        {t('map.geography.stop')}
      </Button>
    </div>
  )
}

/** Corners while an area is drawn; Enter closes it, Backspace takes the last corner back, Escape lets it be. */
function useDrawing(filter: Filter, setFilter: (filter: Filter) => void) {
  const [draft, setDraft] = useState<Corner[] | null>(null)
  const kept = useMemo(() => readArea(filter.area), [filter.area])
  const close = (corners: readonly Corner[]) => {
    if (corners.length >= 3) setFilter({ ...filter, area: writeArea(corners) })
    setDraft(null)
  }
  const act = useRef({ draft, close })
  act.current = { draft, close }
  const on = draft !== null
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent) => {
      const { draft: corners } = act.current
      if (event.key === 'Escape') setDraft(null)
      else if (event.key === 'Enter' && corners && corners.length >= 3) act.current.close(corners)
      else if (event.key === 'Backspace') setDraft((now) => now?.slice(0, -1) ?? null)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [on])
  return {
    on,
    corners: draft ?? kept,
    toggle: () => setDraft(on ? null : []),
    finish: () => draft && close(draft),
    addCorner: (corner: Corner, closing: boolean) => {
      const corners = draft ?? []
      if (closing) close(corners)
      else setDraft([...corners, corner])
    },
  }
}

import { ActionIcon, useComputedColorScheme } from '@mantine/core'
import { IconFocusCentered, IconList, IconMinus, IconPlus, IconRefresh } from '@tabler/icons-react'
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { Progress } from '../../ui/progress.tsx'
import { showUndo } from '../../ui/toast.tsx'
import type { Reading } from './encode.ts'
import type { Filter } from './filter.ts'
import { boxAround, partiesInBox, type Watched } from './in-view.ts'
import { InViewList } from './in-view-list.tsx'
import { Legend } from './legend.tsx'
import { dress } from './look.ts'
import { LookSettings } from './look-settings.tsx'
import classes from './map.module.css'
import type { MapModel } from './model.ts'
import { useNames } from './names.ts'
import type { Look, Picture } from './network/scene.ts'
import { type Arranged, useArrangement } from './network/use-positions.ts'
import { type NetworkHandle, NetworkView } from './network/view.tsx'
import type { Settings } from './settings.ts'

type Props = {
  filter: Filter
  setFilter: (filter: Filter) => void
  settings: Settings
  setSettings: (changes: Partial<Settings>) => void
  /** None while the parties are still on their way. */
  reading: Reading | undefined
  partyId: string | null
  setParty: (id: string | null) => void
  /** Tells the page what is on screen, for pictures and SVG. */
  onPicture: (picture: Picture | null, handle: NetworkHandle | null) => void
  /** What else has to be explained of what is drawn. */
  legend?: ReactNode
}

const LEGEND_PX = 248
const NO_DISCS: Picture['discs'] = []

/** The network with everything around it: legend, how it looks, zoom. */
export function NetworkStage({ filter, setFilter, settings, setSettings, reading, partyId, setParty, onPicture, legend }: Props) {
  const { t } = useTranslation()
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  const handle = useRef<NetworkHandle>(null)
  const { arranged, share, error, keepMoved, rearrange } = useArrangement(filter, reading, settings.layout)
  const dressed = useMemo(
    () => reading && dress(reading, settings.colour, settings.size, dark),
    [reading, settings.colour, settings.size, dark],
  )
  const picture = usePicture(arranged, reading?.model, dressed?.look, settings.layout)
  useEffect(() => {
    onPicture(picture ?? null, handle.current)
    return () => onPicture(null, null)
  }, [picture, onPicture])
  const [isListed, setListed] = useState(false)
  const watched = useMemo(() => (picture && isListed ? watch(handle, picture) : null), [picture, isListed])
  const selected = partyId === null ? null : (reading?.model.indexOf.get(partyId) ?? null)
  const idOf = (party: number) => reading?.model.parties.id[party] ?? ''

  if (error) return <Failure error={error} again={() => rearrange()} />
  return (
    <div className={classes.stage}>
      <NetworkView
        picture={picture}
        selected={selected}
        onSelect={(party) => setParty(party === null ? null : idOf(party))}
        onMoved={(party, x, y) => keepMoved(idOf(party), x, y)}
        coveredLeft={LEGEND_PX}
        handle={handle}
      />
      {reading && !picture && <Arranging share={share ?? 0} total={reading.model.size} />}
      <div className={`${classes.corner} ${classes.topLeft}`}>
        {legend}
        {dressed && (
          <Legend
            colour={settings.colour}
            entries={dressed.legend}
            scale={dressed.scale}
            ties={dressed.ties}
            filter={filter}
            setFilter={setFilter}
          />
        )}
        {reading && watched && (
          <InViewList
            reading={reading}
            size={settings.size}
            selected={selected}
            watched={watched}
            onSelect={(party) => setParty(idOf(party))}
            onClose={() => setListed(false)}
          />
        )}
      </div>
      <NetworkTools
        settings={settings}
        setSettings={setSettings}
        handle={handle}
        rearrange={rearrange}
        isListed={isListed}
        toggleList={() => setListed(!isListed)}
      />
      {reading?.model.ties.from.length === 0 && (
        <p className={`${classes.card} ${classes.note} ${classes.corner} ${classes.bottomRight}`}>{t('map.network.noTies')}</p>
      )}
    </div>
  )
}

function Arranging({ share, total }: { share: number; total: number }) {
  const { t } = useTranslation()
  return (
    <div className={classes.waiting}>
      <div>
        <Progress label={t('map.network.arranging')} done={Math.round(share * total)} total={total} />
      </div>
    </div>
  )
}

/** Everything together that the network draws; undefined until everybody has a place. */
function usePicture(
  arranged: Arranged | undefined,
  model: MapModel | undefined,
  look: Look | undefined,
  layout: string,
): Picture | undefined {
  const { t } = useTranslation()
  const names = useNames()
  // apart from the picture, which is not drawn anew when names arrive that nothing in it is called by
  const discs = useMemo(() => {
    if (!arranged || arranged.discs.length === 0) return NO_DISCS
    const label = (value: string) => (value === '' ? t('map.none.value') : names.of(layout, value))
    return arranged.discs.map((disc) => ({ ...disc, label: label(disc.value) }))
  }, [arranged, names, layout, t])
  return useMemo(() => {
    if (!model || !look || arranged?.positions.x.length !== model.size) return undefined
    return { model, look, positions: arranged.positions, bounds: arranged.bounds, discs }
  }, [arranged, model, look, discs])
}

/** Who lies between the edges of the canvas. */
function watch(handle: RefObject<NetworkHandle | null>, { positions }: Picture): Watched {
  const sigma = () => handle.current?.scene()?.sigma
  return {
    read: () => {
      const shown = sigma()
      if (!shown) return []
      const { width, height } = shown.getDimensions()
      const corners = [0, width].flatMap((x) => [0, height].map((y) => shown.viewportToGraph({ x, y })))
      return partiesInBox(positions, boxAround(corners))
    },
    listen: (moved) => {
      const shown = sigma()
      shown?.getCamera().on('updated', moved)
      shown?.on('resize', moved)
      return () => {
        shown?.getCamera().off('updated', moved)
        shown?.off('resize', moved)
      }
    },
  }
}

type ToolsProps = Pick<Props, 'settings' | 'setSettings'> & {
  handle: RefObject<NetworkHandle | null>
  rearrange: () => () => void
  isListed: boolean
  toggleList: () => void
}

function NetworkTools({ settings, setSettings, handle, rearrange, isListed, toggleList }: ToolsProps) {
  const { t } = useTranslation()
  const arrangeAnew = () => {
    const back = rearrange()
    showUndo(t('map.network.rearranged'), async () => back())
  }
  return (
    <div className={`${classes.corner} ${classes.topRight}`}>
      <div className={`${classes.card} ${classes.buttons}`}>
        <LookSettings settings={settings} setSettings={setSettings} />
        <IconButton label={t('map.zoomIn')} onClick={() => handle.current?.zoom(0.7)} icon={<IconPlus size={20} />} />
        <IconButton label={t('map.zoomOut')} onClick={() => handle.current?.zoom(1 / 0.7)} icon={<IconMinus size={20} />} />
        <IconButton label={t('map.fit')} onClick={() => handle.current?.fit()} icon={<IconFocusCentered size={20} />} />
        <IconButton label={t('map.network.rearrange')} onClick={arrangeAnew} icon={<IconRefresh size={20} />} />
        <IconButton label={t('map.inView.label')} onClick={toggleList} icon={<IconList size={20} />} pressed={isListed} />
      </div>
    </div>
  )
}

export function IconButton({ label, onClick, icon, pressed }: { label: string; onClick: () => void; icon: ReactNode; pressed?: boolean }) {
  return (
    <ActionIcon
      size="lg"
      variant={pressed ? 'light' : 'subtle'}
      aria-label={label}
      title={label}
      onClick={onClick}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
    >
      {icon}
    </ActionIcon>
  )
}

import { ActionIcon, useComputedColorScheme } from '@mantine/core'
import { IconFocusCentered, IconMinus, IconPlus, IconRefresh } from '@tabler/icons-react'
import { type ReactNode, type RefObject, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { Progress } from '../../ui/progress.tsx'
import { showUndo } from '../../ui/toast.tsx'
import type { Reading } from './encode.ts'
import type { Filter } from './filter.ts'
import { Legend } from './legend.tsx'
import { dress } from './look.ts'
import { LookSettings } from './look-settings.tsx'
import classes from './map.module.css'
import { degreesOf } from './model.ts'
import { useNames } from './names.ts'
import type { Picture } from './network/scene.ts'
import { useArrangement } from './network/use-positions.ts'
import { type NetworkHandle, NetworkView } from './network/view.tsx'
import type { Settings } from './settings.ts'

type Props = {
  filter: Filter
  setFilter: (filter: Filter) => void
  settings: Settings
  setSettings: (changes: Partial<Settings>) => void
  reading: Reading
  partyId: string | null
  setParty: (id: string | null) => void
  /** Tells the page what is on screen, for pictures and SVG. */
  onPicture: (picture: Picture | null, handle: NetworkHandle | null) => void
  children?: ReactNode
}

const LEGEND_PX = 248

/** The network with everything around it: legend, how it looks, zoom. */
export function NetworkStage({ filter, setFilter, settings, setSettings, reading, partyId, setParty, onPicture, children }: Props) {
  const { t } = useTranslation()
  const names = useNames()
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  const handle = useRef<NetworkHandle>(null)
  const { arranged, share, error, keepMoved, rearrange } = useArrangement(filter, reading, settings.layout)
  const dressed = useMemo(() => dress(reading, settings.colour, settings.size, dark), [reading, settings.colour, settings.size, dark])
  const picture = useMemo<Picture | undefined>(() => {
    if (!arranged || arranged.positions.x.length !== reading.model.size) return undefined
    const discs = arranged.discs.map((disc) => ({
      ...disc,
      label: disc.value === '' ? t('map.none.value') : names.of(settings.layout, disc.value),
    }))
    return { model: reading.model, look: dressed.look, positions: arranged.positions, bounds: arranged.bounds, discs }
  }, [arranged, reading.model, dressed.look, names, settings.layout, t])
  useEffect(() => {
    onPicture(picture ?? null, handle.current)
    return () => onPicture(null, null)
  }, [picture, onPicture])
  const selected = partyId === null ? null : (reading.model.indexOf.get(partyId) ?? null)

  if (error) return <Failure error={error} again={() => rearrange()} />
  return (
    <div className={classes.stage}>
      {picture ? (
        <NetworkView
          picture={picture}
          selected={selected}
          onSelect={(party) => setParty(party === null ? null : reading.model.parties.id[party]!)}
          onMoved={(party, x, y) => keepMoved(reading.model.parties.id[party]!, x, y)}
          coveredLeft={LEGEND_PX}
          handle={handle}
        />
      ) : (
        <div className={classes.waiting}>
          <div>
            <Progress label={t('map.network.arranging')} done={Math.round((share ?? 0) * reading.model.size)} total={reading.model.size} />
          </div>
        </div>
      )}
      <div className={`${classes.corner} ${classes.topLeft}`}>
        <Legend
          colour={settings.colour}
          entries={dressed.legend}
          scale={dressed.scale}
          ties={dressed.ties}
          filter={filter}
          setFilter={setFilter}
        />
        {children}
      </div>
      <NetworkTools settings={settings} setSettings={setSettings} handle={handle} rearrange={rearrange} />
      {degreesOf(reading.model).every((degree) => degree === 0) && reading.model.size > 0 && (
        <p className={`${classes.card} ${classes.note} ${classes.corner} ${classes.bottomRight}`}>{t('map.network.noTies')}</p>
      )}
    </div>
  )
}

type ToolsProps = Pick<Props, 'settings' | 'setSettings'> & { handle: RefObject<NetworkHandle | null>; rearrange: () => () => void }

function NetworkTools({ settings, setSettings, handle, rearrange }: ToolsProps) {
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

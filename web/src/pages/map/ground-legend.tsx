import { ActionIcon, Button } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { usePhone } from '../../ui/phone.ts'
import { type FlowLevel, widthOf } from './geography/flows.ts'
import { HEAT_COLOURS } from './geography/heat.ts'
import type { Seen } from './geography/overlay.ts'
import classes from './ground-over.module.css'
import maps from './map.module.css'
import { useNames } from './names.ts'
import type { Settings } from './settings.ts'

type Props = { settings: Settings; seen: Seen | null; level: FlowLevel | null; colour: string; onList: () => void }

const SAMPLES = [1, 0.5, 0.2]
const GRADIENT = `linear-gradient(to right, ${HEAT_COLOURS.map(([at, colour]) => `${colour} ${at * 100}%`).join(', ')})`

/** What heat and flows mean at this zoom, in numbers. */
export function GroundLegend({ settings, seen, level, colour, onList }: Props) {
  const { t } = useTranslation()
  const hasHeat = settings.heat !== '' && seen?.heat
  const hasFlows = settings.flows !== '' && level
  const phone = usePhone()
  const [isOpen, setOpen] = useState(!phone)
  if (!seen || (!hasHeat && !hasFlows)) return null
  const label = [...(hasHeat ? [t('ground.heat.label')] : []), ...(hasFlows ? [t('ground.flows.label')] : [])].join(', ')
  if (!isOpen)
    return (
      <section className={`${maps.card} ${classes.legend}`} aria-label={label}>
        <Fold label={label} isOpen={false} setOpen={setOpen} />
      </section>
    )
  return (
    <section className={`${maps.card} ${classes.legend}`} aria-label={label}>
      {phone && <Fold label={label} isOpen setOpen={setOpen} />}
      {hasHeat && <HeatLegend by={settings.heat} heat={hasHeat} />}
      {hasFlows && <FlowLegend settings={settings} isSingle={seen.isSingle} level={level} colour={colour} onList={onList} />}
    </section>
  )
}

/** On a phone the map is worth more than what explains it, until somebody asks. */
function Fold({ label, isOpen, setOpen }: { label: string; isOpen: boolean; setOpen: (isOpen: boolean) => void }) {
  const { t } = useTranslation()
  return (
    <div className={classes.fold}>
      <span>{label}</span>
      <ActionIcon
        size="sm"
        variant="subtle"
        aria-expanded={isOpen}
        aria-label={t(isOpen ? 'ground.fold' : 'ground.unfold')}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
      </ActionIcon>
    </div>
  )
}

function HeatLegend({ by, heat: { top, km } }: { by: string; heat: NonNullable<Seen['heat']> }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const names = useNames()
  const what = by === 'count' ? t('ground.heat.organisations') : names.encoding(by)
  return (
    <div>
      <h2>{t('ground.heat.legend', { by: what })}</h2>
      {top === 0 && <p>{t('ground.heat.nothing')}</p>}
      {top > 0 && (
        <>
          <div className={classes.bar} style={{ background: GRADIENT }} />
          <div className={classes.ticks}>
            {[0, top / 2, top].map((value) => (
              <span key={value}>{number(value)}</span>
            ))}
          </div>
          <p>{t('ground.heat.near', { what, distance: number(short(km)) })}</p>
        </>
      )}
    </div>
  )
}

type FlowProps = Omit<Props, 'seen' | 'level'> & { isSingle: boolean; level: FlowLevel }

function FlowLegend({ settings, isSingle, level: { flows, total, within, top }, colour, onList }: FlowProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const by = t(settings.flows === 'count' ? 'ground.flows.byCount' : 'ground.flows.byStrength')
  const values = settings.flows === 'count' ? [...new Set(SAMPLES.map((share) => Math.max(1, Math.round(top * share))))] : SAMPLES.map((share) => short(top * share)) // biome-ignore format: one line reads better
  return (
    <div>
      <h2>{t('ground.flows.legend', { by })}</h2>
      {isSingle && <p>{t('ground.flows.single')}</p>}
      {!isSingle && flows.length > 0 && (
        <ul>
          {values.map((value) => (
            <li key={value}>
              <svg width="44" height="14" aria-hidden="true" focusable="false">
                <line x1="7" x2="37" y1="7" y2="7" stroke={colour} strokeWidth={widthOf(value, top)} strokeLinecap="round" />
              </svg>
              <span>{number(value)}</span>
            </li>
          ))}
        </ul>
      )}
      {flows.length === 0 && !isSingle && <p>{t('ground.flows.nothing')}</p>}
      {total > flows.length && <p>{t('ground.flows.strongest', { shown: number(flows.length), total: number(total) })}</p>}
      {within > 0 && !isSingle && <p>{t('ground.flows.within', { count: within, number: number(within) })}</p>}
      {flows.length > 0 && (
        <Button variant="light" size="compact-xs" onClick={onList}>
          {t('ground.flows.open')}
        </Button>
      )}
    </div>
  )
}

/** Two digits are as much as anybody reads. */
function short(value: number): number {
  return Number(value.toPrecision(2))
}

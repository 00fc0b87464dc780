import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { KindShape } from '../../ui/kind-shape.tsx'
import { usePhone } from '../../ui/phone.ts'
import type { LegendEntry, Scale } from './encode.ts'
import type { Filter, ListField } from './filter.ts'
import { toggle } from './filter.ts'
import type { TieLegend } from './look.ts'
import classes from './map.module.css'
import { useNames } from './names.ts'

type Props = {
  colour: string
  entries: readonly LegendEntry[]
  scale: Scale
  ties: readonly TieLegend[]
  filter: Filter
  setFilter: (filter: Filter) => void
}

const FILTERED: Record<string, ListField> = { kind: 'kind', sector: 'sector', city: 'city', tag: 'tag' }

/** What colours, shapes and lines mean and how many there are of each; a click narrows to it. */
export function Legend({ colour, entries, scale, ties, filter, setFilter }: Props) {
  const { t } = useTranslation()
  const names = useNames()
  const phone = usePhone()
  const [open, setOpen] = useState(!phone)
  const field = FILTERED[colour]
  const nameOf = useEntryName({ colour, entries, scale })
  return (
    <section className={`${classes.card} ${classes.legend}`} aria-label={t('map.legend.label')}>
      <div className={classes.legendHead}>
        <span>{t('map.legend.parties', { by: names.encoding(colour) })}</span>
        <ActionIcon
          size="sm"
          variant="subtle"
          aria-expanded={open}
          aria-label={open ? t('map.legend.close') : t('map.legend.open')}
          onClick={() => setOpen(!open)}
        >
          {open ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
        </ActionIcon>
      </div>
      {open && (
        <>
          <ul>
            {entries.map((entry) => (
              <li key={`${entry.value}${entry.other ? '-other' : ''}`}>
                <PartyEntry entry={entry} name={nameOf(entry)} field={field} filter={filter} setFilter={setFilter} />
              </li>
            ))}
          </ul>
          {ties.length > 0 && (
            <>
              <div className={classes.legendHead}>{t('map.legend.ties')}</div>
              <ul>
                {ties.map((tie) => (
                  <li key={tie.type}>
                    <TieEntry
                      tie={tie}
                      pressed={filter.tieType.includes(tie.type)}
                      onClick={() => setFilter(toggle(filter, 'tieType', tie.type))}
                    />
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </section>
  )
}

type EntryProps = {
  entry: LegendEntry
  name: string
  field: ListField | undefined
  filter: Filter
  setFilter: (filter: Filter) => void
}

function PartyEntry({ entry, name, field, filter, setFilter }: EntryProps) {
  const { number } = useFormats()
  const inside = (
    <>
      <KindShape kind={{ key: entry.value, colour: entry.colour, shape: entry.shape ?? 'circle' }} size={14} />
      <span>{name}</span>
      <small>{number(entry.count)}</small>
    </>
  )
  if (field === undefined || entry.value === '') return <div className={classes.entry}>{inside}</div>
  return (
    <button
      type="button"
      className={classes.entry}
      aria-pressed={filter[field].includes(entry.value)}
      onClick={() => setFilter(toggle(filter, field, entry.value))}
    >
      {inside}
    </button>
  )
}

function TieEntry({ tie, pressed, onClick }: { tie: TieLegend; pressed: boolean; onClick: () => void }) {
  const { number } = useFormats()
  const names = useNames()
  return (
    <button type="button" className={classes.entry} aria-pressed={pressed} onClick={onClick}>
      <svg width="22" height="8" aria-hidden="true" focusable="false">
        <line x1="0" x2="22" y1="4" y2="4" stroke={tie.colour} strokeWidth="2" strokeDasharray={tie.dash?.join(' ')} />
      </svg>
      <span>{names.tieType(tie.type)}</span>
      <small>{number(tie.count)}</small>
    </button>
  )
}

/** How an entry is called: a step by where it begins and ends, a group by its value. */
function useEntryName({ colour, entries, scale }: Pick<Props, 'colour' | 'entries' | 'scale'>): (entry: LegendEntry) => string {
  const { t } = useTranslation()
  const { number, date } = useFormats()
  const names = useNames()
  const stepName = scale === 'day' ? (at: number) => date(new Date(at).toISOString().slice(0, 10)) : number
  return (entry) => {
    const { value, other, from, to = 0 } = entry
    if (scale && from !== undefined) return from === to ? stepName(from) : `${stepName(from)} – ${stepName(to)}`
    if (other) return t(entries.some((each) => each.value !== '') ? 'map.legend.others' : 'map.legend.something')
    if (value === '') return t(`map.none.${colour.replace(/:.*/, '')}`, { defaultValue: t('map.none.value') })
    return names.of(colour, value)
  }
}

import { ActionIcon, Button } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { type Change, changeOn, dayOf, isoOf, nextChange } from './changes.ts'
import { useChanges, useFacets } from './data.ts'
import { type Filter, withoutAll } from './filter.ts'
import timeClasses from './time.module.css'
import { TimeMarks, useChangeText } from './time-marks.tsx'

const DAY_MS = 86_400_000
const PAUSE_MS = 200
const STEPS: Record<string, 1 | -1> = { PageUp: 1, PageDown: -1 }
const NO_CHANGES: Change[] = []

type Props = { filter: Filter; setFilter: (filter: Filter) => void }

/** Sets the day the map is looked at, from the first entry to today, and steps from one change to the next. */
export function TimeSlider({ filter, setFilter }: Props) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const say = useChangeText()
  const firstAt = useFacets(withoutAll({ ...filter, asOf: '' })).data?.firstAt
  const changes = useChanges(filter) ?? NO_CHANGES
  const today = Math.floor(Date.now() / DAY_MS)
  const first = Math.min(firstAt ? dayOf(firstAt) : today, today - 1)
  const wanted = filter.asOf === '' ? today : dayOf(filter.asOf)
  const [day, setDay] = useState(wanted)
  useEffect(() => setDay(wanted), [wanted])
  const tell = useDebouncedCallback((next: number) => setFilter({ ...filter, asOf: next >= today ? '' : isoOf(next) }), PAUSE_MS)
  const go = (next: number | undefined) => {
    if (next === undefined) return
    setDay(next)
    tell(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const towards = STEPS[event.key]
    if (towards === undefined) return
    event.preventDefault()
    go(nextChange(changes, day, towards))
  }
  const said = day >= today ? t('map.time.today') : date(isoOf(day))
  const change = changeOn(changes, day)
  const step = (towards: 1 | -1, label: string) => (
    <ActionIcon
      variant="subtle"
      aria-label={label}
      title={label}
      disabled={nextChange(changes, day, towards) === undefined}
      onClick={() => go(nextChange(changes, day, towards))}
    >
      {towards === 1 ? <IconChevronRight size={18} /> : <IconChevronLeft size={18} />}
    </ActionIcon>
  )
  return (
    <section className={timeClasses.time} aria-label={t('map.time.label')}>
      <span className={timeClasses.timeDay}>{said}</span>
      {step(-1, t('map.time.before'))}
      <div className={timeClasses.timeTrack}>
        <TimeMarks changes={changes} first={first} last={today} />
        <input
          type="range"
          aria-label={t('map.time.label')}
          aria-valuetext={change ? `${said}. ${say(change)}` : said}
          min={first}
          max={today}
          value={day}
          onKeyDown={onKeyDown}
          onChange={(event) => go(event.currentTarget.valueAsNumber)}
        />
      </div>
      {step(1, t('map.time.next'))}
      <Button size="compact-sm" variant="subtle" disabled={day >= today} onClick={() => setFilter({ ...filter, asOf: '' })}>
        {t('map.time.back')}
      </Button>
    </section>
  )
}

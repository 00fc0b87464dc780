import { Button } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { useFacets } from './data.ts'
import { type Filter, withoutAll } from './filter.ts'
import classes from './map.module.css'

const DAY_MS = 86_400_000
const PAUSE_MS = 200

/** Sets the day the map is looked at, from the first entry to today. */
export function TimeSlider({ filter, setFilter }: { filter: Filter; setFilter: (filter: Filter) => void }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const firstAt = useFacets(withoutAll({ ...filter, asOf: '' })).data?.firstAt
  const today = Math.floor(Date.now() / DAY_MS)
  const first = firstAt ? Math.floor(new Date(firstAt).getTime() / DAY_MS) : today
  const wanted = filter.asOf === '' ? today : Math.floor(new Date(filter.asOf).getTime() / DAY_MS)
  const [day, setDay] = useState(wanted)
  useEffect(() => setDay(wanted), [wanted])
  const tell = useDebouncedCallback((next: number) => setFilter({ ...filter, asOf: next >= today ? '' : isoOf(next) }), PAUSE_MS)
  const said = day >= today ? t('map.time.today') : date(isoOf(day))
  return (
    <section className={classes.time} aria-label={t('map.time.label')}>
      <span className={classes.timeDay}>{said}</span>
      <div className={classes.timeTrack}>
        <input
          type="range"
          aria-label={t('map.time.label')}
          aria-valuetext={said}
          min={Math.min(first, today - 1)}
          max={today}
          value={day}
          onChange={(event) => {
            setDay(event.currentTarget.valueAsNumber)
            tell(event.currentTarget.valueAsNumber)
          }}
        />
      </div>
      <Button size="compact-sm" variant="subtle" disabled={day >= today} onClick={() => setFilter({ ...filter, asOf: '' })}>
        {t('map.time.back')}
      </Button>
    </section>
  )
}

function isoOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

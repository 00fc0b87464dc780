import { Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { components } from '../api-types.ts'
import { useFormats } from '../ui/format.ts'
import classes from './reading-age.module.css'

type Freshness = components['schemas']['InsightFreshness']

const ASK_AGAIN_MS = 1_500
const ASK_ANEW_MS = 15_000
const TICK_MS = 20_000
const MINUTE_MS = 60_000

/** How old what is shown is, in words of the texts of insight: never silent about changes it does not know of yet. */
export function ReadingAge({ freshness: { at, isCurrent, changesSince, problem } }: { freshness: Freshness }) {
  const { t } = useTranslation()
  const { ago, number } = useFormats()
  useTicking()
  const state = isCurrent ? 'current' : problem !== null ? 'unreadable' : changesSince > 0 ? 'behind' : 'faded'
  const isJustNow = Date.now() - Date.parse(at) < MINUTE_MS
  const values = { ago: isJustNow ? t('insight.age.now') : ago(at), count: changesSince, number: number(changesSince) }
  return (
    <p className={classes.age} role={isCurrent ? undefined : 'status'}>
      {t(`insight.age.${state}`, values)}
      {(state === 'behind' || state === 'faded') && <Loader size="xs" type="dots" aria-hidden />}
    </p>
  )
}

/** That something else is being read than what is shown below. */
export function StillReading({ label }: { label: string }) {
  return (
    <p className={classes.age} role="status">
      {label}
      <Loader size="xs" type="dots" aria-hidden />
    </p>
  )
}

/** How long to wait before asking again: not at all once what is shown is current, or cannot become it. */
export function pauseUntilRead(freshness: Freshness | undefined): number | false {
  return freshness && !freshness.isCurrent && freshness.problem === null ? ASK_AGAIN_MS : false
}

/** The same for what is thought about anew each time somebody asks: not so often that it is in the way of what all wait for. */
export function pauseUntilAskedAnew(freshness: Freshness | undefined): number | false {
  return freshness && !freshness.isCurrent ? ASK_ANEW_MS : false
}

function useTicking(): void {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [])
}

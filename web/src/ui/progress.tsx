import { Progress as Bar } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from './format.ts'
import classes from './pieces.module.css'

type Props = {
  /** What is going on: "Comparing rows". */
  label: string
  done: number
  total: number
  /** Seconds still needed, as far as one can tell. */
  secondsLeft?: number | undefined
}

/** What is done and what is left of something that takes longer than a second. */
export function Progress({ label, done, total, secondsLeft }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const percent = total === 0 ? 0 : Math.min(100, (100 * done) / total)
  const left = Math.max(0, total - done)
  return (
    <div>
      <div className={classes.progressLine}>
        <span>{label}</span>
        <span className={classes.progressLeft} role="status">
          {t('ui.progress', { done: number(done), left: number(left) })}
          {secondsLeft !== undefined && ` · ${t('ui.secondsLeft', { count: Math.ceil(secondsLeft) })}`}
        </span>
      </div>
      <Bar value={percent} aria-label={label} size="sm" radius="xl" />
    </div>
  )
}

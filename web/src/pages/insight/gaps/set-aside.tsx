import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../ui/format.ts'
import classes from './gaps.module.css'
import { type Gap, useEndAside } from './queries.ts'
import { sayGap } from './words.ts'

/** What was set aside, with its reason and the way back. */
export function SetAside({ gaps, mayWrite }: { gaps: readonly Gap[]; mayWrite: boolean }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const end = useEndAside()
  if (gaps.length === 0) return null
  return (
    <details className={classes.setAside}>
      <summary>{t('gaps.aside.list', { count: gaps.length, number: formats.number(gaps.length) })}</summary>
      <ul>
        {gaps.map((gap) => {
          const { id, reason, setAt, setBy, until } = gap.aside!
          const when = formats.date(setAt)
          return (
            <li key={gap.key}>
              <div>
                {sayGap({ t, formats }, gap)}
                <p className={classes.quiet}>
                  {setBy === null ? t('gaps.aside.when', { when, reason }) : t('gaps.aside.whenBy', { when, reason, name: setBy })}{' '}
                  {until !== null && t('gaps.aside.untilDay', { date: formats.date(until) })}
                </p>
              </div>
              {mayWrite && (
                <Button variant="default" size="compact-sm" loading={end.isPending && end.variables === id} onClick={() => end.mutate(id)}>
                  {t('gaps.aside.end')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </details>
  )
}

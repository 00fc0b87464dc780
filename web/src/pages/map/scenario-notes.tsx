import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { problemOf } from '../../problem.ts'
import classes from './map.module.css'
import type { Tried } from './scenario.ts'

type Props = {
  id: string
  /** None while it is on its way, or cannot be had. */
  name: string | undefined
  error: Error | null
  again: () => void
  /** Only the network draws it. */
  isDrawn: boolean
  onNetwork: () => void
  onBack: () => void
}

/** Says above the map that what is seen is made up, and how to get back. */
export function ScenarioBanner({ id, name, error, again, isDrawn, onNetwork, onBack }: Props) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  if (error && problemOf(error).status !== 404) return <Failure error={error} again={again} />
  const text = error ? t('scenarios.banner.gone') : name && t(isDrawn ? 'scenarios.banner.text' : 'scenarios.banner.elsewhere', { name })
  return (
    <div className={classes.scenario} role="status">
      <span>{text}</span>
      <span className={classes.scenarioWays}>
        {!error && !isDrawn && (
          <Button variant="default" size="compact-sm" onClick={onNetwork}>
            {t('scenarios.banner.network')}
          </Button>
        )}
        {!error && (
          <Button component={Link} to={paths.scenario(ecosystemId, id)} variant="default" size="compact-sm">
            {t('scenarios.banner.open')}
          </Button>
        )}
        <Button size="compact-sm" onClick={onBack}>
          {t('scenarios.banner.back')}
        </Button>
      </span>
    </div>
  )
}

/** What the marks of a scenario mean, beside what colours and shapes mean. */
export function ScenarioLegend({ name, tried }: { name: string; tried: Tried }) {
  const { t } = useTranslation()
  const entries = (['joining', 'leaving', 'coming', 'going'] as const).filter((key) => tried[key].size > 0)
  return (
    <section className={`${classes.card} ${classes.legend}`} aria-label={t('scenarios.banner.legend')}>
      <p className={classes.scenarioName}>{t('scenarios.banner.text', { name })}</p>
      <ul>
        {entries.map((key) => (
          <li key={key}>
            <div className={classes.entry}>
              <svg width="22" height="14" aria-hidden="true" focusable="false" stroke="currentColor" strokeWidth="2" fill="none">
                {SIGNS[key]}
              </svg>
              <span>{t(`scenarios.banner.${key}`)}</span>
              <small>{tried[key].size}</small>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

const SIGNS = {
  joining: <circle cx="11" cy="7" r="5.5" strokeDasharray="3 2" />,
  leaving: <path d="M6 2l10 10M6 12l10-10" />,
  coming: <path d="M0 7h22M11 2v10" strokeDasharray="7 3" />,
  going: (
    <>
      <path d="M0 7h22" strokeDasharray="1.5 3" />
      <path d="M7.5 3.5l7 7M7.5 10.5l7-7" />
    </>
  ),
}

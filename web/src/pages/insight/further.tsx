import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import asking from './asking.module.css'

/** What else the map can be asked, by what one wants of it. */
const WAYS = {
  understand: ['together', 'groups', 'changes', 'region'],
  act: ['introductions', 'gaps', 'niche'],
  try: ['whatIf', 'scenarios'],
} as const

export function Further() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <nav className={asking.further} aria-label={t('insight.further.label')}>
      {Object.entries(WAYS).map(([purpose, ways]) => (
        <section key={purpose} aria-labelledby={`further-${purpose}`}>
          <h2 id={`further-${purpose}`}>{t(`insight.further.purpose.${purpose}`)}</h2>
          <div className={asking.furtherWays}>
            {ways.map((way) => (
              <Button key={way} component={Link} to={paths[way](ecosystemId)} variant="light" size="compact-sm">
                {t(`insight.further.${way}`)}
              </Button>
            ))}
          </div>
        </section>
      ))}
    </nav>
  )
}

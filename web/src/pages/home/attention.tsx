import { Anchor } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { checksQuery, needsAttention, useFoundWords } from '../../data/checks.ts'
import { useMe } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import classes from './home.module.css'

/** What of the installation needs somebody; only operators see it, and only what is not as it should be. */
export function Attention() {
  const { t } = useTranslation()
  const isOperator = useMe().data?.operator === true
  const checks = useQuery({ ...checksQuery, enabled: isOperator })
  const words = useFoundWords()
  const items = checks.data?.items.filter(needsAttention) ?? []
  if (!isOperator || items.length === 0) return null
  return (
    <section className={`tutti-card ${classes.attention}`} aria-labelledby="attention">
      <h2 id="attention">{t('checks.attention', { count: items.length })}</h2>
      <ul>
        {items.map((item) => (
          <li key={item.check} data-state={item.state}>
            <IconAlertTriangle size={16} aria-label={t(`checks.states.${item.state}`)} role="img" />
            <span>{words(item).sentence}</span>
          </li>
        ))}
      </ul>
      <Anchor component={Link} to={paths.installation()} underline="always">
        {t('checks.all')}
      </Anchor>
    </section>
  )
}

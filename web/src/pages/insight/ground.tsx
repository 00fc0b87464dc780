import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './insight.module.css'
import { OpenNumber } from './number.tsx'
import type { Figure } from './words.ts'

/** What all answers of a page rest on, at the side, and what there is to know about that. */
export function Ground({ figures, children }: { figures: readonly Figure[]; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <aside className={`tutti-card ${classes.ground}`} aria-label={t('insight.aside.label')}>
      <Title order={2} size="h4">
        {t('insight.aside.label')}
      </Title>
      <div className={classes.groundNumbers}>
        {figures.map((figure) => (
          <OpenNumber key={figure.definition} figure={figure} big />
        ))}
      </div>
      {children}
    </aside>
  )
}

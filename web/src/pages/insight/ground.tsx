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
    <SideCard label={t('insight.aside.label')}>
      <BigNumbers figures={figures} />
      {children}
    </SideCard>
  )
}

/** A card beside the answers, under its title. */
export function SideCard({ label, children }: { label: string; children: ReactNode }) {
  return (
    <aside className={`tutti-card ${classes.ground}`} aria-label={label}>
      <Title order={2} size="h4">
        {label}
      </Title>
      {children}
    </aside>
  )
}

/** Numbers of the whole, one below the other. */
export function BigNumbers({ figures }: { figures: readonly Figure[] }) {
  return (
    <div className={classes.groundNumbers}>
      {figures.map((figure) => (
        <OpenNumber key={figure.definition} figure={figure} big />
      ))}
    </div>
  )
}

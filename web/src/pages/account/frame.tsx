import { Button, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { changeLanguage } from '../../i18n.ts'
import { Mark } from '../../ui/mark.tsx'
import { usePageTitle } from '../../ui/page-head.tsx'
import classes from './account.module.css'

type Props = { title: string; lead?: ReactNode; children?: ReactNode }

/** The frame of the pages before one is inside: one card, one thing to do. */
export function AccountFrame({ title, lead, children }: Props) {
  const { t, i18n } = useTranslation()
  usePageTitle(title)
  const other = i18n.language === 'de' ? 'en' : 'de'
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <p className={classes.brand}>
          <Mark size={30} />
          Tutti
        </p>
        <div className={`tutti-card ${classes.card}`}>
          <Title order={1}>{title}</Title>
          {lead !== undefined && <p className={classes.lead}>{lead}</p>}
          {children !== undefined && <div className={classes.content}>{children}</div>}
        </div>
        <div className={classes.foot}>
          <span>{t('account.tagline')}</span>
          <Button variant="subtle" size="compact-xs" lang={other} onClick={() => changeLanguage(other)}>
            {other === 'de' ? 'Deutsch' : 'English'}
          </Button>
        </div>
      </div>
    </main>
  )
}

/** A thin line with a word in it, between two ways to the same place. */
export function Or() {
  const { t } = useTranslation()
  return <p className={classes.or}>{t('account.or')}</p>
}

/** The secret behind `#`, which no server sees. */
export function keyInAddress(): string {
  return window.location.hash.slice(1)
}

import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Navigate, useLocation } from 'react-router'
import { signOut } from '../../data/auth.ts'
import { useMe } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { problemOf } from '../../problem.ts'
import { PageFrame } from '../../ui/page-head.tsx'
import classes from './settings.module.css'

/** The frame of pages about the person or the installation, which belong to no ecosystem. */
export function OwnFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const me = useMe()
  const { pathname } = useLocation()
  const leave = useWork(() => signOut(paths.signIn()))
  if (me.isError && problemOf(me.error).status === 401) return <Navigate to={paths.signIn(pathname)} replace />
  return (
    <>
      <nav className={classes.top} aria-label={t('settings.back')}>
        <Button variant="subtle" component={Link} to={paths.start()} leftSection={<IconArrowLeft size={16} aria-hidden="true" />}>
          {t('settings.back')}
        </Button>
        <Button variant="default" loading={leave.busy} onClick={() => leave.run()}>
          {t('account.signOut')}
        </Button>
      </nav>
      <main>
        <PageFrame>
          {me.isError && <Failure error={me.error} again={() => me.refetch()} />}
          {me.data && children}
        </PageFrame>
      </main>
    </>
  )
}

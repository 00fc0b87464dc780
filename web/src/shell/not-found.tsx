import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../paths.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { usePageTitle } from '../ui/page-head.tsx'

export function Component() {
  const { t } = useTranslation()
  usePageTitle(t('shell.notFound.title'))
  return (
    <EmptyState
      order={1}
      title={t('shell.notFound.title')}
      why={t('shell.notFound.why')}
      action={
        <Button component={Link} to={paths.start()}>
          {t('shell.notFound.home')}
        </Button>
      }
    />
  )
}

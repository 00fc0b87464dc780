import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '../paths.ts'
import { useEcosystem } from './session.ts'

/** Back to all that the map says, for the head of a page that answers one question at length. */
export function ToInsight() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <Button component={Link} to={paths.insight(ecosystemId)} variant="default">
      {t('shell.places.insight')}
    </Button>
  )
}

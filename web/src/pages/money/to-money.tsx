import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'

export function ToMoney() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  return (
    <Button component={Link} to={paths.money(id)} variant="default">
      {t('money.toMoney')}
    </Button>
  )
}

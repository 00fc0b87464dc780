import { Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './pieces.module.css'

type Props = {
  what: string
  kept?: string
  todo: string
  again?: () => void
  /** The code of the refusal, for whoever is asked for help. */
  code?: string
}

/** A failure in words: what happened, what was kept, what to do. */
export function ErrorCard({ what, kept, todo, again, code }: Props) {
  const { t } = useTranslation()
  return (
    <div role="alert" className={classes.error}>
      <IconAlertTriangle size={20} className={classes.errorIcon} aria-hidden="true" />
      <div>
        <Text fw={600}>{what}</Text>
        <p>{[kept, todo].filter(Boolean).join(' ')}</p>
        {code !== undefined && (
          <Text size="xs" c="dimmed" mt={4}>
            {t('ui.errorCode', { code })}
          </Text>
        )}
        {again !== undefined && (
          <Button variant="default" mt="sm" onClick={again}>
            {t('ui.again')}
          </Button>
        )}
      </div>
    </div>
  )
}

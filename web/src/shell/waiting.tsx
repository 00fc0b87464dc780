import { Center, Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Shown while something is on its way that usually takes no time at all. */
export function Waiting() {
  const { t } = useTranslation()
  return (
    <Center mih="40vh" role="status" aria-label={t('shell.loading')}>
      <Loader />
    </Center>
  )
}

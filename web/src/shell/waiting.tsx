import { Center, Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

const PATIENCE_MS = 1000

/** Stands for something on its way that usually takes no time at all, and therefore turns only when it does: turning slows what it waits for. */
export function Waiting() {
  const { t } = useTranslation()
  const [long, setLong] = useState(false)
  useEffect(() => {
    const patience = setTimeout(() => setLong(true), PATIENCE_MS)
    return () => clearTimeout(patience)
  }, [])
  return (
    <Center mih="40vh" role="status" aria-label={t('shell.loading')}>
      {long && <Loader />}
    </Center>
  )
}

import '@mantine/dropzone/styles.css'
import { Group, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconFileImport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { problemOf } from '../../problem.ts'
import { ErrorCard } from '../../ui/error-card.tsx'
import { useSendFiles } from './queries.ts'

const BYTES_MAX = 100_000_000
const FILES_MAX = 20

/** The place to drop files on, or to choose them. They are sent at once; nothing reaches the map before one says so. */
export function Drop() {
  const { t } = useTranslation()
  const send = useSendFiles()
  return (
    <Stack gap="sm">
      <Dropzone
        onDrop={(files) => send.mutate(files)}
        loading={send.isPending}
        maxFiles={FILES_MAX}
        inputProps={{ 'aria-label': t('imports.drop.title') }}
        aria-label={t('imports.drop.title')}
        radius="md"
        p="xl"
      >
        <Group justify="center" gap="md" wrap="nowrap" style={{ pointerEvents: 'none' }}>
          <IconFileImport size={36} aria-hidden="true" style={{ flex: 'none' }} />
          <div>
            <Text fw={600}>{t('imports.drop.title')}</Text>
            <Text size="sm" c="dimmed">
              {t('imports.drop.kinds', { size: BYTES_MAX / 1e6 })}
            </Text>
          </div>
        </Group>
      </Dropzone>
      {send.isError && <Refused error={send.error} />}
    </Stack>
  )
}

/** A refused file in the words of the server, which name the file and the row; another failure in general ones. */
function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const { code, title } = problemOf(error)
  const isAboutFile = code.startsWith('import_') || code === 'file_too_large' || code === 'body_too_large'
  if (!isAboutFile) return <Failure error={error} doing="writing" />
  const row = problemOf(error).errors?.[0]?.path.replace('row ', '')
  const what = t(`imports.refusals.${code}`, { row: row ?? '', defaultValue: title })
  return <ErrorCard what={what} kept={t('imports.drop.nothingKept')} todo={t('imports.drop.again')} code={code} />
}

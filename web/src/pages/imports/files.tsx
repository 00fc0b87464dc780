import { Button, Group, Select, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import type { Import, ImportFile, Target } from './queries.ts'
import { useImportActions } from './queries.ts'
import { TARGET_GROUPS } from './targets.ts'
import { Wide } from './wide.tsx'

/** What each file was recognised as; the columns of a list nobody knows can be assigned, and of a known one looked at. */
export function Files({ made, isOpen }: { made: Import; isOpen: boolean }) {
  return (
    <Stack gap="lg">
      {made.files.map((file) => (
        <FileCard key={file.position} importId={made.id} file={file} isOpen={isOpen} />
      ))}
    </Stack>
  )
}

function FileCard({ importId, file, isOpen }: { importId: string; file: ImportFile; isOpen: boolean }) {
  const { t } = useTranslation()
  const isGuessed = file.preset === null && !file.isRemembered
  const [shown, setShown] = useState(isGuessed)
  const as =
    file.preset !== null
      ? t(`imports.presets.${file.preset}`)
      : t(file.isRemembered ? 'imports.presets.remembered' : 'imports.presets.guessed')
  const canMap = isOpen && file.headers.length > 0
  return (
    <section aria-label={file.name}>
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>{file.name}</Text>
          <Text size="sm" c="dimmed">
            {as}
          </Text>
        </div>
        {canMap && (
          <Button variant="default" size="xs" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {t(shown ? 'imports.columns.hide' : 'imports.columns.show')}
          </Button>
        )}
      </Group>
      {canMap && shown && <Columns key={file.targets.join()} importId={importId} file={file} />}
    </section>
  )
}

function Columns({ importId, file }: { importId: string; file: ImportFile }) {
  const { t } = useTranslation()
  const { change } = useImportActions(importId)
  const [targets, setTargets] = useState<(Target | null)[]>(file.targets)
  const isUnnamed = file.subject === 'list' && !targets.includes('party.name')
  const isChanged = targets.some((target, column) => target !== file.targets[column])
  const options = TARGET_GROUPS.map(({ group, targets: items }) => ({
    group: t(`imports.targetGroups.${group}`),
    items: items.map((value) => ({ value, label: t(`imports.targets.${value.replace('.', '_')}`) })),
  }))
  return (
    <Stack gap="sm" mt="sm">
      <Wide minWidth={480}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('imports.columns.column')}</Table.Th>
              <Table.Th>{t('imports.columns.example')}</Table.Th>
              <Table.Th>{t('imports.columns.target')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {file.headers.map((header, column) => (
              <Table.Tr key={header || column}>
                <Table.Td>{header}</Table.Td>
                <Table.Td c="dimmed">
                  {file.sample
                    .map((row) => row[column])
                    .find((cell) => cell?.trim())
                    ?.slice(0, 60)}
                </Table.Td>
                <Table.Td>
                  <Select
                    aria-label={t('imports.columns.targetOf', { header })}
                    data={options}
                    value={targets[column] ?? null}
                    placeholder={t('imports.columns.nowhere')}
                    onChange={(value) => setTargets(targets.with(column, value as Target | null))}
                    clearable
                    searchable
                    size="sm"
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      {isUnnamed && (
        <Text size="sm" role="status">
          {t('imports.columns.unnamed')}
        </Text>
      )}
      {change.isError && <Failure error={change.error} doing="writing" />}
      <Group>
        <Button
          disabled={!isChanged}
          loading={change.isPending}
          onClick={() => change.mutate({ files: [{ position: file.position, targets }] })}
        >
          {t('imports.columns.save')}
        </Button>
      </Group>
    </Stack>
  )
}

import { Badge, Button, SegmentedControl, Stack, Table, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { usePhone } from '../../ui/phone.ts'
import { type Action, type Import, type ImportRow, useRows } from './queries.ts'
import { Wide } from './wide.tsx'

const ACTIONS: readonly Action[] = ['create', 'change', 'join', 'same', 'refuse']

/** What becomes of each row, filtered by what that is. */
export function Rows({ made }: { made: Import }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const counts = made.counts
  const [shown, setShown] = useState<Action | 'all'>(counts && counts.refuse > 0 ? 'refuse' : 'all')
  const rows = useRows(made.id, shown === 'all' ? {} : { action: shown }, made.checkedAt)
  const items = rows.data?.pages.flatMap((page) => page.items) ?? []
  // where there is no room for a column of reasons, they stand below the name
  const isNarrow = usePhone()
  const some = ACTIONS.filter((action) => (counts?.[action] ?? 0) > 0)
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('imports.rows.which')}
        value={shown}
        onChange={(value) => setShown(value as Action | 'all')}
        data={[
          { value: 'all', label: t('imports.rows.all') },
          ...some.map((action) => ({ value: action, label: `${t(`imports.actions.${action}`)} ${number(counts?.[action] ?? 0)}` })),
        ]}
        style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
      />
      {rows.isError && <Failure error={rows.error} again={() => rows.refetch()} />}
      <Wide minWidth={isNarrow ? 300 : 560}>
        <Table verticalSpacing={6} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('imports.rows.row')}</Table.Th>
              <Table.Th>{t('imports.rows.name')}</Table.Th>
              <Table.Th>{t('imports.rows.action')}</Table.Th>
              {!isNarrow && <Table.Th>{t('imports.rows.why')}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((row) => (
              <Line key={`${row.file} ${row.row}`} row={row} files={made.files} isNarrow={isNarrow} />
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      {rows.hasNextPage && (
        <Button variant="default" loading={rows.isFetchingNextPage} onClick={() => rows.fetchNextPage()}>
          {t('imports.rows.more')}
        </Button>
      )}
    </Stack>
  )
}

function Line({ row, files, isNarrow }: { row: ImportRow; files: Import['files']; isNarrow: boolean }) {
  const { t } = useTranslation()
  const why = row.reasons.map((reason) => (
    <Text size="sm" key={JSON.stringify(reason)} {...(isNarrow && { c: 'dimmed' })}>
      {tell(t, reason)}
    </Text>
  ))
  return (
    <Table.Tr>
      <Table.Td>
        {row.row}
        {files.length > 1 && (
          <Text size="xs" c="dimmed">
            {files[row.file]?.name}
          </Text>
        )}
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {row.name}
        {isNarrow && why}
      </Table.Td>
      <Table.Td>
        <Badge variant="default" miw="max-content">
          {t(`imports.actions.${row.action}`)}
        </Badge>
      </Table.Td>
      {!isNarrow && <Table.Td>{why}</Table.Td>}
    </Table.Tr>
  )
}

function tell(t: TFunction, reason: ImportRow['reasons'][number]): string {
  if (reason.kind === 'complaint') return t(`imports.complaints.${reason.code}`, { ...reason.values, defaultValue: reason.message })
  if (reason.kind === 'collected') return t('imports.reasons.collected')
  if (reason.kind === 'known') return t('imports.reasons.known')
  if (reason.kind === 'question') return t('imports.reasons.question', { name: reason.with })
  if (reason.kind === 'fields') {
    return t('imports.reasons.fields', {
      fields: reason.fields.map((field) => t(`imports.fields.${field}`, { defaultValue: field })).join(', '),
    })
  }
  const proofs = reason.evidence.filter(({ weight }) => weight > 0).map(({ key }) => t(`imports.evidence.${key}`, { defaultValue: key }))
  const name = reason.row === null ? reason.with : t('imports.reasons.row', { name: reason.with, row: reason.row })
  return t('imports.reasons.evidence', { name, proofs: proofs.join(', ') })
}

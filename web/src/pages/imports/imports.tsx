import { Badge, Button, Group, Stack, Table, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { Drop } from './drop.tsx'
import { Mappings } from './mappings.tsx'
import { type Import, useDuplicates, useImports } from './queries.ts'
import { Wide } from './wide.tsx'

/** Where files come in, what came in before, and whether pairs wait for an answer. */
export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const imports = useImports()
  const open = useDuplicates().data?.total ?? 0
  const items = imports.data?.items ?? []
  const review = open > 0 && (
    <Button variant="default" component={Link} to={paths.duplicates(ecosystemId)}>
      {t('imports.review', { count: open })}
    </Button>
  )
  return (
    <PageFrame>
      <PageHead title={t('imports.title')} answer={t('imports.answer')} action={review || undefined} />
      <Stack gap="xl">
        <Drop />
        {imports.isError && <Failure error={imports.error} again={() => imports.refetch()} />}
        {items.length > 0 && <Earlier imports={items} />}
        <Mappings />
      </Stack>
    </PageFrame>
  )
}

function Earlier({ imports }: { imports: readonly Import[] }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const { dateTime } = useFormats()
  return (
    <section aria-labelledby="earlier-imports">
      <Title order={2} size="h3" id="earlier-imports" mb="sm">
        {t('imports.earlier')}
      </Title>
      <Wide minWidth={420}>
        <Table verticalSpacing="sm">
          <Table.Tbody>
            {imports.map((made) => (
              <Table.Tr key={made.id}>
                <Table.Td>
                  <Link to={paths.import(ecosystemId, made.id)}>{made.files.map(({ name }) => name).join(', ')}</Link>
                </Table.Td>
                <Table.Td>{dateTime(made.createdAt)}</Table.Td>
                <Table.Td>
                  <Group gap="xs" justify="flex-end">
                    {made.counts && made.state === 'applied' && <span>{t('imports.organisations', { count: made.counts.parties })}</span>}
                    <Badge variant="default">{t(`imports.states.${made.state}`)}</Badge>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
    </section>
  )
}

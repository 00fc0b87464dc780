import { Button, FileButton, Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { problemOf } from '../../problem.ts'
import { ErrorCard } from '../../ui/error-card.tsx'
import { showDone } from '../../ui/toast.tsx'
import { useBringMappings, useMappings } from './queries.ts'

const COLUMNS_SHOWN = 5
const REASONS: readonly string[] = ['no_json', 'invalid', 'mapping_file_other', 'mapping_file_version', 'mapping_file_unfit']

/** How lists are read here, to be given to others and taken from them. */
export function Mappings() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const bring = useBringMappings()
  const mappings = useMappings().data?.mappings ?? []
  const headers = mappings[0]?.columns.map(({ header }) => header) ?? []
  const columns = headers.slice(0, COLUMNS_SHOWN).join(', ') + (headers.length > COLUMNS_SHOWN ? ' …' : '')
  const take = (file: File | null) =>
    file && bring.mutate(file, { onSuccess: (outcome) => showDone(t('imports.mappings.brought', { ...outcome })) })
  return (
    <section aria-labelledby="import-mappings">
      <Stack gap="sm">
        <Title order={2} size="h3" id="import-mappings">
          {t('imports.mappings.title')}
        </Title>
        <Text c="dimmed">
          {mappings.length === 0 ? t('imports.mappings.none') : t('imports.mappings.some', { count: mappings.length, columns })}
        </Text>
        {bring.isError && <Unfit error={bring.error} />}
        <Group gap="sm">
          {mappings.length > 0 && (
            <Button variant="default" component="a" href={`/api/ecosystems/${ecosystemId}/import-mappings`} download="tutti-columns.json">
              {t('imports.mappings.save')}
            </Button>
          )}
          <FileButton accept="application/json,.json" onChange={take}>
            {(props) => (
              <Button variant="default" loading={bring.isPending} {...props}>
                {t('imports.mappings.bring')}
              </Button>
            )}
          </FileButton>
        </Group>
      </Stack>
    </section>
  )
}

/** Why a file of remembered columns was not taken. */
function Unfit({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const { code, errors } = problemOf(error)
  const reason = error instanceof SyntaxError ? 'no_json' : code
  if (!REASONS.includes(reason)) return <Failure error={error} doing="writing" />
  const what = t(`imports.mappings.reasons.${reason}`, { list: errors?.[0]?.path.replace('list ', '') ?? '' })
  return <ErrorCard what={what} kept={t('imports.mappings.nothing')} todo={t('imports.mappings.todo')} code={reason} />
}

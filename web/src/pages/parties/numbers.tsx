import { ActionIcon, Autocomplete, Button, Group, Stack, TextInput, Title } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { OFFERED, schemeName } from '../../data/schemes.ts'
import { isFilled, type NumberValue } from './form-values.ts'

type Props = { values: readonly NumberValue[]; errors: Record<string, string>; onChange: (values: NumberValue[]) => void }

const LINES_MAX = 50

/** The numbers others know a party by: VAT number, register, one's own. One line each. */
export function Numbers({ values, errors, onChange }: Props) {
  const { t } = useTranslation()
  const offered = OFFERED.map((scheme) => schemeName(t, scheme))
  const set = (index: number, change: Partial<NumberValue>) =>
    onChange(values.map((each, at) => (at === index ? { ...each, ...change } : each)))
  // only lines that hold something are sent, so only they are counted in a refusal
  const sent = values.filter(isFilled)
  const errorOf = (line: NumberValue, part: 'scheme' | 'value') => errors[`identifiers.${sent.indexOf(line)}.${part}`]
  return (
    <Stack gap="sm" align="stretch">
      <Title order={2} size="h3">
        {t('parties.fields.identifiers')}
      </Title>
      {values.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place only
        <Group key={index} gap="xs" align="start" wrap="nowrap">
          <Autocomplete
            label={t('parties.numbers.what')}
            placeholder={t('parties.numbers.own')}
            data={offered}
            value={line.name}
            maxLength={60}
            onChange={(name) => set(index, { name, scheme: null })}
            error={errorOf(line, 'scheme')}
            flex={1}
          />
          <TextInput
            label={t('parties.numbers.number')}
            value={line.value}
            maxLength={300}
            onChange={(event) => set(index, { value: event.currentTarget.value })}
            error={errorOf(line, 'value')}
            flex={1}
          />
          <ActionIcon
            mt={24}
            size={36}
            aria-label={t('parties.numbers.remove', { name: line.name || t('parties.numbers.number') })}
            onClick={() => onChange(values.filter((_, at) => at !== index))}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Group>
      ))}
      {values.length < LINES_MAX && (
        <Button
          variant="subtle"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => onChange([...values, { name: '', scheme: null, value: '' }])}
          style={{ alignSelf: 'start' }}
        >
          {t('parties.numbers.add')}
        </Button>
      )}
    </Stack>
  )
}

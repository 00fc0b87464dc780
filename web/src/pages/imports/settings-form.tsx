import { Checkbox, SegmentedControl, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { type Import, useImportActions } from './queries.ts'

const PERSONS = ['collect', 'own', 'skip'] as const

/** Presets whose files bring ties. */
const TIED: readonly (string | null)[] = ['edges', 'gephi_edges', 'kumu_connections', 'kumu_blueprint', 'gexf', 'graphml']

/** What a person may want otherwise. A change has the files checked again at once. */
export function SettingsForm({ made }: { made: Import }) {
  const { t } = useTranslation()
  const { change } = useImportActions(made.id)
  const { persons, replace, newTieTypes } = made.settings
  const bringsTies = made.files.some(({ preset, subject }) => subject === 'edges' || TIED.includes(preset))
  if (made.files.every(({ subject }) => subject === 'payments')) return <PayeesForm made={made} />
  return (
    <Stack gap="sm">
      {made.files.some(({ subject }) => subject === 'payments') && <PayeesForm made={made} />}
      <div>
        <Text fw={600} id="import-persons" mb={4}>
          {t('imports.settings.persons')}
        </Text>
        <SegmentedControl
          aria-labelledby="import-persons"
          value={persons}
          onChange={(value) => change.mutate({ settings: { persons: value as (typeof PERSONS)[number] } })}
          data={PERSONS.map((value) => ({ value, label: t(`imports.settings.choices.${value}`) }))}
          style={{ maxWidth: '100%', overflowX: 'auto' }}
        />
      </div>
      <Checkbox
        checked={replace}
        onChange={(event) => change.mutate({ settings: { replace: event.currentTarget.checked } })}
        label={t('imports.settings.replace')}
      />
      {bringsTies && (
        <Checkbox
          checked={newTieTypes}
          onChange={(event) => change.mutate({ settings: { newTieTypes: event.currentTarget.checked } })}
          label={t('imports.settings.newTieTypes')}
        />
      )}
      {change.isError && <Failure error={change.error} doing="writing" />}
    </Stack>
  )
}

const DIRECTIONS = ['sign', 'paid', 'received'] as const

/** What becomes of those whom a bank statement or a list of invoices names, and who sells to whom. */
function PayeesForm({ made }: { made: Import }) {
  const { t } = useTranslation()
  const { change } = useImportActions(made.id)
  const { payees } = made.settings
  const set = (changed: Partial<typeof payees>) => change.mutate({ settings: { payees: { ...payees, ...changed } } })
  return (
    <Stack gap="sm">
      <div>
        <Text fw={600} id="import-direction" mb={4}>
          {t('imports.payees.direction')}
        </Text>
        <SegmentedControl
          aria-labelledby="import-direction"
          value={payees.direction}
          onChange={(value) => set({ direction: value as (typeof DIRECTIONS)[number] })}
          data={DIRECTIONS.map((value) => ({ value, label: t(`imports.payees.directions.${value}`) }))}
          style={{ maxWidth: '100%', overflowX: 'auto' }}
        />
      </div>
      {(['organisations', 'persons', 'amounts'] as const).map((choice) => (
        <Checkbox
          key={choice}
          checked={payees[choice]}
          onChange={(event) => set({ [choice]: event.currentTarget.checked })}
          label={t(`imports.payees.${choice}`)}
        />
      ))}
      <Text size="sm" c="dimmed">
        {t('imports.payees.kept')}
      </Text>
      {change.isError && <Failure error={change.error} doing="writing" />}
    </Stack>
  )
}

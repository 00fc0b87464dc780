import { SegmentedControl, Text, Textarea, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEcosystem } from '../../../data/session.ts'
import { FormDialog } from '../../../form-dialog.tsx'
import { fieldErrors } from '../../../problem.ts'
import { dayIn } from '../../../ui/format.ts'

const NAME_MAX = 100
const DESCRIPTION_MAX = 2000

export type Facts = { name: string; description: string | null; asOf: string | null }

type Props = {
  title: string
  action: string
  initial: Facts
  sending: { isPending: boolean; error: unknown }
  onSend: (facts: Facts) => void
  onEnd: () => void
  isNameOnly?: boolean
}

/** What a scenario is called, what it is for, and which day's map it starts from. */
export function ScenarioForm({ title, action, initial, sending, onSend, onEnd, isNameOnly = false }: Props) {
  const { t, i18n } = useTranslation()
  const { timeZone } = useEcosystem()
  const [{ name, description, asOf }, setFacts] = useState({ ...initial, description: initial.description ?? '' })
  const set = (part: Partial<{ name: string; description: string; asOf: string | null }>) => setFacts((before) => ({ ...before, ...part }))
  const base = useId()
  const errors = fieldErrors(t, i18n.language, sending.error)
  const yesterday = dayIn(timeZone, new Date(Date.now() - 86_400_000))
  return (
    <FormDialog
      title={title}
      action={action}
      onSend={() => onSend({ name: name.trim(), description: description.trim() || null, asOf })}
      isSending={sending.isPending}
      maySend={name.trim() !== '' && asOf !== ''}
      error={sending.error}
      onEnd={onEnd}
    >
      <TextInput
        label={t('scenarios.fields.name')}
        value={name}
        error={errors.name}
        maxLength={NAME_MAX}
        required
        data-autofocus
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {!isNameOnly && (
        <>
          <Textarea
            label={t('scenarios.fields.description')}
            value={description}
            error={errors.description}
            maxLength={DESCRIPTION_MAX}
            autosize
            minRows={2}
            maxRows={8}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
          <div>
            <Text size="sm" fw={500} mb={4} id={base}>
              {t('scenarios.fields.base')}
            </Text>
            <SegmentedControl
              aria-labelledby={base}
              data={(['today', 'day'] as const).map((value) => ({ value, label: t(`scenarios.fields.bases.${value}`) }))}
              value={asOf === null ? 'today' : 'day'}
              onChange={(value) => set({ asOf: value === 'today' ? null : yesterday })}
            />
          </div>
          {asOf !== null && (
            <TextInput
              type="date"
              label={t('scenarios.fields.day')}
              value={asOf}
              max={yesterday}
              error={errors.asOf}
              required
              onChange={(event) => set({ asOf: event.currentTarget.value })}
            />
          )}
        </>
      )}
    </FormDialog>
  )
}

import { Button, Group, Select, Slider, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem } from '../../data/session.ts'
import { useTieTypes } from '../../data/tie-types.ts'
import type { NewTie, Party } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { useFormats } from '../../ui/format.ts'
import { useRefreshParty } from './queries.ts'

const EMPTY = { type: 'buys_from', otherId: null as string | null, strength: 0.5, since: '', evidence: '' }

/** States a tie of this party to another, in the words of either end: "supplies", "is supplied by". */
// long because the fields of one form are read together
export function TieForm({ party, onEnd }: { party: Party; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const { percent } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const types = useTieTypes()
  const refresh = useRefreshParty()
  const strengthLabel = useId()
  const draft = useDraft(`tie.${party.id}`, EMPTY)
  const { type, otherId, strength, since, evidence } = draft.value
  const end = () => {
    draft.clear()
    onEnd()
  }
  const save = useMutation({
    mutationFn: () => {
      const [key, reversed] = type.split('|')
      const ends = reversed ? { fromId: otherId as string, toId: party.id } : { fromId: party.id, toId: otherId as string }
      const body: NewTie = { ...ends, type: key as string, strength, since: since || null, evidence: evidence || null }
      return answer(api.POST('/api/ecosystems/{ecosystemId}/ties', { params: { path: { ecosystemId } }, body }))
    },
    onSuccess: () => {
      refresh()
      end()
    },
  })
  const errors = fieldErrors(t, i18n.language, save.error)
  const options = types.all.flatMap(({ key, directed }) => [
    { value: key, label: types.name(key) },
    ...(directed ? [{ value: `${key}|reversed`, label: types.name(key, true) }] : []),
  ])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="sm" py="xs">
        <Select
          label={t('parties.ties.type', { name: party.name })}
          data={options}
          value={type}
          onChange={(value) => value !== null && draft.set({ type: value })}
          allowDeselect={false}
          searchable
          error={errors.type}
        />
        <PartyPicker
          label={t('parties.ties.other')}
          value={otherId}
          onChange={(value) => draft.set({ otherId: value })}
          without={party.id}
          required
          error={errors.toId ?? errors.fromId}
        />
        <div>
          <Text size="sm" fw={500} id={strengthLabel}>
            {t('parties.ties.strength', { value: percent(strength) })}
          </Text>
          <Slider
            min={0}
            max={1}
            step={0.05}
            value={strength}
            onChange={(value) => draft.set({ strength: value })}
            label={null}
            thumbLabel={t('parties.ties.strength', { value: percent(strength) })}
          />
        </div>
        <Group grow gap="xs" align="start">
          <TextInput
            type="date"
            label={t('parties.ties.sinceLabel')}
            value={since}
            error={errors.since}
            onChange={(event) => draft.set({ since: event.currentTarget.value })}
          />
          <TextInput
            label={t('parties.ties.evidenceLabel')}
            value={evidence}
            error={errors.evidence}
            onChange={(event) => draft.set({ evidence: event.currentTarget.value })}
          />
        </Group>
        {save.isError && <Failure error={save.error} doing="writing" />}
        <Group gap="xs">
          <Button type="submit" loading={save.isPending} disabled={otherId === null}>
            {t('parties.ties.save')}
          </Button>
          <Button variant="default" onClick={end}>
            {t('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

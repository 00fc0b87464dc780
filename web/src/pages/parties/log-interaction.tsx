import { SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem } from '../../data/session.ts'
import type { InteractionKind, Party } from '../../data/types.ts'
import { FormDialog } from '../../form-dialog.tsx'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { showUndo } from '../../ui/toast.tsx'
import { useRefreshParty } from './queries.ts'

const KINDS: readonly InteractionKind[] = ['met', 'called', 'wrote', 'visited', 'note']
const EMPTY = { kind: 'met' as InteractionKind, otherId: null as string | null, when: '', text: '' }

/** Records that one met, wrote, called or visited; done with one thumb, and it feeds the strength of the tie. */
// long because the fields of one form are read together
export function LogInteraction({ party, onEnd }: { party: Party; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const { id: ecosystemId, partyId: ownParty } = useEcosystem()
  const refresh = useRefreshParty()
  const draft = useDraft(`interaction.${party.id}`, { ...EMPTY, otherId: ownParty === party.id ? null : ownParty })
  const { kind, otherId, when, text } = draft.value
  const save = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/interactions', {
          params: { path: { ecosystemId } },
          body: { partyId: party.id, kind, text: text || null, otherPartyId: otherId, ...(when && { at: new Date(when).toISOString() }) },
        }),
      ),
    onSuccess: (interaction) => {
      refresh()
      draft.clear()
      onEnd()
      if (interaction === null) return
      const { id } = interaction
      showUndo(t('parties.interaction.logged'), async () => {
        await answer(api.DELETE('/api/ecosystems/{ecosystemId}/interactions/{id}', { params: { path: { ecosystemId, id } } }))
        refresh()
      })
    },
  })
  const errors = fieldErrors(t, i18n.language, save.error)
  return (
    <FormDialog
      title={t('parties.interaction.title', { name: party.name })}
      action={t('parties.interaction.save')}
      onSend={save.mutate}
      isSending={save.isPending}
      error={save.error}
      onEnd={onEnd}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('parties.interaction.kind')}
        value={kind}
        onChange={(value) => draft.set({ kind: value as InteractionKind })}
        data={KINDS.map((value) => ({ value, label: t(`parties.interaction.kinds.${value}`) }))}
      />
      <Textarea
        label={t('parties.interaction.text')}
        autosize
        minRows={3}
        data-autofocus
        value={text}
        error={errors.text}
        onChange={(event) => draft.set({ text: event.currentTarget.value })}
      />
      <PartyPicker
        label={t('parties.interaction.with')}
        value={otherId}
        onChange={(value) => draft.set({ otherId: value })}
        without={party.id}
        clearable
        error={errors.otherPartyId}
      />
      <TextInput
        type="datetime-local"
        label={t('parties.interaction.when')}
        description={t('parties.interaction.whenHint')}
        value={when}
        error={errors.at}
        onChange={(event) => draft.set({ when: event.currentTarget.value })}
      />
    </FormDialog>
  )
}

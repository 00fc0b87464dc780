import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Party } from '../../data/types.ts'
import { showUndo } from '../../ui/toast.tsx'
import { toFacts, toValues } from './form-values.ts'
import { PartyForm } from './party-form.tsx'
import { useUpdateParty } from './queries.ts'

/** Corrects what is said of a party. Only what was changed is sent, with the version it was read at. */
export function EditParty({ party, onEnd }: { party: Party; onEnd: () => void }) {
  const { t } = useTranslation()
  const update = useUpdateParty(party.id)
  const before = toFacts(t, toValues(t, party))
  const save = (facts: typeof before) => {
    const changed = Object.fromEntries(
      Object.entries(facts).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof typeof before])),
    )
    const undo = Object.fromEntries(Object.keys(changed).map((field) => [field, before[field as keyof typeof before]]))
    if (Object.keys(changed).length === 0) return Promise.resolve(onEnd())
    return update.mutateAsync({ ...changed, version: party.version }).then((saved) => {
      onEnd()
      showUndo(t('parties.saved', { name: saved.name }), () => update.mutateAsync({ ...undo, version: saved.version }))
    })
  }
  return (
    <Modal
      opened
      onClose={onEnd}
      size="lg"
      title={t('parties.edit', { name: party.name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <PartyForm
        draftKey={`party.${party.id}.${party.version}`}
        initial={toValues(t, party)}
        submit={t('ui.save')}
        error={update.error}
        onSubmit={save}
        onCancel={onEnd}
      />
    </Modal>
  )
}

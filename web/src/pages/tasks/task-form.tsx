import { Button, Group, Select, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PartyPicker } from '../../data/party-picker.tsx'
import { usePeople } from '../../data/people.ts'
import { useEcosystem, useMayWrite, useMe } from '../../data/session.ts'
import type { Task } from '../../data/types.ts'
import { FormDialog } from '../../form-dialog.tsx'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { dayIn } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { addDays } from './due.ts'
import { useSaveTask } from './queries.ts'

type Props = { task: Task | undefined; about: string | null; onEnd: () => void }

const BODY_MAX = 10_000
const QUICK_DAYS = { today: 0, tomorrow: 1, nextWeek: 7 } as const

/** Makes or changes a next step: what, why, until when, who, about whom. */
// long because the fields of one form are read together
export function TaskForm({ task, about, onEnd }: Props) {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const { timeZone } = useEcosystem()
  const mayWrite = useMayWrite()
  const people = usePeople()
  const save = useSaveTask(task)
  const draft = useDraft(`task.${task === undefined ? `new.${about ?? ''}` : `${task.id}.${task.version}`}`, {
    title: task?.title ?? '',
    body: task?.body ?? '',
    due: task?.due ?? '',
    ownerId: task === undefined ? (me.data?.person.id ?? null) : task.ownerId,
    partyId: task?.partyId ?? about,
  })
  const { title, body, due, ownerId, partyId } = draft.value
  const errors = fieldErrors(t, i18n.language, save.error)
  const send = () =>
    save.mutate(
      { title, body: body.trim() || null, due: due || null, ownerId, partyId },
      {
        onSuccess: () => {
          draft.clear()
          onEnd()
          showDone(t(task === undefined ? 'tasks.made' : 'tasks.changed'))
        },
      },
    )
  return (
    <FormDialog
      title={t(task === undefined ? 'tasks.new' : 'tasks.edit')}
      action={t(task === undefined ? 'tasks.make' : 'ui.save')}
      onSend={send}
      isSending={save.isPending}
      error={save.error}
      onEnd={onEnd}
    >
      <TextInput
        label={t('tasks.fields.title')}
        placeholder={t('tasks.fields.example')}
        required
        data-autofocus
        value={title}
        error={errors.title}
        onChange={(event) => draft.set({ title: event.currentTarget.value })}
      />
      <Textarea
        label={t('parties.notes.title')}
        value={body}
        error={errors.body}
        maxLength={BODY_MAX}
        autosize
        minRows={2}
        maxRows={8}
        onChange={(event) => draft.set({ body: event.currentTarget.value })}
      />
      <div>
        <TextInput
          type="date"
          label={t('tasks.fields.due')}
          value={due}
          error={errors.due}
          onChange={(event) => draft.set({ due: event.currentTarget.value })}
        />
        <Group gap="xs" mt={6}>
          {Object.entries(QUICK_DAYS).map(([name, days]) => (
            <Button key={name} variant="default" size="compact-sm" onClick={() => draft.set({ due: addDays(dayIn(timeZone), days) })}>
              {t(`tasks.quick.${name}`)}
            </Button>
          ))}
        </Group>
      </div>
      {/* stands there before the names have arrived, so that nothing moves under a finger */}
      {mayWrite && (
        <Select
          label={t('tasks.fields.ownerId')}
          data={people.map(({ personId, name }) => ({ value: personId, label: name }))}
          value={ownerId}
          onChange={(value) => draft.set({ ownerId: value })}
          clearable
          error={errors.ownerId}
        />
      )}
      <PartyPicker
        label={t('tasks.fields.partyId')}
        value={partyId}
        known={task?.partyEndedAt ? { id: task.partyId, label: t('tasks.gone', { name: task.partyName }) } : undefined}
        onChange={(value) => draft.set({ partyId: value })}
        clearable
        error={errors.partyId}
      />
    </FormDialog>
  )
}

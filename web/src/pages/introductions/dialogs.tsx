import { Radio, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PartyPicker } from '../../data/party-picker.tsx'
import { usePeople } from '../../data/people.ts'
import { useEcosystem, useMe } from '../../data/session.ts'
import { useTieTypes } from '../../data/tie-types.ts'
import { FormDialog } from '../../form-dialog.tsx'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { dayIn } from '../../ui/format.ts'
import { DECLINE_REASONS, type Decline, type Introduction, LISTS, type List, type Subject, useAccept, useComplete, useDecline, useEnter, useLeaveOut } from './queries.ts' // biome-ignore format: one line reads better

type Pair = { one: string; other: string }
type About = { subject: Subject; pair: Pair; onEnd: () => void }

const NOTE_MAX = 2_000
const TITLE_MAX = 200
const REASON_MAX = 300
const DAY_MS = 86_400_000
const DAYS_TO_INTRODUCE = 14

/** An introduction becomes a task: what it is called, who does it, until when. All of it is filled in, so that two presses do. */
export function AcceptDialog({ subject, pair, why, onEnd }: About & { why: string }) {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const people = usePeople()
  const { timeZone } = useEcosystem()
  const accept = useAccept(subject)
  const [title, setTitle] = useState(() => shortened(t('introductions.accept.task', pair)))
  const [ownerId, setOwner] = useState<string | null>(me.data?.person.id ?? null)
  const [due, setDue] = useState(() => dayIn(timeZone, new Date(Date.now() + DAYS_TO_INTRODUCE * DAY_MS)))
  const errors = fieldErrors(t, i18n.language, accept.error)
  return (
    <FormDialog
      title={t('introductions.pair', pair)}
      action={t('introductions.accept.send')}
      onSend={() => accept.mutate({ title, body: why, ownerId, due: due || null }, { onSuccess: onEnd })}
      isSending={accept.isPending}
      maySend={title.trim() !== ''}
      error={accept.error}
      onEnd={onEnd}
    >
      <TextInput
        label={t('introductions.accept.title')}
        value={title}
        maxLength={TITLE_MAX}
        required
        error={errors['acceptance.title'] ?? errors.title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Select
        label={t('introductions.accept.owner')}
        data={people.map(({ personId, name }) => ({ value: personId, label: name }))}
        value={ownerId}
        onChange={setOwner}
        clearable
        error={errors['acceptance.ownerId'] ?? errors.ownerId}
      />
      <TextInput
        type="date"
        label={t('introductions.accept.due')}
        value={due}
        error={errors['acceptance.due'] ?? errors.due}
        onChange={(event) => setDue(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

/** Why not: one of a few reasons, and a word more if one likes. */
export function DeclineDialog({ subject, pair, onEnd }: About) {
  const { t } = useTranslation()
  const decline = useDecline(subject)
  const [reason, setReason] = useState<Decline['reason'] | null>(null)
  const [note, setNote] = useState('')
  return (
    <FormDialog
      title={t('introductions.pair', pair)}
      action={t('introductions.decline.send')}
      onSend={() => reason !== null && decline.mutate({ reason, note: note.trim() || null }, { onSuccess: onEnd })}
      isSending={decline.isPending}
      maySend={reason !== null}
      error={decline.error}
      onEnd={onEnd}
    >
      <Radio.Group label={t('introductions.decline.why')} value={reason} onChange={(value) => setReason(value as Decline['reason'])}>
        <Stack gap="xs" mt="xs">
          {DECLINE_REASONS.map((value) => (
            <Radio key={value} value={value} label={t(`introductions.decline.reasons.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Note value={note} onChange={setNote} />
      <Text size="xs">{t('introductions.decline.after')}</Text>
    </FormDialog>
  )
}

const NO_TIE = 'none'
const APART: readonly string[] = ['competes', 'conflicts']

/** The two were introduced: with the tie that came of it, put on the map in the same step, or without. */
export function CompleteDialog({ introduction, onEnd }: { introduction: Introduction; onEnd: () => void }) {
  const { t } = useTranslation()
  const types = useTieTypes()
  const complete = useComplete(introduction.id)
  const [chosen, setChosen] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const pair = { one: introduction.one.name, other: introduction.other.name }
  const options = types.all
    .filter(({ key }) => !APART.includes(key))
    .flatMap(({ key, directed }) => [
      { value: key, label: t('introductions.complete.tie', { ...pair, type: types.name(key) }) },
      ...(directed
        ? [{ value: `${key} turned`, label: t('introductions.complete.tie', { one: pair.other, other: pair.one, type: types.name(key) }) }]
        : []),
    ])
  const send = () => {
    if (chosen === null) return
    const [type, turned] = chosen.split(' ')
    const tie = chosen === NO_TIE ? null : { type: type!, isTurned: turned !== undefined }
    complete.mutate({ tie, note: note.trim() || null }, { onSuccess: onEnd })
  }
  return (
    <FormDialog
      title={t('introductions.pair', pair)}
      action={t('introductions.complete.send')}
      onSend={send}
      isSending={complete.isPending}
      maySend={chosen !== null}
      error={complete.error}
      onEnd={onEnd}
    >
      <Select
        label={t('introductions.complete.what')}
        placeholder={t('introductions.complete.choose')}
        data={[{ value: NO_TIE, label: t('introductions.complete.none') }, ...options]}
        value={chosen}
        onChange={setChosen}
        allowDeselect={false}
        data-autofocus
      />
      <Note value={note} onChange={setNote} />
    </FormDialog>
  )
}

/** An introduction that somebody thought of. */
export function EnterDialog({ onEnd }: { onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const enter = useEnter()
  const draft = useDraft('introduction', { oneId: null as string | null, otherId: null as string | null, list: 'trade' as List })
  const { oneId, otherId, list } = draft.value
  const errors = fieldErrors(t, i18n.language, enter.error)
  const end = () => {
    draft.clear()
    onEnd()
  }
  return (
    <FormDialog
      title={t('introductions.enter.title')}
      action={t('introductions.enter.send')}
      onSend={() => oneId !== null && otherId !== null && enter.mutate({ oneId, otherId, list, origin: 'person' }, { onSuccess: end })}
      isSending={enter.isPending}
      maySend={oneId !== null && otherId !== null}
      error={enter.error}
      onEnd={onEnd}
    >
      <PartyPicker label={t('introductions.enter.one')} value={oneId} onChange={(value) => draft.set({ oneId: value })} required />
      <PartyPicker
        label={t('introductions.enter.other')}
        value={otherId}
        onChange={(value) => draft.set({ otherId: value })}
        {...(oneId !== null && { without: oneId })}
        required
        error={errors.otherId}
      />
      <Radio.Group label={t('introductions.enter.list')} value={list} onChange={(value) => draft.set({ list: value as List })}>
        <Stack gap="xs" mt="xs">
          {LISTS.map((value) => (
            <Radio key={value} value={value} label={t(`introductions.tabs.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  )
}

/** Somebody is not to be introduced to anybody from now on. */
export function LeaveOutDialog({ partyId, onEnd }: { partyId: string | null; onEnd: () => void }) {
  const { t } = useTranslation()
  const leaveOut = useLeaveOut()
  const [chosen, setChosen] = useState(partyId)
  const [reason, setReason] = useState('')
  return (
    <FormDialog
      title={t('introductions.leaveOut.title')}
      action={t('introductions.leaveOut.send')}
      onSend={() => chosen !== null && leaveOut.mutate({ partyId: chosen, reason: reason.trim() }, { onSuccess: onEnd })}
      isSending={leaveOut.isPending}
      maySend={chosen !== null && reason.trim() !== ''}
      error={leaveOut.error}
      onEnd={onEnd}
    >
      <PartyPicker label={t('introductions.leaveOut.who')} value={chosen} onChange={setChosen} required />
      <TextInput
        label={t('introductions.leaveOut.reason')}
        placeholder={t('introductions.leaveOut.example')}
        value={reason}
        maxLength={REASON_MAX}
        required
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

function Note({ value, onChange }: { value: string; onChange: (note: string) => void }) {
  const { t } = useTranslation()
  return (
    <Textarea
      label={t('introductions.note')}
      value={value}
      maxLength={NOTE_MAX}
      autosize
      minRows={2}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function shortened(title: string): string {
  return title.length <= TITLE_MAX ? title : `${title.slice(0, TITLE_MAX - 1)}…`
}

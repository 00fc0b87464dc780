import { CloseButton, Group, MultiSelect, SimpleGrid, TextInput } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { PartyPicker } from '../../data/party-picker.tsx'
import { usePeople } from '../../data/people.ts'
import { useEcosystem } from '../../data/session.ts'
import type { Meeting } from '../../data/types.ts'
import { FormDialog } from '../../form-dialog.tsx'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { dayIn } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import classes from './calendar.module.css'
import { useSaveMeeting } from './queries.ts'
import { momentIn, timeIn } from './times.ts'

type Props = { meeting: Meeting | undefined; partyId: string | null; onEnd: () => void; onSaved: (meeting: Meeting) => void }

const HOUR_FROM = '10:00'
const HOUR_UNTIL = '11:00'

/** Plans or changes a meeting: what about, when, where, with whom. */
export function MeetingForm({ meeting, partyId, onEnd, onSaved }: Props) {
  const { t, i18n } = useTranslation()
  const save = useSaveMeeting(meeting)
  const form = useMeetingDraft(meeting, partyId)
  const errors = fieldErrors(t, i18n.language, save.error)
  const send = () =>
    save.mutate(form.input(), {
      onSuccess: (saved) => {
        form.clear()
        onEnd()
        const isTold =
          meeting !== undefined && saved.sequence > meeting.sequence && saved.guests.some(({ invitedAt }) => invitedAt !== null)
        showDone(t(meeting === undefined ? 'calendar.made' : isTold ? 'calendar.changedAndTold' : 'calendar.changed'))
        onSaved(saved)
      },
    })
  return (
    <FormDialog
      title={t(meeting === undefined ? 'calendar.new' : 'calendar.edit')}
      size="lg"
      action={t(meeting === undefined ? 'calendar.make' : 'ui.save')}
      onSend={send}
      isSending={save.isPending}
      error={save.error}
      onEnd={onEnd}
    >
      <What form={form} errors={errors} />
      <Whom form={form} errors={errors} meeting={meeting} />
    </FormDialog>
  )
}

type Form = ReturnType<typeof useMeetingDraft>
type Part = { form: Form; errors: Record<string, string> }

function useMeetingDraft(meeting: Meeting | undefined, partyId: string | null) {
  const { timeZone } = useEcosystem()
  const lastDay = meeting === undefined ? '' : dayIn(timeZone, new Date(meeting.endsAt))
  const [initial] = useState(() => ({
    title: meeting?.title ?? '',
    day: dayIn(timeZone, meeting === undefined ? new Date() : new Date(meeting.startsAt)),
    from: meeting === undefined ? HOUR_FROM : timeIn(timeZone, meeting.startsAt),
    until: meeting === undefined ? HOUR_UNTIL : timeIn(timeZone, meeting.endsAt),
    place: meeting?.place ?? '',
    link: meeting?.link ?? '',
    partyIds: meeting?.parties.map(({ id }) => id) ?? (partyId === null ? [] : [partyId]),
    contactIds: meeting?.guests.flatMap(({ contactId }) => contactId ?? []) ?? [],
    personIds: meeting?.guests.flatMap(({ personId }) => personId ?? []) ?? [],
  }))
  const draft = useDraft(`meeting.${meeting === undefined ? `new.${partyId ?? ''}` : `${meeting.id}.${meeting.version}`}`, initial)
  // one that goes on over several days, as programs may plan them, keeps its last day
  const isOverDays = meeting !== undefined && lastDay !== initial.day
  const input = () => {
    const { day, from, until, title, place, link, ...rest } = draft.value
    const startsAt = momentIn(timeZone, day, from)
    const endsAt = momentIn(timeZone, isOverDays ? lastDay : day, until)
    return { title, startsAt, endsAt, place: place || null, link: link.trim() || null, ...rest }
  }
  return { ...draft, input, timeZone }
}

function What({ form, errors }: Part) {
  const { t } = useTranslation()
  const { value, set, timeZone } = form
  const field = (name: 'title' | 'day' | 'from' | 'until' | 'place' | 'link') => ({
    label: t(`calendar.fields.${name}`),
    value: value[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  })
  return (
    <>
      <TextInput {...field('title')} placeholder={t('calendar.fields.titleExample')} required data-autofocus error={errors.title} />
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <TextInput {...field('day')} type="date" required error={errors.startsAt} />
        <TextInput {...field('from')} type="time" required />
        <TextInput {...field('until')} type="time" required error={errors.endsAt} />
      </SimpleGrid>
      <p className={classes.quiet}>{t('calendar.zone', { zone: timeZone })}</p>
      <TextInput {...field('place')} placeholder={t('calendar.fields.placeExample')} error={errors.place} />
      <TextInput {...field('link')} type="url" placeholder="https://" error={errors.link} />
    </>
  )
}

function Whom({ form, errors, meeting }: Part & { meeting: Meeting | undefined }) {
  const { t } = useTranslation()
  const { value, set } = form
  const people = usePeople()
  const names = useNames(value.partyIds, meeting)
  const contacts = useContacts(value.partyIds)
  // who is on the list from before stays choosable, also when their organisation was taken off
  const before = (meeting?.guests ?? []).flatMap(({ contactId, name, hasAddress }) => (contactId === null ? [] : [{ id: contactId, name: name ?? '', hasAddress }])) // biome-ignore format: one line reads better
  const known = new Map([...before, ...contacts].map((contact) => [contact.id, contact]))
  const options = [...known.values()].map(({ id, name, hasAddress }) => ({
    value: id,
    label: hasAddress ? name : t('calendar.noAddress', { name }),
  }))
  return (
    <>
      <PartyPicker
        // empty again after each choice, for the next one
        key={value.partyIds.join()}
        label={t('calendar.fields.partyIds')}
        value={null}
        onChange={(id) => id !== null && !value.partyIds.includes(id) && set({ partyIds: [...value.partyIds, id] })}
        error={errors.partyIds}
      />
      <div className={classes.chips}>
        {value.partyIds.map((id) => (
          <Group key={id} gap={2}>
            <span>{names.get(id) ?? '…'}</span>
            <CloseButton
              aria-label={t('calendar.remove', { name: names.get(id) ?? '' })}
              onClick={() => set({ partyIds: value.partyIds.filter((one) => one !== id) })}
            />
          </Group>
        ))}
      </div>
      {value.partyIds.length > 0 && options.length === 0 && <p className={classes.quiet}>{t('calendar.fields.noContacts')}</p>}
      {options.length > 0 && (
        <MultiSelect
          label={t('calendar.fields.contactIds')}
          data={options}
          value={value.contactIds.filter((id) => known.has(id))}
          onChange={(contactIds) => set({ contactIds })}
          searchable
          error={errors.contactIds}
        />
      )}
      <MultiSelect
        label={t('calendar.fields.personIds')}
        data={people.map(({ personId, name }) => ({ value: personId, label: name }))}
        value={value.personIds}
        onChange={(personIds) => set({ personIds })}
        searchable
        error={errors.personIds}
      />
    </>
  )
}

/** How the chosen organisations are called. */
function useNames(partyIds: readonly string[], meeting: Meeting | undefined): Map<string, string> {
  const { id: ecosystemId } = useEcosystem()
  const named = new Map(meeting?.parties.map(({ id, name }) => [id, name]))
  const found = useQueries({
    queries: partyIds
      .filter((id) => !named.has(id))
      .map((id) => ({
        queryKey: ['party', ecosystemId, id],
        queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path: { ecosystemId, id } } })),
      })),
  })
  return new Map([...named, ...found.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : []))])
}

/** Of each organisation, as many as can be asked for at once. */
const PEOPLE_MAX = 200

/** The people at the chosen organisations. */
function useContacts(partyIds: readonly string[]): { id: string; name: string; hasAddress: boolean }[] {
  const { id: ecosystemId } = useEcosystem()
  const found = useQueries({
    queries: partyIds.map((id) => ({
      queryKey: ['party', ecosystemId, id, 'contacts'],
      queryFn: () =>
        answer(
          api.GET('/api/ecosystems/{ecosystemId}/parties/{id}/contacts', {
            params: { path: { ecosystemId, id }, query: { limit: PEOPLE_MAX } },
          }),
        ),
    })),
  })
  return found.flatMap(({ data }) => data?.items ?? []).map(({ id, name, email }) => ({ id, name, hasAddress: email !== null }))
}

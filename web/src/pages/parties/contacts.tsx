import { ActionIcon, Anchor, Button, Group, Menu, Stack, TextInput } from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import type { Contact } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { showDone, showFailed } from '../../ui/toast.tsx'
import { More } from './more.tsx'
import { usePartyKey } from './queries.ts'
import { Section } from './section.tsx'
import classes from './story.module.css'

/** The people at a party. */
export function Contacts({ partyId }: { partyId: string }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const [editing, setEditing] = useState<Contact | 'new'>()
  const contacts = useInfiniteQuery({
    queryKey: [...usePartyKey(partyId, 'contacts'), 'pages'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/parties/{id}/contacts', {
          params: { path: { ecosystemId, id: partyId }, query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const items = contacts.data?.pages.flatMap((page) => page.items)
  const add = (
    <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => setEditing('new')}>
      {t('parties.contacts.add')}
    </Button>
  )
  return (
    <Section title={t('parties.contacts.title')} action={editing === undefined && add}>
      {contacts.isError && <Failure error={contacts.error} again={() => contacts.refetch()} />}
      {items?.length === 0 && editing === undefined && <p className={classes.quiet}>{t('parties.contacts.none')}</p>}
      <ul className={classes.list}>
        {items?.map((contact) =>
          editing !== 'new' && editing?.id === contact.id ? (
            <li key={contact.id}>
              <ContactForm partyId={partyId} contact={contact} onEnd={() => setEditing(undefined)} />
            </li>
          ) : (
            <ContactItem key={contact.id} contact={contact} onEdit={() => setEditing(contact)} />
          ),
        )}
      </ul>
      <More list={contacts} />
      {editing === 'new' && <ContactForm partyId={partyId} onEnd={() => setEditing(undefined)} />}
    </Section>
  )
}

function ContactItem({ contact, onEdit }: { contact: Contact; onEdit: () => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const key = usePartyKey(contact.partyId, 'contacts')
  const remove = useMutation({
    mutationFn: () =>
      answer(api.DELETE('/api/ecosystems/{ecosystemId}/contacts/{id}', { params: { path: { ecosystemId, id: contact.id } } })),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: key })
      showDone(t('parties.contacts.removed', { name: contact.name }))
    },
    onError: () => showFailed(t('errors.unknown.what')),
  })
  const phone = contact.mobile ?? contact.phone
  return (
    <li className={classes.item}>
      <div className={classes.itemMain}>
        <div>
          <b>{contact.name}</b> {contact.role && <span className={classes.itemNote}>{contact.role}</span>}
        </div>
        <Group gap="sm">
          {contact.email && <Anchor href={`mailto:${contact.email}`}>{contact.email}</Anchor>}
          {phone && <Anchor href={`tel:${phone}`}>{phone}</Anchor>}
        </Group>
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('parties.contacts.more', { name: contact.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown aria-label={t('parties.contacts.more', { name: contact.name })}>
          <Menu.Item onClick={onEdit}>{t('ui.edit')}</Menu.Item>
          {/* a person is erased for good, so that nothing of them stays behind: there is no undo to offer */}
          <Menu.Item color="danger" onClick={() => remove.mutate()}>
            {t('parties.contacts.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}

const EMPTY = { name: '', role: '', email: '', mobile: '' }

function ContactForm({ partyId, contact, onEnd }: { partyId: string; contact?: Contact; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const key = usePartyKey(partyId, 'contacts')
  const start = contact
    ? { name: contact.name, role: contact.role ?? '', email: contact.email ?? '', mobile: contact.mobile ?? contact.phone ?? '' }
    : EMPTY
  const draft = useDraft(`contact.${contact?.id ?? partyId}`, start)
  const { name, role, email, mobile } = draft.value
  const save = useMutation({
    mutationFn: () => {
      const body = { name, role: role || null, email: email || null, mobile: mobile || null }
      return contact
        ? answer(api.PATCH('/api/ecosystems/{ecosystemId}/contacts/{id}', { params: { path: { ecosystemId, id: contact.id } }, body }))
        : answer(api.POST('/api/ecosystems/{ecosystemId}/parties/{id}/contacts', { params: { path: { ecosystemId, id: partyId } }, body }))
    },
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: key })
      draft.clear()
      onEnd()
    },
  })
  const errors = fieldErrors(t, i18n.language, save.error)
  const field = (key: keyof typeof EMPTY) => ({
    label: t(`parties.contacts.${key}`),
    value: draft.value[key],
    error: errors[key],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => draft.set({ [key]: event.currentTarget.value }),
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="xs" py="xs">
        <TextInput {...field('name')} required data-autofocus />
        <TextInput {...field('role')} />
        <Group grow gap="xs">
          <TextInput {...field('email')} type="text" inputMode="email" />
          <TextInput {...field('mobile')} inputMode="tel" />
        </Group>
        {save.isError && <Failure error={save.error} doing="writing" />}
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>
            {t('ui.save')}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              draft.clear()
              onEnd()
            }}
          >
            {t('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

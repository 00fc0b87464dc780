import { Button, Select, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { FormDialog } from '../../form-dialog.tsx'
import { fieldErrors } from '../../problem.ts'
import { useFormats } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import classes from './mailings.module.css'
import { type MailingList, useListActions, useLists } from './queries.ts'

/** The lists, who is on them by which ground, and the way onto one by consent. */
export function Lists() {
  const { t } = useTranslation()
  const lists = useLists()
  const [asking, setAsking] = useState<MailingList>()
  const items = lists.data?.items ?? []
  if (lists.isError) return <Failure error={lists.error} again={() => lists.refetch()} />
  if (items.length === 0) return null
  return (
    <section aria-labelledby="mailing-lists">
      <h2 id="mailing-lists" className={classes.heading}>
        {t('mailings.lists.title')}
      </h2>
      <ul className={`tutti-card ${classes.list}`}>
        {items.map((list) => (
          <li key={list.id} className={classes.row}>
            <div className={classes.who}>
              <Text fw={500}>{list.name}</Text>
              <Text size="sm" c="dimmed">
                {t(`mailings.lists.grounds.${list.ground}`)} · <Numbers list={list} />
              </Text>
            </div>
            {list.ground === 'consent' && (
              <Button
                variant="default"
                size="xs"
                onClick={() => setAsking(list)}
                aria-label={t('mailings.consent.noteFor', { list: list.name })}
              >
                {t('mailings.consent.note')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asking && <NoteConsent list={asking} onEnd={() => setAsking(undefined)} />}
    </section>
  )
}

function Numbers({ list }: { list: MailingList }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const parts = (['confirmed', 'unconfirmed', 'unsubscribed'] as const).filter(
    (part) => list.ground === 'consent' || part === 'unsubscribed',
  )
  return parts.map((part) => t(`mailings.lists.${part}`, { count: list[part], number: number(list[part]) })).join(', ')
}

/** Somebody said yes, at a market or on the phone: they are asked by mail to confirm it. */
function NoteConsent({ list, onEnd }: { list: MailingList; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const { note } = useListActions()
  const [address, setAddress] = useState('')
  const [told, setTold] = useState('')
  const [locale, setLocale] = useState<'en' | 'de'>(i18n.language === 'de' ? 'de' : 'en')
  const errors = fieldErrors(t, i18n.language, note.error)
  const send = () =>
    note.mutate(
      { listId: list.id, address, locale, told },
      {
        onSuccess: () => {
          onEnd()
          showDone(t('mailings.consent.asked'))
        },
      },
    )
  return (
    <FormDialog
      title={t('mailings.consent.noteFor', { list: list.name })}
      action={t('mailings.consent.ask')}
      onSend={send}
      isSending={note.isPending}
      error={note.error}
      onEnd={onEnd}
    >
      <Text size="sm">{t('mailings.consent.why')}</Text>
      <TextInput
        type="email"
        label={t('mailings.consent.address')}
        required
        data-autofocus
        value={address}
        error={errors.address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <Select
        label={t('mailings.consent.locale')}
        data={(['en', 'de'] as const).map((value) => ({ value, label: t(`mailings.languages.${value}`) }))}
        value={locale}
        allowDeselect={false}
        onChange={(value) => setLocale(value as 'en' | 'de')}
      />
      <TextInput
        label={t('mailings.consent.told')}
        placeholder={t('mailings.consent.example')}
        required
        value={told}
        error={errors.told}
        onChange={(event) => setTold(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

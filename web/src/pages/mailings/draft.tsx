import { Button, Group, Select, Stack, Tabs, Text, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Check } from './check.tsx'
import classes from './mailings.module.css'
import { type Mailing, type MailingActions, useAudience, useFields, useLists, useMailingActions, useViews } from './queries.ts'

type Written = { subject: string; body: string }
type Form = {
  name: string
  listId: string
  viewId: string | null
  audience: Mailing['audience']
  replyTo: string
  languageField: string | null
  en: Written
  de: Written
}

const LANGUAGES = ['en', 'de'] as const
const EMPTY: Written = { subject: '', body: '' }

/** A mailing that is being written, beside what it would become. */
export function Draft({ mailing }: { mailing: Mailing }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const actions = useMailingActions(mailing.id)
  const kept = formOf(mailing)
  const draft = useDraft<Form>(`mailing.${mailing.id}.${mailing.version}`, kept)
  const isChanged = JSON.stringify(draft.value) !== JSON.stringify(kept)
  const onSuccess = () => {
    draft.clear()
    showDone(t('mailings.saved'))
  }
  const save = () => actions.save.mutate(changeOf(draft.value, mailing.version), { onSuccess })
  const remove = () => actions.remove.mutate(undefined, { onSuccess: () => navigate(paths.mailings(ecosystemId)) })
  return (
    <PageFrame>
      <PageHead
        title={mailing.name}
        answer={t('mailings.draft')}
        action={
          <Button variant="default" loading={actions.remove.isPending} onClick={remove}>
            {t('mailings.remove')}
          </Button>
        }
      />
      <div className={classes.halves}>
        <form
          className={`tutti-card ${classes.panel}`}
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <Stack gap="sm">
            <Whom form={draft.value} set={draft.set} actions={actions} />
            <Texts mailing={mailing} form={draft.value} set={draft.set} actions={actions} />
            {actions.save.isError && <Failure error={actions.save.error} doing="writing" />}
            <Group justify="flex-end">
              <Button type="submit" variant={isChanged ? 'filled' : 'default'} loading={actions.save.isPending}>
                {t('ui.save')}
              </Button>
            </Group>
          </Stack>
        </form>
        <Check mailing={mailing} isChanged={isChanged} actions={actions} />
      </div>
    </PageFrame>
  )
}

type Fields = { form: Form; set: (change: Partial<Form>) => void; actions: MailingActions }

/** Who gets it: a list, a view, and whom of its organisations. */
function Whom({ form, set, actions }: Fields) {
  const { t, i18n } = useTranslation()
  const lists = useLists().data?.items ?? []
  const views = useViews().data?.items ?? []
  const errors = fieldErrors(t, i18n.language, actions.save.error)
  const gone = form.viewId !== null && !views.some(({ id }) => id === form.viewId)
  return (
    <>
      <TextInput
        label={t('mailings.fields.name')}
        description={t('mailings.fields.nameWhy')}
        required
        value={form.name}
        error={errors.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={t('mailings.fields.viewId')}
        description={t('mailings.fields.viewWhy')}
        placeholder={t('mailings.fields.viewNone')}
        data={[
          ...views.map(({ id, name }) => ({ value: id, label: name })),
          ...(gone ? [{ value: String(form.viewId), label: t('mailings.fields.viewGone') }] : []),
        ]}
        value={form.viewId}
        searchable
        onChange={(viewId) => set({ viewId })}
      />
      <Select
        label={t('mailings.fields.audience')}
        data={(['both', 'people', 'organisations'] as const).map((value) => ({ value, label: t(`mailings.audiences.${value}`) }))}
        value={form.audience}
        allowDeselect={false}
        onChange={(value) => set({ audience: value as Form['audience'] })}
      />
      <Select
        label={t('mailings.fields.listId')}
        description={t('mailings.fields.listWhy')}
        data={lists.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.listId}
        allowDeselect={false}
        onChange={(value) => value && set({ listId: value })}
      />
      <TextInput
        type="email"
        label={t('mailings.fields.replyTo')}
        description={t('mailings.fields.replyWhy')}
        value={form.replyTo}
        error={errors.replyTo}
        onChange={(event) => set({ replyTo: event.currentTarget.value })}
      />
    </>
  )
}

/** What it says in each language, and which language is whose. */
function Texts({ mailing, form, set, actions }: Fields & { mailing: Mailing }) {
  const { t, i18n } = useTranslation()
  const own = useFields().data?.items ?? []
  const audience = useAudience(mailing)
  const errors = { ...fieldErrors(t, i18n.language, audience.error), ...fieldErrors(t, i18n.language, actions.save.error) }
  const known = ['name', 'given_name', 'family_name', 'role', 'organisation', 'city', ...own.map(({ key }) => key)]
  return (
    <>
      <Tabs defaultValue={i18n.language === 'de' ? 'de' : 'en'} keepMounted={false}>
        <Tabs.List>
          {LANGUAGES.map((language) => (
            <Tabs.Tab key={language} value={language}>
              {t(`mailings.languages.${language}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {LANGUAGES.map((language) => (
          <Tabs.Panel key={language} value={language} pt="sm">
            <Stack gap="sm">
              <TextInput
                label={t('mailings.fields.subject')}
                value={form[language].subject}
                maxLength={200}
                error={errors[`texts.${language}.subject`]}
                onChange={(event) => set({ [language]: { ...form[language], subject: event.currentTarget.value } })}
              />
              <Textarea
                label={t('mailings.fields.body')}
                autosize
                minRows={8}
                maxRows={24}
                maxLength={20_000}
                value={form[language].body}
                error={errors[`texts.${language}.body`] ?? errors.texts}
                onChange={(event) => set({ [language]: { ...form[language], body: event.currentTarget.value } })}
              />
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
      <Text size="sm" c="dimmed">
        {t('mailings.fields.fill', {
          example: '{{name|…}}',
          fields: known.map((key) => `{{${key}}}`).join(' '),
          interpolation: { skipOnVariables: true },
        })}
      </Text>
      {own.length > 0 && (
        <Select
          label={t('mailings.fields.languageField')}
          description={t('mailings.fields.languageWhy')}
          placeholder={t('mailings.fields.languageNone')}
          data={own.map(({ key, label }) => ({ value: key, label }))}
          value={form.languageField}
          clearable
          onChange={(languageField) => set({ languageField })}
        />
      )}
    </>
  )
}

function formOf({ name, listId, viewId, audience, replyTo, languageField, texts }: Mailing): Form {
  return { name, listId, viewId, audience, replyTo: replyTo ?? '', languageField, en: texts.en ?? EMPTY, de: texts.de ?? EMPTY }
}

function changeOf({ en, de, replyTo, ...form }: Form, version: number) {
  const isWritten = ({ subject, body }: Written) => subject.trim() !== '' || body.trim() !== ''
  return { ...form, version, replyTo: replyTo.trim() || null, texts: { ...(isWritten(en) && { en }), ...(isWritten(de) && { de }) } }
}

import { Button, Select, TagsInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { keyOf } from '../../data/keys.ts'
import { useEcosystem } from '../../data/session.ts'
import type { Field } from '../../data/types.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const TYPES = ['text', 'number', 'date', 'boolean', 'choice', 'url'] as const satisfies readonly Field['type'][]
const EMPTY: Required<Pick<Field, 'label' | 'type' | 'choices'>> = { label: '', type: 'text', choices: [] }

/** The ecosystem's own fields of an organisation, and one more. */
export function OwnFields() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const known = useQueryClient()
  const [form, setForm] = useState(EMPTY)
  const label = form.label.trim()
  const fields = useQuery({
    queryKey: ['fields', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/fields', { params: { path: { ecosystemId } } })),
  })
  const work = useWork(async () => {
    const body = { key: keyOf(label), label, type: form.type, choices: form.type === 'choice' ? form.choices : [] }
    await answer(api.POST('/api/ecosystems/{ecosystemId}/fields', { params: { path: { ecosystemId } }, body }))
    await known.invalidateQueries({ queryKey: ['fields', ecosystemId] })
    showDone(t('settings.vocabulary.added', { name: label }))
    setForm(EMPTY)
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <Section title={t('settings.vocabulary.fields')} lead={t('settings.vocabulary.fieldsLead')}>
      {fields.isError && <Failure error={fields.error} again={() => fields.refetch()} />}
      <ul className={classes.words}>
        {fields.data?.items.map((field) => (
          <li key={field.key}>
            {field.label} <span className={classes.quiet}>{t(`settings.vocabulary.types.${field.type}`)}</span>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={t('settings.vocabulary.field')}
          placeholder={t('settings.vocabulary.fieldExample')}
          required
          withAsterisk={false}
          maxLength={100}
          value={form.label}
          error={work.fields.label ?? work.fields.key}
          onChange={(event) => setForm({ ...form, label: event.currentTarget.value })}
        />
        <Select
          label={t('settings.vocabulary.type')}
          data={TYPES.map((type) => ({ value: type, label: t(`settings.vocabulary.types.${type}`) }))}
          value={form.type}
          allowDeselect={false}
          onChange={(type) => setForm({ ...form, type: type as Field['type'] })}
        />
        {form.type === 'choice' && (
          <TagsInput
            label={t('settings.vocabulary.choices')}
            description={t('settings.vocabulary.choicesHint')}
            value={form.choices}
            error={work.fields.choices}
            onChange={(choices) => setForm({ ...form, choices })}
          />
        )}
        {work.error && <Failure error={work.error} doing="writing" />}
        <Button type="submit" loading={work.busy}>
          {t('settings.vocabulary.addField')}
        </Button>
      </form>
    </Section>
  )
}

import { Button, Checkbox, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { keyOf } from '../../data/keys.ts'
import { useEcosystem } from '../../data/session.ts'
import { useTieTypes } from '../../data/tie-types.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const EMPTY = { label: '', inverse: '', isMutual: false, isTrade: false }

/** The types of tie, and the words for one more, seen from both ends. */
export function OwnTieTypes() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const known = useQueryClient()
  const types = useTieTypes()
  const [form, setForm] = useState(EMPTY)
  const label = form.label.trim()
  const work = useWork(async () => {
    const inverseLabel = form.isMutual ? label : form.inverse.trim()
    const body = { key: keyOf(label), label, inverseLabel, directed: !form.isMutual, trade: form.isTrade }
    await answer(api.POST('/api/ecosystems/{ecosystemId}/tie-types', { params: { path: { ecosystemId } }, body }))
    await known.invalidateQueries({ queryKey: ['tie-types', ecosystemId] })
    showDone(t('settings.vocabulary.added', { name: label }))
    setForm(EMPTY)
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <Section title={t('settings.vocabulary.tieTypes')} lead={t('settings.vocabulary.tieTypesLead')}>
      <ul className={classes.words}>
        {types.all.map(({ key, directed }) => (
          <li key={key}>{directed ? `${types.name(key)} / ${types.name(key, true)}` : types.name(key)}</li>
        ))}
      </ul>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={t('settings.vocabulary.tieType')}
          placeholder={t('settings.vocabulary.tieTypeExample')}
          required
          withAsterisk={false}
          maxLength={100}
          value={form.label}
          error={work.fields.label ?? work.fields.key}
          onChange={(event) => setForm({ ...form, label: event.currentTarget.value })}
        />
        <Checkbox
          label={t('settings.vocabulary.mutual')}
          checked={form.isMutual}
          onChange={(event) => setForm({ ...form, isMutual: event.currentTarget.checked })}
        />
        {!form.isMutual && (
          <TextInput
            label={t('settings.vocabulary.inverse')}
            placeholder={t('settings.vocabulary.inverseExample')}
            required
            withAsterisk={false}
            maxLength={100}
            value={form.inverse}
            error={work.fields.inverseLabel}
            onChange={(event) => setForm({ ...form, inverse: event.currentTarget.value })}
          />
        )}
        <Checkbox
          label={t('settings.vocabulary.trade')}
          checked={form.isTrade}
          onChange={(event) => setForm({ ...form, isTrade: event.currentTarget.checked })}
        />
        {work.error && <Failure error={work.error} doing="writing" />}
        <Button type="submit" loading={work.busy}>
          {t('settings.vocabulary.addTieType')}
        </Button>
      </form>
    </Section>
  )
}

import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { keyOf } from '../../data/keys.ts'
import { useKinds } from '../../data/kinds.ts'
import { useEcosystem } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { KindShape } from '../../ui/kind-shape.tsx'
import { nextOwnLook } from '../../ui/kinds.ts'
import { showDone } from '../../ui/toast.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

/** The kinds of organisation, and a name for one more. Its colour and shape are the next that nobody has yet. */
export function OwnKinds() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const known = useQueryClient()
  const kinds = useKinds()
  const [label, setLabel] = useState('')
  const next = { key: keyOf(label), label: label.trim(), ...nextOwnLook(kinds.all) }
  const work = useWork(async () => {
    await answer(api.POST('/api/ecosystems/{ecosystemId}/kinds', { params: { path: { ecosystemId } }, body: next }))
    await known.invalidateQueries({ queryKey: ['kinds', ecosystemId] })
    showDone(t('settings.vocabulary.added', { name: next.label }))
    setLabel('')
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <Section title={t('settings.vocabulary.kinds')} lead={t('settings.vocabulary.kindsLead')}>
      <ul className={classes.words}>
        {kinds.all.map((kind) => (
          <li key={kind.key}>
            <KindShape kind={kind} /> {kind.label}
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={t('settings.vocabulary.kind')}
          leftSection={<KindShape kind={next} />}
          required
          withAsterisk={false}
          maxLength={100}
          value={label}
          error={work.fields.label ?? work.fields.key}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        {work.error && <Failure error={work.error} doing="writing" />}
        <Button type="submit" loading={work.busy}>
          {t('settings.vocabulary.addKind')}
        </Button>
      </form>
    </Section>
  )
}

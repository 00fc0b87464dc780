import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { leaveTo } from '../../data/auth.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'

/** What the law gives everybody: their data as a file, and to be forgotten. */
export function MyData({ email }: { email: string }) {
  const { t } = useTranslation()
  const [sure, setSure] = useState(false)
  const [typed, setTyped] = useState('')
  const work = useWork(async () => {
    await answer(api.POST('/api/me/erasure', { body: { email: typed } }))
    leaveTo(paths.signIn())
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <>
      <Section title={t('settings.data.title')} lead={t('settings.data.lead')}>
        <div>
          <Button variant="default" component="a" href="/api/me/export" download="tutti-my-data.json">
            {t('settings.data.do')}
          </Button>
        </div>
      </Section>
      <Section title={t('settings.erase.title')} lead={t('settings.erase.lead')}>
        {sure ? (
          <form onSubmit={submit} className={classes.form}>
            <TextInput
              type="email"
              label={t('settings.erase.type', { email })}
              required
              withAsterisk={false}
              autoComplete="off"
              value={typed}
              error={work.fields.email}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            {work.error && <Failure error={work.error} />}
            <Button type="submit" color="danger" loading={work.busy}>
              {t('settings.erase.do')}
            </Button>
          </form>
        ) : (
          <div>
            <Button variant="light" color="danger" onClick={() => setSure(true)}>
              {t('settings.erase.begin')}
            </Button>
          </div>
        )}
      </Section>
    </>
  )
}

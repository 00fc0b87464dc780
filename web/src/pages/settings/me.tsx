import { Button, Select, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { installationQuery } from '../../data/auth.ts'
import { keepAnswer } from '../../data/keep-answer.ts'
import { meQuery, useMe } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { changeLanguage, LANGUAGES, type Language } from '../../i18n.ts'
import { paths } from '../../paths.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { MyData } from './my-data.tsx'
import { OwnFrame } from './own-frame.tsx'
import { Passkeys } from './passkeys.tsx'
import { ChangePassword } from './password.tsx'
import { SecondFactor } from './second-factor.tsx'
import { Section } from './section.tsx'
import { Sessions } from './sessions.tsx'
import classes from './settings.module.css'
import { SingleSignOn } from './single-sign-on.tsx'

/** Everything about one's own account. */
export function Component() {
  return (
    <OwnFrame>
      <Account />
    </OwnFrame>
  )
}

function Account() {
  const { t } = useTranslation()
  const me = useMe()
  const installation = useQuery(installationQuery)
  if (!me.data) return null
  const { person, operator } = me.data
  return (
    <>
      <PageHead
        title={t('settings.me.title')}
        answer={person.email}
        action={
          operator && (
            <Button variant="default" component={Link} to={paths.installation()}>
              {t('settings.installation.title')}
            </Button>
          )
        }
      />
      <Profile key={person.id} start={person} />
      <ChangePassword />
      <SecondFactor on={person.twoFactor} />
      <Passkeys />
      {installation.data?.oidc && <SingleSignOn name={installation.data.oidc} />}
      <Sessions />
      <MyData email={person.email} />
    </>
  )
}

function Profile({ start }: { start: { name: string; locale: Language } }) {
  const { t } = useTranslation()
  const known = useQueryClient()
  const [form, setForm] = useState({ name: start.name, locale: start.locale })
  const work = useWork(async () => {
    await keepAnswer(known, meQuery.queryKey, await answer(api.PATCH('/api/me', { body: form })))
    await changeLanguage(form.locale)
    showDone(t('settings.kept'))
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <Section title={t('settings.me.profile')}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={t('account.name')}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={200}
          value={form.name}
          error={work.fields.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <Select
          label={t('settings.me.language')}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={form.locale}
          allowDeselect={false}
          onChange={(locale) => setForm({ ...form, locale: locale as Language })}
        />
        {work.error && <Failure error={work.error} doing="writing" />}
        <Button type="submit" loading={work.busy}>
          {t('settings.keep')}
        </Button>
      </form>
    </Section>
  )
}

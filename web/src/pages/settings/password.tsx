import { Button, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askAuth } from '../../data/auth.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { NewPassword } from '../../ui/new-password.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

export function ChangePassword() {
  const { t } = useTranslation()
  const known = useQueryClient()
  const [current, setCurrent] = useState('')
  const [fresh, setFresh] = useState('')
  const work = useWork(async () => {
    await askAuth('POST', '/change-password', { currentPassword: current, newPassword: fresh, revokeOtherSessions: true })
    await known.invalidateQueries({ queryKey: ['sessions'] })
    setCurrent('')
    setFresh('')
    showDone(t('settings.password.changed'))
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <Section title={t('settings.password.title')} lead={t('settings.password.lead')}>
      <form onSubmit={submit} className={classes.form}>
        <PasswordInput
          label={t('settings.password.current')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <NewPassword label={t('account.newPassword')} value={fresh} onChange={setFresh} />
        {work.error && <Failure error={work.error} doing="writing" />}
        <Button type="submit" variant="default" loading={work.busy}>
          {t('settings.password.do')}
        </Button>
      </form>
    </Section>
  )
}

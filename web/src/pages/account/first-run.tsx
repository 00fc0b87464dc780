import { Button, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { answer, api } from '../../api.ts'
import { forgetEverything } from '../../data/auth.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import type { Language } from '../../i18n.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../problem.ts'
import { NewPassword } from '../../ui/new-password.tsx'
import { ownTimeZone, TimeZoneSelect } from '../../ui/time-zone-select.tsx'
import { AccountFrame, keyInAddress } from './frame.tsx'

/** The first page anybody sees: an account for whoever started the installation, and their ecosystem. */
export function Component() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const [form, setForm] = useState({ ecosystem: '', name: '', email: '', password: '', timeZone: ownTimeZone() })
  const set = (field: keyof typeof form) => (value: string) => setForm((before) => ({ ...before, [field]: value }))
  const work = useWork(async () => {
    const { name, email, password, timeZone } = form
    const body = {
      key: keyInAddress(),
      name,
      email,
      password,
      locale: i18n.language as Language,
      ecosystem: { name: form.ecosystem, timeZone },
    }
    const { ecosystemId } = await answer(api.POST('/api/first-run', { body }))
    await forgetEverything()
    navigate(ecosystemId === null ? paths.start() : paths.home(ecosystemId), { replace: true })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <AccountFrame title={t('account.firstRun.title')} lead={t('account.firstRun.lead')}>
      <form onSubmit={submit}>
        <TextInput
          label={t('account.firstRun.ecosystem')}
          placeholder={t('account.firstRun.example')}
          required
          withAsterisk={false}
          maxLength={200}
          value={form.ecosystem}
          error={work.fields['ecosystem.name']}
          onChange={(event) => set('ecosystem')(event.currentTarget.value)}
        />
        <TimeZoneSelect label={t('account.timeZone')} value={form.timeZone} onChange={set('timeZone')} />
        <TextInput
          label={t('account.name')}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={200}
          value={form.name}
          error={work.fields.name}
          onChange={(event) => set('name')(event.currentTarget.value)}
        />
        <TextInput
          type="email"
          label={t('account.email')}
          autoComplete="username"
          required
          withAsterisk={false}
          value={form.email}
          error={work.fields.email}
          onChange={(event) => set('email')(event.currentTarget.value)}
        />
        <NewPassword label={t('account.password')} value={form.password} onChange={set('password')} error={work.fields.password} />
        {work.error && <Failure error={work.error} doing="writing" />}
        {isLink(work.error) && <Text size="sm">{t('account.firstRun.newLink')}</Text>}
        <Button type="submit" loading={work.busy}>
          {t('account.firstRun.do')}
        </Button>
      </form>
    </AccountFrame>
  )
}

/** Nobody else can be asked for this link. */
function isLink(error: unknown): boolean {
  return error !== null && problemOf(error).code.startsWith('entrance_')
}

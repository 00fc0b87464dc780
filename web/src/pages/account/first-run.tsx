import { Button, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { answer, api } from '../../api.ts'
import { forgetEverything } from '../../data/auth.ts'
import { EcosystemKindSelect } from '../../data/ecosystem-kind-select.tsx'
import { chooseKind } from '../../data/ecosystem-kinds.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import type { Language } from '../../i18n.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../problem.ts'
import { NewPassword } from '../../ui/new-password.tsx'
import { ownTimeZone, TimeZoneSelect } from '../../ui/time-zone-select.tsx'
import { showFailed } from '../../ui/toast.tsx'
import { AccountFrame, keyInAddress } from './frame.tsx'

/** The first page anybody sees: an account for whoever started the installation, and their ecosystem. */
export function Component() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const [form, setForm] = useState({ ecosystem: '', name: '', email: '', password: '', timeZone: ownTimeZone() })
  const [kind, setKind] = useState<string | null>(null)
  const set = (field: keyof typeof form) => (value: string) => setForm((before) => ({ ...before, [field]: value }))
  const work = useWork(async () => {
    const { name, email, password, timeZone } = form
    const locale = i18n.language as Language
    const body = {
      key: keyInAddress(),
      name,
      email,
      password,
      locale,
      ecosystem: { name: form.ecosystem, timeZone },
    }
    const { ecosystemId } = await answer(api.POST('/api/first-run', { body }))
    // the ecosystem is there by now, and the kind can be chosen again: so this does not keep anybody out
    if (ecosystemId !== null && kind !== null) {
      await chooseKind(ecosystemId, { kind, locale }).catch(() => showFailed(t('ecosystem-kind.notKept')))
    }
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
        <EcosystemKindSelect
          label={t('ecosystem-kind.label')}
          description={t('ecosystem-kind.atStart')}
          isOptional
          value={kind}
          onChange={setKind}
        />
        <TimeZoneSelect label={t('account.timeZone')} value={form.timeZone} onChange={set('timeZone')} />
        <Who name={form.name} email={form.email} set={set} errors={work.fields} />
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

type WhoProps = { name: string; email: string; set: (field: 'name' | 'email') => (value: string) => void; errors: Record<string, string> }

function Who({ name, email, set, errors }: WhoProps) {
  const { t } = useTranslation()
  return (
    <>
      <TextInput
        label={t('account.name')}
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        error={errors.name}
        onChange={(event) => set('name')(event.currentTarget.value)}
      />
      <TextInput
        type="email"
        label={t('account.email')}
        autoComplete="username"
        required
        withAsterisk={false}
        value={email}
        error={errors.email}
        onChange={(event) => set('email')(event.currentTarget.value)}
      />
    </>
  )
}

/** Nobody else can be asked for this link. */
function isLink(error: unknown): boolean {
  return error !== null && problemOf(error).code.startsWith('entrance_')
}

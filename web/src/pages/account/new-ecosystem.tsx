import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Navigate, useNavigate } from 'react-router'
import { answer, api } from '../../api.ts'
import { signOut } from '../../data/auth.ts'
import { EcosystemKindSelect } from '../../data/ecosystem-kind-select.tsx'
import { chooseKind } from '../../data/ecosystem-kinds.ts'
import { meQuery, useMe } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import type { Language } from '../../i18n.ts'
import { paths } from '../../paths.ts'
import { ownTimeZone, TimeZoneSelect } from '../../ui/time-zone-select.tsx'
import { showFailed } from '../../ui/toast.tsx'
import { AccountFrame } from './frame.tsx'

/** Another ecosystem for whoever may make one; everybody else is told what to wait for. */
export function Component() {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const known = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [timeZone, setTimeZone] = useState(ownTimeZone())
  const [kind, setKind] = useState<string | null>(null)
  const work = useWork(async () => {
    const locale = i18n.language as Language
    const { id } = await answer(api.POST('/api/ecosystems', { body: { name, timeZone, locale } }))
    if (kind !== null) await chooseKind(id, { kind, locale }).catch(() => showFailed(t('ecosystem-kind.notKept')))
    await known.invalidateQueries(meQuery)
    navigate(paths.home(id))
  })
  if (me.isError) return <Navigate to={paths.signIn(paths.newEcosystem())} replace />
  if (me.isPending) return <AccountFrame title={t('account.newEcosystem.title')} />
  const { operator, ecosystems } = me.data
  if (!operator && !ecosystems.some(({ role }) => role === 'owner')) return <NothingYet isAlone={ecosystems.length === 0} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <AccountFrame title={t('account.newEcosystem.title')} lead={t('account.newEcosystem.lead')}>
      <form onSubmit={submit}>
        <TextInput
          label={t('account.firstRun.ecosystem')}
          placeholder={t('account.firstRun.example')}
          required
          withAsterisk={false}
          maxLength={200}
          value={name}
          error={work.fields.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <EcosystemKindSelect
          label={t('ecosystem-kind.label')}
          description={t('ecosystem-kind.atStart')}
          isOptional
          value={kind}
          onChange={setKind}
        />
        <TimeZoneSelect label={t('account.timeZone')} value={timeZone} onChange={setTimeZone} />
        {work.error && <Failure error={work.error} doing="writing" />}
        <Button type="submit" loading={work.busy}>
          {t('account.newEcosystem.do')}
        </Button>
        {ecosystems.length > 0 && (
          <Button variant="subtle" component={Link} to={paths.start()}>
            {t('account.newEcosystem.back')}
          </Button>
        )}
      </form>
    </AccountFrame>
  )
}

function NothingYet({ isAlone }: { isAlone: boolean }) {
  const { t } = useTranslation()
  const work = useWork(() => signOut(paths.signIn()))
  return (
    <AccountFrame
      title={t('account.newEcosystem.title')}
      lead={t(isAlone ? 'account.newEcosystem.alone' : 'account.newEcosystem.notYours')}
    >
      {!isAlone && (
        <Button component={Link} to={paths.start()}>
          {t('account.newEcosystem.back')}
        </Button>
      )}
      <Button variant="default" component={Link} to={paths.account()}>
        {t('account.newEcosystem.account')}
      </Button>
      <Button variant="subtle" loading={work.busy} onClick={() => work.run()}>
        {t('account.signOut')}
      </Button>
    </AccountFrame>
  )
}

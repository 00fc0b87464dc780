import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { answer, api } from '../../api.ts'
import { forgetEverything, signOut } from '../../data/auth.ts'
import { meQuery } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import type { Language } from '../../i18n.ts'
import { paths } from '../../paths.ts'
import { NewPassword } from '../../ui/new-password.tsx'
import { AccountFrame, keyInAddress, Or } from './frame.tsx'

/** Who invites whom to what, and the way in: a new account, or the one there is. Which of the two, only the invited person knows. */
export function Component() {
  const { t } = useTranslation()
  const key = keyInAddress()
  const preview = useQuery({
    queryKey: ['invitation', key],
    queryFn: () => answer(api.POST('/api/invitations/preview', { body: { key } })),
    retry: false,
  })
  const me = useQuery({ ...meQuery, retry: false })
  if (preview.isPending || me.isPending) return <AccountFrame title={t('account.invitation.loading')} />
  if (preview.isError) {
    return (
      <AccountFrame title={t('account.invitation.refused')}>
        <Failure error={preview.error} />
        <Button variant="default" component={Link} to={paths.signIn()}>
          {t('account.invitation.toSignIn')}
        </Button>
      </AccountFrame>
    )
  }
  const { ecosystemName, invitedBy, email, role } = preview.data
  const by = invitedBy === null ? 'nobody' : 'somebody'
  const lead = t(`account.invitation.by.${by}`, { name: invitedBy ?? '', role: t(`account.roles.${role}`), email })
  const signedIn = me.data?.person.email
  return (
    <AccountFrame title={t('account.invitation.title', { name: ecosystemName })} lead={lead}>
      {signedIn === email && <WithThisAccount invitationKey={key} />}
      {signedIn !== undefined && signedIn !== email && <OtherAccount signedIn={signedIn} />}
      {signedIn === undefined && (
        <>
          <NewAccount invitationKey={key} />
          <Or />
          <Button variant="default" component={Link} to={paths.signIn(`/app/invitation#${key}`)}>
            {t('account.invitation.haveAccount')}
          </Button>
        </>
      )}
    </AccountFrame>
  )
}

function useAcceptance(invitationKey: string) {
  const navigate = useNavigate()
  return useWork(async (input: { name?: string; password?: string; locale?: Language }) => {
    const { ecosystemId } = await answer(api.POST('/api/invitations/acceptance', { body: { key: invitationKey, locale: 'en', ...input } }))
    await forgetEverything()
    navigate(ecosystemId === null ? paths.start() : paths.home(ecosystemId), { replace: true })
  })
}

function NewAccount({ invitationKey }: { invitationKey: string }) {
  const { t, i18n } = useTranslation()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const work = useAcceptance(invitationKey)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run({ name, password, locale: i18n.language as Language })
  }
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t('account.name')}
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        error={work.fields.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NewPassword label={t('account.password')} value={password} onChange={setPassword} error={work.fields.password} />
      {work.error && <Failure error={work.error} doing="writing" />}
      <Button type="submit" loading={work.busy}>
        {t('account.invitation.do')}
      </Button>
    </form>
  )
}

function WithThisAccount({ invitationKey }: { invitationKey: string }) {
  const { t } = useTranslation()
  const work = useAcceptance(invitationKey)
  return (
    <>
      {work.error && <Failure error={work.error} />}
      <Button loading={work.busy} onClick={() => work.run({})}>
        {t('account.invitation.do')}
      </Button>
    </>
  )
}

function OtherAccount({ signedIn }: { signedIn: string }) {
  const { t } = useTranslation()
  const work = useWork(() => signOut(window.location.href))
  return (
    <>
      <p style={{ margin: 0 }}>{t('account.invitation.other', { email: signedIn })}</p>
      {work.error && <Failure error={work.error} />}
      <Button variant="default" loading={work.busy} onClick={() => work.run()}>
        {t('account.signOut')}
      </Button>
    </>
  )
}

import { Alert, Anchor, Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { answer, api } from '../../api.ts'
import {
  askAuth,
  forgetEverything,
  goToSingleSignOn,
  hasPasskeys,
  installationQuery,
  safeNext,
  signInWithPasskey,
} from '../../data/auth.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { AccountFrame, Or } from './frame.tsx'

type Way = 'password' | 'link' | 'forgotten'

export function Component() {
  const { t } = useTranslation()
  const [query] = useSearchParams()
  const [way, setWay] = useState<Way>('password')
  const [email, setEmail] = useState('')
  const installation = useQuery(installationQuery)
  if (installation.data?.firstRun) return <AccountFrame title={t('account.firstRun.title')} lead={t('account.signIn.firstRun')} />
  return (
    <AccountFrame title={t(`account.signIn.${way}.title`)} lead={t(`account.signIn.${way}.lead`)}>
      {query.has('error') && way === 'password' && (
        <Alert color="warning" role="alert">
          {t('account.signIn.ssoRefused')}
        </Alert>
      )}
      {way === 'password' ? (
        <>
          <ByPassword email={email} setEmail={setEmail} onForgotten={() => setWay('forgotten')} />
          <Or />
          <OtherWays sso={installation.data?.oidc ?? null} onLink={() => setWay('link')} />
        </>
      ) : (
        <ByMail key={way} way={way} email={email} setEmail={setEmail} onBack={() => setWay('password')} />
      )}
    </AccountFrame>
  )
}

/** Where one wanted to go, and the way there once signed in. */
function useArrival() {
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const next = safeNext(query.get('next'))
  const arrive = async ({ twoFactor }: { twoFactor: boolean }) => {
    await forgetEverything()
    navigate(twoFactor ? `/app/sign-in/code?next=${encodeURIComponent(next)}` : next, { replace: true })
  }
  return { next, arrive }
}

type EmailProps = { email: string; setEmail: (email: string) => void }

function ByPassword({ email, setEmail, onForgotten }: EmailProps & { onForgotten: () => void }) {
  const { t } = useTranslation()
  const { arrive } = useArrival()
  const [password, setPassword] = useState('')
  const work = useWork(async () => {
    const { twoFactorRedirect = false } = await askAuth<{ twoFactorRedirect?: boolean }>('POST', '/sign-in/email', { email, password })
    await arrive({ twoFactor: twoFactorRedirect })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <form onSubmit={submit}>
      <EmailField email={email} setEmail={setEmail} />
      <div>
        <PasswordInput
          label={t('account.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Anchor component="button" type="button" size="sm" mt={6} onClick={onForgotten}>
          {t('account.signIn.forgotten.ask')}
        </Anchor>
      </div>
      {work.error && <Failure error={work.error} doing="writing" />}
      <Button type="submit" loading={work.busy}>
        {t('account.signIn.do')}
      </Button>
    </form>
  )
}

function OtherWays({ sso, onLink }: { sso: string | null; onLink: () => void }) {
  const { t } = useTranslation()
  const { next, arrive } = useArrival()
  const passkey = useWork(async () => {
    await signInWithPasskey()
    await arrive({ twoFactor: false })
  })
  const single = useWork(() => goToSingleSignOn(next))
  return (
    <>
      {hasPasskeys() && (
        <Button variant="default" loading={passkey.busy} onClick={() => passkey.run()}>
          {t('account.signIn.passkey')}
        </Button>
      )}
      {sso !== null && (
        <Button variant="default" loading={single.busy} onClick={() => single.run()}>
          {t('account.signIn.sso', { name: sso })}
        </Button>
      )}
      <Button variant="default" onClick={onLink}>
        {t('account.signIn.link.ask')}
      </Button>
      {(passkey.error ?? single.error) && <Failure error={passkey.error ?? single.error} />}
    </>
  )
}

/** A link to sign in, or one to choose a new password: the same form, and the same answer whether there is an account or not. */
function ByMail({ way, email, setEmail, onBack }: EmailProps & { way: 'link' | 'forgotten'; onBack: () => void }) {
  const { t } = useTranslation()
  const path = way === 'link' ? '/api/sign-in-links' : '/api/password-reset-links'
  const work = useWork(() => answer(api.POST(path, { body: { email } })))
  if (work.done) {
    return (
      <>
        <Alert color="accent" role="status">
          {t(`account.signIn.${way}.sent`, { email })}
        </Alert>
        <Button variant="default" onClick={onBack}>
          {t('account.signIn.back')}
        </Button>
      </>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <form onSubmit={submit}>
      <EmailField email={email} setEmail={setEmail} error={work.fields.email} />
      {work.error && <Failure error={work.error} doing="writing" />}
      <Button type="submit" loading={work.busy}>
        {t('account.signIn.send')}
      </Button>
      <Button variant="subtle" onClick={onBack}>
        {t('account.signIn.back')}
      </Button>
    </form>
  )
}

function EmailField({ email, setEmail, error }: EmailProps & { error?: string | undefined }) {
  const { t } = useTranslation()
  return (
    <TextInput
      type="email"
      label={t('account.email')}
      autoComplete="username webauthn"
      required
      withAsterisk={false}
      value={email}
      error={error}
      onChange={(event) => setEmail(event.currentTarget.value)}
    />
  )
}

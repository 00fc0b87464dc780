import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askAuth } from '../../data/auth.ts'
import { meQuery } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

type Setup = { totpURI: string; backupCodes: string[]; picture: string }

/** The second factor: a code from an authenticator app, with backup codes for the day the phone is lost. */
export function SecondFactor({ on }: { on: boolean }) {
  const { t } = useTranslation()
  const known = useQueryClient()
  const [password, setPassword] = useState('')
  const [setup, setSetup] = useState<Setup>()
  const begin = useWork(async () => {
    const made = await askAuth<Omit<Setup, 'picture'>>('POST', '/two-factor/enable', { password })
    const { toString: draw } = await import('qrcode')
    const svg = await draw(made.totpURI, { type: 'svg', margin: 1 })
    setSetup({ ...made, picture: `data:image/svg+xml,${encodeURIComponent(svg)}` })
    setPassword('')
  })
  const end = useWork(async () => {
    await askAuth('POST', '/two-factor/disable', { password })
    await known.invalidateQueries(meQuery)
    setPassword('')
    showDone(t('settings.factor.ended'))
  })
  const work = on ? end : begin
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <Section title={t('settings.factor.title')} lead={t(on ? 'settings.factor.on' : 'settings.factor.lead')}>
      {setup === undefined ? (
        <form onSubmit={submit} className={classes.form}>
          <PasswordInput
            label={t('settings.password.current')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {work.error && <Failure error={work.error} doing="writing" />}
          <Button type="submit" variant="default" loading={work.busy}>
            {t(on ? 'settings.factor.end' : 'settings.factor.begin')}
          </Button>
        </form>
      ) : (
        <SetUp setup={setup} onDone={() => setSetup(undefined)} />
      )}
    </Section>
  )
}

function SetUp({ setup, onDone }: { setup: Setup; onDone: () => void }) {
  const { t } = useTranslation()
  const known = useQueryClient()
  const [code, setCode] = useState('')
  const secret = new URL(setup.totpURI).searchParams.get('secret') ?? ''
  const work = useWork(async () => {
    await askAuth('POST', '/two-factor/verify-totp', { code: code.replaceAll(/\s/g, '') })
    await known.invalidateQueries(meQuery)
    showDone(t('settings.factor.begun'))
    onDone()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <>
      <p style={{ margin: 0 }}>{t('settings.factor.scan')}</p>
      <img
        src={setup.picture}
        alt={t('settings.factor.picture')}
        width={180}
        height={180}
        style={{ background: '#fff', borderRadius: 8 }}
      />
      <p style={{ margin: 0 }}>
        {t('settings.factor.type')} <code data-testid="totp-secret">{secret}</code>
      </p>
      <div>
        <p style={{ margin: '0 0 8px' }}>{t('settings.factor.backup')}</p>
        <ul className={`${classes.codes} ${classes.secret}`} aria-label={t('settings.factor.codes')}>
          {setup.backupCodes.map((backup) => (
            <li key={backup}>{backup}</li>
          ))}
        </ul>
      </div>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={t('account.code.app.label')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {work.error && <Failure error={work.error} doing="writing" />}
        <Button type="submit" loading={work.busy}>
          {t('settings.factor.check')}
        </Button>
      </form>
    </>
  )
}

import { Anchor, Button, Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { askAuth, forgetEverything, safeNext } from '../../data/auth.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { AccountFrame } from './frame.tsx'

/** The code of the authenticator app, or one of the backup codes. */
export function Component() {
  const { t } = useTranslation()
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const [backup, setBackup] = useState(false)
  const [code, setCode] = useState('')
  const [trustDevice, setTrustDevice] = useState(false)
  const work = useWork(async () => {
    const body = backup ? { code: code.trim() } : { code: code.replaceAll(/\s/g, ''), trustDevice }
    await askAuth('POST', backup ? '/two-factor/verify-backup-code' : '/two-factor/verify-totp', body)
    await forgetEverything()
    navigate(safeNext(query.get('next')), { replace: true })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  const way = backup ? 'backup' : 'app'
  return (
    <AccountFrame title={t('account.code.title')} lead={t(`account.code.${way}.lead`)}>
      <form onSubmit={submit}>
        <TextInput
          key={way}
          label={t(`account.code.${way}.label`)}
          autoComplete="one-time-code"
          {...(backup ? {} : { inputMode: 'numeric' as const })}
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {!backup && (
          <Checkbox
            label={t('account.code.trust')}
            checked={trustDevice}
            onChange={(event) => setTrustDevice(event.currentTarget.checked)}
          />
        )}
        {work.error && <Failure error={work.error} doing="writing" />}
        <Button type="submit" loading={work.busy}>
          {t('account.code.do')}
        </Button>
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => {
            setBackup(!backup)
            setCode('')
            work.reset()
          }}
        >
          {t(`account.code.${way}.other`)}
        </Anchor>
      </form>
    </AccountFrame>
  )
}

import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { answer, api } from '../../api.ts'
import { forgetEverything } from '../../data/auth.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { NewPassword } from '../../ui/new-password.tsx'
import { AccountFrame, keyInAddress } from './frame.tsx'

export function Component() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  const work = useWork(async () => {
    const { twoFactor } = await answer(api.POST('/api/password-resets', { body: { key: keyInAddress(), password } }))
    await forgetEverything()
    navigate(twoFactor ? paths.signInCode() : paths.start(), { replace: true })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.run()
  }
  return (
    <AccountFrame title={t('account.reset.title')} lead={t('account.reset.lead')}>
      <form onSubmit={submit}>
        <NewPassword label={t('account.newPassword')} value={password} onChange={setPassword} error={work.fields.password} />
        {work.error && <Failure error={work.error} doing="writing" />}
        <Button type="submit" loading={work.busy}>
          {t('account.reset.do')}
        </Button>
      </form>
    </AccountFrame>
  )
}

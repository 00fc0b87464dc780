import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { answer, api } from '../../api.ts'
import { forgetEverything } from '../../data/auth.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { AccountFrame, keyInAddress } from './frame.tsx'

/** Where the link in a mail leads. It takes a press of a button, because some mail programs open links to look at them. */
export function Component() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const work = useWork(async () => {
    const { twoFactor } = await answer(api.POST('/api/sign-ins', { body: { key: keyInAddress() } }))
    await forgetEverything()
    navigate(twoFactor ? paths.signInCode() : paths.start(), { replace: true })
  })
  return (
    <AccountFrame title={t('account.link.title')} lead={t('account.link.lead')}>
      {work.error && <Failure error={work.error} />}
      {work.error ? (
        <Button variant="default" onClick={() => navigate(paths.signIn())}>
          {t('account.link.again')}
        </Button>
      ) : (
        <Button loading={work.busy} onClick={() => work.run()}>
          {t('account.signIn.do')}
        </Button>
      )}
    </AccountFrame>
  )
}

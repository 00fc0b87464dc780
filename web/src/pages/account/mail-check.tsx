import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { checksQuery } from '../../data/checks.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { queries } from '../../queries.ts'
import { AccountFrame, keyInAddress } from './frame.tsx'

/** Where the mail leads that an operator sent to see whether mails arrive. It takes a press of a button, as every link in a mail does. */
export function Component() {
  const { t } = useTranslation()
  const [arrived, setArrived] = useState(false)
  const work = useWork(async () => {
    await answer(api.POST('/api/installation/mail-checks/arrival', { body: { key: keyInAddress() } }))
    queries.removeQueries({ queryKey: checksQuery.queryKey })
    setArrived(true)
  })
  return (
    <AccountFrame
      title={t(arrived ? 'checks.arrival.done' : 'checks.arrival.title')}
      lead={t(arrived ? 'checks.arrival.thanks' : 'checks.arrival.lead')}
    >
      {work.error && <Failure error={work.error} />}
      {arrived || work.error ? (
        <Button variant="default" component={Link} to={paths.installation()}>
          {t('checks.arrival.back')}
        </Button>
      ) : (
        <Button loading={work.busy} onClick={() => work.run()}>
          {t('checks.arrival.do')}
        </Button>
      )}
    </AccountFrame>
  )
}

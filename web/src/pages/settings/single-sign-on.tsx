import { Alert, Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { askAuth, goToSingleSignOn } from '../../data/auth.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { Section } from './section.tsx'

type Linked = { providerId: string; accountId: string }

/** Single sign-on as a further way in. Pressing the button is the confirmation; the service must vouch for the same address. */
export function SingleSignOn({ name }: { name: string }) {
  const { t } = useTranslation()
  const known = useQueryClient()
  const [query] = useSearchParams()
  const accounts = useQuery({ queryKey: ['linked'], queryFn: () => askAuth<Linked[]>('GET', '/list-accounts') })
  const linked = accounts.data?.find(({ providerId }) => providerId === 'sso')
  const link = useWork(() => goToSingleSignOn(paths.account(), true))
  const unlink = useWork(async () => {
    await askAuth('POST', '/unlink-account', { providerId: 'sso' })
    await known.invalidateQueries({ queryKey: ['linked'] })
  })
  const error = link.error ?? unlink.error ?? accounts.error
  return (
    <Section title={name} lead={t(linked ? 'settings.sso.linked' : 'settings.sso.lead', { name })}>
      {query.has('error') && !linked && (
        <Alert color="warning" role="alert">
          {t('settings.sso.refused', { name })}
        </Alert>
      )}
      {error && <Failure error={error} />}
      <div>
        {linked ? (
          <Button variant="default" loading={unlink.busy} onClick={() => unlink.run()}>
            {t('settings.sso.unlink')}
          </Button>
        ) : (
          <Button variant="default" loading={link.busy} onClick={() => link.run()}>
            {t('settings.sso.link', { name })}
          </Button>
        )}
      </div>
    </Section>
  )
}

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { Welcome } from './welcome.tsx'

export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId, name } = useEcosystem()
  const { number } = useFormats()
  const parties = useQuery({
    queryKey: ['parties', ecosystemId, 'count'],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties', { params: { path: { ecosystemId }, query: { limit: 1 } } })),
  })
  if (parties.data?.total === 0) return <Welcome />
  return (
    <PageFrame>
      <PageHead
        title={name}
        answer={parties.data && t('home.state', { count: parties.data.total ?? 0, number: number(parties.data.total ?? 0) })}
        action={
          <Button component={Link} to={paths.map(ecosystemId)}>
            {t('home.openMap')}
          </Button>
        }
      />
      {parties.isError && <Failure error={parties.error} again={() => parties.refetch()} />}
    </PageFrame>
  )
}

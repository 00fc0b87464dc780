import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { PageFrame, usePageTitle } from '../../ui/page-head.tsx'
import { useParty } from './queries.ts'
import { Story, StoryWaiting } from './story.tsx'

/** The page of one party. */
export function Component() {
  const { t } = useTranslation()
  const { partyId = '' } = useParams()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const party = useParty(partyId)
  usePageTitle(party.data?.name ?? t('parties.panel'))
  return (
    <PageFrame>
      {party.isPending && <StoryWaiting />}
      {party.isError && <Failure error={party.error} again={() => party.refetch()} />}
      {party.data && <Story key={party.data.id} party={party.data} page onGone={() => navigate(paths.organisations(ecosystemId))} />}
    </PageFrame>
  )
}

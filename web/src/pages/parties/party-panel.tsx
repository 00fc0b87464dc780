import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowsDiagonal } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import { useParty } from './queries.ts'
import { Story, StoryWaiting } from './story.tsx'

/** The story of one party beside whatever page one is on. */
export default function PartyPanel({ partyId, onClose }: { partyId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const party = useParty(partyId)
  const open = (
    <Tooltip label={t('parties.openPage')}>
      <ActionIcon component={Link} to={paths.organisation(ecosystemId, partyId)} aria-label={t('parties.openPage')}>
        <IconArrowsDiagonal size={18} />
      </ActionIcon>
    </Tooltip>
  )
  return (
    <SidePanel label={t('parties.panel')} onClose={onClose} tools={open}>
      {party.isPending && <StoryWaiting />}
      {party.isError && <Failure error={party.error} again={() => party.refetch()} />}
      {party.data && <Story party={party.data} onGone={onClose} />}
    </SidePanel>
  )
}

import { Skeleton, Stack, Title } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useKinds } from '../../data/kinds.ts'
import { sectorName } from '../../data/sectors.ts'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import type { Party } from '../../data/types.ts'
import { withTexts } from '../../i18n.ts'
import { KindShape } from '../../ui/kind-shape.tsx'
import { Contacts } from './contacts.tsx'
import { Facts } from './facts.tsx'
import { Notes } from './notes.tsx'
import { PartyMeetings } from './party-meetings.tsx'
import { PartyOffers } from './party-offers.tsx'
import { PartyTasks } from './party-tasks.tsx'
import classes from './story.module.css'
import { StoryActions } from './story-actions.tsx'
import { Ties } from './ties.tsx'
import { Timeline } from './timeline.tsx'

// comes with texts of its own, and for those only who may see it
const PartyPosition = lazy(
  withTexts('position', () => import('./position.tsx').then(({ PartyPosition: component }) => ({ default: component }))),
)

type Props = {
  party: Party
  /** In two columns, as a page; else as the side panel. */
  page?: boolean
  /** Called after the party was taken off the map or merged away. */
  onGone: () => void
}

/** Everything known of one party, told from the top: who they are, what can be done, the facts, who they are tied to, what happened. */
export function Story({ party, page = false, onGone }: Props) {
  const sees = useSeesPrivate(party)
  const mayWrite = useMayWrite()
  const side = (
    <div className={classes.stack}>
      {sees && <Notes partyId={party.id} />}
      {sees && <Timeline partyId={party.id} />}
    </div>
  )
  return (
    <article>
      <StoryHead party={party} page={page} onGone={onGone} />
      <div className={classes.columns} data-page={page || undefined}>
        <div className={classes.stack}>
          <Facts party={party} />
          <Ties party={party} />
          {mayWrite && (
            <Suspense>
              <PartyPosition partyId={party.id} />
            </Suspense>
          )}
          {sees && <Contacts partyId={party.id} />}
          {sees && <PartyMeetings partyId={party.id} />}
          {sees && <PartyTasks partyId={party.id} />}
          <PartyOffers party={party} />
        </div>
        {side}
      </div>
    </article>
  )
}

function StoryHead({ party, page, onGone }: Required<Props>) {
  const { t } = useTranslation()
  const kinds = useKinds()
  const place = [party.postalCode, party.city].filter(Boolean).join(' ')
  const facts = [sectorName(t, party.sectorScheme, party.sectorCode), place, party.region].filter(Boolean)
  return (
    <header className={classes.head}>
      <div className={classes.kinds}>
        {party.kinds.map((key) => (
          <span key={key} className={classes.kind}>
            <KindShape kind={kinds.of(key)} />
            {kinds.of(key).label}
          </span>
        ))}
        {party.kinds.length === 0 && <span className={classes.quiet}>{t('kinds.none')}</span>}
      </div>
      <Title order={page ? 1 : 2} size="h1">
        {party.name}
      </Title>
      {facts.length > 0 && <p className={classes.quiet}>{facts.join(' · ')}</p>}
      {party.description && <p className={classes.about}>{party.description}</p>}
      <StoryActions party={party} onGone={onGone} />
    </header>
  )
}

export function StoryWaiting() {
  return (
    <Stack gap="sm" aria-hidden="true">
      <Skeleton height={16} width="30%" />
      <Skeleton height={32} width="70%" />
      <Skeleton height={16} width="50%" />
      <Skeleton height={120} mt="md" />
    </Stack>
  )
}

/** Contacts, notes and what happened are for coordinators, and for the members of the party itself. */
export function useSeesPrivate(party: Party): boolean {
  const { role, partyId } = useEcosystem()
  return role === 'owner' || role === 'coordinator' || (role === 'member' && partyId === party.id)
}

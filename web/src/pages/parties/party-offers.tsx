import { Anchor, Badge } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useAmount } from '../../data/offers.ts'
import { InventedBadge } from '../../data/samples.tsx'
import { useEcosystem } from '../../data/session.ts'
import type { Party } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { usePartyKey } from './queries.ts'
import { Section } from './section.tsx'
import classes from './story.module.css'

/** What a party offers and what it needs. */
export function PartyOffers({ party }: { party: Party }) {
  const { t } = useTranslation()
  const amount = useAmount()
  const { id: ecosystemId } = useEcosystem()
  const offers = useQuery({
    queryKey: usePartyKey(party.id, 'offers'),
    queryFn: () =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/offers', { params: { path: { ecosystemId }, query: { partyId: party.id, limit: 50 } } }),
      ),
  })
  const all = (
    <Anchor component={Link} to={`${paths.exchange(ecosystemId)}?new&about=${party.id}`} size="sm">
      {t('parties.offers.add')}
    </Anchor>
  )
  return (
    <Section title={t('parties.offers.title')} action={all}>
      {offers.isError && <Failure error={offers.error} again={() => offers.refetch()} />}
      {offers.data?.items.length === 0 && <p className={classes.quiet}>{t('parties.offers.none')}</p>}
      <ul className={classes.list}>
        {offers.data?.items.map((offer) => (
          <li key={offer.id} className={classes.item}>
            <Badge color={offer.side === 'offer' ? 'accent' : 'warning'} variant="light">
              {t(`exchange.sides.${offer.side}`)}
            </Badge>
            <div className={classes.itemMain}>
              <div>
                {offer.title} <InventedBadge source={offer.source} />
              </div>
              <div className={classes.itemNote}>{amount(offer)}</div>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}

import { ActionIcon, Badge, Button, Menu, Skeleton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { answer, api } from '../../api.ts'
import { useKinds } from '../../data/kinds.ts'
import { useAmount } from '../../data/offers.ts'
import { InventedBadge } from '../../data/samples.tsx'
import { useEcosystem } from '../../data/session.ts'
import type { Offer } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { withParty } from '../../paths.ts'
import { PartyChip } from '../../ui/party-chip.tsx'
import classes from './exchange.module.css'
import { useEndOffer, type useOffers } from './queries.ts'

type Props = { side: Offer['side']; list: ReturnType<typeof useOffers>; found: string | null; onEdit: (offer: Offer) => void }

/** One side of the exchange. */
export function OfferList({ side, list, found, onEdit }: Props) {
  const { t } = useTranslation()
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={classes.column}>
      <h2>{t(`exchange.columns.${side}`)}</h2>
      {list.isPending && <Skeleton height={120} />}
      {list.isError && <Failure error={list.error} again={() => list.refetch()} />}
      {list.isSuccess && items.length === 0 && <p className={`tutti-card ${classes.none}`}>{t(`exchange.none.${side}`)}</p>}
      {items.length > 0 && (
        <ul className={`tutti-card ${classes.list}`}>
          {items.map((offer) => (
            <OfferItem key={offer.id} offer={offer} found={offer.id === found} onEdit={() => onEdit(offer)} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" mt="xs" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('ui.more')}
        </Button>
      )}
    </section>
  )
}

function OfferItem({ offer, found, onEdit }: { offer: Offer; found: boolean; onEdit: () => void }) {
  const { t } = useTranslation()
  const { role, partyId } = useEcosystem()
  const amount = useAmount()(offer)
  const end = useEndOffer(offer)
  const mayChange = role === 'owner' || role === 'coordinator' || (role === 'member' && partyId === offer.partyId)
  const label = t('exchange.more', { title: offer.title })
  return (
    <li className={classes.offer} data-found={found || undefined}>
      <div className={classes.main}>
        <div className={classes.title}>
          {offer.title} {offer.category && <Badge size="sm">{offer.category}</Badge>}{' '}
          {offer.visibility === 'coordinators' && <Badge size="sm">{t('exchange.visibilities.coordinators')}</Badge>}{' '}
          <InventedBadge source={offer.source} />
        </div>
        {amount && <div className={classes.note}>{amount}</div>}
        {offer.description && <div className={classes.note}>{offer.description}</div>}
        <div className={classes.by}>
          <By partyId={offer.partyId} />
        </div>
      </div>
      {mayChange && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={label}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown aria-label={label}>
            <Menu.Item onClick={onEdit}>{t('ui.edit')}</Menu.Item>
            <Menu.Item onClick={() => end.mutate()}>{t('exchange.end')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  )
}

function By({ partyId }: { partyId: string }) {
  const { id: ecosystemId } = useEcosystem()
  const kinds = useKinds()
  const { search } = useLocation()
  const party = useQuery({
    queryKey: ['party', ecosystemId, partyId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path: { ecosystemId, id: partyId } } })),
    staleTime: 300_000,
  })
  if (party.data === undefined) return <Skeleton height={20} width={140} ml={6} />
  return (
    <PartyChip
      name={party.data.name}
      kind={kinds.of(party.data.kinds[0])}
      detail={party.data.city}
      to={{ search: withParty(search, partyId) }}
    />
  )
}

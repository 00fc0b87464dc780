import { Button, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { ReadingAge } from '../../data/reading-age.tsx'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { WaitingCards } from '../../ui/waiting-cards.tsx'
import { OneParty } from './evidence.tsx'
import classes from './insight.module.css'
import { useGroupNames } from './together-words.ts'

/** Everybody in the group of a party, by name. */
export function GroupList({ partyId }: { partyId: string }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const groupName = useGroupNames()
  const list = useInfiniteQuery({
    queryKey: ['insight', ecosystemId, 'group', partyId],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/insight/parties/{id}/group', {
          params: { path: { ecosystemId, id: partyId }, query: pageParam === '' ? {} : { cursor: pageParam } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const first = list.data?.pages[0]
  const members = list.data?.pages.flatMap(({ items }) => items) ?? []
  const parties = new Map(members.map((party) => [party.id, party]))
  const called = first?.name && groupName(first.name, new Map(first.parties.map((party) => [party.id, party])))
  return (
    <PageFrame>
      <PageHead
        title={called ? t('together.groups.list.title', { group: t('insight.quoted', { name: called }) }) : t('together.groups.title')}
        answer={
          first &&
          (called ? t('together.groups.list.members', { count: first.size, number: number(first.size) }) : t('together.groups.list.none'))
        }
        action={
          <Button component={Link} to={paths.groups(ecosystemId)} variant="default">
            {t('together.groups.list.back')}
          </Button>
        }
      />
      {first && <ReadingAge freshness={first.freshness} />}
      {list.isPending && <WaitingCards label={t('insight.reading')} heights={[240]} />}
      {list.isError && !list.data && <Failure error={list.error} again={() => list.refetch()} />}
      {members.length > 0 && (
        <ul className={classes.members}>
          {members.map(({ id, city }) => (
            <li key={id} className={classes.row}>
              <OneParty id={id} parties={parties} brief />
              {city && (
                <Text size="sm" className={classes.quiet}>
                  {city}
                </Text>
              )}
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('together.groups.list.more')}
        </Button>
      )}
    </PageFrame>
  )
}

import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { happening } from '../../data/happenings.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { useLaterTexts } from '../../i18n.ts'
import { useFormats } from '../../ui/format.ts'
import { usePartyKey } from './queries.ts'
import { Section } from './section.tsx'
import classes from './story.module.css'

const PAGE = 12

/** What happened with a party, the latest first: changes to it and its ties, and what people recorded. */
export function Timeline({ partyId }: { partyId: string }) {
  const { t } = useTranslation()
  const { ago, dateTime } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  useLaterTexts()
  const timeline = useInfiniteQuery({
    queryKey: usePartyKey(partyId, 'timeline'),
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/parties/{id}/timeline', {
          params: { path: { ecosystemId, id: partyId }, query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  return (
    <Section title={t('parties.timeline.title')}>
      {timeline.isError && <Failure error={timeline.error} again={() => timeline.refetch()} />}
      <ol className={classes.timeline}>
        {timeline.data?.pages
          .flatMap((page) => page.items)
          .map((item) => (
            <li key={item.id} className={classes.moment} data-met={item.interaction !== null || undefined}>
              {item.interaction === null ? happening(t, item.type, item.payload) : t(`parties.interaction.kinds.${item.interaction.kind}`)}{' '}
              <time dateTime={item.at} title={dateTime(item.at)} className={classes.itemNote}>
                {ago(item.at)}
              </time>
              {item.interaction?.text && <p>{item.interaction.text}</p>}
            </li>
          ))}
      </ol>
      {timeline.hasNextPage && (
        <Button variant="subtle" onClick={() => timeline.fetchNextPage()} loading={timeline.isFetchingNextPage}>
          {t('ui.more')}
        </Button>
      )}
    </Section>
  )
}
